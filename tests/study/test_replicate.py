"""Replications land in their rows whatever the workers do, and a stop keeps what is finished."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pytest
from tests.toy_care import ToyCare
from tests.toy_mission import NAMES, ToyMission
from tests.toy_scenario import gao

from pksim.errors import InputError
from pksim.study.replicate import BLOCK, Replications, replicate


def _missions(seconds: float = 0.0) -> dict[str, ToyMission]:
    scenario = gao()
    return {name: ToyMission(scenario.with_policy(name), seconds) for name in ("baseline", "guess")}


class Backwards(Executor):
    """Runs nothing until asked twice, then the last block first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        if len(self.waiting) == 6:
            threading.Thread(target=self._run).start()
        return future

    def _run(self) -> None:
        while self.waiting:
            future, work = self.waiting.pop()
            if future.set_running_or_notify_cancel():
                future.set_result(work())


def _run(replications: int = 45, **how: Any) -> Replications:
    return replicate(_missions(), replications, seed=3, outcomes=len(NAMES), **how)


def _bytes(found: Replications) -> bytes:
    return b"".join(found.values[name].tobytes() for name in found.values)


def test_any_number_of_workers_gives_the_same_bytes() -> None:
    one = _bytes(_run(workers=1))
    assert _bytes(_run(workers=2)) == one
    assert _bytes(_run(workers=5)) == one


def test_any_order_gives_the_same_bytes() -> None:
    assert _bytes(_run(24, executor=Backwards())) == _bytes(_run(24, workers=1))


def test_tables_of_care_lie_in_their_rows_in_any_order() -> None:
    missions = {name: ToyCare(gao().with_policy(name)) for name in ("baseline", "guess")}
    how: dict[str, Any] = {"seed": 3, "outcomes": len(NAMES)}
    alone = replicate(missions, 24, workers=1, **how).care
    backwards = replicate(missions, 24, executor=Backwards(), **how).care
    assert alone.keys() == {"baseline", "guess"}
    for name, care in alone.items():
        assert np.array_equal(care.chain[5], missions[name].run(3, 5).chain)
        assert care.chain.tobytes() == backwards[name].chain.tobytes()
        assert care.usage.tobytes() == backwards[name].usage.tobytes()
    assert not replicate(missions, 8, workers=1, with_care=False, **how).care
    assert not _run(8).care


def test_more_replications_leave_the_first_ones_as_they_were() -> None:
    few, many = _run(10), _run(30)
    assert np.array_equal(few.values["guess"], many.values["guess"][:10])


def test_policies_meet_the_same_luck() -> None:
    found = _run(200)
    deaths = [found.values[name][:, NAMES.index("expected_deaths")] for name in found.values]
    assert np.corrcoef(deaths[0], deaths[1])[0, 1] > 0.999


def test_progress_ends_at_all_of_all() -> None:
    seen: list[tuple[int, int]] = []
    _run(20, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen[-1] == (40, 40)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_stop_is_answered_at_once_and_keeps_finished_blocks() -> None:
    """Each replication lasts 10 ms; the stop comes after 5 of 250 blocks of two policies."""
    stop = threading.Event()
    stopped: list[float] = []

    def watch(done: int, _wanted: int) -> None:
        if done >= 5 * BLOCK and not stopped:
            stopped.append(time.monotonic())
            stop.set()

    found = replicate(
        _missions(0.01), 1000, seed=3, outcomes=len(NAMES), workers=2, stop=stop, progress=watch
    )
    assert time.monotonic() - stopped[0] < 0.2
    assert found.interrupted
    rows = found.paired()
    assert BLOCK <= len(rows) < 1000
    whole = _run(1000 if len(rows) > 100 else 100)
    for name, table in found.values.items():
        assert np.array_equal(table[rows], whole.values[name][rows])
        assert np.isnan(table[~found.finished[name]]).all()


def test_an_error_of_the_mission_comes_out() -> None:
    class Broken(ToyMission):
        def run(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError("the model is wrong")

    with pytest.raises(RuntimeError, match="the model is wrong"):
        replicate({"a": Broken(gao())}, 10, seed=1, outcomes=len(NAMES))


def test_no_replication_is_no_study() -> None:
    with pytest.raises(InputError, match="at least one replication"):
        _run(0)
