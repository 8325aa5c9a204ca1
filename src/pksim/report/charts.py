"""The ranked differences as a picture: SVG written here, so that a report needs no network.

Okabe and Ito's colours, which most colour-blind readers can tell apart, and a shape for each
verdict, so that colour is never the only sign. Names and numbers stand beside the marks; the
table of the report is the figure's twin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pksim.report import numbers
from pksim.statistics import Verdict
from pksim.study import Against

INK, QUIET, GRID = "#1d2733", "#5b6673", "#d9dee4"
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


def marks(policies: Sequence[Against]) -> list[Mark]:
    """A row for every policy, most deaths averted first."""
    return [_mark(one) for one in policies]


def _mark(one: Against) -> Mark:
    gap, (colour, shape) = one.deaths, coding(one)
    if gap.verdict is Verdict.IDENTICAL:
        text = "none: identical in all runs"
    elif gap.verdict is Verdict.TOO_FEW:
        text = gap.verdict.value
    else:
        text = numbers.difference(gap.mean, gap.low, gap.high)
    return Mark(one.name, gap.mean, gap.low, gap.high, text, colour, shape)


def coding(one: Against) -> tuple[str, str]:
    """Colour and shape of a verdict."""
    if one.deaths.verdict is Verdict.HIGHER:
        return MORE, "square"
    if one.deaths.verdict is Verdict.LOWER:
        return (FEWER, "circle") if one.like_for_like else (LESS_WORK, "triangle")
    return OPEN, "ring"


def forest(rows: Sequence[Mark], *, width: int, title: str) -> str:
    """The figure as SVG. Below 600 px wide the names stand above their marks."""
    stacked = width < 600
    row_height, top = (52, 30) if stacked else (34, 34)
    height = top + row_height * len(rows) + 44
    left, right = (14, width - 14) if stacked else (230, width - 250)
    scale = _Scale.around(rows, left, right)
    bottom = height - 44
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg {size} role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif">',
        f"<title>{escape(title)}</title>",
        *_axis(scale, top, bottom),
    ]
    for number, row in enumerate(rows):
        y = top + row_height * number + row_height / 2
        parts += _stacked_row(row, scale, y, width) if stacked else _wide_row(row, scale, y, width)
    parts += _directions(scale, top, width)
    return "\n".join([*parts, "</svg>"])


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    step: float
    left: float
    right: float

    @classmethod
    def around(cls, rows: Sequence[Mark], left: float, right: float) -> _Scale:
        """Zero, every finite interval, and some air, on round steps."""
        ends = [end for row in rows for end in (row.low, row.high, row.mean) if math.isfinite(end)]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        if low == high:
            low, high = -1.0, 1.0
        step = _round_step((high - low) / 4.0)
        low, high = step * math.floor(low / step - 0.15), step * math.ceil(high / step + 0.15)
        return cls(low, high, step, left, right)

    def at(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def ticks(self) -> list[float]:
        return [
            round(self.low + self.step * k, 12)
            for k in range(round((self.high - self.low) / self.step) + 1)
        ]


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return size * next(step for step in (1.0, 2.0, 5.0, 10.0) if step * size >= rough * 0.999)


def _axis(scale: _Scale, top: float, bottom: float) -> list[str]:
    places = max(0, -math.floor(math.log10(scale.step)))
    parts = []
    for tick in scale.ticks:
        x, zero = scale.at(tick), tick == 0.0
        colour, thick = (INK, 1.5) if zero else (GRID, 1)
        parts.append(_line(x, top, x, bottom, colour, thick))
        label = "0" if zero else numbers.signed(tick, places)
        parts.append(_text(x, bottom + 19, label, colour=QUIET, anchor="middle"))
    return parts


def _directions(scale: _Scale, top: float, width: int) -> list[str]:
    zero, y = scale.at(0.0), top - 12
    parts = []
    if zero > width * 0.3:
        parts.append(_text(zero - 8, y, "← fewer deaths", colour=QUIET, anchor="end"))
    if width - zero > 130 and scale.high > 0.0:
        parts.append(_text(zero + 8, y, "more deaths →", colour=QUIET, anchor="start"))
    return parts


def _wide_row(row: Mark, scale: _Scale, y: float, width: int) -> list[str]:
    return [
        _text(scale.left - 16, y + 5, _cut(row.name, 28), anchor="end"),
        *_interval(row, scale, y),
        _text(width - 4, y + 5, row.text, colour=row.colour, anchor="end"),
    ]


def _stacked_row(row: Mark, scale: _Scale, y: float, width: int) -> list[str]:
    return [
        _text(4, y - 9, _cut(row.name, 24), size=13),
        _text(width - 4, y - 9, row.text, colour=row.colour, anchor="end", size=12),
        *_interval(row, scale, y + 9),
    ]


def _interval(row: Mark, scale: _Scale, y: float) -> list[str]:
    x = scale.at(row.mean)
    bar = []
    if row.low < row.high:
        bar.append(_line(scale.at(row.low), y, scale.at(row.high), y, row.colour, 3))
    return [*bar, shape_of(row.shape, x, y, row.colour)]


def shape_of(shape: str, x: float, y: float, colour: str) -> str:
    """One mark centred at x, y."""
    if shape == "square":
        return f'<rect x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" fill="{colour}"/>'
    if shape == "triangle":
        points = f"{x:.1f},{y - 7.5:.1f} {x - 7:.1f},{y + 5.5:.1f} {x + 7:.1f},{y + 5.5:.1f}"
        return f'<polygon points="{points}" fill="{colour}"/>'
    fill = "#ffffff" if shape == "ring" else colour
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{fill}" stroke="{colour}"'
        ' stroke-width="2"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, thick: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{thick}"/>'
    )


def _text(
    x: float, y: float, words: str, *, colour: str = INK, anchor: str = "start", size: int = 14
) -> str:
    halo = 'stroke="#fff" stroke-width="4" paint-order="stroke"'  # keeps grid lines off the words
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"'
        f' font-size="{size}" {halo}>{escape(words)}</text>'
    )


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"
