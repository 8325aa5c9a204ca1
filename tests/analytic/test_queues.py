"""Known answers of queueing theory, within four standard errors at a fixed seed.

Sources: Erlang B and C (Erlang 1917); Pollaczek-Khinchine for M/G/1; Cobham 1954 for non-preemptive
priorities; Conway, Maxwell and Miller, Theory of Scheduling, 1967, chapter 8 for preemptive resume.
The numbers stand in the design notes and were worked out apart from this code. Each case states how
small its half-width (two standard errors) must be on the native clock, as a share of the value.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numba import config
from tests.analytic.queues import (
    AFTER_SWEEP,
    ARRIVED,
    BEFORE_SWEEP,
    HIT,
    LEFT,
    MODEL,
    ROAD,
    SERVERS,
    TURNED_AWAY,
    WAITED,
    Queue,
    clearance,
    emplacement,
    exponentials,
    replicate,
    road,
)

from pksim.engine import Result, World, run
from pksim.engine.distributions import FIXED, LOGNORMAL

pytestmark = pytest.mark.statistical

INTERPRETED = bool(config.DISABLE_JIT)
SIGMA = math.sqrt(math.log(1 + 1.5**2))  # of a log-normal with coefficient of variation 1.5
LOGNORMAL_SERVICE = (LOGNORMAL, math.exp(-(SIGMA**2) / 2), SIGMA)

Measure = Callable[[Result], float]


def mean(kind: int, group: int = 0) -> Measure:
    """The mean value of an event of a class."""
    at = 4 * group + kind if kind < BEFORE_SWEEP else kind
    return lambda result: float(result.total[at] / result.count[at])


def share_that_waits(result: Result) -> float:
    usage = result.usage[SERVERS]
    return float(usage["waited"] / usage["seized"])


def share_turned_away(result: Result) -> float:
    return float(result.count[TURNED_AWAY] / result.count[ARRIVED])


def busy(result: Result) -> float:
    return float(result.usage[SERVERS]["in_use"])


def in_line(result: Result) -> float:
    return float(result.usage[SERVERS]["queue"])


@dataclass(frozen=True)
class Known:
    """A queue, what is known of it, and how small the half-width must be."""

    queue: Queue
    answers: tuple[tuple[Measure, float], ...]
    half_width: float
    until: float = 160_000.0


def preemptive(
    rates: tuple[float, float], means: tuple[float, float], second: float
) -> list[float]:
    """Mean times in the system of two classes, preemptive resume; `second` is E[S^2] / E[S]^2.

    T_k = E[S_k] / (1 - s_(k-1)) + R_k / ((1 - s_(k-1)) (1 - s_k)), where s_k is the load of classes
    1 to k and R_k the sum of their rate * E[S^2] / 2.
    """
    first, both = rates[0] * means[0], rates[0] * means[0] + rates[1] * means[1]
    rest = [rate * second * mean**2 / 2 for rate, mean in zip(rates, means, strict=True)]
    return [
        means[0] + rest[0] / (1 - first),
        means[1] / (1 - first) + (rest[0] + rest[1]) / ((1 - first) * (1 - both)),
    ]


def waits(*values: float) -> tuple[tuple[Measure, float], ...]:
    return tuple((mean(WAITED, group), value) for group, value in enumerate(values))


def stays(values: list[float]) -> tuple[tuple[Measure, float], ...]:
    return tuple((mean(LEFT, group), value) for group, value in enumerate(values))


CASES = {
    "M/M/3": Known(
        Queue(3, [0.2], exponentials(10.0)),
        ((share_that_waits, 0.444444), (mean(WAITED), 4.444444), (busy, 2.0), (in_line, 0.888889)),
        0.02,
        until=800_000.0,
    ),
    "M/M/4": Known(
        Queue(4, [0.2], exponentials(10.0)),
        ((share_that_waits, 0.173913), (mean(WAITED), 0.869565), (busy, 2.0)),
        0.02,
        until=800_000.0,
    ),
    "M/M/5": Known(
        Queue(5, [1.0], exponentials(4.0)),
        ((share_that_waits, 0.554113), (mean(WAITED), 2.216450), (in_line, 2.216450)),
        0.02,
    ),
    "Erlang B 2, 3": Known(
        Queue(3, [1.0], exponentials(2.0), patience=0.0), ((share_turned_away, 0.210526),), 0.01
    ),
    "Erlang B 4, 5": Known(
        Queue(5, [1.0], exponentials(4.0), patience=0.0), ((share_turned_away, 0.199067),), 0.01
    ),
    "Erlang B 8, 10": Known(
        Queue(10, [1.0], exponentials(8.0), patience=0.0), ((share_turned_away, 0.121661),), 0.015
    ),
    "M/M/1/6": Known(
        Queue(1, [1.0], exponentials(1 / 1.2), room=6), ((share_turned_away, 0.077424),), 0.02
    ),
    "Cobham, one server": Known(
        Queue(1, [0.2, 0.6], exponentials(1.0, 1.0)), waits(1.0, 5.0), 0.025
    ),
    "Cobham, two servers": Known(
        Queue(2, [0.5, 0.7], exponentials(1.0, 1.0)), waits(0.3, 0.75), 0.015
    ),
    "Cobham, three servers": Known(
        Queue(3, [0.5, 0.8, 0.9], exponentials(1.0, 1.0, 1.0)),
        waits(0.216864, 0.382700, 1.195939),
        0.025,
    ),
    "M/D/1": Known(Queue(1, [0.8], [(FIXED, 1.0, 0.0)]), ((mean(WAITED), 2.0),), 0.02),
    "M/M/1": Known(Queue(1, [0.8], exponentials(1.0)), ((mean(WAITED), 4.0),), 0.02),
    "M/G/1, log-normal": Known(Queue(1, [0.8], [LOGNORMAL_SERVICE]), ((mean(WAITED), 6.5),), 0.03),
    "preemptive resume, equal services": Known(
        Queue(1, [0.3, 0.4], exponentials(1.0, 1.0), preempts=True),
        stays(preemptive((0.3, 0.4), (1.0, 1.0), 2.0)),
        0.02,
    ),
    "preemptive resume, short before long": Known(
        Queue(1, [0.2, 0.3], exponentials(1.0, 2.0), preempts=True),
        stays(preemptive((0.2, 0.3), (1.0, 2.0), 2.0)),
        0.025,
    ),
    "preemptive resume, fixed services": Known(
        Queue(1, [0.2, 0.3], [(FIXED, 1.0, 0.0), (FIXED, 2.0, 0.0)], preempts=True),
        stays(preemptive((0.2, 0.3), (1.0, 2.0), 1.0)),
        0.025,
    ),
}


def test_the_formula_for_preemptive_resume_has_the_values_worked_out_by_hand() -> None:
    assert preemptive((0.3, 0.4), (1.0, 1.0), 2.0) == pytest.approx([10 / 7, 100 / 21])
    assert preemptive((0.2, 0.3), (1.0, 2.0), 2.0) == pytest.approx([1.25, 11.25])
    assert preemptive((0.2, 0.3), (1.0, 2.0), 1.0) == pytest.approx([1.125, 6.875])


@pytest.mark.skipif(INTERPRETED, reason="long runs")
@pytest.mark.parametrize("case", CASES)
def test_native_queues_meet_their_known_answers(case: str) -> None:
    known = CASES[case]
    results = replicate(known.queue.world(), known.until, 30, "native")
    for measure, value in known.answers:
        half_width = check(results, measure, value)
        assert half_width < known.half_width * value


@pytest.mark.parametrize("case", CASES)
def test_simpy_queues_meet_their_known_answers_and_the_native_ones(case: str) -> None:
    """Too short to prove much by itself, but equal to the native clock in every tally."""
    known = CASES[case]
    until = known.until / 160 if INTERPRETED else known.until / 80
    results = replicate(known.queue.world(), until, 6, "simpy")
    for measure, value in known.answers:
        check(results, measure, value, least=(0.06 if INTERPRETED else 0.02) * value)
    native = replicate(known.queue.world(), until, 2, "native")
    for ours, theirs in zip(native, results, strict=False):
        assert ours.total.tobytes() == theirs.total.tobytes()
        assert ours.usage.tobytes() == theirs.usage.tobytes()


def check(results: list[Result], measure: Measure, value: float, least: float = 0.0) -> float:
    """Assert four standard errors; the half-width of the estimate."""
    estimates = [measure(result) for result in results]
    error = float(np.std(estimates, ddof=1)) / math.sqrt(len(estimates))
    assert abs(float(np.mean(estimates)) - value) < 4 * max(error, least), (estimates, value)
    return 2 * error


# ---------------------------------------------------------------------------- other known answers


@pytest.mark.skipif(INTERPRETED, reason="long runs")
def test_arrivals_at_a_rate_that_swings_over_the_day() -> None:
    """10 + 5 sin(2 pi t / 24) an hour: 79.0986 in quarters one and two of a day, then 40.9014."""
    days = 4000
    queue = Queue(0, [10.0], exponentials(1.0), patience=0.0, swing=0.5)
    result = run(queue.world(record=True), until=24.0 * days)
    times = result.journal["time"][result.journal["kind"] == ARRIVED]
    counts = np.histogram(times, bins=np.arange(4 * days + 1) * 6.0)[0].reshape(days, 4)
    for window, value in enumerate([79.0986, 79.0986, 40.9014, 40.9014]):
        error = math.sqrt(value / days)
        assert error < 0.0025 * value
        assert abs(counts[:, window].mean() - value) < 4 * error
        # the index of dispersion of Poisson counts has a standard error of sqrt(2 / days)
        dispersion = counts[:, window].var(ddof=1) / counts[:, window].mean()
        assert abs(dispersion - 1.0) < 4 * math.sqrt(2 / days)


ROADS = {
    # emplaced a day, decay a day, days, share found: before, after, time average, hit at .3 each
    (0.2, 0.05, 7.0, 0.8): (1.375043, 0.275009, 0.857045, 0.338015),
    (0.1, 0.02, 3.0, 0.6): (0.467159, 0.186863, 0.328413, 0.130770),
}


@pytest.mark.parametrize("clock", ["native", "simpy"])
@pytest.mark.parametrize("case", ROADS)
def test_devices_on_a_road_that_is_swept(
    case: tuple[float, float, float, float], clock: str
) -> None:
    """The closed form: devices before a sweep are Poisson with mean (a/d)(1-s)/(1-(1-p)s)."""
    emplaced, decay, every, found = case
    if INTERPRETED and clock == "native":
        pytest.skip("long runs")
    short = clock == "simpy"
    queue = Queue(1, [1.0], exponentials(1.0)).world()
    world = World(
        MODEL,
        {
            "groups": {
                name: queue.column(f"groups.{name}")
                for name in ("between", "swing", "priority", "patience", "law", "a", "b")
            },
            "road": road(emplaced, decay, every, found, hit=0.3),
        },
        resources=queue.resources,
    )
    world.start(emplacement, 0)
    world.start(clearance, 0)
    results = replicate(world, 6_000.0 if short else 200_000.0, 12, clock)
    measures = (mean(BEFORE_SWEEP), mean(AFTER_SWEEP), standing, mean(HIT))
    for measure, value in zip(measures, ROADS[case], strict=True):
        assert check(results, measure, value) < (0.1 if short else 0.01) * value


def standing(result: Result) -> float:
    return float(result.usage[ROAD]["in_use"])
