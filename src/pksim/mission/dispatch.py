"""The dispatcher: which helicopter, or the road, and which hospital gives the earliest surgery."""

import math

from pksim.engine import draw, formula, new_row, now, rule
from pksim.mission.laws import drawn, sooner
from pksim.mission.story import World
from pksim.mission.streams import (
    INCIDENT_AUTHORISATION,
    INCIDENT_CALL,
    INCIDENT_LOADING,
    INCIDENT_READINESS,
    INCIDENT_SERVICEABLE,
)
from pksim.mission.sun import is_day, next_sunrise
from pksim.mission.terms import NOBODY
from pksim.mission.weather import is_foul

NO_LIFT = -1
BY_ROAD = -1


@rule
def call(world: World, incident: int) -> float:
    """Minutes until the call for evacuation is made and understood."""
    return drawn(world, world.evacuation.call[0], INCIDENT_CALL, world.incidents.key[incident], 0)


@rule
def authorisation(world: World, incident: int) -> float:
    """Minutes until somebody who may launch a lift says yes."""
    law = world.evacuation.authorisation[0]
    return drawn(world, law, INCIDENT_AUTHORISATION, world.incidents.key[incident], 0)


# --- the choice -------------------------------------------------------------------------


@rule
def plan_lift(world: World, incident: int, without_a_seat: int) -> int:
    """Order the lift that brings casualties to surgery first; `NO_LIFT` if none can."""
    best_hospital, best_aircraft, best = NOBODY, BY_ROAD, math.inf
    for hospital in range(len(world.hospitals.place)):
        if not is_open(world, hospital):
            continue
        by_road = delivery_by_road(world, incident, hospital)
        if by_road < best:
            best_hospital, best_aircraft, best = hospital, BY_ROAD, by_road
        for aircraft in range(len(world.helicopters.base)):
            in_the_air = delivery_by_air(world, incident, hospital, aircraft)
            if in_the_air < best:
                best_hospital, best_aircraft, best = hospital, aircraft, in_the_air
    if best_hospital == NOBODY:
        best_hospital = nearest_by_road(world, incident)
    if best_hospital == NOBODY:
        return NO_LIFT
    if best_aircraft == BY_ROAD:
        return order_vehicles(world, incident, best_hospital, without_a_seat)
    return order_aircraft(world, incident, best_hospital, best_aircraft)


@rule
def is_open(world: World, hospital: int) -> bool:
    """A hospital without operating teams is closed."""
    return world.hospitals.teams[hospital] > 0


@rule
def delivery_by_road(world: World, incident: int, hospital: int) -> float:
    """When vehicles of the column would be at the hospital; never if it is too far."""
    km = road_km(world, world.incidents.site[incident], world.hospitals.place[hospital])
    if km > world.evacuation.ambulance_radius[0]:
        return math.inf
    return now(world) + load(world, incident) + travel(km, world.evacuation.ambulance_speed[0])


@rule
def delivery_by_air(world: World, incident: int, hospital: int, aircraft: int) -> float:
    """When this helicopter would be at the hospital; never if it is broken or out of range."""
    out, back = flight_out(world, incident, aircraft), flight_in(world, incident, hospital)
    helicopters = world.helicopters
    if not can_fly(world, incident, aircraft) or out > world.evacuation.maximum_radius[0]:
        return math.inf
    if out + back > helicopters.range[aircraft]:
        return math.inf
    flying = travel(out + back, helicopters.speed[aircraft])
    return airborne_at(world, incident, aircraft) + flying + load(world, incident)


@rule
def nearest_by_road(world: World, incident: int) -> int:
    """The hospital to drive to when nothing flies and all are far: an open one if there is any."""
    chosen, nearest, chosen_open = NOBODY, math.inf, False
    for hospital in range(len(world.hospitals.place)):
        km = road_km(world, world.incidents.site[incident], world.hospitals.place[hospital])
        opened = is_open(world, hospital)
        better = opened and not chosen_open
        if km < math.inf and (better or (opened == chosen_open and km < nearest)):
            chosen, nearest, chosen_open = hospital, km, opened
    return chosen


# --- a helicopter's readiness -----------------------------------------------------------


@rule
def can_fly(world: World, incident: int, aircraft: int) -> bool:
    """Whether the helicopter works, and the weather is fair at its base and at the casualties."""
    sites, site = world.sites, world.incidents.site[incident]
    here = sites.area[world.helicopters.base[aircraft]]
    there = sites.area_of_site[site]
    if is_foul(world, here) or is_foul(world, there):
        return False
    return is_serviceable(world, incident, aircraft)


