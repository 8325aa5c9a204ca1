"""Policies are patches: a measure changes values by path, a policy is a list of measures.

A patch is a value, which replaces; `{times: x}`, which multiplies a number, a quantity or the
durations of a law (never its shape); or `{plus: x}`, which adds a quantity of the same kind.
Patches are applied to the canonical plain form and the result is validated again as a whole.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pksim.scenario.laws import Law
from pksim.scenario.paths import PathError, get, put, resolve
from pksim.scenario.problems import Location, Problem, ScenarioError, nearest
from pksim.scenario.quantities import QuantityError, dimension_of, parse, shown, written

if TYPE_CHECKING:
    from pksim.scenario.scenario import Scenario

# Parts of a scenario that no measure may touch: what is counted must stay the same under policies.
UNTOUCHABLE = ("title", "start", "horizon", "notes", "measures", "policies", "applied")


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
                put(changed, place, _patched(get(changed, place), patch))
        except (PathError, PatchError) as error:
            problems.append(Problem((path,), str(error)))
    return changed, problems


def _patched(value: Any, patch: Any) -> Any:
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


# ---------------------------------------------------------------------- measures and policies


def apply_policy(scenario: Scenario, name: str) -> Scenario:
    """The scenario with the measures of a policy applied in their order."""
    if name not in scenario.policies:
        hint = nearest(name, scenario.policies)
        raise ScenarioError([Problem(("policies",), f"there is no policy {name!r}{hint}")])
    if scenario.applied:
        raise ScenarioError([Problem((), f"measures are applied already: {scenario.applied}")])
    patched, problems = with_measures(scenario, scenario.policies[name], ("policies", name))
    if patched is None or problems:
        raise ScenarioError(problems)
    return patched


def measure_problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with the measures and policies of a scenario, each tried in full."""
    found: list[Problem] = []
    sound = set()
    for name in scenario.measures:
        problems = with_measures(scenario, [name], ("measures", name))[1]
        found += problems
        if not problems:
            sound.add(name)
    for name, measures in scenario.policies.items():
        if len(measures) > 1 and sound.issuperset(measures):
            found += with_measures(scenario, measures, ("policies", name))[1]
    return found


def with_measures(
    scenario: Scenario, names: Sequence[str], where: Location
) -> tuple[Scenario | None, list[Problem]]:
    """The scenario with these measures applied, and every problem on the way.

    Order matters: multiplying after replacing is fine, replacing what an earlier measure has
    changed would silently undo that measure and is an error.
    """
    content = scenario.to_dict()
    by: dict[Location, tuple[str, str]] = {}  # changed value -> (measure, path) that changed it
    problems: list[Problem] = []
    for name in names:
        for path, patch in scenario.measures[name].changes.items():
            at = ("measures", name, "changes", path)
            try:
                _apply_one(content, name, path, patch, by)
            except (PathError, PatchError, UndoneError) as error:
                problems.append(
                    Problem(where if isinstance(error, UndoneError) else at, str(error))
                )
    if problems:
        return None, problems
    content["applied"] = list(names)
    patched, problems = type(scenario).validated(content)
    if patched is not None and patched.strength != scenario.strength:
        message = f"{patched.strength} people, not {scenario.strength}; who is counted must stay"
        problems.append(Problem(("units",), message))
    return patched, [_blamed(problem, by) for problem in problems]


class UndoneError(ValueError):
    """A measure replaces what another measure of the same policy has changed."""


def _apply_one(
    content: dict[str, Any],
    measure: str,
    path: str,
    patch: Any,
    by: dict[Location, tuple[str, str]],
) -> None:
    top = path.partition(".")[0]
    if top in UNTOUCHABLE:
        raise PatchError(f"a measure may not change {top!r}")
    for place in resolve(content, path):
        before = get(content, place)
        after = _patched(before, patch)
        if patch_kind(patch) == "replace" and after != before:
            _refuse_undoing(place, measure, path, by)
        put(content, place, after)
        by[place] = (measure, path)


def _refuse_undoing(
    place: Location, measure: str, path: str, by: dict[Location, tuple[str, str]]
) -> None:
    for earlier, (other, _) in by.items():
        shorter = min(len(place), len(earlier))
        if other != measure and place[:shorter] == earlier[:shorter]:
            raise UndoneError(
                f"measure {measure!r} replaces {path!r}, which {other!r} has changed before;"
                f" put {measure!r} first, or let it multiply or add"
            )


def _blamed(problem: Problem, by: dict[Location, tuple[str, str]]) -> Problem:
    """A problem of a patched scenario belongs to the last measure that touched the value."""
    for place, (measure, path) in reversed(by.items()):
        shorter = min(len(place), len(problem.location))
        if place[:shorter] == problem.location[:shorter]:
            where = ("measures", measure, "changes", path)
            return Problem(where, f"makes {problem.path!r} wrong: {problem.message}")
    return problem
