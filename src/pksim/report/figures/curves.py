"""How often a period has at least so many deaths: a panel for each policy, the baseline in it.

A policy is a full blue line, the baseline a broken dark one; the band is the policy's 95 % bounds.
A line ends where too few runs reach, and the band alone goes on.
"""

from __future__ import annotations

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
    text,
    tick_words,
)
from pksim.statistics import Exceedance

POLICY, BAND = "#0072B2", "#cfe3f1"
BROKEN = ' stroke-dasharray="6 4"'

LEFT, RIGHT, TOP, BOTTOM = 40.0, 14.0, 34.0, 44.0
HEIGHT = 170.0
LEAST_WIDTH = 260.0  # of a panel, so that names and ticks can be read
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

Curve = Sequence[Exceedance]


@dataclass(frozen=True)
class Panel:
    """One policy: its name and its curve."""

    name: str
    curve: Curve


def curves(panels: Sequence[Panel], baseline: Curve, *, width: int, title: str) -> str:
    """All panels as one SVG, as many beside each other as there is room for."""
    beside = max(1, min(len(panels), int(width // LEAST_WIDTH)))
    rows = -(-len(panels) // beside)
    each, tall = width / beside, TOP + HEIGHT + BOTTOM
    last = _last(panels, baseline)
    parts = opened(width, rows * tall, title)
    for number, panel in enumerate(panels):
        x, y = each * (number % beside), tall * (number // beside)
        step = round_step(last / 4.0)
        scale = Scale(0.0, last, max(1.0, step), x + LEFT, x + each - RIGHT)
        parts += _panel(panel, baseline, scale, y + TOP, width)
    return "\n".join([*parts, "</svg>"])


def _last(panels: Sequence[Panel], baseline: Curve) -> float:
    """The number of deaths that the scale ends at: where hardly any period has as many."""
    known = [one for curve in (baseline, *(p.curve for p in panels)) for one in curve if one.count]
    shown = [one.threshold for one in known if one.high >= 0.02] or [1.0]
    return max(4.0, *shown)


def _panel(panel: Panel, baseline: Curve, scale: Scale, top: float, width: int) -> list[str]:
    bottom = top + HEIGHT
    return [
        text(scale.left, top - 14, cut(panel.name, 28), bold=True),
        *_axes(scale, top, bottom, width),
        _band(panel.curve, scale, top),
        _steps(baseline, scale, top, INK, BROKEN),
        _steps(panel.curve, scale, top, POLICY, ""),
    ]


def _axes(scale: Scale, top: float, bottom: float, width: int) -> list[str]:
    parts = []
    for share in SHARES:
        y = _height(share, top)
        parts.append(line(scale.left, y, scale.right, y, INK if share == 0.0 else GRID, 1))
        parts.append(text(scale.left - 6, y + 5, f"{100 * share:.0f}", colour=QUIET, anchor="end"))
    words = [(scale.at(tick), numbers.plain(tick, 0)) for tick in scale.ticks]
    return parts + [tick_words(x, bottom + 19, number, width) for x, number in words]


def _height(share: float, top: float) -> float:
    return top + HEIGHT * (1.0 - share)


def _within(curve: Curve, scale: Scale) -> list[Exceedance]:
    return [one for one in curve if one.threshold <= scale.high]


def _steps(curve: Curve, scale: Scale, top: float, colour: str, broken: str) -> str:
    """The line from all periods at no death down to where too few runs reach."""
    points = [f"{scale.at(0.0):.1f},{_height(1.0, top):.1f}"]
    for one in _within(curve, scale):
        if not one.enough:
            break
        points.append(f"{scale.at(one.threshold):.1f},{_height(one.probability, top):.1f}")
    return (
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2.5"'
        f' stroke-linejoin="round"{broken}/>'
    )


def _band(curve: Curve, scale: Scale, top: float) -> str:
    """The bounds, there and back."""
    shown = _within(curve, scale)
    upper = [(one.threshold, one.high) for one in shown]
    lower = [(one.threshold, one.low) for one in reversed(shown)]
    points = [(0.0, 1.0), *upper, *lower]
    drawn = " ".join(f"{scale.at(x):.1f},{_height(y, top):.1f}" for x, y in points)
    return f'<polygon points="{drawn}" fill="{BAND}"/>'


def sample_line(colour: str, *, broken: bool) -> str:
    """A piece of a line by itself, for a legend."""
    return (
        f'<svg width="30" height="18" aria-hidden="true"><line x1="1" y1="9" x2="29" y2="9"'
        f' stroke="{colour}" stroke-width="2.5"{BROKEN if broken else ""}/></svg>'
    )


def sample_band() -> str:
    """A piece of a band by itself, for a legend."""
    return (
        '<svg width="30" height="18" aria-hidden="true"><rect x="1" y="3" width="28" height="12"'
        f' fill="{BAND}"/></svg>'
    )
