"""The mood of each threat area: calm, tense or in crisis, and shocks that were to come.

Every hazard of an area counts the time of its *threat clock*, which runs as many times as fast as
the mood of the day multiplies hazards. An event that is due when the clock shows a certain time
comes sooner when the area flares up, and is the same event, with the same luck, under every policy.
"""

import math

from pksim.engine import draw, end, formula, hold, now, process, record, rule, signal
from pksim.engine.distributions import exponential
from pksim.mission.events import MOOD_CHANGED
from pksim.mission.signals import mood_changed
from pksim.mission.story import Story, World
from pksim.mission.streams import REGIME_DWELL, REGIME_FIRST, REGIME_NEXT
from pksim.mission.terms import NOWHERE

MOODS = 3  # calm, tense, crisis
NEARLY = 1e-6  # minutes; what is due within it is due


@process
def regime(world: World, me: int, area: int) -> Story:
    """An area goes from mood to mood: a Markov chain that begins in its long-run shares."""
    mood = first_mood(world, area)
    change = 0
    while True:
        set_mood(world, area, mood)
        yield signal(mood_changed(area))
        yield hold(stay(world, area, mood, change))
        mood = next_mood(world, area, mood, change)
        change += 1


@process
def shock(world: World, me: int, shock: int) -> Story:
    """A scheduled shock: for its time all hazards of its area are multiplied."""
    yield hold(world.shocks.begins[shock])
    set_shock(world, shock, 1)
    yield signal(mood_changed(world.shocks.area[shock]))
    yield hold(world.shocks.lasts[shock])
    set_shock(world, shock, 0)
    yield signal(mood_changed(world.shocks.area[shock]))
    yield end()


# --- the threat clock -------------------------------------------------------------------


@rule
def threat_clock(world: World, area: int) -> float:
    """What the area's threat clock shows: minutes, each counted as often as hazards multiply."""
    areas = world.areas
    return areas.clock[area] + areas.level[area] * (now(world) - areas.clock_at[area])


@rule
def is_due(world: World, area: int, due: float) -> bool:
    """Whether the threat clock has reached a time."""
    return threat_clock(world, area) >= due - NEARLY


@rule
def until_due(world: World, area: int, due: float) -> float:
    """Minutes until the threat clock shows a time, as things are."""
    return minutes_at(due - threat_clock(world, area), world.areas.level[area])


@formula
def minutes_at(left: float, level: float) -> float:
    """Minutes until `left` minutes of a clock have passed that runs `level` times as fast."""
    if level <= 0.0:
        return math.inf
    return max(left, 0.0) / level


# --- moods ------------------------------------------------------------------------------


@rule
def first_mood(world: World, area: int) -> int:
    """The mood on the first day, by the long-run shares of the time."""
    return one_of(world, draw(world, REGIME_FIRST, area, 0), 0)


@rule
def next_mood(world: World, area: int, mood: int, change: int) -> int:
    """The mood that follows, by the chances of the chain."""
    return one_of(world, draw(world, REGIME_NEXT, area, change), (1 + mood) * MOODS)


@rule
def one_of(world: World, luck: float, row: int) -> int:
    """A mood by cumulative chances, which stand in rows: at first, after calm, after tense ..."""
    mood = 0
    while luck >= world.moods.up_to[row + mood]:
        mood += 1
    return mood


@rule
def stay(world: World, area: int, mood: int, change: int) -> float:
    """Minutes in a mood: exponential."""
    return exponential(draw(world, REGIME_DWELL, area, change), world.moods.dwell[mood])


@rule
def set_mood(world: World, area: int, mood: int) -> None:
    """From now on the area is in this mood."""
    world.areas.mood[area] = mood
    set_level(world, area)


@rule
def set_shock(world: World, shock: int, on: int) -> None:
    """A shock begins or ends."""
    world.shocks.on[shock] = on
    set_level(world, world.shocks.area[shock])


@rule
def set_level(world: World, area: int) -> None:
    """What hazards of the area are multiplied by from now on: its mood, times every shock."""
    areas, shocks = world.areas, world.shocks
    level = world.moods.multiplier[areas.mood[area]]
    for number in range(len(shocks.area)):
        if shocks.area[number] == area and shocks.on[number] == 1:
            level *= shocks.multiplier[number]
    areas.clock[area] = threat_clock(world, area)
    areas.clock_at[area] = now(world)
    areas.level[area] = level
    record(world, MOOD_CHANGED, area, NOWHERE, level)
