"""The best portfolio under a budget in words and tables."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from pksim.report import answer, numbers
from pksim.report.choosing import confirmation_parts, counted, notes, race_notes
from pksim.report.console import drawn
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import Verdict
from pksim.study import Against
from pksim.study.choosing.optimum import Optimum
from pksim.study.choosing.portfolios import Portfolio
from pksim.study.choosing.race import Race

MOST_ROWS = 12
"""Rows of the table of portfolios, in which the last to be dropped come first."""

WIDTH_OF_MEASURES = 34

DEATHS_ONLY = (
    "Only the deaths of the mission's uniformed people are minimised. Read harm to others, patrol"
    " work and the evidence of each measure before choosing."
)


def optimum_page(found: Optimum, handling: str = "") -> RenderableType:
    """Everything `pksim optimise` prints: the answer first."""
    head = [Text(handling, style="bold reverse")] if handling else []
    lines = [next_budget(found), in_all(found), guarantee(found)]
    return Group(
        *head,
        Text(optimum_answer(found), style="bold"),
        *(Text(line) for line in lines if line),
        Text(_setting(found), style="dim"),
        drawn(portfolio_sheet(found)),
        *notes([*how_many(found), *race_notes(found.race, found.baseline), DEATHS_ONLY]),
        *([] if found.confirmation is None else confirmation_parts(found.confirmation)),
    )


def optimum_answer(found: Optimum) -> str:
    """The best portfolio, or those that cannot be told apart, in a sentence or two."""
    budget = f"{numbers.money(found.budget)} USD"
    if found.confirmation is None:
        return (
            f"Interrupted: {len(found.race.survivors)} of {counted(found.race, 'portfolios')} are"
            " left, and were not run again on fresh replications, so no figures are given."
        )
    first = next((one for one in found.within if one.name in found.leaders[:1]), None)
    if found.best == found.baseline or not found.leaders:
        keeps = "" if found.accept_less_work else " and that keeps the patrols going"
        return f"No portfolio that {budget} pays{keeps} has fewer deaths than {found.baseline}."
    if found.best is not None and not found.unconfirmed and first is not None:
        return f"Best for {budget}: {described(found, first.name)}. {averts(found, first)}"
    return _undecided(found, budget)


def _undecided(found: Optimum, budget: str) -> str:
    names = list(dict.fromkeys([*found.leaders, *found.unconfirmed]))
    shown = "; ".join(described(found, name) for name in names[:3])
    more = f"; and {len(names) - 3} more" if len(names) > 3 else ""
    of = {one.name: one for one in found.within}
    first = next((of[name] for name in names if name in of), found.within[0])
    return (
        f"Undecided which is best for {budget}. These cannot be told apart: {shown}{more}."
        f" {averts(found, first)}"
    )


def described(found: Optimum, name: str) -> str:
    """``P7 (jammers + blood-forward, 8.2 M USD)``."""
    one = found.portfolios[name]
    if name == found.baseline:
        return name
    return f"{name} ({one.words}, {numbers.money(one.cost)} USD)"


def averts(found: Optimum, one: Against) -> str:
    """What a portfolio does to deaths, with its interval, patrol work, harm and grade."""
    assert found.confirmation is not None
    gap, scenario = one.deaths, found.scenario
    span = f"{numbers.period(scenario.horizon)} among {scenario.strength:,.0f} people"
    if gap.verdict is not Verdict.LOWER:
        return (
            f"That {one.name} has fewer deaths than {found.baseline} in {span} is not certain after"
            f" {found.confirmation.replications:,} fresh replications."
        )
    places = numbers.gap_decimals(gap.low, gap.high)
    ends = numbers.between(-gap.high, -gap.low, places)
    deaths = numbers.bare(found.confirmation.baseline.deaths)
    return (
        f"{one.name} averts about {numbers.plain(-gap.mean, places)} deaths (95 % interval {ends})"
        f" of the {deaths} expected under {found.baseline} in {span}{_work(one)}{_harm(one)}"
        f"{_grade(one)}."
    )


def _work(one: Against) -> str:
    if one.patrol_work is None:
        return ""
    word = "" if one.like_for_like else "only "
    less = "" if one.like_for_like else ", which is no like-for-like gain"
    return f", while doing {word}{numbers.percent(one.patrol_work)} of its patrol work{less}"


def _harm(one: Against) -> str:
    gap = one.others
    if gap is None or not one.harms_others:
        return ""
    places = numbers.gap_decimals(gap.low, gap.high)
    return (
        f", but with about {numbers.plain(gap.mean, places)} more {answer.OTHERS} hurt or killed"
        f" (95 % interval {numbers.between(gap.low, gap.high, places)})"
    )


def _grade(one: Against) -> str:
    if one.levels.grade != "D":
        return ""
    return ", on the assumption that measures without evidence (grade D) work as written"


def next_budget(found: Optimum) -> str:
    """What a tenth more money would buy."""
    if found.confirmation is None:
        return ""
    if found.beyond is None:
        near = "" if found.enumerated else " next to the best that the search met"
        return f"A tenth more would buy no other portfolio of these measures{near}."
    gap, name = found.for_more, found.next_best
    if gap is None or name is None:
        return "None of the portfolios that a tenth more would buy can be best."
    bought = f"A tenth more would buy {described(found, name)}"
    if gap.verdict in {Verdict.LOWER, Verdict.HIGHER}:
        change = numbers.difference(gap.mean, gap.low, gap.high)
        return f"{bought}: a difference of {change} deaths to {found.leaders[0]}."
    return f"{bought}; that it has fewer deaths than {found.leaders[0]} is not certain."


def in_all(found: Optimum) -> str:
    """Which measures are in all that may be best."""
    leaders = [*found.leaders, *found.unconfirmed]
    if len(leaders) < 2:
        return ""
    if not found.common:
        return "No measure is in all of those that may be best."
    return f"In all of those that may be best: {answer.listed(list(found.common))}."


def guarantee(found: Optimum) -> str:
    """What the elimination promises, and of which portfolios."""
    race = found.race
    among = "" if found.enumerated else " of those that the search met"
    return (
        f"If the best{among} has at least {race.indifference:.3g} fewer deaths than every other, it"
        f" is among those left with a probability of {100.0 * (1.0 - race.alpha):g} %."
    )


def how_many(found: Optimum) -> list[str]:
    """How many portfolios were tried, and what could not be."""
    lines = []
    if found.enumerated:
        lines.append(
            f"Every portfolio of the {len(found.offered)} measures that can be applied and paid was"
            f" simulated: {len(found.race.names)}, the baseline included."
        )
    else:
        lines.append(
            f"{len(found.offered)} measures are too many to try every portfolio: a greedy search"
            f" ({found.searched:,} runs) says which start, and may have missed a better one."
        )
    if found.refused:
        lines.append(
            f"The search met {found.refused} portfolios that deliver less than 96 % of the patrol"
            f" work of {found.baseline}, and went past them."
        )
    if found.apart:
        pairs = [" with ".join(pair) for pair in found.apart[:6]]
        more = f", and {len(found.apart) - 6} more pairs" if len(found.apart) > 6 else ""
        lines.append(f"Cannot be applied together in any order: {', '.join(pairs)}{more}.")
    return lines


def portfolio_sheet(found: Optimum) -> Sheet:
    """The portfolios that are left or were dropped last: measures, cost and what became of them."""
    columns = (
        Column("measures", words=True),
        Column("cost\nUSD"),
        Column("what became\nof it", words=True),
        Column("runs"),
    )
    became = _became(found.race)
    title = "Portfolios"
    if len(became) > MOST_ROWS:
        title = f"The {MOST_ROWS} portfolios that lasted longest, of {len(became)}"
    shown = became[:MOST_ROWS]
    if found.next_best is not None:
        shown.append((found.next_best, Cell("a tenth more"), 0))
    rows = tuple(_row(found, *one) for one in shown)
    return Sheet(title, "", columns, rows, names="portfolio")


Became = tuple[str, Cell, int]
"""Name, what became of it, and its replications if it was not left out for its patrol work."""


def _became(race: Race) -> list[Became]:
    found = [(name, Cell("left", "fewer"), race.replications) for name in race.survivors]
    first = race.runner_up
    for name, at in sorted(race.eliminated_at.items(), key=lambda one: one[0] != first):
        found.append((name, Cell("runner-up" if name == first else "dropped"), at))
    for name, share in race.less_work.items():
        found.append((name, Cell(f"{100.0 * share:.0f} % of work", "less-work"), 0))
    return found


def _row(found: Optimum, name: str, became: Cell, runs: int) -> Row:
    one = found.portfolios[name]
    cost = numbers.money(one.cost)
    cells = (Cell(_in_lines(one)), Cell(cost), became, Cell(f"{runs:,}" if runs else ""))
    return Row(name, cells, name == found.baseline)


def _in_lines(one: Portfolio) -> str:
    """The measures in lines that fit beside the other columns on a narrow screen."""
    lines = [""]
    for name in one.measures:
        if lines[-1] and len(lines[-1]) + len(name) > WIDTH_OF_MEASURES:
            lines.append("")
        lines[-1] += f"{name} + "
    return "\n".join(line.rstrip() for line in lines).rstrip("+ ") or one.words


def _setting(found: Optimum) -> str:
    scenario, fresh = found.scenario, found.confirmation
    parts = [
        scenario.title,
        numbers.period(scenario.horizon),
        f"{scenario.strength:,.0f} people",
        f"up to {found.race.replications:,} replications to choose",
    ]
    if fresh is not None:
        parts.append(f"{fresh.replications:,} fresh · seed {fresh.seed} · {fresh.clock} clock")
    return " · ".join(parts)
