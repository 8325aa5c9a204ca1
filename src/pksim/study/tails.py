"""How bad a period may be: chances of many deaths, the worst tenth, and the worst incident.

All of it is taken on sampled deaths. The expected score is a mean over who might have died, and has
no tail of its own.

Replications that share a draw of what is not known are not independent: bounds of chances count
fewer runs than there are (see :func:`pksim.statistics.clustered_share`), terms of tail means are
averaged over each draw, and "enough" is counted in draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pksim.statistics import (
    Exceedance,
    TailDifference,
    TailMean,
    at_least,
    conditional_value_at_risk,
    conditional_value_at_risk_difference,
)
from pksim.study.compare import Comparison
from pksim.study.levels import Levels, Sample

DEATHS = "deaths"
WORST_INCIDENT = "worst_incident_deaths"
"""The outcome that holds the most dead of one incident."""

DEAD_IN_ONE_INCIDENT = (1, 3, 5, 10)
WORST = (0.9, 0.95)
"""Levels of the tail means: the mean of the worst tenth, and of the worst twentieth, of periods."""

STEPS = 60
"""The most points of a curve."""


@dataclass(frozen=True)
class PolicyTails:
    """The tails of one policy.

    Attributes:
        policy: Its name.
        curve: The chance of at least so many deaths in a period, the same numbers for all policies.
        worst: The mean of the worst tenth and twentieth of periods, deaths.
        differences: The same minus the baseline's, paired; empty for the baseline.
        incidents: The chance of a period with an incident that kills at least so many; empty where
            the mission does not count them.
    """

    policy: str
    curve: tuple[Exceedance, ...]
    worst: tuple[TailMean, ...]
    differences: tuple[TailDifference, ...]
    incidents: tuple[Exceedance, ...]

    def chance(self, deaths: float) -> Exceedance:
        """The chance of at least so many deaths; the number must be one of the curve's.

        Raises:
            KeyError: it is none of them.
        """
        return {one.threshold: one for one in self.curve}[deaths]


@dataclass(frozen=True)
class Tails:
    """The tails of every policy of a comparison, the baseline first.

    ``each`` replications share a draw of what is not known.
    """

    policies: tuple[PolicyTails, ...]
    replications: int
    each: int

    def __getitem__(self, policy: str) -> PolicyTails:
        return {one.policy: one for one in self.policies}[policy]

    @property
    def baseline(self) -> PolicyTails:
        """The policy that the others are compared with."""
        return self.policies[0]


def tails(comparison: Comparison) -> Tails:
    """How bad a period may be under every policy of a comparison."""
    baseline = comparison.baseline.sample
    numbers = _numbers(comparison)
    found = tuple(_tails_of(levels, baseline, numbers) for levels in comparison.levels)
    return Tails(found, comparison.replications, baseline.each)


def _numbers(comparison: Comparison) -> list[int]:
    """Numbers of deaths for the curves: from 1 to the most of any run, in whole steps."""
    most = max(1, *(int(levels.sample.runs(DEATHS).max()) for levels in comparison.levels))
    return list(range(1, most + 1, -(-most // STEPS)))


def _tails_of(levels: Levels, baseline: Sample, numbers: Iterable[int]) -> PolicyTails:
    sample = levels.sample
    deaths, each = sample.runs(DEATHS), sample.each
    differences = [
        conditional_value_at_risk_difference(deaths, baseline.runs(DEATHS), level, size=each)
        for level in (() if sample is baseline else WORST)
    ]
    return PolicyTails(
        policy=levels.policy,
        curve=_chances(sample, DEATHS, numbers),
        worst=tuple(conditional_value_at_risk(deaths, level, size=each) for level in WORST),
        differences=tuple(differences),
        incidents=_chances(sample, WORST_INCIDENT, DEAD_IN_ONE_INCIDENT),
    )


def _chances(sample: Sample, outcome: str, numbers: Iterable[int]) -> tuple[Exceedance, ...]:
    if outcome not in sample:
        return ()
    values = sample.runs(outcome)
    return tuple(at_least(values, number, size=sample.each) for number in numbers)


# --- frames -----------------------------------------------------------------------------


def chances_frame(found: Tails) -> Any:
    """A Polars frame: one row per policy, outcome and number of deaths.

    ``low`` and ``high`` are 95 % bounds of ``probability``; it is null where fewer than 20 draws
    had such a run.
    """
    import polars

    rows = [
        {
            "policy": one.policy,
            "outcome": outcome,
            "at_least": int(chance.threshold),
            "probability": chance.probability if chance.enough else None,
            "low": chance.low,
            "high": chance.high,
            "count": chance.count,
            "replications": chance.replications,
            "draws": chance.independent,
        }
        for one in found.policies
        for outcome, chances in ((DEATHS, one.curve), (WORST_INCIDENT, one.incidents))
        for chance in chances
    ]
    return polars.DataFrame(rows, schema_overrides={"probability": polars.Float64})


def worst_frame(found: Tails) -> Any:
    """A Polars frame: one row per policy and level, with the mean of the worst periods.

    ``difference`` is that to the baseline, null for the baseline itself; means, differences and
    their 95 % intervals are null where fewer than 20 draws reach beyond the level.
    """
    import polars

    rows = [
        {
            "policy": one.policy,
            "level": mean.level,
            "value_at_risk": mean.value_at_risk,
            **_columns("", mean),
            **_columns("difference_", gap),
        }
        for one in found.policies
        for mean, gap in zip(one.worst, one.differences or (None,) * len(WORST), strict=True)
    ]
    numbers = [name for name in rows[0] if name != "policy"]
    return polars.DataFrame(rows, schema_overrides=dict.fromkeys(numbers, polars.Float64))


def _columns(prefix: str, found: TailMean | TailDifference | None) -> dict[str, float | None]:
    known = found is not None and found.enough
    return {
        f"{prefix}{name}": float(np.float64(getattr(found, name))) if known else None
        for name in ("mean", "low", "high")
    }
