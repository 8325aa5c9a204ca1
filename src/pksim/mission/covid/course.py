"""The course of one infection, all of it drawn when it begins: when, how long, how badly.

Shares are of all infections in an age band, and one number between 0 and 1 tells how far somebody
gets: the lowest die. So whatever lowers a share makes nobody worse.
"""

import math

from pksim.engine import draw, rule
from pksim.mission.covid.protection import severe_left
from pksim.mission.covid.words import CRITICAL, FATAL, SEVERE, SYMPTOMATIC
from pksim.mission.laws import drawn
from pksim.mission.story import World
from pksim.mission.streams import (
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
