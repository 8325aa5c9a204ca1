"""One policy on its own: many replications, and what they came to."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pksim.scenario import Scenario
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
class Run:
    """A finished (or interrupted) run of one policy."""

    scenario: Scenario
    seed: int
    clock: Clock
    replications: int
    wanted: int
    levels: Levels
    outcomes: tuple[OutcomeLike, ...]
    draws: Draws | None = None

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications were finished than wanted."""
        return self.replications < self.wanted


def run(
    scenario: Scenario,
    policy: str | None = None,
    *,
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
) -> Run:
    """Run one policy (without ``policy`` the scenario as it stands).

    What the scenario leaves unknown is drawn once for every ``runs_per_draw`` replications (1, 2, 4
    or 8, 4 by default; 0 for best guesses throughout).

    Raises:
        InputError: the policy is not in the scenario.
        Interrupted: the run was stopped before one block of replications was finished.
    """
    applied = scenario.with_policy(policy) if policy else scenario
    name = policy or AS_WRITTEN
    columns = tuple(outcomes or shipped_outcomes())
    draws = draws_of(scenario, seed, runs_per_draw)
    wanted = draws.whole(replications) if draws else replications
    (levels,) = levels_of(
        missions_of(scenario, {name: applied}, {name: policy}, mission, draws),
        {name: applied},
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
    return Run(scenario, seed, clock, levels.replications, wanted, levels, columns, draws)


AS_WRITTEN = "as written"
"""The name of a run to which no policy was applied."""
