"""Improvised explosive devices in the road: laid, met by a patrol, or gone by themselves."""

import math

from pksim.engine import (
    draw,
    end,
    formula,
    free_row,
    hold,
    new_row,
    now,
    process,
    record,
    rule,
    spawn,
)
from pksim.engine.distributions import exponential
from pksim.mission.daylight import MINUTES_PER_DAY
from pksim.mission.events import (
    DEVICE_CIVILIAN,
    DEVICE_EXPIRED,
    DEVICE_FOUND,
    DEVICE_FOUND_BY_OTHERS,
    DEVICE_JAMMED,
    DEVICE_LAID,
)
from pksim.mission.laws import drawn, sooner, time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    DEVICE_CIVILIAN_TRIGGER,
    DEVICE_DISPLACED,
    DEVICE_EMPLACED,
    DEVICE_FINDER,
    DEVICE_INITIATOR,
    DEVICE_JAMMER_PRESENT,
    DEVICE_JAMMER_WORKS,
    DEVICE_LIFETIME,
    DEVICE_RESISTANCE,
    DEVICE_SEARCH_FINDS,
    DEVICE_SEARCH_ON_FOOT,
    DEVICE_SEGMENT,
)
from pksim.mission.traffic import recent_traffic

NO_DEVICE = -1
IN_PLACE, GONE = 0, 1
ORDINALS = 2**40  # devices of one area: a device's key is area * ORDINALS + ordinal
HISTORY_DAYS = 120.0  # devices laid that long before the run began are in the road when it begins


@process
def emplacement(world: World, me: int, area: int) -> Story:
    """The cells of a threat area lay one device after another, a Poisson process."""
    ordinal = 0
    laid = -HISTORY_DAYS * MINUTES_PER_DAY
    while True:
        laid += until_next_device(world, area, ordinal)
        if laid > now(world):
            yield hold(time_until(laid, now(world)))
        row = lay_device(world, area, ordinal, laid)
        if row != NO_DEVICE:
            yield spawn(device, row)
        ordinal += 1


@process
def device(world: World, me: int, device: int) -> Story:
    """A device in the road, until civilians set it off, others find it, or it fails with age.

    A patrol may have met it first; then there is nothing left to tell.
    """
    yield hold(time_until(world.devices.goes_at[device], now(world)))
    if is_in_place(world, device):
        goes_by_itself(world, device)
    free_row(world, world.devices, device)
    yield end()


# --- laying -----------------------------------------------------------------------------


@rule
def until_next_device(world: World, area: int, ordinal: int) -> float:
    """Minutes between one device and the next in an area."""
    return exponential(draw(world, DEVICE_EMPLACED, area, ordinal), world.areas.interval[area])


@rule
def lay_device(world: World, area: int, ordinal: int, laid: float) -> int:
    """Put a device on a segment of the area; none if it was laid and went before the run began."""
    key = area * ORDINALS + ordinal
    goes_at, how = end_by_itself(world, key, laid)
    if goes_at <= now(world):
        return NO_DEVICE
    devices = world.devices
    device = new_row(world, devices)
    devices.key[device] = key
    devices.segment[device] = chosen_segment(world, area, draw(world, DEVICE_SEGMENT, key, 0))
    devices.radio[device] = draw(world, DEVICE_INITIATOR, key, 0) < world.ieds.radio_controlled[0]
    devices.laid_at[device] = laid
    devices.goes_at[device] = goes_at
    devices.goes_how[device] = how
    devices.state[device] = IN_PLACE
    devices.attempt[device] = 0
    devices.passed[device] = 0
    devices.resistance[device] = resistance(world, key, 0)
    put_on_segment(world, device)
    if laid >= 0.0:
        record(world, DEVICE_LAID, key, devices.segment[device], devices.radio[device])
    return device


@rule
def end_by_itself(world: World, key: int, laid: float) -> tuple[float, int]:
    """When and how a device goes if no patrol meets it: the first of three competing ends."""
    ieds = world.ieds
    civilian = exponential(draw(world, DEVICE_CIVILIAN_TRIGGER, key, 0), ieds.until_civilian[0])
    finder = exponential(draw(world, DEVICE_FINDER, key, 0), ieds.until_finder[0])
    lifetime = drawn(world, ieds.lifetime[0], DEVICE_LIFETIME, key, 0)
    first = sooner(civilian, sooner(finder, lifetime))
    if first == civilian:
        return laid + first, DEVICE_CIVILIAN
    if first == finder:
        return laid + first, DEVICE_FOUND_BY_OTHERS
    return laid + first, DEVICE_EXPIRED


@rule
def chosen_segment(world: World, area: int, luck: float) -> int:
    """A segment of the area; long ones and those with recent patrol traffic are likelier."""
    first = world.areas.first_segment[area]
    last = first + world.areas.segments[area] - 1
    traffic = 0.0
    for i in range(first, last + 1):
        traffic += recent_traffic(world, world.area_segments.segment[i])
    left = luck
    for i in range(first, last):
        left -= preference(world, world.area_segments.segment[i], traffic)
        if left <= 0.0:
            return world.area_segments.segment[i]
    return world.area_segments.segment[last]


