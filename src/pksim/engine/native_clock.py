"""The native clock: the model's processes, compiled, on the calendar of `calendar` and `claims`."""

import threading
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from pksim.engine import dispatch, frames, obey
from pksim.engine.faults import broke, fault
from pksim.engine.kernel import RUNNING, grow_claims, grow_signals, grow_tasks, line_up
from pksim.engine.loops import ready_loop
from pksim.engine.model import name_of
from pksim.engine.results import Result, result_of
from pksim.engine.table import Table
from pksim.engine.views import refresh, view_of
from pksim.engine.world import World
from pksim.errors import Interrupted

TURNS_A_SLICE = 20_000  # about a millisecond: how long Ctrl-C may wait


def run_native(
    world: World,
    until: float,
    stop: threading.Event | None = None,
    on_compile: Callable[[str], None] | None = None,
    turns_a_slice: int = TURNS_A_SLICE,
) -> Result:
    """Run `world` to time `until` (exclusive) on the native clock; see `pksim.engine.run.run`.

    `turns_a_slice` is how many turns the native loop takes before it looks up.

    Raises:
        ModelError: A process broke a rule of a verb, or cannot be compiled.
        Interrupted: `stop` was set.
    """
    run = _NativeRun(world, on_compile)
    while run.slice(until, turns_a_slice):
        if stop is not None and stop.is_set():
            raise Interrupted("stopped before the end of the run")
    return result_of(world, until, run.resources(), run.turns())


class _NativeRun:
    def __init__(self, world: World, on_compile: Callable[[str], None] | None) -> None:
        self.world = world
        self.kernel = Table(world.kernel_layout)
        stories = [world.model.story_of(process.kind) for process, _ in world.starts]
        line_up(self.kernel, stories, [arg for _, arg in world.starts])
        self.k, self.w = _seen_by_loop(self.kernel), _seen_by_loop(world.table)
        self.loop, self.width = ready_loop(world, self.kernel, self.w, on_compile)
        self.pool = frames.new_pool(len(self.kernel.column("task")) * self.width)

    def _clock(self) -> Any:
        return self.kernel.column("clock").view(np.recarray)[0]

    def slice(self, until: float, most: int) -> bool:
        """Let the loop run on; whether there is more to do."""
        try:
            why = self.loop.run_slice(self.k, self.w, self.pool, self.width, until, most)
        except (IndexError, StopIteration, ArithmeticError, ValueError) as error:
            raise broke(self._process(), self._now(), error) from error
        if why == dispatch.GROW:
            self._grow()
        elif why == dispatch.SIGNALS:
            grow_signals(self.kernel, int(self._clock().a))
            self._moved(self.k, self.kernel, ["signal"])
        elif why == dispatch.FAULT:
            clock = self._clock()
            code = int(self.world.column("engine.fault")[0])
            raise fault(
                code, self._process(), self._now(), clock.verb, clock.minutes, clock.a, clock.b
            )
        return why not in (obey.EMPTY, obey.HORIZON)

    def _grow(self) -> None:
        clock = self._clock()
        if clock.tasks + 2 > len(self.kernel.column("task")):
            self._grow_tasks()
        if clock.claims + 2 > len(self.kernel.column("claim")):
            grow_claims(self.kernel)
            self._moved(self.k, self.kernel, ["claim"])
        if self.world.column("engine.crowded")[0]:
            self._moved(self.w, self.world.table, self.world.grow())

    def _grow_tasks(self) -> None:
        grow_tasks(self.kernel)
        self._moved(self.k, self.kernel, ["task", "calendar", "line"])
        old, self.pool = self.pool, frames.new_pool(len(self.kernel.column("task")) * self.width)
        self.pool[: len(old)] = old

    def _moved(self, seen: Any, table: Table, paths: list[str]) -> None:
        if frames.INTERPRETED:
            for path in paths:
                refresh(seen, table, path)

    def _process(self) -> str:
        who = int(self._clock().current)
        task = self.kernel.column("task")
        if who < 0:
            running = np.flatnonzero(task["state"] == RUNNING)
            who = int(running[0]) if len(running) else 0
        process = self.world.model.processes[int(task["story"][who])]
        return f"{name_of(process)} number {task['number'][who]}"

    def _now(self) -> float:
        return float(self.world.column("engine.now")[0])

    def resources(self) -> Sequence[Any]:
        rows = self.kernel.column("resource")
        names = rows.dtype.names or ()
        # plain numbers: reading them one by one from an array is slow
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows.tolist()]

    def turns(self) -> int:
        return int(self._clock().turns)


def _seen_by_loop(table: Table) -> Any:
    return view_of(table) if frames.INTERPRETED else table
