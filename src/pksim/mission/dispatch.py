"""The choice: which asset and which facility together bring those of a call to surgery first."""

import math

from pksim.engine import formula, now, rule
from pksim.mission.fleet import flies_at_night, is_grounded, is_in_work, order_at, readiness
from pksim.mission.hospitals import can_treat, treated_at
from pksim.mission.laws import drawn, later
from pksim.mission.requests import unserved, urgency
from pksim.mission.story import World
from pksim.mission.streams import INCIDENT_HOIST, INCIDENT_LOADING
from pksim.mission.terms import (
    BY_AIR,
    BY_AMBULANCE,
    BY_OWN_VEHICLES,
    IN_ASSET,
    IN_AUTHORISATION,
    IN_NIGHT,
    IN_WEATHER,
    NOBODY,
    NOWHERE,
    T3,
)

LONGEST_WAIT = 12 * 60.0  # minutes; if nothing comes sooner, vehicles drive however far it is


@rule
def choose(world: World, request: int) -> bool:
    """Find the best way for those of a call who have no lift, in `choice`; false if there is none.

    The best is the earliest surgery for the worst hurt. First to a facility without surgery is
    better if care comes sooner so and surgery is put off by no more than `stage_within`.
    """
    rq, choice = world.requests, world.choice
    severity = urgency(world, request)
    forget(world)
    consider_aircraft(world, request, rq.site[request], now(world), severity)
    consider_own_vehicles(world, request, severity, world.evacuation.own_radius[0])
    consider_ambulances(world, request, severity)
    if choice.treated[0] > now(world) + LONGEST_WAIT:
        consider_own_vehicles(world, request, severity, math.inf)
    if rq.staged[request] == 0 and severity < T3:
        consider_staging(world, request, severity)
    return choice.asset[0] != NOBODY


@rule
def forget(world: World) -> None:
    """Nothing has been found yet."""
    choice = world.choice
    choice.by[0] = BY_AIR
    choice.asset[0] = NOBODY
    choice.hospital[0] = NOBODY
    choice.order_at[0] = math.inf
    choice.delivered[0] = math.inf
    choice.treated[0] = math.inf


@rule
def offer(
    world: World, by: int, asset: int, hospital: int, order: float, delivered: float, treated: float
) -> None:
    """Take a way if surgery is earlier than by the best so far."""
    choice = world.choice
    if treated < choice.treated[0]:
        choice.by[0] = by
        choice.asset[0] = asset
        choice.hospital[0] = hospital
        choice.order_at[0] = order
        choice.delivered[0] = delivered
        choice.treated[0] = treated


# --- by air -----------------------------------------------------------------------------


@rule
def consider_aircraft(
    world: World, request: int, site: int, ready_from: float, severity: int
) -> None:
    """Every helicopter with every facility in its range."""
    if world.requests.refused[request] == 1:
        return
    ready_from = later(ready_from, world.requests.authorised_at[request])
    if world.requests.authorised[request] == 0:
        # Nobody knows when it will be authorised; not now, in any case.
        ready_from = later(ready_from, now(world) + 1.0)
    for hospital in range(len(world.hospitals.place)):
        if can_treat(world, hospital, severity):
            for aircraft in range(len(world.helicopters.base)):
                consider_flight(world, request, site, hospital, aircraft, ready_from, severity)


@rule
def consider_flight(
    world: World,
    request: int,
    site: int,
    hospital: int,
    aircraft: int,
    ready_from: float,
    severity: int,
) -> None:
    """One helicopter to one facility."""
    h = world.helicopters
    out_km = air_km(world, site, h.base[aircraft])
    back_km = air_km(world, site, world.hospitals.place[hospital])
    home_km = air_km(world, site_of_hospital(world, hospital), h.base[aircraft])
    if not is_in_range(world, aircraft, out_km, back_km, home_km):
        return
    out, back = travel(out_km, h.speed[aircraft]), travel(back_km, h.speed[aircraft])
    home = travel(home_km, h.speed[aircraft])
    on_site = landing(world, request, aircraft)
    at = order_at(world, request, aircraft, ready_from, out, out + on_site + back + home)
    if at == math.inf:
        return
    there = at + readiness(world, request, aircraft, at) + out
    delivered = later(there, world.requests.safe_at[request]) + on_site + back
    treated = treated_at(world, hospital, delivered, severity)
    offer(world, BY_AIR, aircraft, hospital, at, delivered, treated)


