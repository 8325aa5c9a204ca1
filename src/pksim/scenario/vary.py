"""What `--vary` means: a path and the patches to try at it.

`PATH=1,2,3` tries values; `PATH=lo..hi:n` tries n values evenly spaced from lo to hi; an `x` after
the numbers multiplies what stands in the scenario: `PATH=0.5x,2x` or `PATH=0.5x..2x:9`.
"""

from __future__ import annotations

import re
from typing import Any

from pksim.scenario.documents import plain_scalar
from pksim.scenario.problems import Problem, ScenarioError
from pksim.scenario.quantities import QuantityError, dimension_of, parse, written

MAXIMUM_VALUES = 10_000
_RANGE = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+):(?P<points>\d{1,6})")
_TIMES = re.compile(r"\s*([0-9.]+(?:[eE][+-]?\d+)?)\s*x\s*")
_FORM = "write PATH=1,2,3 or PATH=lo..hi:n, or 0.5x..2x:9 to multiply"


def parse_vary(text: str) -> tuple[str, list[Any]]:
    """The path and the patches of one `--vary` option.

    Raises:
        ScenarioError: the text is not of that form.
    """
    path, equals, values = text.partition("=")
    path, values = path.strip(), values.strip()
    if not equals or not path or not values:
        raise _refused(path, f"{text!r} is not a variation; {_FORM}")
    match = _RANGE.fullmatch(values)
    if match is not None:
        return path, _spaced(path, match["low"], match["high"], int(match["points"]))
    if ".." in values:
        raise _refused(path, f"{values!r} lacks the number of values, as in {values}:5")
    return path, [_patch(path, item.strip()) for item in values.split(",")]


def _patch(path: str, item: str) -> Any:
    if not item:
        raise _refused(path, f"a value is missing between the commas; {_FORM}")
    match = _TIMES.fullmatch(item)
    return {"times": _number(path, match[1])} if match else plain_scalar(item)


def _number(path: str, text: str) -> float:
    try:
        return parse(text, "a number")
    except QuantityError as error:
        raise _refused(path, str(error)) from None


def _spaced(path: str, low: str, high: str, points: int) -> list[Any]:
    """Evenly spaced multipliers, quantities or numbers; whole numbers stay whole."""
    if not 2 <= points <= MAXIMUM_VALUES:
        raise _refused(path, f"{points} values; at least 2 and at most {MAXIMUM_VALUES}")
    ends = [_TIMES.fullmatch(end) for end in (low, high)]
    if all(ends):
        low_factor, high_factor = (_number(path, end[1]) for end in ends if end)
        factors = _between(low_factor, high_factor, points)
        return [{"times": factor} for factor in factors]
    dimension = dimension_of(high) or dimension_of(low)
    if any(ends):
        raise _refused(path, "both ends multiply (0.5x..2x:9) or neither does")
    if dimension is not None and dimension_of(low) is None:
        low = f"{low.strip()} {high.strip().partition(' ')[2]}"
    wanted = dimension or "a number"
    try:
        numbers = _between(parse(low, wanted), parse(high, wanted), points)
    except QuantityError as error:
        raise _refused(path, str(error)) from None
    return [_whole(written(number, wanted), low, high) for number in numbers]


def _whole(value: Any, low: str, high: str) -> Any:
    """Between whole numbers, the whole ones stay counts, as operating teams must be."""
    both = all(isinstance(plain_scalar(end.strip()), int) for end in (low, high))
    return int(value) if both and float(value).is_integer() else value


def _between(low: float, high: float, points: int) -> list[float]:
    step = (high - low) / (points - 1)
    inner = [low + step * number for number in range(points - 1)]
    return [float(f"{value:.12g}") for value in inner] + [high]


def _refused(path: str, message: str) -> ScenarioError:
    return ScenarioError([Problem((f"--vary {path}",), message)])
