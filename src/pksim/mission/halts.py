"""Halts: how long a column stands after a find or an incident, and what cuts that short."""

from pksim.engine import now, record, rule
from pksim.mission.ambushes import until_ambush
from pksim.mission.events import PATROL_HALTED
from pksim.mission.laws import drawn, later, sooner, time_until
from pksim.mission.march import hours_out
from pksim.mission.story import World
from pksim.mission.streams import PATROL_HALT
from pksim.mission.terms import NOBODY


@rule
def make_halt(world: World, march: int) -> None:
    """The column stands, for as long as it would take to go on without help."""
    m = world.marches
    standing = is_halted(world, march)
    longest = drawn(world, world.marching.halt[0], PATROL_HALT, m.luck[march], m.leg[march])
    m.halted_until[march] = later(m.halted_until[march], now(world) + longest)
    if not standing:
        record(world, PATROL_HALTED, m.key[march], m.segment[march], hours_out(world, march))


@rule
def is_halted(world: World, march: int) -> bool:
    """Whether the column stands."""
    return now(world) < world.marches.halted_until[march]


@rule
def until_something(world: World, march: int) -> float:
    """Minutes until the halt is over, or something else happens to those who stand."""
    m = world.marches
    m.step_from[march] = now(world)
    left = time_until(m.halted_until[march], now(world))
    if m.follow_on[march] != NOBODY:
        left = sooner(left, time_until(m.follow_on_at[march], now(world)))
    return sooner(left, until_ambush(world, march))


@rule
def go_on(world: World, march: int, helped: bool) -> None:
    """A team that has done its work ends the halt."""
    if helped:
        world.marches.halted_until[march] = now(world)
