"""Survival: deaths against the closed form of the piecewise hazard, on the mission's casualties."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission
from pksim.mission.survival import hazard_of_share, minutes_left
from pksim.mission.terms import DEAD, IED
from pksim.scenario import Scenario
from tests.mission.conftest import Changes, Runs, RunsOf, outcome, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RATE = 1 / 113  # per minute, a T1 casualty with no care
ALL_T1: Changes = {
    "vehicles.soft.killed": 0.0,
    "vehicles.soft.t1": 1.0,
    "vehicles.soft.t2": 0.0,
    "fleet": {"soft": 1.0, "armoured": 0.0, "mine-protected": 0.0},
    "areas.*.emplacement": {"times": 30.0},
    "accidents.deaths": "0 per 1000 person-years",
    "care.bleeding_control.coverage": 1.0,
    "care.bleeding_control.delay": "10 min",
    "care.enhanced_care.delay": "60 min",
    "evacuation.authorisation": "0 min",
    "evacuation.load": "0 min",
    "evacuation.helicopters.*.serviceable": 0.0,
    "evacuation.ambulance": {"speed": "1000000 km/h", "radius": "100000 km"},
    "hospitals.*.resuscitation": "0 min",
    "hospitals.*.surgery": "0 min",
    "hospitals.*.operating_teams": 40,
    "hospitals.*.intensive_care": 400,
    "hospitals.*.ward": 400,
    "hospitals.*.quality": 1.2,
    "hospitals.*.intensive_care_stay": "1 days",
    "hospitals.*.ward_stay": "1 days",
}
"""Every casualty of a device is T1, care comes at fixed times, and lifts take no time."""


def casualties(scenario: Scenario, changes: Changes, runs: int = 8) -> npt.NDArray[Any]:
    """Casualties of many strikes, leaving out those of the last week, whose story is not over."""
    mission = Mission(scenario.patched({**ALL_T1, **changes}))
    rows = np.concatenate([mission.run(1, i).casualties for i in range(runs)])
    return rows[rows["wounded_at"] < 173 * 1440.0]


def hazard(minutes: float) -> float:
    """Hazard with bleeding controlled after 10 minutes and enhanced care after 60."""
    first, second = min(minutes, 10), min(max(minutes - 10, 0), 50)
    return RATE * (first + 0.40 * second + 0.163 * max(minutes - 60, 0))


def close(share: Any, wanted: float, n: int) -> bool:
    return bool(abs(share - wanted) < 4 * math.sqrt(wanted * (1 - wanted) / n))


def test_deaths_on_the_ground_follow_the_piecewise_hazard(gao: Scenario) -> None:
    # Nobody comes: the call takes longer than anybody lives.
    rows = casualties(gao, {"evacuation.call": "170 days"})
    assert len(rows) > 1500
    died = np.where(rows["outcome"] == DEAD, rows["end_after"], np.inf)
    for minutes in (5, 10, 30, 60, 120, 600, 2000):
        assert close(np.mean(died <= minutes), 1 - math.exp(-hazard(minutes)), len(rows))


@pytest.mark.parametrize("call", [0, 30, 100, 300])
def test_deaths_in_hospital_grow_with_the_damage_done_before(gao: Scenario, call: int) -> None:
    rows = casualties(gao, {"evacuation.call": f"{call} min"})
    reached = rows[~np.isnan(rows["surgery_after"])]
    assert close(len(reached) / len(rows), math.exp(-hazard(call)), len(rows)) or call == 0
    after = 1.2 * (0.135 + 0.278 * hazard(call))
    died = np.mean(reached["outcome"] == DEAD)
    assert close(died, 1 - math.exp(-after), len(reached))


def test_whoever_dies_has_borne_the_threshold_and_nobody_else_has(busy_runs_of: RunsOf) -> None:
    for run in busy_runs_of("baseline", 40):
        rows = run.casualties[run.casualties["severity"] > 0]
        dead = rows["outcome"] == DEAD
        assert (rows["hazard"][dead] == rows["threshold"][dead]).all()
        assert (rows["hazard"][~dead] < rows["threshold"][~dead]).all()


def test_clock_of_each_casualty_runs_forward(busy_runs_of: RunsOf) -> None:
    steps = ("first_aid_after", "care_after", "hospital_after", "surgery_after", "end_after")
    for run in busy_runs_of("baseline", 40):
        for row in run.casualties:
            reached = [row[step] for step in steps if not math.isnan(row[step])]
            assert reached == sorted(reached)


def test_casualties_are_conserved(busy_runs_of: RunsOf) -> None:
    for run in busy_runs_of("baseline", 40):
        rows = run.casualties
        dead = np.sum(rows["outcome"] == DEAD)
        assert len(rows) == dead + run["wounded"]
        done = np.sum(~np.isnan(rows["end_after"]))
        assert len(rows) == done + run["casualties_in_care"]
        assert run["deaths"] == dead + run["deaths_illness"]
        assert run["killed_in_action"] + run["died_of_wounds"] == run["deaths_ied"]


@pytest.mark.parametrize("cause", ["ied", "accident", "illness"])
def test_scored_and_sampled_deaths_agree(busy_runs_of: RunsOf, cause: str) -> None:
    runs = busy_runs_of("baseline", 120)
    difference = outcome(runs, f"deaths_{cause}") - outcome(runs, f"expected_deaths_{cause}")
    assert abs(difference.mean()) < 4 * standard_error(difference)


def test_scores_are_far_less_noisy(busy_runs_of: RunsOf) -> None:
    runs = busy_runs_of("baseline", 120)
    assert outcome(runs, "expected_deaths").var() < 0.4 * outcome(runs, "deaths").var()


def test_minutes_left() -> None:
    assert minutes_left(1.0, 0.5, 0.25) == 2.0
    assert minutes_left(1.0, 2.0, 0.25) == 0.0
    assert minutes_left(1.0, 0.5, 0.0) == math.inf
    assert hazard_of_share(0.0028) == pytest.approx(0.0028039, abs=1e-7)


# --- faster care never kills anybody whom slower care saves ---------------------------------


def dead_keys(runs: Runs) -> list[set[int]]:
    """Who died by a device, in each run."""
    return [
        {
            int(row["key"])
            for row in run.casualties
            if row["outcome"] == DEAD and row["cause"] == IED
        }
        for run in runs
    ]


PLENTY: Changes = {
    "areas.*.emplacement": {"times": 3.0},
    "evacuation.helicopters.*.serviceable": 0.0,
    "evacuation.ambulance": {"speed": "60 km/h", "radius": "2000 km"},
    "hospitals.*.operating_teams": 40,
    "hospitals.*.intensive_care": 100,
    "hospitals.*.ward": 100,
}
"""Nobody waits for anybody else: whoever is saved takes no surgeon and no seat from another."""


@pytest.mark.parametrize(
    "faster",
    [
        {"care.bleeding_control.coverage": 0.9},
        {"care.bleeding_control.delay": {"times": 0.5}},
        {"care.enhanced_care.delay": {"times": 0.5}},
        {"evacuation.call": "0 min"},
        {"evacuation.authorisation": {"times": 0.25}},
        {"evacuation.load": "0 min"},
        {"evacuation.ambulance.speed": "120 km/h"},
        {"hospitals.*.resuscitation": {"times": 0.2}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_faster_care_kills_nobody_more(gao: Scenario, faster: Changes) -> None:
    slow = Mission(gao.patched(PLENTY))
    fast = Mission(gao.patched(PLENTY).patched(faster))
    before = [slow.run(1, i) for i in range(60)]
    after = [fast.run(1, i) for i in range(60)]
    for run, same in zip(before, after, strict=True):  # the same people are hurt
        assert (run.casualties["key"] == same.casualties["key"]).all()
    gained = 0
    for one, other in zip(dead_keys(before), dead_keys(after), strict=True):
        assert other <= one
        gained += len(one) - len(other)
    assert gained >= 0


def test_surgeons_are_shared_so_a_life_saved_may_cost_another(gao: Scenario) -> None:
    # Why the test above takes queues away: with one team, whom better first aid saves is operated
    # on while somebody else waits. The sum still falls.
    crowded: Changes = {"areas.*.emplacement": {"times": 6.0}, "hospitals.*.operating_teams": 1}
    slow = Mission(gao.patched(crowded))
    fast = Mission(gao.patched({**crowded, "care.bleeding_control.coverage": 1.0}))
    before = dead_keys([slow.run(1, i) for i in range(100)])
    after = dead_keys([fast.run(1, i) for i in range(100)])
    assert sum(map(len, after)) < sum(map(len, before))
    assert any(other - one for one, other in zip(before, after, strict=True))
