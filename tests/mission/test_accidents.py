"""Accidents: by vehicle-km on the road, where people in a vehicle share its fate, and in camp."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.mission.terms import CAMP_ACCIDENT, KILLED, ROAD_ACCIDENT, T2
from pksim.scenario import Scenario
from tests.mission.checks import (
    Runs,
    all_casualties,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    share_is,
    sizes,
    variance_is,
)
from tests.mission.small import patrol, small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

# The law that ships: fitted to the register's accidents of 2011-22 less those in camp.
RHO, HURT, KILLED_OF_HURT = 0.30, 1.19, 1 / 3.3
OCCUPANTS = {3: 0.15, 4: 0.15, 6: 0.25, 8: 0.20, 10: 0.20, 12: 0.05}
LAW: dict[str, Any] = {
    "deaths": "50 per 1000 person-years",
    "road_share": 0.65,
    "wounded_per_death": 2.3,
    "wounded_t2": 0.25,
    "same_vehicle": RHO,
    "hurt": HURT,
}
BIG = {"U": {"base": "camp", "companies": 50, "drivers": 10}}  # 4,500
STRENGTH, DAYS = 4500, 40
YEARS = STRENGTH * DAYS / 365.25


def driving(**changes: Any) -> Scenario:
    """Ten patrols a day of three vehicles each drive 100 km: 3,000 vehicle-km a day."""
    return small(
        **{
            "horizon": f"{DAYS} days",
            "units": BIG,
            "occupants": OCCUPANTS,
            "patrols": {"p": patrol(vehicles=3, per_day=10)},
            "accidents": LAW,
            "marching.halt": "0 min",
            **changes,
        }
    )


@pytest.fixture(scope="module")
def runs() -> Runs:
    return many(driving(), 400)


def of_cause(runs: Runs, cause: int) -> Any:
    rows = all_casualties(runs)
    return rows[rows["cause"] == cause]


def hurt_and_killed() -> tuple[Any, Any]:
    """P(0, 1, ... hurt) and P(0, 1, ... killed) in one accident, by quadrature over the crash."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(101)
    weights = weights / weights.sum()
    share = stats.norm.sf(HURT)
    found = []
    for above in (HURT, stats.norm.isf(share * KILLED_OF_HURT)):
        each = ndtr((np.sqrt(RHO) * nodes - above) / np.sqrt(1 - RHO))
        law = np.zeros(13)
        for people, part in OCCUPANTS.items():
            law += part * (stats.binom.pmf(np.arange(13)[:, None], people, each) @ weights)
        found.append(law)
    return found[0], found[1]


def accidents_of(runs: Runs, cause: int) -> Any:
    """Number of accidents of a cause in each run; on the road the harmless count too."""
    camp = np.array([np.sum(r.casualties["cause"] == CAMP_ACCIDENT) for r in runs], float)
    return camp if cause == CAMP_ACCIDENT else counted(runs, ev.ACCIDENT) - camp


def test_the_fit_is_what_the_register_says() -> None:
    # 97 fatal accidents off camp: 1.371 deaths each, 77 % of them single (n = 97: +- 8 points).
    _, killed = hurt_and_killed()
    fatal = killed[1:].sum()
    numbers = np.arange(13)
    assert fatal == pytest.approx(0.17459, abs=2e-4)
    assert killed @ numbers == pytest.approx(0.23934, abs=3e-4)
    assert killed @ numbers / fatal == pytest.approx(1.371, abs=2e-3)
    assert killed[1] / fatal == pytest.approx(0.773, abs=0.08)


def test_accidents_on_the_road_are_poisson_by_vehicle_km(runs: Runs) -> None:
    # So many that the deaths are 65 % of 50 per 1,000 person-years: .23934 in each.
    wanted = 0.65 * 0.05 * YEARS / (6.75 * stats.norm.sf(HURT) * KILLED_OF_HURT)
    assert 6.75 * stats.norm.sf(HURT) * KILLED_OF_HURT == pytest.approx(0.23934, abs=3e-4)
    poisson_is(accidents_of(runs, ROAD_ACCIDENT), wanted, half=0.03)


@pytest.mark.parametrize(("vehicles", "per_day"), [(3, 5), (6, 10)])
def test_accidents_go_with_the_vehicle_km_driven(vehicles: int, per_day: int) -> None:
    # The rate holds for 3,000 vehicle-km a day, whatever is driven.
    scenario = driving(
        accidents={**LAW, "reference_vehicle_km": "3000 km"},
        patrols={"p": patrol(vehicles=vehicles, per_day=per_day)},
    )
    scale = vehicles * per_day / 30
    wanted = 0.65 * 0.05 * YEARS / 0.23934 * scale
    poisson_is(accidents_of(many(scenario, 200), ROAD_ACCIDENT), wanted, half=0.06)


