"""Numbers with their intervals for machines: every number that is not finite becomes ``null``."""

from __future__ import annotations

import math
from typing import Any

from pksim.statistics import Estimate, PairedDifference


def estimate(found: Estimate | None) -> dict[str, Any] | None:
    """A mean or ratio with its interval; without one where too few values were not zero."""
    if found is None:
        return None
    return {
        "mean": number(found.mean),
        "low": number(found.low) if found.enough else None,
        "high": number(found.high) if found.enough else None,
        "standard_error": number(found.standard_error),
    }


def difference(found: PairedDifference) -> dict[str, Any]:
    """A paired difference, policy minus baseline."""
    return {
        "mean": number(found.mean),
        "low": number(found.low),
        "high": number(found.high),
        "standard_error": number(found.standard_error),
        "verdict": found.verdict.value,
        "non_zero": found.non_zero,
        "variance_ratio": number(found.variance_ratio),
        "correlation": number(found.correlation),
        "more_replications": found.more_replications,
    }


def number(value: float) -> float | None:
    """A finite number, or None."""
    return float(value) if math.isfinite(value) else None
