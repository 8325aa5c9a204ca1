"""Rotations: who brings an infection, and quarantine of those who have come."""

from pksim.engine import draw, end, hold, now, process, record, rule, signal
from pksim.mission.covid.course import (
    key_of,
    luck_of_course,
    share_reaching,
    symptoms_after,
)
from pksim.mission.covid.infection import catch, variant_now
from pksim.mission.covid.isolation import end_quarantine
from pksim.mission.covid.protection import was_never_infected
from pksim.mission.covid.surroundings import on_day
from pksim.mission.covid.testing import would_find
from pksim.mission.covid.transmission import complies
from pksim.mission.covid.words import ARRIVAL, SEVERE, SYMPTOMATIC
from pksim.mission.duty import APART, IN_QUARANTINE, keep_from_duty
from pksim.mission.events import RELEASED, TESTED
from pksim.mission.laws import drawn, time_until
from pksim.mission.signals import new_cases
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    COVID_ARRIVES,
    COVID_ARRIVES_SINCE,
    COVID_BEFORE_TRAVEL,
    COVID_HOME_LEAK,
    COVID_SCREENED,
    COVID_SEVERE_AFTER,
)
from pksim.mission.terms import DEAD
from pksim.mission.units_of_time import MINUTES_PER_DAY


@process
def newcomers(world: World, me: int, rotation: int) -> Story:
    """A unit has been exchanged: some newcomers bring an infection, all may be kept apart."""
    yield hold(time_until(world.rotations.at[rotation], now(world)))
    come_in(world, rotation)
    post = 0
    while post < number_of_newcomers(world, rotation):
        if brings_infection(world, rotation, post):
            yield signal(new_cases())
        post += 1
    if world.quarantine.arrival[0] > 0.0:
        yield hold(world.quarantine.arrival[0])
    let_out(world, rotation)
    yield end()


@rule
def unit_of_rotation(world: World, rotation: int) -> int:
    """The unit that rotates."""
    return world.rotations.unit[rotation]


@rule
def number_of_newcomers(world: World, rotation: int) -> int:
    """As many as the unit has posts."""
    return world.units.strength[unit_of_rotation(world, rotation)]


@rule
def come_in(world: World, rotation: int) -> None:
    """Newcomers are counted in, tested as they are to be, and go into quarantine."""
    units, people, unit = world.units, world.people, unit_of_rotation(world, rotation)
    units.arrived_at[unit] = now(world)
    strength = units.strength[unit]
    tests = world.quarantine.tests_before[0] + len(world.newcomers_tests.after)
    if tests > 0:
        record(world, TESTED, unit, units.base[unit], tests * strength)
    if world.quarantine.arrival[0] <= 0.0:
        return
    first = units.first[unit]
    for person in range(first, first + strength):
        people.quarantined_until[person] = now(world) + world.quarantine.arrival[0]
        keep_from_duty(world, person, IN_QUARANTINE)


# --- who brings an infection ------------------------------------------------------------


@rule
def brings_infection(world: World, rotation: int, post: int) -> bool:
    """Whether the newcomer to a post was infected at home, and was not held back there."""
    unit = unit_of_rotation(world, rotation)
    person = world.units.first[unit] + post
    key = key_of(world, person)
    if draw(world, COVID_ARRIVES, key, 0) >= on_day(world, world.arrivals.infected):
        return False
    since = world.arrivals.window[0] * draw(world, COVID_ARRIVES_SINCE, key, 0)
    if is_avoided(world, person, key, since) or is_held_back(world, person, key, since):
        return False
    catch(world, person, variant_now(world, key, 1), ARRIVAL, now(world) - since)
    return True


@rule
def is_avoided(world: World, person: int, key: int, since: float) -> bool:
    """Whether quarantine at home has prevented an infection that is so many minutes old."""
    if since >= world.quarantine.before[0] or not complies(world, person):
        return False
    return draw(world, COVID_HOME_LEAK, key, 0) >= world.quarantine.leak[0]


@rule
def is_held_back(world: World, person: int, key: int, since: float) -> bool:
    """Whether illness or a test before travel kept the newcomer at home; another comes instead.

    Symptoms do by a chance, and severe illness always.
    """
    if shows_at_home(world, person, key, since, SYMPTOMATIC):
        if draw(world, COVID_SCREENED, key, 0) < world.arrivals.screened[0]:
            return True
        if shows_at_home(world, person, key, since, SEVERE):
            return True
    tests = world.tests_before_travel
    for number in range(len(tests.before)):
        days = (since - tests.before[number]) / MINUTES_PER_DAY
        if would_find(world, tests.kind[number], key, COVID_BEFORE_TRAVEL, days, number):
            return True
    return False


@rule
def shows_at_home(world: World, person: int, key: int, since: float, stage: int) -> bool:
    """Whether a newcomer who was infected so long ago has symptoms by now, or is severe."""
    variant = variant_now(world, key, 1)
    after = symptoms_after(world, key)
    if stage == SEVERE:
        after += drawn(world, world.course.severe_after[0], COVID_SEVERE_AFTER, key, 0)
    reached = luck_of_course(world, key) < share_reaching(world, person, variant, stage)
    return reached and after <= since


# --- out of quarantine ------------------------------------------------------------------


@rule
def let_out(world: World, rotation: int) -> None:
    """Quarantine is over; counted are those who are let out and can still infect others."""
    unit = unit_of_rotation(world, rotation)
    if world.quarantine.arrival[0] > 0.0:
        end_quarantine(world, unit)
    record(world, RELEASED, unit, world.units.base[unit], still_infectious(world, unit))


@rule
def still_infectious(world: World, unit: int) -> int:
    """People of a unit who are or will be infectious, and are not isolated."""
    people, units, i = world.people, world.units, world.infections
    number = 0
    for person in range(units.first[unit], units.first[unit] + units.strength[unit]):
        if not was_never_infected(world, person) and people.state[person] != DEAD:
            still = i.ends_at[people.case[person]] > now(world)
            number += still and (people.kept[person] & APART) == 0
    return number
