"""Weather: how often spells come, and what they do to columns and helicopters."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.mission.terms import BY_AIR
from tests.mission.small import agreed, column, hot, patrol, run, small, told

SEVEN = 420.0
ALWAYS: dict[str, Any] = {"spells": {3: "100 per day"}, "lasts": "30 days"}
"""One spell after another in both areas, from the first minutes on."""


def spells_by_month(runs: int) -> np.ndarray[Any, Any]:
    """Spells in May, June and July of one area, in so many runs (rows)."""
    scenario = small(
        start="2019-05-01",
        horizon="92 days",
        areas={"near": {"emplacement": "0 per day"}, "away": {"emplacement": "0 per day"}},
        patrols={"patrol": patrol(per_day=0)},
        weather={"spells": {5: "6 per month", 7: "12 per month"}, "lasts": "1 min"},
    )
    mission, found = Mission(scenario), []
    for replication in range(runs):
        outcome = mission.run(5, replication, clock="simpy", record=True)
        for area in range(2):
            spells = told(outcome, ev.FOUL_WEATHER)
            days = spells["time"][spells["subject"] == area] / 1440
            found.append(np.histogram(days, bins=[0, 31, 61, 92])[0])
    return np.array(found)


@pytest.mark.statistical
def test_spells_are_a_poisson_process_with_a_rate_for_each_month() -> None:
    """Mean and variance equal the rate (a month has 30.44 days); none in a month without any."""
    counts = spells_by_month(200)
    n = len(counts)
    assert not counts[:, 1].any()
    for month, per_month in ((0, 6), (2, 12)):
        mean = per_month * 31 / (365.25 / 12)
        assert counts[:, month].mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / n))
        # The variance of a Poisson sample's variance is (mean + 2 mean^2) / n.
        spread = 4 * np.sqrt((mean + 2 * mean**2) / n)
        assert counts[:, month].var(ddof=1) == pytest.approx(mean, abs=spread)
        assert spread < 0.35 * mean


def test_spells_are_as_long_as_their_law() -> None:
    weather = {"spells": {3: "1 per day"}, "lasts": "7 h"}
    outcome = agreed(small(weather=weather, horizon="10 days"))
    spells = told(outcome, ev.FOUL_WEATHER)
    assert len(spells) > 5
    assert set(spells["value"]) == {420.0}
    for area in (0, 1):  # one after another, never two at once
        begins = spells["time"][spells["subject"] == area]
        assert np.all(np.diff(begins) >= 420)


def test_columns_are_slowed() -> None:
    """At half the speed of the road out and back, and no slower while they stay."""
    outcome = agreed(small(weather={**ALWAYS, "speed_factor": 0.5}, horizon="1 days"))
    assert told(outcome, ev.PATROL_RETURNED)["time"].tolist() == [SEVEN + 200 + 60 + 200]
    # Those on foot as well.
    walk = patrol(to=None, towards=["town"], distance="5 km", mode="foot", vehicles=0, people=8)
    outcome = agreed(
        small(
            weather={**ALWAYS, "speed_factor": 0.5},
            patrols={"walk": walk},
            horizon="1 days",
        )
    )
    assert told(outcome, ev.PATROL_RETURNED)["time"].tolist() == [SEVEN + 150 + 60 + 150]


def test_columns_are_slowed_only_under_the_clouds() -> None:
    """Each segment is slow if a spell lies over its area when the column begins it."""
    weather = {"spells": {3: "2 per day"}, "lasts": "3 h", "speed_factor": 0.5}
    for replication in range(10):
        outcome = run(small(weather=weather, horizon="1 days"), replication)
        spells = told(outcome, ev.FOUL_WEATHER)
        now = SEVEN
        for leg in range(20):
            area = 0 if leg < 4 or leg >= 16 else 1
            over = spells[spells["subject"] == area]
            foul = np.any((over["time"] <= now) & (now < over["time"] + over["value"]))
            now += (20 if foul else 10) + (60 if leg == 9 else 0)
        assert told(outcome, ev.PATROL_RETURNED)["time"].tolist() == [now]


@pytest.mark.parametrize("weather", [None, ALWAYS])
def test_helicopters_stay_on_the_ground(weather: dict[str, Any] | None) -> None:
    """With the weather fair all are flown; in foul weather all go by road."""
    sections = {
        **hot(), "weather": weather, "horizon": "2 days",
        "ieds.trigger_per_vehicle": 1.0, "vehicles.soft.hurt": -5.0,
        "care.t1_death_time": "90 days", "vehicles.soft.killed": 0.0,
    }  # fmt: skip
    outcome = agreed(small(**sections))
    assert len(outcome.casualties) == 8
    used = len(told(outcome, ev.LIFT_LEFT))
    by_air = column(outcome, "lifts.by")[:used] == BY_AIR
    assert used > 0
    assert np.all(by_air == (weather is None))
    # By air: +50 struck, call 10 min, authorisation 20, readiness 15, and 10.7 km at 200 km/h.
    # By road: loading from the call on, and 22.5 km home at 30 km/h.
    flight = 60 * 10.69 / 200
    delivered = 30 + 15 + flight + 10 + flight if weather is None else 10 + 10 + 45
    assert np.nanmin(outcome.casualties["hospital_after"]) == pytest.approx(delivered, abs=1.5)
