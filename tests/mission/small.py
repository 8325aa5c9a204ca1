"""A small scenario for exact tests: three places on one road, one unit, nothing else happens.

    camp (base) -- 20 km, area near -- town -- 30 km, area away -- far (operating base)

All road is driven at 30 km/h in segments of 5 km, ten minutes each. One unit, U, of three platoons
of thirty lives at the camp. One programme, `patrol`, leaves at 7 h every day with two vehicles of
four people, drives to `far`, stays an hour and is back at 11 h 20 min. There is no weather, no
device, no attack, no accident and no illness; every delay is fixed.
"""

from copy import deepcopy
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.mission import Mission, MissionRun
from pksim.scenario import Scenario

SEED = 1

CONTENT: dict[str, Any] = {
    "title": "Three places on one road",
    "start": "2019-03-21",
    "horizon": "4 days",
    "utc_offset": 0,
    "places": {
        "camp": {"latitude": 16.0, "longitude": 0.0},
        "town": {"latitude": 16.0, "longitude": 0.1, "kind": "town"},
        "far": {"latitude": 16.0, "longitude": 0.2, "kind": "operating base"},
    },
    "areas": {"near": {"emplacement": "0 per day"}, "away": {"emplacement": "0 per day"}},
    "roads": [
        {"from": "camp", "to": "town", "area": "near", "length": "20 km", "speed": "30 km/h"},
        {"from": "town", "to": "far", "area": "away", "length": "30 km", "speed": "30 km/h"},
    ],
    "segment": "5 km",
    "units": {"U": {"base": "camp", "companies": 1, "platoons": 3, "sections": 3}},
    "vehicles": {
        "soft": {"defeats": 0.0, "hurt": 0.0, "killed": 0.1, "t1": 0.2, "t2": 0.3},
        "armoured": {"defeats": 0.7, "hurt": 0.0, "killed": 0.1, "t1": 0.2, "t2": 0.3},
        "foot": {"defeats": 0.0, "hurt": 0.0, "killed": 0.2, "t1": 0.2, "t2": 0.3},
    },
    "correlation": 0.5,
    "occupants": {4: 1.0},
    "fleet": {"soft": 1.0},
    "patrols": {
        "patrol": {
            "base": "camp", "to": "far", "per_day": 1, "vehicles": 2,
            "leave": "7 h", "dwell": "1 h",
        }
    },
    "marching": {"halt": "90 min", "turn_back": 0.0, "foot_speed": 4},
    "search": {"finds": 0.0, "foot_finds": 0.0},
    "ieds": {
        "traffic_weight": 0.0,
        "trigger_per_vehicle": 0.0,
        "civilian_triggering": "0 per day",
        "found_by_others": "0 per day",
        "lifetime": "10000 days",
        "initiators": {"victim-operated": 1.0},
    },
    "adversary": {"mode": "fixed"},
    "illness": {"deaths": "0 per 1000 person-years"},
    "accidents": {"deaths": "0 per 1000 person-years", "road_share": 0.5},
    "care": {
        "bleeding_control": {"coverage": 1.0, "delay": "5 min"},
        "enhanced_care": {"delay": "30 min"},
        "t1_death_time": "113 min",
        "bleeding_controlled": {"extremity": 0.4, "elsewhere": 0.4},
        "extremity": {"mounted": 0.35, "dismounted": 0.6, "fire": 0.45},
        "enhanced": 0.163,
        "blood": 0.041,
        "post_operative": {"base": 0.135, "per_hazard": 0.278},
        "late_death": 0.0,
    },
    "evacuation": {
        "call": "10 min",
        "authorisation": "20 min",
        "load": "10 min",
        "helicopters": {
            "bird": {
                "base": "camp", "speed": "200 km/h", "range": "600 km",
                "readiness_day": "15 min", "readiness_night": "30 min",
                "night": True, "serviceable": 1.0, "seats": 6,
            }
        },
        "own_vehicles": {"speed": "30 km/h", "radius": "5 km"},
    },
    "hospitals": {
        "hospital": {
            "at": "camp", "operating_teams": 2, "intensive_care": 4, "ward": 20,
            "resuscitation": "20 min", "surgery": "90 min",
            "intensive_care_stay": "1 days", "ward_stay": "3 days",
        }
    },
}  # fmt: skip
"""Everything that must be written; what is left out does not happen."""


def small(**changes: Any) -> Scenario:
    """The small scenario with changes.

    A name without a dot replaces that section whole (`patrols={...}`, `horizon="2 days"`); a path
    with dots changes what stands there, as `Scenario.patched` does (`**{"marching.halt": "1 h"}`).
    """
    sections = {name: value for name, value in changes.items() if "." not in name}
    patches = {path: value for path, value in changes.items() if "." in path}
    scenario = Scenario.from_dict({**deepcopy(CONTENT), **sections})
    return scenario.patched(patches) if patches else scenario


def patrol(**changes: Any) -> dict[str, Any]:
    """The programme of the small scenario with changes, for a `patrols` section of one's own.

    A change to None takes a key away, as `to` where there is `towards`.
    """
    content = {**CONTENT["patrols"]["patrol"], **changes}
    return {name: value for name, value in content.items() if value is not None}


def hot(devices: float = 0.1, place: int = 4) -> dict[str, Any]:
    """Sections for `small` in which devices lie on one segment of the way, numbered from 0 to 9.

    All devices of the area `hot` lie on this segment: so many a day, and those of 120 days before
    the run, so that with a tenth a day it is empty by chance once in 160,000. Whatever comes first
    meets them all; with `trigger_per_vehicle` 1 each is tripped by the first vehicle.
    """
    lengths = {"near": 5 * place, "hot": 5, "away": 45 - 5 * place}
    driven = [(area, km) for area, km in lengths.items() if km > 0]
    between = ["brook", "bridge"][: len(driven) - 1]
    ends = pairwise(["camp", *between, "far"])
    site = {"latitude": 16.0, "longitude": 0.1, "kind": "landing zone"}
    places = CONTENT["places"]
    return {
        "places": {"camp": places["camp"], **dict.fromkeys(between, site), "far": places["far"]},
        "areas": {
            **{area: {"emplacement": "0 per day"} for area in lengths},
            "hot": {"emplacement": f"{devices} per day"},
        },
        "roads": [
            {"from": a, "to": b, "area": area, "length": f"{km} km", "speed": "30 km/h"}
            for (a, b), (area, km) in zip(ends, driven, strict=True)
        ],
    }


def run(
    scenario: Scenario, replication: int = 0, clock: str = "simpy", record: bool = True
) -> MissionRun:
    """One replication under the seed of these tests; on SimPy nothing has to compile."""
    return Mission(scenario).run(SEED, replication, clock=clock, record=record)


def agreed(scenario: Scenario, replication: int = 0) -> MissionRun:
    """One replication on both clocks, which must tell the same; gives the native one."""
    mission = Mission(scenario)
    native, simpy = (
        mission.run(SEED, replication, clock=clock, record=True) for clock in ("native", "simpy")
    )
    assert native.journal.tobytes() == simpy.journal.tobytes()
    assert native.outcomes.tobytes() == simpy.outcomes.tobytes()
    return native


def told(outcome: MissionRun, kind: int) -> npt.NDArray[Any]:
    """The events of one kind, in order."""
    journal = outcome.journal
    found: npt.NDArray[Any] = journal[journal["kind"] == kind]
    return found


def column(outcome: MissionRun, name: str) -> npt.NDArray[Any]:
    """A column of the world as the run left it, for example `people.state`."""
    return np.asarray(outcome.result.world.column(name))
