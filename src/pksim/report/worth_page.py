"""The sections of the report with figures: how often many die, and cost against deaths averted."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from pksim.report import information_tables, money_tables, numbers, tails_tables
from pksim.report.figures.curves import POLICY, Panel, curves, sample_band, sample_line
from pksim.report.figures.plane import CODED, plane
from pksim.report.figures.svg import INK, sign
from pksim.report.money_tables import WORDS, averted, cost
from pksim.report.section import SIZES, Part, Section
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.study import Comparison
from pksim.study.information import information
from pksim.study.tails import Tails, tails
from pksim.study.worth import Option, Worth, worth

MOST_PANELS = 6

CURVES = (
    "Of 100 periods of {span}, in how many (upwards) are there at least so many deaths (to the"
    " right)? The full line is the policy, the broken one {base}. {which}"
)
ALL = "All policies are shown."
SOME = "The {count} policies with the fewest deaths that keep the patrols going are drawn."
PLANE = (
    "To the right more deaths are averted, upwards it costs more, both beside {base} in {span}."
    " Bars are the 95 % interval of deaths averted and the range of the cost. Numbers are those of"
    " the table."
)
TOO_FEW = "A line ends where fewer than 20 draws, or runs, reach."


def worth_sections(comparison: Comparison) -> dict[str, list[Section]]:
    """Sections by the title of the table that each stands after."""
    found = {
        tails_tables.TITLE: [_curves(comparison, tails(comparison))],
        money_tables.TITLE: [_plane(comparison, worth(comparison))],
    }
    known = information(comparison)
    if known.why_not and (comparison.draws is not None or comparison.worth is not None):
        told = information_tables.said(comparison, known)
        found[money_tables.TITLE].append(Section(information_tables.TITLE, told, ()))
    return found


def _curves(comparison: Comparison, found: Tails) -> Section:
    candidates = [one for one in comparison.ranked if one.like_for_like] or comparison.ranked
    shown = candidates[:MOST_PANELS]
    every = len(shown) == len(comparison.policies)
    span = numbers.period(comparison.scenario.horizon)
    panels = [Panel(one.name, found[one.name].curve) for one in shown]
    title = f"How many of 100 periods of {span} have at least so many deaths, by policy"
    figure = {
        name: Markup(curves(panels, found.baseline.curve, width=width, title=title))  # noqa: S704
        for name, width in SIZES.items()
    }
    lead = CURVES.format(
        span=span,
        base=comparison.baseline.policy,
        which=ALL if every else SOME.format(count=len(shown)),
    )
    legend = (
        (sample_line(POLICY, broken=False), "the policy"),
        (sample_line(INK, broken=True), comparison.baseline.policy),
        (sample_band(), "95 % bounds of the policy"),
    )
    sheet = tails_tables.chances_sheet(comparison, found, comparison.ranked)
    signs = tuple((Markup(drawn), words) for drawn, words in legend)  # noqa: S704
    return Section(
        "How often many die in one period",
        lead,
        (Part(replace(sheet, lead="", fine=""), figure),),
        signs,
        f"{TOO_FEW} {sheet.fine}",
    )


def _plane(comparison: Comparison, found: Worth) -> Section:
    span, base = numbers.period(comparison.scenario.horizon), comparison.baseline.policy
    title = f"Extra cost and deaths averted in {span} of each policy, beside {base}"
    figure = {
        name: Markup(plane(found.options, width=width, title=title))  # noqa: S704
        for name, width in SIZES.items()
    }
    there = dict.fromkeys(CODED[one.standing] for one in found.options)
    legend = tuple(
        (Markup(sign(shape, colour)), words)  # noqa: S704
        for shape, colour, words in there
        if words
    )
    part = Part(_numbered(found.options), figure)
    lead = PLANE.format(span=span, base=base)
    return Section("Cost against deaths averted", lead, (part,), legend)


def _numbered(options: tuple[Option, ...]) -> Sheet:
    """What is drawn, in numbers."""
    columns = (
        Column("extra cost\nUSD"),
        Column("deaths\naverted"),
        Column("drawn as", words=True),
    )
    rows = tuple(_row(i + 1, one) for i, one in enumerate(options))
    return Sheet("", "", columns, rows)


def _row(number: int, one: Option) -> Row:
    cells = (
        Cell(cost(one.cost)),
        Cell("0" if one.against is None else averted(one)),
        Cell(*WORDS[one.standing]),
    )
    return Row(f"{number} {one.policy}", cells, one.against is None)
