"""Every shipped scenario: it loads, can be described, its policies apply, and both clocks agree."""

import re
from datetime import date

import pytest

from pksim.mission import Mission
from pksim.scenario import Scenario, describe
from tests.scenarios.conftest import FOLDER, SHIPPED, scenario_of

PLANNED = {
    "gao-sector",
    "gao-sector-2020",
    "timbuktu-camp",
    "convoy-kidal-gao",
    "jonglei-protection",
    "unifil-like",
    "aguelhok-mass-casualty",
}


def test_what_is_shipped() -> None:
    assert set(SHIPPED) >= PLANNED


def test_it_can_be_described(shipped: Scenario) -> None:
    told = {name for _, lines in describe(shipped) for name, _ in lines}
    assert {"strength", "driven", "baseline"} <= told


def test_it_says_what_it_is_for(shipped: Scenario) -> None:
    assert "Comparative, not a forecast." in shipped.notes
    assert shipped.start < date(2024, 1, 1)
    assert shipped.origin.assumptions > 20


def test_places_are_rounded_and_units_are_letters(shipped: Scenario) -> None:
    for place in shipped.places.values():
        assert place.latitude == round(place.latitude, 1)
        assert place.longitude == round(place.longitude, 1)
    assert all(re.fullmatch("[A-Z]", name) for name in shipped.units)


def test_every_policy_applies(shipped: Scenario) -> None:
    assert shipped.policies["baseline"] == ()
    assert len(shipped.policies) >= 7
    for policy in shipped.policies:
        patched = shipped.with_policy(policy)
        assert patched.strength == shipped.strength
        Mission(patched)


def test_no_measure_is_idle(shipped: Scenario) -> None:
    """Each policy changes something that the model reads."""
    for policy in shipped.policies:
        changed = shipped.with_policy(policy).to_dict()
        same = {**changed, "applied": []} == shipped.to_dict()
        assert same == (policy == "baseline"), policy


@pytest.mark.parametrize("name", sorted(PLANNED - {"gao-sector"}))
def test_laws_are_shared(name: str) -> None:
    """How people are hurt and how they die does not depend on the mission."""
    mine, sector = scenario_of(name).to_dict(), scenario_of("gao-sector").to_dict()
    assert mine["vehicles"] == sector["vehicles"]
    assert mine["correlation"] == sector["correlation"]
    assert mine["care"] == sector["care"]
    for attack in ("complex_attack", "indirect_fire", "ambush"):
        assert mine["threats"][attack] == sector["threats"][attack]


BUSY = {
    "areas.*.emplacement": {"times": 20.0},
    "areas.*.ambushes": {"times": 200.0},
    "accidents.deaths": "30 per 1000 person-years",
}
SHORT: dict[str, dict[str, object]] = {
    "gao-sector": {"horizon": "2 days"},
    "timbuktu-camp": {
        "horizon": "12 days",
        "camps.*.complex_attacks": {"times": 200.0},
        "camps.*.indirect_fire": {"times": 40.0},
    },
    "convoy-kidal-gao": {"horizon": "6 days"},
    "jonglei-protection": {"horizon": "10 days", "places.*.violence": {"times": 30.0}},
    "unifil-like": {"horizon": "2 days"},
    "aguelhok-mass-casualty": {"horizon": "3 days"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHORT))
def test_both_clocks_tell_the_same_story(name: str) -> None:
    busy = {path: patch for path, patch in BUSY.items() if name != "convoy-kidal-gao"}
    mission = Mission(scenario_of(name).patched({**busy, **SHORT[name]}))
    native = mission.run(3, 0, clock="native", record=True)
    simpy = mission.run(3, 0, clock="simpy", record=True)
    assert len(native.journal) > 100
    assert len(native.casualties) > 3
    assert native.journal.tobytes() == simpy.journal.tobytes()
    assert native.outcomes.tobytes() == simpy.outcomes.tobytes()
    assert native.casualties.tobytes() == simpy.casualties.tobytes()


def test_parts_are_not_scenarios_of_their_own() -> None:
    parts = {path.name for path in (FOLDER / "parts").glob("*.yaml")}
    assert parts == {"laws.yaml", "mali.yaml"}
