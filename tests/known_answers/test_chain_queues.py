"""The chain from call to surgery as the queueing network that it is, through scenario files.

Accidents in camp are Poisson arrivals. With all else off, the wait for a helicopter, a bay or an
operating team is a textbook queue: Erlang 1917 (M/M/c), Cobham 1954 (priorities, nobody turned
out), and for the nearest idle helicopter of several bases Larson 1974 (hypercube: a Markov chain).
Every check is at four standard errors over replications, below a quarter of what is wanted.
"""

import math
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from tests.mission.checks import many, mean_is
from tests.mission.small import column

from pksim.mission import MissionRun
from pksim.mission.terms import BY_AIR, T2, T3
from pksim.scenario import load

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

HERE = Path(__file__).parent
RUNS = 48
SERVICE = 60.0  # minutes in the mean, exponential, in every file
PEOPLE = 10_000
LONG_IN = 5 * 1440.0  # minutes; before, the queue has not forgotten that it began empty
Values = npt.NDArray[np.float64]


def runs_of(name: str, per_hour: float) -> list[MissionRun]:
    """Replications of a file, with so many wounded an hour (a thousandth of them is killed)."""
    wounded = per_hour * 24 * 365.25 / PEOPLE * 1000
    scenario = load(HERE / f"{name}.yaml").patched(
        {"accidents.deaths": f"{wounded / 1000} per 1000 person-years"}
    )
    return many(scenario, RUNS)


def mean_wait(runs: list[MissionRun], step: str, severity: int) -> Values:
    """Mean minutes in a step in each replication, of one triage category."""
    means = []
    for run in runs:
        rows = run.casualties
        early = (rows["wounded_at"] > LONG_IN) & (rows["wounded_at"] < run.result.until - 2880.0)
        means.append(rows[f"in_{step}"][early & (rows["severity"] == severity)].mean())
    return np.array(means)


def erlang_c(servers: int, load_: float) -> float:
    """Probability of waiting in M/M/c."""
    terms = [load_**k / math.factorial(k) for k in range(servers)]
    last = load_**servers / math.factorial(servers) * servers / (servers - load_)
    return last / (sum(terms) + last)


def cobham(servers: int, per_hour: list[float]) -> list[float]:
    """Mean wait in minutes of each class, the first going before the others (equal service)."""
    load_ = sum(per_hour) * SERVICE / 60.0
    base = erlang_c(servers, load_) * SERVICE / servers
    done = np.concatenate([[0.0], np.cumsum(per_hour)]) * SERVICE / 60.0 / servers
    return [float(base / ((1 - a) * (1 - b))) for a, b in pairwise(done)]


@pytest.mark.parametrize("per_hour", [0.8, 1.4])
def test_two_operating_teams(per_hour: float) -> None:
    (wanted,) = cobham(2, [per_hour])
    mean_is(mean_wait(runs_of("theatre", per_hour), "queue", T2), wanted, half=0.25)


@pytest.mark.parametrize("per_hour", [0.5, 0.7])
def test_one_bay_takes_t2_before_t3(per_hour: float) -> None:
    runs = runs_of("bay", per_hour)
    first, second = cobham(1, [0.4 * per_hour, 0.6 * per_hour])
    mean_is(mean_wait(runs, "queue", T2), first, half=0.25)
    mean_is(mean_wait(runs, "queue", T3), second, half=0.25)


@pytest.mark.parametrize("per_hour", [0.8, 1.4])
def test_two_helicopters(per_hour: float) -> None:
    (wanted,) = cobham(2, [per_hour])
    mean_is(mean_wait(runs_of("fleet", per_hour), "asset", T2), wanted, half=0.25)


# --- the nearest idle helicopter ------------------------------------------------------------

SHARES = (0.5, 0.3, 0.2)  # of the people, and so of the calls: camp, east, west
NEAREST = ((0, 1, 2), (1, 0, 2), (2, 0, 1))
"""From each: camp to east is 107 km, to west 213; east to west 320."""


def markov_chain(per_hour: float) -> tuple[Values, float]:
    """Share of the time that each helicopter is busy, and that all are."""
    states = list(product((0, 1), repeat=3))
    rates = np.zeros((8, 8))
    for i, busy in enumerate(states):
        for helicopter in range(3):
            if busy[helicopter]:
                rates[i, states.index(_with(busy, helicopter, 0))] += 60.0 / SERVICE
        for camp, share in enumerate(SHARES):
            idle = [h for h in NEAREST[camp] if not busy[h]]
            if idle:
                rates[i, states.index(_with(busy, idle[0], 1))] += share * per_hour
    rates -= np.diag(rates.sum(axis=1))
    system = np.vstack([rates.T, np.ones(8)])
    balance = np.linalg.lstsq(system, np.array([0.0] * 8 + [1.0]), rcond=None)[0]
    return np.array([balance @ [s[h] for s in states] for h in range(3)]), float(balance[-1])


def _with(busy: tuple[int, ...], helicopter: int, value: int) -> tuple[int, ...]:
    return (*busy[:helicopter], value, *busy[helicopter + 1 :])


def test_nearest_idle_helicopter() -> None:
    per_hour = 2.0
    runs = runs_of("closest-idle", per_hour)
    busy, lost = markov_chain(per_hour)
    for helicopter, name in enumerate(("camp", "east", "west")):
        used = [run.usage["in_use"][run.resources.index(f"helicopter of-{name}")] for run in runs]
        mean_is(used, busy[helicopter])
    mean_is([_by_road(run) for run in runs], lost)


def _by_road(run: MissionRun) -> Any:
    """Share of the lifts that no helicopter flew."""
    used = int(column(run, "lifts.used")[0])
    return np.mean(column(run, "lifts.by")[:used] != BY_AIR)
