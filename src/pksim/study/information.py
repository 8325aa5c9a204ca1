"""What is worth finding out: which unknown would change the choice, and what the answer hangs on.

A choice is among the policies that do the baseline's patrol work, itself included. Means over each
draw of what is not known are regressed on the quantiles drawn, which takes the luck out of them
(Strong, Oakley and Brennan 2014). What is known exactly in a scenario, or left out of `uncertain`,
cannot show up here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from pksim.errors import InputError
from pksim.statistics import (
    Estimate,
    InformationValue,
    acceptability,
    conditional_net_benefit,
    evpi_by_regression,
    evppi,
    explained_share,
    net_benefit,
)
from pksim.study.compare import Comparison
from pksim.study.levels import Levels

Values = npt.NDArray[np.float64]

ENOUGH_DRAWS = 60
"""Draws below which nothing is told: a regression on fewer finds mostly luck."""

DRAWS_PER_TERM = 10


@dataclass(frozen=True)
class Unknown:
    """What it would be worth to know one unknown, and what hangs on it.

    Attributes:
        name: Its path in the scenario.
        value: What knowing it before the choice would gain in the mean, in the unit of the study.
            The intervals of all unknowns hold together (Bonferroni).
        of_deaths: Share of the variance of the baseline's deaths (means by draw) that it explains.
        of_difference: The same of the leading policy's difference; NaN where it does not vary.
    """

    name: str
    value: InformationValue
    of_deaths: Estimate
    of_difference: Estimate

    @property
    def changes_the_choice(self) -> bool:
        """Whether to know it would gain something for certain."""
        return self.value.low > 0.0


@dataclass(frozen=True)
class Information:
    """What is worth finding out before the choice among some policies.

    Attributes:
        unit: What values are counted in, per period: deaths averted, or USD if a price was named.
        worth: USD per death averted, as the user named it; None if not.
        policies: Those that the choice is among, the baseline first.
        best: The one to choose as things are known: the best mean.
        leader: The policy whose difference is explained; None where none is like for like.
        draws: How often the unknowns were drawn.
        needed: Draws that are needed to tell what knowing all of them together would be worth.
        unknowns: One by one, the one worth most first; empty where nothing is told.
        together: What knowing all of them would be worth; None with fewer draws than needed.
        chances: How probable it is that a policy is the best of these, given what is not known;
            empty where ``together`` is None.
        why_not: Why nothing is told; empty where it is.
    """

    unit: Literal["deaths", "USD"]
    worth: float | None
    policies: tuple[str, ...]
    best: str
    leader: str | None
    draws: int
    needed: int
    unknowns: tuple[Unknown, ...] = ()
    together: InformationValue | None = None
    chances: Mapping[str, float] = field(default_factory=dict)
    why_not: str = ""

    @property
    def changing(self) -> tuple[Unknown, ...]:
        """The unknowns that would change the choice for certain, if known; worth most first."""
        return tuple(one for one in self.unknowns if one.changes_the_choice)


def information(comparison: Comparison, *, worth: float | None = None) -> Information:
    """What each unknown is worth knowing before the choice among the policies of a comparison.

    Without ``worth``, here or in the comparison, the choice is the one with the fewest deaths,
    whatever it costs. With it, USD per death averted that whoever decides is willing to pay, it is
    the one with the highest net benefit, and values are USD.

    Raises:
        InputError: ``worth`` is not above zero.
    """
    worth = comparison.worth if worth is None else worth
    if worth is not None and not 0.0 < worth < math.inf:
        raise InputError(f"worth is USD per death averted, above zero; {worth:g} is not")
    choices = [comparison.baseline, *(o.levels for o in comparison.ranked if o.like_for_like)]
    benefit = _benefit(choices, worth)
    draws, names = len(benefit), () if comparison.draws is None else comparison.draws.names
    found = Information(
        unit="deaths" if worth is None else "USD",
        worth=worth,
        policies=tuple(one.policy for one in choices),
        best=choices[int(benefit.mean(axis=0).argmax())].policy,
        leader=choices[1].policy if len(choices) > 1 else None,
        draws=draws if names else 0,
        needed=max(ENOUGH_DRAWS, DRAWS_PER_TERM * (2 * len(names) + 1)),
    )
    if why_not := _why_not(found, names):
        return replace(found, why_not=why_not)
    known = _quantiles(comparison)
    unknowns = [_unknown(names, i, known, benefit, choices) for i in range(len(names))]
    ranked = sorted(unknowns, key=lambda one: (-one.value.value, -_moved(one)))
    return _together(replace(found, unknowns=tuple(ranked)), known, benefit, choices)


def _why_not(found: Information, names: tuple[str, ...]) -> str:
    if not names:
        return "Nothing is drawn in this study: the scenario leaves nothing unknown, or was so run."
    if len(found.policies) < 2:
        return "There is no choice: no other policy does the baseline's patrol work."
    if found.draws < ENOUGH_DRAWS:
        return (
            f"{found.draws} draws of what is not known are too few to tell which unknown matters:"
            f" at least {ENOUGH_DRAWS} are needed."
        )
    return ""


def _benefit(choices: list[Levels], worth: float | None) -> Values:
    """What each choice is worth in each draw, higher better: draws x choices."""
    score = choices[0].sample.score("deaths")
    deaths = np.column_stack([one.sample[score] for one in choices])
    if worth is None:
        return -deaths
    costs = np.column_stack([_cost(one) for one in choices])
    return net_benefit(costs, -deaths, worth)


def _cost(levels: Levels) -> Values:
    """USD in each draw."""
    if "cost_usd" in levels.sample:
        return levels.sample["cost_usd"]
    return np.full(levels.sample.independent, levels.cost)


def _quantiles(comparison: Comparison) -> Values:
    """What was drawn: draws x unknowns."""
    draws, numbers = comparison.draws, comparison.baseline.numbers
    assert draws is not None
    return draws.table((numbers[:: draws.each] // draws.each).tolist())


def _unknown(
    names: tuple[str, ...], number: int, known: Values, benefit: Values, choices: list[Levels]
) -> Unknown:
    quantile = known[:, number]
    score = choices[0].sample.score("deaths")
    base, leader = (one.sample[score] for one in choices[:2])
    return Unknown(
        name=names[number],
        value=evppi(benefit, quantile, 1.0 - 0.05 / len(names)),
        of_deaths=explained_share(base, quantile),
        of_difference=explained_share(leader - base, quantile),
    )


def _moved(one: Unknown) -> float:
    share = one.of_difference.mean
    return 0.0 if math.isnan(share) else share


def _together(
    found: Information, known: Values, benefit: Values, choices: list[Levels]
) -> Information:
    """The same with what all unknowns together are worth, where there are draws enough."""
    if found.draws < found.needed:
        return found
    given = conditional_net_benefit(benefit, known)
    curves = acceptability(np.zeros_like(given), given, [1.0])
    chances = dict(zip((one.policy for one in choices), curves.probability[0], strict=True))
    return replace(
        found,
        together=evpi_by_regression(benefit, known),
        chances={name: float(chance) for name, chance in chances.items()},
    )


# --- frame ------------------------------------------------------------------------------


def information_frame(found: Information) -> Any:
    """A Polars frame: one row per unknown, the one worth most first.

    ``value`` with its 95 % interval is in ``unit`` per period; ``of_deaths`` and ``of_difference``
    are shares of variance. No rows where nothing is told.
    """
    import polars

    rows = [
        {
            "unknown": one.name,
            "unit": found.unit,
            "value": one.value.value,
            "low": one.value.low,
            "high": one.value.high,
            "changes_the_choice": one.changes_the_choice,
            "of_deaths": one.of_deaths.mean,
            "of_difference": one.of_difference.mean,
        }
        for one in found.unknowns
    ]
    schema = {
        **dict.fromkeys(("unknown", "unit"), polars.String()),
        **dict.fromkeys(("value", "low", "high"), polars.Float64()),
        "changes_the_choice": polars.Boolean(),
        **dict.fromkeys(("of_deaths", "of_difference"), polars.Float64()),
    }
    return polars.DataFrame(rows, schema=schema)
