"""What stands in one cell: a difference, a range, a price, or the reason why there is none."""

from __future__ import annotations

import math

from pksim.report import numbers
from pksim.statistics import PairedDifference, Verdict
from pksim.study import Against, Levels


def tone(one: Against) -> str:
    """How a verdict on deaths is coloured."""
    if one.deaths.verdict is Verdict.HIGHER:
        return "more"
    if one.deaths.verdict is Verdict.LOWER:
        return "fewer" if one.like_for_like else "less-work"
    return "open"


def gap(difference: PairedDifference) -> str:
    """A difference with its interval, or the reason why there is none."""
    if difference.verdict in {Verdict.IDENTICAL, Verdict.TOO_FEW}:
        return "none" if difference.verdict is Verdict.IDENTICAL else "too few events"
    return numbers.difference(difference.mean, difference.low, difference.high)


def one_tour(levels: Levels, name: str = "deaths") -> str:
    """The range of nine in ten single replications."""
    low, high = levels.one_tour[name]
    whole = high >= 10.0 or (low == round(low) and high == round(high))
    return numbers.between(low, high, 0 if whole else 1)


def times(ratio: float) -> str:
    """A variance ratio as ``12 ×``."""
    if not math.isfinite(ratio):
        return numbers.NOT_KNOWN
    return f"{numbers.plain(ratio, 0 if ratio >= 10 else 1)} ×"


def to_settle(one: Against) -> str:
    """How many more replications an undecided policy would need."""
    more = one.deaths.more_replications
    if one.deaths.verdict is not Verdict.UNDECIDED:
        return ""
    return "out of reach" if more is None else f"about {numbers.about(more)}"


def price(one: Against) -> str:
    """USD per death averted with its interval, or why none is given."""
    found = one.cost_per_death_averted
    if found is not None:
        mean, low, high = found
        error = (high - low) / 2.0
        shown = (numbers.money(value, error) for value in (mean, low, high))
        return "{} ({}–{})".format(*shown)
    if not one.like_for_like:
        return "not like for like"
    if one.deaths.verdict is Verdict.LOWER:
        return "costs no more"
    return numbers.NOT_KNOWN
