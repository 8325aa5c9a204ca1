"""What deaths averted cost: extra cost, dominance, the frontier, and what else is given for it."""

from __future__ import annotations

from pksim.report import numbers
from pksim.report.answer import listed
from pksim.report.cells import gap
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.scenario.costs import Estimate as Amount
from pksim.statistics import Standing, Verdict
from pksim.study import Comparison
from pksim.study.against import OTHERS as OTHERS_HURT
from pksim.study.worth import Aside, Option, Worth

TITLE = "What deaths averted cost"

LEAD = (
    "Extra cost and expected deaths averted in {span}, beside {base}, the cheapest first. On the"
    " frontier is what averts more than anything as cheap, or than a mixture of two others. The"
    " ratio is that to the next cheaper policy on the frontier: what one further death averted"
    " costs."
)
FINE = (
    "Policies that do less than 95 % of the patrol work, or whose difference in deaths is not"
    " certain, stand aside. Ranges of costs are those of the measures, added end by end. Patrol"
    " work and harm to others are not turned into money, and a life has no price here."
)
RANGES = (
    " “Whatever the costs” says whether it stands the same with all costs at their low ends, and"
    " all at their high."
)
OTHERS = "Civilians, host forces and contractors"
WORDS: dict[Standing | Aside, tuple[str, str]] = {
    Standing.FRONTIER: ("on the frontier", "fewer"),
    Standing.DOMINATED: ("dominated", ""),
    Standing.EXTENDED: ("dominated by a mixture", ""),
    Aside.LESS_WORK: ("aside: less patrol work", "less-work"),
    Aside.UNDECIDED: ("aside: undecided", "open"),
}
"""How a policy stands, and how that is coloured."""


def money_sheet(comparison: Comparison, found: Worth) -> Sheet:
    """The table of costs and deaths averted, with what is lost beside it."""
    base = comparison.baseline
    lost = [
        Column("difference in\npatrol hours", needs=("patrol_hours",), spare=True),
        Column("difference in\nharm to others", needs=(OTHERS_HURT,), spare=True),
    ]
    there = [column for column in lost if column.needs[0] in base.sample]
    columns = [
        Column("extra cost\nUSD"),
        Column("deaths\naverted"),
        Column("standing", words=True),
        Column("USD per further\ndeath averted"),
        Column("whatever\nthe costs", words=True, spare=True),
        *there,
    ]
    rows = tuple(_row(one, [column.needs[0] for column in there]) for one in found.options)
    lead = LEAD.format(span=numbers.period(comparison.scenario.horizon), base=base.policy)
    told = f"{said(comparison, found)} {lead}"
    return Sheet(TITLE, told, tuple(columns), rows, FINE + RANGES)


def _row(one: Option, lost: list[str]) -> Row:
    gaps = [one.beside(outcome) for outcome in lost]
    cells = (
        Cell(cost(one.cost)),
        Cell("" if one.against is None else averted(one)),
        Cell(*WORDS[one.standing]),
        Cell("" if one.icer is None else numbers.money(one.icer)),
        _firm(one),
        *(Cell("" if found is None else gap(found)) for found in gaps),
    )
    return Row(one.policy, cells, one.against is None)


def cost(amount: Amount) -> str:
    """``4.0 M (2.0 M to 10 M)``; without a range where there is none."""
    best, low, high = (numbers.money(end) for end in (amount.best, amount.low, amount.high))
    return best if low == high else f"{best} ({low} to {high})"


def averted(one: Option) -> str:
    """Deaths averted with their interval, or why there are none."""
    assert one.against is not None
    verdict = one.against.deaths.verdict
    if verdict in {Verdict.IDENTICAL, Verdict.TOO_FEW}:
        return gap(one.against.deaths)
    places = numbers.gap_decimals(one.averted.low, one.averted.high)
    ends = numbers.between(one.averted.low, one.averted.high, places)
    return f"{numbers.plain(one.averted.mean, places)} ({ends})"


def _firm(one: Option) -> Cell:
    """Whether costs at other ends of their ranges leave a policy where it stands."""
    if isinstance(one.standing, Aside):
        return Cell("")
    return Cell("yes") if one.firm else Cell("no", "open")


# --- the sentence -----------------------------------------------------------------------


def said(comparison: Comparison, found: Worth) -> str:
    """Which policies are worth their money at some price, in a sentence or two."""
    steps = [one for one in found.frontier if one.icer is not None]
    span, base = numbers.period(comparison.scenario.horizon), comparison.baseline.policy
    if not steps:
        (only,) = found.frontier
        if only.against is None:
            return f"No policy that keeps the patrols going averts deaths for certain in {span}."
        return f"{only.policy} averts most and is as cheap as any: {_for_money(only)} in {span}."
    shown = steps[:3]
    told = "; ".join(_step(one, base) for one in shown)
    more = f"; {len(steps) - len(shown)} more are dearer" if len(steps) > len(shown) else ""
    return f"In {span}, {told}{more}.{_warnings(steps)}"


def _for_money(one: Option) -> str:
    return f"{_deaths(one.averted.mean)} averted for {numbers.money(one.cost.best)} USD"


def _step(one: Option, base: str) -> str:
    """``jammers averts about 1.2 deaths for 2.0 M USD more than baseline (1.7 M USD a death)``."""
    ratio = f"{numbers.money(one.icer or 0.0)} USD for each further death averted"
    beside = "" if one.icer_against == base else f", beside {one.icer_against}"
    return (
        f"{one.policy} averts about {_deaths(one.averted.mean)} for"
        f" {numbers.money(one.cost.best)} USD more than {base} ({ratio}{beside})"
    )


def _deaths(number: float) -> str:
    places = 1 if abs(number) >= 1.0 else 2
    return f"{numbers.plain(number, places)} deaths"


def _warnings(steps: list[Option]) -> str:
    """Who else pays for it, and what rests on no evidence."""
    known = [one.against for one in steps if one.against is not None]
    harmful = [one.name for one in known if one.harms_others]
    guessed = [one.name for one in known if one.levels.grade == "D"]
    found = []
    if harmful:
        found.append(f" {OTHERS} are hurt more, for certain, under {listed(harmful)}.")
    if guessed:
        found.append(
            " It is an assumption that measures without evidence (grade D) work as written, as"
            f" under {listed(guessed)}."
        )
    return "".join(found)
