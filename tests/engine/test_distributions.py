"""Each sampler against scipy's quantiles, its exact moments, and what pairing relies on."""

import hashlib
import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import config
from numpy.typing import NDArray
from scipy import special, stats

from pksim.engine import distributions as d
from pksim.engine.counts import negative_binomial
from pksim.engine.process import source_of
from pksim.engine.streams import fold_key, uniform

Sampler = Callable[[float], float]


def of(sampler: Callable[..., float], *parameters: float) -> Sampler:
    return lambda u: sampler(u, *parameters)


# From the smallest u that a stream can give to the largest.
SMALLEST = 2.0**-53
MIDDLE = np.linspace(0.01, 0.99, 99)
TAILS = np.array([1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 1e-3])
GRID = np.concatenate([[SMALLEST], TAILS, MIDDLE, 1.0 - TAILS[::-1], [1.0 - SMALLEST]])


def loglogistic_quantile(median: float, shape: float) -> Callable[[Any], Any]:
    """By the logit; scipy's fisk.ppf loses four digits at 1 - 1e-12."""
    return lambda u: median * np.exp(special.logit(u) / shape)


# name: (sampler, scipy's quantile, relative tolerance)
CONTINUOUS: dict[str, tuple[Sampler, Callable[[Any], Any], float]] = {
    "uniform": (of(d.uniform_between, 2.0, 5.0), stats.uniform(2, 3).ppf, 1e-14),
    "exponential": (of(d.exponential, 90.0), stats.expon(scale=90).ppf, 1e-14),
    "normal": (of(d.normal, 0.0, 2.5), stats.norm(0, 2.5).ppf, 1e-14),
    "lognormal": (of(d.lognormal, 25.0, 0.7), stats.lognorm(0.7, scale=25).ppf, 1e-13),
    **{
        f"weibull {shape}": (
            of(d.weibull, 3.0, shape),
            stats.weibull_min(shape, scale=3).ppf,
            1e-13,
        )
        for shape in (0.5, 1.0, 2.3, 8.0)
    },
    **{
        f"loglogistic {shape}": (
            of(d.loglogistic, 40.0, shape),
            loglogistic_quantile(40.0, shape),
            1e-13,
        )
        for shape in (1.0, 2.7, 8.0)
    },
    **{
        f"triangular {low} {mode} {high}": (
            of(d.triangular, low, mode, high),
            stats.triang((mode - low) / (high - low), low, high - low).ppf,
            1e-14,
        )
        for low, mode, high in ((1.0, 2.0, 5.0), (1.0, 1.0, 5.0), (1.0, 5.0, 5.0))
    },
    **{
        f"gamma {shape}": (
            of(d.gamma, shape, 3.0),
            stats.gamma(shape, scale=3 / shape).ppf,
            1e-12,
        )
        for shape in (0.1, 0.3, 0.68, 1.0, 2.2, 7.0, 50.0, 1e3, 1e5)
    },
    **{
        f"beta {a} {b}": (of(d.beta, a, b), stats.beta(a, b).ppf, 1e-12)
        for a, b in (
            (0.3, 0.5),
            (0.3, 8.0),
            (8.0, 0.3),
            (1.0, 1.0),
            (1.0, 3.0),
            (2.0, 3.0),
            (4.0, 1.0),
            (30.0, 2.0),
            (0.5, 200.0),
            (500.0, 300.0),
            (2e4, 1e4),
        )
    },
}

COUNTS: dict[str, tuple[Sampler, Any]] = {
    **{
        f"poisson {mean}": (of(d.poisson, mean), stats.poisson(mean))
        for mean in (0.01, 0.5, 3.0, 11.9, 12.1, 50.0, 800.0, 1e4)
    },
    **{
        f"binomial {n} {p}": (of(d.binomial, n, p), stats.binom(n, p))
        for n, p in (
            (1, 0.3),
            (5, 0.5),
            (12, 0.9),
            (30, 0.4),
            (100, 0.05),
            (100, 0.97),
            (5_000, 0.5),
            (100_000, 0.3),
            (1_000_000, 1e-6),
        )
    },
}


