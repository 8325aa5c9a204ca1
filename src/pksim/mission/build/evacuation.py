"""The call, the helicopters, the landing zones, and the board of the evacuation desk."""

import math

import numpy as np

from pksim.mission.build.columns import Columns, reals, whole
from pksim.mission.build.plan import Plan
from pksim.mission.terms import CAUSE_NAMES, NOBODY
from pksim.scenario.evacuation import Helicopter

LOOKS_AGAIN = 60.0  # minutes between two looks at a board where somebody waits and nothing changes


def evacuation_columns(plan: Plan) -> Columns:
    """What brings casualties away, and the desk that sends it."""
    evacuation, law = plan.scenario.evacuation, plan.law
    landing, isolated = evacuation.landing_zone, evacuation.isolated
    hot = {str(cause): share for cause, share in landing.hot.items()}
    return {
        "evacuation": {
            "call": law(evacuation.call),
            "authorisation": law(evacuation.authorisation),
            "authorisation_mean": evacuation.authorisation.mean,
            "load": law(evacuation.load),
            "load_mean": evacuation.load.mean,
            "refused": evacuation.refused,
            "maximum_radius": evacuation.maximum_radius or math.inf,
            "stage_within": evacuation.stage_within,
            "onward": NOBODY if evacuation.onward is None else law(evacuation.onward),
            "own_speed": evacuation.own_vehicles.speed,
            "own_radius": evacuation.own_vehicles.radius,
        },
        "landing": {
            "hot": reals(hot.get(cause, 0.0) for cause in CAUSE_NAMES),
            "safe_after": law(landing.safe_after),
            "isolated": isolated.share,
            "hoist": law(isolated.hoist),
            "carry": law(isolated.carry),
        },
        "helicopters": _helicopters(plan),
        "desk": {"looks_again": LOOKS_AGAIN},
        "board": {"first": NOBODY, "first_order": NOBODY, "look_at": 0.0},
        "choice": {
            "by": 0,
            "asset": NOBODY,
            "hospital": NOBODY,
            "order_at": 0.0,
            "delivered": 0.0,
            "treated": 0.0,
        },
        "schedule": _schedule(plan),
    }


def _helicopters(plan: Plan) -> Columns:
    fleet = list(plan.scenario.evacuation.helicopters.items())
    craft = [helicopter for _, helicopter in fleet]
    n, law = len(craft), plan.law
    place = [plan.network.number[h.base] for h in craft]
    return {
        "resource": whole(plan.resource(f"helicopter {name}", 1) for name, _ in fleet),
        "base": whole(place),
        "area": whole(plan.area_of_place[at] for at in place),
        "speed": reals(h.speed for h in craft),
        "range": reals(h.range for h in craft),
        "seats": whole(h.seats for h in craft),
        "readiness_day": whole(law(h.readiness_day) for h in craft),
        "readiness_night": whole(law(h.readiness_night) for h in craft),
        "night": whole(h.night for h in craft),
        "hoist": whole(h.hoist for h in craft),
        "serviceable": reals(h.serviceable for h in craft),
        "tasked": reals(h.tasked for h in craft),
        "repair": whole(law(h.repair) for h in craft),
        "tasking": whole(law(h.tasking) for h in craft),
        "between": reals(minutes for h in craft for minutes in _between_absences(h)),
        "flying_minutes": reals(h.flying_hours for h in craft),
        "rest": reals(h.rest for h in craft),
        "unit": whole(NOBODY if h.unit is None else plan.units[h.unit] for h in craft),
        "crew": whole(h.crew for h in craft),
        # What changes while the run goes on.
        "busy": np.zeros(n, np.int64),
        "free_at": np.zeros(n),
        "planned": np.zeros(n),
        "broken_until": np.zeros(n),
        "tasked_until": np.zeros(n),
        "flown": np.zeros(n),
        "landed_at": np.full(n, -math.inf),
    }


def _between_absences(helicopter: Helicopter) -> tuple[float, float]:
    """Mean minutes in work between two repairs, and between two taskings."""
    return (
        _between(1.0 - helicopter.serviceable, helicopter.repair.mean),
        _between(helicopter.tasked, helicopter.tasking.mean),
    )


def _between(share: float, absence: float) -> float:
    """Minutes between absences of such a mean that take such a share of the time."""
    return math.inf if share <= 0.0 else absence * (1.0 - share) / share


def _schedule(plan: Plan) -> Columns:
    """Incidents that the scenario schedules; they fall on all people who live at the base."""
    entries = plan.scenario.incidents
    homes = [unit.base for unit in plan.units_in_order]
    strengths = [unit.strength for unit in plan.units_in_order]
    first = [homes.index(entry.at) for entry in entries]
    return {
        "site": whole(plan.network.site_of(entry.at) for entry in entries),
        "cause": whole(CAUSE_NAMES.index(entry.cause) for entry in entries),
        "at": reals(entry.day * 1440.0 + entry.hour for entry in entries),
        "times": whole(entry.times for entry in entries),
        "every": reals(entry.every for entry in entries),
        "killed": whole(entry.killed for entry in entries),
        "t1": whole(entry.t1 for entry in entries),
        "t2": whole(entry.t2 for entry in entries),
        "hurt": whole(entry.hurt for entry in entries),
        "first_person": whole(sum(strengths[:unit]) for unit in first),
        "people": whole(
            sum(s for s, home in zip(strengths, homes, strict=True) if home == entry.at)
            for entry in entries
        ),
    }
