"""Survival: deaths against the closed form of the piecewise hazard, on the mission's casualties."""

import math
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import events as ev
from pksim.mission.survival import hazard_of_share, minutes_left
from pksim.mission.terms import CAUSES, DEAD
from pksim.scenario import Scenario
from tests.mission.checks import Changes, Runs, many, outcomes
from tests.mission.conftest import standard_error
from tests.mission.small import patrol, small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RATE = 1 / 113  # per minute, a T1 casualty with no care
HARDLY_KILLS = {"defeats": 0.0, "hurt": 0.0, "killed": 0.0, "t1": 1.0, "t2": 0.0}


def all_t1(**changes: Any) -> Scenario:
    """Every casualty of a device is T1, care comes at fixed times, and lifts take no time."""
    return small(
        **{
            "horizon": "60 days",
            "areas": {"near": {"emplacement": "2 per day"}, "away": {"emplacement": "2 per day"}},
            "units": {"U": {"base": "camp", "companies": 50, "platoons": 2, "drivers": 10}},
            "vehicles": {"soft": HARDLY_KILLS, "foot": HARDLY_KILLS},
            "patrols": {"p": patrol(vehicles=4, per_day=2)},
            "ieds.trigger_per_vehicle": 0.3,
            "marching.halt": "0 min",
            "care.bleeding_control": {"coverage": 1.0, "delay": "10 min"},
            "care.enhanced_care.delay": "60 min",
            "evacuation.authorisation": "0 min",
            "evacuation.load": "0 min",
            "evacuation.helicopters.*.serviceable": 0.0,
            "evacuation.own_vehicles": {"speed": "1000000 km/h", "radius": "100000 km"},
            "hospitals.*.resuscitation": "0 min",
            "hospitals.*.surgery": "0 min",
            "hospitals.*.operating_teams": 40,
            "hospitals.*.intensive_care": 400,
            "hospitals.*.ward": 400,
            "hospitals.*.quality": 1.2,
            "hospitals.*.intensive_care_stay": "1 days",
            "hospitals.*.ward_stay": "1 days",
            **changes,
        }
    )


def casualties(runs: Any = 12, **changes: Any) -> npt.NDArray[Any]:
    """Casualties of many strikes, leaving out those of the last week, whose story is not over."""
    rows = np.concatenate([run.casualties for run in many(all_t1(**changes), runs)])
    return rows[rows["wounded_at"] < 53 * 1440.0]


def hazard(minutes: float) -> float:
    """Hazard with bleeding controlled after 10 minutes and enhanced care after 60."""
    first, second = min(minutes, 10), min(max(minutes - 10, 0), 50)
    return RATE * (first + 0.40 * second + 0.163 * max(minutes - 60, 0))


def close(share: Any, wanted: float, n: int) -> bool:
    return bool(abs(share - wanted) < 4 * math.sqrt(wanted * (1 - wanted) / n))


def test_deaths_on_the_ground_follow_the_piecewise_hazard() -> None:
    # Nobody comes: the call takes longer than anybody lives.
    rows = casualties(**{"evacuation.call": "59 days"})
    assert len(rows) > 1500
    died = np.where(rows["outcome"] == DEAD, rows["end_after"], np.inf)
    for minutes in (5, 10, 30, 60, 120, 600, 2000):
        assert close(np.mean(died <= minutes), 1 - math.exp(-hazard(minutes)), len(rows))


@pytest.mark.parametrize("call", [0, 30, 100, 300])
def test_deaths_in_hospital_grow_with_the_damage_done_before(call: int) -> None:
    rows = casualties(**{"evacuation.call": f"{call} min"})
    reached = rows[~np.isnan(rows["surgery_after"])]
    assert close(len(reached) / len(rows), math.exp(-hazard(call)), len(rows)) or call == 0
    after = 1.2 * (0.135 + 0.278 * hazard(call))
    died = np.mean(reached["outcome"] == DEAD)
    assert close(died, 1 - math.exp(-after), len(reached))


# --- every cause at once ----------------------------------------------------------------


@pytest.fixture(scope="module")
def everything(gao: Scenario) -> Runs:
    """A month of the sector with ten to forty times its threats, so that every cause kills."""
    return many(busy_month(gao), 60)


