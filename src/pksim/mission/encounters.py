"""What a column meets on a segment: devices, fire and accidents, one incident at a time."""

from pksim.engine import now, rule
from pksim.mission.accidents import accident_due, bear_accident_hazard, road_accident
from pksim.mission.ambushes import ambush, bear_ambush_hazard
from pksim.mission.calls import QUICK_REACTION, is_disposal, needs
from pksim.mission.halts import make_halt
from pksim.mission.muster import leave_casualties
from pksim.mission.roadside import first_device
from pksim.mission.story import World
from pksim.mission.strikes import device_strikes, follow_on
from pksim.mission.sweeps import remove_known, sweep
from pksim.mission.terms import NOBODY, SEARCH_CLEARANCE
from pksim.mission.traffic import leave_tracks
from pksim.mission.units_of_time import MINUTES_PER_HOUR
from pksim.mission.warning import warn


@rule
def pass_segment(world: World, march: int) -> None:
    """The column has gone over a segment: its tracks, its exposure, and what lies there."""
    m = world.marches
    segment = m.ahead[march]
    m.segment[march] = segment
    spent = now(world) - m.step_from[march]
    be_present(world, march, spent)
    bear_ambush_hazard(world, march, spent + passing_time(world, march), False)
    bear_accident_hazard(world, march)
    m.vehicle_km[march] += world.segments.km[segment] * m.vehicles[march]
    leave_tracks(world, segment, m.vehicles[march])
    if m.posture[march] == SEARCH_CLEARANCE:
        sweep(world, march)
    m.device[march] = first_device(world, segment)


@rule
def passing_time(world: World, march: int) -> float:
    """Minutes from the head of the column to its tail, which it is longer on the road each way."""
    m, segments = world.marches, world.segments
    if m.leg[march] != 0 and m.leg[march] != m.legs[march] // 2:
        return 0.0
    segment = m.segment[march]
    return m.length[march] * segments.minutes[segment] / segments.km[segment]


@rule
def leave_stop(world: World, march: int) -> None:
    """The column leaves a stop: presence is counted, a team has done what it was called for."""
    m = world.marches
    spent = now(world) - m.step_from[march]
    be_present(world, march, spent)
    bear_ambush_hazard(world, march, spent, False)
    if is_disposal(world, m.key[march]):
        remove_known(world, march)


@rule
def be_present(world: World, march: int, minutes: float) -> None:
    """The column was seen around the town of its segment, if there is one."""
    town = world.segments.town[world.marches.segment[march]]
    if town != NOBODY:
        world.towns.presence[town] += minutes / MINUTES_PER_HOUR


@rule
def next_incident(world: World, march: int) -> int:
    """What happens to the column now, one thing after another; `NOBODY` when nothing is left."""
    incident = device_strikes(world, march)
    if incident == NOBODY:
        incident = follow_on(world, march)
    if incident == NOBODY:
        incident = fire_on(world, march)
    if incident == NOBODY and accident_due(world, march):
        incident = road_accident(world, march)
        make_halt(world, march)
    if incident != NOBODY:
        leave_casualties(world, march)
    return incident


@rule
def fire_on(world: World, march: int) -> int:
    """An ambush that is due; the column halts, and calls for the quick-reaction force."""
    incident = ambush(world, march)
    if incident != NOBODY:
        needs(world, march, QUICK_REACTION)
        warn(world, world.marches.segment[march], world.marches.unit[march])
        make_halt(world, march)
    return incident


@rule
def stand(world: World, march: int) -> None:
    """Bear the hazard of the minutes that the column has stood."""
    m = world.marches
    bear_ambush_hazard(world, march, now(world) - m.step_from[march], True)
    m.step_from[march] = now(world)
