"""What lies at the side of the road: the devices on each segment, and their removal."""

from pksim.engine import now, record, rule
from pksim.mission.story import World
from pksim.mission.units_of_time import MINUTES_PER_DAY

NO_DEVICE = -1
IN_PLACE, KNOWN, GONE = range(3)


@rule
def is_in_place(world: World, device: int) -> bool:
    """Whether the device is still in the road."""
    return world.devices.state[device] != GONE


@rule
def first_device(world: World, segment: int) -> int:
    """A device on the segment, or `NO_DEVICE`."""
    return world.segments.first_device[segment]


@rule
def next_device(world: World, device: int) -> int:
    """The device beyond this one on its segment, or `NO_DEVICE`."""
    return world.devices.beyond[device]


@rule
def devices_on(world: World, segment: int) -> int:
    """How many devices lie on a segment."""
    number = 0
    device = first_device(world, segment)
    while device != NO_DEVICE:
        number += 1
        device = next_device(world, device)
    return number


@rule
def put_on_segment(world: World, device: int) -> None:
    """The newest device is the first that a column meets."""
    segment = world.devices.segment[device]
    world.devices.beyond[device] = world.segments.first_device[segment]
    world.segments.first_device[segment] = device


@rule
def take_away(world: World, device: int) -> None:
    """The device is gone from its segment. Its row is freed by its own process, later."""
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


@rule
def tell_removal(world: World, device: int, how: int) -> None:
    """Write down that somebody took a device away, and after how many days."""
    devices = world.devices
    days = (now(world) - devices.laid_at[device]) / MINUTES_PER_DAY
    record(world, how, devices.key[device], devices.segment[device], days)
