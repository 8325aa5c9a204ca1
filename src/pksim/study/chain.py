"""Where the minutes from wounding to surgery go, and which step broke the two-hour goal.

Everything is a ratio of sums over replications: minutes over those who reached surgery, late
casualties over those counted. Replications are independent, casualties of one are not, so the
intervals rest on replications.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pksim.statistics import Estimate, cluster_means, ratio_of_sums, share_of_sums
from pksim.study.figures import Figure
from pksim.study.mission_like import StepLike

Values = npt.NDArray[np.float64]

FEW = 5
"""Replications with a casualty below which a ratio of sums is given without interval."""


def columns(steps: Sequence[StepLike]) -> tuple[Figure, ...]:
    """The columns of a chain table, in their order."""
    return (
        Figure("counted", "persons", "wounded nearest to this place who need surgery: T1, T2"),
        Figure("reached", "persons", "of those counted: reached surgery"),
        Figure("in_time", "persons", "of those counted: surgery within 2 hours"),
        *(
            Figure(
                f"in_{step.name}",
                "minutes",
                f"{step.title}, {step.meaning}; sum over those who reached surgery",
            )
            for step in steps
        ),
        *(
            Figure(
                f"late_by_{step.name}",
                "persons",
                f"of those counted: no surgery within 2 hours, {step.title} took longest",
            )
            for step in steps
        ),
    )


@dataclass(frozen=True)
class Chain:
    """The care chain of one policy: replication x place x column, with names for both.

    `place` is the number of a place; without one everything is told of all places together. `each`
    replications share a draw of what is not known.
    """

    steps: tuple[StepLike, ...]
    places: tuple[str, ...]
    values: Values
    each: int = 1

    @cached_property
    def columns(self) -> tuple[Figure, ...]:
        """What each column is."""
        return columns(self.steps)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {column.name: i for i, column in enumerate(self.columns)}

    def sums(self, names: Sequence[str], place: int | None = None) -> Values:
        """Some columns added up, by replication, or in the mean of those that share a draw."""
        wanted = [self._number[name] for name in names]
        found = self.values[:, slice(None) if place is None else [place]][:, :, wanted]
        return cluster_means(np.asarray(found.sum(axis=(1, 2))), self.each)

    def mean(self, name: str, place: int | None = None) -> float:
        """One column, in the mean of replications."""
        return float(self.sums([name], place).mean())

    def few(self, name: str, place: int | None = None) -> bool:
        """Whether too few replications have any of `counted` or `reached` for an interval."""
        return int(np.count_nonzero(self.sums([name], place))) < FEW

    def minutes(self, steps: Sequence[StepLike], place: int | None = None) -> Estimate:
        """Mean minutes of some steps together, among those who reached surgery."""
        found = ratio_of_sums(*self.minutes_over(steps, place))
        return _bare(found) if self.few("reached", place) else found

    def minutes_over(
        self, steps: Sequence[StepLike], place: int | None = None
    ) -> tuple[Values, Values]:
        """The sums behind `minutes`: minutes, and those who reached surgery."""
        spent = self.sums([f"in_{step.name}" for step in steps], place)
        return spent, self.sums(["reached"], place)

    def late(self, steps: Sequence[StepLike], place: int | None = None) -> Estimate:
        """Share of those counted who had no surgery within two hours, some steps longest."""
        found = share_of_sums(*self.late_over(steps, place))
        return _bare(found) if self.few("counted", place) else found

    def late_over(
        self, steps: Sequence[StepLike], place: int | None = None
    ) -> tuple[Values, Values]:
        """The sums behind `late`: late casualties, and those counted."""
        late = self.sums([f"late_by_{step.name}" for step in steps], place)
        return late, self.sums(["counted"], place)


def _bare(found: Estimate) -> Estimate:
    """The same without an interval: too few replications stand behind it."""
    return replace(found, low=-math.inf, high=math.inf, standard_error=math.nan)
