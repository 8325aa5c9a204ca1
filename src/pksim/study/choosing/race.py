"""Elimination among many policies: all start on the same luck, and only the hopeful go on.

Kim and Nelson's procedure (:class:`pksim.statistics.Elimination`) on expected deaths. Its values
are means over the replications that share a draw of what is not known, which are independent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pksim.errors import InputError, Interrupted
from pksim.statistics import Elimination
from pksim.study.against import LIKE_FOR_LIKE
from pksim.study.levels import Levels

STEP = 24
"""Replications of each policy between two eliminations."""

RunOf = Callable[[Sequence[str], int, int], list[Levels]]
"""``run(names, first, count)``: what replications ``first``, ... of these policies came to.

Fewer replications than asked for mean that the study was interrupted.
"""

Values = npt.NDArray[np.float64]

WORK = ("patrol_hours", "vehicle_km")
HOW = "write 0.2 (deaths in the period) or 5% (of the deaths under the baseline)"


@dataclass(frozen=True)
class Indifference:
    """The least difference in deaths that matters: in deaths per period, or as a share."""

    value: float
    relative: bool = False

    @classmethod
    def read(cls, given: float | str) -> Indifference:
        """``0.2``, ``"0.2"`` or ``"5%"``.

        Raises:
            InputError: it is neither.
        """
        text = str(given).strip()
        relative = text.endswith("%")
        try:
            value = float(text.removesuffix("%"))
        except ValueError:
            raise InputError(f"indifference {text!r}: {HOW}") from None
        if not (math.isfinite(value) and value > 0.0 and (not relative or value < 100.0)):
            raise InputError(f"indifference {text!r}: it must be above 0; {HOW}")
        return cls(value / 100.0 if relative else value, relative)

    def deaths(self, baseline: float) -> float:
        """Deaths per period, given those expected under the baseline.

        Raises:
            InputError: it is a share, and nobody dies under the baseline.
        """
        if self.relative and baseline <= 0.0:
            raise InputError(
                "nobody died under the baseline, so a share of its deaths says nothing;"
                " write the indifference in deaths, such as 0.2"
            )
        return self.value * (baseline if self.relative else 1.0)


@dataclass(frozen=True)
class Rules:
    """How policies are eliminated.

    Attributes:
        indifference: The least difference that matters.
        alpha: The probability allowed of losing the best.
        first_stage: Replications that every policy has before any is dropped.
        cap: The most replications that a policy has.
        each: Replications that share a draw; the numbers above are whole draws.
        accept_less_work: Whether policies that deliver less patrol work may be chosen.
    """

    indifference: Indifference
    alpha: float
    first_stage: int
    cap: int
    each: int
    accept_less_work: bool = False

    def __post_init__(self) -> None:
        if not 0.0 < self.alpha < 1.0:
            raise InputError(f"alpha {self.alpha:g}: write a probability between 0 and 1")
        if self.first_stage < 5 * self.each:
            raise InputError(
                f"a first stage of {self.first_stage} replications is too short to know how much"
                f" policies vary; take {5 * self.each} or more"
            )
        if self.cap < self.first_stage:
            raise InputError(
                f"{self.cap} replications are fewer than the first stage of {self.first_stage};"
                f" take {self.first_stage} or more"
            )

    @property
    def step(self) -> int:
        """Replications between two eliminations, in whole draws."""
        return -(-STEP // self.each) * self.each


@dataclass(frozen=True)
class Race:
    """What an elimination came to. Replications are counted for one policy, runs for all.

    Attributes:
        names: All that started.
        survivors: Those left, the lowest mean first. Their means are not estimates: who is left
            was chosen by them.
        eliminated_at: Replications after which each of the others was dropped; the last to be
            dropped come first.
        less_work: Patrol work, as a share of the baseline's, of those set aside for it.
        indifference: Deaths per period.
        alpha: The probability allowed of losing the best.
        replications: The most that any policy had.
        runs: Replications of all policies together.
        decided: Whether one was left, or several that are the same; False at the cap.
        stopped: Whether it was interrupted.
        runner_up: Of those dropped, the one nearest to the first survivor over the replications
            that both had; None where none was.
    """

    names: tuple[str, ...]
    survivors: tuple[str, ...]
    eliminated_at: dict[str, int]
    less_work: dict[str, float]
    indifference: float
    alpha: float
    replications: int
    runs: int
    decided: bool
    stopped: bool = False
    runner_up: str | None = None

    @property
    def equal_runs(self) -> int:
        """Runs, had all policies had as many replications as those left."""
        return len(self.names) * self.replications


def race(run: RunOf, names: Sequence[str], baseline: str, rules: Rules) -> Race:
    """Run policies, the baseline among them, and drop whoever is clearly not the best.

    Policies that deliver too little of the baseline's patrol work are set aside after the first
    stage: by staying in camp they would win, and drive out those that protect.

    Raises:
        InputError: the indifference is a share of no deaths.
        Interrupted: stopped before every policy had its first stage.
    """
    first = run(names, 0, rules.first_stage)
    if first[0].replications < rules.first_stage:
        raise Interrupted(
            f"stopped before every policy had its first {rules.first_stage} replications"
        )
    of = dict(zip(names, first, strict=True))
    lane = _Lane(run, rules, rules.indifference.deaths(of[baseline].deaths.mean))
    less = {} if rules.accept_less_work else _less_work(of, baseline)
    lane.race({name: levels for name, levels in of.items() if name not in less})
    return lane.result(tuple(names), less)


@dataclass
class _Lane:
    """An elimination under way."""

    run: RunOf
    rules: Rules
    indifference: float
    alone: tuple[str, ...] = ()
    elimination: Elimination | None = None
    stopped: bool = False
    scores: dict[str, list[Values]] = field(default_factory=dict)

    def race(self, first: dict[str, Levels]) -> None:
        """From the first stage of those that may win to the end."""
        rules = self.rules
        if len(first) < 2:
            self.alone = tuple(first)
            return
        self.elimination = Elimination(
            list(first),
            self.indifference,
            alpha=rules.alpha,
            first_stage=rules.first_stage // rules.each,
            cap=rules.cap // rules.each,
        )
        self._add(self.elimination, list(first.values()))
        while not (self.elimination.finished or self.stopped):
            self._step(self.elimination)

    def _step(self, elimination: Elimination) -> None:
        done = elimination.replications * self.rules.each
        count = min(self.rules.step, self.rules.cap - done)
        try:
            found = self.run(elimination.alive, done, count)
        except Interrupted:
            self.stopped = True
            return
        self.stopped = found[0].replications < count
        if not self.stopped:
            self._add(elimination, found)

    def _add(self, elimination: Elimination, found: Sequence[Levels]) -> None:
        block = _scores(found)
        for name, row in zip(elimination.alive, block, strict=True):
            self.scores.setdefault(name, []).append(row)
        elimination.add(block)

    def result(self, names: tuple[str, ...], less: dict[str, float]) -> Race:
        """What it came to."""
        rules, elimination = self.rules, self.elimination
        aside = len(less) * rules.first_stage
        if elimination is None:
            stage, least = rules.first_stage, self.indifference
            runs = aside + stage
            return Race(names, self.alone, {}, less, least, rules.alpha, stage, runs, decided=True)
        found = elimination.result()
        survivors = sorted(found.survivors, key=lambda name: found.means[name])
        order = sorted(found.eliminated_at.items(), key=lambda one: (-one[1], found.means[one[0]]))
        at = {name: units * rules.each for name, units in order}
        return Race(
            names=names,
            survivors=tuple(survivors),
            eliminated_at=at,
            less_work=less,
            indifference=self.indifference,
            alpha=rules.alpha,
            replications=found.replications * rules.each,
            runs=found.runs * rules.each + aside,
            decided=found.decided and not self.stopped,
            stopped=self.stopped,
            runner_up=min(at, key=lambda name: self._behind(name, survivors[0]), default=None),
        )

    def _behind(self, name: str, leader: str) -> float:
        """Deaths more than under the leader, over the replications that both had."""
        own = np.concatenate(self.scores[name])
        return float((own - np.concatenate(self.scores[leader])[: len(own)]).mean())


def _scores(found: Sequence[Levels]) -> Values:
    """Expected deaths: policy x draw."""
    return np.array([one.sample[one.sample.score("deaths")] for one in found])


def _less_work(of: dict[str, Levels], baseline: str) -> dict[str, float]:
    """Those that deliver too little patrol work, with the share that they deliver."""
    shares = {name: work_share(levels, of[baseline]) for name, levels in of.items()}
    return {name: share for name, share in shares.items() if share < LIKE_FOR_LIKE}


def work_share(levels: Levels, baseline: Levels) -> float:
    """Patrol work over the baseline's: the smaller of hours and vehicle-km; 1 without patrols."""
    wholes = {name: float(baseline.sample[name].sum()) for name in WORK if name in baseline.sample}
    shares = (
        float(levels.sample[name].sum()) / whole for name, whole in wholes.items() if whole > 0.0
    )
    return min(shares, default=1.0)
