"""The course of one infection, all of it drawn when it begins: when, how long, how badly.

Shares are of all infections in an age band, and one number between 0 and 1 tells how far somebody
gets: the lowest die. So whatever lowers a share makes nobody worse.
"""

import math

from pksim.engine import draw, formula, rule
from pksim.engine.counts import negative_binomial, poisson
from pksim.mission.covid.protection import severe_left
from pksim.mission.covid.words import CAMP, CREW, CRITICAL, FATAL, SEVERE, SYMPTOMATIC, WARD
from pksim.mission.laws import drawn
from pksim.mission.story import World
from pksim.mission.streams import (
    COVID_CONTACTS,
    COVID_CRITICAL,
    COVID_CRITICAL_AFTER,
    COVID_DEATH_AFTER,
    COVID_INFECTIOUS,
    COVID_LATENT,
    COVID_MILD,
    COVID_ONSET,
    COVID_SEVERE,
    COVID_SEVERE_AFTER,
    COVID_SEVERITY,
)
from pksim.mission.terms import DRIVER, EOD, MEDIC, RIFLE, SURGEON

STAGES = 4
MANY = 4  # infections of one person that meet luck of their own


@rule
def key_of(world: World, person: int) -> int:
    """The key of this person's next infection: whose it is, and the how many-th of whom."""
    people = world.people
    nth = min(people.infections[person], MANY - 1)
    return (people.arrived[person] * MANY + nth) * len(people.state) + person


@rule
def share_reaching(world: World, person: int, variant: int, stage: int) -> float:
    """The share of infections of such a person that come to a stage, as protected as now.

    Whatever makes it worse, nobody comes to a stage who has no symptoms.
    """
    first = world.people.age[person] * STAGES
    symptomatic = world.course.severity[first + SYMPTOMATIC]
    if stage == SYMPTOMATIC:
        return symptomatic
    share = world.course.severity[first + stage]
    worse = share * world.variants.severity[variant] * severe_left(world, person, variant)
    return min(worse, symptomatic)


@rule
def symptoms_after(world: World, key: int) -> float:
    """Minutes from exposure to symptoms, if there are to be any."""
    course = world.course
    latent = drawn(world, course.latent[0], COVID_LATENT, key, 0)
    return latent + drawn(world, course.onset[0], COVID_ONSET, key, 0)


@rule
def luck_of_course(world: World, key: int) -> float:
    """How far the infection gets: the lower, the further."""
    return draw(world, COVID_SEVERITY, key, 0)


@rule
def take_course(world: World, case: int, exposed_at: float) -> None:
    """Write down the whole course of a case."""
    i, course = world.infections, world.course
    key = i.key[case]
    i.exposed_at[case] = exposed_at
    i.infectious_at[case] = exposed_at + drawn(world, course.latent[0], COVID_LATENT, key, 0)
    lasts = drawn(world, course.infectious[0], COVID_INFECTIOUS, key, 0)
    i.ends_at[case] = i.infectious_at[case] + lasts
    take_stages(world, case)
    take_contacts(world, case, lasts)


@rule
def take_stages(world: World, case: int) -> None:
    """How far it gets, and when; a stage that it does not come to is never."""
    i, course = world.infections, world.course
    key, person, variant = i.key[case], i.person[case], i.variant[case]
    luck = luck_of_course(world, key)
    i.luck[case] = luck
    i.share_critical[case] = share_reaching(world, person, variant, CRITICAL)
    i.share_dead[case] = share_reaching(world, person, variant, FATAL)
    onset = i.exposed_at[case] + symptoms_after(world, key)
    severe = onset + drawn(world, course.severe_after[0], COVID_SEVERE_AFTER, key, 0)
    critical = severe + drawn(world, course.critical_after[0], COVID_CRITICAL_AFTER, key, 0)
    i.onset_at[case] = onset
    i.severe_at[case] = math.inf
    i.critical_at[case] = math.inf
    i.crisis_at[case] = critical + drawn(world, course.death_after[0], COVID_DEATH_AFTER, key, 0)
    i.well_at[case] = onset + drawn(world, course.mild[0], COVID_MILD, key, 0)
    if luck >= share_reaching(world, person, variant, SYMPTOMATIC):
        i.onset_at[case] = math.inf
        i.well_at[case] = i.ends_at[case]
    elif luck < share_reaching(world, person, variant, SEVERE):
        i.severe_at[case] = severe
        i.well_at[case] = severe + drawn(world, course.severe[0], COVID_SEVERE, key, 0)
        if luck < i.share_critical[case]:
            stay = drawn(world, course.critical[0], COVID_CRITICAL, key, 0)
            i.critical_at[case] = critical
            i.well_at[case] = max(critical + stay, i.crisis_at[case])


@rule
def has_symptoms(world: World, case: int) -> bool:
    """Whether the case ever has symptoms."""
    return world.infections.onset_at[case] < math.inf


@rule
def take_contacts(world: World, case: int, lasts: float) -> None:
    """How many contacts would infect, if all met were susceptible and unprotected.

    A Poisson number whose mean is a gamma variate in itself: negative binomial.
    """
    i, contacts = world.infections, world.contacts
    key = i.key[case]
    rate = contacts_per_minute(world, case)
    mean = rate * lasts * world.variants.spread[i.variant[case]]
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
