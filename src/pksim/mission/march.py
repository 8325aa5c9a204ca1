"""A march: one column under way, its crew, its way and its halts."""

import math

from pksim.engine import draw, free_row, new_row, now, record, rule
from pksim.engine.distributions import exponential
from pksim.mission.events import (
    PATROL_CUT_SHORT,
    PATROL_DRIVEN,
    PATROL_LEFT,
    PATROL_RETURNED,
    TEAM_ARRIVED,
    TEAM_DRIVEN,
    TEAM_LEFT,
    TEAM_RETURNED,
)
from pksim.mission.laws import drawn, time_until
from pksim.mission.muster import dismiss, may_leave, muster
from pksim.mission.programmes import chosen_route, is_team, luck_of, number_of, programme_of
from pksim.mission.story import World
from pksim.mission.streams import (
    AMBUSH_DUE,
    PATROL_LEAVES,
    PATROL_TURNS_BACK,
    TEAM_WORKS,
)
from pksim.mission.sun import next_sunrise, next_sunset
from pksim.mission.terms import NOBODY
from pksim.mission.units_of_time import MINUTES_PER_HOUR
from pksim.mission.weather import is_foul

# --- leaving and coming home ------------------------------------------------------------


@rule
def fall_in(world: World, key: int) -> int:
    """The column leaves, with the crew it could get; `NOBODY` if it cannot leave."""
    route = NOBODY if is_team(world, key) else chosen_route(world, key)
    if not may_leave(world, key, route):
        return NOBODY
    march = new_row(world, world.marches)
    set_out(world, march, key, route)
    if not muster(world, march):
        world.marches.key[march] = NOBODY
        free_row(world, world.marches, march)
        return NOBODY
    m = world.marches
    kind = TEAM_LEFT if is_team(world, key) else PATROL_LEFT
    record(world, kind, key, m.home[march], m.people[march])
    return march


@rule
def set_out(world: World, march: int, key: int, route: int) -> None:
    """A fresh row: at the gate, nothing met yet."""
    m, programmes = world.marches, world.programmes
    programme = programme_of(key)
    m.key[march] = key
    m.luck[march] = luck_of(world, key)
    m.programme[march] = programme
    m.unit[march] = programmes.unit[programme]
    m.home[march] = programmes.base[programme]
    m.vehicles[march] = programmes.vehicles[programme]
    m.posture[march] = programmes.posture[programme]
    m.night[march] = programmes.night[programme]
    m.pace[march] = programmes.pace[programme]
    m.length[march] = programmes.spacing[programme] * programmes.vehicles[programme]
    m.minutes_per_km[march] = programmes.minutes_per_km[programme]
    m.route[march] = route
    m.target[march] = target_of(world, key)
    m.leg[march] = 0
    m.legs[march] = 2 * way_out(world, march)
    m.ahead[march] = segment_ahead(world, march)
    m.next_stop[march] = stop_after(world, march, 0)
    m.stayed[march] = 0
    m.segment[march] = NOBODY
    m.device[march] = NOBODY
    m.left_at[march] = now(world)
    m.step_from[march] = now(world)
    m.dark_at[march] = next_sunset(world, world.segments.sun[m.ahead[march]], now(world))
    m.halted_until[march] = -math.inf
    m.follow_on[march] = NOBODY
    m.ambush_borne[march] = 0.0
    m.ambushes[march] = 0
    m.ambush_due[march] = exponential(draw(world, AMBUSH_DUE, m.luck[march], 0), 1.0)
    m.calls[march] = 0
    m.vehicle_km[march] = 0.0


@rule
def target_of(world: World, key: int) -> int:
    """The call that a team answers; `NOBODY` for a patrol."""
    if not is_team(world, key):
        return NOBODY
    return number_of(key)


@rule
def is_home(world: World, march: int) -> bool:
    """Whether the column is back at its gate."""
    return world.marches.leg[march] >= world.marches.legs[march]


@rule
def come_home(world: World, march: int) -> None:
    """Through the gate: the crew is dismissed."""
    m = world.marches
    key, home = m.key[march], m.home[march]
    out, driven = hours_out(world, march), m.vehicle_km[march]
    if is_team(world, key):
        record(world, TEAM_RETURNED, key, home, out)
        record(world, TEAM_DRIVEN, key, home, driven)
    else:
        record(world, PATROL_RETURNED, key, home, out)
        record(world, PATROL_DRIVEN, key, home, driven)
    dismiss(world, march)
    m.key[march] = NOBODY
    free_row(world, world.marches, march)


@rule
def hours_out(world: World, march: int) -> float:
    """Hours since the column left."""
    return (now(world) - world.marches.left_at[march]) / MINUTES_PER_HOUR


# --- the way ----------------------------------------------------------------------------


@rule
def way_out(world: World, march: int) -> int:
    """Segments from the gate to the far end, or to whoever called."""
    m = world.marches
    if m.route[march] >= 0:
        return world.routes.length[m.route[march]]
    cell = team_cell(world, march, world.calls.segment[m.target[march]])
    return world.trees.depth[cell]


@rule
def team_cell(world: World, march: int, segment: int) -> int:
    """Where the trees keep a segment as seen from the base of a team."""
    return team_number(world, march) * world.distances.segments[0] + segment


