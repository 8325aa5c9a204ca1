"""Two differences side by side for every policy: what a measure saves, and what it costs.

Both are drawn so that the left of zero is better. Where a screen is narrow they stand below each
other. Signs, colours and scales are those of the ranked differences (`charts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pksim.report.cells import gap
from pksim.report.figures.charts import (
    FEWER,
    MORE,
    OPEN,
    Mark,
    axis,
    directions,
    forest,
    interval,
    reach,
)
from pksim.report.figures.svg import Scale, cut, opened, round_step, text
from pksim.statistics import PairedDifference, Verdict

BETTER, WORSE, UNCLEAR = (FEWER, "circle"), (MORE, "square"), (OPEN, "ring")
"""Colours and shapes."""
LEGEND = (
    (BETTER, "better than the baseline"),
    (WORSE, "worse"),
    (UNCLEAR, "undecided, identical or too few"),
)
NAMES, GAP = 230.0, 20.0  # pixels for names, and between panels
MARKS, AIR = 0.46, 0.06  # of a panel, for its marks; of the marks, beside the outermost
ROW, TOP, BOTTOM = 34.0, 58.0, 44.0


@dataclass(frozen=True)
class Panel:
    """One of the differences: its title, what the sides of zero mean, and a row for each policy."""

    title: str
    sides: tuple[str, str]
    rows: tuple[Mark, ...]


def row(name: str, difference: PairedDifference) -> Mark:
    """A row of a panel in which less is better."""
    coded = {Verdict.LOWER: BETTER, Verdict.HIGHER: WORSE}.get(difference.verdict, UNCLEAR)
    words = gap(difference)
    return Mark(name, difference.mean, difference.low, difference.high, words, *coded)


def beside(panels: Sequence[Panel], *, width: int, title: str) -> str:
    """The panels as one SVG, with names at the left."""
    names = [mark.name for mark in panels[0].rows]
    bottom = TOP + ROW * len(names)
    parts = opened(width, bottom + BOTTOM, title)
    room = (width - NAMES) / len(panels)
    for number, panel in enumerate(panels):
        begin = NAMES + room * number
        parts += _panel(panel, (begin, begin + room - GAP * (number < len(panels) - 1)), width)
    for number, name in enumerate(names):
        parts.append(text(NAMES - 16, _middle(number) + 5, cut(name, 28), anchor="end"))
    return "\n".join([*parts, "</svg>"])


def below(panels: Sequence[Panel], *, width: int, title: str) -> str:
    """The panels below each other, each an SVG under its title."""
    return "\n".join(
        f'<p class="panel">{panel.title}</p>\n'
        + forest(panel.rows, width=width, title=f"{panel.title}: {title}", sides=panel.sides)
        for panel in panels
    )


def _panel(panel: Panel, room: tuple[float, float], width: int) -> list[str]:
    """Marks at the left of the room, what they say in numbers at its right."""
    begin, end = room
    scale = _scale(panel.rows, begin, begin + MARKS * (end - begin))
    bottom = TOP + ROW * len(panel.rows)
    parts = [
        text(begin, 18, panel.title, size=15, bold=True),
        *axis(scale, [(TOP, bottom)], bottom, width),
        *directions(scale, TOP, room, panel.sides),
    ]
    for number, mark in enumerate(panel.rows):
        y = _middle(number)
        parts += interval(mark, scale, y)
        parts.append(text(end, y + 5, mark.text, colour=mark.colour, anchor="end", size=13))
    return parts


def _scale(rows: Sequence[Mark], left: float, right: float) -> Scale:
    """Zero and every interval with a little air, and at most four round values."""
    low, high = reach(rows)
    air = AIR * (high - low)
    return Scale(low - air, high + air, round_step((high - low) / 3.0), left, right)


def _middle(number: int) -> float:
    return TOP + ROW * (number + 0.5)
