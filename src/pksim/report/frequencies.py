"""Chances as people can picture them: so many of 100 periods, or a bound where few were seen."""

from __future__ import annotations

import math

from pksim.statistics import Exceedance
from pksim.statistics.tails import ENOUGH_EXCEEDANCES

SIZES = (100, 1_000, 10_000)


def frequency(chance: Exceedance) -> str:
    """``12 in 100 (9–15)``; ``at most 3 in 100`` or ``at least 97 in 100`` where few differ.

    Bounds are rounded outwards.
    """
    if not chance.enough:
        size = _size(chance.high)
        return f"at most {_up(chance.high, size):,} in {size:,}"
    if chance.replications - chance.count < ENOUGH_EXCEEDANCES:
        return f"at least {_down(chance.low, 100)} in 100"
    size = _size(chance.probability)
    ends = f"{_down(chance.low, size):,}–{_up(chance.high, size):,}"
    return f"{round(size * chance.probability):,} in {size:,} ({ends})"


def _size(share: float) -> int:
    """The least of these of which a share is one at least."""
    return next((size for size in SIZES if share * size >= 1.0), SIZES[-1])


def _up(share: float, size: int) -> int:
    return math.ceil(round(share * size, 6))


def _down(share: float, size: int) -> int:
    return math.floor(round(share * size, 6))
