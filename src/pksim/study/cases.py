"""The same comparison in several cases: other displacements, other outlooks on the threat.

Every case meets the same luck. Fewer replications are run than for the comparison itself: these
tables say whether an answer stands, not how large it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pksim.scenario import Scenario
from pksim.study.against import Against, against
from pksim.study.draws import draws_of
from pksim.study.levels import Levels
from pksim.study.running import Planned, Running

DISPLACEMENT = "adversary.displacement"
DISPLACEMENTS = (0.0, 0.5, 1.0)
"""The shares of what a measure removes that the adversary makes good elsewhere."""

PART, FEWEST = 4, 48
"""A case gets one in four of the replications of the comparison, and no fewer than 48."""


@dataclass(frozen=True)
class Case:
    """A comparison in one case."""

    name: str
    baseline: Levels
    policies: tuple[Against, ...]

    def __getitem__(self, policy: str) -> Against:
        return next(one for one in self.policies if one.name == policy)


@dataclass(frozen=True)
class Cases:
    """A comparison in several cases, over the same replications."""

    replications: int
    cases: tuple[Case, ...]

    def __getitem__(self, name: str) -> Case:
        return next(case for case in self.cases if case.name == name)

    @property
    def policies(self) -> tuple[str, ...]:
        """Names of the policies compared, in their order."""
        return tuple(one.name for one in self.cases[0].policies)


def replications_of_cases(replications: int) -> int:
    """How many replications each case gets, in whole blocks."""
    return min(replications, max(FEWEST, -(-replications // PART // 8) * 8))


def displacements(scenario: Scenario) -> dict[str, dict[str, float]]:
    """The cases of displacement, by name; none where the adversary does not respond."""
    if scenario.adversary.mode != "responding":
        return {}
    return {displaced(share): {DISPLACEMENT: share} for share in DISPLACEMENTS}


def displaced(share: float) -> str:
    """The name of a case of displacement."""
    return f"{share:g}"


def answered(scenario: Scenario, policies: Sequence[str]) -> list[str]:
    """The policies that the adversary can answer: with a measure that may be displaced."""
    return [
        policy
        for policy in policies
        if any(scenario.measures[m].displacement is not None for m in scenario.policies[policy])
    ]


def run_cases(
    running: Running,
    scenario: Scenario,
    cases: Mapping[str, Mapping[str, Any]],
    policies: Sequence[str],
    replications: int,
) -> Cases:
    """Compare policies, the first of them the baseline, in every case on the same luck.

    ``cases`` maps names to changes of the scenario by path, made before any policy.

    Raises:
        Interrupted: stopped before one block of every case was finished.
    """
    parts = {
        case: running.planned(scenario.under(changes), {p: p for p in policies})
        for case, changes in cases.items()
    }
    together = Planned(
        running,
        {_key(case, p): part.missions[p] for case, part in parts.items() for p in policies},
        {_key(case, p): part.applied[p] for case, part in parts.items() for p in policies},
        draws_of(scenario, running.seed, running.runs_per_draw),
    )
    levels = iter(together.levels(0, together.whole(replications), with_care=False))
    found = []
    for case in cases:
        baseline, *others = (replace(next(levels), policy=policy) for policy in policies)
        found.append(Case(case, baseline, against(baseline, others)))
    return Cases(found[0].baseline.replications, tuple(found))


def _key(case: str, policy: str) -> str:
    return f"{case}: {policy}"
