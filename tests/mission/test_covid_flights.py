"""Flights of the infectious: who flies them and when, how long a helicopter is away, and who waits.

The unit lives at the camp, 50 km by road and 21.4 km by air from the hospital at `far`, and the
helicopter stands at the camp: it flies there and back, and the patient is loaded in ten minutes.
"""

import math
from copy import deepcopy
from typing import Any

import pytest

from pksim.mission import events as ev
from pksim.scenario import Scenario
from pksim.scenario.distances import great_circle
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_SEVERE,
    CRITICAL,
    DAY,
    MILD,
    SEVERE,
    covid,
    days,
    ill,
)
from tests.mission.small import CONTENT, run, small, told

BIRD = CONTENT["evacuation"]["helicopters"]["bird"]
UNIT = CONTENT["units"]["U"]
CREWED = {"unit": "U", "crew": 2}
AIR_KM = great_circle(small().places["camp"], small().places["far"])
AWAY = 2 * AIR_KM / 200 * 60 + 10


def flown(
    content: dict[str, Any], horizon: str = "40 days", bird: Any = None, **changes: Any
) -> Scenario:
    """The hospital is at `far`, and severe cases are flown there."""
    evacuation = deepcopy(CONTENT["evacuation"])
    evacuation["helicopters"]["bird"] |= bird or {}
    hospital = {"hospital": {**CONTENT["hospitals"]["hospital"], "at": "far"}}
    section = {"flights": {"transfers": True}, **content}
    return ill(section, horizon, **{"evacuation": evacuation, "hospitals": hospital, **changes})


def test_a_severe_case_is_flown_at_once() -> None:
    outcome = run(flown(covid({"severity": ALL_SEVERE})))
    assert days(outcome, ev.CASE_FLOWN) == [SEVERE]
    assert told(outcome, ev.CASE_FLOWN)["value"] == pytest.approx([AWAY])


def test_nobody_is_flown_to_a_hospital_next_door() -> None:
    content = covid({"severity": ALL_SEVERE}, flights={"transfers": True})
    assert days(run(ill(content)), ev.CASE_FLOWN) == []


def test_without_a_fit_crew_nobody_is_flown() -> None:
    """The crew is in quarantine until day 14; the case waits by the hour."""
    unit = {**UNIT, "support": {"aircrew": 2}, "rotations": ["2019-03-22"]}
    content = covid(
        {"severity": ALL_SEVERE},
        seeds=[{"at": "camp", "cases": 1, "day": 2}],
        quarantine={"arrival": "14 days"},
    )
    outcome = run(flown(content, bird=CREWED, units={"U": unit}))
    assert days(outcome, ev.SEVERE_CASE) == [2 + SEVERE]
    assert days(outcome, ev.CASE_FLOWN) == [15]


# --- when --------------------------------------------------------------------------------

BY_DAY_ONLY = {"night": False}


@pytest.mark.parametrize(("bird", "hour"), [({"night": True}, 0.0), (BY_DAY_ONLY, 6.0)])
def test_by_night_only_where_it_can(bird: dict[str, Any], hour: float) -> None:
    """Severe at midnight; by day only, it flies with the first look after sunrise (about 6 h)."""
    flown_at = days(run(flown(covid({"severity": ALL_SEVERE}), bird=bird)), ev.CASE_FLOWN)[0]
    assert (flown_at - SEVERE) * 24 == pytest.approx(hour, abs=1.01)


def test_a_helicopter_that_never_works_flies_nobody() -> None:
    outcome = run(flown(covid({"severity": ALL_SEVERE}), bird={"serviceable": 0.0}))
    assert days(outcome, ev.CASE_FLOWN) == []
    assert outcome["covid_admissions"] == 1


def test_nobody_is_flown_beyond_range() -> None:
    """From the hospital to the camp and back is 43 km without fuel between."""
    for km, flights in ((2 * AIR_KM - 1, []), (2 * AIR_KM + 1, [SEVERE])):
        bird = {"base": "far", "range": f"{km:.1f} km"}
        outcome = run(flown(covid({"severity": ALL_SEVERE}), bird=bird))
        assert days(outcome, ev.CASE_FLOWN) == flights


