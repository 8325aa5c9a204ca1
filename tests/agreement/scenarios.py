"""Random whole scenarios: another map, other patrols, threats, care and beds each time.

Threats are far above life, so that a few days hold strikes, lifts, full hospitals and deaths.
"""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pksim.scenario import Scenario, load

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"


@cache
def _shipped() -> dict[str, Any]:
    return load(GAO).to_dict()


def random_scenario(seed: int) -> Scenario:
    """A scenario drawn by `seed`, small enough to run in a fraction of a second on either clock."""
    rng = random.Random(seed)
    content = dict(_shipped())
    places = [f"place{i}" for i in range(rng.randint(2, 6))]
    areas = [f"area{i}" for i in range(rng.randint(1, 3))]
    content |= {
        "horizon": f"{rng.randint(5, 20)} days",
        "strength": rng.randint(500, 20_000),
        "places": {place: _place(rng, i) for i, place in enumerate(places)},
        "areas": {area: {"emplacement": f"{rng.uniform(0, 8):.2f} per day"} for area in areas},
        "roads": _roads(rng, places, areas),
        "patrols": {f"patrol{i}": _patrol(rng, places) for i in range(rng.randint(1, 5))},
        "routes": {"alternatives": rng.randint(1, 3)},
        "hospitals": {f"hospital{i}": _hospital(rng, places) for i in range(rng.randint(1, 3))},
        "evacuation": _evacuation(rng, places),
        "ieds": _shipped()["ieds"] | _ieds(rng),
        "search": _shipped()["search"] | {"on_foot": rng.choice([0, 0.5, 1])},
        "accidents": _shipped()["accidents"]
        | {"deaths": f"{rng.choice([1, 50])} per 1000 person-years"},
        "illness": _shipped()["illness"]
        | {"admissions": f"{rng.choice([0.1, 3])} per person-year"},
        "fleet": rng.choice([{"soft": 1.0}, {"soft": 0.5, "armoured": 0.2, "mine-protected": 0.3}]),
        "measures": {},
        "policies": {"baseline": []},
    }
    return Scenario.from_dict(content)


def _place(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "latitude": round(16 + rng.uniform(-0.8, 0.8), 1),
        "longitude": round(0.3 * number + rng.uniform(-0.1, 0.1), 1),
        "kind": "base",
    }


def _roads(rng: random.Random, places: list[str], areas: list[str]) -> list[dict[str, Any]]:
    """A chain through all places, and here and there a second way."""
    pairs = list(pairwise(places))
    pairs += [(a, b) for a, b in zip(places, places[2:], strict=False) if rng.random() < 0.4]
    return [
        {
            "from": a, "to": b, "area": rng.choice(areas),
            "winding": round(rng.uniform(1, 1.5), 2), "speed": f"{rng.choice([20, 25, 50])} km/h",
        }
        for a, b in pairs
    ]  # fmt: skip


def _patrol(rng: random.Random, places: list[str]) -> dict[str, Any]:
    base, other = rng.sample(places, 2)
    where = {"to": other} if rng.random() < 0.5 else {"towards": [other], "distance": "8 km"}
    return where | {
        "base": base,
        "per_day": f"{rng.choice([0.3, 2, 6])} per day",
        "vehicles": rng.choice([1, 4, 30]),
        "leave": rng.choice(
            ["6 h", {"uniform": ["0 h", "23 h"]}]
        ),  # 6 h: many leave at one instant
        "dwell": rng.choice(["0 min", "2 h", {"exponential": "3 h"}]),
    }


def _ieds(rng: random.Random) -> dict[str, Any]:
    return {
        "traffic_weight": rng.random(),
        "trigger_per_vehicle": rng.choice([0.001, 0.05, 0.5]),
        "radio_controlled": rng.random(),
        "jammer_coverage": rng.choice([0, 0.8]),
        "turn_back": rng.random(),
        "halt": rng.choice(["0 min", "30 min"]),
    }


def _evacuation(rng: random.Random, places: list[str]) -> dict[str, Any]:
    shipped = _shipped()["evacuation"]
    pattern = shipped["helicopters"]["gao-1"]
    fleet = {
        f"helicopter{i}": pattern
        | {
            "base": rng.choice(places),
            "night": rng.random() < 0.5,
            "serviceable": rng.choice([0, 0.5, 1]),
            "seats": rng.randint(1, 6),
        }
        for i in range(rng.randint(1, 3))
    }
    delays = {
        "call": rng.choice(["0 min", "10 min"]),
        "authorisation": rng.choice(["0 min", "2 h"]),
    }
    return {**shipped, **delays, "helicopters": fleet}


def _hospital(rng: random.Random, places: list[str]) -> dict[str, Any]:
    return {
        **_shipped()["hospitals"]["gao-level-2"],
        "at": rng.choice(places),
        "operating_teams": rng.randint(0, 2),
        "intensive_care": rng.randint(0, 3),
        "ward": rng.randint(0, 6),
    }
