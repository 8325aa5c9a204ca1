"""Random whole scenarios: another map, other units, programmes, threats, care and beds each time.

Everything a scenario may contain is switched on or off at random. Threats are far above life, so
that a few days hold strikes, ambushes, attacks on camps, lifts, full hospitals and deaths.
"""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pksim.scenario import Scenario, load

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"
START = "2019-05-28"
"""Shortly before a new month, at which rates of illness and weather change."""

DAYS = ("2019-05-29", "2019-05-30", "2019-05-31", "2019-06-01", "2019-06-02")
Part = dict[str, Any]


@cache
def _shipped() -> Part:
    return load(GAO).to_dict()


def random_scenario(seed: int) -> Scenario:
    """A scenario drawn by `seed`, small enough to run in a fraction of a second on either clock."""
    rng = random.Random(seed)
    places = [f"place{i}" for i in range(rng.randint(2, 6))]
    areas = [f"area{i}" for i in range(rng.randint(1, 3))]
    bases = places[: rng.randint(1, len(places))]
    units = {f"unit{i}": _unit(rng, base, areas) for i, base in enumerate(bases * 2)}
    content = {
        **_shipped(),
        "start": START,
        "horizon": f"{rng.randint(3, 10)} days",
        "utc_offset": rng.choice([None, 0, 1]),
        "places": {place: _place(rng, i, bases) for i, place in enumerate(places)},
        "areas": {area: _area(rng) for area in areas},
        "roads": _roads(rng, places, areas),
        "routes": {"alternatives": rng.randint(1, 3)},
        **_skies_and_moods(rng, areas),
        "units": units,
        "exposure_shape": rng.choice([None, 0.7, 2.2]),
        "caveats": [_caveat(rng, [*units], areas) for _ in range(rng.randint(0, 2))],
        "teams": {f"team{i}": _team(rng, units) for i in range(rng.randint(0, 4))},
        **_vehicles(rng),
        "patrols": {f"patrol{i}": _patrol(rng, places, units) for i in range(rng.randint(2, 6))},
        "marching": _marching(rng),
        "search": {**_shipped()["search"], "on_foot": rng.choice([0, 0.5, 1])},
        **_devices(rng),
        **_attacks(rng, bases),
        **_background(rng),
        "evacuation": _evacuation(rng, places),
        "hospitals": {f"hospital{i}": _hospital(rng, places) for i in range(rng.randint(1, 3))},
        "measures": {},
        "policies": {"baseline": []},
    }
    return Scenario.from_dict(content)


# --- the ground -------------------------------------------------------------------------


def _place(rng: random.Random, number: int, bases: list[str]) -> Part:
    base = number < len(bases)
    town = not base and rng.random() < 0.7
    return {
        "latitude": round(16 + rng.uniform(-0.8, 0.8), 1),
        "longitude": round(0.3 * number + rng.uniform(-0.1, 0.1), 1),
        "kind": rng.choice(["base", "operating base"]) if base else "town" if town else "base",
        "violence": rng.choice(["0 per day", "0.7 per day"]) if town else "0 per day",
    }


def _area(rng: random.Random) -> Part:
    return {
        "emplacement": f"{rng.uniform(0, 4):.2f} per day",
        "ambushes": f"{rng.choice([0, 0.2, 3])} per day",
        "drones": rng.choice([0, 0.5, 1]),
    }


def _roads(rng: random.Random, places: list[str], areas: list[str]) -> list[Part]:
    """A chain through all places, and here and there a second way."""
    pairs = list(pairwise(places))
    pairs += [(a, b) for a, b in zip(places, places[2:], strict=False) if rng.random() < 0.4]
    return [
        {
            "from": a, "to": b, "area": rng.choice(areas),
            "winding": round(rng.uniform(1, 1.5), 2), "speed": f"{rng.choice([20, 25, 50])} km/h",
            "usual_traffic": rng.choice([0.5, 10]),
        }
        for a, b in pairs
    ]  # fmt: skip


def _skies_and_moods(rng: random.Random, areas: list[str]) -> Part:
    moods = {
        "calm": {"multiplier": 0.7, "share": 0.5, "dwell": "2 days"},
        "tense": {"multiplier": 1.3, "share": 0.3, "dwell": "2 days"},
        "crisis": {"multiplier": 3, "share": 0.2, "dwell": "1 days"},
    }
    return {
        "regimes": rng.choice([None, moods]),
        "shocks": [
            {"area": rng.choice(areas), **_period(rng), "multiplier": rng.choice([0, 0.5, 4])}
            for _ in range(rng.randint(0, 2))
        ],
        "closures": [{"area": rng.choice(areas), **_period(rng)} for _ in range(rng.randint(0, 1))],
        "weather": _weather(rng) if rng.random() < 0.6 else None,
    }


