"""What is not known about a number of a scenario, as against what varies from time to time.

A duration that varies is a law of the model: each occurrence draws from it. What is *not known*,
such as the median of that law, is the same for a whole replication and under every policy, and is
drawn once for it. It stands under `uncertain`, by path, or in place of the number itself as
`{uncertain: {best: 0.7, range: [0.5, 0.9]}}`, which comes to the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from statistics import NormalDist
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from pksim.scenario.laws import NORMAL_90
from pksim.scenario.measures import Measure
from pksim.scenario.parts import Part, Text, wrong
from pksim.scenario.patches import PatchError, patched
from pksim.scenario.paths import PathError, get, put, resolve
from pksim.scenario.problems import Problem
from pksim.scenario.quantities import QuantityError, dimension_of, parse, shown, written

FORMS = ("range", "uniform", "lognormal", "one_of", "times")
HOW = "write {range: [low, high]}, {uniform: [low, high]}, {one_of: [...]} or {times: {...}}"
NEARLY_LOW, NEARLY_HIGH = 0.001, 0.999
"""The ends that a file is checked at: all unknowns low, and all high."""


class Spread(Part):
    """How likely each value is. Values are numbers, or quantities with their unit.

    `range` is a triangle from low to high with its top at the best guess; `lognormal` is given by
    median and 90 % quantile.
    """

    range: Annotated[tuple[Any, Any] | None, Field(strict=False)] = None
    uniform: Annotated[tuple[Any, Any] | None, Field(strict=False)] = None
    lognormal: dict[str, Any] | None = None
    one_of: Annotated[tuple[Any, ...] | None, Field(strict=False, min_length=2)] = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [name for name in FORMS if getattr(self, name, None) is not None]
        if len(given) != 1:
            raise wrong(f"one way to be uncertain is wanted, here {len(given)}; {HOW}")
        if self.lognormal is not None and set(self.lognormal) != {"median", "p90"}:
            raise wrong("lognormal takes median and p90")
        return self

    def ends(self) -> tuple[Any, ...]:
        """The values written."""
        if self.lognormal is not None:
            return self.lognormal["median"], self.lognormal["p90"]
        return self.range or self.uniform or self.one_of or ()


class Unknown(Spread):
    """What is not known of the number at a path; `times` is a factor on what stands there."""

    times: Spread | None = None
    source: Text = ""

    def at(self, share: float, value: Any) -> Any:
        """What stands at the path when the unknown is at this quantile of its law.

        Args:
            share: The quantile, 0 to 1.
            value: What the scenario has there, the best guess.

        Raises:
            PatchError: the law does not fit what stands there.
        """
        if self.times is not None:
            return patched(value, {"times": factor(self.times, share)})
        if self.one_of is not None:
            return self.one_of[min(int(share * len(self.one_of)), len(self.one_of) - 1)]
        dimension = _dimension(value)
        best, *ends = (_number(item, dimension) for item in (value, *self.ends()))
        return written(_quantile(self, share, best, *ends), dimension)


def factor(spread: Spread, share: float) -> float:
    """A factor round 1 at a quantile; `range` is a triangle of its logarithm."""
    if spread.one_of is not None:
        raise PatchError("times takes range, uniform or lognormal")
    low, high = (_number(item, "a number") for item in spread.ends())
    if low <= 0.0:
        raise PatchError(f"times: a factor must be above 0, here {low:g}")
    if spread.range is None:
        return _quantile(spread, share, 1.0, low, high)
    return math.exp(triangle(share, math.log(low), 0.0, math.log(high)))


def _quantile(spread: Spread, share: float, best: float, low: float, high: float) -> float:
    if spread.lognormal is not None:
        if not 0.0 < low < high:
            raise PatchError("lognormal: p90 must be above the median, and the median above 0")
        normal = NormalDist().inv_cdf(min(max(share, 1e-12), 1.0 - 1e-12))
        return low * math.exp(math.log(high / low) / NORMAL_90 * normal)
    if spread.uniform is not None:
        if not low < high:
            raise PatchError(f"uniform: the ends must rise, here {low:g} and {high:g}")
        return low + share * (high - low)
    return triangle(share, low, best, high)


def triangle(share: float, low: float, best: float, high: float) -> float:
    """The quantile of a triangular law; `low` may be above `high`, and then it falls.

    Raises:
        PatchError: the best guess does not lie between the ends.
    """
    if low > high:
        return triangle(1.0 - share, high, best, low)
    if not low <= best <= high or low == high:
        raise PatchError(f"the range {low:g} to {high:g} does not hold the best guess {best:g}")
    left = (best - low) / (high - low)
    if share <= left:
        return low + math.sqrt(share * (high - low) * (best - low))
    return high - math.sqrt((1.0 - share) * (high - low) * (high - best))


def _dimension(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PatchError(f"{shown(value)} is not one number; write {{times: {{range: [..]}}}}")
    if isinstance(value, str):
        dimension = dimension_of(value)
        if dimension is None:
            raise PatchError(f"{shown(value)} is not a number; use one_of")
        return dimension
    return "a number"


def _number(item: Any, dimension: str) -> float:
    try:
        return parse(item, "a share" if dimension == "a number" else dimension)
    except QuantityError as error:
        raise PatchError(str(error)) from None


STRENGTH = "measures."
"""What the name of the unknown strength of a measure's effect begins with."""


def apply_strengths(
    content: dict[str, Any], measures: Mapping[str, Measure], shares: Mapping[str, float]
) -> None:
    """Put measures at how strong they are, weakest 0 to strongest 1, in `content` itself.

    All numbers of one measure that have a range move together.
    """
    for name, measure in measures.items():
        share = shares.get(f"{STRENGTH}{name}")
        if share is not None:
            changes = content["measures"][name]["changes"]
            for path, ends in measure.ranges.items():
                changes[path] = _at_strength(changes[path], ends, share)


def _at_strength(patch: Any, ends: tuple[Any, Any], share: float) -> Any:
    """A patch between its weakest and its strongest."""
    if isinstance(patch, Mapping):
        ((word, best),) = patch.items()
        return {word: _at_strength(best, ends, share)}
    dimension = _dimension(patch)
    weakest, best, strongest = (_number(item, dimension) for item in (ends[0], patch, ends[1]))
    if weakest == strongest:
        return patch
    return written(triangle(share, weakest, best, strongest), dimension)


def apply_unknowns(
    content: dict[str, Any], unknowns: Mapping[str, Unknown], shares: Mapping[str, float]
) -> Iterator[Problem]:
    """Put what each unknown comes to in its place, in `content` itself; yields what goes wrong."""
    for path, unknown in unknowns.items():
        if path not in shares:
            continue
        try:
            for place in resolve(content, path):
                put(content, place, unknown.at(shares[path], get(content, place)))
        except (PathError, PatchError) as error:
            yield Problem(("uncertain", path), str(error))
