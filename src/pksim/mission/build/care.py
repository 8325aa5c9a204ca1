"""Care in the field, and hospitals."""

import math

import numpy as np

from pksim.mission.build.columns import Columns, reals, whole
from pksim.mission.build.plan import Plan
from pksim.mission.terms import NOBODY
from pksim.scenario.medical import Hospital

DEFINITIVE = ("3", "4")
"""Levels that a casualty need not leave for another."""


def care_columns(plan: Plan) -> Columns:
    """What can be done for a casualty, and when."""
    care, law = plan.scenario.care, plan.law
    return {
        "care": {
            "bleeding_coverage": care.bleeding_control.coverage,
            "bleeding_delay": law(care.bleeding_control.delay),
            "enhanced_delay": law(care.enhanced_care.delay),
            "field_blood": care.enhanced_care.blood,
            "t1_death_time": care.t1_death_time,
            "controlled_extremity": care.bleeding_controlled.extremity,
            "controlled_elsewhere": care.bleeding_controlled.elsewhere,
            "extremity": reals(
                [care.extremity.mounted, care.extremity.dismounted, care.extremity.fire]
            ),
            "enhanced": care.enhanced,
            "blood": care.blood,
            "recovery_base": care.post_operative.base,
            "recovery_per_hazard": care.post_operative.per_hazard,
            "late_death": care.late_death,
            "t3_returned": care.t3_returned,
        },
        "hospitals": _hospitals(plan),
    }


def _hospitals(plan: Plan) -> Columns:
    named = list(plan.scenario.hospitals.items())
    all_ = [hospital for _, hospital in named]
    n, law = len(all_), plan.law
    blood = [-1 if h.blood is None else h.blood for h in all_]
    return {
        "place": whole(plan.network.number[h.at] for h in all_),
        "unit": whole(NOBODY if h.unit is None else plan.units[h.unit] for h in all_),
        "surgeons": whole(h.surgeons for h in all_),
        "base": whole(_base_of(plan, h) for h in all_),
        "definitive": whole(h.level in DEFINITIVE for h in all_),
        "bays": whole(plan.resource(f"bays {name}", h.bays) for name, h in named),
        "bay_count": whole(h.bays for h in all_),
        "teams": whole(h.operating_teams for h in all_),
        "night_teams": whole(_by_night(h) for h in all_),
        "night_from": reals(h.night_from for h in all_),
        "night_until": reals(h.night_until for h in all_),
        "operating_teams": whole(
            plan.resource(f"operating teams {name}", h.operating_teams) for name, h in named
        ),
        "intensive_care": whole(
            plan.resource(f"intensive care {name}", h.intensive_care) for name, h in named
        ),
        "intensive_beds": whole(h.intensive_care for h in all_),
        "ward": whole(plan.resource(f"ward beds {name}", h.ward) for name, h in named),
        "ward_beds": whole(h.ward for h in all_),
        "holding": reals(h.holding for h in all_),
        "blood": whole(blood),
        "blood_full": whole(blood),
        "blood_per_casualty": whole(h.blood_per_casualty for h in all_),
        "resupply": reals(math.inf if h.blood is None else h.resupply for h in all_),
        "quality": reals(h.quality for h in all_),
        "resuscitation": whole(law(h.resuscitation) for h in all_),
        "resuscitation_mean": reals(h.resuscitation.mean for h in all_),
        "surgery": whole(law(h.surgery) for h in all_),
        "surgery_mean": reals(h.surgery.mean for h in all_),
        "intensive_care_stay": whole(law(h.intensive_care_stay) for h in all_),
        "ward_stay": whole(law(h.ward_stay) for h in all_),
        # What changes while the run goes on.
        "on_duty": whole(h.operating_teams for h in all_),
        "inside": np.zeros(n, np.int64),
        "awaiting_t1": np.zeros(n, np.int64),
        "awaiting_t2": np.zeros(n, np.int64),
        "operating": np.zeros(n, np.int64),
    }


def _base_of(plan: Plan, hospital: Hospital) -> int:
    """The number of the camp where a hospital stands; `NOBODY` if no unit lives there."""
    return plan.bases.index(hospital.at) if hospital.at in plan.bases else NOBODY


def _by_night(hospital: Hospital) -> int:
    """Operating teams by night."""
    return hospital.operating_teams if hospital.night_teams is None else hospital.night_teams


def hospital_of_each_unit(plan: Plan) -> Columns:
    """The nearest hospitals of each unit, `NOBODY` for none: for the sick, with a ward.

    Whoever is severely ill with COVID-19 is brought to one with intensive care, if there is any.
    """
    hospitals = list(enumerate(plan.scenario.hospitals.values()))
    wards = [(n, h) for n, h in hospitals if h.ward > 0]
    intensive = [(n, h) for n, h in hospitals if h.intensive_care > 0]
    return {
        "hospital": _nearest(plan, wards),
        "severe_hospital": _nearest(plan, intensive or wards),
    }


def _nearest(plan: Plan, hospitals: list[tuple[int, Hospital]]) -> np.ndarray:
    """The nearest of some hospitals to each unit by road."""
    road = plan.network.road_km
    open_ = [(number, plan.network.number[hospital.at]) for number, hospital in hospitals]
    nearest = [
        min(
            ((road[plan.network.site_of(unit.base), at], number) for number, at in open_),
            default=(0.0, NOBODY),
        )
        for unit in plan.units_in_order
    ]
    return whole(number for _, number in nearest)
