"""Accidents: by vehicle-km on the road, where people in one vehicle share its fate; and in camp."""

from pksim.engine import draw, hold, process, record, rule, spawn
from pksim.engine.distributions import exponential
from pksim.mission.duty import somebody_in_camp
from pksim.mission.evacuation import response
from pksim.mission.events import ACCIDENT
from pksim.mission.incidents import add_casualty, new_incident
from pksim.mission.injuries import expose_vehicle
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    ACCIDENT_SEVERITY,
    ACCIDENT_VEHICLE,
    CAMP_ACCIDENT_PLACE,
    CAMP_ACCIDENTS,
    ROAD_ACCIDENTS,
)
from pksim.mission.sun import is_dark
from pksim.mission.terms import (
    CAMP_ACCIDENT,
    DISMOUNTED,
    KILLED,
    NOBODY,
    ROAD_ACCIDENT,
    T2,
    T3,
)

NEVER_YET = 0


@process
def camp_accidents(world: World, me: int, _: int) -> Story:
    """Accidents off the road: weapons, electricity, water, machines. One victim each."""
    ordinal = 0
    while True:
        luck = draw(world, CAMP_ACCIDENTS, ordinal, 0)
        yield hold(exponential(luck, world.accidents.between_in_camp[0]))
        incident = camp_accident(world, ordinal)
        if incident != NOBODY:
            yield spawn(response, incident)
        ordinal += 1


# --- on the road ------------------------------------------------------------------------


@rule
def bear_accident_hazard(world: World, march: int) -> None:
    """A column has driven a segment: accidents fall due by vehicle-km, oftener at night.

    The expected deaths count whoever sits in an average vehicle of the column.
    """
    m = world.marches
    hazard = world.segments.km[m.segment[march]] * m.accidents_per_km[march]
    if m.night[march] == 1 and is_dark(world, m.segment[march], m.step_from[march]):
        hazard *= world.marching.night_accidents[0]
    world.accidents.exposure[0] += hazard
    world.scores.killed_outright[ROAD_ACCIDENT] += hazard * m.victims[march]


@rule
def accident_due(world: World, march: int) -> bool:
    """Whether this column has brought the next road accident due."""
    accidents = world.accidents
    if accidents.road_ordinal[0] == NEVER_YET:
        set_next_accident(world)
    if accidents.exposure[0] < accidents.due_at[0]:
        return False
    set_next_accident(world)
    return world.marches.vehicles[march] > 0


@rule
def set_next_accident(world: World) -> None:
    """The next accident falls due after an exponential amount of driving by all."""
    accidents = world.accidents
    luck = draw(world, ROAD_ACCIDENTS, accidents.road_ordinal[0], 0)
    accidents.due_at[0] += exponential(luck, 1.0)
    accidents.road_ordinal[0] += 1


@rule
def road_accident(world: World, march: int) -> int:
    """A vehicle of the column has an accident. Gives the incident."""
    m = world.marches
    incident = new_incident(world, ROAD_ACCIDENT, world.accidents.road_ordinal[0], m.segment[march])
    luck = draw(world, ACCIDENT_VEHICLE, world.incidents.key[incident], 0)
    vehicle = int(luck * m.vehicles[march])
    expose_vehicle(world, march, incident, vehicle, world.protection.crash[0])
    record(world, ACCIDENT, incident, m.segment[march], world.incidents.hurt[incident])
    return incident


# --- in camp ----------------------------------------------------------------------------


@rule
def camp_accident(world: World, ordinal: int) -> int:
    """An accident of somebody in camp: killed outright, T2 or T3. Gives the incident."""
    luck = draw(world, CAMP_ACCIDENT_PLACE, ordinal, 0)
    person = somebody_in_camp(world, 0, len(world.people.state), luck)
    if person == NOBODY:
        return NOBODY
    unit = world.people.unit[person]
    site = world.units.base[unit]
    incident = new_incident(world, CAMP_ACCIDENT, ordinal, site)
    world.scores.killed_outright[CAMP_ACCIDENT] += world.accidents.killed[0]
    luck = draw(world, ACCIDENT_SEVERITY, world.incidents.key[incident], 0)
    severity = T3
    if luck < world.accidents.killed[0]:
        severity = KILLED
    elif luck < world.accidents.killed_or_t2[0]:
        severity = T2
    add_casualty(world, incident, 0, severity, person, DISMOUNTED)
    record(world, ACCIDENT, incident, site, 1.0)
    return incident
