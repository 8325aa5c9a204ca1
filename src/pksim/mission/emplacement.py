"""The cells of a threat area lay one device after another."""

from pksim.engine import draw, new_row, now, process, record, rule, spawn, wait
from pksim.engine.distributions import exponential
from pksim.mission.adversary import chosen_initiator, chosen_segment
from pksim.mission.devices import device
from pksim.mission.events import (
    DEVICE_CIVILIAN,
    DEVICE_EXPIRED,
    DEVICE_FOUND_BY_OTHERS,
    DEVICE_LAID,
    DEVICE_LAID_AGAIN,
    DEVICE_SEEN,
)
from pksim.mission.laws import drawn, sooner
from pksim.mission.regimes import is_due, until_due
from pksim.mission.roadside import IN_PLACE, NO_DEVICE, put_on_segment
from pksim.mission.signals import mood_changed
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    DEVICE_CIVILIAN_TRIGGER,
    DEVICE_EMPLACED,
    DEVICE_FINDER,
    DEVICE_LIFETIME,
    DEVICE_ONTO_OTHERS,
    DEVICE_RESISTANCE,
    DEVICE_TIP,
)
from pksim.mission.streams import (
    DEVICE_SEEN as DEVICE_SEEN_LAID,
)
from pksim.mission.units_of_time import MINUTES_PER_DAY
from pksim.mission.weather import is_foul

ORDINALS = 2**40  # devices of one area: a device's key is area * ORDINALS + ordinal
AGAIN = 2**39  # ordinals of devices laid again, in place of others, begin here
HISTORY_DAYS = 120.0  # devices laid that long before the run began are in the road when it begins


@process
def emplacement(world: World, me: int, area: int) -> Story:
    """Devices of an area: a Poisson process on its threat clock, and those laid again."""
    ordinal, again = 0, 0
    due = -HISTORY_DAYS * MINUTES_PER_DAY
    while True:
        due += until_next_device(world, area, ordinal)
        while due > 0.0 and not is_due(world, area, due):
            yield wait(mood_changed(area), until_due(world, area, due))
        laid = due if due < 0.0 else now(world)
        row = lay_device(world, area, area * ORDINALS + ordinal, laid)
        if row != NO_DEVICE:
            yield spawn(device, row)
        while is_owed(world, area):
            row = lay_owed_device(world, area, area * ORDINALS + AGAIN + again)
            if row != NO_DEVICE:
                yield spawn(device, row)
            again += 1
        ordinal += 1


@rule
def until_next_device(world: World, area: int, ordinal: int) -> float:
    """Minutes of the threat clock between one device and the next in an area."""
    return exponential(draw(world, DEVICE_EMPLACED, area, ordinal), world.areas.interval[area])


@rule
def is_owed(world: World, area: int) -> bool:
    """Whether the cells have yet to lay a device again that was taken from them."""
    return world.areas.owed[area] > 0


@rule
def lay_owed_device(world: World, area: int, key: int) -> int:
    """A device in place of one that was removed, some of them against others than the mission."""
    world.areas.owed[area] -= 1
    row = lay_device(world, area, key, now(world))
    if row != NO_DEVICE:
        others = draw(world, DEVICE_ONTO_OTHERS, key, 0) < world.adversary.onto_others[0]
        world.devices.on_others[row] = others
        record(world, DEVICE_LAID_AGAIN, key, world.devices.segment[row], others)
    return row


@rule
def lay_device(world: World, area: int, key: int, laid: float) -> int:
    """Put a device on a segment of the area; none if it was laid and went before the run began."""
    goes_at, how = end_by_itself(world, key, laid)
    if goes_at <= now(world):
        return NO_DEVICE
    devices = world.devices
    row = new_row(world, devices)
    devices.key[row] = key
    devices.segment[row] = chosen_segment(world, area, key)
    devices.initiator[row] = chosen_initiator(world, key)
    devices.laid_at[row] = laid
    devices.goes_at[row] = goes_at
    devices.goes_how[row] = how
    devices.state[row] = IN_PLACE
    devices.on_others[row] = 0
    devices.resistance[row] = exponential(draw(world, DEVICE_RESISTANCE, key, 0), 1.0)
    put_on_segment(world, row)
    if laid >= 0.0:
        record(world, DEVICE_LAID, key, devices.segment[row], devices.initiator[row])
    devices.told_at[row] = told_at(world, area, row)
    return row


@rule
def end_by_itself(world: World, key: int, laid: float) -> tuple[float, int]:
    """When and how a device goes if no column meets it: the first of three competing ends."""
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
def told_at(world: World, area: int, row: int) -> float:
    """When the mission hears of the device: at once if a drone saw it laid, else by a tip."""
    devices = world.devices
    key, laid = devices.key[row], devices.laid_at[row]
    sees = world.areas.drones[area] * world.drones.sees_devices[0] * world.drones.acted_on[0]
    seen = draw(world, DEVICE_SEEN_LAID, key, 0) < sees and not is_foul(world, area)
    if laid >= 0.0 and seen:
        record(world, DEVICE_SEEN, key, devices.segment[row], 1.0)
        return laid
    # Of a device that lay there before the run began, nobody has told yet.
    return now(world) + exponential(draw(world, DEVICE_TIP, key, 0), world.ieds.until_tip[0])