def _period(rng: random.Random) -> Part:
    begin, end = sorted(rng.sample(DAYS, 2))
    return {"from": begin, "until": end}


def _weather(rng: random.Random) -> Part:
    return {
        "spells": {5: "1 per day", 6: f"{rng.choice([0, 2])} per day"},
        "lasts": rng.choice(["4 h", {"exponential": "6 h"}]),
        "speed_factor": rng.choice([0.5, 1]),
        "grounds_patrols": rng.choice([0, 0.5, 1]),
    }


# --- people -----------------------------------------------------------------------------


def _unit(rng: random.Random, base: str, areas: list[str]) -> Part:
    return {
        "base": base,
        "companies": rng.randint(1, 2),
        "platoons": rng.randint(1, 3),
        "sections": rng.randint(1, 3),
        "section_strength": rng.choice([8, 10]),
        "drivers": rng.choice([2, 5, 8]),
        "support": {"eod": 30, "driver": rng.choice([0, 5]), "medic": 3, "surgeon": 1, "staff": 4},
        "rotations": rng.choice([[], [], [rng.choice(DAYS)]]),
        "exposure": {areas[0]: rng.choice([0.5, 3.0])} if rng.random() < 0.3 else {},
        "fleet": rng.choice([None, None, {"armoured": 0.5, "soft": 0.5}]),
        "doses": rng.choice([0, 2]),
    }


def _caveat(rng: random.Random, units: list[str], areas: list[str]) -> Part:
    kinds = ["patrol", "convoy", "escort", "clearance", "night", "foot", "team"]
    return {
        "unit": rng.choice([None, *units]),
        "may_not": rng.choice(kinds),
        "areas": rng.sample(areas, rng.randint(0, 1)),
        **rng.choice([{}, _period(rng)]),
    }