@rule
def is_in_range(world: World, aircraft: int, out: float, back: float, home: float) -> bool:
    """Whether a flight out and to the facility, where it refuels, and home are within its range."""
    far = world.helicopters.range[aircraft]
    return out <= world.evacuation.maximum_radius[0] and out + back <= far and home <= far


@rule
def landing(world: World, request: int, aircraft: int) -> float:
    """Minutes on the ground there: loading, and hoisting or carrying where nothing can land."""
    minutes = load(world, request)
    if world.requests.isolated[request] == 0:
        return minutes
    law = world.landing.carry[0]
    if world.helicopters.hoist[aircraft] == 1:
        law = world.landing.hoist[0]
    more = drawn(world, law, INCIDENT_HOIST, world.requests.key[request], 0)
    if world.helicopters.hoist[aircraft] == 1:
        more *= min(max(unserved(world, request), 1), world.helicopters.seats[aircraft])
    return minutes + more


# --- by road ----------------------------------------------------------------------------


@rule
def consider_own_vehicles(world: World, request: int, severity: int, radius: float) -> None:
    """Vehicles of those who were hit, to every facility within a radius."""
    for hospital in range(len(world.hospitals.place)):
        delivered = driven_to(world, request, hospital, radius)
        if delivered < math.inf and can_treat(world, hospital, severity):
            treated = treated_at(world, hospital, delivered, severity)
            offer(world, BY_OWN_VEHICLES, 0, hospital, now(world), delivered, treated)


@rule
def driven_to(world: World, request: int, hospital: int, radius: float) -> float:
    """When vehicles of their own would be at a facility; never if it is too far."""
    km = road_km(world, world.requests.site[request], world.hospitals.place[hospital])
    if km > radius or km == math.inf:
        return math.inf
    from_ = later(now(world), world.requests.safe_at[request]) + load(world, request)
    return from_ + travel(km, world.evacuation.own_speed[0])


@rule
def consider_ambulances(world: World, request: int, severity: int) -> None:
    """Every ambulance team that is at its base, to the facility there."""
    for team in range(len(world.teams.role)):
        delivered = by_ambulance(world, request, team)
        if delivered < math.inf:
            hospital = world.teams.hospital[team]
            if can_treat(world, hospital, severity):
                treated = treated_at(world, hospital, delivered, severity)
                offer(world, BY_AMBULANCE, team, hospital, now(world), delivered, treated)


@rule
def by_ambulance(world: World, request: int, team: int) -> float:
    """When an ambulance would be back at its base with casualties; never if it cannot go."""
    teams = world.teams
    if teams.hospital[team] == NOBODY or now(world) < teams.unable_until[team]:
        return math.inf
    segment = segment_at(world, world.requests.site[request])
    if segment == NOWHERE or teams.out[team] >= teams.number[team]:
        return math.inf
    km = world.trees.km[team * world.distances.segments[0] + segment]
    if km > teams.radius[team]:
        return math.inf
    drive = travel(km, world.evacuation.own_speed[0])
    there = later(now(world) + teams.readiness_mean[team] + drive, world.requests.safe_at[request])
    return there + teams.work_mean[team] + drive


@rule
def segment_at(world: World, site: int) -> int:
    """The segment of a site; for a place, one that leads there."""
    place = site - world.distances.segments[0]
    return site if place < 0 else world.sites.segment[place]


# --- first to a facility without surgery ------------------------------------------------


