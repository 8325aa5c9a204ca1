"""Samplers: each turns one uniform number into one variate, by inverting a distribution.

One draw, one variate, and a larger uniform never gives a smaller variate. So two policies that see
the same uniform see the same patient: when a law shifts, every variate shifts with it, and paired
comparison keeps its power. (Rejection methods are faster for gamma and beta but lose exactly
that.)

Parameters are trusted: whoever builds a model checks them (`pksim.scenario` does), since compiled
code must not raise. Times come out in the unit of their parameters; `u` lies in the open interval
(0, 1).
"""

import math
from collections.abc import Sequence

from pksim.engine.counts import binomial, poisson
from pksim.engine.process import formula, rule
from pksim.engine.special_functions import (
    incomplete_beta,
    incomplete_gamma,
    log_gamma_plus_one,
    normal_quantile,
)

__all__ = [
    "BETA",
    "EXPONENTIAL",
    "FAMILIES",
    "FIXED",
    "GAMMA",
    "LOGLOGISTIC",
    "LOGNORMAL",
    "TRIANGULAR",
    "UNIFORM",
    "WEIBULL",
    "beta",
    "binomial",
    "categorical",
    "empirical",
    "exponential",
    "gamma",
    "loglogistic",
    "lognormal",
    "normal",
    "poisson",
    "quantile",
    "triangular",
    "uniform_between",
    "weibull",
]

# Codes of families, as a law is kept in a column of the world. Never renumbered.
FIXED = 0
UNIFORM = 1
EXPONENTIAL = 2
WEIBULL = 3
LOGNORMAL = 4
LOGLOGISTIC = 5
TRIANGULAR = 6
GAMMA = 7
BETA = 8

FAMILIES = {
    "fixed": FIXED,
    "uniform": UNIFORM,
    "exponential": EXPONENTIAL,
    "weibull": WEIBULL,
    "lognormal": LOGNORMAL,
    "loglogistic": LOGLOGISTIC,
    "triangular": TRIANGULAR,
    "gamma": GAMMA,
    "beta": BETA,
}
"""Code of each family by its name."""

MOST_STEPS = 200
CLOSE_ENOUGH = 1e-8
"""Newton's method doubles the digits: after so small a step less than 1e-16 is left."""


@formula
def uniform_between(u: float, low: float, high: float) -> float:
    """Uniform between `low` and `high`."""
    return low + u * (high - low)


@formula
def exponential(u: float, mean: float) -> float:
    """Exponential with the given mean."""
    return -mean * math.log1p(-u)


@formula
def weibull(u: float, scale: float, shape: float) -> float:
    """Weibull: survival exp(-(x / scale)**shape)."""
    return scale * math.exp(math.log(-math.log1p(-u)) / shape)


@formula
def normal(u: float, mean: float, sd: float) -> float:
    """Normal with the given mean and standard deviation."""
    return mean + sd * normal_quantile(u)


@formula
def lognormal(u: float, median: float, sigma: float) -> float:
    """Log-normal: median, and standard deviation `sigma` of the natural logarithm."""
    return median * math.exp(sigma * normal_quantile(u))


@formula
def loglogistic(u: float, median: float, shape: float) -> float:
    """Log-logistic: survival 1 / (1 + (x / median)**shape)."""
    return median * math.exp((math.log(u) - math.log1p(-u)) / shape)


@formula
def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Triangular on [low, high] with its peak at `mode`."""
    width = high - low
    if width <= 0.0:
        return low + 0.0
    if u * width < mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


@formula
def gamma(u: float, shape: float, mean: float) -> float:
    """Gamma with the given shape and mean (its variance is mean² / shape).

    Newton's method on the logarithm of the nearer tail as a function of log x. That function is
    concave for every shape, so the method converges from anywhere; the steps are bounded all the
    same.
    """
    lower = u <= 0.5
    goal = math.log(u) if lower else math.log1p(-u)
    spread = 1.0 / math.sqrt(min(1.0, shape)) / math.sqrt(shape)
    t = _gamma_start(u, shape)
    for _ in range(MOST_STEPS):
        p, q, slope = incomplete_gamma(shape, math.exp(min(t, 700.0)))
        step = _newton_step(goal, p if lower else -q, slope, 4.0 * spread)
        t += step
        if abs(step) <= CLOSE_ENOUGH * min(1.0, spread):
            break
    return math.exp(t) * (mean / shape)


@formula
def _gamma_start(u: float, shape: float) -> float:
    """First log x: the lower tail as a power, or Wilson and Hilferty's cube if larger."""
    lower_tail = (math.log(u) + log_gamma_plus_one(shape)) / shape
    root = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(u) / (3.0 * math.sqrt(shape))
    if root <= 0.1:
        return lower_tail
    return max(lower_tail, math.log(shape) + 3.0 * math.log(root))


