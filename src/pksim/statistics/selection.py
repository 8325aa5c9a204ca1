"""Which of several systems is best: Kim and Nelson's elimination under common random numbers.

Systems are run in equal blocks; one that is clearly worse than another is run no more. Pairs are
compared by the variance of their own difference, so luck that systems share makes it quicker, and
that they are dependent breaks nothing (Kim and Nelson 2001, A fully sequential procedure for
indifference-zone selection in simulation). The lowest mean is best unless ``maximise`` is asked.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.statistics.inputs import distinct, positive, probability, table

Values = npt.NDArray[np.float64]
Draw = Callable[[tuple[str, ...], int, int], npt.ArrayLike]
"""``draw(names, first, count)``: names x count values of replications ``first``, ..."""


class Ended(enum.Enum):
    """Why an elimination stopped."""

    ONE_LEFT = "one left"
    EQUAL = "those left have equal means"
    CAP = "no more replications allowed"


@dataclass(frozen=True, slots=True)
class Selection:
    """What an elimination came to.

    ``survivors`` is the finding. ``best`` is the survivor with the best mean, which is an answer
    only where ``decided``: one survivor, or several whose means are the same to the last digit.
    ``eliminated_at`` has the replications after which each of the others was dropped, ``means``
    the mean of each system over the replications that it had.
    """

    best: str
    survivors: tuple[str, ...]
    eliminated_at: dict[str, int]
    means: dict[str, float]
    replications: int
    runs: int
    ended: Ended

    @property
    def decided(self) -> bool:
        """Whether the elimination came to its own end, not to the cap."""
        return self.ended is not Ended.CAP


def kim_nelson_eta(systems: int, first_stage: int = 20, alpha: float = 0.05) -> float:
    """Kim and Nelson's constant, ``((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2``."""
    probability(alpha, "alpha")
    if systems < 2 or first_stage < 2:
        raise ValueError(
            f"two systems and two replications at first are needed, not {systems} and {first_stage}"
        )
    # Beyond 1 the constant would be negative: two systems and alpha above .5 need no comparison.
    wrong = min(1.0, 2.0 * alpha / (systems - 1))
    return float(0.5 * (wrong ** (-2.0 / (first_stage - 1)) - 1.0))


def kim_nelson_h2(systems: int, first_stage: int = 20, alpha: float = 0.05) -> float:
    """``h^2 = 2 eta (n0 - 1)``: what the first-stage variance is worth in replications."""
    return 2.0 * kim_nelson_eta(systems, first_stage, alpha) * (first_stage - 1)


def kim_nelson_allowance(
    variance: npt.ArrayLike, replications: int, indifference: float, h2: float
) -> Values:
    """How far a mean may lie behind another: ``max(0, d / 2r (h^2 S^2 / d^2 - r))``.

    ``variance`` is S^2 of the difference of the pair over the first stage, ``indifference`` d in
    the unit of the values, ``replications`` r.
    """
    positive(indifference, "indifference")
    reach = h2 * np.asarray(variance, dtype=np.float64) / indifference**2 - replications
    return np.asarray(np.maximum(0.0, indifference / (2.0 * replications) * reach))


