"""Illness and accidents: rates of a scenario, as mean times and hazards."""

from pksim.mission.build.columns import Columns, between_events, reals
from pksim.mission.build.plan import Plan
from pksim.mission.build.protection import crash_of, killed_per_person
from pksim.mission.units_of_time import DAYS_PER_YEAR
from pksim.scenario.distances import crewed_vehicle_km_per_day


def background_columns(plan: Plan) -> Columns:
    """What kills and wounds without an enemy."""
    return {"illness": _illness(plan), "accidents": _accidents(plan)}


def _illness(plan: Plan) -> Columns:
    illness, self_inflicted = plan.scenario.illness, plan.scenario.self_inflicted
    return {
        "between_deaths": reals(
            between_events(_per_day(plan, rate)) for rate in (illness.deaths, self_inflicted.deaths)
        ),
        "away": plan.law(illness.away),
        "admitted": illness.admitted,
        "stay": plan.law(illness.stay),
    }


def _accidents(plan: Plan) -> Columns:
    """Accidents on the road fall due by vehicle-km, at the rate that gives the deaths wanted."""
    scenario, accidents = plan.scenario, plan.scenario.accidents
    crash = crash_of(accidents)
    deaths = _per_day(plan, accidents.deaths)
    driven = accidents.reference_vehicle_km or crewed_vehicle_km_per_day(scenario)
    occupants = sum(count * share for count, share in scenario.occupants.items())
    deaths_per_accident = occupants * killed_per_person(crash)
    on_the_road = deaths * accidents.road_share
    return {
        "between_in_camp": between_events(deaths * (1.0 - accidents.road_share) / crash.killed),
        "per_vehicle_km": on_the_road / deaths_per_accident / driven if driven > 0 else 0.0,
        "killed": crash.killed,
        "killed_or_t2": crash.killed + crash.t2,
        "exposure": 0.0,
        "due_at": 0.0,
        "road_ordinal": 0,
    }


def _per_day(plan: Plan, per_person_year: float) -> float:
    return per_person_year * plan.scenario.strength / DAYS_PER_YEAR
