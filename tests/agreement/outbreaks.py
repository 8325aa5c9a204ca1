"""A random pandemic for a random scenario: each part on or off, in days not months."""

import random
from typing import Any

Part = dict[str, Any]
AGES = ("20s", "30s", "40s", "50s")


def random_outbreak(rng: random.Random, bases: list[str], units: list[str], days: Any) -> Part:
    """The key `covid` of a scenario whose first days are `days`."""
    period = sorted(rng.sample(days, 2))
    return {
        "contacts": _contacts(rng),
        "course": _course(rng),
        "variants": {"first": {}, "second": {"from": days[1], "over": "2 days", "spread": 2.0,
                                            "escape": 0.5, "vaccine": 0.5, "severity": 2.0}},
        "seeds": [{"at": rng.choice(bases), "cases": rng.randint(1, 5), "day": rng.randint(0, 2)}],
        "surroundings": {
            "prevalence": {days[0]: rng.choice([0.0, 0.3]), days[2]: 0.5},
            "towns": rng.choice([0, 3]),
            "gate": rng.choice([0, 0.2]),
        },
        "arrivals": {
            "infected": {days[0]: rng.choice([0.0, 0.5])}, "window": "3 days",
            "screened": rng.choice([0, 0.5]),
        },
        "freeze": rng.choice([None, {"from": period[0], "until": period[1]}]),
        "measures_from": rng.choice([None, days[1]]),
        **_measures(rng, units, days),
    }  # fmt: skip


def _contacts(rng: random.Random) -> Part:
    return {
        "r0": rng.choice([0, 2, 8]),
        "where": rng.choice([{"camp": 1.0}, {"section": 0.3, "platoon": 0.3, "camp": 0.4}]),
        "crew": rng.choice([0, 5]),
        "ward": rng.choice([0, 5]),
        "dispersion": rng.choice([None, 0.45]),
        "early": rng.choice([0, 0.3]),
        "asymptomatic": rng.choice([0.3, 1]),
        "factors": {"camp": 0.7, "crew": 0.5},
    }


def _course(rng: random.Random) -> Part:
    """So fast and so bad that beds, flights and deaths all come about in a week."""
    bad = {"symptomatic": 0.8, "severe": 0.5, "critical": 0.3, "dead": 0.15}
    hours = {"lognormal": {"mean": "10 h", "sd": "6 h"}}
    return {
        **dict.fromkeys(
            ("latent", "onset", "severe_after", "critical_after", "death_after"), hours
        ),
        "infectious": {"lognormal": {"median": "1 days", "sigma": 0.5}},
        "mild": rng.choice(["6 h", "2 days"]),
        "severe": "2 days",
        "critical": "2 days",
        "severity": dict.fromkeys(AGES, bad),
    }


def _measures(rng: random.Random, units: list[str], days: Any) -> Part:
    campaigns = rng.choice([0, 1, 2])
    campaign = {"from": days[0], "over": "3 days", "uptake": 0.7, "off_duty": "12 h"}
    tests = [{"day": -2}, {"day": 0, "kind": "antigen"}, {"day": 1}]
    routine = {"every": "1 days", "kind": "antigen", "units": rng.sample(units, 1),
               "jobs": rng.choice([[], ["medic", "aircrew", "rifle"]])}  # fmt: skip
    fast = {"sensitivity": {0: 0.0, 1: 0.8, 9: 0.4}, "specificity": 0.95, "turnaround": "6 h"}
    return {
        "isolation": {"reports": rng.choice([0, 0.8]), "delay": "4 h", "lasts": "2 days",
                      "on_symptoms": rng.choice([0, 0.7])},
        "tests": {"pcr": fast, "antigen": {**fast, "turnaround": "0 min"},
                  "on_symptoms": rng.choice([None, "pcr"]), "routine": rng.choice([None, routine])},
        "tracing": {"found": rng.choice([0, 0.7]), "delay": "3 h", "lasts": "2 days"},
        "quarantine": {"before": rng.choice(["0 h", "2 days"]), "complies": rng.choice([0.5, 1]),
                       "arrival": rng.choice(["0 h", "2 days"]),
                       "tests": rng.choice([[], tests])},
        "bubbles": rng.choice([None, {"platoons": 1, "across": 0.4}]),
        "vaccine": {"takes": "1 days", "half_life": "10 days",
                    "campaigns": [campaign, {**campaign, "units": units[:1]}][:campaigns]},
        "flights": {"transfers": rng.random() < 0.5, "turn_round": rng.choice(["0 min", "2 h"]),
                    "approval": rng.choice([None, "20 h"])},
        "couplings": {name: rng.random() < 0.8
                      for name in ("duty", "staff", "quarantine", "beds", "flights")},
    }  # fmt: skip
