"""The contacts of a case that would infect: how many, when, and in which setting.

Their number and their moments are drawn when the infection begins, and belong to the case.
"""

import math

from pksim.engine import draw, formula, rule
from pksim.engine.counts import negative_binomial, poisson
from pksim.mission.covid.course import has_symptoms
from pksim.mission.covid.words import CAMP, CREW, WARD
from pksim.mission.story import World
from pksim.mission.streams import COVID_CONTACTS
from pksim.mission.terms import DRIVER, EOD, MEDIC, RIFLE, SURGEON


@rule
def take_contacts(world: World, case: int) -> None:
    """How many contacts would infect, if all met were susceptible and unprotected.

    A Poisson number whose mean is a gamma variate in itself: negative binomial.
    """
    i, contacts = world.infections, world.contacts
    key = i.key[case]
    lasts = i.ends_at[case] - i.infectious_at[case]
    rate = contacts_per_minute(world, case) * world.variants.spread[i.variant[case]]
    mean = rate * lasts
    luck = draw(world, COVID_CONTACTS, key, 0)
    if contacts.dispersion[0] > 0.0:
        i.contacts[case] = negative_binomial(luck, mean, contacts.dispersion[0])
    else:
        i.contacts[case] = poisson(luck, mean) if mean > 0.0 else 0


@rule
def contacts_per_minute(world: World, case: int) -> float:
    """Contacts in camp, and where the case can have any, on the march and in hospital."""
    contacts = world.contacts
    rate = contacts.up_to[CAMP]
    if goes_on_marches(world, case):
        rate += contacts.crew[0]
    if is_in_wards(world, case):
        rate += contacts.ward[0]
    return rate


@rule
def goes_on_marches(world: World, case: int) -> bool:
    """Whether the case has a job that is done in columns."""
    return world.people.job[world.infections.person[case]] in (RIFLE, DRIVER, MEDIC, EOD)


@rule
def is_in_wards(world: World, case: int) -> bool:
    """Whether the case is medical staff, or might be a patient.

    That is whoever has symptoms, and not only who becomes severe: then a vaccine against severe
    illness moves no contacts.
    """
    staff = world.people.job[world.infections.person[case]] in (MEDIC, SURGEON)
    return staff or has_symptoms(world, case)


@rule
def meeting(world: World, case: int, place: float) -> tuple[int, float]:
    """The setting of a contact, each as often as it has contacts a minute, and luck for whom."""
    contacts = world.contacts
    place *= contacts_per_minute(world, case)
    below = 0.0
    for setting in range(CREW):
        if place < contacts.up_to[setting]:
            return setting, part_of(place - below, contacts.up_to[setting] - below)
        below = contacts.up_to[setting]
    place -= below
    if goes_on_marches(world, case):
        if place < contacts.crew[0]:
            return CREW, part_of(place, contacts.crew[0])
        place -= contacts.crew[0]
    return WARD, part_of(place, contacts.ward[0])


@formula
def part_of(part: float, whole: float) -> float:
    """A part of a whole, below 1."""
    return min(part / whole, 1.0 - 1e-12) if whole > 0.0 else 0.0


@formula
def progress_after(progress: float, luck: float, left: int) -> float:
    """Where the next of `left` contacts falls that are spread evenly from `progress` to 1."""
    return 1.0 - (1.0 - progress) * math.exp(math.log1p(-luck) / left)


@formula
def time_of(progress: float, early: float, load: float) -> float:
    """The part of the infectious time that has passed, with `load` times as much at first."""
    whole = early * load + 1.0 - early
    first = early * load / whole
    if progress < first:
        return progress * whole / load
    return early + (progress - first) * whole
