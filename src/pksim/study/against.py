"""One policy beside the baseline, and the family of all of them, whose intervals hold together.

The headline difference is taken on *expected* deaths (each casualty's chance of dying given what
happened to it), which is unbiased for deaths and far less noisy; sampled deaths stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pksim.statistics import (
    Bands,
    Estimate,
    PairedDifference,
    Verdict,
    difference_of_ratios,
    max_t_critical,
    paired_difference,
    ratio_of_sums,
)
from pksim.study.levels import Levels, bands_of

LIKE_FOR_LIKE = 0.95
"""Share of the baseline's patrol work below which a gain is not compared as like for like."""

AS_EXPOSED = 0.98
"""Share of the baseline's patrol work below which it is said that fewer columns meet attacks."""

OTHERS = "others_hurt"
"""The outcome that counts harm to whoever is not the mission's uniformed."""


class Family:
    """All comparisons with one baseline: their intervals hold together, outcome by outcome.

    Computed when asked for: an interrupted study has to answer at once.
    """

    def __init__(self, baseline: Levels, others: Sequence[Levels]) -> None:
        self.baseline, self.others = baseline, tuple(others)
        self._critical: dict[tuple[str, ...], float] = {}
        self._found: dict[tuple[str, ...], PairedDifference] = {}

    @property
    def together(self) -> float:
        """The confidence of one interval so that those of all policies hold together (Bonferroni).

        For differences of ratios, which :meth:`critical` does not know.
        """
        return 1.0 - 0.05 / len(self.others)

    def critical(self, *outcomes: str) -> float:
        """The critical value for one outcome, or several added up, over all policies together."""
        if outcomes not in self._critical:
            reference = self.baseline.sample.sum_of(outcomes)
            gaps = [other.sample.sum_of(outcomes) - reference for other in self.others]
            self._critical[outcomes] = max_t_critical(gaps)
        return self._critical[outcomes]

    def difference(self, levels: Levels, *outcomes: str) -> PairedDifference:
        """One policy minus the baseline, in one outcome or in several added up."""
        key = levels.policy, *outcomes
        if key not in self._found:
            found = paired_difference(
                levels.sample.sum_of(outcomes),
                self.baseline.sample.sum_of(outcomes),
                critical=self.critical(*outcomes),
            )
            self._found[key] = _in_replications(found, levels.sample.each)
        return self._found[key]


def _in_replications(found: PairedDifference, each: int) -> PairedDifference:
    """The same, more replications to settle it counted singly and not by draws."""
    if found.more_replications is None:
        return found
    return replace(found, more_replications=found.more_replications * each)


@dataclass(frozen=True)
class Against:
    """One policy beside the baseline."""

    levels: Levels
    family: Family

    @property
    def name(self) -> str:
        """The policy's name."""
        return self.levels.policy

    @property
    def baseline(self) -> Levels:
        """What it is compared with."""
        return self.family.baseline

    def difference(self, *outcomes: str) -> PairedDifference:
        """Difference in one outcome (or several added up) per period, policy minus baseline."""
        return self.family.difference(self.levels, *outcomes)

    @property
    def deaths(self) -> PairedDifference:
        """Difference in deaths per period, on the expected score where there is one."""
        return self.difference(self.levels.sample.score("deaths"))

    @cached_property
    def bands(self) -> Bands | None:
        """The three widths of the difference in deaths; None where nothing is drawn."""
        ours, theirs = self.levels.sample, self.baseline.sample
        score = ours.score("deaths")
        return bands_of(ours.runs(score) - theirs.runs(score), ours.each)

    @property
    def others(self) -> PairedDifference | None:
        """Difference in civilians, host forces and contractors hurt or killed, per period.

        None where the mission does not count them.
        """
        return self.difference(OTHERS) if OTHERS in self.levels.sample else None

    @property
    def harms_others(self) -> bool:
        """Whether more people who are not the mission's uniformed are hurt or killed, for certain.

        A measure that protects the mission may shift what threatens it onto them.
        """
        return self.others is not None and self.others.verdict is Verdict.HIGHER

    @cached_property
    def to_surgery(self) -> Estimate | None:
        """Difference in mean minutes from wounding to surgery; None without a care chain."""
        ours, theirs = self.levels.chain, self.baseline.chain
        if ours is None or theirs is None:
            return None
        return difference_of_ratios(
            ours.minutes_over(ours.steps), theirs.minutes_over(theirs.steps), self.family.together
        )

    @cached_property
    def late(self) -> Estimate | None:
        """Difference in the share without surgery in two hours; None without a care chain."""
        ours, theirs = self.levels.chain, self.baseline.chain
        if ours is None or theirs is None:
            return None
        return difference_of_ratios(
            ours.late_over(ours.steps), theirs.late_over(theirs.steps), self.family.together
        )

    def relative(self, outcome: str) -> Estimate | None:
        """An outcome over the baseline's, pair by pair; None where the baseline has none of it."""
        if outcome not in self.levels.sample or not self.baseline.sample[outcome].any():
            return None
        return ratio_of_sums(self.levels.sample[outcome], self.baseline.sample[outcome])

    @cached_property
    def patrol_work(self) -> Estimate | None:
        """Patrol work delivered over that of the baseline; None where nobody patrols.

        The smaller of patrol hours and vehicle-km: a column that crawls the same road for longer
        has not patrolled more, and one that hurries has not patrolled less road.
        """
        found = [self.relative(outcome) for outcome in ("patrol_hours", "vehicle_km")]
        known = [ratio for ratio in found if ratio is not None]
        return min(known, key=lambda ratio: ratio.mean) if known else None

    @property
    def like_for_like(self) -> bool:
        """Whether about the same patrol work is delivered as under the baseline."""
        return self.patrol_work is None or self.patrol_work.mean >= LIKE_FOR_LIKE

    @property
    def less_exposed(self) -> bool:
        """Whether so many fewer columns are on the road that this alone lowers deaths by attack."""
        return self.patrol_work is not None and self.patrol_work.mean < AS_EXPOSED

    @property
    def extra_cost(self) -> float:
        """USD per period above the baseline."""
        return self.levels.cost - self.baseline.cost

    @property
    def cost_per_death_averted(self) -> tuple[float, float, float] | None:
        """USD (estimate, low, high); only where fewer deaths are certain and work is delivered."""
        gap = self.deaths
        if gap.verdict is not Verdict.LOWER or not self.like_for_like or self.extra_cost <= 0.0:
            return None
        return self.extra_cost / -gap.mean, self.extra_cost / -gap.low, self.extra_cost / -gap.high

    @property
    def scoring_gain(self) -> float | None:
        """Variance of the sampled difference over that of the expected one; None if not known."""
        sampled, scored = self.difference("deaths"), self.deaths
        if sampled is scored or not scored.standard_error or not sampled.standard_error:
            return None
        return (sampled.standard_error / scored.standard_error) ** 2


def against(baseline: Levels, others: Sequence[Levels]) -> tuple[Against, ...]:
    """Each policy beside the baseline, with intervals that hold for all policies together."""
    family = Family(baseline, others)
    return tuple(Against(other, family) for other in others)
