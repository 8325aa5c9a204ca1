"""With whom people mix: section, platoon and camp, the crew of a vehicle, and those in hospital."""

from pksim.engine import rule
from pksim.mission.covid.words import CAMP, CREW, PLATOON
from pksim.mission.duty import is_in_camp
from pksim.mission.muster import mount
from pksim.mission.story import World
from pksim.mission.terms import EVACUATED, IN_CARE, IN_HOSPITAL, MEDIC, NOBODY, ON_TASK, SURGEON


@rule
def whom(world: World, person: int, bed: int, setting: int, luck: float) -> int:
    """Whom somebody meets in a setting, each as likely; `NOBODY` if they are not together."""
    if setting == CREW:
        return of_the_crew(world, person, luck)
    if setting > CREW:
        return in_hospital(world, person, bed, luck)
    if bed != NOBODY:
        return NOBODY
    other = of_the_circle(world, person, setting, luck)
    return NOBODY if other == person or not are_together(world, person, other) else other


@rule
def of_the_circle(world: World, person: int, setting: int, luck: float) -> int:
    """One of somebody's section, platoon or camp; oneself, where nobody is met."""
    first, people = circle(world, person, setting)
    if setting == CAMP:
        # As in the general epidemic: one of all, and if that is oneself nobody is met.
        return first + int(luck * people)
    other = first + int(luck * (people - 1))
    return other + (other >= person) if people > 1 else person


@rule
def circle(world: World, person: int, setting: int) -> tuple[int, int]:
    """The first post and the number of posts of somebody's section, platoon or camp."""
    units, bases = world.units, world.bases
    unit = world.people.unit[person]
    if setting == CAMP:
        base = units.home[unit]
        return bases.first[base], bases.people[base]
    size = units.section_size[unit]
    if setting == PLATOON:
        size = units.platoon_size[unit]
    first = units.first[unit]
    start = (person - first) // size * size
    return first + start, min(size, units.strength[unit] - start)


@rule
def are_together(world: World, one: int, other: int) -> bool:
    """Whether two people are in camp, or on the same march or flight."""
    people = world.people
    if is_in_camp(world, one):
        return is_in_camp(world, other)
    both_out = people.state[one] == ON_TASK and people.state[other] == ON_TASK
    return both_out and people.march[one] == people.march[other]


@rule
def bubble_of(world: World, person: int) -> int:
    """Who keeps to themselves: some platoons of a unit, or its support."""
    people, size = world.people, world.bubbles.platoons[0]
    unit, platoon = people.unit[person], people.platoon[person]
    if platoon == NOBODY:
        return unit * len(people.state)
    return unit * len(people.state) + 1 + platoon // size


# --- on the march -----------------------------------------------------------------------


@rule
def of_the_crew(world: World, person: int, luck: float) -> int:
    """Somebody else of the same vehicle, or on foot of the same column."""
    people = world.people
    march = people.march[person]
    if people.state[person] != ON_TASK or march == NOBODY:
        return NOBODY
    mount(world, march)
    left = int(luck * mates(world, person, march))
    other = world.marches.first_person[march]
    while other != NOBODY:
        if other != person and people.vehicle[other] == people.vehicle[person]:
            if left == 0:
                return other
            left -= 1
        other = people.next[other]
    return NOBODY


@rule
def mates(world: World, person: int, march: int) -> int:
    """How many others are in somebody's vehicle."""
    people, number = world.people, 0
    other = world.marches.first_person[march]
    while other != NOBODY:
        number += other != person and people.vehicle[other] == people.vehicle[person]
        other = people.next[other]
    return number


# --- in hospital ------------------------------------------------------------------------


@rule
def in_hospital(world: World, person: int, bed: int, luck: float) -> int:
    """A patient, ill or wounded, meets medical staff, and medical staff a wounded patient."""
    people, job = world.people, world.people.job[person]
    hospital = bed
    if bed == NOBODY and people.state[person] == EVACUATED:
        hospital = hospital_of_the_wounded(world, person)
    if hospital != NOBODY:
        return of_the_staff(world, world.hospitals.base[hospital], luck)
    if job in (MEDIC, SURGEON) and is_in_camp(world, person):
        return a_patient(world, world.units.home[people.unit[person]], luck)
    return NOBODY


@rule
def of_the_staff(world: World, base: int, luck: float) -> int:
    """One of the medics and surgeons in the camp of a hospital, beginning where luck falls."""
    if base == NOBODY:
        return NOBODY
    first, people = world.bases.first[base], world.bases.people[base]
    start = int(luck * people)
    for step in range(people):
        person = first + (start + step) % people
        if world.people.job[person] in (MEDIC, SURGEON) and is_in_camp(world, person):
            return person
    return NOBODY


@rule
def hospital_of_the_wounded(world: World, person: int) -> int:
    """The hospital where somebody lies wounded; `NOBODY` for none."""
    c = world.casualties
    for casualty in range(c.used[0]):
        same = c.person[casualty] == person and c.arrived[casualty] == world.people.arrived[person]
        if same and lies_in_hospital(world, casualty):
            return c.hospital[casualty]
    return NOBODY


@rule
def lies_in_hospital(world: World, casualty: int) -> bool:
    """Whether a casualty is in hospital now."""
    c = world.casualties
    return c.where[casualty] == IN_HOSPITAL and c.outcome[casualty] == IN_CARE


@rule
def a_patient(world: World, base: int, luck: float) -> int:
    """One of the wounded in the hospitals of a camp, beginning where luck falls."""
    c = world.casualties
    used = c.used[0]
    start = int(luck * used)
    for step in range(used):
        casualty = (start + step) % used
        person = c.person[casualty]
        same = world.people.arrived[person] == c.arrived[casualty]
        inside = same and lies_in_hospital(world, casualty)
        if inside and world.hospitals.base[c.hospital[casualty]] == base:
            return person
    return NOBODY
