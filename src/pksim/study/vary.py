"""What `--vary` means: a path of the scenario and the values it shall take.

``PATH=1,2,3`` lists values, ``PATH=LOW..HIGH:N`` spaces N of them evenly, both ends included. A
value is whatever the scenario file would say there (``30 min``, ``0.4 per day``), or a factor on
what stands there, written with an x: ``0.5x``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from pksim.errors import InputError

MOST_POINTS = 10_000
_RANGE = re.compile(r"(?P<low>[^,]+?)\.\.(?P<high>[^,]+):(?P<count>\d+)")
_AMOUNT = re.compile(r"(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(?P<unit>.*)")


@dataclass(frozen=True)
class Axis:
    """One path and the patches it takes in turn; ``labels`` are what the user wrote."""

    path: str
    patches: tuple[Any, ...]
    labels: tuple[str, ...]


def axis(text: str) -> Axis:
    """Read one ``PATH=values``.

    Raises:
        InputError: it does not say a path and at least one value.
    """
    path, sign, values = text.partition("=")
    path, values = path.strip(), values.strip()
    if not (sign and path and values):
        raise InputError(f"--vary {text!r}: write PATH=1,2,3 or PATH=LOW..HIGH:N")
    spaced = _RANGE.fullmatch(values)
    if spaced:
        labels = _spaced(text, spaced["low"], spaced["high"], int(spaced["count"]))
    else:
        labels = [part.strip() for part in values.split(",")]
    if not all(labels):
        raise InputError(f"--vary {text!r}: there is an empty value between two commas")
    return Axis(path, tuple(_patch(label) for label in labels), tuple(labels))


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


def _spaced(text: str, low: str, high: str, count: int) -> list[str]:
    first, last = _AMOUNT.fullmatch(low.strip()), _AMOUNT.fullmatch(high.strip())
    if first is None or last is None or not 2 <= count <= MOST_POINTS:
        raise InputError(f"--vary {text!r}: write PATH=LOW..HIGH:N with numbers, N at least 2")
    unit = last["unit"] or first["unit"]
    if first["unit"] not in ("", unit):
        raise InputError(f"--vary {text!r}: both ends of a range need the same unit")
    start, stop = float(first["number"]), float(last["number"])
    gap = "" if unit in ("", "x", "%") else " "
    return [
        f"{start + (stop - start) * step / (count - 1):.10g}{gap}{unit}" for step in range(count)
    ]


def _patch(label: str) -> Any:
    """A factor, a number, true or false, or text that the scenario will read itself."""
    amount = _AMOUNT.fullmatch(label)
    if amount and amount["unit"] == "x":
        return {"times": float(amount["number"])}
    if amount and amount["unit"] == "":
        number = float(amount["number"])
        whole = re.fullmatch(r"[-+]?\d+", amount["number"]) is not None
        return int(number) if whole else number
    return {"true": True, "false": False}.get(label, label)
