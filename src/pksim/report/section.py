"""What a section of the page is made of: a heading, and parts that are a figure with its table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pksim.report.sheet import Sheet

SIZES = {"wide": 960, "narrow": 344}
"""The same figure for wide and for narrow screens."""


@dataclass(frozen=True)
class Part:
    """A figure with its table twin, or a table alone; `folded` under a line to click."""

    sheet: Sheet
    figure: dict[str, Markup] | None = None
    folded: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its parts, and the legend of its figures: colours and steps."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    legend: tuple[tuple[Markup, str], ...] = ()
    fine: str = ""
