"""Critical values for several comparisons with one baseline at once.

Under common random numbers the differences to the baseline are correlated in ways that no table
foresees. Dunnett's and Tukey's procedures assume independent groups and would be wrong here;
Bonferroni and Holm on paired t hold under any correlation; the maximum of correlated t statistics
uses the correlation that was seen, and is never wider than Bonferroni.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from pksim.statistics.intervals import student_quantile

_DRAWS = 40_000
_DRAWS_SEED = 20_481_031  # any fixed number: the same data must give the same interval


def t_critical(freedom: int, confidence: float = 0.95) -> float:
    """The two-sided critical value of a single t interval; infinite without freedom."""
    if freedom < 1:
        return math.inf
    return student_quantile(0.5 + confidence / 2.0, freedom)


def bonferroni_critical(comparisons: int, freedom: int, confidence: float = 0.95) -> float:
    """The critical value that makes ``comparisons`` intervals hold together, whatever ties them."""
    return t_critical(freedom, 1.0 - (1.0 - confidence) / max(1, comparisons))


def max_t_critical(differences: npt.ArrayLike, confidence: float = 0.95) -> float:
    """The critical value for all rows of ``differences`` (comparison x replication) together.

    The quantile of max |T|, T multivariate t with the rows' own correlation, from a fixed set of
    draws (relative error about 0.5 %). Rows without spread decide nothing and are left out.
    """
    rows = np.atleast_2d(np.asarray(differences, dtype=np.float64))
    freedom = rows.shape[1] - 1
    if freedom < 1:
        return math.inf
    rows = rows[rows.std(axis=1) > 0.0]
    ceiling = bonferroni_critical(len(rows), freedom, confidence)
    if len(rows) < 2:
        return ceiling
    return min(ceiling, _max_t_quantile(np.corrcoef(rows), freedom, confidence))


def _max_t_quantile(correlation: npt.NDArray[np.float64], freedom: int, confidence: float) -> float:
    """Quantile of max |T| by drawing; eigenvalues allow for policies that never differ."""
    weights, axes = np.linalg.eigh(correlation)
    factor = axes * np.sqrt(np.clip(weights, 0.0, None))
    generator = np.random.Generator(np.random.PCG64(_DRAWS_SEED))
    normal = generator.standard_normal((_DRAWS, len(correlation))) @ factor.T
    scale = np.sqrt(generator.chisquare(freedom, _DRAWS) / freedom)
    return float(np.quantile(np.abs(normal).max(axis=1) / scale, confidence))


def holm_rejections(p_values: npt.ArrayLike, error: float = 0.05) -> npt.NDArray[np.bool_]:
    """Which hypotheses Holm's step-down rejects with family-wise error at most ``error``."""
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    bounds = error / (len(values) - np.arange(len(values)))
    kept = np.logical_and.accumulate(values[order] <= bounds)
    rejected = np.zeros(len(values), dtype=np.bool_)
    rejected[order] = kept
    return rejected
