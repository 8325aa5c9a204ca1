"""When to stop: rules for a wanted precision, and a fixed schedule of looks at the data.

A rule looked at after every replication stops where the data happen to vary little, and the
interval printed there covers less than it says. Three things keep it honest: few looks, at
numbers of replications fixed beforehand; a first look not before 100 replications; and stopping
only where the rule holds at two looks running. In 2,000 trials of each of normal, gamma (shape
.5) and compound Poisson data :func:`skewed_mean_interval` at the stop then covers 93 to 97 %;
Student's covers as much for normal data, and for skewed data from a first look of 200 on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def looks(first: int, cap: int, growth: float = 1.25, block: int = 1) -> tuple[int, ...]:
    """Numbers of replications at which to look: from ``first`` by ``growth``, ending at ``cap``.

    All but the last are multiples of ``block`` (replications that are run together). They depend
    on nothing that is seen, so the same seed stops at the same look with any number of workers.
    """
    if first < 2 or cap < first or block < 1:
        raise ValueError(
            f"looks need 2 <= first <= cap and a block of at least 1, not {first}, {cap}, {block}"
        )
    if not (math.isfinite(growth) and growth > 1.0):
        raise ValueError(f"growth must be above 1 and finite, not {growth:g}")
    found: list[int] = []
    wanted = float(first)
    while not found or found[-1] < cap:
        look = min(cap, block * math.ceil(wanted / block))
        if not found or look > found[-1]:
            found.append(look)
        wanted *= growth
    return tuple(found)


def absolute_met(half_width: float, wanted: float) -> bool:
    """Whether an interval reaches no more than ``wanted`` to either side; the same unit for both.

    The rule for differences. For an indifference d, half of it is wanted. An unknown or infinite
    half-width meets nothing.
    """
    _above_zero(wanted)
    return bool(half_width <= wanted)


def relative_met(half_width: float, mean: float, wanted: float) -> bool:
    """Whether ``half_width / |mean| <= wanted / (1 + wanted)``.

    The rule for levels: the *true* relative error is then at most ``wanted``, since the estimate
    in the denominator may itself be off (Law, Simulation Modeling and Analysis, section 9.4.1).
    A mean of zero meets nothing. Not for differences, which may well be zero.
    """
    _above_zero(wanted)
    if mean == 0.0:
        return False
    return bool(half_width / abs(mean) <= wanted / (1.0 + wanted))


def met_twice(met: Sequence[bool]) -> bool:
    """Whether the last two of the looks so far met the rule: time to stop."""
    return len(met) >= 2 and bool(met[-1] and met[-2])


def _above_zero(wanted: float) -> None:
    if not (math.isfinite(wanted) and wanted > 0.0):
        raise ValueError(f"the precision wanted must be above zero and finite, not {wanted:g}")
