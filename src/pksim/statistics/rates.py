"""Rates of rare events from counts: the exact interval, and gamma-Poisson learning.

Events of a constant rate in an exposure (person-years, vehicle-kilometres, days) are Poisson.
A rate is per unit of whatever the exposure is counted in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from pksim.statistics.inputs import positive, probability

JEFFREYS = (0.5, 0.0)
"""Jeffreys' prior of a Poisson rate, as (shape, exposure) of a gamma distribution."""


@dataclass(frozen=True, slots=True)
class GammaRate:
    """What is known of a rate: a gamma distribution with ``shape``, and ``exposure`` as its rate.

    As if ``shape`` events had been seen in ``exposure``.
    """

    shape: float
    exposure: float

    @property
    def mean(self) -> float:
        """The mean rate."""
        return self.shape / self.exposure

    @property
    def deviation(self) -> float:
        """The standard deviation of the rate."""
        return math.sqrt(self.shape) / self.exposure

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """The central range that holds the rate with this probability."""
        tail = (1.0 - probability(confidence, "confidence")) / 2.0
        low, high = special.gammaincinv(self.shape, [tail, 1.0 - tail]) / self.exposure
        return float(low), float(high)

    def predict(self, exposure: float) -> NegativeBinomial:
        """The number of events in a further ``exposure``: rate and luck both unknown."""
        further = positive(exposure, "exposure")
        return NegativeBinomial(self.shape, self.exposure / (self.exposure + further))


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """A number of events: P(k) = C(k + shape - 1, k) chance^shape (1 - chance)^k."""

    shape: float
    chance: float

    @property
    def mean(self) -> float:
        """The mean number."""
        return self.shape * (1.0 - self.chance) / self.chance

    @property
    def variance(self) -> float:
        """The variance of the number; above the mean, since the rate is not known."""
        return self.mean / self.chance

    def probability(self, k: int) -> float:
        """The probability of exactly ``k`` events."""
        return self.at_least(k) - self.at_least(k + 1)

    def at_least(self, k: int) -> float:
        """The probability of ``k`` events or more."""
        if k <= 0:
            return 1.0
        return float(special.betainc(k, self.shape, 1.0 - self.chance))

    def interval(self, confidence: float = 0.95) -> tuple[int, int]:
        """The central numbers that hold at least this probability."""
        tail = (1.0 - probability(confidence, "confidence")) / 2.0
        return self._quantile(tail), self._quantile(1.0 - tail)

    def _quantile(self, wanted: float) -> int:
        """The smallest k with P(at most k) >= wanted."""
        high = 1
        while 1.0 - self.at_least(high + 1) < wanted:
            high *= 2
        return int(np.searchsorted(1.0 - self._upper(high), wanted))

    def _upper(self, high: int) -> npt.NDArray[np.float64]:
        """P(more than k) for k = 0 ... high."""
        beyond = special.betainc(np.arange(1.0, high + 2.0), self.shape, 1.0 - self.chance)
        return np.asarray(beyond)


def garwood(events: int, exposure: float = 1.0, confidence: float = 0.95) -> tuple[float, float]:
    """The exact two-sided interval of a Poisson rate from one count (Garwood 1936).

    It covers at least what it says. With no event the lower end is 0 and the upper one still
    spends half of the error probability only.
    """
    count = _count(events)
    time = positive(exposure, "exposure")
    tail = (1.0 - probability(confidence, "confidence")) / 2.0
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return low / time, float(special.gammaincinv(count + 1, 1.0 - tail)) / time


def gamma_poisson(events: int, exposure: float, prior: tuple[float, float] = JEFFREYS) -> GammaRate:
    """What is known of a rate after ``events`` in ``exposure``.

    The prior G(a, b), Jeffreys' unless another is given, becomes G(a + events, b + exposure)
    (Gelman et al., Bayesian Data Analysis, section 2.6).
    """
    shape, before = prior
    if not (shape >= 0.0 and before >= 0.0 and math.isfinite(shape) and math.isfinite(before)):
        raise ValueError(f"a prior has a shape and an exposure of zero or more, not {prior}")
    known = GammaRate(shape + _count(events), before + positive(exposure, "exposure"))
    if known.shape == 0.0:
        raise ValueError("a prior of shape 0 and no event leave nothing known")
    return known


def _count(events: int) -> int:
    if events < 0 or int(events) != events:
        raise ValueError(f"a count of events is a whole number of zero or more, not {events}")
    return int(events)
