"""How a study is run: with which luck, on which clock, by how many workers, watched by whom."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from pksim.scenario import Scenario
from pksim.study.draws import Draws, draws_of, missions_of
from pksim.study.levels import Levels, levels_of
from pksim.study.mission_like import Clock, MissionLike, MissionOf, OutcomeLike
from pksim.study.replicate import Progress


@dataclass(frozen=True)
class Running:
    """What all runs of a study have in common."""

    mission: MissionOf
    outcomes: tuple[OutcomeLike, ...]
    seed: int
    clock: Clock
    workers: int | None
    executor: Executor | None
    stop: threading.Event | None
    progress: Progress | None
    runs_per_draw: int | None = None

    def planned(self, scenario: Scenario, policies: Mapping[str, str | None]) -> Planned:
        """A study of these policies, by the name each goes under; None for none."""
        applied = {
            name: scenario.with_policy(policy) if policy else scenario
            for name, policy in policies.items()
        }
        draws = draws_of(scenario, self.seed, self.runs_per_draw)
        missions = missions_of(scenario, applied, policies, self.mission, draws)
        return Planned(self, missions, applied, draws)


@dataclass(frozen=True)
class Planned:
    """Missions ready to be replicated. ``applied`` has their scenarios, at best guesses."""

    running: Running
    missions: Mapping[str, MissionLike]
    applied: Mapping[str, Scenario]
    draws: Draws | None

    @property
    def each(self) -> int:
        """Replications that share a draw."""
        return self.draws.each if self.draws else 1

    def whole(self, replications: int) -> int:
        """The least number of replications, not below this, that makes whole draws."""
        return self.draws.whole(replications) if self.draws else replications

    def levels(self, first: int, count: int, *, with_care: bool = True) -> list[Levels]:
        """What ``count`` replications from number ``first`` on come to, policy by policy.

        Raises:
            Interrupted: stopped before one block of every policy was finished.
        """
        how = self.running
        return levels_of(
            self.missions,
            self.applied,
            count,
            outcomes=how.outcomes,
            first=first,
            each=self.each,
            with_care=with_care,
            seed=how.seed,
            clock=how.clock,
            workers=how.workers,
            executor=how.executor,
            stop=how.stop,
            progress=how.progress,
        )
