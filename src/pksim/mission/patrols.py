"""Patrols and convoys: out along a route and back, segment by segment."""

from pksim.engine import draw, end, hold, now, process, record, rule, spawn
from pksim.mission.background import accident_happens, road_accident
from pksim.mission.daylight import MINUTES_PER_DAY
from pksim.mission.evacuation import response
from pksim.mission.events import (
    PATROL_CUT_SHORT,
    PATROL_DRIVEN,
    PATROL_HALTED,
    PATROL_LEFT,
    PATROL_RETURNED,
)
from pksim.mission.ieds import (
    NO_DEVICE,
    clear,
    first_device,
    is_tripped,
    jammed,
    jammer_stops,
    next_device,
    search_finds,
)
from pksim.mission.injuries import strike
from pksim.mission.laws import drawn
from pksim.mission.story import Story, World
from pksim.mission.streams import PATROL_HALT, PATROL_LEAVES, PATROL_ROUTE, PATROL_TURNS_BACK
from pksim.mission.traffic import leave_tracks

ORDINALS = 2**32  # a patrol's key is programme * ORDINALS + day * SLOTS + slot
SLOTS = 1000  # departures of one programme in a day, so 12003 is slot 3 of day 12


@process
def patrol_programme(world: World, me: int, programme: int) -> Story:
    """A programme of patrols: at each midnight the departures of the day are set."""
    day = 0
    while True:
        slot = 0
        while slot < departures_on(world, programme, day):
            yield spawn(patrol, patrol_key(programme, day, slot))
            slot += 1
        yield hold(MINUTES_PER_DAY)
        day += 1


@process
def patrol(world: World, me: int, patrol: int) -> Story:
    """One patrol, from the gate and back to it. `patrol` is its key: programme, day, slot."""
    yield hold(hour_of_leaving(world, patrol))
    left = now(world)
    route = chosen_route(world, patrol)
    vehicles = vehicles_of(world, patrol)
    record(world, PATROL_LEFT, patrol, base_of(world, patrol), vehicles)

    leg = 0
    driven = 0.0
    while leg < legs_of(world, route):
        segment = segment_at(world, route, leg)
        yield hold(minutes_over(world, segment))
        driven += vehicle_km_over(world, segment, vehicles)
        leave_tracks(world, segment, vehicles)
        if accident_happens(world, segment, vehicles):
            yield spawn(response, road_accident(world, segment))

        halted = False
        device = first_device(world, segment)
        while device != NO_DEVICE:
            beyond = next_device(world, device)
            if is_tripped(world, device, vehicles):
                if search_finds(world, device):
                    clear(world, device, vehicles)
                    halted = True
                elif jammer_stops(world, device):
                    jammed(world, device)
                else:
                    yield spawn(response, strike(world, device))
                    halted = True
            device = beyond

        if halted:
            record(world, PATROL_HALTED, patrol, segment, hours_since(world, left))
            yield hold(halt(world, patrol, leg))
        if halted and turns_back(world, patrol, route, leg):
            record(world, PATROL_CUT_SHORT, patrol, segment, hours_since(world, left))
            leg = leg_home(world, route, leg)
        else:
            leg += 1
            if is_half_way(world, route, leg):
                yield hold(dwell(world, patrol))

    record(world, PATROL_RETURNED, patrol, base_of(world, patrol), hours_since(world, left))
    record(world, PATROL_DRIVEN, patrol, base_of(world, patrol), driven)
    yield end()


# --- the programme ----------------------------------------------------------------------


@rule
def departures_on(world: World, programme: int, day: int) -> int:
    """Departures of a programme on a day: whole ones, as the daily rate adds up."""
    per_day = world.programmes.per_day[programme]
    return int(per_day * (day + 1) + 0.5) - int(per_day * day + 0.5)


@rule
def patrol_key(programme: int, day: int, slot: int) -> int:
    """A patrol is its place in the timetable: if another falls out, it meets the same luck."""
    return programme * ORDINALS + day * SLOTS + slot


@rule
def programme_of(patrol: int) -> int:
    """The programme a patrol belongs to."""
    return patrol // ORDINALS


@rule
def base_of(world: World, patrol: int) -> int:
    """The site a patrol starts from and returns to."""
    return world.programmes.base[programme_of(patrol)]


@rule
def vehicles_of(world: World, patrol: int) -> int:
    """Vehicles in the column."""
    return world.programmes.vehicles[programme_of(patrol)]


@rule
def hour_of_leaving(world: World, patrol: int) -> float:
    """Minutes from midnight to leaving the gate."""
    return drawn(world, world.programmes.leave[programme_of(patrol)], PATROL_LEAVES, patrol, 0)


@rule
def dwell(world: World, patrol: int) -> float:
    """Minutes spent at the far end."""
    return drawn(world, world.programmes.dwell[programme_of(patrol)], PATROL_LEAVES, patrol, 1)


# --- the route --------------------------------------------------------------------------


@rule
def chosen_route(world: World, patrol: int) -> int:
    """One of the routes open to the programme, each as likely."""
    programme = programme_of(patrol)
    choices = world.programmes.routes[programme]
    return world.programmes.first_route[programme] + int(
        draw(world, PATROL_ROUTE, patrol, 0) * choices
    )


@rule
def legs_of(world: World, route: int) -> int:
    """Segments to drive, out and back."""
    return 2 * world.routes.length[route]


@rule
def segment_at(world: World, route: int, leg: int) -> int:
    """The segment of a leg; the way back is the way out, reversed."""
    length = world.routes.length[route]
    step = leg if leg < length else 2 * length - 1 - leg
    return world.ways.segment[world.routes.first[route] + step]


@rule
def minutes_over(world: World, segment: int) -> float:
    """Minutes to drive a segment."""
    return world.segments.minutes[segment]


@rule
def vehicle_km_over(world: World, segment: int, vehicles: int) -> float:
    """Vehicle-km that a column drives on a segment."""
    return world.segments.km[segment] * vehicles


@rule
def is_half_way(world: World, route: int, leg: int) -> bool:
    """Whether the patrol has reached the far end."""
    return leg == world.routes.length[route]


@rule
def leg_home(world: World, route: int, leg: int) -> int:
    """The next leg of a patrol that turns round on an outward `leg`."""
    return 2 * world.routes.length[route] - leg


# --- after an incident ------------------------------------------------------------------


@rule
def halt(world: World, patrol: int, leg: int) -> float:
    """Minutes a column stands after a find or a strike."""
    return drawn(world, world.ieds.halt[0], PATROL_HALT, patrol, leg)


@rule
def turns_back(world: World, patrol: int, route: int, leg: int) -> bool:
    """Whether a column that was halted on its way out goes home."""
    outward = leg < world.routes.length[route]
    return outward and draw(world, PATROL_TURNS_BACK, patrol, leg) < world.ieds.turn_back[0]


@rule
def hours_since(world: World, moment: float) -> float:
    """Hours from a moment to now."""
    return (now(world) - moment) / 60.0
