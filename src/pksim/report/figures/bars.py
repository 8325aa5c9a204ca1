"""Stacked bars of minutes: one bar for each policy or place, one piece for each step of the chain.

The colours are Paul Tol's muted scheme, which colour-blind readers can tell apart; minutes stand in
the pieces that have room for them, and the table beside the figure has them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    text,
    tick_words,
)

COLOURS = {
    "call": "#88CCEE",
    "authorisation": "#332288",
    "asset": "#CC6677",
    "weather": "#C8CDD3",
    "night": "#882255",
    "readiness": "#44AA99",
    "distance": "#DDCC77",
    "landing_zone": "#999933",
    "queue": "#AA4499",
    "resuscitation": "#117733",
}
"""The colour of each step; one that is not here is drawn in grey."""
OTHER = "#8a939c"
DARK = {"#332288", "#882255", "#AA4499", "#117733"}
"""Colours on which words are white."""

HOUR = 60.0
LEAST = 0.3  # pixels that a piece must have to be drawn


@dataclass(frozen=True)
class Bar:
    """One bar: its name, minutes by the name of the step, as words too, and what ends it."""

    name: str
    minutes: Mapping[str, float]
    written: Mapping[str, str]
    words: str

    @property
    def total(self) -> float:
        """All minutes together."""
        return sum(self.minutes.values())


def stacked(bars: Sequence[Bar], *, width: int, goal: float, title: str) -> str:
    """The figure as SVG, with a line at the goal. Below 600 px names stand above their bars."""
    narrow = width < 600
    row_height, top = (54, 34) if narrow else (38, 34)
    left, right = (4.0, width - 14.0) if narrow else (230.0, width - 150.0)
    bottom = top + row_height * len(bars)
    scale = _scale(bars, goal, left, right)
    begins = [top + row_height * number for number in range(len(bars))]
    # Where names stand above their bars, the lines run beside the bars only.
    bands = [(y + 20, y + row_height - 4) for y in begins] if narrow else [(top - 6, bottom)]
    parts = [*opened(width, bottom + 44, title), *_axis(scale, bands, bottom, width)]
    inside = []
    for y, bar in zip(begins, bars, strict=True):
        parts += _narrow_names(bar, y, width) if narrow else _wide_names(bar, scale, y, width)
        pieces, words = _pieces(bar, scale, *((y + 22, 24) if narrow else (y + 7, 24)))
        parts += pieces
        inside += words
    parts += [*_goal(scale.at(goal), bands, top, goal, width), *inside]
    return "\n".join([*parts, "</svg>"])


def _scale(bars: Sequence[Bar], goal: float, left: float, right: float) -> Scale:
    """From nothing to the longest bar and the goal, in whole hours where that is readable."""
    longest = max([goal, *(bar.total for bar in bars)])
    step = HOUR if longest <= 8 * HOUR else HOUR * round_step(longest / HOUR / 6.0)
    return Scale(0.0, step * -(-longest // step), step, left, right)


Bands = Sequence[tuple[float, float]]
"""From where to where, down the figure, lines across all bars are drawn."""


def _axis(scale: Scale, bands: Bands, bottom: float, width: int) -> list[str]:
    parts = []
    for tick in scale.ticks:
        x = scale.at(tick)
        colour = INK if tick == 0.0 else GRID
        parts += [line(x, begin, x, end, colour, 1) for begin, end in bands]
        words = "0" if tick == 0.0 else f"{numbers.plain(tick / HOUR, 0)} h"
        parts.append(tick_words(x, bottom + 19, words, width))
    return parts


def _goal(x: float, bands: Bands, top: float, goal: float, width: int) -> list[str]:
    """The line that bars should not cross, over them."""
    words = f"goal: {goal / HOUR:g} hours"
    at_left = x + 8 * len(words) > width
    anchor = "end" if at_left else "middle"
    return [
        *(_broken_line(x, begin, end) for begin, end in bands),
        text(x - 4 if at_left else x, top - 12, words, anchor=anchor),
    ]


def _broken_line(x: float, begin: float, end: float) -> str:
    return (
        f'<line x1="{x:.1f}" y1="{begin:.1f}" x2="{x:.1f}" y2="{end:.1f}" stroke="{INK}"'
        ' stroke-width="2" stroke-dasharray="5 3"/>'
    )


def _wide_names(bar: Bar, scale: Scale, y: float, width: int) -> list[str]:
    return [
        text(scale.left - 16, y + 24, cut(bar.name, 28), anchor="end"),
        text(width - 4, y + 24, bar.words, anchor="end"),
    ]


def _narrow_names(bar: Bar, y: float, width: int) -> list[str]:
    return [
        text(4, y + 16, cut(bar.name, 24), size=13),
        text(width - 4, y + 16, bar.words, colour=QUIET, anchor="end", size=12),
    ]


def _pieces(bar: Bar, scale: Scale, y: float, height: float) -> tuple[list[str], list[str]]:
    """The steps one after the other, and their minutes where they fit."""
    pieces, written, begin = [], [], 0.0
    for step, minutes in bar.minutes.items():
        x, end = scale.at(begin), scale.at(begin + minutes)
        begin += minutes
        if end - x < LEAST:
            continue
        colour = COLOURS.get(step, OTHER)
        pieces.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{end - x:.1f}" height="{height:g}"'
            f' fill="{colour}" stroke="#fff" stroke-width="1"/>'
        )
        words = bar.written[step]
        if end - x > 8 * len(words) + 6:
            written.append(_inside((x + end) / 2.0, y + height / 2.0 + 4.5, words, colour))
    return pieces, written


def _inside(x: float, y: float, words: str, colour: str) -> str:
    """Words on a piece, on a halo of its colour that keeps the line of the goal off them."""
    ink = "#ffffff" if colour in DARK else INK
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{ink}" text-anchor="middle" font-size="12.5"'
        f' stroke="{colour}" stroke-width="5" paint-order="stroke">{words}</text>'
    )
