"""How a column looks for devices: mounted, on foot, or from a search vehicle in the lead."""

from pksim.engine import draw, rule
from pksim.mission.story import World
from pksim.mission.streams import DEVICE_SEARCH_FINDS, DEVICE_SEARCH_ON_FOOT
from pksim.mission.terms import SEARCH_DISMOUNTED, SEARCH_LEAD_VEHICLE
from pksim.mission.warning import is_warned


@rule
def search_finds(world: World, march: int, device: int) -> bool:
    """Whether the lead of the column finds the device before it functions."""
    return draw(world, DEVICE_SEARCH_FINDS, world.devices.key[device], 0) < chance_to_find(
        world, march, device
    )


@rule
def chance_to_find(world: World, march: int, device: int) -> float:
    """The chance that a column finds a device, by how it searches where it meets it."""
    search = world.search
    if is_searched_on_foot(world, march, device):
        return search.foot_finds[0]
    if world.marches.posture[march] == SEARCH_LEAD_VEHICLE:
        return search.lead_finds[0]
    return search.finds[0]


@rule
def is_searched_on_foot(world: World, march: int, device: int) -> bool:
    """Whether the lead is on foot where it meets the device.

    Foot patrols are; who was warned of the segment dismounts; columns that search on foot do so
    at some places.
    """
    m, programmes = world.marches, world.programmes
    programme = m.programme[march]
    if programmes.on_foot[programme] > 0:
        return True
    if is_warned(world, world.devices.segment[device], m.unit[march]):
        return True
    if m.posture[march] != SEARCH_DISMOUNTED:
        return False
    key = world.devices.key[device]
    return draw(world, DEVICE_SEARCH_ON_FOOT, key, 0) < world.search.on_foot[0]
