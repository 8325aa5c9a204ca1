"""What may come in: finite numbers of the right shape, and probabilities between 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def sample(values: npt.ArrayLike, name: str = "values") -> Values:
    """A non-empty row of finite numbers, or ValueError."""
    data = np.asarray(values, dtype=np.float64)
    if data.ndim != 1 or len(data) == 0:
        raise ValueError(f"{name} must be one row of at least one number, not shape {data.shape}")
    return _finite(data, name)


def table(values: npt.ArrayLike, name: str, *, rows: int = 1, columns: int = 1) -> Values:
    """A table of finite numbers with at least so many rows and columns, or ValueError."""
    data = np.asarray(values, dtype=np.float64)
    if data.ndim != 2 or data.shape[0] < rows or data.shape[1] < columns:
        raise ValueError(
            f"{name} must be a table of at least {rows} x {columns}, not shape {data.shape}"
        )
    return _finite(data, name)


def probability(value: float, name: str) -> float:
    """A number between 0 and 1, both excluded, or ValueError."""
    if not 0.0 < value < 1.0:
        raise ValueError(f"{name} must be between 0 and 1, not {value:g}")
    return float(value)


def positive(value: float, name: str) -> float:
    """A finite number above zero, or ValueError."""
    if not (np.isfinite(value) and value > 0.0):
        raise ValueError(f"{name} must be above zero and finite, not {value:g}")
    return float(value)


def distinct(names: Sequence[str], count: int, what: str) -> tuple[str, ...]:
    """So many names, no two alike, or ValueError."""
    if len(names) != count or len(set(names)) != count:
        raise ValueError(f"{what} need {count} different names, not {list(names)}")
    return tuple(names)


def _finite(data: Values, name: str) -> Values:
    if not np.isfinite(data).all():
        raise ValueError(f"{name} must be finite: there is NaN or infinity among them")
    return data
