"""The ranked differences as a picture: SVG written here, so that a report needs no network.

Okabe and Ito's colours, which most colour-blind readers can tell apart, and a shape for each
verdict, so that colour is never the only sign. Names and numbers stand beside the marks; the
table of the report is the figure's twin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pksim.report import numbers
from pksim.report.figures.svg import (
    GRID,
    INK,
    QUIET,
    Scale,
    cut,
    line,
    opened,
    round_step,
    shape_of,
    text,
    tick_words,
)
from pksim.statistics import PairedDifference, Verdict
from pksim.study import Against

FEWER, MORE, LESS_WORK, OPEN = "#0072B2", "#D55E00", "#B07A00", "#5b6673"


@dataclass(frozen=True)
class Mark:
    """One row: a name, an interval, and how it is drawn."""

    name: str
    mean: float
    low: float
    high: float
    text: str
    colour: str
    shape: str


DEATHS = ("fewer deaths", "more deaths")
"""What the two sides of zero mean."""


def marks(policies: Sequence[Against]) -> list[Mark]:
    """A row for every policy, most deaths averted first."""
    return [mark(one.name, one.deaths, coding(one)) for one in policies]


def mark(name: str, gap: PairedDifference, coded: tuple[str, str]) -> Mark:
    """A row for one difference, in this colour and shape."""
    if gap.verdict is Verdict.IDENTICAL:
        words = "none: identical in all runs"
    elif gap.verdict is Verdict.TOO_FEW:
        words = gap.verdict.value
    else:
        words = numbers.difference(gap.mean, gap.low, gap.high)
    return Mark(name, gap.mean, gap.low, gap.high, words, *coded)


def coding(one: Against) -> tuple[str, str]:
    """Colour and shape of a verdict."""
    if one.deaths.verdict is Verdict.HIGHER:
        return MORE, "square"
    if one.deaths.verdict is Verdict.LOWER:
        return (FEWER, "circle") if one.like_for_like else (LESS_WORK, "triangle")
    return OPEN, "ring"


def forest(rows: Sequence[Mark], *, width: int, title: str, sides: tuple[str, str] = DEATHS) -> str:
    """The figure as SVG. Below 600 px wide the names stand above their marks."""
    stacked = width < 600
    row_height, top = (52, 30) if stacked else (34, 34)
    height = top + row_height * len(rows) + 44
    left, right = (14, width - 14) if stacked else (230, width - 250)
    scale = _scale_around(rows, left, right)
    bottom = height - 44
    begins = [top + row_height * number for number in range(len(rows))]
    # Where names stand above their marks, the lines run beside the marks only.
    bands = [(y + 24, y + row_height) for y in begins] if stacked else [(top, bottom)]
    parts = [*opened(width, height, title), *axis(scale, bands, bottom, width)]
    for begin, row in zip(begins, rows, strict=True):
        y = begin + row_height / 2
        parts += _stacked_row(row, scale, y, width) if stacked else _wide_row(row, scale, y, width)
    parts += directions(scale, top, (0, width), sides)
    return "\n".join([*parts, "</svg>"])


def _scale_around(rows: Sequence[Mark], left: float, right: float) -> Scale:
    """Zero, every finite interval, and some air, on round steps."""
    low, high = reach(rows)
    step = round_step((high - low) / 4.0)
    low, high = step * math.floor(low / step - 0.15), step * math.ceil(high / step + 0.15)
    return Scale(low, high, step, left, right)


def reach(rows: Sequence[Mark]) -> tuple[float, float]:
    """From where to where zero and every finite interval reach."""
    ends = [end for row in rows for end in (row.low, row.high, row.mean) if math.isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    return (low, high) if low < high else (-1.0, 1.0)


def axis(
    scale: Scale, bands: Sequence[tuple[float, float]], bottom: float, width: int
) -> list[str]:
    """Lines at round values, the one at zero darker, and what they are below them."""
    places = max(0, -math.floor(math.log10(scale.step)))
    parts = []
    for tick in scale.ticks:
        x, zero = scale.at(tick), tick == 0.0
        colour, thick = (INK, 1.5) if zero else (GRID, 1)
        parts += [line(x, begin, x, end, colour, thick) for begin, end in bands]
        label = "0" if zero else numbers.signed(tick, places)
        parts.append(tick_words(x, bottom + 19, label, width))
    return parts


def directions(
    scale: Scale, top: float, room: tuple[float, float], sides: tuple[str, str]
) -> list[str]:
    """What each side of zero means, where there is room for it between two ends."""
    zero, y = scale.at(0.0), top - 12
    begin, end = room
    less, more = sides
    parts = []
    if zero - begin > 8 * (len(less) + 2):
        parts.append(text(zero - 8, y, f"← {less}", colour=QUIET, anchor="end"))
    if end - zero > 8 * (len(more) + 2) and scale.high > 0.0:
        parts.append(text(zero + 8, y, f"{more} →", colour=QUIET, anchor="start"))
    return parts


def _wide_row(row: Mark, scale: Scale, y: float, width: int) -> list[str]:
    return [
        text(scale.left - 16, y + 5, cut(row.name, 28), anchor="end"),
        *interval(row, scale, y),
        text(width - 4, y + 5, row.text, colour=row.colour, anchor="end"),
    ]


def _stacked_row(row: Mark, scale: Scale, y: float, width: int) -> list[str]:
    return [
        text(4, y - 9, cut(row.name, 24), size=13),
        text(width - 4, y - 9, row.text, colour=row.colour, anchor="end", size=12),
        *interval(row, scale, y + 9),
    ]


def interval(row: Mark, scale: Scale, y: float) -> list[str]:
    """The mark, on the bar of its interval."""
    x = scale.at(row.mean)
    bar = []
    if row.low < row.high:
        bar.append(line(scale.at(row.low), y, scale.at(row.high), y, row.colour, 3))
    return [*bar, shape_of(row.shape, x, y, row.colour)]
