"""An infection begins: the one way in, wherever it happens."""

from pksim.engine import draw, new_row, now, record, rule
from pksim.mission.covid.contacts import take_contacts
from pksim.mission.covid.course import key_of, take_course
from pksim.mission.events import INFECTION
from pksim.mission.story import World
from pksim.mission.streams import COVID_VARIANT
from pksim.mission.terms import DEAD, NOBODY


@rule
def catch(world: World, person: int, variant: int, source: int, exposed_at: float) -> None:
    """The person is infected; `outbreak` lets the case take its course when it is signalled."""
    i, people = world.infections, world.people
    case = new_row(world, i)
    i.person[case] = person
    i.arrived[case] = people.arrived[person]
    i.key[case] = key_of(world, person)
    i.variant[case] = variant
    i.source[case] = source
    i.came_at[case] = now(world)
    i.bed[case] = NOBODY
    i.nursed[case] = 0
    i.seen[case] = 0
    i.found[case] = 0
    i.gone[case] = 0
    i.dead[case] = 0
    i.share_of_death[case] = 0.0
    take_course(world, case, exposed_at)
    take_contacts(world, case)
    people.infections[person] += 1
    people.case[person] = case
    i.next_new[case] = world.outbreak.first_new[0]
    world.outbreak.first_new[0] = case
    record(world, INFECTION, case, site_of(world, person), source)


@rule
def next_new_case(world: World) -> int:
    """A case that has not begun its course; `NOBODY` if there is none."""
    outbreak = world.outbreak
    case = outbreak.first_new[0]
    if case != NOBODY:
        outbreak.first_new[0] = world.infections.next_new[case]
    return case


@rule
def variant_now(world: World, entity: int, occasion: int) -> int:
    """The variant of a case that comes from outside now: the latest one that has come so far."""
    variants = world.variants
    luck = draw(world, COVID_VARIANT, entity, occasion)
    for back in range(len(variants.begins)):
        variant = len(variants.begins) - 1 - back
        since = now(world) - variants.begins[variant]
        if since >= 0.0 and luck * variants.over[variant] <= since:
            return variant
    return 0


@rule
def is_here(world: World, case: int) -> bool:
    """Whether it is still the same person who holds the post, alive and in the mission."""
    i = world.infections
    alive = world.people.state[i.person[case]] != DEAD
    return holds_post(world, case) and alive and i.gone[case] == 0


@rule
def holds_post(world: World, case: int) -> bool:
    """Whether nobody else holds the post of this case by now."""
    i = world.infections
    return world.people.arrived[i.person[case]] == i.arrived[case]


@rule
def site_of(world: World, person: int) -> int:
    """The site where the person's unit lives."""
    return world.units.base[world.people.unit[person]]