@rule
def preference(world: World, segment: int, traffic: float) -> float:
    """The chance that a new device of the area is laid on this segment."""
    standing = world.segments.standing[segment]
    if traffic <= 0.0:
        return standing
    weight = world.ieds.traffic_weight[0]
    return mixed(weight, standing, recent_traffic(world, segment) / traffic)


@formula
def mixed(weight: float, standing: float, watched: float) -> float:
    """Standing preference and observed traffic, mixed."""
    return (1.0 - weight) * standing + weight * watched


# --- meeting a patrol -------------------------------------------------------------------


@rule
def is_tripped(world: World, device: int, vehicles: int) -> bool:
    """Whether a vehicle of the column would set the device off if nothing were done about it.

    Each vehicle that passes wears the device's own resistance down by the same amount; it is
    tripped by the vehicle that uses up the rest.
    """
    devices = world.devices
    worn_out_by = vehicle_that_trips(devices.resistance[device], world.ieds.trigger_per_vehicle[0])
    passed = devices.passed[device]
    devices.passed[device] = passed + vehicles
    devices.vehicle[device] = worn_out_by - passed
    return worn_out_by < passed + vehicles


@rule
def resistance(world: World, key: int, attempt: int) -> float:
    """How much a device withstands: exponential with mean 1, anew for each initiator."""
    return exponential(draw(world, DEVICE_RESISTANCE, key, attempt), 1.0)


@formula
def vehicle_that_trips(resistance: float, chance: float) -> int:
    """Which of the vehicles ever to pass trips the device, counted from 0.

    With hazard -log(1 - chance) each, every vehicle trips it with that chance if none did before.
    """
    if chance <= 0.0:
        return 2**53
    if chance >= 1.0:
        return 0
    return int(min(resistance / -math.log1p(-chance), 2.0**53))


@rule
def search_finds(world: World, device: int) -> bool:
    """Whether the lead of the column finds the device before it functions."""
    key, attempt = world.devices.key[device], world.devices.attempt[device]
    chance = world.search.finds[0]
    if is_searched_on_foot(world, device):
        chance = world.search.foot_finds[0]
    return draw(world, DEVICE_SEARCH_FINDS, key, attempt) < chance


@rule
def is_searched_on_foot(world: World, device: int) -> bool:
    """Whether the lead is dismounted where it meets the device."""
    key, attempt = world.devices.key[device], world.devices.attempt[device]
    return draw(world, DEVICE_SEARCH_ON_FOOT, key, attempt) < world.search.on_foot[0]


@rule
def jammer_stops(world: World, device: int) -> bool:
    """Whether the device is radio-controlled and a jammer is there that works against it."""
    ieds = world.ieds
    if not world.devices.radio[device]:
        return False
    key, attempt = world.devices.key[device], world.devices.attempt[device]
    present = draw(world, DEVICE_JAMMER_PRESENT, key, attempt) < ieds.jammer_coverage[0]
    works = draw(world, DEVICE_JAMMER_WORKS, key, attempt) < ieds.jammer_effect[0]
    return present and works


@rule
def jammed(world: World, device: int) -> None:
    """A jammed device is wasted, or comes back with an initiator that no jammer stops."""
    devices = world.devices
    key = devices.key[device]
    returns = draw(world, DEVICE_DISPLACED, key, 0) < world.ieds.displacement[0]
    record(world, DEVICE_JAMMED, key, devices.segment[device], returns)
    if returns:
        devices.radio[device] = 0
        devices.attempt[device] += 1
        devices.passed[device] = 0
        devices.resistance[device] = resistance(world, key, devices.attempt[device])
    else:
        remove(world, device)


@rule
def clear(world: World, device: int, vehicles: int) -> None:
    """A patrol has found the device and has it removed."""
    record(world, DEVICE_FOUND, world.devices.key[device], world.devices.segment[device], vehicles)
    remove(world, device)


# --- the devices on a segment -----------------------------------------------------------


@rule
def is_in_place(world: World, device: int) -> bool:
    """Whether the device is still in the road."""
    return world.devices.state[device] == IN_PLACE


@rule
def goes_by_itself(world: World, device: int) -> None:
    """The end that was in store for a device which no patrol has met."""
    devices = world.devices
    days = (now(world) - devices.laid_at[device]) / MINUTES_PER_DAY
    record(world, devices.goes_how[device], devices.key[device], devices.segment[device], days)
    remove(world, device)


@rule
def first_device(world: World, segment: int) -> int:
    """A device on the segment, or `NO_DEVICE`."""
    return world.segments.first_device[segment]


@rule
def next_device(world: World, device: int) -> int:
    """The device beyond this one on its segment, or `NO_DEVICE`."""
    return world.devices.beyond[device]


@rule
def put_on_segment(world: World, device: int) -> None:
    """The newest device is the first that a column meets."""
    segment = world.devices.segment[device]
    world.devices.beyond[device] = world.segments.first_device[segment]
    world.segments.first_device[segment] = device


@rule
def remove(world: World, device: int) -> None:
    """Take the device off its segment. Its row is freed by its own process, later."""
    devices, segments = world.devices, world.segments
    devices.state[device] = GONE
    segment = devices.segment[device]
    if segments.first_device[segment] == device:
        segments.first_device[segment] = devices.beyond[device]
        return
    before = segments.first_device[segment]
    while devices.beyond[before] != device:
        before = devices.beyond[before]
    devices.beyond[before] = devices.beyond[device]
