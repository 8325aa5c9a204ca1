"""How bad one period may be: the worst tenth of periods, incidents that kill many, many deaths."""

from __future__ import annotations

from collections.abc import Sequence

from pksim.report import numbers
from pksim.report.frequencies import frequency
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import Estimate, Exceedance, TailDifference, TailMean
from pksim.study import Against, Comparison
from pksim.study.tails import DEAD_IN_ONE_INCIDENT, PolicyTails, Tails

TITLE = "How bad one period may be"
TOO_FEW = "too few"

LEAD = (
    "Deaths sampled in single periods of {span}, not means. The worst tenth is the mean of the"
    " worst one in ten periods. An incident is one device, attack or accident: in how many periods"
    " does one of them kill at least so many?"
)
FINE = (
    "Intervals are 95 %, each by itself. With fewer than 20 such periods no estimate is given, only"
    " what it is at most."
)
DRAWN = (
    " {each} replications share a draw of what is not known: they count as fewer where they are"
    " alike, and 20 draws are asked for."
)
CHANCES = (
    "Of 100 periods of {span}, in how many are there at least so many deaths? Deaths are sampled."
)

MOST_COLUMNS = 6


def tails_sheet(comparison: Comparison, found: Tails, policies: Sequence[Against]) -> Sheet:
    """The table of the worst periods and the worst incidents, the baseline first."""
    counted = found.baseline.incidents
    columns = [
        Column("deaths,\nworst tenth"),
        Column("difference to\nthe baseline"),
        *(Column(_incident(dead), spare=dead in {1, 10}) for dead in DEAD_IN_ONE_INCIDENT),
    ]
    order = _in_order(comparison, policies)
    rows = tuple(_row(found[name], is_baseline=i == 0) for i, name in enumerate(order))
    lead = LEAD.format(span=numbers.period(comparison.scenario.horizon))
    return Sheet(TITLE, lead, tuple(columns if counted else columns[:2]), rows, fine(found))


def fine(found: Tails) -> str:
    """What the intervals are, and that runs which share a draw count as fewer."""
    return FINE + (DRAWN.format(each=found.each) if found.each > 1 else "")


def _incident(dead: int) -> str:
    return f"{dead} or more dead\nin one incident"


def _in_order(comparison: Comparison, policies: Sequence[Against]) -> list[str]:
    return [comparison.baseline.policy, *(one.name for one in policies)]


def _row(one: PolicyTails, *, is_baseline: bool) -> Row:
    """The worst tenth alone: the worst twentieth moves likewise, and is in frames and documents."""
    worst = (_mean(one.worst[0]), _gap(one.differences[0] if one.differences else None))
    return Row(one.policy, (*worst, *(_chance(chance) for chance in one.incidents)), is_baseline)


def _mean(found: TailMean) -> Cell:
    if not found.enough:
        return Cell(TOO_FEW, "open")
    shown = Estimate(found.mean, found.low, found.high, found.standard_error, found.count)
    return Cell(numbers.level(shown))


def _gap(found: TailDifference | None) -> Cell:
    if found is None:
        return Cell("baseline")
    if not found.enough:
        return Cell(TOO_FEW, "open")
    tone = "fewer" if found.high < 0.0 else "more" if found.low > 0.0 else "open"
    return Cell(numbers.difference(found.mean, found.low, found.high), tone)


def _chance(chance: Exceedance) -> Cell:
    return Cell(frequency(chance), "" if chance.enough else "open")


# --- the curves in numbers --------------------------------------------------------------


def chances_sheet(comparison: Comparison, found: Tails, policies: Sequence[Against]) -> Sheet:
    """The chance of at least so many deaths, for a few round numbers of them."""
    told = _told(found.baseline.curve)
    order = _in_order(comparison, policies)
    rows = tuple(
        Row(name, tuple(_chance(found[name].chance(number)) for number in told), i == 0)
        for i, name in enumerate(order)
    )
    columns = tuple(Column(f"{number:g} or more") for number in told)
    lead = CHANCES.format(span=numbers.period(comparison.scenario.horizon))
    return Sheet("", lead, columns, rows, fine(found))


def _told(curve: Sequence[Exceedance]) -> list[float]:
    """Numbers of deaths from where some periods have fewer to where hardly any has as many."""
    shown = [one for one in curve if one.count < one.replications and one.count > 0] or [curve[0]]
    step = -(-len(shown) // MOST_COLUMNS)
    return [one.threshold for one in shown[::step]]
