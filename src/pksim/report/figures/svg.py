"""What every chart is drawn with: lines, words, marks, and a scale of round steps.

Whatever is told by a colour is told a second time: by a shape, a number or a place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

INK, QUIET, GRID = "#1d2733", "#5b6673", "#d9dee4"
WIDE_SIGN = 0.62  # width of a sign over the size of its font: more than the usual fonts have


@dataclass(frozen=True)
class Scale:
    """From values to pixels."""

    low: float
    high: float
    step: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Where a value is; one beyond the scale is at its end."""
        inside = min(max(value, self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def ticks(self) -> list[float]:
        """The round values."""
        first, last = (
            math.ceil(self.low / self.step - 1e-9),
            math.floor(self.high / self.step + 1e-9),
        )
        return [round(self.step * k, 12) for k in range(first, last + 1)]


def round_step(rough: float) -> float:
    """The next of 1, 2, 5, 10 times a power of ten."""
    size = 10.0 ** math.floor(math.log10(rough))
    return size * next(step for step in (1.0, 2.0, 5.0, 10.0) if step * size >= rough * 0.999)


def opened(width: int, height: float, title: str) -> list[str]:
    """The beginning of a figure, with its title for those who cannot see it."""
    size = f'viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}"'
    return [
        f'<svg {size} role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif">',
        f"<title>{escape(title)}</title>",
    ]


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


def sign(shape: str, colour: str) -> str:
    """A mark by itself, for a legend."""
    drawn = shape_of(shape, 9, 9, colour)
    return f'<svg width="18" height="18" aria-hidden="true">{drawn}</svg>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str, thick: float) -> str:
    """A straight line."""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"'
        f' stroke-width="{thick}"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = INK,
    anchor: str = "start",
    size: int = 14,
    bold: bool = False,
) -> str:
    """Words on a white halo, whose baseline begins, ends or has its middle at x, y."""
    halo = 'stroke="#fff" stroke-width="4" paint-order="stroke"'  # keeps grid lines off the words
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"'
        f' font-size="{size}"{weight} {halo}>{escape(words)}</text>'
    )


def tick_words(x: float, y: float, words: str, width: int) -> str:
    """What stands below a tick: in the middle of it, unless that would leave the figure."""
    half = WIDE_SIGN * 14 * len(words) / 2.0
    if x + half > width:
        return text(width - 1, y, words, colour=QUIET, anchor="end")
    if x < half:
        return text(1, y, words, colour=QUIET)
    return text(x, y, words, colour=QUIET, anchor="middle")


def cut(words: str, longest: int) -> str:
    """Words that fit into so many signs."""
    return words if len(words) <= longest else words[: longest - 1] + "…"
