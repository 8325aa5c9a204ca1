"""What effect costs: dominance, the frontier, and how sure a choice is at a stated price.

An effect is a good thing counted so that more is better (deaths averted). There is no default
price of an effect anywhere: every function that needs one has it from its caller.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.statistics.inputs import distinct, sample, table

Values = npt.NDArray[np.float64]


class Standing(enum.Enum):
    """How an option stands among the others."""

    FRONTIER = "on the frontier"
    DOMINATED = "dominated: something as cheap has at least the effect"
    EXTENDED = "extendedly dominated: a mixture of two others is better"


@dataclass(frozen=True, slots=True)
class CostEffectiveness:
    """One option of a cost-effectiveness table.

    Increments and ``icer`` (incremental cost of one more unit of effect) are against
    ``against``, the next cheaper option on the frontier; None for the cheapest on the frontier
    and for options off it.
    """

    name: str
    cost: float
    effect: float
    standing: Standing
    against: str | None = None
    incremental_cost: float | None = None
    incremental_effect: float | None = None
    icer: float | None = None


@dataclass(frozen=True, slots=True)
class Acceptability:
    """Which option is best at each price of an effect, and how surely.

    ``probability`` (thresholds x options) is the cost-effectiveness acceptability curve: how
    often each option has the highest net benefit. ``best`` (thresholds) is the option with the
    highest *mean* net benefit, the one to choose; ``frontier`` is its probability, which need
    not be the highest. ``net_benefit`` and ``expected_loss`` are thresholds x options, in the
    unit of cost; the smallest expected loss at a threshold is the value of perfect information.
    """

    thresholds: Values
    probability: Values
    best: npt.NDArray[np.intp]
    frontier: Values
    net_benefit: Values
    expected_loss: Values


def cost_effectiveness(
    names: Sequence[str], costs: npt.ArrayLike, effects: npt.ArrayLike
) -> tuple[CostEffectiveness, ...]:
    """The table of options in order of cost, with dominance and incremental ratios.

    An option is dominated if another is no dearer and has at least its effect, an equal effect
    counting; of two that are equal in both the one named first stays. Extended dominance drops
    an option as long as its ratio is above that of the next on the frontier. Costs and effects
    may be negative (Drummond et al., Methods for the Economic Evaluation of Health Care
    Programmes, chapter 4).
    """
    cost, effect = sample(costs, "costs"), sample(effects, "effects")
    if cost.shape != effect.shape:
        raise ValueError("each option needs one cost and one effect")
    named = distinct(names, len(cost), "options")
    order = np.lexsort((-effect, cost))
    undominated = _rising(order, effect)
    frontier = _convex(undominated, cost, effect)
    before = dict(zip(frontier[1:], frontier, strict=False))
    return tuple(
        _row(i, before.get(i), _standing(i, undominated, frontier), named, cost, effect)
        for i in order.tolist()
    )


def _rising(order: npt.NDArray[np.intp], effect: Values) -> list[int]:
    """Those that have more effect than anything as cheap, in order of cost."""
    kept: list[int] = []
    for i in order.tolist():
        if not kept or effect[i] > effect[kept[-1]]:
            kept.append(i)
    return kept


def _convex(undominated: list[int], cost: Values, effect: Values) -> list[int]:
    """Those of them whose ratios rise from each to the next."""
    kept: list[int] = []
    for i in undominated:
        while len(kept) > 1 and _ratio(kept[-2], kept[-1], cost, effect) > _ratio(
            kept[-1], i, cost, effect
        ):
            kept.pop()
        kept.append(i)
    return kept


def _ratio(one: int, other: int, cost: Values, effect: Values) -> float:
    return float((cost[other] - cost[one]) / (effect[other] - effect[one]))


def _standing(i: int, undominated: list[int], frontier: list[int]) -> Standing:
    if i in frontier:
        return Standing.FRONTIER
    return Standing.EXTENDED if i in undominated else Standing.DOMINATED


def _row(
    i: int,
    before: int | None,
    standing: Standing,
    names: tuple[str, ...],
    cost: Values,
    effect: Values,
) -> CostEffectiveness:
    if before is None:
        return CostEffectiveness(names[i], float(cost[i]), float(effect[i]), standing)
    return CostEffectiveness(
        names[i],
        float(cost[i]),
        float(effect[i]),
        standing,
        against=names[before],
        incremental_cost=float(cost[i] - cost[before]),
        incremental_effect=float(effect[i] - effect[before]),
        icer=_ratio(before, i, cost, effect),
    )


def net_benefit(costs: npt.ArrayLike, effects: npt.ArrayLike, threshold: float) -> Values:
    """``threshold * effects - costs``, samples x options, in the unit of cost.

    ``threshold`` is what one unit of effect is worth to whoever decides. A decision by deaths
    alone needs no price: minus the deaths are a net benefit by themselves.
    """
    cost, effect = table(costs, "costs"), table(effects, "effects")
    if cost.shape != effect.shape:
        raise ValueError("costs and effects need the same samples and options")
    (price,) = sample([threshold], "threshold")
    if price < 0.0:
        raise ValueError(f"a threshold below zero ({price:g}) pays for harm")
    return np.asarray(price * effect - cost)


def expected_loss(benefit: npt.ArrayLike) -> Values:
    """Mean net benefit lost by each option for not being the best in each sample.

    ``benefit`` is samples x options; the result has one value for each option, in the same unit.
    """
    data = table(benefit, "net benefit")
    return np.asarray((data.max(axis=1, keepdims=True) - data).mean(axis=0))


def acceptability(
    costs: npt.ArrayLike, effects: npt.ArrayLike, thresholds: npt.ArrayLike
) -> Acceptability:
    """Acceptability curves, their frontier and expected losses (Fenwick et al. 2001).

    ``costs`` and ``effects`` are samples x options, one parameter draw a sample, the same in each
    option. Where a sample is a single noisy run, the curves tell of single tours, not of what is
    unknown; take conditional means there (:func:`conditional_net_benefit`).
    """
    prices = sample(thresholds, "thresholds")
    tables = [net_benefit(costs, effects, price) for price in prices]
    means = np.array([each.mean(axis=0) for each in tables])
    chances = np.array([_best_shares(each) for each in tables])
    best = means.argmax(axis=1)
    return Acceptability(
        thresholds=prices,
        probability=chances,
        best=best,
        frontier=chances[np.arange(len(prices)), best],
        net_benefit=means,
        expected_loss=np.array([expected_loss(each) for each in tables]),
    )


def _best_shares(benefit: Values) -> Values:
    """How often each option is best, a tie counting in equal parts."""
    best = benefit == benefit.max(axis=1, keepdims=True)
    return np.asarray((best / best.sum(axis=1, keepdims=True)).mean(axis=0))
