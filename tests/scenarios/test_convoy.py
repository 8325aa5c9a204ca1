"""The march from Kidal to Gao, and where the one that took place falls among those predicted.

Known from outside (UN note to correspondents and press, November 2023): 143 vehicles, 848 people,
352 km, from the morning of 31 October to the night of 7 November; six devices; 26 (press) to 39
(sum of daily reports) wounded, 37 by the UN's count of those who needed medical attention; nobody
killed. Movement under threat of devices elsewhere: 50-85 km a day. Normally the journey is a day's.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.scenario import Scenario
from pksim.scenario.distances import by_road, network
from pksim.scenario.manning import people_wanted
from tests.scenarios.conftest import SEED, outcome, runs_of, scenario_of, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

NAME = "convoy-kidal-gao"
RUNS = 600
NORTH, SOUTH = 112.0, 240.0  # km
MINUTES_PER_DAY = 1440.0
# Both from midnight of 31 October
SEEN_AT_ANEFIS, SEEN_AT_GAO = 5.0, 7.9

Values = npt.NDArray[np.float64]


def arrival(run: MissionRun) -> float:
    """Day on which the column came to its far end, where it stays; nan if it did not."""
    world = run.result.world
    leg, legs, since = (world.column(f"marches.{c}")[0] for c in ("leg", "legs", "step_from"))
    return float(since / MINUTES_PER_DAY) if leg == legs // 2 else float("nan")


def arrivals(runs: tuple[MissionRun, ...]) -> Values:
    return np.array([arrival(run) for run in runs])


@cache
def days_to_gao() -> Values:
    return arrivals(runs_of(NAME, RUNS))


@cache
def days_to_anefis() -> Values:
    """The same columns on the same way, told to stay at Anéfis."""
    return arrivals(patched_runs({"patrols.march.to": "anefis"}, RUNS))


def patched_runs(changes: dict[str, Any], replications: int) -> tuple[MissionRun, ...]:
    mission = Mission(scenario_of(NAME).patched(changes))
    return tuple(mission.run(SEED, i) for i in range(replications))


def policy_runs(policy: str, replications: int) -> tuple[MissionRun, ...]:
    mission = Mission(scenario_of(NAME).with_policy(policy))
    return tuple(mission.run(SEED, i) for i in range(replications))


def middle(values: Values, share: float = 0.9) -> tuple[float, float]:
    """The central interval that holds this share of the values."""
    low, high = np.percentile(values, [50 - 50 * share, 50 + 50 * share])
    return float(low), float(high)


@pytest.fixture
def convoy() -> Scenario:
    return scenario_of(NAME)


def test_who_marched(convoy: Scenario) -> None:
    assert convoy.strength == 848
    march = convoy.patrols["march"]
    assert march.vehicles == 143
    assert march.vehicles * march.spacing == pytest.approx(9.0, abs=0.1)  # km of column
    assert 0.95 * 848 < people_wanted(march, convoy) <= 848
    assert by_road(network(convoy), "kidal")["gao"] == pytest.approx(352)
    assert NORTH + SOUTH == 352


def test_every_column_arrives() -> None:
    assert not np.isnan(days_to_gao()).any()


def test_strikes() -> None:
    """Calibrated to the six of 2023, whose exact 95 % interval is 2.2-13.1."""
    strikes = outcome(runs_of(NAME, RUNS), "strikes")
    assert strikes.mean() == pytest.approx(6, abs=4 * standard_error(strikes))
    low, high = middle(strikes)
    assert low < 6 < high
    assert low >= 1
    assert high <= 13


def test_days() -> None:
    low, high = middle(days_to_gao())
    assert 6 < low < SEEN_AT_GAO < high < 9
    assert middle(days_to_anefis())[0] < SEEN_AT_ANEFIS < middle(days_to_anefis())[1]


def test_kilometres_a_day_under_threat() -> None:
    """20-25 where devices are met, about 80 where they are only looked for; 40-55 in all."""
    north = np.median(NORTH / days_to_anefis())
    south = np.median(SOUTH / (days_to_gao() - days_to_anefis()))
    assert 18 < north < 30
    assert 70 < south < 85
    assert 44 < np.median(352 / days_to_gao()) < 50.3  # 352 km in 7-8 days
    assert middle(NORTH / days_to_anefis())[0] < NORTH / SEEN_AT_ANEFIS


def test_kilometres_a_day_where_no_device_is_met() -> None:
    """50-85 km a day is the pace of a column that searches, whatever it finds."""
    clear = arrivals(patched_runs({"areas.*.emplacement": "0 per day"}, 20))
    assert 50 < np.median(352 / clear) < 85


def test_an_ordinary_convoy_takes_a_day() -> None:
    """Without threat and without search the 352 km are driven between two nights, as a rule."""
    ordinary = {
        "areas.*.emplacement": "0 per day",
        "patrols.march.posture": "mounted",
        "patrols.march.vehicles": 40,
    }
    days = arrivals(patched_runs(ordinary, 100))
    assert np.mean(days < 1) > 0.75
    assert np.median(days) < 0.75  # of the day, counted from midnight: before sunset


def test_nobody_killed_is_no_surprise() -> None:
    killed = outcome(runs_of(NAME, RUNS), "deaths_malicious")
    assert 0.3 < np.mean(killed == 0) < 0.6
    expected = outcome(runs_of(NAME, RUNS), "expected_deaths_malicious")
    assert killed.mean() == pytest.approx(
        expected.mean(), abs=4 * (standard_error(killed) + standard_error(expected))
    )


def test_wounded_are_too_few() -> None:
    """A known miss: the law counts what the press reported of strikes in 2017-20.

    The press's 26 lie beyond 19 marches in 20, the UN's 37 beyond 99 in 100. Should this test
    fail because they no longer do, the notes of the scenario have to be changed.
    """
    wounded = outcome(runs_of(NAME, RUNS), "wounded_malicious")
    assert 0.95 < np.mean(wounded < 26) < 1.0
    assert np.mean(wounded < 37) > 0.99
    hurt_a_strike = wounded.sum() / outcome(runs_of(NAME, RUNS), "strikes").sum()
    assert 1.0 < hurt_a_strike < 2.2  # 2.2 casualties a strike, dead included, 2017-20


def test_driving_on_saves_days_and_costs_strikes() -> None:
    runs = policy_runs("no-search-on-foot", 200)
    assert np.median(arrivals(runs)) < 0.5 * np.median(days_to_gao())
    strikes = outcome(runs, "strikes") - outcome(runs_of(NAME, RUNS)[:200], "strikes")
    assert strikes.mean() > 4 * standard_error(strikes)


def test_clearance_ahead_spares_the_column() -> None:
    cleared = policy_runs("clearance-ahead", 200)
    fewer = outcome(runs_of(NAME, RUNS)[:200], "strikes") - outcome(cleared, "strikes")
    assert fewer.mean() > 4 * standard_error(fewer)
