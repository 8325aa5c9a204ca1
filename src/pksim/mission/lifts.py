"""A lift and those aboard: who is taken first, and where everybody is."""

from pksim.engine import now, record, rule
from pksim.mission.dispatch import load
from pksim.mission.events import LIFT_DELIVERED, PICKED_UP
from pksim.mission.laws import time_until
from pksim.mission.people import set_state
from pksim.mission.story import World
from pksim.mission.survival import minutes_since_wounding
from pksim.mission.terms import ABOARD, EVACUATED, IN_CARE, IN_HOSPITAL, NOBODY, ON_THE_GROUND, T3


@rule
def picked_up(world: World, person: int) -> bool:
    """Whether a lift has taken the casualty aboard."""
    return world.casualties.where[person] != ON_THE_GROUND


@rule
def is_waiting(world: World, person: int) -> bool:
    """Whether the casualty is alive on the ground."""
    c = world.casualties
    return c.where[person] == ON_THE_GROUND and c.outcome[person] == IN_CARE


@rule
def to_be_fetched(world: World, incident: int) -> int:
    """How many casualties of an incident are alive on the ground."""
    waiting = 0
    person = world.incidents.first_casualty[incident]
    while person != NOBODY:
        if is_waiting(world, person):
            waiting += 1
        person = world.casualties.next[person]
    return waiting


@rule
def most_urgent(world: World, incident: int) -> int:
    """The casualty of an incident to take next: the worst hurt who is alive on the ground."""
    chosen = NOBODY
    person = world.incidents.first_casualty[incident]
    while person != NOBODY:
        if is_waiting(world, person) and (chosen == NOBODY or is_worse(world, person, chosen)):
            chosen = person
        person = world.casualties.next[person]
    return chosen


@rule
def is_worse(world: World, person: int, other: int) -> bool:
    """Whether one casualty goes before another: by triage, then in order of seat."""
    c = world.casualties
    if c.severity[person] != c.severity[other]:
        return c.severity[person] < c.severity[other]
    return c.key[person] < c.key[other]


@rule
def urgency(world: World, lift: int) -> int:
    """The triage category of the worst casualty that the lift is for."""
    person = most_urgent(world, world.lifts.incident[lift])
    return T3 if person == NOBODY else world.casualties.severity[person]


@rule
def site_of(world: World, lift: int) -> int:
    """Where the casualties are."""
    return world.incidents.site[world.lifts.incident[lift]]


@rule
def take_aboard(world: World, lift: int) -> None:
    """Fill the seats, most urgent first."""
    lifts, c = world.lifts, world.casualties
    lifts.first_aboard[lift] = NOBODY
    incident = lifts.incident[lift]
    for _ in range(seats(world, lift)):
        person = most_urgent(world, incident)
        if person == NOBODY:
            break
        c.where[person] = ABOARD
        set_state(world, c.person[person], c.arrived[person], EVACUATED)
        c.pick_up_after[person] = minutes_since_wounding(world, person)
        c.next_aboard[person] = lifts.first_aboard[lift]
        lifts.first_aboard[lift] = person
        record(world, PICKED_UP, person, c.site[person], c.pick_up_after[person])


@rule
def unload(world: World, lift: int) -> None:
    """Those aboard, alive, are now in hospital."""
    c, hospital = world.casualties, world.lifts.hospital[lift]
    delivered = 0
    person = world.lifts.first_aboard[lift]
    while person != NOBODY:
        if c.outcome[person] == IN_CARE:
            c.where[person] = IN_HOSPITAL
            c.hospital[person] = hospital
            delivered += 1
        person = c.next_aboard[person]
    record(world, LIFT_DELIVERED, lift, site_of(world, lift), delivered)


@rule
def first_aboard(world: World, lift: int) -> int:
    """One of those aboard, or `NOBODY`."""
    return world.lifts.first_aboard[lift]


@rule
def next_aboard(world: World, person: int) -> int:
    """The next of those aboard, or `NOBODY`."""
    return world.casualties.next_aboard[person]


# --- the flight -------------------------------------------------------------------------


@rule
def by_air(world: World, lift: int) -> bool:
    """Whether a helicopter flies; else vehicles of the column drive."""
    return world.lifts.aircraft[lift] >= 0


@rule
def helicopter(world: World, lift: int) -> int:
    """The helicopter of the lift, to be seized."""
    return world.helicopters.resource[world.lifts.aircraft[lift]]


@rule
def until_take_off(world: World, lift: int) -> float:
    """Minutes until the helicopter can take off."""
    return time_until(world.lifts.take_off[lift], now(world))


@rule
def seats(world: World, lift: int) -> int:
    """How many the lift can take."""
    return world.lifts.seats[lift]


@rule
def loading(world: World, lift: int) -> float:
    """Minutes to take the casualties aboard."""
    return load(world, world.lifts.incident[lift])


@rule
def to_the_casualties(world: World, lift: int) -> float:
    """Minutes from base to the casualties."""
    return world.lifts.out[lift]


@rule
def to_hospital(world: World, lift: int) -> float:
    """Minutes from the casualties to the hospital."""
    return world.lifts.back[lift]


@rule
def to_base(world: World, lift: int) -> float:
    """Minutes from the hospital back to base."""
    return world.lifts.home[lift]


@rule
def minutes_since_incident(world: World, lift: int) -> float:
    """How long the casualties have waited."""
    return now(world) - world.incidents.at[world.lifts.incident[lift]]
