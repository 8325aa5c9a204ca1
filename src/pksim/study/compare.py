"""Policies against a baseline under common random numbers: the same seed, the same replications.

The same patrol, device and casualty meet the same luck under every policy, and the same numbers
where the scenario leaves them unknown, so the difference of a pair holds little but the effect of
the policy.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.study.against import Against, against
from pksim.study.draws import Draws, draws_of, missions_of
from pksim.study.levels import Levels, levels_of
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.replicate import Progress


@dataclass(frozen=True)
class Comparison:
    """A finished (or interrupted) comparison of policies."""

    scenario: Scenario
    seed: int
    clock: Clock
    replications: int
    wanted: int
    baseline: Levels
    policies: tuple[Against, ...]
    outcomes: tuple[OutcomeLike, ...]
    draws: Draws | None = None

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications were finished than wanted."""
        return self.replications < self.wanted

    @property
    def levels(self) -> tuple[Levels, ...]:
        """Baseline first, then the policies in the order asked for."""
        return (self.baseline, *(policy.levels for policy in self.policies))

    @property
    def ranked(self) -> tuple[Against, ...]:
        """By difference in deaths, lowest first; those that leave patrol work undone come last."""
        order = sorted(self.policies, key=lambda one: (not one.like_for_like, one.deaths.mean))
        return tuple(order)


def chosen_baseline(scenario: Scenario, name: str | None) -> str:
    """The baseline: the one named, else ``baseline``, else the first policy without a measure."""
    if name is not None:
        return name
    if not scenario.policies:
        raise InputError("the scenario has no policies to compare; add a `policies:` section")
    if "baseline" in scenario.policies:
        return "baseline"
    bare = [policy for policy, measures in scenario.policies.items() if not measures]
    return bare[0] if bare else next(iter(scenario.policies))


def compare(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    *,
    baseline: str | None = None,
    replications: int = 1000,
    seed: int = 1,
    runs_per_draw: int | None = None,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    mission: MissionOf = shipped_mission,
    outcomes: Sequence[OutcomeLike] | None = None,
) -> Comparison:
    """Run every policy on the same replications and compare each with the baseline.

    Without ``policies`` all policies of the scenario are compared. What the scenario leaves unknown
    is drawn once for every ``runs_per_draw`` replications (1, 2, 4 or 8, 4 by default; 0 for best
    guesses throughout), the same for all policies. An interrupted study is
    compared over the replications that every policy finished.

    Raises:
        InputError: a policy is not in the scenario, or there is nothing to compare.
        Interrupted: the study was stopped before one block of every policy was finished.
    """
    first = chosen_baseline(scenario, baseline)
    others = [name for name in policies or scenario.policies if name != first]
    if not others:
        raise InputError(f"there is nothing to compare with {first!r}; name another policy")
    applied = {name: scenario.with_policy(name) for name in dict.fromkeys([first, *others])}
    columns = tuple(outcomes or shipped_outcomes())
    draws = draws_of(scenario, seed, runs_per_draw)
    wanted = draws.whole(replications) if draws else replications
    first_levels, *rest = levels_of(
        missions_of(scenario, applied, {name: name for name in applied}, mission, draws),
        applied,
        wanted,
        outcomes=columns,
        each=draws.each if draws else 1,
        seed=seed,
        clock=clock,
        workers=workers,
        executor=executor,
        stop=stop,
        progress=progress,
    )
    return Comparison(
        scenario=scenario,
        seed=seed,
        clock=clock,
        replications=first_levels.replications,
        wanted=wanted,
        baseline=first_levels,
        policies=against(first_levels, rest),
        outcomes=columns,
        draws=draws,
    )
