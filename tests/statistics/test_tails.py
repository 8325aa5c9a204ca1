"""Tails against published bounds, exact binomial ranks, closed forms, and promised coverage."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from pksim.statistics import (
    at_least,
    conditional_value_at_risk,
    conditional_value_at_risk_difference,
    exceedance_curve,
    mean_interval,
    quantile_interval,
    skewed_mean_interval,
)

Values = npt.NDArray[np.float64]
Law = Callable[[np.random.Generator, int], Values]


def test_exceedance_has_the_published_bounds() -> None:
    values = np.zeros(1000)
    values[:3] = 12.0
    three, none = exceedance_curve(values, [5.0, 12.0])
    assert (three.count, three.probability, three.replications) == (3, 0.003, 1000)
    assert (three.low, three.high) == pytest.approx((0.000619, 0.008742), abs=5e-7)
    assert (none.probability, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(0.003682, abs=5e-7)
    assert not three.enough


def test_at_least_counts_the_threshold_itself_and_exceedance_does_not() -> None:
    values = [0.0, 1.0, 2.0, 3.0]
    assert at_least(values, 2).probability == 0.5
    assert exceedance_curve(values, [2.0])[0].probability == 0.25
    assert at_least(np.repeat(values, 10), 2).enough


def test_quantile_ranks_are_those_of_the_binomial() -> None:
    """n = 200, p = .95: ranks 184 and 197; the median of 10 by ranks 2 and 9 (97.9 %)."""
    found = quantile_interval(np.arange(1.0, 201.0), 0.95)
    assert (found.low_rank, found.high_rank) == (184, 197)
    assert (found.low, found.high, found.value) == (184.0, 197.0, 190.0)
    within = stats.binom.cdf(196, 200, 0.95) - stats.binom.cdf(183, 200, 0.95)
    assert found.coverage == pytest.approx(within)
    median = quantile_interval(np.arange(1.0, 11.0), 0.5)
    assert (median.low_rank, median.high_rank) == (2, 9)
    assert median.coverage == pytest.approx(0.978516, abs=1e-6)


def test_a_quantile_out_of_reach_of_the_sample_has_an_infinite_end() -> None:
    found = quantile_interval(np.arange(20.0), 0.95)
    assert (found.high_rank, found.high) == (21, math.inf)
    assert math.isfinite(found.low)
    assert not found.enough
    assert quantile_interval([3.0], 0.5).low == -math.inf


def test_quantile_interval_covers_whatever_the_law() -> None:
    """Log-normal, n = 200, 3,000 tries: within 4 errors of the exact .967."""
    generator = np.random.default_rng(31)
    truth = math.exp(stats.norm.ppf(0.95))
    found = [quantile_interval(generator.lognormal(size=200), 0.95) for _ in range(3000)]
    hits = np.mean([one.low <= truth <= one.high for one in found])
    assert hits == pytest.approx(found[0].coverage, abs=4 * 0.0033)


def test_tail_mean_by_rockafellar_and_uryasev() -> None:
    found = conditional_value_at_risk(np.arange(1.0, 101.0), 0.95)
    assert (found.value_at_risk, found.mean) == pytest.approx((95.0, 98.0))
    # On a step: the worst 15 % of ten values are the largest and half of the next.
    step = conditional_value_at_risk(np.arange(1.0, 11.0), 0.85)
    assert (step.value_at_risk, step.mean) == pytest.approx((9.0, (10.0 + 9.0 / 2) / 1.5))


def test_too_few_exceedances_give_no_interval() -> None:
    found = conditional_value_at_risk(np.arange(100.0), 0.95)
    assert (found.exceedances, found.enough) == (5, False)
    assert (found.low, found.high) == (-math.inf, math.inf)
    gap = conditional_value_at_risk_difference(np.arange(100.0), np.zeros(100))
    assert (gap.enough, gap.high) == (False, math.inf)


def exponential(generator: np.random.Generator, count: int) -> Values:
    return generator.exponential(1.0, count)


def lognormal(generator: np.random.Generator, count: int) -> Values:
    return generator.lognormal(0.0, 1.0, count)


LOGNORMAL_TAIL = math.exp(0.5) * stats.norm.cdf(1.0 - stats.norm.ppf(0.95)) / 0.05


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("law", "truth"), [(exponential, 1.0 + math.log(20.0)), (lognormal, LOGNORMAL_TAIL)]
)
@pytest.mark.parametrize("exceedances", [20, 100])
def test_tail_mean_covers_as_often_as_it_says(law: Law, truth: float, exceedances: int) -> None:
    """Closed forms; 2,000 tries (error .0049): 93 to 97 % even at the fewest exceedances."""
    generator = np.random.default_rng(32)
    tries = [conditional_value_at_risk(law(generator, 20 * exceedances), 0.95) for _ in range(2000)]
    assert 0.93 <= np.mean([one.low <= truth <= one.high for one in tries]) <= 0.97


@pytest.mark.statistical
def test_paired_tail_difference_is_covered_and_narrower_than_unpaired() -> None:
    """Scaled exponentials: the difference of tail means is -.2 (1 + ln 20) by closed form."""
    generator = np.random.default_rng(33)
    truth = -0.2 * (1.0 + math.log(20.0))
    hits, errors, alone = [], [], []
    for _ in range(1000):
        baseline = generator.exponential(1.0, 1000)
        policy = 0.8 * baseline * generator.uniform(0.95, 1.05, 1000)
        gap = conditional_value_at_risk_difference(policy, baseline)
        hits.append(gap.low <= truth <= gap.high)
        errors.append(gap.standard_error)
        alone.append(conditional_value_at_risk(baseline).standard_error)
    assert 0.93 <= np.mean(hits) <= 0.97
    assert np.mean(errors) < 0.3 * np.mean(alone)


def test_identical_policies_have_identical_tails() -> None:
    values = np.random.default_rng(34).gamma(2.0, 1.0, 500)
    gap = conditional_value_at_risk_difference(values, values.copy())
    assert (gap.mean, gap.low, gap.high) == (0.0, 0.0, 0.0)


def test_halls_interval_leans_to_the_long_tail_and_is_students_without_skewness() -> None:
    skewed = skewed_mean_interval(np.random.default_rng(35).exponential(size=50))
    assert skewed.high - skewed.mean > skewed.mean - skewed.low
    even = np.arange(-10.0, 11.0)
    assert skewed_mean_interval(even).high == pytest.approx(mean_interval(even).high)
    assert skewed_mean_interval([2.0, 2.0]).half_width == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exceedance_curve([], [1.0]), "at least one number"),
        (lambda: exceedance_curve([1.0, math.nan], [1.0]), "must be finite"),
        (lambda: quantile_interval([1.0, 2.0], 1.0), "p must be between 0 and 1"),
        (lambda: conditional_value_at_risk([1.0, 2.0], 0.0), "level must be between 0 and 1"),
        (lambda: at_least([1.0], 1, 95.0), "confidence must be between 0 and 1"),
        (lambda: conditional_value_at_risk_difference([1.0], [1.0, 2.0]), "same replications"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
