"""What is told of the pandemic: figures, shares by source, and paired differences."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.toy_covid import COVID_NAMES, COVID_OUTCOMES, ToyCovid, sick_gao
from tests.toy_mission import OUTCOMES, ToyMission, ToyOutcome
from tests.toy_scenario import gao

from pksim.mission import OUTCOMES as OF_MISSION
from pksim.mission.covid.words import SOURCES as OF_MODEL
from pksim.statistics import Verdict
from pksim.study import Against, Comparison, compare
from pksim.study.pandemic import (
    FIGURE,
    FIGURES,
    SOURCES,
    Pandemic,
    difference,
    outcomes_that_happen,
    pandemic_of,
    patrols_lost,
)


@functools.cache
def study() -> Comparison:
    return compare(
        sick_gao(), ["quarantine"], replications=120, mission=ToyCovid, outcomes=COVID_OUTCOMES
    )


def _quarantine() -> Against:
    (one,) = study().policies
    return one


def test_everything_told_is_an_outcome_of_the_mission() -> None:
    names = {outcome.name for outcome in OF_MISSION}
    assert {outcome for figure in FIGURES for outcome in figure.outcomes} <= names
    assert tuple(SOURCES) == OF_MODEL
    assert {f"infected_{source}" for source in SOURCES} <= names
    assert set(COVID_NAMES) <= names


def test_a_figure_is_the_mean_of_the_sum_of_its_outcomes() -> None:
    sample, told = study().baseline.sample, Pandemic(study().baseline)
    cancelled = sample["cancelled_crew"] + sample["cancelled_drivers"]
    assert told.figures["patrols_without_crew"].mean == pytest.approx(cancelled.mean())
    most = sample["covid_most_absent"].mean() / sick_gao().strength
    assert told.figures["most_absent"].mean == pytest.approx(most)
    deaths = told.figures["deaths"]
    assert deaths.mean == pytest.approx(sample["expected_deaths_covid"].mean())
    error = sample["expected_deaths_covid"].std(ddof=1) / 120**0.5
    assert deaths.half_width == pytest.approx(stats.t.ppf(0.975, 119) * error)


def test_sources_are_shares_of_all_infections_and_add_up() -> None:
    sample, told = study().baseline.sample, Pandemic(study().baseline)
    assert sum(found.mean for found in told.sources.values()) == pytest.approx(1.0)
    share = sample["infected_gate"].sum() / sample["infections"].sum()
    assert told.sources["gate"].mean == pytest.approx(share)
    assert told.sources["seed"].mean == 0.0
    assert all(0.0 <= found.low <= found.high <= 1.0 for found in told.sources.values())


def test_differences_are_paired() -> None:
    one = _quarantine()
    gaps = one.levels.sample["infections"] - one.baseline.sample["infections"]
    found = difference(one, FIGURE["infections"])
    reach = stats.t.ppf(0.975, 119) * gaps.std(ddof=1) / 120**0.5  # Student's, but for skewness
    assert found.mean == pytest.approx(gaps.mean(), rel=1e-6)
    assert found.high == pytest.approx(gaps.mean() + reach, abs=reach / 3)
    assert found.verdict is Verdict.LOWER
    assert difference(one, FIGURE["days_in_quarantine"]).verdict is Verdict.HIGHER
    most = difference(one, FIGURE["most_absent"])
    gaps = one.levels.sample["covid_most_absent"] - one.baseline.sample["covid_most_absent"]
    assert most.mean == pytest.approx(gaps.mean() / sick_gao().strength)


def test_patrols_lost_are_those_that_leave_under_the_baseline_alone() -> None:
    one = _quarantine()
    run, lost = difference(one, FIGURE["patrols_run"]), patrols_lost(one)
    assert (lost.mean, lost.low, lost.high) == (-run.mean, -run.high, -run.low)
    assert (run.verdict, lost.verdict) == (Verdict.LOWER, Verdict.HIGHER)
    cancelled = difference(one, FIGURE["patrols_without_crew"])
    assert lost.mean == pytest.approx(cancelled.mean)


def test_without_infections_nothing_is_claimed_of_their_sources() -> None:
    class Well(ToyCovid):
        def run(self, *given: Any, **how: Any) -> Any:
            run = super().run(*given, **how)
            for number, name in enumerate(COVID_NAMES):
                if name.startswith("infect"):
                    run.outcomes[number] = 0.0
            return run

    well = compare(
        sick_gao(),
        ["quarantine"],
        replications=20,
        mission=Well,
        outcomes=COVID_OUTCOMES,
    )
    told = Pandemic(well.baseline)
    assert told.few
    assert math.isnan(told.sources["gate"].mean)
    assert difference(well.policies[0], FIGURE["infections"]).verdict is Verdict.IDENTICAL


def test_where_there_is_no_pandemic_there_are_no_figures() -> None:
    plain = compare(gao(), ["guess"], replications=8, mission=ToyMission, outcomes=OUTCOMES)
    assert pandemic_of(plain.baseline) is None
    uncounted = compare(
        sick_gao(), ["quarantine"], replications=8, mission=ToyMission, outcomes=OUTCOMES
    )
    assert pandemic_of(uncounted.baseline) is None
    assert pandemic_of(study().baseline) is not None


def test_outcomes_of_a_pandemic_are_left_out_where_there_is_none() -> None:
    columns = [ToyOutcome(name) for name in ("deaths", "infections", "expected_deaths_covid")]
    assert [one.name for one in outcomes_that_happen(gao(), columns)] == ["deaths"]
    assert outcomes_that_happen(sick_gao(), columns) == columns


def test_a_policy_with_fewer_patrols_is_less_exposed_to_attack() -> None:
    found = compare(
        sick_gao(),
        ["quarantine", "fewer-patrols", "guess"],
        replications=30,
        mission=ToyCovid,
        outcomes=COVID_OUTCOMES,
    )
    exposed = {one.name: one.less_exposed for one in found.policies}
    assert exposed == {"quarantine": True, "fewer-patrols": True, "guess": False}
    like = {one.name: one.like_for_like for one in found.policies}
    assert like == {"quarantine": True, "fewer-patrols": False, "guess": True}
    assert np.all(found.baseline.sample["patrol_hours"] > 0.0)
