"""What kills and wounds without an enemy: road accidents, accidents in camp, illness."""

import math

from pksim.engine import draw, end, hold, process, record, rule, seize, spawn
from pksim.engine.distributions import exponential
from pksim.mission.evacuation import response
from pksim.mission.events import ACCIDENT, DEATH_BY_ILLNESS, SICK_ADMITTED
from pksim.mission.injuries import add_casualty, new_incident
from pksim.mission.laws import drawn
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    ACCIDENT_SEVERITY,
    CAMP_ACCIDENT_PLACE,
    CAMP_ACCIDENTS,
    ILLNESS_ADMISSIONS,
    ILLNESS_DEATHS,
    ILLNESS_PLACE,
    ILLNESS_STAY,
    ROAD_ACCIDENTS,
)
from pksim.mission.terms import CAMP_ACCIDENT, KILLED, ROAD_ACCIDENT, T2, T3

WARD_PRIORITY_OF_THE_SICK = 5  # after every triage category


@process
def illness_deaths(world: World, me: int, _: int) -> Story:
    """Deaths from illness, at a constant rate that no measure of the catalogue touches."""
    ordinal = 0
    while True:
        yield hold(until_next(world, world.illness.between_deaths[0], ILLNESS_DEATHS, ordinal))
        record(world, DEATH_BY_ILLNESS, ordinal, -1, 1.0)
        ordinal += 1


@process
def illness_admissions(world: World, me: int, _: int) -> Story:
    """People who fall ill and need a bed, at a constant rate."""
    ordinal = 0
    while True:
        between = world.illness.between_admissions[0]
        yield hold(until_next(world, between, ILLNESS_ADMISSIONS, ordinal))
        if has_ward(world, ordinal):
            yield spawn(sick, ordinal)
        ordinal += 1


@process
def sick(world: World, me: int, ordinal: int) -> Story:
    """Somebody ill takes a ward bed until well; the wounded go first."""
    yield seize(sick_ward(world, ordinal), WARD_PRIORITY_OF_THE_SICK, math.inf)
    record(world, SICK_ADMITTED, ordinal, base_of_the_sick(world, ordinal), 1.0)
    yield hold(drawn(world, world.illness.stay[0], ILLNESS_STAY, ordinal, 0))
    yield end()


@process
def camp_accidents(world: World, me: int, _: int) -> Story:
    """Accidents off the road: weapons, electricity, water, machines. One victim each."""
    ordinal = 0
    while True:
        between = world.accidents.between_in_camp[0]
        yield hold(until_next(world, between, CAMP_ACCIDENTS, ordinal))
        yield spawn(response, camp_accident(world, ordinal))
        ordinal += 1


# --- accidents --------------------------------------------------------------------------


@rule
def until_next(world: World, between: float, purpose: int, ordinal: int) -> float:
    """Minutes to the next event of a constant rate, given the mean time between two."""
    return exponential(draw(world, purpose, ordinal, 0), between)


@rule
def accident_happens(world: World, segment: int, vehicles: int) -> bool:
    """Whether a column that has driven a segment brings the next road accident due.

    Accidents fall due by vehicle-km driven by all, each after an exponential amount of its own.
    """
    accidents = world.accidents
    vehicle_km = world.segments.km[segment] * vehicles
    accidents.exposure[0] += vehicle_km * accidents.per_vehicle_km[0]
    if accidents.exposure[0] < accidents.due_at[0]:
        return False
    nothing_was_due_yet = accidents.road_ordinal[0] == 0
    luck = draw(world, ROAD_ACCIDENTS, accidents.road_ordinal[0], 0)
    accidents.due_at[0] += exponential(luck, 1.0)
    accidents.road_ordinal[0] += 1
    return not nothing_was_due_yet


@rule
def road_accident(world: World, segment: int) -> int:
    """The road accident that has fallen due."""
    return accident(world, ROAD_ACCIDENT, world.accidents.road_ordinal[0], segment)


@rule
def camp_accident(world: World, ordinal: int) -> int:
    """An accident in one of the camps, each as likely."""
    camp = int(draw(world, CAMP_ACCIDENT_PLACE, ordinal, 0) * len(world.bases.site))
    return accident(world, CAMP_ACCIDENT, ordinal, world.bases.site[camp])


@rule
def accident(world: World, cause: int, ordinal: int, site: int) -> int:
    """An accident with one victim, killed outright or wounded as T2 or T3. Gives the incident."""
    incident = new_incident(world, cause, ordinal, site)
    luck = draw(world, ACCIDENT_SEVERITY, world.incidents.key[incident], 0)
    severity = T3
    if luck < world.accidents.killed[0]:
        severity = KILLED
    elif luck < world.accidents.killed_or_t2[0]:
        severity = T2
    add_casualty(world, incident, 0, severity)
    record(world, ACCIDENT, incident, site, severity == KILLED)
    return incident


# --- the sick ---------------------------------------------------------------------------


@rule
def camp_of_the_sick(world: World, ordinal: int) -> int:
    """The camp somebody falls ill in, each as likely."""
    return int(draw(world, ILLNESS_PLACE, ordinal, 0) * len(world.bases.site))


@rule
def base_of_the_sick(world: World, ordinal: int) -> int:
    """The site of that camp."""
    return world.bases.site[camp_of_the_sick(world, ordinal)]


@rule
def has_ward(world: World, ordinal: int) -> bool:
    """Whether any hospital has ward beds."""
    return world.bases.ward[camp_of_the_sick(world, ordinal)] >= 0


@rule
def sick_ward(world: World, ordinal: int) -> int:
    """The ward beds of the hospital nearest to the camp."""
    return world.bases.ward[camp_of_the_sick(world, ordinal)]