def _team(rng: random.Random, units: dict[str, Part]) -> Part:
    name, unit = rng.choice([*units.items()])
    role = rng.choice(["quick reaction", "eod"])
    line = unit["companies"] * unit["platoons"] * unit["sections"] * unit["section_strength"]
    return {
        "role": role,
        "base": unit["base"],
        "unit": name,
        "teams": rng.randint(0, min(2, line // 8)),
        "vehicles": rng.choice([1, 3]),
        "people": rng.choice([3, 8]),
        "readiness": rng.choice(["0 min", {"exponential": "30 min"}]),
        "work": rng.choice(["0 min", "1 h"]),
        "radius": rng.choice(["40 km", "500 km"]),
    }


def _vehicles(rng: random.Random) -> Part:
    shipped = _shipped()["vehicles"]
    mixed = {"soft": 0.5, "armoured": 0.2, "mine-protected": 0.3}
    return {
        "vehicles": {
            name: {**law, "stops_fire": rng.random() / 2} for name, law in shipped.items()
        },
        "fleet": rng.choice([{"soft": 1.0}, mixed]),
        "occupants": rng.choice([{1: 1.0}, {2: 0.5, 4: 0.5}]),
    }


# --- programmes -------------------------------------------------------------------------


def _patrol(rng: random.Random, places: list[str], units: dict[str, Part]) -> Part:
    name, unit = rng.choice([*units.items()])
    others = [place for place in places if place != unit["base"]]
    posture = rng.choice(["mounted", "mounted", "dismount", "lead vehicle", "clearance"])
    when: Part = {"per_day": f"{rng.choice([0.3, 2, 4])} per day"}
    if rng.random() < 0.2:
        when = {"timetable": sorted(rng.sample(DAYS, 3))}
    part: Part = {
        **when,
        **_where(rng, others),
        "kind": "clearance" if posture == "clearance" else rng.choice(["patrol", "escort"]),
        "base": unit["base"],
        "unit": name,
        "minimum": rng.choice([0, 0.75, 1]),
        "night": rng.random() < 0.4,
        # 6 h: many leave at one instant
        "leave": rng.choice(["6 h", {"uniform": ["0 h", "23 h"]}]),
        "dwell": rng.choice(["0 min", "2 h", {"exponential": "8 h"}]),
    }
    if rng.random() < 0.2:
        foot = {"mode": "foot", "people": rng.choice([1, 8]), "vehicles": 0}
        return {**part, **foot, "kind": "patrol"}
    return {**part, **_column(rng, posture, unit)}


def _where(rng: random.Random, others: list[str]) -> Part:
    if rng.random() < 0.5:
        return {"towards": rng.sample(others, min(len(others), 2)), "distance": "8 km"}
    *via, to = rng.sample(others, min(len(others), rng.randint(1, 2)))
    return {"to": to, "via": via}


def _column(rng: random.Random, posture: str, unit: Part) -> Part:
    """Vehicles with up to three seats on average; the unit must have the people and drivers."""
    sections = unit["companies"] * unit["platoons"] * unit["sections"]
    there = min(sections * unit["section_strength"] // 3, sections * unit["drivers"])
    return {
        "vehicles": min(rng.choice([1, 4, 4, 12]), there),
        "contractors": rng.choice([0, 0, 0.6]),
        "posture": posture,
        "lead": "mine-protected" if posture in {"lead vehicle", "clearance"} else None,
        "spacing": rng.choice(["5 m", "100 m"]),
        "jammers": rng.choice([0, 0.8]),
    }


def _marching(rng: random.Random) -> Part:
    return {
        "halt": rng.choice(["0 min", "30 min", {"exponential": "3 h"}]),
        "turn_back": rng.choice([0, 0.5, 1]),
        "foot_speed": rng.choice([4, 5]),
        "night_accidents": rng.choice([1, 5]),
    }


# --- threats ----------------------------------------------------------------------------


def _devices(rng: random.Random) -> Part:
    radio = rng.random()
    ieds = {
        **_shipped()["ieds"],
        "traffic_weight": rng.random(),
        "trigger_per_vehicle": rng.choice([0.001, 0.05, 0.5]),
        "tips": rng.choice(["0 per day", "0.2 per day"]),
        "initiators": {"radio-controlled": radio, "victim-operated": 1 - radio},
        "ambush_follows": rng.choice([0, 0.4]),
        "second_device": rng.choice([0, 0.4]),
        "night_factor": rng.choice([0.5, 2]),
    }
    adversary = {
        "mode": rng.choice(["fixed", "responding"]),
        "displacement": rng.choice([0, 0.5, 1]),
        "onto_others": rng.choice([0, 0.5]),
        "time_constant": "10 days",
    }
    return {
        "ieds": ieds,
        "adversary": adversary,
        "drones": {"sees_devices": 0.5, "sees_ambushes": 0.5, "acted_on": rng.choice([0.5, 1])},
        "warnings": rng.choice([None, {"memory": "5 days", "shared_after": "12 h"}]),
        "reporting": rng.choice([1.0, 2.0]),
    }


def _attacks(rng: random.Random, bases: list[str]) -> Part:
    threats = _shipped()["threats"]
    camp = {
        "complex_attacks": rng.choice(["0 per day", "0.3 per day"]),
        "indirect_fire": rng.choice(["0 per day", "1 per day"]),
        "detects": rng.choice([0, 0.5, 1]),
    }
    return {
        "threats": {name: law for name, law in threats.items() if rng.random() < 0.7},
        "camps": {base: camp for base in bases if rng.random() < 0.5},
        "others": rng.choice([None, _shipped()["others"]]),
    }


def _background(rng: random.Random) -> Part:
    shipped = _shipped()
    deaths = rng.choice([1, 3000])
    return {
        "accidents": {**shipped["accidents"], "deaths": f"{deaths} per 1000 person-years"},
        "illness": {
            **shipped["illness"],
            "deaths": f"{rng.choice([1, 500])} per 1000 person-years",
            "episodes": f"{rng.choice([500, 20000])} per 1000 person-years",
            "admitted": rng.choice([0, 0.5]),
        },
        "self_inflicted": {"deaths": f"{rng.choice([0, 200])} per 1000 person-years"},
    }


# --- care -------------------------------------------------------------------------------


def _evacuation(rng: random.Random, places: list[str]) -> Part:
    shipped = _shipped()["evacuation"]
    pattern = shipped["helicopters"]["gao-1"]
    fleet = {
        f"helicopter{i}": {
            **pattern,
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


def _hospital(rng: random.Random, places: list[str]) -> Part:
    return {
        **_shipped()["hospitals"]["gao-level-2"],
        "at": rng.choice(places),
        "operating_teams": rng.randint(0, 2),
        "intensive_care": rng.randint(0, 3),
        "ward": rng.randint(0, 6),
    }
