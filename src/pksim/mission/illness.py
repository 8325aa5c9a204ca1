"""Illness: episodes that keep people from duty, some of them in bed, and deaths; self-harm."""

import math

from pksim.engine import draw, end, hold, now, process, record, rule, seize, spawn
from pksim.engine.distributions import exponential
from pksim.mission.duty import fall_sick, recover_from_illness, set_state, somebody_in_camp
from pksim.mission.events import (
    DEATH_BY_ILLNESS,
    DEATH_SELF_INFLICTED,
    FELL_SICK,
    SICK_ADMITTED,
)
from pksim.mission.laws import drawn, time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    ILLNESS_ADMISSIONS,
    ILLNESS_ADMITTED,
    ILLNESS_AWAY,
    ILLNESS_DEATHS,
    ILLNESS_PLACE,
    ILLNESS_STAY,
    SELF_INFLICTED,
)
from pksim.mission.terms import DEAD, NOBODY
from pksim.mission.weather import moment_of

KINDS_OF_DEATH = 2
BY_ILLNESS, BY_OWN_HAND = range(KINDS_OF_DEATH)
WARD_PRIORITY_OF_THE_SICK = 5  # after every triage category


@process
def illness(world: World, me: int, _: int) -> Story:
    """People fall ill at a rate that goes with the month."""
    ordinal = 0
    due = 0.0
    while True:
        due += exponential(draw(world, ILLNESS_ADMISSIONS, ordinal, 0), 1.0)
        yield hold(time_until(moment_of(world, world.calendar.episodes, due), now(world)))
        person = somebody(world, draw(world, ILLNESS_PLACE, ordinal, 0))
        if person != NOBODY:
            yield spawn(episode, ordinal * len(world.people.state) + person)
        ordinal += 1


@process
def episode(world: World, me: int, which: int) -> Story:
    """Somebody is ill and away from duty, a share of them in a ward bed; the wounded go first."""
    person, ordinal = who_is_ill(world, which), which // len(world.people.state)
    arrived = fall_sick(world, person)
    if is_admitted(world, ordinal, person):
        yield seize(ward_of(world, person), WARD_PRIORITY_OF_THE_SICK, math.inf)
        admit(world, person)
        yield hold(drawn(world, world.illness.stay[0], ILLNESS_STAY, ordinal, 0))
        world.hospitals.inside[hospital_of_the_sick(world, person)] -= 1
    else:
        yield hold(away(world, ordinal, person))
    recover_from_illness(world, person, arrived)
    yield end()


@process
def deaths(world: World, me: int, kind: int) -> Story:
    """Deaths that no care could have changed, at a constant rate: by illness, or self-inflicted."""
    ordinal = 0
    while True:
        yield hold(until_next_death(world, kind, ordinal))
        somebody_dies(world, kind, ordinal)
        ordinal += 1


@rule
def until_next_death(world: World, kind: int, ordinal: int) -> float:
    """Minutes between one death of a kind and the next."""
    purpose = ILLNESS_DEATHS if kind == BY_ILLNESS else SELF_INFLICTED
    return exponential(draw(world, purpose, ordinal, 0), world.illness.between_deaths[kind])


@rule
def somebody(world: World, luck: float) -> int:
    """Somebody in camp, each as likely."""
    return somebody_in_camp(world, 0, len(world.people.state), luck)


@rule
def who_is_ill(world: World, which: int) -> int:
    """The person in the number of an episode."""
    return which % len(world.people.state)


@rule
def base_of(world: World, person: int) -> int:
    """The site where the person's unit lives."""
    return world.units.base[world.people.unit[person]]


@rule
def somebody_dies(world: World, kind: int, ordinal: int) -> None:
    """Somebody in camp dies; there is no mechanism and no lever."""
    purpose, event = ILLNESS_DEATHS, DEATH_BY_ILLNESS
    if kind == BY_OWN_HAND:
        purpose, event = SELF_INFLICTED, DEATH_SELF_INFLICTED
    person = somebody(world, draw(world, purpose, ordinal, 1))
    if person != NOBODY:
        set_state(world, person, world.people.arrived[person], DEAD)
        record(world, event, person, base_of(world, person), 1.0)


@rule
def is_admitted(world: World, ordinal: int, person: int) -> bool:
    """Whether the patient needs a bed, and there is any."""
    if hospital_of_the_sick(world, person) == NOBODY:
        return False
    return draw(world, ILLNESS_ADMITTED, ordinal, 0) < world.illness.admitted[0]


@rule
def admit(world: World, person: int) -> None:
    """The patient has a bed, which no casualty can have now."""
    world.hospitals.inside[hospital_of_the_sick(world, person)] += 1
    record(world, SICK_ADMITTED, person, base_of(world, person), 1.0)


@rule
def hospital_of_the_sick(world: World, person: int) -> int:
    """The hospital with a ward that is nearest to the person's base; `NOBODY` for none."""
    return world.units.hospital[world.people.unit[person]]


@rule
def ward_of(world: World, person: int) -> int:
    """The ward beds there."""
    return world.hospitals.ward[hospital_of_the_sick(world, person)]


@rule
def away(world: World, ordinal: int, person: int) -> float:
    """Minutes away from duty."""
    minutes = drawn(world, world.illness.away[0], ILLNESS_AWAY, ordinal, 0)
    record(world, FELL_SICK, person, base_of(world, person), minutes)
    return minutes
