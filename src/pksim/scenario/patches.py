"""Patches: how a value of a scenario, found by its path, is replaced, multiplied or added to.

A patch is a value, which replaces; `{times: x}`, which multiplies a number, a quantity or the
durations of a law (never its shape); or `{plus: x}`, which adds a quantity of the same kind.
Patches are applied to the canonical plain form and the result is validated again as a whole.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pksim.scenario.laws import Law
from pksim.scenario.paths import PathError, get, put, resolve
from pksim.scenario.problems import Problem
from pksim.scenario.quantities import QuantityError, dimension_of, parse, shown, written


class PatchError(ValueError):
    """A patch cannot be applied to what stands at its path."""


def apply(
    content: dict[str, Any], changes: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Changed copy of a canonical content, and what could not be applied."""
    changed, problems = copy.deepcopy(content), []
    for path, patch in changes.items():
        try:
            for place in resolve(changed, path):
                put(changed, place, patched(get(changed, place), patch))
        except (PathError, PatchError) as error:
            problems.append(Problem((path,), str(error)))
    return changed, problems


def patched(value: Any, patch: Any) -> Any:
    """What a patch makes of a value.

    Raises:
        PatchError: the value cannot be multiplied, or added to.
    """
    kind = patch_kind(patch)
    if kind == "times":
        return _times(value, _number(patch["times"]))
    if kind == "plus":
        return _plus(value, patch["plus"])
    return patch


def patch_kind(patch: Any) -> str:
    """`times`, `plus` or `replace`."""
    if not isinstance(patch, Mapping) or not {"times", "plus"} & patch.keys():
        return "replace"
    if len(patch) > 1:
        raise PatchError("a patch is a value, {times: x} or {plus: x}, one of them only")
    return str(next(iter(patch)))


def _number(text: object) -> float:
    try:
        factor = parse(text, "a share")
    except QuantityError as error:
        raise PatchError(f"times: {error}") from None
    if factor < 0:
        raise PatchError(f"times: {shown(text)} is negative")
    return factor


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, bool) or value is None:
        raise PatchError(f"{shown(value)} cannot be multiplied")
    if isinstance(value, int | float):
        return _whole(value * factor, value)
    dimension = dimension_of(value)
    if dimension is not None:
        return written(parse(value, dimension) * factor, dimension)
    if _is_law(value):
        family, inside = next(iter(value.items()))
        return {family: {key: _scaled(item, factor) for key, item in inside.items()}}
    raise PatchError(f"{shown(value)} cannot be multiplied; name the number in it, or use `.*`")


def _scaled(item: Any, factor: float) -> Any:
    """Durations of a law are scaled; shapes and sigmas, which have no unit, are left."""
    return _times(item, factor) if isinstance(item, str) else item


def _whole(result: float, before: float) -> float:
    """A count stays a whole number where the product is one."""
    return int(result) if isinstance(before, int) and float(result).is_integer() else result


def _plus(value: Any, addend: Any) -> Any:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _whole(value + parse(addend, "a share"), value)
        dimension = dimension_of(value)
        if dimension is not None:
            return written(parse(value, dimension) + parse(addend, dimension), dimension)
    except QuantityError as error:
        raise PatchError(f"plus: {error}") from None
    if _is_law(value):
        return _shifted(value, addend)
    raise PatchError(f"nothing can be added to {shown(value)}")


def _shifted(value: dict[str, Any], addend: Any) -> dict[str, Any]:
    family, inside = next(iter(value.items()))
    if family not in ("uniform", "triangular"):
        raise PatchError(f"a {family} law cannot be shifted; use times, or write another law")
    return {family: {key: _plus(item, addend) for key, item in inside.items()}}


def _is_law(value: Any) -> bool:
    try:
        Law.read(value)
    except ValueError:
        return False
    return isinstance(value, dict)
