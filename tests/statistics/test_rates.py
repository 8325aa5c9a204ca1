"""Rates from counts against published answers and scipy's distributions."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from pksim.statistics import gamma_poisson, garwood


def test_jeffreys_posterior_of_seven_events() -> None:
    known = gamma_poisson(7, 12.5)
    assert (known.mean, known.shape, known.exposure) == (0.6, 7.5, 12.5)
    assert known.interval() == pytest.approx((0.2504856, 1.0995357), abs=1e-7)
    assert known.interval() == pytest.approx(stats.gamma(7.5, scale=1 / 12.5).interval(0.95))
    assert known.deviation == pytest.approx(stats.gamma(7.5, scale=1 / 12.5).std())


def test_garwood_published() -> None:
    # Half the chi-square quantiles .025 (14) and .975 (16), 5.628726 and 28.845351, over 12.5.
    assert garwood(7, 12.5) == pytest.approx((5.628726 / 25.0, 28.845351 / 25.0), abs=5e-8)
    assert garwood(0, 10.0) == pytest.approx((0.0, 0.3688879), abs=5e-8)
    # Garwood's table for one count: 10 gives 4.80 to 18.39.
    assert garwood(10) == pytest.approx((4.80, 18.39), abs=5e-3)


def test_the_next_six_are_negative_binomial() -> None:
    ahead = gamma_poisson(7, 12.5).predict(6.0)
    assert ahead.mean == pytest.approx(3.6)
    assert ahead.probability(0) == pytest.approx(0.0528490, abs=5e-8)
    known = stats.nbinom(7.5, 12.5 / 18.5)
    assert ahead.variance == pytest.approx(known.var())
    assert [ahead.probability(k) for k in range(12)] == pytest.approx(known.pmf(np.arange(12)))
    assert [ahead.at_least(k) for k in (0, 1, 4)] == pytest.approx([1.0, *known.sf([0, 3])])
    assert ahead.interval() == (known.ppf(0.025), known.ppf(0.975))
    assert ahead.interval(0.5) == (known.ppf(0.25), known.ppf(0.75))


def test_a_prior_counts_as_events_in_an_exposure() -> None:
    known = gamma_poisson(3, 10.0, prior=(2.0, 5.0))
    assert known.mean == pytest.approx(5.0 / 15.0)
    assert known == gamma_poisson(5, 15.0, prior=(0.0, 0.0))


def test_garwood_never_covers_less_than_it_says() -> None:
    """Exactly, by summing the Poisson: every mean on a grid."""
    ends = np.array([garwood(k) for k in range(120)])
    for mean in np.linspace(0.05, 40.0, 80):
        inside = (ends[:, 0] <= mean) & (mean <= ends[:, 1])
        assert stats.poisson.pmf(np.arange(120), mean)[inside].sum() >= 0.95


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: garwood(-1), "zero or more"),
        (lambda: garwood(1.5), "whole number"),  # type: ignore[arg-type]
        (lambda: garwood(1, 0.0), "exposure must be above zero"),
        (lambda: garwood(1, 1.0, 1.0), "confidence must be between 0 and 1"),
        (lambda: gamma_poisson(1, math.nan), "exposure must be above zero"),
        (lambda: gamma_poisson(1, 1.0, prior=(-1.0, 0.0)), "a prior has"),
        (lambda: gamma_poisson(0, 1.0, prior=(0.0, 0.0)), "nothing known"),
        (lambda: gamma_poisson(1, 1.0).predict(0.0), "exposure must be above zero"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
