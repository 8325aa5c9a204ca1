"""The contenders of the benchmarks compute the same thing, or their ratios would mean nothing."""

from __future__ import annotations

import importlib.util
import math
import statistics
from collections.abc import Callable

import pytest
from benchmarks.measure import Figure, interleave, ratio
from benchmarks.toy_speed import key
from numba import config

from benchmarks import gao_speed, mm1, toy, toy_by_hand, toy_plain_simpy

compiled = pytest.mark.skipif(
    bool(config.DISABLE_JIT), reason="compares compiled code with compiled code"
)

# Mean wait in queue of an M/M/1 queue at load 0.8 with service 1: load / (1 - load).
MEAN_WAIT = 4.0


@compiled
@pytest.mark.parametrize("until", [1_000.0, 200_000.0])
def test_the_hand_written_toy_tells_the_same_to_the_bit(until: float) -> None:
    ours = toy.simulate(until)
    count, total = toy_by_hand.simulate(until, key())
    assert ours.count.tobytes() == count.tobytes()
    assert ours.total.tobytes() == total.tobytes()
    assert ours.count[toy.DIED] > 0 or until < 10_000.0


@compiled
def test_the_toy_is_the_same_on_both_clocks() -> None:
    native, simpy = toy.simulate(20_000.0), toy.simulate(20_000.0, "simpy")
    assert native.count.tobytes() == simpy.count.tobytes()
    assert native.total.tobytes() == simpy.total.tobytes()
    assert native.usage.tobytes() == simpy.usage.tobytes()


@compiled
@pytest.mark.statistical
def test_the_plain_simpy_toy_agrees_in_the_mean() -> None:
    until = 100_000.0
    ours = [toy.simulate(until, seed=seed) for seed in range(40)]
    plain = [toy_plain_simpy.simulate(until, seed) for seed in range(12)]
    for kind in range(len(toy.KINDS)):
        assert _apart([r.count[kind] for r in ours], [p.count[kind] for p in plain]) < 4.0
        assert _apart([r.total[kind] for r in ours], [p.total[kind] for p in plain]) < 4.0


@compiled
def test_the_hand_written_queue_tells_the_same_to_the_bit() -> None:
    assert mm1.by_pksim(50_000.0) == mm1.by_hand(50_000.0)


PEERS: list[tuple[str, Callable[[float], tuple[int, float]], float]] = [
    ("pksim", mm1.by_pksim, 1_000_000.0),
    ("simpy", mm1.by_plain_simpy, 200_000.0),
    ("ciw", mm1.by_ciw, 60_000.0),
    ("salabim", mm1.by_salabim, 6_000.0),
]


@compiled
@pytest.mark.statistical
@pytest.mark.parametrize(("package", "queue", "until"), PEERS)
@pytest.mark.filterwarnings("ignore")  # of the peers
def test_every_queue_waits_as_long_as_theory_says(
    package: str, queue: Callable[[float], tuple[int, float]], until: float
) -> None:
    """Waits are correlated over some 60 time units, hence the wide error bar: four of it."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    customers, waited = queue(until)
    assert customers == pytest.approx(mm1.LOAD * until, abs=4 * math.sqrt(mm1.LOAD * until))
    assert waited / customers == pytest.approx(MEAN_WAIT, abs=4 * 31.0 / math.sqrt(until))


def test_a_person_day_is_measured_against_the_first_mission_in_the_same_run() -> None:
    """109,000 customers of the queue were a replication of the first mission, of 180 days."""
    customer, machine = 171e-9, 1.7  # a machine that is slower takes longer for both
    first = [machine * 18.7e-3] * 3
    assert gao_speed.person_days() == 9_500 * 180
    assert gao_speed.against_the_first(first, [machine * customer] * 3) == pytest.approx(1.0)
    assert gao_speed.against_the_first(
        [3.0 * seconds for seconds in first], [machine * customer] * 3
    ) == pytest.approx(3.0)


def test_ratios_pair_the_rounds() -> None:
    assert ratio([2.0, 30.0, 8.0], [1.0, 10.0, 2.0]) == 3.0


def test_contenders_take_turns_and_warm_up_once() -> None:
    order: list[str] = []

    def contender(name: str) -> Callable[[], float]:
        def run() -> float:
            order.append(name)
            return 1.0

        return run

    taken = interleave({name: contender(name) for name in "ab"}, 2)
    assert order == ["a", "b"] * 3
    assert [len(seconds) for seconds in taken.values()] == [2, 2]


@pytest.mark.parametrize(
    ("value", "at_least", "mark"), [(30.0, True, "yes"), (29.0, True, "NO"), (29.0, False, "yes")]
)
def test_a_bar_is_reached_or_not(value: float, at_least: bool, mark: str) -> None:
    assert Figure("x", value, bar=30.0, at_least=at_least).mark == mark


def _apart(one: list[float], other: list[float]) -> float:
    """How many standard errors lie between two means."""
    error = math.sqrt(sum(statistics.variance(values) / len(values) for values in (one, other)))
    between = abs(statistics.fmean(one) - statistics.fmean(other))
    return between / error if error > 0.0 else math.inf * between if between else 0.0
