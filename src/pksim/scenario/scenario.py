"""The scenario: what the user wrote, frozen, in canonical units; policies make patched copies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import PrivateAttr, ValidationError

from pksim.scenario.checks import check_whole
from pksim.scenario.costs import Estimate
from pksim.scenario.outlooks import THREAT
from pksim.scenario.patches import apply
from pksim.scenario.paths import resolve
from pksim.scenario.policies import apply_measures, apply_policy
from pksim.scenario.pricing import cost_over
from pksim.scenario.problems import Problem, ScenarioError, from_pydantic
from pksim.scenario.references import check_names
from pksim.scenario.schema import ScenarioFields
from pksim.scenario.uncertainty import (
    NEARLY_HIGH,
    NEARLY_LOW,
    STRENGTH,
    apply_strengths,
    apply_unknowns,
)


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read: its files, and how many of their comments say `assumption`."""

    # Not compared: two scenarios are equal if their contents are.
    files: tuple[str, ...] = field(default=(), compare=False)
    assumptions: int = field(default=0, compare=False)


class Scenario(ScenarioFields):
    """A whole scenario. Nothing in it changes: `patched` and `with_policy` give new ones."""

    _origin: Origin = PrivateAttr(default=Origin())

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Scenario:
        """A scenario from plain values as `to_dict` gives them, or as YAML or JSON would.

        Raises:
            ScenarioError: with every problem found.
        """
        scenario, problems = cls.validated(content)
        if scenario is None or problems:
            raise ScenarioError(problems)
        return scenario

    @classmethod
    def validated(cls, content: Mapping[str, Any]) -> tuple[Scenario | None, list[Problem]]:
        """The scenario, if it can be built at all, and every problem found."""
        found: Scenario | None = None
        problems: list[Problem] = []
        try:
            found = cls.model_validate(content)
        except ValidationError as error:
            problems = from_pydantic(error, cls)
        problems += check_names(content)
        if found is not None and not problems:
            problems = check_whole(found)
        return found, problems

    @property
    def origin(self) -> Origin:
        """The files it was read from, if any."""
        return self._origin

    def read_from(self, origin: Origin) -> Scenario:
        """The same scenario, with a note of where it was read."""
        copied = self.model_copy()
        copied._origin = origin
        return copied

    def to_dict(self) -> dict[str, Any]:
        """Everything, with defaults filled in and quantities written in canonical units."""
        return self.model_dump(mode="json", by_alias=True)

    def to_change(self, measures: Iterable[str] = ()) -> dict[str, Any]:
        """As `to_dict`, but what is checked already and will not change stays as it is.

        Plain are everything that a measure or an unknown may change, and the measures named here.
        To check some thirty measures anew takes longer than all the rest.
        """
        kept = {name: getattr(self, name) for name in ("policies", "outlooks", "uncertain")}
        written = {
            name: self.measures[name].model_dump(mode="json", by_alias=True) for name in measures
        }
        content = self.model_dump(mode="json", by_alias=True, exclude={*kept, "measures"})
        return {**content, **kept, "measures": {**self.measures, **written}}

    @property
    def content_hash(self) -> str:
        """SHA-256 of the content (hexadecimal): equal for equal scenarios, however written."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def cost_over(self, horizon: float) -> Estimate:
        """USD over a horizon in minutes, with range: the base cost and every measure applied."""
        return cost_over(self, horizon)

    def patched(self, changes: Mapping[str, Any]) -> Scenario:
        """A copy with changes by path: a value, `{"times": x}` or `{"plus": x}`.

        Raises:
            ScenarioError: a path matches nothing, or a changed value is not allowed.
        """
        content, problems = apply(self.to_dict(), changes)
        if problems:
            raise ScenarioError(problems)
        return type(self).from_dict(content)

    @property
    def unknowns(self) -> tuple[str, ...]:
        """Names of what is not known: paths of numbers, and `measures.NAME` for how well one works.

        In the order of the file; the strength of a measure is unknown where it has `ranges`.
        """
        ranged = (f"{STRENGTH}{name}" for name, one in self.measures.items() if one.ranges)
        return (*self.uncertain, *ranged)

    def drawn(self, shares: Mapping[str, float]) -> Scenario:
        """A copy in which unknowns are at these quantiles (0 to 1) of what they may be.

        Others keep their best guess.

        Raises:
            ScenarioError: a quantile leads to a value that is not allowed.
        """
        content = self.to_change(name for name, one in self.measures.items() if one.ranges)
        apply_strengths(content, self.measures, shares)
        problems = list(apply_unknowns(content, self.uncertain, shares))
        if problems:
            raise ScenarioError(problems)
        return type(self).from_dict(content)

    def under(self, changes: Mapping[str, Any]) -> Scenario:
        """A copy with changes by path, in which what they set is no longer unknown.

        Raises:
            ScenarioError: a path matches nothing, or a changed value is not allowed.
        """
        known = {path: one for path, one in self.uncertain.items() if path not in changes}
        return self.model_copy(update={"uncertain": known}).patched(changes)

    def with_policy(self, name: str) -> Scenario:
        """A copy with the measures of a policy applied, in their order.

        Raises:
            ScenarioError: no such policy, or its measures cannot be applied.
        """
        return apply_policy(self, name)

    def with_measures(self, names: Sequence[str]) -> Scenario:
        """A copy with measures applied in their order, whether or not a policy lists them.

        Raises:
            ScenarioError: no such measure, or they cannot be applied.
        """
        return apply_measures(self, names)


def outlook_problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with the outlooks of a scenario, each tried in full."""
    found: list[Problem] = []
    for name, outlook in scenario.outlooks.items():
        where = ("outlooks", name, "changes")
        for path in outlook.changes:
            if path.partition(".")[0] not in THREAT:
                message = f"an outlook changes the threat only: {', '.join(THREAT)}"
                found.append(Problem((*where, path), message))
        content, problems = apply(scenario.to_dict(), outlook.changes)
        problems = problems or Scenario.validated(content)[1]
        found += [Problem((*where, *p.location[:1]), p.message) for p in problems]
    return found


def unknown_problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with the unknowns of a scenario: tried all low, and all high."""
    found: list[Problem] = []
    for share in (NEARLY_LOW, NEARLY_HIGH):
        content = scenario.to_dict()
        wrong = list(
            apply_unknowns(content, scenario.uncertain, dict.fromkeys(scenario.uncertain, share))
        )
        if not wrong:
            wrong = [_of_unknown(scenario, problem) for problem in Scenario.validated(content)[1]]
        found += wrong
    return found


def _of_unknown(scenario: Scenario, problem: Problem) -> Problem:
    """A problem of a drawn scenario belongs to the unknown whose path leads there."""
    for path in scenario.uncertain:
        if problem.location in resolve(scenario.to_dict(), path):
            return Problem(("uncertain", path), f"reaches a value that is wrong: {problem.message}")
    return problem
