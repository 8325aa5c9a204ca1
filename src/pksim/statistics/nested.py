"""Draws of uncertain parameters x runs under each: what is luck, and what is not known.

``values`` are draws x runs: row b has single replications under the b-th draw of the parameters.
For a difference between policies, give the paired differences: the same draws and the same luck
under both. Three widths must be kept apart: simulation error of the mean, which more draws and
runs narrow; parameter uncertainty, which only knowledge narrows; and what one tour may see.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from pksim.statistics.inputs import probability, table
from pksim.statistics.intervals import Estimate, mean_interval, spread

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NestedVariance:
    """Where the variance of single runs comes from.

    ``between`` is the variance of the draws' means, ``within`` the mean variance of runs under
    one draw, and ``unclipped`` = between - within / n estimates the variance of the conditional
    mean over parameters. It may come out below zero where there is little to find;
    ``parameters`` is the same, at least zero. ``share`` is parameters / (parameters + within),
    with its interval if both are normal (from the F distribution; Searle, Casella and McCulloch,
    Variance Components, section 3.6).
    """

    mean: float
    between: float
    within: float
    unclipped: float
    parameters: float
    share: float
    share_low: float
    share_high: float
    draws: int
    runs: int


@dataclass(frozen=True, slots=True)
class Bands:
    """The three widths around a mean: simulation error, parameters, one tour.

    ``simulation`` is the confidence interval of the mean. ``parameters`` is the range of the
    conditional mean over the parameters, ``one_tour`` that of single runs, both for the central
    share asked. ``runs_cannot_narrow``: see :func:`more_runs_cannot_narrow`.
    """

    simulation: Estimate
    parameters: tuple[float, float]
    one_tour: tuple[float, float]
    variance: NestedVariance
    runs_cannot_narrow: bool


def nested_variance(values: npt.ArrayLike, confidence: float = 0.95) -> NestedVariance:
    """Split the variance by one-way analysis: at least 2 draws and 2 runs under each."""
    data = table(values, "values", rows=2, columns=2)
    draws, runs = data.shape
    between = float(data.mean(axis=1).var(ddof=1))
    within = float(data.var(axis=1, ddof=1).mean())
    parameters = between - within / runs
    kept = max(0.0, parameters)
    low, high = _share_interval(between, within, draws, runs, confidence)
    return NestedVariance(
        mean=float(data.mean()),
        between=between,
        within=within,
        unclipped=parameters,
        parameters=kept,
        share=kept / (kept + within) if kept + within > 0.0 else math.nan,
        share_low=low,
        share_high=high,
        draws=draws,
        runs=runs,
    )


def _share_interval(
    between: float, within: float, draws: int, runs: int, confidence: float
) -> tuple[float, float]:
    tail = (1.0 - probability(confidence, "confidence")) / 2.0
    if within == 0.0:
        return (math.nan, math.nan) if between == 0.0 else (1.0, 1.0)
    ratio = runs * between / within
    low, high = (
        ratio / float(special.fdtri(draws - 1, draws * (runs - 1), p)) for p in (1.0 - tail, tail)
    )
    return max(0.0, (low - 1.0) / (low + runs - 1.0)), max(0.0, (high - 1.0) / (high + runs - 1.0))


def nested_mean_interval(values: npt.ArrayLike, confidence: float = 0.95) -> Estimate:
    """The mean of all runs with Student's interval over the draws' means.

    Runs under one draw share its parameters, so a draw counts once, whatever its number of runs:
    ``count`` is the number of draws, freedom one less. One run under each draw will do.
    """
    return mean_interval(table(values, "values").mean(axis=1), confidence)


def parameter_band(values: npt.ArrayLike, share: float = 0.90) -> tuple[float, float]:
    """The range of the conditional mean over the central ``share`` of parameter draws.

    Means of a few runs scatter more than what they estimate. They are drawn towards the grand
    mean by sqrt(V / (V + within / n)), V the variance by parameters, so that their variance is V
    (constrained empirical Bayes: Louis 1984). Where V comes out at zero or below the band is the
    grand mean itself: no uncertainty was found, which few draws do not prove absent.
    """
    probability(share, "share")
    data = table(values, "values", rows=2, columns=2)
    split = nested_variance(data)
    spoilt = split.parameters + split.within / split.runs
    kept = math.sqrt(split.parameters / spoilt) if spoilt > 0.0 else 0.0
    means = split.mean + kept * (data.mean(axis=1) - split.mean)
    tail = (1.0 - share) / 2.0
    low, high = np.quantile(means, [tail, 1.0 - tail])
    return float(low), float(high)


def more_runs_cannot_narrow(
    standard_error: float, parameter_deviation: float, tolerance: float = 0.05
) -> bool:
    """Whether ignorance of parameters so outweighs simulation error that runs are wasted.

    True where doing away with all simulation error would shorten the whole,
    sqrt(deviation^2 + error^2), by no more than ``tolerance`` of what it would then be: at .05,
    an error of at most .32 of the deviation. ``parameter_deviation`` is the square root of
    :attr:`NestedVariance.parameters`.
    """
    if not (standard_error >= 0.0 and parameter_deviation >= 0.0):
        raise ValueError(
            "a standard error and a deviation are zero or more,"
            f" not {standard_error:g} and {parameter_deviation:g}"
        )
    if parameter_deviation == 0.0:
        return False
    whole = math.hypot(standard_error, parameter_deviation)
    return whole <= (1.0 + tolerance) * parameter_deviation


def three_bands(values: npt.ArrayLike, confidence: float = 0.95, share: float = 0.90) -> Bands:
    """Simulation error, parameter uncertainty and one tour, from one nested design."""
    data = table(values, "values", rows=2, columns=2)
    split = nested_variance(data, confidence)
    mean = nested_mean_interval(data, confidence)
    return Bands(
        simulation=mean,
        parameters=parameter_band(data, share),
        one_tour=spread(data.ravel(), share),
        variance=split,
        runs_cannot_narrow=more_runs_cannot_narrow(
            mean.standard_error, math.sqrt(split.parameters)
        ),
    )
