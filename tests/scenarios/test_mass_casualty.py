"""Aguelhok, 20 January 2019: 11 killed and 25 wounded at once, through the whole chain.

The event is scheduled, so every replication has exactly these casualties; what becomes of the
wounded is luck and care.
"""

import numpy as np
import pytest

from pksim.mission import MissionRun
from pksim.mission.terms import COMPLEX_ATTACK, DEAD, KILLED, T1, T2
from pksim.scenario import Scenario, load
from tests.mission.checks import Runs, many
from tests.validation.sample import SCENARIOS

pytestmark = pytest.mark.slow

REPLICATIONS = 60


@pytest.fixture(scope="module")
def morning() -> Scenario:
    """The scenario as shipped."""
    return load(SCENARIOS / "aguelhok-mass-casualty.yaml")


@pytest.fixture(scope="module")
def runs(morning: Scenario) -> Runs:
    """The morning lived through again and again; any number of resuscitation bays."""
    return many(morning.patched({"hospitals.*.bays": 0}), REPLICATIONS)


def test_eleven_are_killed_and_twenty_five_wounded_in_every_replication(runs: Runs) -> None:
    for run in runs:
        rows = run.casualties[run.casualties["cause"] == COMPLEX_ATTACK]
        assert np.sum(rows["severity"] == KILLED) == 11
        assert np.sum(rows["severity"] != KILLED) == 25
        assert (rows["outcome"][rows["severity"] == KILLED] == DEAD).all()


def test_triage_order_holds_on_every_operating_table(runs: Runs) -> None:
    """No T2 is operated on while a T1 lies ready in the same hospital."""
    overloaded = sum(waits_of_t1_behind_t2(run) for run in runs)
    assert overloaded == 0
    assert np.mean([run.casualties["in_queue"].max() for run in runs]) > 120  # they do queue


def waits_of_t1_behind_t2(run: MissionRun) -> int:
    """How often a T2 got the table between a T1's being ready and its getting it."""
    rows = run.casualties[~np.isnan(run.casualties["surgery_after"])]
    start = rows["wounded_at"] + rows["surgery_after"]
    ready = rows["wounded_at"] + rows["hospital_after"] + rows["in_resuscitation"]
    found = 0
    for one in np.flatnonzero(rows["severity"] == T1):
        other = (rows["severity"] == T2) & (rows["hospital"] == rows["hospital"][one])
        between = (start > ready[one] + 1e-6) & (start < start[one] - 1e-6)
        found += int(np.sum(other & between))
    return found


def test_a_surgical_team_near_by_saves_lives_that_morning(morning: Scenario, runs: Runs) -> None:
    """None of the wounded is within two hours of surgery; with more seats and tables fewer die."""
    assert sum(run["within_2_hours"] for run in runs) == 0
    plenty = {
        "hospitals.*.bays": 0,
        "hospitals.aguelhok-level-1.level": "2",
        "hospitals.aguelhok-level-1.operating_teams": 9,
    }
    there = many(morning.patched(plenty), REPLICATIONS)
    deaths = [np.array([run["deaths_malicious"] for run in some]) for some in (runs, there)]
    difference = deaths[1] - deaths[0]
    assert difference.mean() < -4 * difference.std(ddof=1) / np.sqrt(REPLICATIONS)
