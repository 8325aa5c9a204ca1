"""Calls for help: a column that has halted, a device that was told of, violence around a town.

The nearest team of the right kind whose radius reaches the place is ordered there. It goes as a
column of its own (`pksim.mission.patrols`), when it is free and ready, under the same threats.
"""

import math

from pksim.engine import new_row, now, rule
from pksim.mission.programmes import ORDINALS, is_team, number_of, programme_of
from pksim.mission.story import World
from pksim.mission.terms import NOBODY

QUICK_REACTION, EOD_TEAM, AMBULANCE = range(3)
CALLED = 4  # bits of `marches.calls`: a team of each kind is needed; times this, it was called
CALLERS = 2**42  # callers told apart; what a team meets goes by who called it, not by its turn
LEGS = 2**22  # the leg of a caller stands above the number of its departure
LONGEST_WAIT = 12 * 60.0  # minutes after which a call that no team could answer is void


@rule
def needs(world: World, march: int, role: int) -> None:
    """The column is in need of a team of this kind."""
    world.marches.calls[march] |= 1 << role


@rule
def call_for_help(world: World, march: int) -> int:
    """Order a team to a column that has halted and needs one; its key, `NOBODY` for none."""
    m = world.marches
    wanted = m.calls[march]
    for role in range(2):
        bit = 1 << role
        if wanted & bit and not wanted & (bit * CALLED):
            m.calls[march] |= bit * CALLED
            if m.target[march] == NOBODY:
                return order(world, role, m.segment[march], march, caller_of(world, march))
    return NOBODY


@rule
def caller_of(world: World, march: int) -> int:
    """A number for the call of a column on this leg, the same under every policy."""
    m = world.marches
    return m.luck[march] + m.leg[march] * LEGS


@rule
def call_to_segment(world: World, role: int, segment: int, caller: int) -> int:
    """Order a team to a segment where nobody waits for it; its key, `NOBODY` for none."""
    return order(world, role, segment, NOBODY, caller)


@rule
def order(world: World, role: int, segment: int, march: int, caller: int) -> int:
    """The nearest team of a kind within its radius is ordered to a segment."""
    team = nearest_team(world, role, segment)
    if team == NOBODY:
        return NOBODY
    calls = world.calls
    call = new_row(world, calls)
    calls.segment[call] = segment
    calls.march[call] = march
    calls.key[call] = NOBODY if march == NOBODY else world.marches.key[march]
    calls.lift[call] = NOBODY
    calls.at[call] = now(world)
    calls.luck[call] = (2 + role) * CALLERS + caller % CALLERS
    return (world.teams.first_programme[0] + team) * ORDINALS + call


@rule
def order_ambulance(world: World, team: int, segment: int, lift: int, caller: int) -> None:
    """This ambulance team is ordered to casualties on a segment; its column is the lift's."""
    calls = world.calls
    call = new_row(world, calls)
    calls.segment[call] = segment
    calls.march[call] = NOBODY
    calls.key[call] = NOBODY
    calls.lift[call] = lift
    calls.at[call] = now(world)
    calls.luck[call] = (2 + AMBULANCE) * CALLERS + caller % CALLERS
    world.lifts.call[lift] = call


@rule
def nearest_team(world: World, role: int, segment: int) -> int:
    """The team of a kind with the shortest road to a segment, within its radius."""
    teams = world.teams
    chosen, nearest = NOBODY, math.inf
    for team in range(len(teams.role)):
        if teams.role[team] != role or teams.number[team] == 0:
            continue
        km = world.trees.km[team * world.distances.segments[0] + segment]
        if km <= teams.radius[team] and km < nearest:
            chosen, nearest = team, km
    return chosen


@rule
def is_disposal(world: World, key: int) -> bool:
    """Whether a column is an EOD team."""
    if not is_team(world, key):
        return False
    return world.teams.role[programme_of(key) - world.teams.first_programme[0]] == EOD_TEAM


@rule
def team_of(world: World, key: int) -> int:
    """The teams of that kind at their base, to be seized."""
    return world.teams.resource[programme_of(key) - world.teams.first_programme[0]]


@rule
def waits_for_team(world: World, key: int) -> float:
    """How long a call stands: until the column that made it would go on alone."""
    call = number_of(key)
    march = world.calls.march[call]
    if march == NOBODY:
        return LONGEST_WAIT
    return max(0.0, world.marches.halted_until[march] - now(world))
