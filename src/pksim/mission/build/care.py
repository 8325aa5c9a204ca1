"""Care in the field, evacuation and hospitals."""

import math

import numpy as np

from pksim.mission.build.columns import Columns, reals, whole
from pksim.mission.build.plan import Plan


def care_columns(plan: Plan) -> Columns:
    """What can be done for a casualty, and when."""
    hospitals = _hospitals(plan)
    return {
        **_care(plan),
        "hospitals": hospitals,
    }


def _care(plan: Plan) -> Columns:
    care, evacuation = plan.scenario.care, plan.scenario.evacuation
    fleet = list(evacuation.helicopters.items())
    craft = [helicopter for _, helicopter in fleet]
    law = plan.law
    return {
        "care": {
            "bleeding_coverage": care.bleeding_control.coverage,
            "bleeding_delay": law(care.bleeding_control.delay),
            "enhanced_delay": law(care.enhanced_care.delay),
            "t1_death_time": care.t1_death_time,
            "bleeding_controlled": care.bleeding_controlled,
            "enhanced": care.enhanced,
            "hospital": care.hospital,
            "recovery_base": care.post_operative.base,
            "recovery_per_hazard": care.post_operative.per_hazard,
            "late_death": care.late_death,
            "t3_returned": care.t3_returned,
        },
        "evacuation": {
            "call": law(evacuation.call),
            "authorisation": law(evacuation.authorisation),
            "load": law(evacuation.load),
            "maximum_radius": evacuation.maximum_radius or math.inf,
            "ambulance_speed": evacuation.ambulance.speed,
            "ambulance_radius": evacuation.ambulance.radius,
        },
        "helicopters": {
            "resource": whole(plan.resource(f"helicopter {name}", 1) for name, _ in fleet),
            "base": whole(plan.network.number[h.base] for h in craft),
            "speed": reals(h.speed for h in craft),
            "range": reals(h.range for h in craft),
            "readiness_day": whole(law(h.readiness_day) for h in craft),
            "readiness_night": whole(law(h.readiness_night) for h in craft),
            "night": whole(h.night for h in craft),
            "serviceable": reals(h.serviceable for h in craft),
            "seats": whole(h.seats for h in craft),
            "free_at": np.zeros(len(craft)),
        },
    }


def _hospitals(plan: Plan) -> Columns:
    named = list(plan.scenario.hospitals.items())
    all_ = [hospital for _, hospital in named]
    law = plan.law
    return {
        "place": whole(plan.network.number[h.at] for h in all_),
        "teams": whole(h.operating_teams for h in all_),
        "operating_teams": whole(
            plan.resource(f"operating teams {n}", h.operating_teams) for n, h in named
        ),
        "intensive_care": whole(
            plan.resource(f"intensive care {n}", h.intensive_care) for n, h in named
        ),
        "intensive_beds": whole(h.intensive_care for h in all_),
        "ward": whole(plan.resource(f"ward beds {n}", h.ward) for n, h in named),
        "ward_beds": whole(h.ward for h in all_),
        "quality": reals(h.quality for h in all_),
        "resuscitation": whole(law(h.resuscitation) for h in all_),
        "surgery": whole(law(h.surgery) for h in all_),
        "intensive_care_stay": whole(law(h.intensive_care_stay) for h in all_),
        "ward_stay": whole(law(h.ward_stay) for h in all_),
    }


def ward_of_each_unit(plan: Plan, wards: list[int]) -> Columns:
    """The ward beds of the open hospital nearest to each unit; -1 for none."""
    road = plan.network.road_km
    open_ = [
        (number, plan.network.number[hospital.at])
        for number, hospital in enumerate(plan.scenario.hospitals.values())
        if hospital.ward > 0 and hospital.operating_teams > 0
    ]
    nearest = [
        min(
            ((road[plan.network.site_of(unit.base), at], wards[number]) for number, at in open_),
            default=(0.0, -1),
        )
        for unit in plan.units_in_order
    ]
    return {"ward": whole(ward for _, ward in nearest)}
