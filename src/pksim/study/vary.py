"""The grid that `--vary` options span: every combination of their values.

How one option is written is the scenario's business: see :mod:`pksim.scenario.vary`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from pksim.errors import InputError
from pksim.scenario import parse_vary

MOST_POINTS = 10_000


@dataclass(frozen=True)
class Axis:
    """One path and the patches it takes in turn; ``labels`` say them in words."""

    path: str
    patches: tuple[Any, ...]
    labels: tuple[str, ...]


def axis(text: str) -> Axis:
    """Read one ``PATH=values``.

    Raises:
        InputError: it does not say a path and at least one value.
    """
    path, patches = parse_vary(text)
    return Axis(path, tuple(patches), tuple(_label(patch) for patch in patches))


def _label(patch: Any) -> str:
    if isinstance(patch, Mapping):
        return f"{patch['times']:g}x"
    if isinstance(patch, bool):
        return str(patch).lower()
    return f"{patch:.10g}" if isinstance(patch, float) else str(patch)


def points(axes: Sequence[Axis]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every combination of the axes, the last one moving fastest: labels, and changes by path.

    Raises:
        InputError: no axis, a path twice, or more points than anyone would read.
    """
    if not axes:
        raise InputError("nothing to sweep; give at least one --vary PATH=values")
    paths = [one.path for one in axes]
    if len(set(paths)) < len(paths):
        raise InputError("--vary names the same path twice")
    size = 1
    for one in axes:
        size *= len(one.labels)
    if size > MOST_POINTS:
        raise InputError(f"the grid has {size:,} points; at most {MOST_POINTS:,} are run")
    grid = product(*(tuple(zip(one.labels, one.patches, strict=True)) for one in axes))
    return [
        (
            tuple(label for label, _ in point),
            {path: patch for path, (_, patch) in zip(paths, point, strict=True)},
        )
        for point in grid
    ]
