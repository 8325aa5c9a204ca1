"""Helicopters one by one: broken or tasked elsewhere, crew and rest, night and weather."""

import math

from pksim.engine import draw, end, formula, hold, now, process, rule, signal
from pksim.engine.distributions import exponential
from pksim.mission.duty import off_task
from pksim.mission.laws import drawn, later
from pksim.mission.muster import has_caveat
from pksim.mission.signals import desk_called
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    AIRCRAFT_ABSENT_AT_FIRST,
    AIRCRAFT_BREAKS,
    AIRCRAFT_REPAIR,
    AIRCRAFT_TASKED,
    AIRCRAFT_TASKING,
    INCIDENT_READINESS,
)
from pksim.mission.sun import is_day, next_sunrise
from pksim.mission.terms import AIRCREW, FIT, NIGHT, NOBODY, ON_TASK
from pksim.mission.weather import is_foul

KINDS_OF_ABSENCE = 2
BROKEN, TASKED = range(KINDS_OF_ABSENCE)  # a series is helicopter * KINDS_OF_ABSENCE + kind


@process
def absences(world: World, me: int, series: int) -> Story:
    """A helicopter breaks and is repaired, or flies for others and comes back, again and again."""
    occasion = 0
    if not is_absent_at_first(world, series):
        yield hold(until_absent(world, series, occasion))
    while True:
        yield hold(absence(world, series, occasion))
        if absent_share(world, series) >= 1.0:
            yield end()
        yield signal(desk_called())
        occasion += 1
        yield hold(until_absent(world, series, occasion))


@rule
def absent_share(world: World, series: int) -> float:
    """The share of the time that the helicopter is absent in this way."""
    aircraft = series // KINDS_OF_ABSENCE
    if series % KINDS_OF_ABSENCE == BROKEN:
        return 1.0 - world.helicopters.serviceable[aircraft]
    return world.helicopters.tasked[aircraft]


@rule
def is_absent_at_first(world: World, series: int) -> bool:
    """Whether the helicopter is absent when the run begins."""
    luck = draw(world, AIRCRAFT_ABSENT_AT_FIRST, series, 0)
    return luck < absent_share(world, series)


