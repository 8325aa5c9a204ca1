"""Threat warnings: which unit knows that a segment is dangerous, from when and until when."""

from pksim.engine import now, rule
from pksim.mission.laws import sooner
from pksim.mission.story import World


@rule
def warn(world: World, segment: int, concerned: int) -> None:
    """Something happened on a segment: the unit concerned knows at once, the others later.

    Whoever knew already goes on knowing. What headquarters heard concerns no unit (`NOBODY`).
    """
    warnings = world.warnings
    for unit in range(len(world.units.base)):
        cell = unit * world.distances.segments[0] + segment
        known = now(world)
        if unit != concerned:
            known += warnings.shared_after[0]
        if now(world) < warnings.known_until[cell]:
            known = sooner(known, warnings.known_from[cell])
        warnings.known_from[cell] = known
        warnings.known_until[cell] = now(world) + warnings.memory[0]


@rule
def is_warned(world: World, segment: int, unit: int) -> bool:
    """Whether a unit knows that something happened on a segment, not too long ago."""
    cell = unit * world.distances.segments[0] + segment
    warnings = world.warnings
    return warnings.known_from[cell] <= now(world) < warnings.known_until[cell]
