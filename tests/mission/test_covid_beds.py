"""Ward beds, intensive care and the way abroad: cases beside the wounded, one bed at a time."""

from typing import Any

import pytest

from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_DIE,
    ALL_SEVERE,
    CRISIS,
    CRITICAL,
    DAY,
    SEVERE,
    WELL_CRITICAL,
    WELL_SEVERE,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import CONTENT, column, run, told


def hospital(**changes: Any) -> dict[str, Any]:
    """The hospital of the camp with changes."""
    return {"hospital": {**CONTENT["hospitals"]["hospital"], **changes}}


def wounded(day: int, hour: str, severity: str) -> list[dict[str, Any]]:
    """One casualty of an incident in the camp."""
    return [{"at": "camp", "cause": "indirect fire", "day": day, "hour": hour, severity: 1}]


def test_whoever_waits_for_intensive_care_may_leave_the_country_before() -> None:
    """The only bed is a casualty's for thirty days; approval does not wait for that."""
    outcome = run(
        ill(
            covid({"severity": ALL_CRITICAL}, flights={"approval": "3 days"}),
            hospitals=hospital(intensive_care=1, intensive_care_stay="30 days"),
            incidents=wounded(8, "12 h", "t1"),
        )
    )
    assert days(outcome, ev.LEFT_COUNTRY) == [CRITICAL + 3]
    assert outcome["covid_without_intensive_care"] == 0


def test_whoever_has_gone_home_dies_when_due_and_not_when_a_flight_was_approved() -> None:
    """The unit rotates while the case is critical: nobody flies, and the illness goes on."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": ["2019-04-02"]}}
    content = covid({"severity": ALL_DIE}, flights={"approval": "3 days"})
    outcome = run(ill(content, units=unit))
    assert days(outcome, ev.ROTATED) == [12]
    assert days(outcome, ev.LEFT_COUNTRY) == []
    assert days(outcome, ev.DEATH_BY_COVID) == [CRISIS]


def test_a_bed_that_comes_free_is_not_given_to_whoever_has_gone_home() -> None:
    """One ward bed is a casualty's until day 18; the severe case who waits for it rotates before."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": ["2019-04-02"]}}
    outcome = run(
        ill(
            covid({"severity": ALL_SEVERE}),
            units=unit,
            hospitals=hospital(ward=1, ward_stay="10 days"),
            incidents=wounded(8, "0 h", "t3"),
        )
    )
    assert outcome["covid_severe"] == 1
    assert outcome["covid_admissions"] == 0
