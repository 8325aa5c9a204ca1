"""What protects people: what a vaccine leaves of a risk, and an infection that is over."""

from pksim.engine import formula, now, rule
from pksim.mission.story import Column, World


@rule
def susceptible_share(world: World, person: int, variant: int) -> float:
    """The chance that a contact infects somebody, beside one who never met virus or vaccine.

    Whoever is over an infection can be infected by a later variant alone.
    """
    left = infection_left(world, person, variant)
    if was_never_infected(world, person):
        return left
    last = world.people.case[person]
    if is_over(world, last) and variant > world.infections.variant[last]:
        return left * world.variants.escape[variant]
    return 0.0


@rule
def is_over(world: World, case: int) -> bool:
    """Whether an infection has taken its course: well again, and no longer infectious."""
    i = world.infections
    return now(world) >= max(i.well_at[case], i.ends_at[case])


@rule
def was_never_infected(world: World, person: int) -> bool:
    """Whether the virus is new to somebody's body."""
    return world.people.infections[person] == 0


@rule
def infection_left(world: World, person: int, variant: int) -> float:
    """What vaccination leaves of the risk of infection."""
    return left_by(world, person, variant, world.vaccine.infection)


@rule
def onward_left(world: World, person: int, variant: int) -> float:
    """What vaccination leaves of somebody's infectiousness."""
    return left_by(world, person, variant, world.vaccine.onward)


@rule
def left_by(world: World, person: int, variant: int, protection: Column) -> float:
    """What a protection by doses, which wanes, leaves of a risk."""
    dose = dose_in_effect(world, person)
    if dose < 0:
        return 1.0
    return 1.0 - waned(world, person, variant) * protection[dose]


@rule
def severe_left(world: World, person: int, variant: int) -> float:
    """What vaccination leaves of the risk of severe illness, once infected.

    Published protection is of all who were exposed, so the part that infection was less likely is
    taken out of it.
    """
    dose = dose_in_effect(world, person)
    if dose < 0:
        return 1.0
    left = 1.0 - world.vaccine.severe[dose]
    return quotient_below_one(left, infection_left(world, person, variant))


@rule
def dose_in_effect(world: World, person: int) -> int:
    """Place in the tables of protection: one less than the doses that have taken; -1 for none."""
    people, vaccine = world.people, world.vaccine
    doses = people.doses[person]
    if doses > 0 and now(world) < people.last_dose[person] + vaccine.takes[0]:
        doses -= 1
    return min(doses, len(vaccine.infection)) - 1


@rule
def waned(world: World, person: int, variant: int) -> float:
    """What is left of protection against infection, by time and variant."""
    since = now(world) - world.people.last_dose[person] - world.vaccine.takes[0]
    return half_left(since, world.vaccine.half_life[0]) * world.variants.vaccine[variant]


@formula
def half_left(since: float, half_life: float) -> float:
    """What is left after a time of something that halves; all of it before it has begun."""
    return 2.0 ** (-max(since, 0.0) / half_life)


@formula
def quotient_below_one(part: float, whole: float) -> float:
    """A part of a whole, at most all of it."""
    return min(1.0, part / whole) if whole > 0.0 else 1.0
