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
    known: Sequence[Levels],
    replications: int,
) -> Cases:
    """Compare policies, the first of them the baseline, in every case on the same luck.

    ``cases`` maps names to changes of the scenario by path, made before any policy. ``known`` are
    the policies as the scenario stands: a case that changes nothing takes its replications there.

    Raises:
        Interrupted: stopped before one block of every case was finished.
    """
    met = {case: scenario.under(changes) for case, changes in cases.items()}
    others = {case: one for case, one in met.items() if not _same(one, scenario)}
    found = _run(running, scenario, others, [one.policy for one in known], replications)
    count = min(len(levels.numbers) for levels in (*known, *found.values()))
    cut = []
    for case in cases:
        ours = [found.get(_key(case, one.policy), one).first(count) for one in known]
        first, *rest = [
            replace(levels, policy=one.policy) for levels, one in zip(ours, known, strict=True)
        ]
        cut.append(Case(case, first, against(first, rest)))
    return Cases(count, tuple(cut))


def _same(one: Scenario, other: Scenario) -> bool:
    return one.content_hash == other.content_hash


def _run(
    running: Running,
    scenario: Scenario,
    cases: Mapping[str, Scenario],
    policies: Sequence[str],
    replications: int,
) -> dict[str, Levels]:
    """Every policy in every case, by key."""
    if not cases:
        return {}
    parts = {case: running.planned(one, {p: p for p in policies}) for case, one in cases.items()}
    keys = [(case, policy) for case in cases for policy in policies]
    together = Planned(
        running,
        {_key(case, policy): parts[case].missions[policy] for case, policy in keys},
        {_key(case, policy): parts[case].applied[policy] for case, policy in keys},
        draws_of(scenario, running.seed, running.runs_per_draw),
    )
    levels = together.levels(0, together.whole(replications), with_care=False)
    return {one.policy: one for one in levels}


def _key(case: str, policy: str) -> str:
    return f"{case}: {policy}"
