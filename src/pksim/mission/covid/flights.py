"""Flights of the infectious: severe cases to a hospital, and helicopters cleaned after them."""

import math

from pksim.engine import end, hold, now, process, record, rule, signal
from pksim.mission.covid.infection import is_here, site_of
from pksim.mission.dispatch import air_km, is_in_range, travel
from pksim.mission.duty import APART, UNWELL
from pksim.mission.events import CASE_FLOWN
from pksim.mission.fleet import (
    dismiss_crew,
    flies_at_night,
    has_crew,
    is_in_work,
    take_crew,
)
from pksim.mission.laws import later
from pksim.mission.signals import desk_called
from pksim.mission.story import Story, World
from pksim.mission.sun import is_day
from pksim.mission.terms import NOBODY
from pksim.mission.units_of_time import MINUTES_PER_HOUR
from pksim.mission.weather import is_foul


@process
def transfer(world: World, me: int, case: int) -> Story:
    """A severe case is flown to the hospital when a helicopter has nobody else to fetch.

    It waits for that by the hour; meanwhile its own Level 1 does what it can.
    """
    while still_needs_flight(world, case):
        aircraft = idle_helicopter(world, case)
        if aircraft != NOBODY:
            crew = take_crew(world, aircraft)
            yield hold(fly(world, case, aircraft))
            dismiss_crew(world, crew)
            yield signal(desk_called())
            yield end()
        yield hold(MINUTES_PER_HOUR)
    yield end()


@rule
def hospital_of_case(world: World, case: int) -> int:
    """Where severe cases of this camp are treated; `NOBODY` for nowhere.

    It is the nearest hospital with intensive care, or if there is none the nearest with a ward.
    """
    return world.units.severe_hospital[world.people.unit[world.infections.person[case]]]


@rule
def needs_flight(world: World, case: int) -> bool:
    """Whether a severe case must be flown: the hospital is not where its unit lives."""
    hospital = hospital_of_case(world, case)
    if world.covid.transfers[0] == 0 or hospital == NOBODY or not is_here(world, case):
        return False
    site = site_of(world, world.infections.person[case])
    return site != world.distances.segments[0] + world.hospitals.place[hospital]


@rule
def still_needs_flight(world: World, case: int) -> bool:
    """Whether the case is there and not well."""
    return is_here(world, case) and now(world) < world.infections.well_at[case]


@rule
def idle_helicopter(world: World, case: int) -> int:
    """The helicopter that is soonest back from such a flight, of those that could go at once."""
    best, soonest = NOBODY, math.inf
    for aircraft in range(len(world.helicopters.base)):
        minutes = flight(world, case, aircraft)
        if minutes < soonest and could_go(world, case, aircraft, minutes):
            best, soonest = aircraft, minutes
    return best


@rule
def could_go(world: World, case: int, aircraft: int, minutes: float) -> bool:
    """Whether a helicopter has a crew and nothing else to do; weather and hour let it fly."""
    h = world.helicopters
    if not is_in_work(world, aircraft) or not has_crew(world, aircraft):
        return False
    if is_foul(world, h.area[aircraft]):
        return False
    site = site_of(world, world.infections.person[case])
    if is_foul(world, world.sites.area_of_site[site]):
        return False
    place = world.hospitals.place[hospital_of_case(world, case)]
    there = world.distances.segments[0] + place
    out, back = air_km(world, site, h.base[aircraft]), air_km(world, site, place)
    if not is_in_range(world, aircraft, out, back, air_km(world, there, h.base[aircraft])):
        return False
    if flies_at_night(world, aircraft):
        return True
    base = h.base[aircraft]
    return is_day(world, base, now(world)) and is_day(world, base, now(world) + minutes)


@rule
def flight(world: World, case: int, aircraft: int) -> float:
    """Minutes to fetch the case, bring it to the hospital and fly home."""
    h = world.helicopters
    site = site_of(world, world.infections.person[case])
    place = world.hospitals.place[hospital_of_case(world, case)]
    there = world.distances.segments[0] + place
    km = air_km(world, site, h.base[aircraft]) + air_km(world, site, place)
    km += air_km(world, there, h.base[aircraft])
    return travel(km, h.speed[aircraft]) + world.evacuation.load_mean[0]


@rule
def fly(world: World, case: int, aircraft: int) -> float:
    """The helicopter flies and is cleaned. Gives the minutes it is away from other tasks."""
    h = world.helicopters
    minutes = flight(world, case, aircraft) + world.covid.turn_round[0]
    h.tasked_until[aircraft] = later(h.tasked_until[aircraft], now(world) + minutes)
    record(world, CASE_FLOWN, case, site_of(world, world.infections.person[case]), minutes)
    return minutes


# --- after an infectious casualty -------------------------------------------------------


@rule
def must_be_cleaned(world: World, lift: int) -> bool:
    """Whether somebody aboard was known to be ill, and the helicopter is cleaned after it."""
    if world.covid.turn_round[0] <= 0.0:
        return False
    casualty = world.lifts.first_aboard[lift]
    while casualty != NOBODY:
        if (world.people.kept[world.casualties.person[casualty]] & (APART | UNWELL)) != 0:
            return True
        casualty = world.casualties.next_aboard[casualty]
    return False


@rule
def clean(world: World, lift: int) -> float:
    """Minutes of cleaning, which are no flying time of the crew."""
    minutes = world.covid.turn_round[0]
    world.lifts.take_off[lift] += minutes
    return minutes
