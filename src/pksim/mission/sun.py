"""Day and night at a place, from the table that was computed before the clock started."""

from pksim.engine import rule
from pksim.mission.story import World
from pksim.mission.units_of_time import MINUTES_PER_DAY


@rule
def day_of(world: World, moment: float) -> int:
    """The day of the run, the last but one standing for all after it."""
    return min(int(moment / MINUTES_PER_DAY), world.daylight.days[0] - 2)


@rule
def is_day(world: World, place: int, moment: float) -> bool:
    """Whether the sun is up at a place."""
    day = day_of(world, moment)
    hour = moment - day * MINUTES_PER_DAY
    cell = place * world.daylight.days[0] + day
    return world.daylight.sunrise[cell] <= hour < world.daylight.sunset[cell]


@rule
def is_dark(world: World, segment: int, moment: float) -> bool:
    """Whether the sun is down on a segment."""
    return not is_day(world, world.segments.sun[segment], moment)


@rule
def next_sunrise(world: World, place: int, moment: float) -> float:
    """The sunrise that ends the night of this moment at a place."""
    day = day_of(world, moment)
    midnight = day * MINUTES_PER_DAY
    cell = place * world.daylight.days[0] + day
    if moment - midnight < world.daylight.sunrise[cell]:
        return midnight + world.daylight.sunrise[cell]
    return midnight + MINUTES_PER_DAY + world.daylight.sunrise[cell + 1]


@rule
def next_sunset(world: World, place: int, moment: float) -> float:
    """The sunset that ends the day of this moment at a place; the moment itself by night."""
    if not is_day(world, place, moment):
        return moment
    day = day_of(world, moment)
    return day * MINUTES_PER_DAY + world.daylight.sunset[place * world.daylight.days[0] + day]
