"""Nested designs against the model that is known in closed form: normal means, normal runs."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from pksim.statistics import (
    more_runs_cannot_narrow,
    nested_mean_interval,
    nested_variance,
    parameter_band,
    three_bands,
)

Values = npt.NDArray[np.float64]


def design(seed: int, draws: int, runs: int, between: float, within: float) -> Values:
    """Mean 10; conditional means of deviation ``between``, runs of deviation ``within``."""
    generator = np.random.default_rng(seed)
    means = generator.normal(10.0, between, draws)
    return means[:, None] + generator.normal(0.0, within, (draws, runs))


def test_the_split_by_hand() -> None:
    """Two draws: means 2 and 6, variances 2 and 2: between 8, parameters 8 - 2 / 2 = 7."""
    split = nested_variance([[1.0, 3.0], [5.0, 7.0]])
    assert (split.mean, split.between, split.within) == (4.0, 8.0, 2.0)
    assert (split.unclipped, split.parameters) == (7.0, 7.0)
    assert split.share == pytest.approx(7.0 / 9.0)
    assert (split.draws, split.runs) == (2, 2)


def test_the_split_is_unbiased_and_may_fall_below_zero() -> None:
    """Parameters' variance 1 of 5, 40 draws x 3 runs, 2,000 designs: means within 4 errors."""
    splits = [nested_variance(design(seed, 40, 3, 1.0, 2.0)) for seed in range(2000)]
    raw = np.array([split.unclipped for split in splits])
    assert abs(raw.mean() - 1.0) < 4 * raw.std() / math.sqrt(2000)
    assert np.mean([split.within for split in splits]) == pytest.approx(4.0, abs=0.06)
    assert raw.min() < 0.0
    assert min(split.parameters for split in splits) == 0.0


@pytest.mark.statistical
def test_the_share_of_variance_is_covered() -> None:
    """True share .2, 1,000 designs: .95 within 3 errors of .0069."""
    splits = [nested_variance(design(seed, 60, 4, 1.0, 2.0)) for seed in range(1000)]
    hits = np.mean([split.share_low <= 0.2 <= split.share_high for split in splits])
    assert hits == pytest.approx(0.95, abs=3 * 0.0069)


@pytest.mark.statistical
@pytest.mark.parametrize(("draws", "runs"), [(20, 5), (100, 1), (60, 2)])
def test_the_mean_is_covered_because_draws_count_once(draws: int, runs: int) -> None:
    """1,000 designs whose parameters hold half of the variance: 93 to 97 %."""
    found = [nested_mean_interval(design(seed, draws, runs, 2.0, 2.0)) for seed in range(1000)]
    assert found[0].count == draws
    assert 0.93 <= np.mean([one.low <= 10.0 <= one.high for one in found]) <= 0.97


@pytest.mark.statistical
def test_the_mean_of_skewed_counts_under_gamma_rates_is_covered() -> None:
    """Poisson runs under gamma rates (mean 2, 100 draws x 2 runs), 1,000 designs: 93 to 97 %."""
    generator = np.random.default_rng(1)
    hits = []
    for _ in range(1000):
        rates = generator.gamma(2.0, 1.0, 100)
        found = nested_mean_interval(generator.poisson(rates[:, None], (100, 2)))
        hits.append(found.low <= 2.0 <= found.high)
    assert 0.93 <= np.mean(hits) <= 0.97


def test_the_parameter_band_is_that_of_the_conditional_mean_not_of_the_draws_means() -> None:
    """90 % of N(10, 1) is 10 +- 1.645; means of 3 runs of deviation 3 would give 10 +- 3.29."""
    bands = np.array([parameter_band(design(seed, 400, 3, 1.0, 3.0)) for seed in range(200)])
    assert bands.mean(axis=0) == pytest.approx([10.0 - 1.645, 10.0 + 1.645], abs=0.1)
    wide = np.array([parameter_band(design(seed, 400, 3, 1.0, 3.0), 0.95) for seed in range(50)])
    assert wide.mean(axis=0) == pytest.approx([10.0 - 1.96, 10.0 + 1.96], abs=0.15)


def test_three_bands_are_three_widths() -> None:
    """One tour is 10 +- 1.645 sqrt(1 + 9), whatever the number of runs."""
    bands = three_bands(design(2, 1000, 5, 1.0, 3.0))
    assert bands.one_tour == pytest.approx((10.0 - 5.2, 10.0 + 5.2), abs=0.3)
    assert bands.parameters == pytest.approx((10.0 - 1.645, 10.0 + 1.645), abs=0.2)
    assert bands.simulation.half_width < 0.12
    assert bands.runs_cannot_narrow
    few = three_bands(design(2, 10, 2, 1.0, 30.0))
    assert not few.runs_cannot_narrow


def test_what_no_parameter_moves_has_a_band_without_width() -> None:
    values = np.tile([1.0, 5.0, 3.0], (4, 1))
    split = nested_variance(values)
    assert split.unclipped < 0.0
    assert (split.parameters, split.share) == (0.0, 0.0)
    assert parameter_band(values) == (3.0, 3.0)
    assert math.isnan(nested_variance(np.ones((3, 3))).share)
    certain = nested_variance([[1.0, 1.0], [2.0, 2.0]])
    assert (certain.share, certain.share_low, certain.share_high) == (1.0, 1.0, 1.0)


def test_when_runs_are_wasted() -> None:
    """hypot(e, 1) = 1.05 at e = .3202."""
    assert more_runs_cannot_narrow(0.32, 1.0)
    assert not more_runs_cannot_narrow(0.33, 1.0)
    assert not more_runs_cannot_narrow(0.1, 0.0)
    assert more_runs_cannot_narrow(0.4, 1.0, tolerance=0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nested_variance([[1.0], [2.0]]), "at least 2 x 2"),
        (lambda: nested_mean_interval([1.0, 2.0]), "must be a table"),
        (lambda: nested_variance([[1.0, math.nan], [2.0, 1.0]]), "must be finite"),
        (lambda: parameter_band([[1.0, 2.0], [2.0, 1.0]], 90.0), "share must be between 0 and 1"),
        (lambda: more_runs_cannot_narrow(math.nan, 1.0), "zero or more"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
