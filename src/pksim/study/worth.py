"""What deaths averted cost: extra cost and deaths averted of each policy, dominance, the frontier.

No value of a life is in it, nor asked for. Like is compared with like: a policy that leaves patrol
work undone, or whose effect is not certain, stands aside. What else a policy costs (patrol work not
done, harm to others) stands beside the money and is not added to it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pksim.scenario import Scenario
from pksim.scenario.costs import NOTHING
from pksim.scenario.costs import Estimate as Amount
from pksim.scenario.pricing import price
from pksim.statistics import (
    CostEffectiveness,
    Estimate,
    PairedDifference,
    Standing,
    Verdict,
    cost_effectiveness,
)
from pksim.study.against import OTHERS, Against
from pksim.study.compare import Comparison

WORK = ("patrol_hours", "vehicle_km")
"""What of the mandate is counted beside deaths averted."""


class Aside(enum.Enum):
    """Why a policy is not compared by what a death averted costs."""

    LESS_WORK = "less patrol work: not like for like"
    UNDECIDED = "no difference in deaths is certain"


@dataclass(frozen=True)
class Option:
    """One policy in the table of costs and effects.

    Attributes:
        policy: Its name.
        against: The policy beside the baseline; None for the baseline itself.
        cost: USD per period above the baseline, with the ranges of the measures' costs.
        averted: Deaths averted per period, on the expected score; below zero where there are more.
        standing: How it stands among the others, or why it stands aside.
        icer: USD for one more death averted, against ``icer_against``, the next cheaper policy on
            the frontier; None for the cheapest there and for policies off it.
        icer_against: That next cheaper policy.
        firm: Whether it stands the same with all costs at their low ends, and all at their high.
    """

    policy: str
    against: Against | None
    cost: Amount
    averted: Estimate
    standing: Standing | Aside
    icer: float | None = None
    icer_against: str | None = None
    firm: bool = True

    @property
    def on_frontier(self) -> bool:
        """Whether no other policy, or mixture of two, is better for the money."""
        return self.standing is Standing.FRONTIER

    def beside(self, outcome: str) -> PairedDifference | None:
        """The difference to the baseline in an outcome; None for itself, or if not counted."""
        one = self.against
        return None if one is None or outcome not in one.levels.sample else one.difference(outcome)


@dataclass(frozen=True)
class Worth:
    """Policies by cost and deaths averted, cheapest first, those that stand aside at the end."""

    options: tuple[Option, ...]

    def __getitem__(self, policy: str) -> Option:
        return {one.policy: one for one in self.options}[policy]

    @cached_property
    def frontier(self) -> tuple[Option, ...]:
        """Those that are worth their money at some price of a death averted, cheapest first."""
        return tuple(one for one in self.options if one.on_frontier)


def worth(comparison: Comparison) -> Worth:
    """What deaths averted cost under the policies of a comparison."""
    known = [_baseline(comparison), *(_option(one) for one in comparison.policies)]
    compared = [one for one in known if one.standing is Standing.FRONTIER]
    aside = [one for one in known if one.standing is not Standing.FRONTIER]
    at_best, at_low, at_high = (
        _table(compared, [getattr(one.cost, end) for one in compared])
        for end in ("best", "low", "high")
    )
    low, high = ({row.name: row.standing for row in rows} for rows in (at_low, at_high))
    by_name = {one.policy: one for one in compared}
    placed = [
        _placed(by_name[row.name], row, firm=row.standing is low[row.name] is high[row.name])
        for row in at_best
    ]
    return Worth((*placed, *sorted(aside, key=lambda one: one.cost.best)))


def _baseline(comparison: Comparison) -> Option:
    count = comparison.baseline.sample.independent
    nothing = Estimate(0.0, 0.0, 0.0, 0.0, count)
    return Option(comparison.baseline.policy, None, NOTHING, nothing, Standing.FRONTIER)


def _option(one: Against) -> Option:
    """A policy before it is placed: on the frontier for now, or aside for good."""
    gap = one.deaths
    averted = Estimate(-gap.mean, -gap.high, -gap.low, gap.standard_error, gap.count)
    standing: Standing | Aside = Standing.FRONTIER
    if not one.like_for_like:
        standing = Aside.LESS_WORK
    elif gap.verdict in {Verdict.UNDECIDED, Verdict.TOO_FEW}:
        standing = Aside.UNDECIDED
    return Option(one.name, one, extra_cost(one), averted, standing)


def _table(options: Sequence[Option], costs: Sequence[float]) -> tuple[CostEffectiveness, ...]:
    names = [one.policy for one in options]
    return cost_effectiveness(names, costs, [one.averted.mean for one in options])


def _placed(one: Option, row: CostEffectiveness, *, firm: bool) -> Option:
    return Option(
        policy=one.policy,
        against=one.against,
        cost=one.cost,
        averted=one.averted,
        standing=row.standing,
        icer=row.icer,
        icer_against=row.against,
        firm=firm,
    )


# --- cost -------------------------------------------------------------------------------


def extra_cost(one: Against) -> Amount:
    """USD per period above the baseline: the best guess, and how far the measures' ranges reach.

    Ranges are added end by end. A measure that both have costs neither more, as far as as many get
    it under both.
    """
    ours, theirs = one.levels.scenario, one.baseline.scenario
    total = NOTHING
    for name in dict.fromkeys([*ours.applied, *theirs.applied]):
        total = total + _minus(_price(name, ours), _price(name, theirs))
    best = one.extra_cost
    return Amount(best, min(total.low, best), max(total.high, best))


def _price(name: str, scenario: Scenario) -> Amount | None:
    """What a measure costs over the horizon; None where it is not applied."""
    if name not in scenario.applied:
        return None
    return price(scenario.measures[name], scenario, scenario.horizon)


def _minus(ours: Amount | None, theirs: Amount | None) -> Amount:
    """The difference; what both pay errs on both sides alike."""
    if theirs is None:
        return ours or NOTHING
    if ours is None:
        return Amount(-theirs.best, -theirs.high, -theirs.low)
    ends = sorted((ours.low - theirs.low, ours.high - theirs.high))
    return Amount(ours.best - theirs.best, *ends)


# --- frame ------------------------------------------------------------------------------


def worth_frame(found: Worth) -> Any:
    """A Polars frame: one row per policy.

    Costs are USD, and everything is per period: deaths averted with their 95 % interval, and patrol
    hours, vehicle-km and others hurt as differences to the baseline, null where they are not
    counted.
    """
    import polars

    rows = [
        {
            "policy": one.policy,
            "extra_cost": one.cost.best,
            "extra_cost_low": one.cost.low,
            "extra_cost_high": one.cost.high,
            "averted": one.averted.mean,
            "averted_low": one.averted.low,
            "averted_high": one.averted.high,
            "standing": one.standing.name.lower(),
            "firm": one.firm,
            "usd_per_death_averted": one.icer,
            "compared_with": one.icer_against,
            **{name: _mean(one.beside(name)) for name in (*WORK, OTHERS)},
        }
        for one in found.options
    ]
    kinds = {"usd_per_death_averted": polars.Float64, "compared_with": polars.String}
    counted = dict.fromkeys((*WORK, OTHERS), polars.Float64)
    return polars.DataFrame(rows, schema_overrides={**kinds, **counted})


def _mean(gap: PairedDifference | None) -> float | None:
    return None if gap is None else gap.mean
