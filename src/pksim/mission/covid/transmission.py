"""Transmission: whom a case meets while infectious, and whether that infects them.

The contacts of a case fall into moments of its infectious time, each with one person drawn from a
setting. A measure thins them by chances, and never moves one.
"""

from pksim.engine import draw, end, hold, now, process, rule, signal
from pksim.mission.covid.circles import bubble_of, of_the_circle, whom
from pksim.mission.covid.contacts import meeting, progress_after, time_of
from pksim.mission.covid.course import has_symptoms
from pksim.mission.covid.infection import catch, is_here
from pksim.mission.covid.isolation import measures_are_on
from pksim.mission.covid.protection import onward_left, susceptible_share, was_never_infected
from pksim.mission.covid.words import CAMP, CREW, SECTION
from pksim.mission.duty import APART, IN_QUARANTINE
from pksim.mission.signals import new_cases
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    COVID_COMPLIES,
    COVID_INFECTS,
    COVID_WHEN,
    COVID_WHERE,
)
from pksim.mission.terms import NOBODY


@process
def transmission(world: World, me: int, case: int) -> Story:
    """The contacts of one case, in their order; those that can infect nobody are passed over."""
    key, left, progress = world.infections.key[case], world.infections.contacts[case], 0.0
    while left > 0:
        progress = progress_after(progress, draw(world, COVID_WHEN, key, left), left)
        place = draw(world, COVID_WHERE, key, left)
        minutes = until_contact(world, case, progress)
        if may_infect(world, case, place, minutes):
            yield hold(minutes)
            if infects(world, case, place, left):
                yield signal(new_cases())
        left -= 1
    yield end()


@rule
def until_contact(world: World, case: int, progress: float) -> float:
    """Minutes until a contact that far in the infectious time; negative if the case came later."""
    i, contacts = world.infections, world.contacts
    part = time_of(progress, contacts.early[0], contacts.early_load[0])
    begins = i.infectious_at[case]
    return begins + part * (i.ends_at[case] - begins) - now(world)


@rule
def may_infect(world: World, case: int, place: float, minutes: float) -> bool:
    """Whether a contact is still to come, with somebody who is not immune until then."""
    if minutes < 0.0:
        return False
    i, people = world.infections, world.people
    setting, luck = meeting(world, case, place)
    if setting > CAMP or world.variants.escape[i.variant[case]] > 0.0:
        return True
    other = of_the_circle(world, i.person[case], setting, luck)
    if was_never_infected(world, other):
        return True
    return rotates_within(world, people.unit[other], minutes)


@rule
def rotates_within(world: World, unit: int, minutes: float) -> bool:
    """Whether others will hold the posts of a unit by then."""
    rotations = world.rotations
    for number in range(len(rotations.at)):
        ahead = rotations.at[number] - now(world)
        if rotations.unit[number] == unit and 0.0 <= ahead <= minutes:
            return True
    return False


@rule
def infects(world: World, case: int, place: float, contact: int) -> bool:
    """Whether the contact infects somebody, who is a case from now on."""
    i = world.infections
    if not is_here(world, case):
        return False
    person, variant = i.person[case], i.variant[case]
    setting, luck = meeting(world, case, place)
    other = whom(world, person, i.bed[case], setting, luck)
    if other == NOBODY:
        return False
    chance = infectiousness(world, case)
    if measures_are_on(world):
        chance *= world.contacts.factor[setting]
    chance *= kept_apart(world, person, other, setting)
    chance *= susceptible_share(world, other, variant)
    if draw(world, COVID_INFECTS, i.key[case], contact) >= chance:
        return False
    catch(world, other, variant, setting, now(world))
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
