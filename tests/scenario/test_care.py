"""Care, evacuation and hospitals as they may be written, and what is checked between them."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pksim.scenario import Law, Scenario, ScenarioError, json_schema, load
from pksim.scenario.manning import JOB_OF_ROLE, manned_by

SCENARIOS = Path(__file__).parents[2] / "scenarios"
DAY = 1440.0


@pytest.fixture(scope="module")
def gao() -> Scenario:
    return load(SCENARIOS / "gao-sector.yaml")


@pytest.fixture(scope="module")
def aguelhok() -> Scenario:
    return load(SCENARIOS / "aguelhok-mass-casualty.yaml")


# ---------------------------------------------------------------------- the form


@pytest.mark.parametrize(
    ("written", "kept"),
    [(1, "1"), (2, "2"), (3, "3"), (4, "4"), ("1", "1"), ("2", "2"), ("2+", "2+")],
)
def test_a_level_may_be_a_number_or_text(scenario: Scenario, written: Any, kept: str) -> None:
    """YAML reads `level: 2` as a number and `level: 2+` as text."""
    content = scenario.to_dict()
    content["hospitals"]["charlie-level-1"]["level"] = written
    assert Scenario.from_dict(content).hospitals["charlie-level-1"].level == kept
    del content["applied"]
    jsonschema.Draft202012Validator(json_schema()).validate(content)


def test_true_is_not_level_one(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="true is not one of '1'"):
        scenario.patched({"hospitals.charlie-level-1.level": True})


def test_what_is_not_written_is_never_in_the_way(scenario: Scenario) -> None:
    """A file without the finer parts of the chain has none of them."""
    content = scenario.to_dict()
    for name in ("refused", "landing_zone", "isolated", "onward"):
        del content["evacuation"][name]
    for name in ("tasked", "unit"):
        del content["evacuation"]["helicopters"]["alpha-1"][name]
    for name in ("night_teams", "unit", "blood", "bays", "level"):
        del content["hospitals"]["alpha-level-2"][name]
    plain = Scenario.from_dict(content)
    chain, hospital = plain.evacuation, plain.hospitals["alpha-level-2"]
    assert (chain.refused, chain.isolated.share, chain.landing_zone.hot) == (0.0, 0.0, {})
    assert chain.onward is None
    assert chain.helicopters["alpha-1"].tasked == 0.0
    assert chain.helicopters["alpha-1"].unit is None
    assert (hospital.night_teams, hospital.unit, hospital.blood, hospital.bays) == (
        *(None, None, None),
        0,
    )
    assert plain.care.enhanced_care.blood == 0.0


def test_hours_of_the_night_are_those_of_a_clock(scenario: Scenario) -> None:
    hospital = scenario.hospitals["alpha-level-2"]
    assert (hospital.night_from / 60, hospital.night_until / 60) == (19, 7)
    until_midnight = scenario.patched({"hospitals.alpha-level-2.night_from": "24 h"})
    assert until_midnight.hospitals["alpha-level-2"].night_from == DAY


def test_a_landing_zone_that_is_never_hot_needs_no_time(scenario: Scenario) -> None:
    zone = {"hot": {"ambush": 0.0}, "safe_after": "0 min"}
    changed = scenario.patched({"evacuation.landing_zone": zone})
    assert changed.evacuation.landing_zone.safe_after == Law(0, 0.0)


def test_a_scheduled_incident_says_when_and_how_many(scenario: Scenario) -> None:
    (incident,) = scenario.incidents
    assert incident.first == 9 * DAY + 6 * 60
    assert incident.hurt == 7
    assert scenario.patched({"incidents.0.t1": {"times": 3}}).incidents[0].hurt == 9


# ---------------------------------------------------------------------- what fits together


def test_who_mans_a_team() -> None:
    assert JOB_OF_ROLE == {"eod": "eod", "ambulance": "medic"}


def test_an_ambulance_is_manned_by_the_unit_with_medics(scenario: Scenario) -> None:
    assert manned_by(scenario.teams["ambulance"], scenario) == "A"


def test_two_units_with_medics_at_one_base_must_be_told_apart(scenario: Scenario) -> None:
    changes = {"units.B.base": "alpha", "units.B.support": {"medic": 6}}
    with pytest.raises(ScenarioError, match=r"units A, B with people with the job medic .* which"):
        scenario.patched(changes)


def test_a_crew_that_must_rest_before_it_is_back(scenario: Scenario) -> None:
    """From Charlie the operating team at Alpha is 101 km away: 202 km at 220 km/h take 55 min."""
    away = {"evacuation.helicopters.alpha-1.base": "charlie"}
    flown = "evacuation.helicopters.alpha-1.flying_hours"
    assert scenario.patched({**away, flown: "1 h"}) is not None
    with pytest.raises(ScenarioError, match=r"0\.5 h: .* nearest surgery and back takes 0\.9 h"):
        scenario.patched({**away, flown: "30 min"})


def test_a_helicopter_must_reach_surgery_and_not_only_a_level_1(scenario: Scenario) -> None:
    changes = {
        "evacuation.helicopters.alpha-1.base": "charlie",
        "evacuation.helicopters.alpha-1.range": "90 km",
    }
    with pytest.raises(ScenarioError, match=r"90 km: from 'charlie' the nearest surgery is 101 km"):
        scenario.patched(changes)


def test_a_helicopter_refuels_at_the_facility(scenario: Scenario) -> None:
    """What it flies before and after that must each be within its range: here 101 km."""
    there = {"evacuation.helicopters.alpha-1.base": "charlie"}
    assert scenario.patched({**there, "evacuation.helicopters.alpha-1.range": "110 km"}) is not None


def test_without_surgery_anywhere_a_level_1_must_be_reached(scenario: Scenario) -> None:
    closed = {
        "hospitals.alpha-level-2.night_teams": None,
        "hospitals.alpha-level-2.operating_teams": 0,
        "evacuation.helicopters.alpha-1.base": "charlie",
        "evacuation.helicopters.alpha-1.range": "90 km",
    }
    assert scenario.patched(closed).hospitals["alpha-level-2"].operating_teams == 0


def test_surgeons_and_crews_from_outside_need_no_unit(scenario: Scenario) -> None:
    nobody = {"driver": 20, "medic": 6, "eod": 12, "staff": 10}
    changes: dict[str, Any] = {
        "units.A.support": nobody,
        "hospitals.alpha-level-2.unit": None,
        "evacuation.helicopters.alpha-1.unit": None,
    }
    assert scenario.patched(changes).units["A"].strength == scenario.units["A"].strength
    for name in [path for path in changes if path.endswith(".unit")]:
        with pytest.raises(ScenarioError, match="unit 'A' has 0 people with the job"):
            scenario.patched({path: patch for path, patch in changes.items() if path != name})


def test_several_things_may_be_scheduled(scenario: Scenario) -> None:
    """All are checked, and told by their number."""
    more = [*scenario.to_dict()["incidents"], {"at": "bravo", "cause": "ied", "day": 1, "t3": 1}]
    with pytest.raises(ScenarioError, match=r"incidents\.1\.at: 'bravo' is a town"):
        scenario.patched({"incidents": more})
    more[1]["at"] = "alpha"
    assert len(scenario.patched({"incidents": more}).incidents) == 2


def test_there_must_be_a_hospital(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="at least 1 entries"):
        scenario.patched({"hospitals": {}})


# ---------------------------------------------------------------------- the Gao sector


def test_facilities_are_as_the_support_manual_has_them(gao: Scenario) -> None:
    """Level 1 holds 5 for 2 days; Level 2 has 10-20 in-patients for up to 7 (manual of 2015)."""
    for name, hospital in gao.hospitals.items():
        if hospital.level == "1":
            assert (hospital.ward, hospital.holding / DAY) == (5, 2), name
            assert hospital.operating_teams == 0
            assert hospital.blood == 0
        else:
            assert hospital.level == "2"
            assert 10 <= hospital.ward <= 20, name
            assert hospital.holding / DAY == 7


def test_every_base_has_a_facility_and_an_ambulance(gao: Scenario) -> None:
    bases = {unit.base for unit in gao.units.values()}
    assert {hospital.at for hospital in gao.hospitals.values()} == bases
    ambulances = [team for team in gao.teams.values() if team.role == "ambulance"]
    assert {team.base for team in ambulances} == bases
    for team in ambulances:
        assert gao.units[team.unit or ""].base == team.base


def test_a_helicopter_is_there_for_casualties_about_two_thirds_of_the_time(gao: Scenario) -> None:
    """Serviceable 0.60-0.80 (read), flying for others 0.1-0.4 (assumption)."""
    for name, craft in gao.evacuation.helicopters.items():
        if name == "kidal-1":
            assert craft.serviceable == 0.0
            continue
        assert 0.60 <= craft.serviceable <= 0.80
        assert 0.1 <= craft.tasked <= 0.4
        assert craft.serviceable * (1 - craft.tasked) == pytest.approx(0.68)


def test_staff_come_from_the_units_that_are_there(gao: Scenario) -> None:
    units = gao.units
    for craft in gao.evacuation.helicopters.values():
        assert units[craft.unit or ""].base == craft.base
        assert units[craft.unit or ""].support["aircrew"] >= 2 * craft.crew
    for hospital in gao.hospitals.values():
        if hospital.unit is not None:
            assert units[hospital.unit].base == hospital.at


def test_refusals_and_hot_landing_zones_are_within_what_is_known(gao: Scenario) -> None:
    chain = gao.evacuation
    assert 0.02 <= chain.refused <= 0.10
    # 8 of 83 strikes of devices were followed by small arms, 0.04-0.19
    assert 0.04 <= chain.landing_zone.hot["ied"] <= 0.19
    assert chain.landing_zone.hot["ambush"] > chain.landing_zone.hot["ied"]
    assert chain.onward is not None
    assert chain.onward.mean / 60 <= 72  # planned for in 2020: up to 72 h


# ---------------------------------------------------------------------- measures of care


def test_the_surgical_team_comes_from_gao(gao: Scenario) -> None:
    after = gao.with_policy("forward-surgical-team")
    for name, gained in (("G", 3), ("D", -3)):
        before, now = gao.units[name], after.units[name]
        assert now.support["surgeon"] - before.support["surgeon"] == gained
        assert now.strength == before.strength
    kidal = after.hospitals["kidal-level-1"]
    assert (kidal.level, kidal.operating_teams, kidal.blood) == ("1+", 1, 20)


def test_surgery_goes_on_at_gao_without_those_who_went(gao: Scenario) -> None:
    """Those left suffice for the teams there, whatever is done together."""
    after = gao.with_policy("all-care")
    hospital = after.hospitals["gao-level-2"]
    assert after.units["D"].support["surgeon"] >= hospital.operating_teams * hospital.surgeons


def test_crews_that_fly_by_night_fly_less_by_day(gao: Scenario) -> None:
    after = gao.with_policy("night-capable-crew").evacuation.helicopters
    for name, craft in gao.evacuation.helicopters.items():
        assert after[name].night
        assert after[name].flying_hours < craft.flying_hours
        assert after[name].readiness_day.mean > craft.readiness_day.mean
        assert after[name].readiness_night == craft.readiness_night


def test_blood_goes_to_the_field_and_to_every_facility(gao: Scenario) -> None:
    after = gao.with_policy("blood-forward")
    assert (gao.care.enhanced_care.blood, after.care.enhanced_care.blood) == (0.0, 0.3)
    for name, hospital in gao.hospitals.items():
        assert after.hospitals[name].blood == (hospital.blood or 0) + 20
    assert all(after.patrols[n].per_day <= p.per_day for n, p in gao.patrols.items())


def test_spares_make_aircraft_ready_and_wanted(gao: Scenario) -> None:
    after = gao.with_policy("serviceability").evacuation.helicopters
    for name, craft in gao.evacuation.helicopters.items():
        ready = craft.serviceable * (1 - craft.tasked)
        now = after[name].serviceable * (1 - after[name].tasked)
        assert now > ready or name == "kidal-1"
        assert after[name].tasked > craft.tasked


def test_all_care_is_every_measure_of_care(gao: Scenario) -> None:
    text = (SCENARIOS / "measures" / "care.yaml").read_text()
    care = {name for name in gao.measures if f"\n{name}:\n" in text}
    assert set(gao.policies["all-care"]) == care
    assert len(care) == 7
    assert gao.with_policy("all-care").evacuation.helicopters["kidal-1"].serviceable > 0.8


def test_the_lives_that_a_tourniquet_can_save_are_on_foot(gao: Scenario) -> None:
    """Of deaths by devices 42.6 % were of the limbs on foot; in vehicles head and trunk led."""
    limbs, controlled = gao.care.extremity, gao.care.bleeding_controlled
    assert limbs.mounted < limbs.fire < limbs.dismounted
    assert controlled.extremity < controlled.elsewhere < 1


# ---------------------------------------------------------------------- Aguelhok


def test_aguelhok_is_that_morning(aguelhok: Scenario) -> None:
    """11 killed, 25 wounded on 20 January 2019; gao-sector's law splits those it does not kill."""
    from datetime import timedelta

    (incident,) = aguelhok.incidents
    assert str(aguelhok.start + timedelta(days=incident.day)) == "2019-01-20"
    assert (incident.at, incident.killed) == ("aguelhok", 11)
    wounded = (incident.t1, incident.t2, incident.t3)
    assert sum(wounded) == 25
    law = aguelhok.threats.complex_attack
    assert law is not None
    shares = (law.t1, law.t2, 1 - law.killed - law.t1 - law.t2)
    for number, share in zip(wounded, shares, strict=True):
        assert number == pytest.approx(25 * share / (1 - law.killed), abs=0.5)


def test_at_aguelhok_nothing_else_is_hostile(aguelhok: Scenario) -> None:
    assert all(area.emplacement == area.ambushes == 0 for area in aguelhok.areas.values())
    assert not aguelhok.camps
    assert not any(place.violence for place in aguelhok.places.values())


def test_what_aguelhok_has_is_what_the_sector_has(aguelhok: Scenario, gao: Scenario) -> None:
    """One place, one set of people and hospitals: the two files must not drift apart."""
    for name, unit in aguelhok.units.items():
        assert unit == gao.units[name], name
    for name, hospital in aguelhok.hospitals.items():
        assert hospital == gao.hospitals[name], name
    for name, craft in aguelhok.evacuation.helicopters.items():
        assert craft == gao.evacuation.helicopters[name]
    for name, team in aguelhok.teams.items():
        assert team == gao.teams[name]


def test_every_policy_of_aguelhok_is_one_of_care(aguelhok: Scenario, gao: Scenario) -> None:
    assert set(aguelhok.measures) == set(gao.policies["all-care"])
    assert set(aguelhok.policies) >= {"baseline", "all-care", *aguelhok.measures}
