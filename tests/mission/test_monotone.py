"""Care that comes sooner kills nobody whom later care saves, as long as nobody waits for another.

Replication by replication and person by person. The first half has a helicopter, a bed and a team
for everybody, so the sets of the dead are nested; the second half states what happens when one
helicopter is all there is: then a life saved may cost another. By road: `test_survival.py`.
"""

from copy import deepcopy
from typing import Any

import pytest

from pksim.mission.terms import DEAD
from pksim.scenario import Scenario
from tests.mission.checks import Changes, Runs, many
from tests.mission.small import CONTENT, small

pytestmark = pytest.mark.slow

REPLICATIONS = 60


def law(median: int) -> dict[str, Any]:
    """A lognormal delay, so that every incident has its own."""
    return {"lognormal": {"median": f"{median} min", "sigma": 0.6}}


def flown(fleet: int, every: str) -> Scenario:
    """Three T1 and two T2 in the camp again and again; the hospital can only be reached by air."""
    evacuation: dict[str, Any] = deepcopy(CONTENT["evacuation"])
    bird = evacuation["helicopters"]["bird"]
    ready = {"readiness_day": law(20), "readiness_night": law(20), "flying_hours": "1000 h"}
    evacuation |= {
        "call": law(15),
        "authorisation": law(30),
        "load": law(10),
        "landing_zone": {"hot": {"indirect fire": 0.5}, "safe_after": law(60)},
        "own_vehicles": {"speed": "0.01 km/h", "radius": "1 km"},
        "helicopters": {f"bird{i}": {**bird, **ready} for i in range(fleet)},
    }
    hospital = {"at": "far", "operating_teams": 40, "intensive_care": 200, "ward": 400}
    return small(
        horizon="30 days",
        units={"U": {"base": "camp", "companies": 9, "platoons": 5}},
        incidents=[
            {
                "at": "camp", "cause": "indirect fire", "day": 0, "hour": "1 h",
                "t1": 3, "t2": 2, "times": 20, "every": every,
            }
        ],
        evacuation=evacuation,
        hospitals={"hospital": {**CONTENT["hospitals"]["hospital"], **hospital}},
    )  # fmt: skip


def dead(runs: Runs) -> list[set[int]]:
    """Who died, in each run."""
    return [set(run.casualties["key"][run.casualties["outcome"] == DEAD].tolist()) for run in runs]


READY = "evacuation.helicopters.*.readiness"
SOONER: list[Changes] = [
    {"care.bleeding_control.delay": {"times": 0.5}},
    {"care.enhanced_care.delay": {"times": 0.5}},
    {"care.enhanced_care.blood": 1.0},
    {"evacuation.call": {"times": 0.5}},
    {"evacuation.authorisation": {"times": 0.5}},
    {"evacuation.load": {"times": 0.5}},
    {"evacuation.landing_zone.safe_after": {"times": 0.5}},
    {f"{READY}_day": law(10), f"{READY}_night": law(10)},
    {"evacuation.helicopters.*.speed": "400 km/h"},
    {"hospitals.*.resuscitation": {"times": 0.2}},
]  # fmt: skip


@pytest.fixture(scope="module")
def slow_care() -> Runs:
    """As above, with a helicopter for every call."""
    return many(flown(30, "13 h"), REPLICATIONS)


@pytest.mark.parametrize("sooner", SOONER, ids=lambda change: next(iter(change)))
def test_sooner_care_kills_nobody_more(slow_care: Runs, sooner: Changes) -> None:
    fast = many(flown(30, "13 h").patched(sooner), REPLICATIONS)
    gained = 0
    for one, other in zip(dead(slow_care), dead(fast), strict=True):
        assert other <= one
        gained += len(one) - len(other)
    assert gained > 0


def test_with_one_helicopter_a_life_saved_may_cost_another() -> None:
    """Whom sooner first aid saves takes the seat of somebody else. The sum still falls."""
    crowded = flown(1, "40 min").patched({"evacuation.helicopters.*.seats": 2})
    before = dead(many(crowded, REPLICATIONS))
    after = dead(many(crowded.patched({"care.bleeding_control.delay": "0 min"}), REPLICATIONS))
    assert sum(map(len, after)) < sum(map(len, before))
    assert any(other - one for one, other in zip(before, after, strict=True))
