"""Weather: foul spells that come and go in each area, oftener in some months than in others."""

from pksim.engine import draw, hold, now, process, record, rule, signal
from pksim.engine.distributions import exponential
from pksim.mission.events import FOUL_WEATHER
from pksim.mission.laws import drawn, time_until
from pksim.mission.signals import desk_called
from pksim.mission.story import Column, Story, World
from pksim.mission.streams import WEATHER_LASTS, WEATHER_SPELL
from pksim.mission.terms import NOWHERE
from pksim.mission.units_of_time import MINUTES_PER_DAY


@process
def weather(world: World, me: int, area: int) -> Story:
    """Spells of dust or rain over an area, a Poisson process with a rate for each month."""
    spell = 0
    due = 0.0
    while True:
        due += exponential(draw(world, WEATHER_SPELL, area, spell), 1.0)
        yield hold(time_until(moment_of(world, world.calendar.spells, due), now(world)))
        darken(world, area, spell)
        yield hold(time_until(world.areas.foul_until[area], now(world)))
        yield signal(desk_called())
        spell += 1


@rule
def darken(world: World, area: int, spell: int) -> None:
    """A spell begins."""
    minutes = drawn(world, world.calendar.spell_lasts[0], WEATHER_LASTS, area, spell)
    world.areas.foul_until[area] = now(world) + minutes
    record(world, FOUL_WEATHER, area, NOWHERE, minutes)


@rule
def is_foul(world: World, area: int) -> bool:
    """Whether the weather in an area is foul now."""
    return now(world) < world.areas.foul_until[area]


@rule
def moment_of(world: World, expected: Column, due: float) -> float:
    """When as many events as `due` are expected; `expected` counts them to each midnight."""
    last = len(expected) - 1
    day = min(int(now(world) / MINUTES_PER_DAY), last - 1)
    while day < last - 1 and expected[day + 1] < due:
        day += 1
    per_day = expected[day + 1] - expected[day]
    if per_day <= 0.0:
        return (last + 1) * MINUTES_PER_DAY
    return (day + (due - expected[day]) / per_day) * MINUTES_PER_DAY
