"""Poisson, binomial and negative binomial counts by exact inversion of the distribution function.

Few expected events are summed up from zero. More are found from a normal guess, deciding each step
by the incomplete gamma or beta function of k alone, on the side of the nearer tail. Nothing
underflows, and since no comparison depends on where the search began, a larger u never gives a
smaller count.
"""

import math

from pksim.engine.process import formula
from pksim.engine.special_functions import incomplete_beta, incomplete_gamma, normal_quantile

__all__ = ["binomial", "negative_binomial", "poisson"]

FEW = 12.0
"""Up to this mean, summing from zero is quicker than one incomplete gamma function."""

FAR = 0.9999
"""Above this u, sums from zero have lost too many digits of the upper tail."""


@formula
def poisson(u: float, mean: float) -> int:
    """How many events happen where `mean` are expected."""
    if not mean > 0.0:
        return 0
    if mean <= FEW and u <= FAR:
        k = 0
        term = math.exp(-mean)
        total = term
        while total < u:
            k += 1
            term *= mean / k
            total += term
        return k
    k = max(0, int(mean + math.sqrt(mean) * normal_quantile(u)))
    while not _poisson_reaches(u, k, mean):
        k += 1
    while k > 0 and _poisson_reaches(u, k - 1, mean):
        k -= 1
    return k


@formula
def _poisson_reaches(u: float, k: int, mean: float) -> bool:
    """Whether P(at most k) >= u, judged in the nearer tail."""
    more, at_most, _ = incomplete_gamma(k + 1.0, mean)
    return at_most >= u if u <= 0.5 else more <= 1.0 - u


@formula
def binomial(u: float, n: int, p: float) -> int:
    """How many of `n` succeed when each does with probability `p` by itself."""
    if n <= 0 or not p > 0.0:
        return 0
    if p >= 1.0:
        return n
    none = n * math.log1p(-p)
    if n * p <= FEW and none > -600.0 and u <= FAR:
        return _binomial_from_zero(u, n, p, math.exp(none))
    sd = math.sqrt(n * p * (1.0 - p))
    k = min(n, max(0, int(n * p + sd * normal_quantile(u))))
    while not _binomial_reaches(u, k, n, p):
        k += 1
    while k > 0 and _binomial_reaches(u, k - 1, n, p):
        k -= 1
    return k


@formula
def _binomial_from_zero(u: float, n: int, p: float, none: float) -> int:
    """The count by summing up from P(0) = `none`."""
    odds = p / (1.0 - p)
    k = 0
    term = none
    total = none
    while total < u and k < n:
        k += 1
        term *= (n - k + 1) * odds / k
        total += term
    return k


@formula
def _binomial_reaches(u: float, k: int, n: int, p: float) -> bool:
    """Whether P(at most k of n) >= u, judged in the nearer tail."""
    if k >= n:
        return True
    more, at_most, _ = incomplete_beta(k + 1.0, float(n - k), p, 1.0 - p)
    return at_most >= u if u <= 0.5 else more <= 1.0 - u


@formula
def negative_binomial(u: float, mean: float, dispersion: float) -> int:
    """A count with this mean and variance mean + mean**2 / dispersion, by summing up from zero.

    Meant for counts of people: the sum stops at 100,000, and at the last term that adds anything.
    """
    if not mean > 0.0:
        return 0
    chance = mean / (mean + dispersion)
    k = 0
    term = math.exp(-dispersion * math.log1p(mean / dispersion))
    total = term
    while total < u and k < 100_000:
        k += 1
        term *= chance * (dispersion + k - 1.0) / k
        if total + term == total and k > mean:
            break
        total += term
    return k
