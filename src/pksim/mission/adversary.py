"""Those who lay devices: where, of what kind, and how they answer to what the mission does.

An adversary that is *fixed* goes by the usual traffic of roads for ever. One that *responds* goes
by recent traffic, keeps away from where devices were removed, lays some of them again elsewhere,
and gives up initiators that are jammed.
"""

import math

from pksim.engine import draw, formula, now, rule
from pksim.mission.story import World
from pksim.mission.streams import DEVICE_DISPLACED, DEVICE_INITIATOR, DEVICE_SEGMENT
from pksim.mission.terms import RADIO_CONTROLLED
from pksim.mission.traffic import faded, recent_traffic

# --- where ------------------------------------------------------------------------------


@rule
def chosen_segment(world: World, area: int, key: int) -> int:
    """A segment of the area, by standing preference, patrol traffic and removals."""
    first = world.areas.first_segment[area]
    last = first + world.areas.segments[area] - 1
    total = weigh_segments(world, first, last)
    left = draw(world, DEVICE_SEGMENT, key, 0) * total
    for i in range(first, last):
        segment = world.area_segments.segment[i]
        left -= world.segments.weight[segment]
        if left <= 0.0:
            return segment
    return world.area_segments.segment[last]


@rule
def weigh_segments(world: World, first: int, last: int) -> float:
    """Bring the weights of an area's segments up to date; their sum."""
    watched = 0.0
    for i in range(first, last + 1):
        watched += traffic_watched(world, world.area_segments.segment[i])
    total = 0.0
    for i in range(first, last + 1):
        segment = world.area_segments.segment[i]
        weight = preference(world, segment, watched)
        if world.adversary.responds[0] == 1:
            weight *= avoidance(removals(world, segment), world.adversary.displacement[0])
        world.segments.weight[segment] = weight
        total += weight
    return total


@rule
def traffic_watched(world: World, segment: int) -> float:
    """The traffic that the adversary goes by: recent, or what it was used to."""
    if world.adversary.responds[0] == 1:
        return recent_traffic(world, segment)
    return world.segments.usual[segment]


@rule
def preference(world: World, segment: int, watched: float) -> float:
    """The share of new devices that go to a segment, before removals count."""
    standing = world.segments.standing[segment]
    if watched <= 0.0:
        return standing
    weight = world.ieds.traffic_weight[0]
    return mixed(weight, standing, traffic_watched(world, segment) / watched)


@formula
def mixed(weight: float, standing: float, watched: float) -> float:
    """Standing preference and observed traffic, mixed."""
    return (1.0 - weight) * standing + weight * watched


@formula
def avoidance(removed: float, displacement: float) -> float:
    """What is left of a segment's weight where some devices were lately removed."""
    return 1.0 - displacement * removed / (1.0 + removed)


# --- what -------------------------------------------------------------------------------


@rule
def chosen_initiator(world: World, key: int) -> int:
    """How a device is set off; radio control comes first, so that its share can shrink."""
    luck = draw(world, DEVICE_INITIATOR, key, 0)
    radio = radio_share(world)
    if luck < radio:
        return RADIO_CONTROLLED
    other = (luck - radio) / (1.0 - radio)
    kind = 1
    while other >= world.initiators.up_to[kind]:
        kind += 1
    return kind


@rule
def radio_share(world: World) -> float:
    """The share of radio-controlled devices among those laid now."""
    adversary, share = world.adversary, world.initiators.radio[0]
    if adversary.responds[0] == 0:
        return share
    lost = adversary.displacement[0] * adversary.jammed[0]
    return given_up(share, lost, now(world), adversary.time_constant[0])


@formula
def given_up(share: float, lost: float, minutes: float, constant: float) -> float:
    """A share that shrinks by the part `lost` as cells learn, with a time constant."""
    return share * (1.0 - lost * -math.expm1(-minutes / constant))


# --- answering to removals --------------------------------------------------------------


@rule
def lay_again(world: World, device: int) -> None:
    """A device was taken away: the place is remembered, and some devices are laid again."""
    devices, segments, adversary = world.devices, world.segments, world.adversary
    segment = devices.segment[device]
    segments.removed[segment] = removals(world, segment) + 1.0
    segments.removed_at[segment] = now(world)
    if adversary.responds[0] == 0:
        return
    if draw(world, DEVICE_DISPLACED, devices.key[device], 0) < adversary.displacement[0]:
        world.areas.owed[segments.area[segment]] += 1


@rule
def removals(world: World, segment: int) -> float:
    """Devices removed from a segment, each counted less the longer ago it was."""
    segments = world.segments
    since = now(world) - segments.removed_at[segment]
    return faded(segments.removed[segment], since, world.adversary.time_constant[0])