@rule
def consider_staging(world: World, request: int, severity: int) -> None:
    """By road to the nearest doctor, and from there to surgery."""
    choice, limit = world.choice, world.choice.treated[0] + world.evacuation.stage_within[0]
    direct = choice.delivered[0]
    best_by, best_asset, best_hospital, soonest = BY_AIR, NOBODY, NOBODY, direct
    for hospital in range(len(world.hospitals.place)):
        if world.hospitals.teams[hospital] == 0:
            delivered = driven_to(world, request, hospital, world.evacuation.own_radius[0])
            if delivered < soonest and surgery_from(world, request, hospital, delivered) <= limit:
                best_by, best_asset, best_hospital = BY_OWN_VEHICLES, 0, hospital
                soonest = delivered
    for team in range(len(world.teams.role)):
        delivered = by_ambulance(world, request, team)
        if delivered < soonest and world.hospitals.teams[world.teams.hospital[team]] == 0:
            hospital = world.teams.hospital[team]
            if surgery_from(world, request, hospital, delivered) <= limit:
                best_by, best_asset, best_hospital = BY_AMBULANCE, team, hospital
                soonest = delivered
    forget(world)
    if best_hospital == NOBODY:
        again(world, request, severity)
    else:
        offer(world, best_by, best_asset, best_hospital, now(world), soonest, soonest)


@rule
def again(world: World, request: int, severity: int) -> None:
    """The direct ways once more, after others were looked at."""
    consider_aircraft(world, request, world.requests.site[request], now(world), severity)
    consider_own_vehicles(world, request, severity, world.evacuation.own_radius[0])
    consider_ambulances(world, request, severity)
    if world.choice.treated[0] > now(world) + LONGEST_WAIT:
        consider_own_vehicles(world, request, severity, math.inf)


@rule
def surgery_from(world: World, request: int, hospital: int, arrival: float) -> float:
    """When surgery would begin for those brought to a facility without surgery first."""
    forget(world)
    severity = urgency(world, request)
    consider_aircraft(world, request, site_of_hospital(world, hospital), arrival, severity)
    return world.choice.treated[0]


# --- why not now ------------------------------------------------------------------------


@rule
def what_keeps(world: World, request: int) -> int:
    """The step in which those are who wait with a call and have no lift.

    Weather, if any helicopter that could fly is grounded by it; night, if only the dark keeps one.
    """
    if world.requests.authorised[request] == 0:
        return IN_AUTHORISATION
    step = IN_ASSET
    if world.requests.refused[request] == 1:
        return step
    for aircraft in range(len(world.helicopters.base)):
        if is_in_work(world, aircraft) and reaches_surgery(world, request, aircraft):
            if is_grounded(world, request, aircraft):
                step = IN_WEATHER
            elif step == IN_ASSET and not flies_at_night(world, aircraft):
                step = IN_NIGHT
    return step


@rule
def reaches_surgery(world: World, request: int, aircraft: int) -> bool:
    """Whether a helicopter can bring those of a call to any facility that treats them."""
    severity, site = urgency(world, request), world.requests.site[request]
    base = world.helicopters.base[aircraft]
    out = air_km(world, site, base)
    for hospital in range(len(world.hospitals.place)):
        back = air_km(world, site, world.hospitals.place[hospital])
        home = air_km(world, site_of_hospital(world, hospital), base)
        if can_treat(world, hospital, severity) and is_in_range(world, aircraft, out, back, home):
            return True
    return False


# --- ways and times ---------------------------------------------------------------------


@rule
def site_of_hospital(world: World, hospital: int) -> int:
    """The site of a facility."""
    return world.distances.segments[0] + world.hospitals.place[hospital]


@rule
def road_km(world: World, site: int, place: int) -> float:
    """Shortest road from a site to a place."""
    return world.distances.road[site * world.distances.places[0] + place]


@rule
def air_km(world: World, site: int, place: int) -> float:
    """Straight line from a site to a place."""
    return world.distances.air[site * world.distances.places[0] + place]


@rule
def load(world: World, request: int) -> float:
    """Minutes to take casualties aboard."""
    key = world.requests.key[request]
    return drawn(world, world.evacuation.load[0], INCIDENT_LOADING, key, 0)


@formula
def travel(km: float, speed: float) -> float:
    """Minutes for a distance at a speed in km/h."""
    return km / speed * 60.0