@rule
def until_absent(world: World, series: int, occasion: int) -> float:
    """Minutes until it is absent again; exponential, so that the shares of time come out."""
    purpose = AIRCRAFT_BREAKS if series % KINDS_OF_ABSENCE == BROKEN else AIRCRAFT_TASKED
    mean = world.helicopters.between[series]
    return exponential(draw(world, purpose, series // KINDS_OF_ABSENCE, occasion), mean)


@rule
def absence(world: World, series: int, occasion: int) -> float:
    """An absence begins. Gives its minutes; for ever, for a helicopter that never works."""
    h, aircraft = world.helicopters, series // KINDS_OF_ABSENCE
    minutes = math.inf
    if series % KINDS_OF_ABSENCE == BROKEN:
        if h.serviceable[aircraft] > 0.0:
            minutes = drawn(world, h.repair[aircraft], AIRCRAFT_REPAIR, aircraft, occasion)
        h.broken_until[aircraft] = now(world) + minutes
    else:
        minutes = drawn(world, h.tasking[aircraft], AIRCRAFT_TASKING, aircraft, occasion)
        h.tasked_until[aircraft] = later(h.tasked_until[aircraft], now(world) + minutes)
    return minutes


# --- when it can go ---------------------------------------------------------------------


@rule
def order_at(
    world: World, request: int, aircraft: int, ready_from: float, out: float, minutes: float
) -> float:
    """When this helicopter can be ordered to fly `minutes`, of these `out`; never: infinite.

    As far as the desk knows: repairs and taskings last as long as was said, foul weather for as
    long as it does in the mean.
    """
    h = world.helicopters
    if minutes > h.flying_minutes[aircraft]:
        return math.inf
    at = later(ready_from, h.planned[aircraft])
    at = later(at, later(h.broken_until[aircraft], h.tasked_until[aircraft]))
    if at == math.inf:  # it never works
        return math.inf
    at = later(at, rested_at(world, aircraft, minutes))
    if is_grounded(world, request, aircraft):
        at = later(at, now(world) + world.calendar.mean_spell[0])
    if not has_crew(world, aircraft):
        return later(at, now(world) + world.desk.looks_again[0])
    if not may_fly_at(world, request, aircraft, at, out):
        at = next_sunrise(world, h.base[aircraft], at)
    return at


@rule
def readiness(world: World, request: int, aircraft: int, at: float) -> float:
    """Minutes from the order at a moment until take-off."""
    h = world.helicopters
    day = is_day(world, h.base[aircraft], at)
    law = h.readiness_day[aircraft] if day else h.readiness_night[aircraft]
    return drawn(world, law, INCIDENT_READINESS, world.requests.key[request], 0)


@rule
def may_fly_at(world: World, request: int, aircraft: int, at: float, out: float) -> bool:
    """Whether it may be ordered at this moment: it flies at night, or is there before dark."""
    if flies_at_night(world, aircraft):
        return True
    base = world.helicopters.base[aircraft]
    there = at + readiness(world, request, aircraft, at) + out
    return is_day(world, base, at) and is_day(world, base, there)


@rule
def flies_at_night(world: World, aircraft: int) -> bool:
    """Whether helicopter and crew can fly in the dark, and may."""
    h = world.helicopters
    if h.night[aircraft] == 0:
        return False
    area = 1 << h.area[aircraft]
    return h.unit[aircraft] == NOBODY or not has_caveat(world, h.unit[aircraft], NIGHT, area)


@rule
def is_grounded(world: World, request: int, aircraft: int) -> bool:
    """Whether foul weather lies over its base or over the casualties."""
    there = world.sites.area_of_site[world.requests.site[request]]
    return is_foul(world, world.helicopters.area[aircraft]) or is_foul(world, there)


@rule
def is_in_work(world: World, aircraft: int) -> bool:
    """Whether it works now and flies for nobody else."""
    h = world.helicopters
    if h.busy[aircraft] == 1:
        return False
    return now(world) >= later(h.broken_until[aircraft], h.tasked_until[aircraft])


# --- its crew ---------------------------------------------------------------------------


@rule
def rested_at(world: World, aircraft: int, minutes: float) -> float:
    """When its crew may fly so many minutes more: at once, or after its rest."""
    h = world.helicopters
    flown = flown_since_rest(
        h.flown[aircraft], now(world) - h.landed_at[aircraft], h.rest[aircraft]
    )
    if flown + minutes <= h.flying_minutes[aircraft]:
        return now(world)
    return h.landed_at[aircraft] + h.rest[aircraft]


@formula
def flown_since_rest(flown: float, on_the_ground: float, rest: float) -> float:
    """Minutes flown since the last rest; none after so long on the ground."""
    return 0.0 if on_the_ground >= rest else flown


@rule
def has_crew(world: World, aircraft: int) -> bool:
    """Whether enough aircrew of its unit are fit."""
    h = world.helicopters
    if h.unit[aircraft] == NOBODY:
        return True
    return fit_with_job(world, h.unit[aircraft], AIRCREW) >= h.crew[aircraft]


@rule
def fit_with_job(world: World, unit: int, job: int) -> int:
    """How many fit people of a unit's support have a job."""
    units, people = world.units, world.people
    number = 0
    first = units.first[unit] + units.platoons[unit] * units.platoon_size[unit]
    for person in range(first, units.first[unit] + units.strength[unit]):
        number += people.job[person] == job and people.state[person] == FIT
    return number


@rule
def take_crew(world: World, aircraft: int) -> int:
    """The crew goes aboard. Gives the first of them, linked by `people.next`; `NOBODY` for none."""
    h, units, people = world.helicopters, world.units, world.people
    last, unit = NOBODY, h.unit[aircraft]
    if unit == NOBODY:
        return NOBODY
    wanted = h.crew[aircraft]
    first = units.first[unit] + units.platoons[unit] * units.platoon_size[unit]
    for person in range(first, units.first[unit] + units.strength[unit]):
        if wanted > 0 and people.job[person] == AIRCREW and people.state[person] == FIT:
            people.state[person] = ON_TASK
            people.march[person] = NOBODY
            people.next[person] = last
            last = person
            wanted -= 1
    return last


@rule
def dismiss_crew(world: World, person: int) -> None:
    """The crew is free for another flight."""
    while person != NOBODY:
        if world.people.state[person] == ON_TASK:
            off_task(world, person)
        person = world.people.next[person]


@rule
def land(world: World, aircraft: int, flew: float) -> None:
    """Back at its base, after so many minutes in the air."""
    h = world.helicopters
    on_the_ground = now(world) - flew - h.landed_at[aircraft]
    h.flown[aircraft] = flew + flown_since_rest(h.flown[aircraft], on_the_ground, h.rest[aircraft])
    h.landed_at[aircraft] = now(world)
    h.busy[aircraft] = 0