class Elimination:
    """Kim and Nelson's procedure, fed with blocks of replications.

    If the best mean leads by at least ``indifference`` (in the unit of the values), it is the
    one left with probability ``1 - alpha`` or more, given normal differences. Pairs are compared
    at the end of each block only: the guarantee is over all r from ``first_stage`` on, so looking
    at fewer of them can only keep it, and costs at most a block more.

    Equal means: an exact tie drops nobody. Two systems that never differed stay together, and
    the procedure ends with both (:attr:`Ended.EQUAL`). A pair without variance in the first stage
    that varies later is compared by its variance over all replications so far: without this, one
    rare event would decide. That case, and non-normal differences, are outside the guarantee.
    """

    def __init__(
        self,
        systems: int | Sequence[str],
        indifference: float,
        *,
        alpha: float = 0.05,
        first_stage: int = 20,
        cap: int | None = None,
        maximise: bool = False,
    ) -> None:
        named = [str(i) for i in range(systems)] if isinstance(systems, int) else list(systems)
        self.names = distinct(named, len(named), "systems")
        self.indifference = positive(indifference, "indifference")
        self.first_stage = first_stage
        self.cap = cap
        if cap is not None and cap < first_stage:
            raise ValueError(f"a cap of {cap} is below the first stage of {first_stage}")
        self._h2 = kim_nelson_h2(len(self.names), first_stage, alpha)
        self._sign = -1.0 if maximise else 1.0
        self._blocks: list[Values] = []
        self._sums = np.zeros(len(self.names))
        self._counts = np.zeros(len(self.names), dtype=np.int64)
        self._variances: Values | None = None
        self._alive = np.ones(len(self.names), dtype=np.bool_)
        self._settled = False
        self.replications = 0
        self.eliminated_at: dict[str, int] = {}

    @property
    def alive(self) -> tuple[str, ...]:
        """Names of the systems still in the running, in the order given."""
        return tuple(name for name, lives in zip(self.names, self._alive, strict=True) if lives)

    @property
    def finished(self) -> bool:
        """Whether no further block can or may change anything."""
        capped = self.cap is not None and self.replications >= self.cap
        return self._alive.sum() == 1 or self._settled or capped

    def add(self, block: npt.ArrayLike) -> tuple[str, ...]:
        """Take the next replications (rows: the systems alive, or all), and return who is alive."""
        if self.finished:
            raise ValueError("the elimination is finished and takes no more blocks")
        values = self._rows(block)
        self._blocks.append(values)
        self._sums[self._alive] += values[self._alive].sum(axis=1)
        self._counts[self._alive] += values.shape[1]
        self.replications += values.shape[1]
        if self.replications >= self.first_stage:
            self._compare()
        return self.alive

    def result(self) -> Selection:
        """What was found so far; ``decided`` is False unless it came to an end of its own."""
        if not self.replications:
            raise ValueError("no replication has been added yet")
        means = self._sums / self._counts
        best = int(np.flatnonzero(self._alive)[np.argmin(means[self._alive])])
        one = self._alive.sum() == 1
        ended = Ended.ONE_LEFT if one else Ended.EQUAL if self._settled else Ended.CAP
        return Selection(
            best=self.names[best],
            survivors=self.alive,
            eliminated_at=dict(self.eliminated_at),
            means=dict(zip(self.names, (self._sign * means).tolist(), strict=True)),
            replications=self.replications,
            runs=int(self._counts.sum()),
            ended=ended,
        )

    def _rows(self, block: npt.ArrayLike) -> Values:
        """The block with a row for every system, lower being better; NaN where one is out."""
        given = np.asarray(block, dtype=np.float64)
        if given.ndim == 2 and len(given) == len(self.names):
            given = given[self._alive]
        given = table(given, "a block", rows=int(self._alive.sum()))
        if len(given) != self._alive.sum():
            raise ValueError(f"{len(given)} rows for {self._alive.sum()} systems alive")
        values = np.full((len(self.names), given.shape[1]), np.nan)
        values[self._alive] = self._sign * given
        return values

    def _compare(self) -> None:
        here = np.flatnonzero(self._alive)
        variances = self._pair_variances()[np.ix_(here, here)]
        allowance = kim_nelson_allowance(variances, self.replications, self.indifference, self._h2)
        means = self._sums[here] / self.replications
        behind = (means[:, None] > means[None, :] + allowance).any(axis=1)
        for system in here[behind]:
            self._alive[system] = False
            self.eliminated_at[self.names[system]] = self.replications
        # Nothing is left to say where no pair has any allowance and yet nobody is behind.
        left = np.ix_(~behind, ~behind)
        self._settled = bool(self._alive.sum() > 1 and (allowance[left] == 0.0).all())

    def _pair_variances(self) -> Values:
        """Variance of each pair's difference in the first stage; later where that was zero."""
        if self._variances is None:
            self._variances = _variances(np.hstack(self._blocks)[:, : self.first_stage])
        unvaried = (self._variances == 0.0) & np.outer(self._alive, self._alive)
        if unvaried.sum() == self._alive.sum():  # each with itself
            return self._variances
        return np.where(unvaried, _variances(np.hstack(self._blocks)), self._variances)


def kim_nelson(
    draw: Draw,
    systems: Sequence[str],
    indifference: float,
    *,
    alpha: float = 0.05,
    first_stage: int = 20,
    block: int = 10,
    cap: int | None = None,
    maximise: bool = False,
) -> Selection:
    """Run :class:`Elimination` on a simulator until it ends.

    ``draw(names, first, count)`` gives the replications ``first`` to ``first + count - 1`` of the
    systems named, one row each; replication i must have the same luck under every system.
    """
    if block < 1:
        raise ValueError(f"a block needs at least one replication, not {block}")
    race = Elimination(
        systems,
        indifference,
        alpha=alpha,
        first_stage=first_stage,
        cap=cap,
        maximise=maximise,
    )
    while not race.finished:
        done = race.replications
        count = block if done else max(block, first_stage)
        race.add(draw(race.alive, done, count if cap is None else min(count, cap - done)))
    return race.result()


def kim_nelson_array(
    values: npt.ArrayLike,
    indifference: float,
    *,
    names: Sequence[str] | None = None,
    alpha: float = 0.05,
    first_stage: int = 20,
    block: int = 1,
    maximise: bool = False,
) -> Selection:
    """:func:`kim_nelson` on replications already run: ``values`` is systems x replications.

    Replication i (column i) of every system has the same luck. All columns used up are the cap.
    """
    data = table(values, "values", rows=2, columns=first_stage)
    named = distinct(names or [str(i) for i in range(len(data))], len(data), "systems")

    def draw(alive: tuple[str, ...], first: int, count: int) -> Values:
        return data[[named.index(name) for name in alive], first : first + count]

    return kim_nelson(
        draw,
        named,
        indifference,
        alpha=alpha,
        first_stage=first_stage,
        block=block,
        cap=data.shape[1],
        maximise=maximise,
    )


def _variances(values: Values) -> Values:
    """The sample variance of the difference of every pair of rows."""
    return np.asarray([(row - values).var(axis=1, ddof=1) for row in values])
