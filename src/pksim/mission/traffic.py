"""The tracks patrols leave: recent traffic on each segment, which those who lay devices watch.

Traffic is in vehicles, and fades exponentially with the memory of the scenario. It is brought up to
date only when somebody adds to it or looks.
"""

import math

from pksim.engine import formula, now, rule
from pksim.mission.story import World


@rule
def leave_tracks(world: World, segment: int, vehicles: int) -> None:
    """A column has passed over a segment."""
    segments = world.segments
    segments.traffic[segment] = recent_traffic(world, segment) + vehicles
    segments.traffic_at[segment] = now(world)


@rule
def recent_traffic(world: World, segment: int) -> float:
    """Vehicles that passed lately, each counted less the longer ago it passed."""
    segments = world.segments
    since = now(world) - segments.traffic_at[segment]
    return faded(segments.traffic[segment], since, world.ieds.traffic_memory[0])


@formula
def faded(traffic: float, minutes: float, memory: float) -> float:
    """What is left of a track after some minutes."""
    return traffic * math.exp(-minutes / memory)