# (mean, dispersion): those of the shipped casualty laws, and some far from them
NEGATIVE_BINOMIALS = [
    (3.0, 0.5), (32.0, 5.0), (4.2, 0.4), (4.0, 1.5), (2.15, 0.72),
    (1e-3, 0.5), (0.5, 1.0), (50.0, 0.25), (300.0, 20.0), (7.0, 1e4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sampler", "quantile", "tolerance"), CONTINUOUS.values(), ids=CONTINUOUS.keys()
)
def test_continuous_quantiles_are_scipys_into_the_tails(
    sampler: Sampler, quantile: Callable[[Any], Any], tolerance: float
) -> None:
    ours = [sampler(u) for u in GRID]
    assert ours == pytest.approx(quantile(GRID), rel=tolerance, abs=1e-290)


@pytest.mark.parametrize(("sampler", "law"), COUNTS.values(), ids=COUNTS.keys())
def test_counts_are_the_smallest_whose_distribution_reaches_u(sampler: Sampler, law: Any) -> None:
    """P(at most k) >= u and P(at most k - 1) < u, by scipy, judged in the nearer tail.

    The grid avoids numbers that are steps of a distribution; scipy's own tails are good to 1e-12.
    """
    for u in GRID + np.where(GRID > 0.005, np.where(GRID < 0.995, 1.234e-5, 0.0), 0.0):
        k = sampler(float(u))
        assert k == int(k)
        if u <= 0.5:
            assert law.cdf(k) >= u * (1 - 1e-10)
            assert law.cdf(k - 1) < u * (1 + 1e-10)
        else:
            assert law.sf(k) <= (1 - u) * (1 + 1e-10)
            assert law.sf(k - 1) > (1 - u) * (1 - 1e-10)


@pytest.mark.parametrize(("mean", "dispersion"), NEGATIVE_BINOMIALS)
def test_negative_binomial_counts_reach_u_as_scipys_do(mean: float, dispersion: float) -> None:
    """As above; summed up from zero, so the upper tail is good to 1e-13 of the whole."""
    law = stats.nbinom(dispersion, dispersion / (mean + dispersion))
    for u in GRID + np.where(GRID > 0.005, np.where(GRID < 0.995, 1.234e-5, 0.0), 0.0):
        k = negative_binomial(float(u), mean, dispersion)
        assert k == int(k)
        if u <= 0.5:
            assert law.cdf(k) >= u * (1 - 1e-10)
            assert law.cdf(k - 1) < u * (1 + 1e-10)
        else:
            assert law.sf(k) <= (1 - u) * (1 + 1e-10) + 1e-13
            assert law.sf(k - 1) > (1 - u) * (1 - 1e-10) - 1e-13


def sampled(sampler: Sampler, stream: int, draws: int) -> NDArray[np.float64]:
    key = fold_key(20, 0)
    return np.array([sampler(uniform(key, stream, entity, 0)) for entity in range(draws)])


# name: (sampler, law with finite fourth moment)
MOMENTS: dict[str, tuple[Sampler, Any]] = {
    "uniform": (of(d.uniform_between, 2.0, 5.0), stats.uniform(2, 3)),
    "exponential": (of(d.exponential, 90.0), stats.expon(scale=90)),
    "normal": (of(d.normal, 1.0, 2.5), stats.norm(1, 2.5)),
    "lognormal": (of(d.lognormal, 25.0, 0.4), stats.lognorm(0.4, scale=25)),
    "weibull": (of(d.weibull, 3.0, 1.7), stats.weibull_min(1.7, scale=3)),
    "loglogistic": (of(d.loglogistic, 40.0, 9.0), stats.fisk(9.0, scale=40)),
    "triangular": (of(d.triangular, 1.0, 2.0, 5.0), stats.triang(0.25, 1, 4)),
    "gamma": (of(d.gamma, 2.2, 1.0), stats.gamma(2.2, scale=1 / 2.2)),
    "beta": (of(d.beta, 2.0, 5.0), stats.beta(2, 5)),
    "poisson": (of(d.poisson, 3.4), stats.poisson(3.4)),
    "binomial": (of(d.binomial, 12, 0.35), stats.binom(12, 0.35)),
    "negative binomial": (of(negative_binomial, 3.0, 0.5), stats.nbinom(0.5, 0.5 / 3.5)),
}


@pytest.mark.statistical
@pytest.mark.parametrize("name", MOMENTS)
def test_mean_and_variance(name: str) -> None:
    """10,000 keyed draws within 4 standard errors: sees a mean off by .04 deviations."""
    draws = 10_000
    sampler, law = MOMENTS[name]
    x = sampled(sampler, 100 + list(MOMENTS).index(name), draws)
    mean, variance, _, kurtosis = (float(m) for m in law.stats("mvsk"))
    assert abs(x.mean() - mean) < 4 * math.sqrt(variance / draws)
    assert abs(x.var() - variance) < 4 * variance * math.sqrt((kurtosis + 2) / draws)


open_interval = st.integers(0, 2**52 - 1).map(lambda cell: (cell + 0.5) * 2.0**-52)


@pytest.mark.parametrize("name", [*CONTINUOUS, *COUNTS])
@given(one=open_interval, other=open_interval)
def test_a_larger_uniform_never_gives_a_smaller_variate(
    name: str, one: float, other: float
) -> None:
    """Counts exactly; continuous variates up to rounding, a few parts in 1e13."""
    low, high = sorted((one, other))
    if name in COUNTS:
        count = COUNTS[name][0]
        assert count(low) <= count(high)
    else:
        sampler, _, tolerance = CONTINUOUS[name]
        small, large = sampler(low), sampler(high)
        assert small <= large + tolerance * abs(large) + 1e-290


@given(u=open_interval, means=st.tuples(*[st.floats(1e-6, 5e3)] * 2))
def test_more_expected_events_never_give_fewer(u: float, means: tuple[float, float]) -> None:
    fewer, more = sorted(means)
    assert d.poisson(u, fewer) <= d.poisson(u, more)


@given(u=open_interval, n=st.integers(0, 2_000), shares=st.tuples(*[st.floats(0.0, 1.0)] * 2))
def test_a_larger_share_never_gives_fewer_successes(
    u: float, n: int, shares: tuple[float, float]
) -> None:
    low, high = sorted(shares)
    assert 0 <= d.binomial(u, n, low) <= d.binomial(u, n, high) <= n


dispersions = st.floats(0.05, 1e3)


@given(us=st.tuples(open_interval, open_interval), mean=st.floats(1e-3, 200.0), k=dispersions)
def test_a_larger_uniform_never_gives_fewer_of_a_negative_binomial(
    us: tuple[float, float], mean: float, k: float
) -> None:
    low, high = sorted(us)
    assert 0 <= negative_binomial(low, mean, k) <= negative_binomial(high, mean, k)


@given(u=st.floats(1e-12, 1 - 1e-9), means=st.tuples(*[st.floats(1e-3, 200.0)] * 2), k=dispersions)
def test_a_larger_mean_never_gives_fewer_of_a_negative_binomial(
    u: float, means: tuple[float, float], k: float
) -> None:
    fewer, more = sorted(means)
    assert negative_binomial(u, fewer, k) <= negative_binomial(u, more, k)


def test_limits_of_counts() -> None:
    assert negative_binomial(0.999999, 0.0, 1.0) == 0
    assert negative_binomial(SMALLEST, 32.0, 5.0) == 0
    assert d.poisson(0.999999, 0.0) == 0
    assert d.poisson(SMALLEST, 800.0) > 500
    assert d.binomial(0.3, 0, 0.5) == 0
    assert d.binomial(0.3, 7, 0.0) == 0
    assert d.binomial(0.3, 7, 1.0) == 7


def test_a_triangle_without_width_is_a_point() -> None:
    assert d.triangular(0.3, 2.0, 2.0, 2.0) == 2.0


BY_FAMILY = [
    ("fixed", (7.0, 0.0, 0.0), lambda _: 7.0),
    ("uniform", (2.0, 5.0, 0.0), of(d.uniform_between, 2.0, 5.0)),
    ("exponential", (90.0, 0.0, 0.0), of(d.exponential, 90.0)),
    ("weibull", (3.0, 1.7, 0.0), of(d.weibull, 3.0, 1.7)),
    ("lognormal", (25.0, 0.7, 0.0), of(d.lognormal, 25.0, 0.7)),
    ("loglogistic", (40.0, 3.0, 0.0), of(d.loglogistic, 40.0, 3.0)),
    ("triangular", (1.0, 2.0, 5.0), of(d.triangular, 1.0, 2.0, 5.0)),
    ("gamma", (2.2, 1.5, 0.0), of(d.gamma, 2.2, 1.5)),
    ("beta", (2.0, 3.0, 60.0), lambda u: 60.0 * d.beta(u, 2.0, 3.0)),
]


def test_families_keep_their_codes_for_ever() -> None:
    assert list(d.FAMILIES) == [name for name, _, _ in BY_FAMILY]
    assert list(d.FAMILIES.values()) == list(range(9))


@pytest.mark.parametrize(("family", "parameters", "sampler"), BY_FAMILY)
def test_quantile_by_family_is_the_sampler_of_that_family(
    family: str, parameters: tuple[float, float, float], sampler: Sampler
) -> None:
    for u in GRID:
        assert d.quantile(d.FAMILIES[family], *parameters, u) == sampler(u)


# Weights 1, 0, 3, 4 as cumulative sums, with strangers before and after them in the column.
COLUMN = np.array([9.0, 9.0, 1.0, 1.0, 4.0, 8.0, -5.0])


@pytest.mark.parametrize("how", [d.categorical, source_of(d.categorical)])
def test_categorical_gives_each_class_its_share_of_the_uniform(how: Callable[..., int]) -> None:
    at = {0.001: 0, 0.124: 0, 0.126: 2, 0.499: 2, 0.501: 3, 1 - SMALLEST: 3}
    assert {u: how(u, COLUMN, 2, 4) for u in at} == at
    assert how(0.7, COLUMN, 2, 1) == 0


@pytest.mark.parametrize("how", [d.empirical, source_of(d.empirical)])
def test_empirical_gives_each_value_its_share_of_the_uniform(how: Callable[..., float]) -> None:
    at = {SMALLEST: 1.0, 0.24: 1.0, 0.26: 1.0, 0.51: 4.0, 0.76: 8.0, 1 - SMALLEST: 8.0}
    assert {u: how(u, COLUMN, 2, 4) for u in at} == at


def fingerprint() -> str:
    """A hash of the bits of every sampler over the grid and 300 keyed draws."""
    key = fold_key(5, 5)
    u = [*GRID.tolist(), *(uniform(key, 1, entity, 0) for entity in range(300))]
    samplers = [*(s for s, _, _ in CONTINUOUS.values()), *(s for s, _ in COUNTS.values())]
    samplers += [of(negative_binomial, *parameters) for parameters in NEGATIVE_BINOMIALS]
    values = [float(sampler(x)) for sampler in samplers for x in u]
    return hashlib.sha256(struct.pack(f"{len(values)}d", *values)).hexdigest()


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="there is nothing compiled to compare")
def test_the_same_bits_without_the_compiler() -> None:
    """The interpreted samplers, in a process of their own, give what is given here."""
    there = subprocess.run(
        [sys.executable, __file__],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == fingerprint()


if __name__ == "__main__":
    sys.stdout.write(fingerprint())
