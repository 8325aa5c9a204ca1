"""A grid over any paths of a scenario, every point on the same luck."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.study.against import Against, against
from pksim.study.levels import Levels, levels_of
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.replicate import Progress
from pksim.study.vary import Axis, axis, points


@dataclass(frozen=True)
class Point:
    """One point of the grid; ``against`` compares it with the first and is None there."""

    labels: tuple[str, ...]
    levels: Levels
    against: Against | None


@dataclass(frozen=True)
class Sweep:
    """A finished (or interrupted) sweep; points in grid order, the last axis moving fastest."""

    scenario: Scenario
    policy: str | None
    seed: int
    clock: Clock
    replications: int
    wanted: int
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    outcomes: tuple[OutcomeLike, ...]

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications were finished than wanted."""
        return self.replications < self.wanted


def sweep(
    scenario: Scenario,
    vary: Sequence[str],
    policy: str | None = None,
    *,
    replications: int = 200,
    seed: int = 1,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    mission: MissionOf = shipped_mission,
    outcomes: Sequence[OutcomeLike] | None = None,
) -> Sweep:
    """Run every point of a grid over scenario paths (see :mod:`pksim.study.vary`).

    Changes are applied before the policy, which may replace or multiply what they changed. What the
    scenario leaves unknown stands at its best guess: a sweep is itself a question about it.

    Raises:
        InputError: a path matches nothing or a value is not allowed there.
        Interrupted: stopped before one block of every point was finished.
    """
    axes = tuple(axis(text) for text in vary)
    applied: dict[str, Scenario] = {}
    grid = points(axes)
    for labels, changes in grid:
        name = ", ".join(f"{one.path}={label}" for one, label in zip(axes, labels, strict=True))
        try:
            patched = scenario.patched(changes)
            applied[name] = patched.with_policy(policy) if policy else patched
        except InputError as error:
            raise InputError(f"--vary {name}: {error}") from error
    if len(applied) < len(grid):
        raise InputError("--vary gives the same value twice")
    columns = tuple(outcomes or shipped_outcomes())
    # A grid may have thousands of points: the chain by place and the assets of all of them would
    # not fit in memory. Minutes by step and the step that broke the goal are outcomes as well.
    levels = levels_of(
        {name: mission(one) for name, one in applied.items()},
        applied,
        replications,
        outcomes=columns,
        with_care=False,
        seed=seed,
        clock=clock,
        workers=workers,
        executor=executor,
        stop=stop,
        progress=progress,
    )
    compared = [None, *against(levels[0], levels[1:])]
    return Sweep(
        scenario=scenario,
        policy=policy,
        seed=seed,
        clock=clock,
        replications=levels[0].replications,
        wanted=replications,
        axes=axes,
        points=tuple(
            Point(labels, level, beside)
            for (labels, _), level, beside in zip(grid, levels, compared, strict=True)
        ),
        outcomes=columns,
    )
