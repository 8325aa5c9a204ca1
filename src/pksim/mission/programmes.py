"""Programmes: what the timetable says of each column, by the column's key.

A key is programme * ORDINALS + day * SLOTS + slot, so that the same departure meets the same luck
when another falls out. Teams are programmes too, after those of the timetable; their keys count
calls.
"""

from pksim.engine import draw, formula, rule
from pksim.mission.laws import drawn
from pksim.mission.story import World
from pksim.mission.streams import (
    PATROL_CONTRACTORS,
    PATROL_DAYS,
    PATROL_LEAVES,
    PATROL_ROUTE,
    TEAM_READY,
    VEHICLE_CLASS,
    VEHICLE_OCCUPANTS,
)

GOLDEN_SECTION = 0.6180339887498949
ORDINALS = 2**32
SLOTS = 1000  # departures of one programme in a day, so 12003 is slot 3 of day 12


@rule
def departures_on(world: World, programme: int, day: int) -> int:
    """Departures of a programme on a day: those of its timetable, and those of its daily rate."""
    programmes = world.programmes
    first = programmes.first_date[programme]
    listed = 0
    for number in range(first, first + programmes.dates[programme]):
        listed += world.timetable.day[number] == day
    start = draw(world, PATROL_DAYS, programme, 0)
    return listed + departures_at(programmes.per_day[programme], start, day)


@formula
def departures_at(per_day: float, start: float, day: int) -> int:
    """Departures on a day at a daily rate: the whole part of it, and one more on some days.

    These are the days on which a point that goes round a circle by the golden section each day lies
    below the fraction: evenly spread, and a lower rate drops some of them and moves none. `start`
    is where the point begins, from 0 to 1; over all starts the mean is the rate itself.
    """
    whole = int(per_day)
    return whole + int((start + day * GOLDEN_SECTION) % 1.0 < per_day - whole)


@rule
def column_key(programme: int, day: int, slot: int) -> int:
    """A column is its place in the timetable."""
    return programme * ORDINALS + day * SLOTS + slot


@rule
def programme_of(key: int) -> int:
    """The programme a column belongs to."""
    return key // ORDINALS


@rule
def number_of(key: int) -> int:
    """The column's number within its programme."""
    return key % ORDINALS


@rule
def is_team(world: World, key: int) -> bool:
    """Whether the column is a team that was called, not a patrol of the timetable."""
    return programme_of(key) >= world.teams.first_programme[0]


@rule
def until_leaving(world: World, key: int) -> float:
    """Minutes to leaving the gate: from midnight for a patrol, from the order for a team."""
    law = world.programmes.leave[programme_of(key)]
    purpose = TEAM_READY if is_team(world, key) else PATROL_LEAVES
    return drawn(world, law, purpose, luck_of(world, key), 0)


@rule
def luck_of(world: World, key: int) -> int:
    """By what a column's draws are told apart: its place in the timetable, or who called it."""
    if is_team(world, key):
        return world.calls.luck[number_of(key)]
    return key


@rule
def chosen_route(world: World, key: int) -> int:
    """One of the routes open to the programme, each as likely."""
    programme = programme_of(key)
    choices = world.programmes.routes[programme]
    return world.programmes.first_route[programme] + int(
        draw(world, PATROL_ROUTE, key, 0) * choices
    )


@rule
def day_of_departure(key: int) -> int:
    """The day on which a patrol of the timetable leaves."""
    return number_of(key) // SLOTS


@rule
def platoon_on_duty(world: World, key: int) -> int:
    """The platoon whose turn it is: the unit's platoons take its departures in turn."""
    programmes, units = world.programmes, world.units
    programme = programme_of(key)
    unit = programmes.unit[programme]
    turn = number_of(key)
    if not is_team(world, key):
        turn = day_of_departure(key) * programmes.turns_a_day[programme] + turn % SLOTS
    return (programmes.first_turn[programme] + turn) % max(units.platoons[unit], 1)


# --- its vehicles -----------------------------------------------------------------------


@rule
def is_contractors(world: World, key: int, vehicle: int) -> bool:
    """Whether civilians drive this vehicle of the column, and sit in it."""
    share = world.programmes.contractors[programme_of(key)]
    if share <= 0.0:
        return False
    return draw(world, PATROL_CONTRACTORS, key, vehicle) < share


@rule
def seats_taken(world: World, key: int, vehicle: int) -> int:
    """Uniformed people wanted for one vehicle."""
    if is_contractors(world, key, vehicle):
        return 0
    fixed = world.programmes.seats[programme_of(key)]
    if fixed > 0:
        return fixed
    luck = draw(world, VEHICLE_OCCUPANTS, key, vehicle)
    kind = 0
    while luck >= world.occupants.up_to[kind]:
        kind += 1
    return world.occupants.people[kind]


@rule
def vehicle_class(world: World, key: int, vehicle: int) -> int:
    """The protection class of one vehicle: the first as ordered, the rest by the unit's fleet."""
    programmes, units = world.programmes, world.units
    programme = programme_of(key)
    if vehicle == 0 and programmes.lead[programme] >= 0:
        return programmes.lead[programme]
    luck = draw(world, VEHICLE_CLASS, key, vehicle)
    kind = units.first_class[programmes.unit[programme]]
    while luck >= world.fleet.up_to[kind]:
        kind += 1
    return world.fleet.protection[kind]
