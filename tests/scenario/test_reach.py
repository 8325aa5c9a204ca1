"""How soon surgery can be reached, against numbers worked by hand.

A degree of latitude is 2 pi 6371 / 360 = 111.195 km. At 222.39 km/h a helicopter flies two degrees
in an hour, so that every degree out and back takes 60 minutes.
"""

from pathlib import Path
from typing import Any

import pytest

from pksim.scenario import Scenario, load
from pksim.scenario.reach import TWO_HOURS, reach, ways_from

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CRAFT = "evacuation.helicopters.alpha-1"


@pytest.fixture(scope="module")
def gao() -> Scenario:
    return load(SCENARIOS / "gao-sector.yaml")


@pytest.fixture(scope="module")
def scenario(scenario: Scenario) -> Scenario:
    """Charlie one degree north of Alpha, where surgery and the helicopter are."""
    changes = {
        "places.charlie.latitude": 17.0,
        "places.charlie.longitude": 0.0,
        f"{CRAFT}.speed": "222.38985 km/h",
        "evacuation.authorisation": {"lognormal": {"median": "40 min", "p90": "90 min"}},
        f"{CRAFT}.readiness_day": {"exponential": "20 min"},
    }
    return scenario.patched(changes)


def test_out_and_back_after_authorisation_and_readiness(scenario: Scenario) -> None:
    """40 + 20 ln 2 = 53.86 min on the ground, 60 in the air."""
    found = reach(scenario)["charlie"]
    assert found.quickest is not None
    assert (found.quickest.by, found.quickest.hospital) == ("alpha-1", "alpha-level-2")
    assert found.quickest.before == pytest.approx(53.863, abs=1e-3)
    assert found.quickest.moving == pytest.approx(60.0, abs=1e-3)
    assert found.quickest.minutes == pytest.approx(113.863, abs=2e-3)
    assert found.within
    assert found.possible


def test_where_surgery_is_nobody_travels(scenario: Scenario) -> None:
    found = reach(scenario)["alpha"]
    assert found.quickest is not None
    assert (found.quickest.by, found.quickest.minutes) == ("", 0.0)


@pytest.mark.parametrize(
    ("degrees", "within", "possible"),
    [(1.0, True, True), (1.2, False, True), (1.99, False, True), (2.01, False, False)],
)
def test_two_hours_are_two_degrees_out_and_back(
    scenario: Scenario, degrees: float, within: bool, possible: bool
) -> None:
    """53.9 + 60 min a degree: within two hours up to 1.1 degrees, possible up to 2."""
    found = reach(scenario.patched({"places.charlie.latitude": 16.0 + degrees}))["charlie"]
    assert (found.within, found.possible) == (within, possible)


@pytest.mark.parametrize(
    ("path", "few", "enough"),
    [
        (f"{CRAFT}.range", "220 km", "223 km"),
        ("evacuation.maximum_radius", "111 km", "112 km"),
        (f"{CRAFT}.flying_hours", "59 min", "61 min"),
    ],
)
def test_what_an_aircraft_cannot_fly_is_no_way(
    scenario: Scenario, path: str, few: str, enough: str
) -> None:
    assert list(ways_from("charlie", scenario.patched({path: few}))) == []
    assert len(list(ways_from("charlie", scenario.patched({path: enough})))) == 1
    assert not reach(scenario.patched({path: few}))["charlie"].possible


@pytest.mark.parametrize("never", [{f"{CRAFT}.serviceable": 0.0}, {"evacuation.refused": 1.0}])
def test_a_helicopter_that_never_works_or_may_never_fly_is_no_way(
    scenario: Scenario, never: dict[str, float]
) -> None:
    assert reach(scenario.patched(never))["charlie"].quickest is None


def test_by_road_within_a_radius(scenario: Scenario) -> None:
    """Out by own vehicles once, at once; by ambulance twice, after its readiness."""
    far: dict[str, Any] = {
        "roads.0.length": "100 km",
        "roads.1.length": "100 km",
        "evacuation.own_vehicles": {"speed": "100 km/h", "radius": "200 km"},
        "teams.ambulance.radius": "200 km",
        "teams.ambulance.readiness": {"triangular": ["0 min", "0 min", "20 min"]},
    }
    ways = {way.by: way for way in ways_from("charlie", scenario.patched(far))}
    assert set(ways) == {"own vehicles", "ambulance", "alpha-1"}
    assert (ways["own vehicles"].before, ways["own vehicles"].moving) == (0.0, 120.0)
    assert ways["ambulance"].moving == 240.0
    assert ways["ambulance"].before == pytest.approx(20 - 200**0.5)
    assert {w.by for w in ways_from("charlie", scenario)} == {"alpha-1"}


# ---------------------------------------------------------------------- the Gao sector


def test_from_gao_alone_kidal_is_out_of_reach(gao: Scenario) -> None:
    """286 km (277 with coordinates rounded) out and back at 220 km/h are 151 minutes."""
    kidal = reach(gao)["kidal"]
    assert kidal.quickest is not None
    assert kidal.quickest.by == "gao-1"
    assert kidal.quickest.moving == pytest.approx(2 * 281 / 220 * 60, rel=0.03)
    assert kidal.quickest.before == pytest.approx(50 + 15)
    assert not kidal.possible
    assert kidal.least > TWO_HOURS


def test_a_surgical_team_at_kidal_brings_it_within_reach(gao: Scenario) -> None:
    found = reach(gao.with_policy("forward-surgical-team"))
    assert found["kidal"].within
    # Aguelhok, 127 km on, could be fetched to Kidal, though not from Gao within two hours.
    assert found["aguelhok"].quickest is not None
    assert found["aguelhok"].quickest.hospital == "kidal-level-1"


def test_a_helicopter_at_kidal_would_have_to_leave_sooner(gao: Scenario) -> None:
    """It flies one way only, 75 minutes; 65 on the ground are too many."""
    kidal = reach(gao.with_policy("forward-helicopter"))["kidal"]
    assert kidal.possible
    assert not kidal.within
    both = gao.with_measures(["forward-helicopter", "delegated-launch"])
    assert reach(both)["kidal"].within
