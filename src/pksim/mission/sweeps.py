"""Devices taken away on purpose: by route clearance, and by EOD teams that were told of them."""

from pksim.engine import draw, record, rule
from pksim.mission.adversary import lay_again
from pksim.mission.events import DEVICE_CLEARED, DEVICE_REMOVED, SWEPT
from pksim.mission.programmes import number_of
from pksim.mission.roadside import (
    KNOWN,
    NO_DEVICE,
    devices_on,
    first_device,
    next_device,
    take_away,
    tell_removal,
)
from pksim.mission.story import World
from pksim.mission.streams import DEVICE_CLEARED as CLEARED


@rule
def sweep(world: World, march: int) -> None:
    """A clearance column looks for every device of the segment, and takes away what it finds."""
    m = world.marches
    segment, occasion = m.segment[march], 2 * number_of(m.key[march]) + is_way_back(world, march)
    record(world, SWEPT, m.key[march], segment, devices_on(world, segment))
    device = first_device(world, segment)
    while device != NO_DEVICE:
        beyond = next_device(world, device)
        luck = draw(world, CLEARED, world.devices.key[device], occasion)
        if luck < world.search.clearance_finds[0]:
            tell_removal(world, device, DEVICE_CLEARED)
            take_away(world, device)
            lay_again(world, device)
        device = beyond


@rule
def is_way_back(world: World, march: int) -> int:
    """1 on the way back, which is a sweep of its own; 0 on the way out."""
    m = world.marches
    return int(m.leg[march] >= m.legs[march] // 2)


@rule
def remove_known(world: World, march: int) -> None:
    """A team takes away every device of its segment that the mission was told of."""
    device = first_device(world, world.marches.segment[march])
    while device != NO_DEVICE:
        beyond = next_device(world, device)
        if world.devices.state[device] == KNOWN:
            tell_removal(world, device, DEVICE_REMOVED)
            take_away(world, device)
            lay_again(world, device)
        device = beyond
