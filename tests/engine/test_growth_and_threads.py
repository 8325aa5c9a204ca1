"""Nothing has a fixed size, nothing is dropped, and neither threads nor a stop change a byte."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numba import config
from tests.engine.toy import CHECKED, WOKEN, bulk, crowd, queue, shop

from pksim.engine import Result, run
from pksim.errors import Interrupted

INTERPRETED = bool(config.DISABLE_JIT)
MANY = 300 if INTERPRETED else 3000
MINUTES = 30.0 if INTERPRETED else 2_000.0


def test_tasks_claims_signals_rows_and_journal_grow_and_drop_nothing() -> None:
    """3,000 guests at once where there is room for 64 at first; 63,000 journal rows."""
    results = []
    for clock in ("native", "simpy"):
        world = shop(record=True)
        world.start(crowd, MANY)
        results.append(run(world, until=20.0, clock=clock))
    native, simpy = results
    assert native.journal.tobytes() == simpy.journal.tobytes()
    assert native.usage.tobytes() == simpy.usage.tobytes()
    journal = native.journal
    checked, woken = journal[journal["kind"] == CHECKED], journal[journal["kind"] == WOKEN]
    numbers = np.arange(MANY)
    assert (checked["subject"] == np.repeat(numbers, 20)).all()
    assert (checked["place"] == np.repeat(numbers, 20)).all()
    assert (woken["subject"] == numbers).all()
    assert (woken["value"] == numbers / 4.0).all()
    assert (woken["time"] == 10.0).all()
    assert native.count.tolist() == [0, 20 * MANY, MANY]
    assert native.usage["seized"].tolist() == [0, MANY, MANY]
    assert native.world.column("guests.used")[0] == MANY


def test_256_rows_and_256_events_may_be_taken_in_every_turn() -> None:
    """As many as docs/engine.md promises; one more may be one too many."""
    for clock in ("native", "simpy"):
        world = shop(record=True)
        world.start(bulk, 10)
        result = run(world, until=20.0, clock=clock)
        assert result.world.column("guests.used")[0] == 2560
        assert (
            result.world.column("guests.name")[:2560].tolist()
            == np.repeat(np.arange(10), 256).tolist()
        )
        assert result.journal["place"].tolist() == list(range(2560))


def test_freed_rows_are_used_again() -> None:
    """Two crowds one after the other: the second takes the rows of the first."""
    for clock in ("native", "simpy"):
        world = shop(record=True)
        world.start(crowd, 50)
        used = run(world, until=20.0, clock=clock).world.column("guests.used")[0]
        assert used == 50


def figures(replication: int) -> tuple[bytes, bytes, bytes]:
    result: Result = run(queue().fresh(7, replication, record=True), until=MINUTES)
    return result.journal.tobytes(), result.total.tobytes(), result.usage.tobytes()


@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_threads_gives_the_same_bytes(workers: int) -> None:
    alone = [figures(replication) for replication in range(20)]
    with ThreadPoolExecutor(workers) as pool:
        together = list(pool.map(figures, reversed(range(20))))
    assert together[::-1] == alone
    assert len(set(alone)) == 20


@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_a_stop_is_answered_within_a_fifth_of_a_second(clock: str) -> None:
    if INTERPRETED and clock == "native":
        pytest.skip("a slice of interpreted turns takes seconds")
    run(queue(), until=10.0, clock=clock)  # compiled
    stop, asked = threading.Event(), []

    def ask() -> None:
        asked.append(time.perf_counter())
        stop.set()

    timer = threading.Timer(0.3, ask)
    timer.start()
    with pytest.raises(Interrupted, match="stopped before the end of the run"):
        run(queue(), until=1e12, clock=clock, stop=stop)
    assert time.perf_counter() - asked[0] < 0.2
    timer.join()


def test_fresh_worlds_share_nothing_and_cost_little() -> None:
    world = queue()
    first = run(world.fresh(1, 0), until=500.0)
    other = run(world.fresh(1, 1), until=500.0)
    again = run(world.fresh(1, 0), until=500.0)
    assert first.total.tobytes() == again.total.tobytes() != other.total.tobytes()
    began = time.perf_counter()
    for replication in range(200):
        world.fresh(1, replication)
    assert (time.perf_counter() - began) / 200 < 0.003  # 0.3 ms on an idle machine
