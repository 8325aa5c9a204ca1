"""Random whole scenarios: another map, other units, programmes, threats, care and beds each time.

Everything a scenario may contain is switched on or off at random. Threats are far above life, so
that a few days hold strikes, ambushes, attacks on camps, lifts, full hospitals and deaths.
"""

import random
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.agreement.outbreaks import random_outbreak

from pksim.scenario import Scenario, load

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"
START = "2019-05-28"
"""Shortly before a new month, at which rates of illness and weather change."""

DAYS = ("2019-05-29", "2019-05-30", "2019-05-31", "2019-06-01", "2019-06-02")
Part = dict[str, Any]
SPECIALISTS = {"eod": 30, "medic": 12, "surgeon": 8, "aircrew": 6, "staff": 4}


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
        "teams": _teams(rng, units, bases),
        **_vehicles(rng),
        "patrols": {f"patrol{i}": _patrol(rng, places, units) for i in range(rng.randint(2, 6))},
        "marching": _marching(rng),
        "search": {**_shipped()["search"], "on_foot": rng.choice([0, 0.5, 1])},
        **_devices(rng),
        **_attacks(rng, bases),
        **_background(rng),
        "incidents": [_incident(rng, units) for _ in range(rng.randint(0, 2))],
        "care": _care(rng),
        "evacuation": _evacuation(rng, places, units),
        "hospitals": _hospitals(rng, places, units),
        "covid": random_outbreak(rng, bases, [*units], DAYS) if rng.random() < 0.6 else None,
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
        "support": {**SPECIALISTS, "driver": rng.choice([0, 5])},
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


def _teams(rng: random.Random, units: dict[str, Part], bases: list[str]) -> dict[str, Part]:
    """Reaction and disposal teams, and an ambulance in some places; `_hospitals` knows of these."""
    teams = {f"team{i}": _team(rng, units) for i in range(rng.randint(0, 4))}
    for name, unit in units.items():
        if unit["base"] == bases[0] and rng.random() < 0.5:
            teams[f"ambulance-{name}"] = {
                **_team(rng, units),
                "role": "ambulance",
                "base": bases[0],
                "unit": name,
                "teams": rng.randint(1, 2),
                "people": 3,
                "seats": rng.choice([1, 4]),
            }
    return teams


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


def _incident(rng: random.Random, units: dict[str, Part]) -> Part:
    """Up to a dozen people of a place hurt at once, and perhaps again."""
    hurt = {how: rng.randint(0, 3) for how in ("killed", "t1", "t2", "t3")}
    return {
        **hurt,
        "t1": max(hurt["t1"], 1),
        "at": rng.choice([unit["base"] for unit in units.values()]),
        "cause": rng.choice(["ied", "complex attack", "indirect fire", "camp accident"]),
        "day": rng.randint(0, 2),
        "hour": rng.choice(["0 h", "6 h", "17 h"]),
        "times": rng.choice([1, 1, 3]),
        "every": "7 h",
    }


def _care(rng: random.Random) -> Part:
    shipped = _shipped()["care"]
    return {
        **shipped,
        "t1_death_time": rng.choice(["113 min", "2 days"]),
        "enhanced_care": {**shipped["enhanced_care"], "blood": rng.choice([0, 0.5])},
    }


def _evacuation(rng: random.Random, places: list[str], units: dict[str, Part]) -> Part:
    shipped = _shipped()["evacuation"]
    delays = {
        "call": rng.choice(["0 min", "10 min"]),
        "authorisation": rng.choice(["0 min", "2 h"]),
        "refused": rng.choice([0, 0.3]),
        "isolated": {"share": rng.choice([0, 0.5]), "hoist": "10 min", "carry": "1 h"},
        "stage_within": rng.choice(["0 min", "1 h", "10 h"]),
        "onward": rng.choice([None, {"exponential": "10 h"}]),
        "maximum_radius": rng.choice([None, "60 km"]),
        "own_vehicles": {"speed": "30 km/h", "radius": rng.choice(["5 km", "60 km"])},
    }
    if rng.random() < 0.5:
        delays["landing_zone"] = {
            "hot": {"ambush": 0.5, "complex attack": 1.0, "ied": 0.5, "camp accident": 0.3},
            "safe_after": {"exponential": "2 h"},
        }
    fleet = {
        f"helicopter{i}": _helicopter(rng, rng.choice(places), units)
        for i in range(rng.randint(1, 3))
    }
    return {**shipped, **delays, "helicopters": fleet}


def _helicopter(rng: random.Random, base: str, units: dict[str, Part]) -> Part:
    crews = [name for name, unit in units.items() if unit["base"] == base]
    return {
        **_shipped()["evacuation"]["helicopters"]["gao-1"],
        "base": base,
        "night": rng.random() < 0.5,
        "hoist": rng.random() < 0.5,
        "range": rng.choice(["400 km", "1000 km"]),
        "serviceable": rng.choice([0, 0.5, 1]),
        "repair": rng.choice(["6 h", {"exponential": "1 days"}]),
        "tasked": rng.choice([0, 0.3]),
        "flying_hours": rng.choice(["2 h", "8 h"]),
        "seats": rng.randint(1, 6),
        "unit": rng.choice([None, *crews]),
        "crew": rng.choice([1, 4]),
    }


def _hospitals(rng: random.Random, places: list[str], units: dict[str, Part]) -> Part:
    """One where ambulances are, and others anywhere."""
    first = next(iter(units.values()))["base"]
    at = [first, *(rng.choice(places) for _ in range(rng.randint(0, 3)))]
    return {f"hospital{i}": _hospital(rng, place, units) for i, place in enumerate(at)}


def _hospital(rng: random.Random, place: str, units: dict[str, Part]) -> Part:
    teams = rng.randint(0, 2)
    staff = [name for name, unit in units.items() if unit["base"] == place]
    return {
        **_shipped()["hospitals"]["gao-level-2"],
        "at": place,
        "level": rng.choice(["1+", "2", "3"]) if teams else "1",
        "bays": rng.randint(0, 2),
        "operating_teams": teams,
        "night_teams": rng.choice([None, min(teams, 1)]),
        "unit": rng.choice([None, *staff]),
        "surgeons": 1,
        "intensive_care": rng.randint(0, 3),
        "ward": rng.randint(1, 6),
        "holding": rng.choice(["1 days", "7 days"]),
        "blood": rng.choice([None, 0, 8]),
        "resupply": "1 days",
    }
