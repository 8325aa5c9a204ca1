"""Many replications of several missions, on any executor, with the same bytes whatever the order.

Work is cut into blocks of a few replications. A result goes to the row of its replication number,
so neither the number of workers nor the order in which they finish can be seen in what comes out.
Blocks of different policies alternate: a study that is stopped holds pairs, not a full baseline
and nothing to compare it with.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt

from pksim.errors import InputError, Interrupted
from pksim.study.mission_like import Clock, MissionLike

BLOCK = 8
"""Replications in one block: long enough to make threads worth while, short enough to lose."""

PATIENCE_WHEN_STOPPED = 0.12
"""Seconds that running blocks get to notice a stop; the native clock looks every millisecond."""

Progress = Callable[[int, int], None]
"""Told (replications finished, replications wanted), over all missions."""


@dataclass(frozen=True, slots=True)
class Replications:
    """Outcomes of every mission by replication, and which replications were finished.

    ``values[name]`` is replication x outcome; rows that were not finished hold NaN.
    """

    values: Mapping[str, npt.NDArray[np.float64]]
    finished: Mapping[str, npt.NDArray[np.bool_]]
    interrupted: bool

    def paired(self) -> npt.NDArray[np.int64]:
        """The replication numbers that every mission finished."""
        return np.flatnonzero(np.logical_and.reduce(list(self.finished.values())))


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    first: int
    count: int


_Pending = dict[Future[npt.NDArray[np.float64]], _Block]


def default_workers() -> int:
    """As many threads as this process may use processors."""
    return len(os.sched_getaffinity(0))


def replicate(
    missions: Mapping[str, MissionLike],
    replications: int,
    *,
    seed: int,
    outcomes: int,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> Replications:
    """Run replications 0 to ``replications - 1`` of every mission under the same seed.

    ``outcomes`` is the number of columns. Ctrl-C, or ``stop`` being set, ends the study early:
    finished blocks are kept and ``interrupted`` says so. Threads over the native clock by
    default; an ``executor`` of processes cannot share ``stop``, its running blocks finish.
    """
    if replications < 1 or (workers is not None and workers < 1):
        raise InputError("a study needs at least one replication and one worker")
    stop = stop or threading.Event()
    study = _Study(missions, replications, seed, outcomes, clock, stop, progress)
    if executor is not None:
        threads = isinstance(executor, ThreadPoolExecutor)
        study.run_on(executor, ahead=64, shares_memory=threads)
        return study.result()
    count = workers or default_workers()
    own = ThreadPoolExecutor(count, thread_name_prefix="pksim")
    try:
        study.run_on(own, ahead=3 * count, shares_memory=True)
    finally:
        own.shutdown(wait=False, cancel_futures=True)
    return study.result()


@dataclass
class _Study:
    """One study under way: where results go, and what is still out."""

    missions: Mapping[str, MissionLike]
    replications: int
    seed: int
    outcomes: int
    clock: Clock
    stop: threading.Event
    progress: Progress | None
    values: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    finished: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    interrupted: bool = False

    def __post_init__(self) -> None:
        for name in self.missions:
            self.values[name] = np.full((self.replications, self.outcomes), np.nan)
            self.finished[name] = np.zeros(self.replications, dtype=np.bool_)

    def result(self) -> Replications:
        return Replications(self.values, self.finished, self.interrupted)

    def run_on(self, executor: Executor, *, ahead: int, shares_memory: bool) -> None:
        """Keep ``ahead`` blocks out; on a stop cancel what waits, give what runs a moment."""
        event = self.stop if shares_memory else None
        blocks = self._blocks()
        pending: _Pending = {}
        try:
            while not self.stop.is_set():
                for block in islice(blocks, ahead - len(pending)):
                    mission = self.missions[block.name]
                    work = executor.submit(_run_block, mission, block, self.seed, self.clock, event)
                    pending[work] = block
                if not pending:
                    return
                self._collect(pending, timeout=0.02)
        except KeyboardInterrupt:
            self.stop.set()
        except BaseException:
            self.stop.set()
            _cancel(pending)
            raise
        self._wind_up(pending)

    def _wind_up(self, pending: _Pending) -> None:
        self.interrupted = True
        _cancel(pending)
        deadline = time.monotonic() + PATIENCE_WHEN_STOPPED
        while pending and time.monotonic() < deadline:
            self._collect(pending, timeout=0.02)

    def _collect(self, pending: _Pending, timeout: float) -> None:
        """Put finished blocks in their rows; an interrupted block simply is not there."""
        done, _ = wait(pending, timeout=timeout, return_when=FIRST_COMPLETED)
        for future in done:
            block = pending.pop(future)
            try:
                rows = slice(block.first, block.first + block.count)
                self.values[block.name][rows] = future.result()
                self.finished[block.name][rows] = True
            except Interrupted:
                self.interrupted = True
                self.stop.set()
        if done and self.progress is not None:
            finished = sum(int(flags.sum()) for flags in self.finished.values())
            self.progress(finished, self.replications * len(self.missions))

    def _blocks(self) -> Iterator[_Block]:
        for first in range(0, self.replications, BLOCK):
            for name in self.missions:
                yield _Block(name, first, min(BLOCK, self.replications - first))


def _cancel(pending: _Pending) -> None:
    for future in [future for future in pending if future.cancel()]:
        del pending[future]


def _run_block(
    mission: MissionLike, block: _Block, seed: int, clock: Clock, stop: threading.Event | None
) -> npt.NDArray[np.float64]:
    rows = [
        mission.run(seed, number, clock, False, stop).outcomes
        for number in range(block.first, block.first + block.count)
    ]
    return np.stack(rows)