@rule
def segment_ahead(world: World, march: int) -> int:
    """The segment of the present leg; the way back is the way out, reversed."""
    m = world.marches
    out = m.legs[march] // 2
    leg = m.leg[march]
    place = leg if leg < out else m.legs[march] - 1 - leg
    if m.route[march] >= 0:
        return world.ways.segment[world.routes.first[m.route[march]] + place]
    segment = world.calls.segment[m.target[march]]
    for _ in range(out - 1 - place):
        segment = world.trees.nearer[team_cell(world, march, segment)]
    return segment


@rule
def over_the_segment(world: World, march: int) -> float:
    """Minutes over the segment ahead: its road, the column's pace, the weather."""
    m, segments = world.marches, world.segments
    segment = m.ahead[march]
    if m.minutes_per_km[march] > 0.0:
        minutes = segments.km[segment] * m.minutes_per_km[march]
    else:
        minutes = segments.minutes[segment] / m.pace[march]
    if is_foul(world, segments.area[segment]):
        minutes = minutes / world.calendar.foul_speed[0]
    m.step_from[march] = now(world)
    return minutes


@rule
def step(world: World, march: int) -> None:
    """On to the next leg; a column that was halted on its way out may go home instead."""
    m = world.marches
    if m.stayed[march] == 1:
        m.stayed[march] = 0
    elif turns_back(world, march):
        record(world, PATROL_CUT_SHORT, m.key[march], m.segment[march], hours_out(world, march))
        m.leg[march] = m.legs[march] - 1 - m.leg[march]
    else:
        m.leg[march] += 1
    m.halted_until[march] = -math.inf
    m.follow_on[march] = NOBODY
    m.calls[march] = 0
    if not is_home(world, march):
        m.ahead[march] = segment_ahead(world, march)


@rule
def turns_back(world: World, march: int) -> bool:
    """Whether a patrol that was halted on its way out goes home; its last leg out it finishes."""
    m = world.marches
    out = m.legs[march] // 2
    if m.halted_until[march] == -math.inf or m.leg[march] >= out - 1 or m.target[march] != NOBODY:
        return False
    luck = draw(world, PATROL_TURNS_BACK, m.key[march], m.leg[march])
    return luck < world.marching.turn_back[0]


# --- rest and stops ---------------------------------------------------------------------


@rule
def must_rest(world: World, march: int) -> bool:
    """Whether it is dark and the column may not move in the dark."""
    m = world.marches
    if m.night[march] == 1 or now(world) < m.dark_at[march]:
        return False
    # The sunset it set out for has passed, perhaps while it stood or stayed until another day.
    m.dark_at[march] = next_sunset(world, world.segments.sun[m.ahead[march]], now(world))
    return now(world) >= m.dark_at[march]


@rule
def until_light(world: World, march: int) -> float:
    """Minutes until sunrise; the next sunset is that of the place where the column rests."""
    m = world.marches
    sun = world.segments.sun[m.ahead[march]]
    sunrise = next_sunrise(world, sun, now(world))
    m.dark_at[march] = next_sunset(world, sun, sunrise)
    return time_until(sunrise, now(world))


@rule
def is_at_a_stop(world: World, march: int) -> bool:
    """Whether the column has come to its far end, or to a place on its way where it stays."""
    m = world.marches
    return m.leg[march] == m.next_stop[march]


@rule
def stop_after(world: World, march: int, leg: int) -> int:
    """The leg at whose beginning the next stop is: a place on the way out, or the far end."""
    m = world.marches
    out = m.legs[march] // 2
    if m.route[march] >= 0:
        first = world.routes.first[m.route[march]]
        for ahead in range(leg + 1, out):
            if world.ways.stop[first + ahead] == 1:
                return ahead
    return out if leg < out else NOBODY


@rule
def stay_here(world: World, march: int) -> float:
    """Minutes at a stop; for a team, those its work takes."""
    m = world.marches
    m.step_from[march] = now(world)
    m.stayed[march] = 1
    m.next_stop[march] = stop_after(world, march, m.leg[march])
    if m.target[march] != NOBODY:
        return drawn(
            world, world.teams.work[team_number(world, march)], TEAM_WORKS, m.luck[march], 0
        )
    law = world.programmes.dwell[m.programme[march]]
    return drawn(world, law, PATROL_LEAVES, m.key[march], 1 + m.leg[march])


@rule
def team_number(world: World, march: int) -> int:
    """Which kind of team the column is."""
    return world.marches.programme[march] - world.teams.first_programme[0]


@rule
def bring_help(world: World, march: int) -> None:
    """A team has arrived where it was called to."""
    m = world.marches
    if m.target[march] == NOBODY:
        return
    waited = now(world) - world.calls.at[m.target[march]]
    record(world, TEAM_ARRIVED, m.key[march], m.segment[march], waited)


@rule
def relieves(world: World, march: int) -> int:
    """The column that a team has helped; `NOBODY` if there is none, or if it has gone on."""
    m = world.marches
    if m.target[march] == NOBODY:
        return NOBODY
    caller = world.calls.march[m.target[march]]
    if caller == NOBODY or m.key[caller] != world.calls.key[m.target[march]]:
        return NOBODY
    return caller if m.segment[caller] == m.segment[march] else NOBODY