@rule
def is_serviceable(world: World, incident: int, aircraft: int) -> bool:
    """Whether the helicopter works, is not tasked elsewhere and is cleared this time."""
    key = world.incidents.key[incident]
    luck = draw(world, INCIDENT_SERVICEABLE, key, aircraft)
    return luck < world.helicopters.serviceable[aircraft]


@rule
def airborne_at(world: World, incident: int, aircraft: int) -> float:
    """When the helicopter can take off: once it is free, ready, and allowed to fly at that hour."""
    helicopters = world.helicopters
    free = max(now(world), helicopters.free_at[aircraft])
    key = world.incidents.key[incident]
    by_day = drawn(world, helicopters.readiness_day[aircraft], INCIDENT_READINESS, key, 0)
    base = helicopters.base[aircraft]
    if is_day(world, base, free):
        return free + by_day
    at_dawn = next_sunrise(world, base, free) + by_day
    if helicopters.night[aircraft] == 0:
        return at_dawn
    by_night = drawn(world, helicopters.readiness_night[aircraft], INCIDENT_READINESS, key, 0)
    return sooner(free + by_night, at_dawn)


# --- ways and times ---------------------------------------------------------------------


@rule
def road_km(world: World, site: int, place: int) -> float:
    """Shortest road from a site to a place."""
    return world.distances.road[site * world.distances.places[0] + place]


@rule
def air_km(world: World, site: int, place: int) -> float:
    """Straight line from a site to a place."""
    return world.distances.air[site * world.distances.places[0] + place]


@rule
def flight_out(world: World, incident: int, aircraft: int) -> float:
    """Kilometres from the helicopter's base to the casualties."""
    return air_km(world, world.incidents.site[incident], world.helicopters.base[aircraft])


@rule
def flight_in(world: World, incident: int, hospital: int) -> float:
    """Kilometres from the casualties to the hospital."""
    return air_km(world, world.incidents.site[incident], world.hospitals.place[hospital])


@rule
def flight_home(world: World, hospital: int, aircraft: int) -> float:
    """Kilometres from the hospital to the helicopter's base."""
    site = world.distances.segments[0] + world.hospitals.place[hospital]
    return air_km(world, site, world.helicopters.base[aircraft])


@rule
def load(world: World, incident: int) -> float:
    """Minutes to take casualties aboard."""
    return drawn(
        world, world.evacuation.load[0], INCIDENT_LOADING, world.incidents.key[incident], 0
    )


@formula
def travel(km: float, speed: float) -> float:
    """Minutes for a distance at a speed in km/h."""
    return km / speed * 60.0


# --- the order --------------------------------------------------------------------------


@rule
def order_vehicles(world: World, incident: int, hospital: int, people: int) -> int:
    """Vehicles of the column drive everybody to the hospital."""
    lift = new_order(world, incident, hospital, BY_ROAD, people)
    km = road_km(world, world.incidents.site[incident], world.hospitals.place[hospital])
    world.lifts.take_off[lift] = now(world)
    world.lifts.out[lift] = 0.0
    world.lifts.back[lift] = travel(km, world.evacuation.ambulance_speed[0])
    return lift


@rule
def order_aircraft(world: World, incident: int, hospital: int, aircraft: int) -> int:
    """A helicopter flies, and is expected back before it can be ordered again."""
    lifts, helicopters = world.lifts, world.helicopters
    speed = helicopters.speed[aircraft]
    lift = new_order(world, incident, hospital, aircraft, helicopters.seats[aircraft])
    lifts.take_off[lift] = airborne_at(world, incident, aircraft)
    lifts.out[lift] = travel(flight_out(world, incident, aircraft), speed)
    lifts.back[lift] = travel(flight_in(world, incident, hospital), speed)
    lifts.home[lift] = travel(flight_home(world, hospital, aircraft), speed)
    delivery = lifts.take_off[lift] + lifts.out[lift] + load(world, incident) + lifts.back[lift]
    helicopters.free_at[aircraft] = delivery + lifts.home[lift]
    return lift


@rule
def new_order(world: World, incident: int, hospital: int, aircraft: int, seats: int) -> int:
    """A lift on the dispatcher's board."""
    lifts = world.lifts
    lift = new_row(world, lifts)
    lifts.incident[lift] = incident
    lifts.hospital[lift] = hospital
    lifts.aircraft[lift] = aircraft
    lifts.seats[lift] = seats
    lifts.first_aboard[lift] = NOBODY
    return lift
