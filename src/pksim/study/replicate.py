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
from pksim.study.care import Care, care_of
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

    ``first`` is the number of the replication in the first row. ``values[name]`` is replication x
    outcome; rows that were not finished hold NaN. ``care[name]`` is there for missions that tell of
    the care chain; its rows that were not finished hold zeros.
    """

    values: Mapping[str, npt.NDArray[np.float64]]
    finished: Mapping[str, npt.NDArray[np.bool_]]
    interrupted: bool
    care: Mapping[str, Care]
    first: int = 0

    def paired(self) -> npt.NDArray[np.int64]:
        """The rows that every mission finished."""
        return np.flatnonzero(np.logical_and.reduce(list(self.finished.values())))


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What came out of one block: replication x outcome, and the same replications of care."""

    values: npt.NDArray[np.float64]
    care: Care | None


_Pending = dict[Future[_Found], _Block]


def default_workers() -> int:
    """As many threads as this process may use processors."""
    return len(os.sched_getaffinity(0))


def replicate(
    missions: Mapping[str, MissionLike],
    replications: int,
    *,
    seed: int,
    outcomes: int,
    first: int = 0,
    with_care: bool = True,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> Replications:
    """Run so many replications of every mission under the same seed, from number ``first`` on.

    ``outcomes`` is the number of columns; without ``with_care`` the tables of the care chain are
    dropped as each replication ends. Ctrl-C, or ``stop`` being set, ends the study early:
    finished blocks are kept and ``interrupted`` says so. Threads over the native clock by
    default; an ``executor`` of processes cannot share ``stop``, its running blocks finish.
    """
    if replications < 1 or (workers is not None and workers < 1):
        raise InputError("a study needs at least one replication and one worker")
    stop = stop or threading.Event()
    study = _Study(missions, first, replications, seed, outcomes, with_care, clock, stop, progress)
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
    first: int
    replications: int
    seed: int
    outcomes: int
    with_care: bool
    clock: Clock
    stop: threading.Event
    progress: Progress | None
    values: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    finished: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    care: dict[str, Care] = field(default_factory=dict)
    interrupted: bool = False

    def __post_init__(self) -> None:
        for name in self.missions:
            self.values[name] = np.full((self.replications, self.outcomes), np.nan)
            self.finished[name] = np.zeros(self.replications, dtype=np.bool_)

    def result(self) -> Replications:
        return Replications(self.values, self.finished, self.interrupted, self.care, self.first)

    def run_on(self, executor: Executor, *, ahead: int, shares_memory: bool) -> None:
        """Keep ``ahead`` blocks out; on a stop cancel what waits, give what runs a moment."""
        event = self.stop if shares_memory else None
        blocks = self._blocks()
        pending: _Pending = {}
        try:
            while not self.stop.is_set():
                for block in islice(blocks, ahead - len(pending)):
                    pending[self._submit(executor, block, event)] = block
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

    def _submit(
        self, executor: Executor, block: _Block, event: threading.Event | None
    ) -> Future[_Found]:
        mission = self.missions[block.name]
        return executor.submit(
            _run_block, mission, block, self.seed, self.clock, event, self.with_care
        )

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
                self._keep(block, future.result())
            except Interrupted:
                self.interrupted = True
                self.stop.set()
        if done and self.progress is not None:
            finished = sum(int(flags.sum()) for flags in self.finished.values())
            self.progress(finished, self.replications * len(self.missions))

    def _keep(self, block: _Block, found: _Found) -> None:
        begin = block.first - self.first
        rows = slice(begin, begin + block.count)
        self.values[block.name][rows] = found.values
        self.finished[block.name][rows] = True
        if found.care is not None:
            if block.name not in self.care:
                self.care[block.name] = found.care.room(self.replications)
            self.care[block.name].put(rows, found.care)

    def _blocks(self) -> Iterator[_Block]:
        end = self.first + self.replications
        for first in range(self.first, end, BLOCK):
            for name in self.missions:
                yield _Block(name, first, min(BLOCK, end - first))


def _cancel(pending: _Pending) -> None:
    for future in [future for future in pending if future.cancel()]:
        del pending[future]


def _run_block(
    mission: MissionLike,
    block: _Block,
    seed: int,
    clock: Clock,
    stop: threading.Event | None,
    with_care: bool,
) -> _Found:
    values, care = [], []
    for number in range(block.first, block.first + block.count):
        run = mission.run(seed, number, clock, False, stop)
        values.append(run.outcomes)
        if with_care and (told := care_of(mission, run)) is not None:
            care.append(told)
    return _Found(np.stack(values), Care.joined(care) if care else None)
