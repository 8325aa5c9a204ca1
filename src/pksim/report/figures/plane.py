"""Cost against deaths averted: a mark for each policy, and the frontier as a line.

Marks have the colours and shapes of the ranked differences. Each has its number in the table below
the figure, or its name where there is room for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pksim.report import numbers
from pksim.report.figures.charts import FEWER, LESS_WORK, OPEN
from pksim.report.figures.svg import (
    GRID,
    INK,
    QUIET,
    WIDE_SIGN,
    Scale,
    cut,
    line,
    opened,
    round_step,
    shape_of,
    text,
    tick_words,
)
from pksim.statistics import Standing
from pksim.study.worth import Aside, Option

CODED: dict[Standing | Aside, tuple[str, str, str]] = {
    Standing.FRONTIER: ("circle", FEWER, "on the frontier (the line)"),
    Standing.DOMINATED: ("ring", FEWER, "another, or a mixture of two, is better for the money"),
    Standing.EXTENDED: ("ring", FEWER, "another, or a mixture of two, is better for the money"),
    Aside.LESS_WORK: ("triangle", LESS_WORK, "aside: less patrol work"),
    Aside.UNDECIDED: ("ring", OPEN, "aside: undecided"),
}
"""Shape, colour and words of each standing."""

LEFT, RIGHT, TOP, BOTTOM = 74.0, 24.0, 40.0, 62.0
SIZE = 13  # of names at marks, px
AIR = 0.06  # beside the outermost, of what is shown


@dataclass(frozen=True)
class Box:
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Frame:
    """Where deaths averted and costs are, in pixels; costs upward."""

    across: Scale
    up: Scale

    def place(self, averted: float, usd: float) -> tuple[float, float]:
        """Where a policy is."""
        return self.across.at(averted), self.up.at(usd)


def plane(options: Sequence[Option], *, width: int, title: str) -> str:
    """The figure as SVG; options are numbered from 1 in their order."""
    height = 460.0 if width >= 600 else 400.0
    frame = _frame(options, width, height)
    places = [frame.place(one.averted.mean, one.cost.best) for one in options]
    return "\n".join(
        [
            *opened(width, height, title),
            *_axes(frame, width, height),
            *(bar for one in options for bar in _bars(one, frame)),
            _frontier(options, places),
            *(_mark(one, place) for one, place in zip(options, places, strict=True)),
            *_names(options, places, frame, Box(LEFT + 2, TOP, width - 2.0, height - BOTTOM)),
            "</svg>",
        ]
    )


def _frame(options: Sequence[Option], width: int, height: float) -> Frame:
    """Every interval of deaths averted and every range of costs, on round steps."""
    narrow = width < 600
    averted = _scale(
        [end for one in options for end in (one.averted.low, one.averted.high, one.averted.mean)],
        3.0 if narrow else 6.0,
        (LEFT, width - RIGHT),
    )
    usd = _scale(
        [end for one in options for end in (one.cost.low, one.cost.high)],
        5.0,
        (height - BOTTOM, TOP),
    )
    return Frame(averted, usd)


def _scale(ends: Sequence[float], steps: float, room: tuple[float, float]) -> Scale:
    known = [end for end in ends if math.isfinite(end)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = low + 1.0
    air = AIR * (high - low)
    return Scale(low - air, high + air, round_step((high - low) / steps), *room)


def _axes(frame: Frame, width: int, height: float) -> list[str]:
    across, up = frame.across, frame.up
    bottom = height - BOTTOM
    parts = []
    places = max(0, -math.floor(math.log10(across.step)))
    for tick in across.ticks:
        x = across.at(tick)
        parts.append(line(x, TOP, x, bottom, *((INK, 1.5) if tick == 0.0 else (GRID, 1))))
        parts.append(tick_words(x, bottom + 19, numbers.plain(tick, places), width))
    for tick in up.ticks:
        y = up.at(tick)
        parts.append(line(LEFT, y, width - RIGHT, y, *((INK, 1.5) if tick == 0.0 else (GRID, 1))))
        parts.append(text(LEFT - 8, y + 5, numbers.money(tick), colour=QUIET, anchor="end"))
    parts.append(text(4, 18, "extra cost, USD", colour=QUIET))
    parts.append(text(width - RIGHT, height - 14, "deaths averted →", colour=QUIET, anchor="end"))
    return parts


def _reach(one: Option, frame: Frame) -> tuple[Box, Box]:
    """The interval of deaths averted and the range of the cost, each as a box without width."""
    x, y = frame.place(one.averted.mean, one.cost.best)
    left, right = (frame.across.at(end) for end in (one.averted.low, one.averted.high))
    bottom, top = (frame.up.at(end) for end in (one.cost.low, one.cost.high))
    return Box(left, y, right, y), Box(x, top, x, bottom)


def _bars(one: Option, frame: Frame) -> list[str]:
    colour = CODED[one.standing][1]
    return [
        line(bar.left, bar.top, bar.right, bar.bottom, colour, 1.2) for bar in _reach(one, frame)
    ]


def _frontier(options: Sequence[Option], places: Sequence[tuple[float, float]]) -> str:
    on_it = [place for one, place in zip(options, places, strict=True) if one.on_frontier]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in on_it)
    return f'<polyline points="{points}" fill="none" stroke="{FEWER}" stroke-width="2.5"/>'


def _mark(one: Option, place: tuple[float, float]) -> str:
    shape, colour, _ = CODED[one.standing]
    return shape_of(shape, *place, INK if one.against is None else colour)


# --- names ------------------------------------------------------------------------------


def _names(
    options: Sequence[Option], places: Sequence[tuple[float, float]], frame: Frame, inside: Box
) -> list[str]:
    """The name of each where there is room, else its number; those on the frontier first.

    Clear of bars and axes where that can be, and always of marks and of other names.
    """
    taken = [Box(x - 8, y - 8, x + 8, y + 8) for x, y in places]
    zero, ground = frame.place(0.0, 0.0)
    bars = [bar for one in options for bar in _reach(one, frame)]
    bars += [Box(zero, inside.top, zero, inside.bottom), Box(0.0, ground, inside.right, ground)]
    order = sorted(range(len(options)), key=lambda i: not options[i].on_frontier)
    parts = []
    for i in order:
        name, number = f"{i + 1} {cut(options[i].policy, 28)}", f"{i + 1}"
        for words, lines in ((name, bars), (name, []), (number, bars), (number, [])):
            found = _room(words, places[i], [*taken, *lines], inside)
            if found is not None:
                taken.append(found)
                colour = INK if options[i].on_frontier else QUIET
                parts.append(text(found.left, found.bottom - 4, words, colour=colour, size=SIZE))
                break
    return parts


def _room(words: str, place: tuple[float, float], taken: Sequence[Box], inside: Box) -> Box | None:
    """The first free place between the bars of a mark, else on one side of it."""
    (x, y), wide, tall = place, WIDE_SIGN * SIZE * len(words), SIZE + 4.0
    corners = (
        (x + 9, y - 3 - tall),
        (x + 9, y + 3),
        (x - 9 - wide, y - 3 - tall),
        (x - 9 - wide, y + 3),
        (x + 10, y - tall / 2),
        (x - 10 - wide, y - tall / 2),
    )
    for left, top in corners:
        box = Box(left, top, left + wide, top + tall)
        fits = box.left >= inside.left and box.right <= inside.right
        fits = fits and box.top >= inside.top and box.bottom <= inside.bottom
        if fits and not any(box.meets(other) for other in taken):
            return box
    return None
