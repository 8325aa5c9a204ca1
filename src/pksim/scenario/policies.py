"""Policies are patches: a measure changes values by path, a policy is a list of measures.

What a patch may be: see :mod:`pksim.scenario.patches`. Patches are applied to the canonical plain
form and the result is validated again as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pksim.scenario.patches import PatchError, patch_kind, patched_value
from pksim.scenario.paths import PathError, get, put, resolve
from pksim.scenario.problems import Location, Problem, ScenarioError, nearest

if TYPE_CHECKING:
    from pksim.scenario.scenario import Scenario

# Parts of a scenario that no measure may touch: what is counted must stay the same under policies.
UNTOUCHABLE = ("title", "start", "horizon", "notes", "measures", "policies", "uncertain", "applied")


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
        after = patched_value(before, patch)
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
