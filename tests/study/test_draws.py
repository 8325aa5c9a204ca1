"""Draws of what is not known: the same for all policies, workers and lengths of a study."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest
from scipy import stats
from tests.toy_mission import OUTCOMES, ToyRun
from tests.toy_scenario import gao

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.study import Comparison, Levels, compare, run, store
from pksim.study.draws import Draws

LUCK = 2.0


class Sees:
    """A mission whose deaths are what the jammers of the scenario do, plus normal luck."""

    def __init__(self, scenario: Scenario) -> None:
        self.effect = 10.0 * scenario.ieds.jammer_effect + 5.0 * scenario.search.finds

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> ToyRun:
        luck = np.random.Generator(np.random.PCG64([seed, replication])).normal(0.0, LUCK)
        return ToyRun(np.full(len(OUTCOMES), self.effect + luck))


def unsure(**unknowns: Any) -> Scenario:
    """The effect of jammers anywhere from 0.2 to 0.8: 5 deaths in the mean, variance 3."""
    content = gao().to_dict()
    content["uncertain"] = unknowns or {"ieds.jammer_effect": {"uniform": [0.2, 0.8]}}
    return Scenario.from_dict(content)


def studied(replications: int = 40, scenario: Scenario | None = None, **given: Any) -> Comparison:
    return compare(
        scenario or unsure(),
        ["guess"],
        replications=replications,
        mission=Sees,
        outcomes=OUTCOMES,
        **given,
    )


MIDDLE = 5.0 + 5.0 * gao().search.finds


def test_uniforms_are_uniform_and_independent() -> None:
    table: Any = Draws(("a", "b"), seed=3).table(range(4000))
    for column in table.T:
        assert stats.kstest(column, "uniform").pvalue > 0.01
    assert abs(np.corrcoef(table.T)[0, 1]) < 4 / 4000**0.5


def test_a_draw_hangs_on_the_name_alone() -> None:
    both, one = Draws(("a", "b"), seed=3), Draws(("b",), seed=3)
    assert both.shares(17)["b"] == one.shares(17)["b"]
    assert both.shares(17) != both.shares(18)
    assert both.shares(17) != Draws(("a", "b"), seed=4).shares(17)


@pytest.mark.parametrize("each", [3, 16, -1])
def test_draws_fit_in_blocks(each: int) -> None:
    with pytest.raises(InputError, match=f"{each} runs to a draw cannot be; take 1, 2, 4 or 8"):
        Draws(("a",), seed=1, each=each)


def test_every_policy_meets_the_same_draw() -> None:
    """Luck and unknown are the same on both sides, so the difference is that of the policy."""
    (guess,) = studied().policies
    finds = gao().with_policy("guess").search.finds - gao().search.finds
    assert guess.deaths.mean == pytest.approx(5.0 * finds)
    assert guess.deaths.standard_error == pytest.approx(0.0, abs=1e-12)


@pytest.fixture(scope="module")
def long_one() -> Levels:
    """200 draws of four runs each, of one policy."""
    return run(unsure(), replications=800, runs_per_draw=4, mission=Sees, outcomes=OUTCOMES).levels


def test_runs_of_a_draw_count_once(long_one: Levels) -> None:
    assert long_one.sample.independent == 200
    error = ((3.0 + LUCK**2 / 4) / 200) ** 0.5
    assert long_one.deaths.standard_error == pytest.approx(error, rel=0.15)
    assert abs(long_one.deaths.mean - MIDDLE) < 4 * error


def test_variance_is_split_as_it_was_made(long_one: Levels) -> None:
    """Of a variance of 3 from 200 draws the standard error is about 10 %."""
    bands = long_one.bands("expected_deaths")
    assert bands is not None
    assert bands.variance.parameters == pytest.approx(3.0, rel=0.4)
    assert bands.variance.within == pytest.approx(LUCK**2, rel=0.25)
    assert bands.parameters == pytest.approx((MIDDLE - 2.7, MIDDLE + 2.7), abs=0.6)
    assert bands.runs_cannot_narrow


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_change_nothing(workers: int) -> None:
    first = studied(40, workers=2).baseline.sample.values
    assert np.array_equal(studied(40, workers=workers).baseline.sample.values, first)


def test_a_longer_study_begins_with_the_shorter_one() -> None:
    longer, shorter = (studied(n).baseline.sample.values for n in (80, 40))
    assert np.array_equal(longer[:40], shorter)


def test_best_guesses_if_asked_for() -> None:
    found = studied(40, runs_per_draw=0)
    best = 10.0 * gao().ieds.jammer_effect + 5.0 * gao().search.finds
    assert found.draws is None
    assert found.baseline.deaths.mean == pytest.approx(best, abs=4 * LUCK / 40**0.5)


def test_a_run_and_a_comparison_meet_the_same() -> None:
    alone = run(unsure(), replications=40, mission=Sees, outcomes=OUTCOMES).levels
    assert np.array_equal(alone.sample.values, studied(40).baseline.sample.values)


def test_an_odd_number_of_replications_is_made_whole() -> None:
    assert studied(41).replications == 42
    assert studied(41, runs_per_draw=4).replications == 44


def test_a_stranger_finds_the_draws(tmp_path: Path) -> None:
    study = studied(40)
    store(study, tmp_path)
    table = polars.read_parquet(tmp_path / "draws.parquet")
    assert study.draws is not None
    assert table["draw"].to_list() == list(range(20))
    expected = [study.draws.shares(draw)["ieds.jammer_effect"] for draw in range(20)]
    assert table["ieds.jammer_effect"].to_list() == expected


def test_an_impossible_draw_is_told_before_the_run() -> None:
    scenario = unsure(**{"search.finds": {"range": [0.1, 0.9]}})
    with pytest.raises(InputError, match=r"measures.guess.changes.search.finds.*at most 1"):
        studied(8, scenario)
