"""Stopping rules by hand, the schedule of looks, and coverage of what is printed at the stop."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from pksim.statistics import (
    absolute_met,
    looks,
    mean_interval,
    met_twice,
    relative_met,
    skewed_mean_interval,
)

Values = npt.NDArray[np.float64]
Law = Callable[[np.random.Generator, int], Values]


def test_looks_grow_by_a_quarter_in_whole_blocks_and_end_at_the_cap() -> None:
    assert looks(100, 300) == (100, 125, 157, 196, 245, 300)
    assert looks(100, 300, block=32) == (128, 160, 224, 256, 300)
    assert looks(100, 100) == (100,)
    assert looks(2, 10, growth=1.01) == (2, 3, 4, 5, 6, 7, 8, 9, 10)


def test_rules_by_hand() -> None:
    assert absolute_met(0.5, 0.5)
    assert not absolute_met(0.51, 0.5)
    assert not absolute_met(math.inf, 0.5)
    assert not absolute_met(math.nan, 0.5)
    # Law: a relative error of .1 wants the ratio at .1 / 1.1 = .0909.
    assert relative_met(0.0909, -1.0, 0.1)
    assert not relative_met(0.0910, 1.0, 0.1)
    assert not relative_met(0.0, 0.0, 0.1)
    assert not relative_met(math.nan, 1.0, 0.1)


def test_one_lucky_look_is_not_enough() -> None:
    assert not met_twice([])
    assert not met_twice([True])
    assert not met_twice([True, False, True])
    assert met_twice([False, True, True])


def normal(generator: np.random.Generator, count: int) -> Values:
    return generator.normal(1.0, 1.0, count)


def gamma(generator: np.random.Generator, count: int) -> Values:
    """Skewness 2.8."""
    return generator.gamma(0.5, 2.0, count)


def compound_poisson(generator: np.random.Generator, count: int) -> Values:
    """A third of an incident on average, each with a Poisson number of 3 dead: skewness 2.1."""
    incidents = generator.poisson(1.0 / 3.0, count)
    return generator.poisson(3.0 * incidents).astype(np.float64)


def stop(values: Values, first: int, rule: Callable[[float, float], bool]) -> Values:
    met = []
    for count in looks(first, len(values)):
        found = mean_interval(values[:count])
        met.append(rule(found.half_width, found.mean))
        if met_twice(met):
            return values[:count]
    return values


@pytest.mark.statistical
@pytest.mark.parametrize("wanted", [0.2, 0.12])
@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("law", [normal, gamma, compound_poisson])
def test_the_interval_printed_at_the_stop_covers(law: Law, relative: bool, wanted: float) -> None:
    """1,000 studies (error .0069), mean 1, stopping after 100 to about 2,000 runs: 93 to 97 %."""
    generator = np.random.default_rng(41)

    def rule(half_width: float, mean: float) -> bool:
        if relative:
            return relative_met(half_width, mean, wanted)
        return absolute_met(half_width, wanted)

    hits, lengths, means = [], [], []
    for _ in range(1000):
        seen = stop(law(generator, 4000), 100, rule)
        found = skewed_mean_interval(seen)
        hits.append(found.low <= 1.0 <= found.high)
        lengths.append(len(seen))
        means.append(found.mean)
    assert 100 < np.mean(lengths) < 2000
    assert 0.93 <= np.mean(hits) <= 0.97
    # What stopping by the data does to the mean stays below a fifth of the interval's reach.
    assert abs(np.mean(means) - 1.0) < 0.2 * wanted


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: looks(1, 10), "looks need 2 <= first"),
        (lambda: looks(20, 10), "looks need 2 <= first"),
        (lambda: looks(20, 100, growth=1.0), "growth must be above 1"),
        (lambda: absolute_met(1.0, 0.0), "above zero"),
        (lambda: relative_met(1.0, 1.0, math.nan), "above zero"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
