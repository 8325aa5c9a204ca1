"""Threat warnings: who knows that a segment is dangerous, and since when."""

from pksim.engine import now, rule
from pksim.mission.story import World


@rule
def warn(world: World, segment: int, unit: int) -> None:
    """Something happened on a segment: the unit knows at once, others when it is passed on."""
    segments = world.segments
    segments.warned_at[segment] = now(world)
    segments.warned_unit[segment] = unit


@rule
def is_warned(world: World, segment: int, unit: int) -> bool:
    """Whether a unit knows that something happened on a segment, not too long ago.

    What the mission's headquarters heard (unit `NOBODY`) is passed on to all alike.
    """
    warnings, segments = world.warnings, world.segments
    age = now(world) - segments.warned_at[segment]
    if age >= warnings.memory[0]:
        return False
    concerned = unit == segments.warned_unit[segment]
    return concerned or age >= warnings.shared_after[0]
