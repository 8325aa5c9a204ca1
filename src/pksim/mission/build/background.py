"""Illness and accidents: rates of a scenario, as mean times and hazards."""

from pksim.mission.build.columns import Columns, between_events
from pksim.mission.build.plan import Plan
from pksim.mission.build.protection import NORMAL, dose_exceeded_by
from pksim.mission.units_of_time import DAYS_PER_YEAR
from pksim.scenario.distances import crewed_vehicle_km_per_day


def background_columns(plan: Plan) -> Columns:
    """What kills and wounds without an enemy."""
    return {"illness": _illness(plan), "accidents": _accidents(plan)}


def _illness(plan: Plan) -> Columns:
    illness = plan.scenario.illness
    return {
        "between_deaths": between_events(_per_day(plan, illness.deaths)),
        "between_self_inflicted": between_events(
            _per_day(plan, plan.scenario.self_inflicted.deaths)
        ),
        "away": plan.law(illness.away),
        "admitted": illness.admitted,
        "stay": plan.law(illness.stay),
    }


def _accidents(plan: Plan) -> Columns:
    """Accidents on the road fall due by vehicle-km, at the rate that gives the deaths wanted."""
    scenario, accidents = plan.scenario, plan.scenario.accidents
    killed = 1.0 / (1.0 + accidents.wounded_per_death)
    deaths = _per_day(plan, accidents.deaths)
    hurt = NORMAL.cdf(-accidents.hurt)
    driven = accidents.reference_vehicle_km or crewed_vehicle_km_per_day(scenario)
    occupants = sum(count * share for count, share in scenario.occupants.items())
    deaths_per_accident = occupants * hurt * killed
    on_the_road = deaths * accidents.road_share
    t2 = (1.0 - killed) * accidents.wounded_t2
    return {
        "between_in_camp": between_events(deaths * (1.0 - accidents.road_share) / killed),
        "per_vehicle_km": on_the_road / deaths_per_accident / driven if driven > 0 else 0.0,
        "killed": killed,
        "killed_or_t2": killed + t2,
        "expected_killed": hurt * killed,
        "killed_above": dose_exceeded_by(hurt * killed),
        "t2_above": dose_exceeded_by(hurt * (killed + t2)),
        "hurt_above": accidents.hurt,
        "correlation": accidents.same_vehicle,
        "exposure": 0.0,
        "due_at": 0.0,
        "road_ordinal": 0,
    }


def _per_day(plan: Plan, per_person_year: float) -> float:
    return per_person_year * plan.scenario.strength / DAYS_PER_YEAR
