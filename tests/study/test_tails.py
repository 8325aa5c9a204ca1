"""Tails on a toy whose deaths are known to the last digit, and on one whose law is known."""

from __future__ import annotations

import functools
import threading
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.made_study import made
from tests.toy_mission import NAMES, ToyOutcome, ToyRun
from tests.toy_scenario import gao

from pksim.scenario import Scenario
from pksim.study import Comparison, compare
from pksim.study.tails import chances_frame, tails, worst_frame

OUTCOMES = tuple(ToyOutcome(name) for name in (*NAMES, "worst_incident_deaths"))
COUNT = 200


class Counts:
    """Replication k has k deaths, half as many with more finds; its worst incident has k // 20."""

    def __init__(self, scenario: Scenario) -> None:
        self.share = 0.5 if scenario.search.finds > gao().search.finds else 1.0

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> ToyRun:
        deaths = float(int(self.share * replication))
        worst = float(replication // 20)
        return ToyRun(np.array([deaths, 1.0, *[100.0] * (len(NAMES) - 2), worst]))


@functools.cache
def counted(runs: int = COUNT) -> Comparison:
    return compare(gao(), ["guess"], replications=runs, mission=Counts, outcomes=OUTCOMES)


def test_chances_are_those_counted() -> None:
    """Of 0 to 199 deaths, 200 - k are k or more; half of them under the guess."""
    found = tails(counted())
    for chance in found.baseline.curve:
        assert chance.count == COUNT - chance.threshold
        assert chance.low < chance.probability < chance.high
    guess = found["guess"]
    assert [one.threshold for one in guess.curve] == [one.threshold for one in found.baseline.curve]
    assert guess.chance(81).count == COUNT - 2 * 81
    with pytest.raises(KeyError, match="82"):
        guess.chance(82)


def test_bounds_of_the_worst_incident_are_clopper_and_pearsons() -> None:
    one, three, five, ten = tails(counted()).baseline.incidents
    assert [c.count for c in (one, three, five, ten)] == [180, 140, 100, 0]
    exact = stats.binomtest(100, COUNT).proportion_ci(0.95, method="exact")
    assert (five.low, five.high) == pytest.approx((exact.low, exact.high))
    assert not ten.enough
    assert ten.high == pytest.approx(1.0 - 0.025 ** (1.0 / COUNT))


def test_the_worst_tenth_is_a_mean_and_pairs_with_the_baseline() -> None:
    """The worst 20 of 0 to 199 have 189.5 in the mean, the worst 10 194.5; of their halves, each
    of 0 to 99 twice, it is 94.5 and 97."""
    found = tails(counted())
    assert [one.mean for one in found.baseline.worst] == pytest.approx([189.5, 194.5])
    assert [one.mean for one in found["guess"].worst] == pytest.approx([94.5, 97.0])
    assert [one.mean for one in found["guess"].differences] == pytest.approx([-95.0, -97.5])
    assert found.baseline.differences == ()
    assert [one.enough for one in found.baseline.worst] == [True, False]  # 20 and 10 beyond


def test_few_beyond_leave_no_estimate_in_the_frames() -> None:
    found = tails(counted())
    worst = worst_frame(found)
    assert worst.shape == (4, 9)
    assert worst["mean"].to_list() == [pytest.approx(189.5), None, pytest.approx(94.5), None]
    assert worst["value_at_risk"].to_list() == [179.0, 189.0, 89.0, 94.0]
    chances = chances_frame(found).filter(policy="baseline", outcome="worst_incident_deaths")
    assert chances["at_least"].to_list() == [1, 3, 5, 10]
    assert chances["probability"].to_list() == [0.9, 0.7, 0.5, None]
    longer = worst_frame(tails(counted(440))).filter(policy="guess", level=0.9)
    assert longer["difference_mean"].item() < longer["difference_high"].item() < 0.0


def test_incidents_that_are_not_counted_are_left_out() -> None:
    class Fewer(Counts):
        def run(self, *given: Any, **how: Any) -> ToyRun:
            return ToyRun(super().run(*given, **how).outcomes[:-1])

    study = compare(gao(), ["guess"], replications=40, mission=Fewer, outcomes=OUTCOMES[:-1])
    assert tails(study).baseline.incidents == ()
    assert set(chances_frame(tails(study))["outcome"]) == {"deaths"}


def test_runs_of_one_draw_do_not_pretend_to_be_many() -> None:
    """100 draws, each told four times: bounds of 100, and of those that exceed as many draws."""
    deaths = np.repeat(np.arange(100.0), 4)
    study = made(
        {name: {"deaths": deaths} for name in ("baseline", "guess")}, unknowns=("a",), each=4
    )
    found = tails(study)
    assert (found.each, found.replications) == (4, 400)
    half = found.baseline.chance(51)
    exact = stats.binomtest(49, 100).proportion_ci(0.95, method="exact")
    assert (half.count, half.independent) == (4 * 49, 49)
    assert (half.low, half.high) == pytest.approx((exact.low, exact.high), abs=0.003)
    assert found.baseline.worst[0].count == 100
    assert not found.baseline.worst[0].enough