def busy_month(gao: Scenario, **changes: Any) -> Scenario:
    return gao.patched(
        {
            "horizon": "30 days",
            "areas.*.emplacement": {"times": 10.0},
            "areas.*.ambushes": {"times": 20.0},
            "camps.*.complex_attacks": {"times": 40.0},
            "camps.*.indirect_fire": {"times": 30.0},
            "places.*.violence": {"times": 20.0},
            "threats.violence.harmless": 0.2,
            "accidents.deaths": {"times": 20.0},
            "illness.deaths": {"times": 10.0},
            "self_inflicted.deaths": "2 per 1000 person-years",
            **changes,
        }
    )


CAUSES_TOLD = ("ied", "ambush", "complex", "indirect", "violence", "accident", "illness")


@pytest.mark.parametrize("cause", [*CAUSES_TOLD, "self_inflicted"])
def test_scored_and_sampled_deaths_agree(everything: Runs, cause: str) -> None:
    sampled, scored = (outcomes(everything, f"{x}deaths_{cause}") for x in ("", "expected_"))
    difference = sampled - scored
    assert sampled.sum() > 50
    assert abs(difference.mean()) < 4 * standard_error(difference)
    assert 4 * standard_error(difference) < 0.5 * sampled.mean()


def test_scored_deaths_add_up(everything: Runs) -> None:
    for prefix in ("", "expected_"):
        parts = [outcomes(everything, f"{prefix}deaths_{x}") for x in CAUSES_TOLD]
        own = outcomes(everything, f"{prefix}deaths_self_inflicted")
        total = outcomes(everything, f"{prefix}deaths")
        assert total == pytest.approx(np.sum(parts, axis=0) + own)
        malicious = outcomes(everything, f"{prefix}deaths_malicious")
        assert malicious == pytest.approx(np.sum(parts[:5], axis=0))


def test_scores_are_less_noisy(everything: Runs) -> None:
    # Not of indirect fire: who waits long on the ground is scored by a hazard without bound.
    for cause in ("ied", "accident"):
        scored, sampled = (outcomes(everything, f"{x}deaths_{cause}") for x in ("expected_", ""))
        assert scored.var() < 0.8 * sampled.var(), cause


def test_casualties_are_conserved_by_cause(everything: Runs) -> None:
    for run in everything:
        rows = run.casualties
        for cause in range(CAUSES):
            ends = np.bincount(rows["outcome"][rows["cause"] == cause], minlength=4)
            assert ends.sum() == np.sum(rows["cause"] == cause)
        assert len(rows) == run["hurt"]
        dead = np.sum(rows["outcome"] == DEAD)
        assert run["hurt"] == (
            dead + run["returned_to_duty"] + run["repatriated"] + run["casualties_in_care"]
        )
        assert run["hurt"] == dead + run["wounded"]
        assert dead == run["deaths_malicious"] + run["deaths_accident"]
        assert run["deaths"] == dead + run["deaths_illness"] + run["deaths_self_inflicted"]
        assert run["killed_in_action"] + run["died_of_wounds"] == run["deaths_malicious"]
        assert np.sum(np.isnan(rows["end_after"])) == run["casualties_in_care"]


def test_the_worst_incident_is_the_one_with_most_dead(everything: Runs) -> None:
    for run in everything:
        died = run.casualties["incident"][run.casualties["outcome"] == DEAD]
        assert run["worst_incident_deaths"] == max(Counter(died.tolist()).values(), default=0)
    assert len(set(outcomes(everything, "worst_incident_deaths"))) > 1


def test_nobody_is_a_casualty_twice_at_a_time(everything: Runs) -> None:
    # One person may be hurt, mended and hurt again, but never while still in care.
    for run in everything[:20]:
        rows = np.sort(run.casualties, order=["person", "wounded_at"])
        again = rows["person"][1:] == rows["person"][:-1]
        until = rows["wounded_at"][:-1] + rows["end_after"][:-1]
        rotated = run.result.count[ev.ROTATED] > 0
        assert rotated or (rows["wounded_at"][1:][again] >= until[again] - 1e-6).all()


