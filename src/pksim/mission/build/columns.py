"""Flat columns of numbers, as the world keeps them."""

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from pksim.mission.units_of_time import MINUTES_PER_DAY

Columns = dict[str, Any]
"""Columns, and groups of columns, by name."""


def between_events(per_day: float) -> float:
    """Mean minutes between events of a rate; infinite for none."""
    return MINUTES_PER_DAY / per_day if per_day > 0 else math.inf


def reals(values: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column of real numbers."""
    return np.array(list(values), np.float64)


def whole(values: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A column of whole numbers."""
    return np.array(list(values), np.int64)


def runs(groups: Sequence[Sequence[Any]], first: str, length: str) -> Columns:
    """Where each group begins in one flat list, and how long it is."""
    lengths = [len(group) for group in groups]
    return {first: whole(accumulate(lengths[:-1], initial=0)), length: whole(lengths)}


def up_to(shares: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Cumulative shares; the last is 1, so that a draw below 1 always falls under one."""
    cumulative = reals(accumulate(shares))
    cumulative[-1] = 1.0
    return cumulative
