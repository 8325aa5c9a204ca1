"""Devices on a segment that is cleared on a timetable, against the closed form.

Devices are laid a day (Poisson) and each goes by itself at `d` a day; every `T` days a sweep finds
each with chance `p`. With s = exp(-d T), devices just before a sweep are Poisson with mean
m = (a / d) (1 - s) / (1 - (1 - p) s), and a vehicle that sets off each with chance h is hit with
chance 1 - exp(-h m). Figures from the project's table of known answers.

The column goes out and back over its one segment, so it sweeps twice within minutes: each way finds
1 - sqrt(1 - p), both together p. Twenty roads that have nothing in common run side by side.
"""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import IED
from pksim.scenario import Scenario
from tests.mission.checks import Runs, many, mean_is, share_is, variance_is
from tests.mission.small import CONTENT, small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

START = date(2019, 3, 21)
ROADS = 20
CASES = [
    # a, d, T, p: before a sweep, after it, mean over time, P(hit) with h = 0.3
    (0.2, 0.05, 7, 0.8, 1.375043, 0.275009, 0.857045, 0.338015),
    (0.1, 0.02, 3, 0.6, 0.467159, 0.186863, 0.328413, 0.130770),
]


def swept(a: float, d: float, every: int, p: float, sweeps: int) -> Scenario:
    """Twenty roads of one segment, each swept so often; at the last moment a patrol drives out.

    Nothing can be set off by the clearance columns: their unit is not exposed at all.
    """
    names = [f"r{i}" for i in range(ROADS)]
    days = [(START + timedelta(days=every * (i + 1))) for i in range(sweeps)]
    far: dict[str, Any] = {"latitude": 16.0, "longitude": 0.0, "kind": "landing zone"}
    last = every * sweeps
    column = {"base": "camp", "vehicles": 1, "leave": "12 h", "dwell": "1 min"}
    sweep = {"kind": "clearance", "posture": "clearance", "unit": "S"}
    return small(
        horizon=f"{1440 * last + 720 + 3} min",
        places={"camp": CONTENT["places"]["camp"], **dict.fromkeys(names, far)},
        areas={name: {"emplacement": f"{a} per day"} for name in names},
        roads=[
            {"from": "camp", "to": name, "area": name, "length": "5 km", "speed": "300 km/h"}
            for name in names
        ],
        units={
            "S": {"base": "camp", "drivers": 10, "exposure": dict.fromkeys(names, 0.0)},
            "T": {"base": "camp", "drivers": 10},
        },
        patrols={
            **{
                f"sweep-{n}": {**column, **sweep, "to": n, "timetable": [str(x) for x in days[:-1]]}
                for n in names
            },
            **{
                f"test-{n}": {
                    **column, "unit": "T", "to": n, "timetable": [str(days[-1])], "dwell": "1 days",
                }
                for n in names
            },
        },
        **{
            "ieds.lifetime": {"exponential": f"{1 / d} days"},
            "ieds.trigger_per_vehicle": 0.3,
            "search.clearance_finds": 1 - math.sqrt(1 - p),
            "search.clearance_speed": 1.0,
            "occupants": {4: 1.0},
        },
    )  # fmt: skip


def swept_numbers(runs: Runs, every: int) -> tuple[Any, Any]:
    """Devices before and after each pair of sweeps, by replication; the first ten are left out."""
    before, after = [], []
    for run in runs:
        told = run.journal[run.journal["time"] > (10 * every + 0.5) * 1440.0]
        sweep, gone = told[told["kind"] == ev.SWEPT], told[told["kind"] == ev.DEVICE_CLEARED]
        out = sweep[::2] if len(sweep) % 2 == 0 else sweep[:-1:2]
        first = [row for row in sweep if row["time"] % 1440.0 < 721.5]
        before.append(np.mean([row["value"] for row in first]))
        after.append(before[-1] - len(gone) / len(first))
        assert len(out) == len(first)
    return np.array(before), np.array(after)


@pytest.mark.parametrize(("a", "d", "every", "p", "m", "left", "mean", "hit"), CASES)
def test_devices_before_and_after_a_sweep(
    a: float, d: float, every: int, p: float, m: float, left: float, mean: float, hit: float
) -> None:
    runs = many(swept(a, d, every, p, sweeps=40), 120, record=True)
    before, after = swept_numbers(runs, every)
    mean_is(before, m, half=0.05)
    mean_is(after, left, half=0.08)


@pytest.mark.parametrize(("a", "d", "every", "p", "m", "left", "mean", "hit"), CASES)
def test_mean_over_time_and_a_vehicle_just_before_a_sweep(
    a: float, d: float, every: int, p: float, m: float, left: float, mean: float, hit: float
) -> None:
    runs = many(swept(a, d, every, p, sweeps=18), 600, record=True)
    # One vehicle on each road: struck, or not.
    strikes = [run.journal[run.journal["kind"] == ev.DEVICE_STRIKES] for run in runs]
    struck = sum(len(np.unique(rows["place"])) for rows in strikes)
    share_is(struck, ROADS * len(runs), hit, half=0.12)
    # Devices there just before it passed: those it struck, and those that lie there still.
    mean_is([there_at(run, every, 17) for run in runs], mean, half=0.07)


def there_at(run: Any, every: int, sweep: int) -> float:
    """Mean number of devices on a road over the period that begins with a sweep."""
    begins, ends = (sweep * every + 0.5) * 1440.0 + 5, ((sweep + 1) * every + 0.5) * 1440.0 - 5
    kinds = run.journal["kind"]
    swept_then = run.journal[(kinds == ev.SWEPT) & (abs(run.journal["time"] - begins) < 10)]
    cleared = run.journal[(kinds == ev.DEVICE_CLEARED) & (abs(run.journal["time"] - begins) < 10)]
    outward = swept_then[swept_then["time"] % 1440.0 < 721.5]
    there = outward["value"].sum() - len(cleared)
    inside = (run.journal["time"] > begins) & (run.journal["time"] < ends)
    came = run.journal["time"][inside & (kinds == ev.DEVICE_LAID)]
    went = run.journal["time"][inside & (kinds == ev.DEVICE_EXPIRED)]
    total = there * (ends - begins) + np.sum(ends - came) - np.sum(ends - went)
    return float(total / (ends - begins) / ROADS)


def test_numbers_before_a_sweep_are_poisson() -> None:
    a, d, every, p, m, *_ = CASES[0]
    runs = many(swept(a, d, every, p, sweeps=14), 150, record=True)
    numbers = []
    for run in runs:
        told = run.journal[run.journal["kind"] == ev.SWEPT]
        last = told[told["time"] > 13 * every * 1440.0]
        numbers += [row["value"] for row in last if row["time"] % 1440.0 < 721.5]
    assert len(numbers) == ROADS * len(runs)
    mean_is(numbers, m, half=0.1)
    variance_is(numbers, m, half=0.15)


def test_whoever_is_not_exposed_is_never_struck() -> None:
    runs = many(swept(0.2, 0.05, 7, 0.8, sweeps=12), 5, record=True)
    for run in runs:
        rows = run.casualties[run.casualties["cause"] == IED]
        assert (rows["wounded_at"] > 84 * 1440.0).all()
