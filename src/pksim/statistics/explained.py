"""How much of what an outcome varies by one unknown explains, judged on data that had no part."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pksim.statistics.inputs import sample
from pksim.statistics.intervals import Estimate, ratio_of_sums

Values = npt.NDArray[np.float64]

FOLDS = 10
LEAST = 3 * FOLDS  # values, so that each of three coefficients has ten


def explained_share(
    values: npt.ArrayLike, parameter: npt.ArrayLike, confidence: float = 0.95
) -> Estimate:
    """Share of the variance of ``values`` that a quadratic in ``parameter`` explains.

    Every tenth value is foretold by a fit to the others, so that a parameter without effect
    explains about nothing (slightly less than nothing), not a little of everything: the
    cross-validated R squared, 1 - sum (y - foretold)^2 / sum (y - mean)^2, with the mean that of
    the same others. A ratio of sums over values, and its interval is one. NaN if nothing varies.

    Raises:
        ValueError: fewer than 30 values, or as many parameters are not given.
    """
    data, given = sample(values), sample(parameter, "parameter")
    if data.shape != given.shape or len(data) < LEAST:
        raise ValueError(
            f"{len(data)} values with {len(given)} parameters: as many, and at least {LEAST}"
        )
    around, beside = _foretold(data, given)
    return ratio_of_sums(around - beside, around, confidence)


def _foretold(data: Values, given: Values) -> tuple[Values, Values]:
    """Squared errors of the others' mean, and of the others' fit, for each value."""
    basis = np.vander(given - given.mean(), 3)
    around, beside = np.empty_like(data), np.empty_like(data)
    for fold in range(FOLDS):
        held = np.arange(len(data)) % FOLDS == fold
        fit = np.linalg.lstsq(basis[~held], data[~held], rcond=None)[0]
        around[held] = (data[held] - data[~held].mean()) ** 2
        beside[held] = (data[held] - basis[held] @ fit) ** 2
    return around, beside