def test_in_foul_weather_they_wait() -> None:
    """Weather is foul nearly always: whoever is flown at all waited for a gap."""
    weather = {"spells": dict.fromkeys(range(1, 13), "2 per day"), "lasts": "20 h"}
    waited = 0
    for replication in range(4):
        content = covid({"severity": ALL_SEVERE}, seeds=[{"at": "camp", "cases": 3}])
        outcome = run(flown(content, weather=weather), replication)
        spells = told(outcome, ev.FOUL_WEATHER)
        spells = spells[spells["subject"] == 0]  # in the area of the camp
        for at in told(outcome, ev.CASE_FLOWN)["time"]:
            begun = spells["time"] <= at
            assert not ((spells["time"] + spells["value"] > at) & begun).any()
            waited += at > SEVERE * DAY + 3 * AWAY
    assert waited


# --- for how long ------------------------------------------------------------------------


@pytest.mark.parametrize("turn_round", [0, 60, 300])
def test_one_helicopter_flies_one_case_after_the_other(turn_round: int) -> None:
    """Three at once: each looks again every hour for a helicopter that is back and clean."""
    content = covid(
        {"severity": ALL_SEVERE},
        seeds=[{"at": "camp", "cases": 3}],
        flights={"transfers": True, "turn_round": f"{turn_round} min"},
    )
    flights = told(run(flown(content)), ev.CASE_FLOWN)
    assert flights["value"] == pytest.approx([AWAY + turn_round] * 3)
    gaps = (flights["time"][1:] - flights["time"][:-1]) / 60
    assert gaps == pytest.approx([math.ceil((AWAY + turn_round) / 60)] * 2)


def attacked(hour: str) -> dict[str, Any]:
    """A T1 casualty in the camp on day 9, who can only be flown to the hospital."""
    incident = {"at": "camp", "cause": "indirect fire", "day": SEVERE, "hour": hour, "t1": 1}
    return {"incidents": [incident], "care": {**CONTENT["care"], "t1_death_time": "100 days"}}


@pytest.mark.parametrize("flights", [True, False])
def test_a_casualty_waits_for_the_helicopter_of_a_case(flights: bool) -> None:
    """It is away and being cleaned for five hours from midnight on; the call comes at 0:10."""
    content = covid(
        {"severity": ALL_SEVERE},
        flights={"transfers": True, "turn_round": "5 h"},
        couplings={"flights": flights},
    )
    far = {"evacuation.own_vehicles.radius": "1 km", "evacuation.own_vehicles.speed": "0.01 km/h"}
    scenario = flown(content, **attacked("0 h")).patched(far)
    outcome = run(scenario)
    assert len(told(outcome, ev.CASE_FLOWN)) == flights
    left = float(told(outcome, ev.LIFT_LEFT)["time"][0]) - SEVERE * DAY
    if flights:
        assert left >= AWAY + 300
    else:
        assert left < 120


@pytest.mark.parametrize(("ill_or_well", "longer"), [(MILD, 5.0), (None, 0.0)])
def test_a_helicopter_is_cleaned_after_a_casualty_who_is_known_to_be_ill(
    ill_or_well: Any, longer: float
) -> None:
    """Two calls an hour apart: the second one waits until it has been cleaned after the first."""
    seeds = [] if ill_or_well is None else [{"at": "camp", "cases": 90}]
    content = covid({"severity": ill_or_well or MILD}, seeds=seeds, flights={"turn_round": "5 h"})
    incidents = [
        {"at": "camp", "cause": "indirect fire", "day": 8, "hour": hour, "t1": 1}
        for hour in ("8 h", "9 h")
    ]
    far = {"evacuation.own_vehicles.radius": "1 km", "evacuation.own_vehicles.speed": "0.01 km/h"}
    care = {**CONTENT["care"], "t1_death_time": "100 days"}
    scenario = flown(content, incidents=incidents, care=care).patched(far)
    first, second = told(run(scenario), ev.LIFT_LEFT)["time"]
    assert second - first == pytest.approx(max(60.0, AWAY + longer * 60 + 15), abs=20)


# --- abroad ------------------------------------------------------------------------------


def test_the_coupling_of_flights_leaves_the_way_abroad_open() -> None:
    """It is of helicopters; strategic flights out of the country are none of the mission."""
    content = covid(
        {"severity": ALL_CRITICAL},
        flights={"transfers": True, "approval": "1 days"},
        couplings={"flights": False},
    )
    outcome = run(flown(content))
    assert outcome["covid_flights"] == 0
    assert days(outcome, ev.LEFT_COUNTRY) == [CRITICAL + 1]
