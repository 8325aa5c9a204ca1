"""One policy on its own: many replications, and what they came to."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pksim.scenario import Scenario
from pksim.study.draws import Draws
from pksim.study.levels import Levels
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.precision import Precision, most_replications, until_met
from pksim.study.replicate import Progress
from pksim.study.running import Running


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
    replications: int | None = None,
    precision: str | None = None,
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
    or 8, 2 by default; 0 for best guesses throughout). With ``precision`` (see
    :mod:`pksim.study.precision`) ``replications`` is the most that are run.

    Raises:
        InputError: the policy is not in the scenario.
        Interrupted: the run was stopped before one block of replications was finished.
    """
    running = Running(
        mission,
        tuple(outcomes or shipped_outcomes()),
        seed,
        clock,
        workers,
        executor,
        stop,
        progress,
        runs_per_draw,
    )
    planned = running.planned(scenario, {policy or AS_WRITTEN: policy})
    most = planned.whole(most_replications(replications, precision))
    if precision is None:
        (levels,), wanted = planned.levels(0, most), most
    else:
        goal = Precision.read(precision)
        (levels,), wanted = until_met(planned.levels, lambda ones: goal.met_by_level(ones[0]), most)
    return Run(
        scenario, seed, clock, levels.replications, wanted, levels, running.outcomes, planned.draws
    )


AS_WRITTEN = "as written"
"""The name of a run to which no policy was applied."""
