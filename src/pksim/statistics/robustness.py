"""A choice that must stand under several regimes of threat, by three measures of robustness.

Outcomes are policies x regimes, lower better, each a mean over the same luck under every policy,
so that noise cancels in the regret. Ties go to the policy named first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.statistics.inputs import sample, table

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RobustChoice:
    """Which policy to choose, by each measure; policies are row numbers.

    ``expected`` has each policy's weighted mean, ``regret`` (policies x regimes) what it loses
    to the best of each regime, ``worst_regret`` the largest of a row, ``satisfied`` the weight of
    the regimes whose outcome is at or below the target (None without a target).
    ``choices_differ`` is True where no one policy is best by every measure.
    """

    by_expected: int
    by_regret: int
    by_satisficing: int | None
    expected: Values
    regret: Values
    worst_regret: Values
    satisfied: Values | None
    choices_differ: bool


def robust_choice(
    outcomes: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    target: float | None = None,
) -> RobustChoice:
    """Choose by expected outcome, by minimax regret (Savage 1951) and by satisficing.

    ``weights`` of the regimes are equal if not given, and are scaled to sum to 1. Satisficing
    (Lempert, Popper and Bankes 2003) takes the policy that meets ``target`` in most regimes, by
    weight; of several the one with the lower expected outcome.
    """
    data = table(outcomes, "outcomes")
    shares = _shares(weights, data.shape[1])
    expected = data @ shares
    regret = data - data.min(axis=0)
    worst = regret.max(axis=1)
    satisfied = _satisfied(data, shares, target)
    measures = [expected, worst] if satisfied is None else [expected, worst, -satisfied]
    best = np.array([_lowest(measure) for measure in measures])
    return RobustChoice(
        by_expected=int(expected.argmin()),
        by_regret=int(worst.argmin()),
        by_satisficing=None if satisfied is None else _most_satisfying(satisfied, expected),
        expected=expected,
        regret=regret,
        worst_regret=worst,
        satisfied=satisfied,
        choices_differ=not best.all(axis=0).any(),
    )


def _shares(weights: npt.ArrayLike | None, regimes: int) -> Values:
    given = np.ones(regimes) if weights is None else sample(weights, "weights")
    if len(given) != regimes:
        raise ValueError(f"{len(given)} weights for {regimes} regimes")
    if given.min() < 0.0 or given.sum() == 0.0:
        raise ValueError("weights must be zero or more, and not all zero")
    return np.asarray(given / given.sum())


def _satisfied(data: Values, shares: Values, target: float | None) -> Values | None:
    if target is None:
        return None
    (limit,) = sample([target], "target")
    return np.asarray((data <= limit) @ shares)


def _lowest(measure: Values) -> npt.NDArray[np.bool_]:
    """Which policies are best by a measure; sums of weights may differ in the last digit."""
    return np.asarray(np.isclose(measure, measure.min(), rtol=1e-12, atol=1e-12))


def _most_satisfying(satisfied: Values, expected: Values) -> int:
    return int(np.where(_lowest(-satisfied), expected, np.inf).argmin())