def test_casualties_of_road_accidents_have_the_law_of_the_fit(runs: Runs) -> None:
    hurt, _ = hurt_and_killed()
    events = accidents_of(runs, ROAD_ACCIDENT)
    observed = np.bincount(sizes(runs, ROAD_ACCIDENT, events).astype(int), minlength=13)
    assert (
        stats.chisquare(observed[:10], hurt[:10] / hurt[:10].sum() * observed[:10].sum()).pvalue
        > 1e-4
    )
    share_is(observed[0], observed.sum(), 0.5648, half=0.05)
    killed = [np.sum(r.casualties["severity"][road(r)] == KILLED) for r in runs]
    wounded = [np.sum(r.casualties["severity"][road(r)] != KILLED) for r in runs]
    mean_is(killed, 0.23934 * events.mean(), half=0.08)
    mean_is(wounded, 0.55056 * events.mean(), half=0.08)


def road(run: MissionRun) -> Any:
    """Which casualties come from the road."""
    return run.casualties["cause"] == ROAD_ACCIDENT


def test_wounded_of_accidents_are_t2_or_t3(runs: Runs) -> None:
    for cause in (ROAD_ACCIDENT, CAMP_ACCIDENT):
        severity = of_cause(runs, cause)["severity"]
        wounded = severity[severity != KILLED]
        share_is(np.sum(wounded == T2), len(wounded), 0.25, half=0.1)
        assert set(wounded) == {2, 3}


def test_accidents_in_camp_are_poisson_with_one_victim(runs: Runs) -> None:
    deaths = 0.35 * 0.05 * YEARS
    poisson_is(accidents_of(runs, CAMP_ACCIDENT), deaths * 3.3, half=0.05)
    severity = of_cause(runs, CAMP_ACCIDENT)["severity"]
    share_is(np.sum(severity == KILLED), len(severity), KILLED_OF_HURT, half=0.06)


def test_deaths_of_both_come_at_the_rate_written(runs: Runs) -> None:
    mean_is(outcomes(runs, "deaths_accident"), 0.05 * YEARS, half=0.05)
    mean_is(outcomes(runs, "expected_deaths_accident"), 0.05 * YEARS, half=0.05)
    assert outcomes(runs, "wounded").mean() / outcomes(runs, "deaths").mean() == pytest.approx(
        2.3, rel=0.05
    )


def test_some_vehicles_roll_over_oftener() -> None:
    mixed = driving(
        fleet={"soft": 0.5, "armoured": 0.5}, **{"vehicles.armoured.accident_factor": 2.0}
    )
    wanted = 1.5 * 0.65 * 0.05 * YEARS / 0.23934
    poisson_is(accidents_of(many(mixed, 200), ROAD_ACCIDENT), wanted, half=0.05)


def test_driving_in_the_dark_is_as_dangerous_as_written() -> None:
    # Out at 21 h and back by 1 h 20 min, in darkness all the way.
    dark = driving(
        patrols={"p": patrol(vehicles=3, per_day=10, leave="21 h", night=True)},
        **{"marching.night_accidents": 3.0},
    )
    runs = many(dark, 150)
    share = outcomes(runs, "vehicle_km").mean() / (3000 * DAYS)
    wanted = 3 * 0.65 * 0.05 * YEARS / 0.23934
    assert share > 0.97
    mean_is(accidents_of(runs, ROAD_ACCIDENT), wanted * (39 + 29 / 50) / 40, half=0.05)


def test_contractors_are_not_in_the_account() -> None:
    # Half of the vehicles are theirs: half of the accidents have nobody uniformed aboard.
    convoy = {"p": patrol(vehicles=30, per_day=2, contractors=0.5)}
    runs = many(driving(patrols=convoy), 200)
    mean_is(outcomes(runs, "deaths_accident"), 0.05 * YEARS, half=0.08)
    events = accidents_of(runs, ROAD_ACCIDENT)
    hurt = sizes(runs, ROAD_ACCIDENT, events)
    share_is(np.sum(hurt == 0), len(hurt), 0.5 + 0.5 * 0.5648, half=0.05)
    variance_is(events, float(events.mean()), half=0.45)
