"""Intervals against published cases, scipy, and their own promise of coverage."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from pksim.statistics import (
    clopper_pearson,
    difference_of_ratios,
    mean_interval,
    ratio_of_sums,
    share_of_sums,
    spread,
)


def test_mean_interval_is_students() -> None:
    values = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    estimate = mean_interval(values)
    expected = stats.t.interval(0.95, 9, loc=values.mean(), scale=stats.sem(values))
    assert (estimate.low, estimate.high) == pytest.approx(expected, rel=1e-12)
    assert estimate.mean == pytest.approx(0.75)  # Student 1908, first drug


def test_one_value_has_no_finite_interval_and_none_no_mean() -> None:
    one = mean_interval([3.0])
    assert (one.mean, one.low, one.high) == (3.0, -math.inf, math.inf)
    assert math.isnan(mean_interval([]).mean)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 1000, 0.0, 0.003682),
        (3, 1000, 0.000619, 0.008742),
        (10, 10, 0.6915029, 1.0),  # R: binom.test(10, 10)
        (0, 0, 0.0, 1.0),
    ],
)
def test_clopper_pearson_published(successes: int, trials: int, low: float, high: float) -> None:
    assert clopper_pearson(successes, trials) == pytest.approx((low, high), abs=5e-7)


def test_clopper_pearson_agrees_with_scipy_everywhere() -> None:
    for successes in range(21):
        exact = stats.binomtest(successes, 20).proportion_ci(0.9, method="exact")
        assert clopper_pearson(successes, 20, 0.9) == pytest.approx((exact.low, exact.high))


def test_clopper_pearson_refuses_more_successes_than_trials() -> None:
    with pytest.raises(ValueError, match="3 successes of 2 trials"):
        clopper_pearson(3, 2)


def test_clopper_pearson_never_covers_less_than_it_says() -> None:
    """Exactly, by summing the binomial: 30 trials, every success probability on a grid."""
    ends = [clopper_pearson(k, 30) for k in range(31)]
    for p in np.linspace(0.01, 0.99, 50):
        inside = np.array([low <= p <= high for low, high in ends])
        assert stats.binom.pmf(np.arange(31), 30, p)[inside].sum() >= 0.95


def test_ratio_of_sums_matches_the_bootstrap() -> None:
    generator = np.random.default_rng(7)
    counted = generator.poisson(6.0, 400).astype(float)
    reached = generator.binomial(counted.astype(int), 0.4).astype(float)
    estimate = ratio_of_sums(reached, counted)
    assert estimate.mean == reached.sum() / counted.sum()
    picks = generator.integers(0, 400, (4000, 400))
    resampled = reached[picks].sum(axis=1) / counted[picks].sum(axis=1)
    assert estimate.standard_error == pytest.approx(resampled.std(), rel=0.05)


def test_ratio_of_identical_sums_is_exactly_one() -> None:
    hours = np.array([10.0, 12.5, 9.25])
    estimate = ratio_of_sums(hours, hours)
    assert (estimate.mean, estimate.low, estimate.high) == (1.0, 1.0, 1.0)


def test_share_of_nobody_and_of_everybody_keeps_an_interval() -> None:
    none = share_of_sums(np.zeros(100), np.full(100, 10.0))
    assert (none.mean, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(0.003682, abs=5e-7)
    everybody = share_of_sums(np.full(100, 10.0), np.full(100, 10.0))
    assert (everybody.mean, everybody.high) == (1.0, 1.0)
    assert everybody.low < 1.0


def test_share_without_a_casualty_is_not_a_number() -> None:
    assert math.isnan(share_of_sums(np.zeros(5), np.zeros(5)).mean)


def test_spread_is_made_of_values_that_occurred() -> None:
    assert spread(np.arange(1, 101), 0.90) == (5.0, 95.0)


def _coverage(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


def test_mean_interval_covers_as_often_as_it_says() -> None:
    """Normal data, n = 8: 4,000 tries, 0.95 within 4 standard errors (0.0034 each)."""
    generator = np.random.default_rng(20)
    hits = []
    for _ in range(4000):
        estimate = mean_interval(generator.normal(3.0, 2.0, 8))
        hits.append(estimate.low <= 3.0 <= estimate.high)
    assert abs(_coverage(hits) - 0.95) < 4 * 0.0034


def test_mean_interval_of_skewed_counts_covers_at_the_usual_size() -> None:
    """Negative binomial deaths (mean 2, variance/mean 3), n = 200: 0.95 within 0.015."""
    generator = np.random.default_rng(21)
    hits = []
    for _ in range(3000):
        estimate = mean_interval(generator.negative_binomial(1.0, 1.0 / 3.0, 200))
        hits.append(estimate.low <= 2.0 <= estimate.high)
    assert abs(_coverage(hits) - 0.95) < 0.015


def test_share_interval_covers_with_clustered_casualties() -> None:
    """Casualties in clusters sharing one delay, n = 200: 0.95 within 0.02 (3,000 tries)."""
    generator = np.random.default_rng(22)
    hits = []
    for _ in range(3000):
        counted = generator.poisson(4.0, 200)
        chance = generator.beta(2.0, 3.0, 200)  # mean 0.4, shared within a replication
        reached = generator.binomial(counted, chance)
        estimate = share_of_sums(reached, counted)
        hits.append(estimate.low <= 0.4 <= estimate.high)
    assert abs(_coverage(hits) - 0.95) < 0.02


Pair = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def _ratios(pairs: int, seed: int) -> tuple[Pair, Pair]:
    """Two ratios of 3 and 2 whose replications share most of their luck."""
    generator = np.random.default_rng(seed)
    below = np.asarray(1.0 + generator.poisson(4.0, pairs), np.float64)
    luck = generator.normal(0.0, 2.0, pairs)
    first = 3.0 * below + luck + generator.normal(0.0, 0.5, pairs)
    second = 2.0 * below + luck + generator.normal(0.0, 0.5, pairs)
    return (first, below), (second, below)


def test_a_difference_of_ratios_covers_the_truth_as_often_as_it_says() -> None:
    found = [difference_of_ratios(*_ratios(60, seed)) for seed in range(1000)]
    assert np.mean([one.low <= 1.0 <= one.high for one in found]) == pytest.approx(0.95, abs=0.02)
    spread_of_means = np.std([one.mean for one in found])
    assert np.mean([one.standard_error for one in found]) == pytest.approx(
        spread_of_means, rel=0.06
    )


def test_a_difference_of_ratios_is_paired_exact_for_twins_and_unknown_without_a_denominator() -> (
    None
):
    first, second = _ratios(60, 5)
    gap = difference_of_ratios(first, second)
    assert gap.mean == pytest.approx(ratio_of_sums(*first).mean - ratio_of_sums(*second).mean)
    assert gap.standard_error < 0.4 * ratio_of_sums(*first).standard_error
    assert difference_of_ratios(first, second, 0.99).half_width > gap.half_width
    twins = difference_of_ratios(first, first)
    assert (twins.mean, twins.low, twins.high) == (0.0, 0.0, 0.0)
    assert math.isnan(difference_of_ratios(first, (second[0], np.zeros(60))).mean)