@formula
def _newton_step(goal: float, tail: float, slope: float, most: float) -> float:
    """The step that brings the logarithm of a tail to its goal, at most `most` either way.

    An upper tail is given with a minus sign, since it falls where the lower one rises.
    """
    size = max(abs(tail), 1e-300)
    step = (goal - math.log(size)) * tail / max(slope, 1e-300)
    return max(-most, min(most, step))


@formula
def beta(u: float, a: float, b: float) -> float:
    """Beta with the given two shapes, by the method of `gamma` on the log odds of x."""
    lower = u <= 0.5
    goal = math.log(u) if lower else math.log1p(-u)
    spread = math.sqrt(1.0 / a + 1.0 / b)
    t = _beta_start(u, a, b, spread)
    for _ in range(MOST_STEPS):
        x, y = _logistic(t)
        p, q, slope = incomplete_beta(a, b, x, y)
        step = _newton_step(goal, p if lower else -q, slope, 4.0 * spread)
        t += step
        if abs(step) <= CLOSE_ENOUGH * min(1.0, spread):
            break
    x, _ = _logistic(t)
    return x


@formula
def _beta_start(u: float, a: float, b: float, spread: float) -> float:
    """First log odds: the nearer tail as a power where a shape is small, else a normal guess."""
    middle = math.log(a / b)
    if a >= 1.0 and b >= 1.0:
        return middle + spread * normal_quantile(u)
    log_beta = log_gamma_plus_one(a) + log_gamma_plus_one(b) - log_gamma_plus_one(a + b)
    log_beta += math.log((a + b) / (a * b))
    if u <= 0.5:
        log_x = (math.log(u) + math.log(a) + log_beta) / a
        return middle if log_x >= -1e-9 else log_x - math.log(-math.expm1(log_x))
    log_y = (math.log1p(-u) + math.log(b) + log_beta) / b
    return middle if log_y >= -1e-9 else math.log(-math.expm1(log_y)) - log_y


@formula
def _logistic(t: float) -> tuple[float, float]:
    """The share whose log odds are t, and the rest to 1."""
    ratio = math.exp(-min(abs(t), 740.0))
    small, large = ratio / (1.0 + ratio), 1.0 / (1.0 + ratio)
    return (large, small) if t > 0.0 else (small, large)


@formula
def quantile(family: int, a: float, b: float, c: float, u: float) -> float:
    """The variate of any law kept as (family, a, b, c).

    FIXED a; UNIFORM a to b; EXPONENTIAL mean a; WEIBULL scale a, shape b; LOGNORMAL median a,
    sigma b; LOGLOGISTIC median a, shape b; TRIANGULAR low a, mode b, high c; GAMMA shape a, mean
    b; BETA shapes a and b, times c.
    """
    if family == UNIFORM:
        return uniform_between(u, a, b)
    if family == EXPONENTIAL:
        return exponential(u, a)
    if family == WEIBULL:
        return weibull(u, a, b)
    if family == LOGNORMAL:
        return lognormal(u, a, b)
    if family == LOGLOGISTIC:
        return loglogistic(u, a, b)
    if family == TRIANGULAR:
        return triangular(u, a, b, c)
    if family == GAMMA:
        return gamma(u, a, b)
    if family == BETA:
        return c * beta(u, a, b)
    return a + 0.0


@rule
def categorical(u: float, cumulative: Sequence[float], first: int, count: int) -> int:
    """Which of `count` classes, 0 to count - 1, by cumulative weights in a column from `first` on.

    The weights need not add up to 1: the last cumulative one is the whole.
    """
    goal = u * cumulative[first + count - 1]
    low = 0
    high = count - 1
    while low < high:
        middle = (low + high) // 2
        if goal < cumulative[first + middle]:
            high = middle
        else:
            low = middle + 1
    return low


@rule
def empirical(u: float, values: Sequence[float], first: int, count: int) -> float:
    """One of `count` observed values, each as likely, in rising order in a column from `first`."""
    place = int(u * count)
    return values[first + min(place, count - 1)]