def test_whoever_dies_has_borne_the_threshold_and_nobody_else_has(everything: Runs) -> None:
    for run in everything:
        rows = run.casualties[run.casualties["severity"] > 0]
        dead = rows["outcome"] == DEAD
        assert (rows["hazard"][dead] == rows["threshold"][dead]).all()
        assert (rows["hazard"][~dead] < rows["threshold"][~dead]).all()


def test_clock_of_each_casualty_runs_forward(everything: Runs) -> None:
    steps = ("first_aid_after", "care_after", "hospital_after", "surgery_after", "end_after")
    for run in everything[:20]:
        for row in run.casualties:
            reached = [row[step] for step in steps if not math.isnan(row[step])]
            assert reached == sorted(reached)


def test_minutes_left() -> None:
    assert minutes_left(1.0, 0.5, 0.25) == 2.0
    assert minutes_left(1.0, 2.0, 0.25) == 0.0
    assert minutes_left(1.0, 0.5, 0.0) == math.inf
    assert hazard_of_share(0.0028) == pytest.approx(0.0028039, abs=1e-7)


# --- faster care never kills anybody whom slower care saves ---------------------------------


def dead_keys(runs: Runs) -> list[set[int]]:
    """Who died of an injury, in each run."""
    return [set(run.casualties["key"][run.casualties["outcome"] == DEAD].tolist()) for run in runs]


PLENTY: Changes = {
    "horizon": "40 days",
    "areas.*.emplacement": {"times": 20.0},
    "areas.*.ambushes": {"times": 20.0},
    "evacuation.helicopters.*.serviceable": 0.0,
    "teams.*-ambulance.teams": 0,
    "evacuation.own_vehicles": {"speed": "60 km/h", "radius": "2000 km"},
    "evacuation.stage_within": "0 min",
    "hospitals.*-2.operating_teams": 40,
    "hospitals.*-2.night_teams": 40,
    "hospitals.*.unit": None,
    "hospitals.*.bays": 0,
    "hospitals.*.blood": None,
    "hospitals.*.intensive_care": 100,
    "hospitals.*.ward": 100,
    "care.t3_returned": 0.0,
    "illness.episodes": "0 per 1000 person-years",
}
"""Nobody waits for anybody else, and whoever is saved goes home: so nobody else's fate changes."""


@pytest.fixture(scope="module")
def slow_care(gao: Scenario) -> Runs:
    return many(gao.patched(PLENTY), 100)


@pytest.mark.parametrize(
    "faster",
    [
        {"care.bleeding_control.coverage": 0.9},
        {"care.bleeding_control.delay": {"times": 0.5}},
        {"care.enhanced_care.delay": {"times": 0.5}},
        {"evacuation.call": "0 min"},
        {"evacuation.load": {"times": 0.2}},
        {"evacuation.own_vehicles.speed": "120 km/h"},
        {"hospitals.*.resuscitation": {"times": 0.2}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_faster_care_kills_nobody_more(gao: Scenario, slow_care: Runs, faster: Changes) -> None:
    fast = many(gao.patched(PLENTY).patched(faster), 100)
    for run, same in zip(slow_care, fast, strict=True):  # the same people are hurt
        assert (run.casualties["key"] == same.casualties["key"]).all()
    gained = 0
    for one, other in zip(dead_keys(slow_care), dead_keys(fast), strict=True):
        assert other <= one
        gained += len(one) - len(other)
    assert gained > 0


def test_surgeons_are_shared_so_a_life_saved_may_cost_another(gao: Scenario) -> None:
    # Why the test above takes queues away: with one team, whom better first aid saves is operated
    # on while somebody else waits. The sum still falls.
    crowded: Changes = {
        "hospitals.*-2.operating_teams": 1,
        "hospitals.*.surgery": {"times": 3.0},
        "vehicles.soft.t1": 0.6,
        "care.blood": 0.4,
    }
    month = busy_month(gao, **crowded)
    before = dead_keys(many(month, 120))
    after = dead_keys(many(month.patched({"care.bleeding_control.coverage": 1.0}), 120))
    assert sum(map(len, after)) < sum(map(len, before))
    assert any(other - one for one, other in zip(before, after, strict=True))
