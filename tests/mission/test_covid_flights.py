"""Flights of the infectious: who flies them and when, how long a helicopter is away, and who waits.

The unit lives at the camp, 50 km by road and 21.4 km by air from the hospital at `far`, and the
helicopter stands at the camp: it flies there and back, and the patient is loaded in ten minutes.
"""

from copy import deepcopy
from typing import Any

import pytest

from pksim.mission import events as ev
from pksim.mission.weather import is_foul
from pksim.scenario import Scenario
from pksim.scenario.distances import great_circle
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_SEVERE,
    CRITICAL,
    DAY,
    MILD,
    SEVERE,
    WELL_SEVERE,
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
