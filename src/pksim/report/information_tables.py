"""What is worth finding out before the choice, and what the answer depends on."""

from __future__ import annotations

from pksim.report import numbers
from pksim.report.answer import listed
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import Estimate, InformationValue
from pksim.study import Comparison
from pksim.study.information import Information, Unknown

TITLE = "What is worth finding out, and what the answer depends on"
NOT_FOUND = "not found"

LEAD = (
    "The choice is among {count} policies that keep the patrols going, {base} included. Worth"
    " knowing is what whoever knew the number before choosing would gain in {span}, over choosing"
    " {best}."
)
FINE = (
    "By regression on {draws:,} draws of what is not known; intervals are 95 % and hold for all"
    " unknowns together. Shares are of the variance of means by draw that a curve in one unknown"
    " alone explains, judged on draws that it was not fitted to; the rest is luck, and what"
    " unknowns do together. What is not under `uncertain` in the scenario is taken as known."
)
LEFT_OUT = " {count} others are worth less or explain less, and are left out."

MOST_ROWS = 10


def information_sheet(comparison: Comparison, found: Information) -> Sheet:
    """The table of unknowns, worth most first; without columns where nothing can be told."""
    told = said(comparison, found)
    if found.why_not:
        return Sheet(TITLE, told, (), ())
    unit = "deaths averted" if found.unit == "deaths" else "USD"
    columns = (
        Column(f"worth knowing,\n{unit}"),
        Column("changes\nthe choice", words=True),
        Column(f"explains, of deaths\nunder {found.policies[0]}"),
        Column(f"explains, of the difference\nof {found.leader}"),
    )
    shown = found.unknowns[:MOST_ROWS]
    lead = LEAD.format(
        count=len(found.policies),
        base=found.policies[0],
        best=found.best,
        span=numbers.period(comparison.scenario.horizon),
    )
    left = len(found.unknowns) - len(shown)
    fine = FINE.format(draws=found.draws) + (LEFT_OUT.format(count=left) if left else "")
    rows = tuple(_row(one, found) for one in shown)
    return Sheet(TITLE, f"{told} {lead}", columns, rows, fine, "unknown")


def _row(one: Unknown, found: Information) -> Row:
    cells = (
        Cell(value(one.value, found.unit), "" if one.changes_the_choice else "open"),
        Cell("yes", "fewer") if one.changes_the_choice else Cell(NOT_FOUND, "open"),
        Cell(_share(one.of_deaths)),
        Cell(_share(one.of_difference)),
    )
    return Row(one.name, cells, is_baseline=False)


def value(worth: InformationValue, unit: str) -> str:
    """``0.13 (0.05–0.20)``, or ``at most 0.02`` where it may be nothing."""
    write = numbers.money if unit == "USD" else _deaths
    if worth.low <= 0.0:
        return f"at most {write(worth.high)}" if worth.high > 0.0 else "nothing"
    return f"{write(worth.value)} ({write(worth.low)}–{write(worth.high)})"


def _deaths(number: float) -> str:
    return numbers.plain(number, 2 if number >= 0.01 else 3)


def _share(found: Estimate) -> str:
    """A share of variance in per cent; one that may be none is not told from it."""
    if found.mean != found.mean:
        return numbers.NOT_KNOWN
    if found.low <= 0.0:
        return f"at most {numbers.plain(100.0 * max(0.01, min(1.0, found.high)), 0)} %"
    low, high = 100.0 * max(0.0, found.low), 100.0 * min(1.0, found.high)
    return f"{numbers.plain(100.0 * found.mean, 0)} % ({low:.0f}–{high:.0f})"


# --- the sentence -----------------------------------------------------------------------


def said(comparison: Comparison, found: Information) -> str:
    """The choice at the price named, and which unknown would change it, or why that is not told."""
    return " ".join(filter(None, [_at_price(found), _worth_finding(comparison, found)]))


def _at_price(found: Information) -> str:
    """Which policy to choose at the price of a death averted that the user named."""
    if found.worth is None:
        return ""
    chance = found.chances.get(found.best)
    sure = "" if chance is None else f" (it is in {100.0 * chance:.0f} % of what may be the case)"
    return (
        f"At {numbers.money(found.worth)} USD for a death averted the best of these policies is"
        f" {found.best}{sure}."
    )


def _worth_finding(comparison: Comparison, found: Information) -> str:
    if found.why_not:
        return found.why_not
    span = numbers.period(comparison.scenario.horizon)
    together = _together(found, span)
    if not found.changing:
        return (
            "No unknown was found that, known alone, would change the choice among these"
            f" policies.{together}"
        )
    first = found.changing[0]
    others = [one.name for one in found.changing[1:]]
    also = f" So would {listed(others)}, for less." if others else ""
    return (
        f"Knowing {first.name} would change the choice among these policies, worth at most"
        f" {_worth(first.value, found)} in {span}.{also}{together}"
    )


def _worth(worth: InformationValue, found: Information) -> str:
    if found.unit == "USD":
        return f"{numbers.money(worth.high)} USD"
    return f"{_deaths(worth.high)} deaths averted"


def _together(found: Information, span: str) -> str:
    if found.together is None:
        return (
            f" What all of them together are worth takes {found.needed:,} draws to tell; there are"
            f" {found.draws:,}."
        )
    return f" All of them together are worth at most {_worth(found.together, found)} in {span}."
