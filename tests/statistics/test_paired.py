"""Paired differences: Student's own data, verdicts, coverage, and what settles a sign."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pksim.statistics import Verdict, paired_difference, replications_to_settle

FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_students_sleep_data() -> None:
    """Student 1908; R: t.test(extra ~ group, paired = TRUE)."""
    difference = paired_difference(FIRST, SECOND)
    assert difference.mean == pytest.approx(-1.58)
    assert (difference.low, difference.high) == pytest.approx((-2.4598858, -0.7001142), abs=1e-7)
    assert difference.correlation == pytest.approx(0.7951702, abs=1e-7)
    assert difference.verdict is Verdict.LOWER
    assert difference.decided
    assert difference.more_replications is None


def test_a_difference_in_another_unit_or_counted_the_other_way_round() -> None:
    difference = paired_difference(FIRST, SECOND)
    hours = difference.times(24.0)
    assert (hours.low, hours.high) == (24.0 * difference.low, 24.0 * difference.high)
    assert hours.standard_error == pytest.approx(24.0 * difference.standard_error)
    assert hours.verdict is Verdict.LOWER
    lost, swapped = difference.times(-1.0), paired_difference(SECOND, FIRST)
    assert (lost.mean, lost.low, lost.high) == pytest.approx(
        (swapped.mean, swapped.low, swapped.high)
    )
    assert lost.verdict is swapped.verdict is Verdict.HIGHER
    same = paired_difference(FIRST, FIRST.copy()).times(-1.0)
    assert (same.low, same.high, same.verdict) == (0.0, 0.0, Verdict.IDENTICAL)


def test_variance_ratio_is_independent_over_paired() -> None:
    difference = paired_difference(FIRST, SECOND)
    expected = (FIRST.var(ddof=1) + SECOND.var(ddof=1)) / (FIRST - SECOND).var(ddof=1)
    assert difference.variance_ratio == pytest.approx(expected)


def test_an_untouched_outcome_is_identical_not_a_zero_width_interval() -> None:
    difference = paired_difference(FIRST, FIRST.copy())
    assert difference.verdict is Verdict.IDENTICAL
    assert not difference.decided
    assert math.isinf(difference.variance_ratio)


def test_few_events_in_many_runs_are_not_estimated() -> None:
    baseline = np.zeros(1000)
    policy = baseline.copy()
    policy[:29] = -1.0
    assert paired_difference(policy, baseline).verdict is Verdict.TOO_FEW
    policy[29] = -1.0
    assert paired_difference(policy, baseline).verdict is Verdict.LOWER


def test_a_score_that_moves_in_every_run_needs_no_thirty_runs() -> None:
    generator = np.random.default_rng(1)
    baseline = generator.gamma(4.0, 1.0, 16)
    policy = baseline - generator.gamma(20.0, 0.05, 16)
    assert paired_difference(policy, baseline).verdict is Verdict.LOWER


def test_an_interval_over_zero_is_undecided_and_says_how_many_more() -> None:
    generator = np.random.default_rng(2)
    gaps = generator.normal(0.0, 1.0, 100)
    gaps += 0.1 - gaps.mean()
    difference = paired_difference(gaps, np.zeros(100))
    assert difference.verdict is Verdict.UNDECIDED
    assert difference.more_replications is not None
    # n = ((1.984 + 0.3853) * 1 / 0.1)^2, about 561 in all at a deviation of about 1
    deviation = gaps.std(ddof=1)
    assert difference.more_replications == pytest.approx(561 * deviation**2 - 100, rel=0.01)


def test_the_promised_number_settles_two_times_in_three() -> None:
    """Power at the promised n is 0.65 within 4 standard errors of 2,000 tries (0.0107 each)."""
    more = replications_to_settle(mean=0.2, standard_error=0.2, count=25, critical=1.96)
    assert more is not None
    generator = np.random.default_rng(3)
    settled = 0
    for _ in range(2000):
        gaps = generator.normal(0.2, 1.0, 25 + more)
        settled += paired_difference(gaps, np.zeros(25 + more)).decided
    assert abs(settled / 2000 - 0.65) < 4 * 0.0107


def test_nothing_settles_a_difference_of_exactly_nothing() -> None:
    assert replications_to_settle(0.0, 0.1, 10, 1.96) is None
    assert replications_to_settle(0.1, math.nan, 1, 1.96) is None


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same replications on both sides"):
        paired_difference([1.0, 2.0], [1.0])


def test_one_replication_decides_nothing() -> None:
    difference = paired_difference([1.0], [2.0])
    assert difference.verdict is Verdict.UNDECIDED
    assert difference.low == -math.inf


def test_paired_interval_covers_as_often_as_it_says() -> None:
    """Shared gamma luck, policy thins by a random tenth, n = 100: 0.95 within 0.015."""
    generator = np.random.default_rng(4)
    hits = 0
    for _ in range(3000):
        luck = generator.gamma(3.0, 1.0, 100)
        policy = luck * (1.0 - generator.uniform(0.0, 0.2, 100))
        difference = paired_difference(policy, luck)
        hits += difference.low <= -0.3 <= difference.high
    assert abs(hits / 3000 - 0.95) < 0.015


def test_thirty_non_zero_differences_are_enough_for_the_interval() -> None:
    """A sampled count moving in 5 % of 1,000 runs: covers 0.95 within 0.02 when estimated."""
    generator = np.random.default_rng(5)
    hits, estimated = 0, 0
    for _ in range(3000):
        gaps = -(generator.random(1000) < 0.05).astype(float)
        difference = paired_difference(gaps, np.zeros(1000))
        if difference.verdict is not Verdict.TOO_FEW:
            estimated += 1
            hits += difference.low <= -0.05 <= difference.high
    assert estimated > 2900
    assert abs(hits / estimated - 0.95) < 0.02
