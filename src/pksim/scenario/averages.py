"""Mean and median of a law of durations, by the textbook formulas of its family.

Families are the codes of `pksim.scenario.laws`: 0 fixed, 1 uniform, 2 exponential, 3 Weibull,
4 log-normal, 5 log-logistic, 6 triangular, 7 gamma, 8 beta.
"""

from __future__ import annotations

import math


def mean(family: int, a: float, b: float, c: float) -> float:
    """Mean in the unit of the parameters; infinite for a log-logistic law of shape 1 or less."""
    match family:
        case 1:
            return (a + b) / 2
        case 3:
            return a * math.gamma(1 + 1 / b)
        case 4:
            return a * math.exp(b * b / 2)
        case 5:
            return a * math.pi / b / math.sin(math.pi / b) if b > 1 else math.inf
        case 6:
            return (a + b + c) / 3
        case 7:
            return b
        case 8:
            return c * a / (a + b)
        case _:
            return a


def median(family: int, a: float, b: float, c: float) -> float:
    """Median in the unit of the parameters."""
    match family:
        case 1:
            return (a + b) / 2
        case 2:
            return a * math.log(2.0)
        case 3:
            return a * math.pow(math.log(2.0), 1 / b)
        case 6:
            return _of_triangle(a, b, c)
        case 7 | 8:
            return _of_gamma_or_beta(family, a, b, c)
        case _:
            return a


def _of_triangle(low: float, mode: float, high: float) -> float:
    """Half the area of the triangle lies below it: on the rising side, or on the falling."""
    if mode - low >= (high - low) / 2:
        return low + math.sqrt((high - low) * (mode - low) / 2)
    return high - math.sqrt((high - low) * (high - mode) / 2)


def _of_gamma_or_beta(family: int, a: float, b: float, c: float) -> float:
    """The two without a formula."""
    from scipy import special  # here, because few scenarios need it and it is slow to load

    if family == 7:
        return float(special.gammaincinv(a, 0.5)) * b / a
    return float(special.betaincinv(a, b, 0.5)) * c
