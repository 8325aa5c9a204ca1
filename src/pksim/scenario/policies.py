"""A policy is a list of measures, applied to a scenario in order; the result is checked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pksim.scenario.measures import Measure
from pksim.scenario.patches import PatchError, patch_kind, patched
from pksim.scenario.paths import NothingError, PathError, get, put, resolve
from pksim.scenario.pricing import units_of
from pksim.scenario.problems import Location, Problem, ScenarioError, nearest
from pksim.scenario.recipients import RecipientError, belonging

if TYPE_CHECKING:
    from pksim.scenario.scenario import Scenario

# Parts of a scenario that no measure may touch: what is counted must stay the same under policies.
UNTOUCHABLE = (
    "title",
    "start",
    "horizon",
    "notes",
    "measures",
    "policies",
    "outlooks",
    "uncertain",
    "applied",
)


def apply_policy(scenario: Scenario, name: str) -> Scenario:
    """The scenario with the measures of a policy applied in their order."""
    if name not in scenario.policies:
        hint = nearest(name, scenario.policies)
        raise ScenarioError([Problem(("policies",), f"there is no policy {name!r}{hint}")])
    return apply_measures(scenario, scenario.policies[name], ("policies", name))


def apply_measures(
    scenario: Scenario, names: Sequence[str], where: Location = ("measures",)
) -> Scenario:
    """The scenario with measures applied in their order.

    Raises:
        ScenarioError: no such measure, some are applied already, or they cannot be applied.
    """
    for name in names:
        if name not in scenario.measures:
            message = f"there is no measure {name!r}{nearest(name, scenario.measures)}"
            raise ScenarioError([Problem(where, message)])
    if scenario.applied:
        raise ScenarioError([Problem((), f"measures are applied already: {scenario.applied}")])
    changed, problems = with_measures(scenario, names, where)
    if changed is None or problems:
        raise ScenarioError(problems)
    return changed


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
    content = scenario.to_change(names)
    by: dict[Location, tuple[Location, str]] = {}  # changed value -> (its change, its measure)
    problems: list[Problem] = []
    for name in names:
        measure = scenario.measures[name]
        for at, patch in _changes(measure, scenario):
            try:
                _apply_one(content, name, measure, (at, patch), by)
            except (PathError, PatchError, RecipientError, UndoneError) as error:
                undone = isinstance(error, UndoneError)
                problems.append(Problem(where if undone else ("measures", name, *at), str(error)))
        _fix_count(content, name, measure, scenario)
    if problems:
        return None, problems
    content["applied"] = list(names)
    changed, problems = type(scenario).validated(content)
    if changed is not None and changed.strength != scenario.strength:
        message = f"{changed.strength} people, not {scenario.strength}; who is counted must stay"
        problems.append(Problem(("units",), message))
    return changed, [_blamed(problem, by) for problem in problems]


Change = tuple[Location, Any]
"""Where a change stands in its measure, its path last, and the patch."""


def _changes(measure: Measure, scenario: Scenario) -> Iterator[Change]:
    """What a measure does, and what an adversary that responds does about it."""
    for path, patch in measure.changes.items():
        yield ("changes", path), patch
    adversary = scenario.adversary
    answered = adversary.displacement if adversary.mode == "responding" else 0.0
    for path, displaced in measure.displaced.items():
        yield ("displaced", path), {"times": 1.0 + (displaced.times - 1.0) * answered}


def _fix_count(content: dict[str, Any], name: str, measure: Measure, scenario: Scenario) -> None:
    """Keep how many get an applied measure: another measure must not change what it costs."""
    if measure.cost.per_unit is not None:
        fixed = content["measures"][name]["cost"]["per_unit"]
        fixed |= {"count": units_of(measure, scenario), "share": 1.0}


class UndoneError(ValueError):
    """A measure replaces what another measure of the same policy has changed."""


def _apply_one(
    content: dict[str, Any],
    name: str,
    measure: Measure,
    change: Change,
    by: dict[Location, tuple[Location, str]],
) -> None:
    at, patch = change
    path = str(at[-1])
    top = path.partition(".")[0]
    if top in UNTOUCHABLE:
        raise PatchError(f"a measure may not change {top!r}")
    for place in _places(content, path, measure):
        before = get(content, place)
        after = patched(before, patch)
        if patch_kind(patch) == "replace" and after != before:
            _refuse_undoing(place, name, path, by)
        put(content, place, after)
        by[place] = (("measures", name, *at), name)


def _places(content: dict[str, Any], path: str, measure: Measure) -> list[Location]:
    """Where a measure changes values: what its path matches, of those who get it."""
    try:
        found = resolve(content, path)
    except NothingError:
        if path in measure.optional:
            return []
        raise
    return belonging(content, found, measure.units) if measure.units else found


def _refuse_undoing(
    place: Location, measure: str, path: str, by: Mapping[Location, tuple[Location, str]]
) -> None:
    for earlier, (_, other) in by.items():
        shorter = min(len(place), len(earlier))
        if other != measure and place[:shorter] == earlier[:shorter]:
            raise UndoneError(
                f"measure {measure!r} replaces {path!r}, which {other!r} has changed before;"
                f" put {measure!r} first, or let it multiply or add"
            )


def _blamed(problem: Problem, by: Mapping[Location, tuple[Location, str]]) -> Problem:
    """A problem of a patched scenario belongs to the last measure that touched the value."""
    for place, (where, _) in reversed(list(by.items())):
        shorter = min(len(place), len(problem.location))
        if place[:shorter] == problem.location[:shorter]:
            return Problem(where, f"makes {problem.path!r} wrong: {problem.message}")
    return problem
