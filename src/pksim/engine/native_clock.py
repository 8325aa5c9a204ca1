"""The native clock: the model's processes, compiled, on the calendar of `calendar` and `claims`."""

import functools
import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numba import typeof, types
from numba.core.errors import NumbaError

from pksim.engine import cache, dispatch, frames, obey
from pksim.engine.dispatch import Loop
from pksim.engine.faults import broke, fault
from pksim.engine.kernel import RUNNING, grow_claims, grow_signals, grow_tasks
from pksim.engine.model import Model, name_of
from pksim.engine.process import source_of
from pksim.engine.results import Result, result_of
from pksim.engine.table import Table, TableType
from pksim.engine.views import refresh, view_of
from pksim.engine.world import World
from pksim.errors import Interrupted, ModelError

TURNS_A_SLICE = 20_000  # about a millisecond: how long Ctrl-C may wait
_COMPILING = threading.Lock()


def run_native(
    world: World,
    until: float,
    stop: threading.Event | None = None,
    on_compile: Callable[[str], None] | None = None,
    turns_a_slice: int = TURNS_A_SLICE,
) -> Result:
    """Run `world` to time `until` (exclusive) on the native clock.

    Args:
        world: A fresh world.
        until: Where the clock stops.
        stop: Looked at about every millisecond; when set, the run ends with `Interrupted`.
        on_compile: Called with a line of text before the processes are compiled, which takes seconds.
        turns_a_slice: How many turns the native loop takes before it looks up.

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
        self.k, self.w = _seen_by_loop(self.kernel), _seen_by_loop(world.table)
        self.loop, self.width = _ready_loop(world.model, self.kernel, world.table, self.k, self.w, on_compile)
        self.pool = frames.new_pool(len(self.kernel.column("task")) * self.width)
        for process, arg in world.starts:
            self._start(world.model.story_of(process.kind), arg)

    def _clock(self) -> Any:
        return self.kernel.column("clock").view(np.recarray)[0]

    def _start(self, story: int, arg: int) -> None:
        if self._clock().tasks + 2 > len(self.kernel.column("task")):
            self._grow_tasks()
        k = view_of(self.kernel)
        source_of(obey.stand_in_line)(k, source_of(obey.new_task)(k, story, arg))

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
            raise fault(code, self._process(), self._now(), clock.verb, clock.minutes, clock.a, clock.b)
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
        more = frames.new_pool(len(self.pool))
        self.pool = self.pool + more if frames.INTERPRETED else np.concatenate([self.pool, more])

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
        return f"{name_of(self.world.model.processes[int(task['story'][who])])} number {task['number'][who]}"

    def _now(self) -> float:
        return float(self.world.column("engine.now")[0])

    def resources(self) -> Any:
        return self.kernel.column("resource").view(np.recarray)

    def turns(self) -> int:
        return int(self._clock().turns)


def _seen_by_loop(table: Table) -> Any:
    return view_of(table) if frames.INTERPRETED else table


_LOOPS: dict[tuple[str, str, str], tuple[Loop, int]] = {}


def _ready_loop(
    model: Model, kernel: Table, world: Table, k: Any, w: Any, on_compile: Callable[[str], None] | None
) -> tuple[Loop, int]:
    """The compiled loop for this model and layout, and the size of a frame."""
    key = (model_stamp(model), kernel.layout.type.name, world.layout.type.name)
    if key in _LOOPS:
        return _LOOPS[key]
    with _COMPILING:
        if key not in _LOOPS:
            _LOOPS[key] = _make_loop(model, key, kernel, w, on_compile)
    return _LOOPS[key]


def _make_loop(
    model: Model, key: tuple[str, str, str], kernel: Table, w: Any, on_compile: Callable[[str], None] | None
) -> tuple[Loop, int]:
    folder = cache.folder_for(key[0]) if not frames.INTERPRETED else None
    loop = Loop(model, folder)
    if not frames.INTERPRETED:
        done = folder / f"ready-{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}" if folder else None
        if done is None or not done.exists():
            if on_compile:
                on_compile(f"compiling {len(model.processes)} processes (once; kept for the next start)")
            _compile(model, loop, kernel, w)
            _mark(done)
    return loop, max(loop.frame_sizes(w))


def _compile(model: Model, loop: Loop, kernel: Table, world: Table) -> None:
    for process in model.processes:
        _compile_story(process, typeof(world))
    loop.frame_sizes.compile((typeof(world),))
    pool = types.Array(types.uint8, 1, "C")
    loop.run_slice.compile((typeof(kernel), typeof(world), pool, types.int64, types.float64, types.int64))


def _compile_story(process: Any, world: TableType) -> None:
    try:
        process.compile((world, types.int64, types.int64))
    except NumbaError as error:
        raise ModelError(
            f"process {name_of(process)} is not in the compiled subset of Python, so it cannot run on the native "
            f'clock; run it with clock="simpy", or change it. The compiler says:\n{error}'
        ) from None
    _check_frame(process)


def _check_frame(process: Any) -> None:
    """Refuse a process that keeps anything but numbers and tables across a yield."""
    for signature in process.nopython_signatures:
        frame = signature.return_type
        for held in getattr(frame, "state_types", ()):
            if not _can_be_kept(held):
                raise ModelError(
                    f"process {name_of(process)} keeps a {held} across a yield: only numbers and the world can be "
                    "kept; read a column anew after each yield"
                )


def _can_be_kept(held: Any) -> bool:
    if isinstance(held, types.BaseTuple):  # a verb, on its way out
        return all(_can_be_kept(part) for part in held.types)
    return isinstance(held, types.Number | types.Boolean | types.Literal | types.Dispatcher | TableType)


def _mark(done: Path | None) -> None:
    if done is not None:
        done.touch()
        cache.forget_old(done.parent)


@functools.lru_cache(maxsize=64)
def model_stamp(model: Model) -> str:
    """The model's stamp, computed once in a process."""
    return cache.stamp_of(model)
