"""Three widths that must not be mixed up: chance of the simulation, ignorance, and one tour."""

from __future__ import annotations

from collections.abc import Callable

from pksim.report import numbers
from pksim.report.cells import gap, one_tour, times, to_settle
from pksim.report.sheet import Column, Write
from pksim.statistics import Bands
from pksim.study import Against, Comparison, Levels, Run, Sweep
from pksim.study.frames import draws_in

TITLE = "Three widths: chance, what is not known, and one tour"

FEW = 20
"""Draws below which no range of them is given."""

TOGETHER = "Intervals are 95 %, and those of differences hold for all policies together."
SIMULATION = (
    "They show simulation error: more replications narrow them. What one single tour may see is far"
    " wider."
)
BEST_GUESS = "That the numbers in the scenario are themselves uncertain is not in them."
DRAWN = (
    "{unknowns} numbers of the scenario are not known, and were drawn anew for every {each}"
    " replications, the same for all policies: the means are over what they may be. How far they"
    " move an answer is a range of its own, of 9 in 10 draws, which only knowledge narrows."
)


def which_interval(study: Run | Comparison | Sweep) -> str:
    """What the intervals of a study show, and what is not in them."""
    together = "Intervals are 95 %." if isinstance(study, Run) else TOGETHER
    draws = draws_in(study)
    if draws is None:
        return f"{together} {SIMULATION} {BEST_GUESS}"
    drawn = DRAWN.format(unknowns=len(draws.names), each=draws.each)
    return f"{together} {SIMULATION} {drawn}"


def columns(comparison: Comparison) -> list[Column]:
    """The columns of the table of widths."""
    drawn = comparison.baseline.bands("deaths") is not None
    return [
        *(_of_draws() if drawn else []),
        Column("deaths in 9 of\n10 single runs", lambda levels, _: one_tour(levels)),
        Column(
            "difference in\ndeaths sampled",
            _if_compared(lambda one: gap(one.difference("deaths"))),
            spare=True,
        ),
        Column("pairing\nworth", _if_compared(lambda one: times(one.deaths.variance_ratio))),
        Column("more runs\nto settle", _if_compared(to_settle)),
    ]


def _of_draws() -> list[Column]:
    return [
        Column("deaths expected,\n9 of 10 draws", lambda levels, _: deaths_band(levels)),
        Column("difference,\nsimulation", _if_compared(lambda one: gap(one.deaths))),
        Column("difference,\n9 of 10 draws", _if_compared(difference_band)),
        Column("not known,\nof variance", _share, spare=True),
    ]


def _if_compared(say: Callable[[Against], str]) -> Write:
    return lambda _, one: "" if one is None else say(one)


def deaths_band(levels: Levels) -> str:
    """The range of expected deaths over nine in ten draws of what is not known."""
    bands = levels.bands(levels.sample.score("deaths"))
    return "" if bands is None else _range(bands)


def difference_band(one: Against) -> str:
    """The range of the difference in deaths over nine in ten draws of what is not known."""
    return "" if one.bands is None else _range(one.bands)


def _range(bands: Bands) -> str:
    low, high = bands.parameters
    if bands.variance.draws < FEW:
        return "too few draws"
    if low == high:
        return "none found"
    return numbers.between(low, high, numbers.gap_decimals(low, high))


def _share(levels: Levels, one: Against | None) -> str:
    """Of the variance of single runs, the share that is due to what is not known."""
    bands = levels.bands(levels.sample.score("deaths")) if one is None else one.bands
    if bands is None or bands.variance.share != bands.variance.share:
        return ""
    split = bands.variance
    ends = f"{100.0 * split.share_low:.0f}–{100.0 * split.share_high:.0f}"
    return f"{100.0 * split.share:.0f} % ({ends})"


def cannot_narrow(comparison: Comparison) -> str:
    """That more runs are in vain, and under which policies; empty if under none."""
    names = [
        one.name
        for one in comparison.ranked
        if one.bands is not None and one.bands.runs_cannot_narrow
    ]
    if not names:
        return ""
    return (
        "More replications cannot narrow these answers: what is not known of the scenario's numbers"
        f" outweighs simulation error by far. So it is for {', '.join(names)}."
    )
