"""Infections from outside: in towns on the way, through the gate, and cases at first."""

from pksim.engine import draw, end, hold, now, process, rule, signal
from pksim.engine.distributions import exponential, poisson
from pksim.mission.covid.infection import catch, variant_now
from pksim.mission.covid.protection import susceptible_share, was_never_infected
from pksim.mission.covid.words import GATE, SEED, TOWN
from pksim.mission.duty import somebody_in_camp
from pksim.mission.laws import time_until
from pksim.mission.signals import new_cases
from pksim.mission.story import Column, Story, World
from pksim.mission.streams import (
    COVID_GATE,
    COVID_GATE_INFECTS,
    COVID_GATE_WHO,
    COVID_SEED_WHO,
    COVID_TOWN,
    COVID_TOWN_INFECTS,
    COVID_TOWN_WHO,
)
from pksim.mission.terms import NOBODY, ON_TASK
from pksim.mission.units_of_time import MINUTES_PER_DAY
from pksim.mission.weather import moment_of

LEGS = 2**20  # legs of a march have numbers below this
MOST_AT_A_STOP = 200  # contacts that would infect; a turn has room for 256 new cases


@process
def gate(world: World, me: int, base: int) -> Story:
    """Contractors and local staff infect people in a camp, as prevalence around it goes."""
    ordinal = 0
    due = 0.0
    while True:
        due += until_next_at_gate(world, base, ordinal)
        yield hold(time_until(moment_of(world, world.surroundings.at_gate, due), now(world)))
        if is_infected_at_gate(world, base, ordinal):
            yield signal(new_cases())
        ordinal += 1


@process
def seeding(world: World, me: int, seed: int) -> Story:
    """Some people of a camp are infected on a day, from wherever it was."""
    yield hold(world.seeds.at[seed])
    number = 0
    while number < cases_of_seed(world, seed):
        if is_seeded(world, seed, number):
            yield signal(new_cases())
        number += 1
    yield end()


@rule
def on_day(world: World, curve: Column) -> float:
    """Today's value of a curve with a value for each day."""
    return curve[min(int(now(world) / MINUTES_PER_DAY), len(curve) - 1)]


# --- at the gate ------------------------------------------------------------------------


@rule
def until_next_at_gate(world: World, base: int, ordinal: int) -> float:
    """Contacts expected of one person in camp until the next of the whole camp."""
    mean = 1.0 / max(world.bases.people[base], 1)
    return exponential(draw(world, COVID_GATE, base, ordinal), mean)


@rule
def is_infected_at_gate(world: World, base: int, ordinal: int) -> bool:
    """Whether the contact infects somebody in camp."""
    bases = world.bases
    luck = draw(world, COVID_GATE_WHO, base, ordinal)
    person = somebody_in_camp(world, bases.first[base], bases.people[base], luck)
    if person == NOBODY:
        return False
    variant = variant_now(world, base, ordinal)
    chance = susceptible_share(world, person, variant)
    if draw(world, COVID_GATE_INFECTS, base, ordinal) >= chance:
        return False
    catch(world, person, variant, GATE, now(world))
    return True


# --- in towns ---------------------------------------------------------------------------


@rule
def mingle(world: World, march: int) -> bool:
    """A column leaves a stop; whether somebody of it was infected there."""
    m, towns = world.marches, world.surroundings
    if towns.in_towns[0] <= 0.0:
        return False
    minutes = now(world) - m.step_from[march]
    mean = m.people[march] * minutes * towns.in_towns[0] * on_day(world, towns.prevalence)
    if mean <= 0.0:
        return False
    key = m.luck[march]
    contacts = poisson(draw(world, COVID_TOWN, key, m.leg[march]), mean)
    infected = False
    for contact in range(min(contacts, MOST_AT_A_STOP)):
        number = contact * LEGS + m.leg[march]
        person = one_of_the_column(world, march, draw(world, COVID_TOWN_WHO, key, number))
        if person != NOBODY:
            variant = variant_now(world, key, number)
            chance = susceptible_share(world, person, variant)
            if draw(world, COVID_TOWN_INFECTS, key, number) < chance:
                catch(world, person, variant, TOWN, now(world))
                infected = True
    return infected


@rule
def one_of_the_column(world: World, march: int, luck: float) -> int:
    """Somebody of a column, each as likely; `NOBODY` if the place is empty by now."""
    left = int(luck * world.marches.people[march])
    person = world.marches.first_person[march]
    while person != NOBODY:
        if left == 0 and world.people.state[person] == ON_TASK:
            return person
        left -= left > 0
        person = world.people.next[person]
    return NOBODY


# --- at first ---------------------------------------------------------------------------


@rule
def cases_of_seed(world: World, seed: int) -> int:
    """How many are infected."""
    return world.seeds.cases[seed]


@rule
def is_seeded(world: World, seed: int, number: int) -> bool:
    """Infect one who was not before, beginning where luck falls; whether there was one."""
    bases, base = world.bases, world.seeds.base[seed]
    people = bases.people[base]
    start = int(draw(world, COVID_SEED_WHO, seed, number) * people)
    for step in range(people):
        person = bases.first[base] + (start + step) % people
        if was_never_infected(world, person):
            catch(world, person, variant_now(world, seed, number), SEED, now(world))
            return True
    return False
