"""Transmission: whom a case meets while infectious, and whether that infects them.

The contacts of a case are a Poisson number at moments of its infectious time, each with one person
drawn from a setting. A measure thins them by chances, and never moves one.
"""

from pksim.engine import draw, end, hold, now, process, rule, signal
from pksim.mission.covid.circles import bubble_of, whom
from pksim.mission.covid.course import has_symptoms, progress_after, setting_of, time_of
from pksim.mission.covid.infection import catch, is_here
from pksim.mission.covid.isolation import measures_are_on
from pksim.mission.covid.protection import onward_left, susceptible_share
from pksim.mission.covid.words import CAMP, CREW, SECTION
from pksim.mission.duty import APART, IN_QUARANTINE
from pksim.mission.laws import time_until
from pksim.mission.signals import new_cases
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    COVID_COMPLIES,
    COVID_INFECTS,
    COVID_WHEN,
    COVID_WHERE,
    COVID_WHOM,
)
from pksim.mission.terms import NOBODY


@process
def transmission(world: World, me: int, case: int) -> Story:
    """The contacts of one case, in their order."""
    while comes_to_contact(world, case):
        yield hold(until_contact(world, case))
        if infects(world, case):
            yield signal(new_cases())
    yield end()


@rule
def comes_to_contact(world: World, case: int) -> bool:
    """Go to the next contact, if one is left; those before the case came are over."""
    i, contacts = world.infections, world.contacts
    while i.met[case] < i.contacts[case]:
        left = i.contacts[case] - i.met[case]
        luck = draw(world, COVID_WHEN, i.key[case], i.met[case])
        i.progress[case] = progress_after(i.progress[case], luck, left)
        part = time_of(i.progress[case], contacts.early[0], contacts.early_load[0])
        i.meets_at[case] = i.infectious_at[case] + part * (i.ends_at[case] - i.infectious_at[case])
        i.met[case] += 1
        if i.meets_at[case] >= i.came_at[case]:
            return True
    return False


@rule
def until_contact(world: World, case: int) -> float:
    """Minutes until it."""
    return time_until(world.infections.meets_at[case], now(world))


@rule
def infects(world: World, case: int) -> bool:
    """Whether the contact infects somebody, who is a case from now on."""
    i = world.infections
    person, key, contact = i.person[case], i.key[case], i.met[case]
    if not is_here(world, case):
        return False
    setting = setting_of(world, case, draw(world, COVID_WHERE, key, contact))
    other = whom(world, person, i.bed[case], setting, draw(world, COVID_WHOM, key, contact))
    if other == NOBODY:
        return False
    chance = infectiousness(world, case)
    if measures_are_on(world):
        chance *= world.contacts.factor[setting]
    chance *= kept_apart(world, person, other, setting)
    chance *= susceptible_share(world, other, i.variant[case])
    if draw(world, COVID_INFECTS, key, contact) >= chance:
        return False
    catch(world, other, i.variant[case], setting, now(world))
    return True


@rule
def infectiousness(world: World, case: int) -> float:
    """What is left of a case's infectiousness without symptoms, and after vaccination."""
    i = world.infections
    left = onward_left(world, i.person[case], i.variant[case])
    if not has_symptoms(world, case):
        left *= world.contacts.asymptomatic[0]
    return left


@rule
def kept_apart(world: World, one: int, other: int, setting: int) -> float:
    """What is left of contacts between two by isolation, quarantine and bubbles.

    Mates of a section who are in quarantine share it, as long as neither is isolated. In a vehicle
    nobody can be kept apart until the column is home.
    """
    if setting == CREW:
        return 1.0
    kept = world.people.kept
    together = (kept[one] & kept[other] & IN_QUARANTINE) != 0
    if setting == SECTION and together and ((kept[one] | kept[other]) & APART) == 0:
        return world.quarantine.inside[0]
    left = contacts_left(world, one) * contacts_left(world, other)
    bubbles = setting == CAMP and world.bubbles.platoons[0] > 0 and measures_are_on(world)
    if bubbles and bubble_of(world, one) != bubble_of(world, other):
        left *= world.bubbles.across[0]
    return left


@rule
def contacts_left(world: World, person: int) -> float:
    """What isolation or quarantine leaves of somebody's contacts."""
    kept = world.people.kept[person]
    if (kept & APART) != 0:
        return world.isolation.leak[0]
    if (kept & IN_QUARANTINE) != 0 and complies(world, person):
        return world.quarantine.leak[0]
    return 1.0


@rule
def complies(world: World, person: int) -> bool:
    """Whether somebody keeps to quarantine."""
    people = world.people
    luck = draw(world, COVID_COMPLIES, person, people.arrived[person])
    return luck < world.quarantine.complies[0]
