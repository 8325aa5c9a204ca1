"""Ward beds, intensive care and the way abroad: cases beside the wounded, one bed at a time."""

from typing import Any

import pytest

from pksim.mission import events as ev
from pksim.mission.terms import EVACUATED
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_DIE,
    ALL_SEVERE,
    CRISIS,
    CRITICAL,
    DAY,
    WELL_CRITICAL,
    WELL_SEVERE,
    covid,
    days,
    ill,
    infections,
    severity,
)
from tests.mission.small import CONTENT, column, run


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
    """The only ward bed is a casualty's until day 18; the case who waits for it rotates before."""
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


# --- one bed -----------------------------------------------------------------------------


def surgery_and_bed(content: dict[str, Any], **beds: Any) -> tuple[float, float]:
    """When a T1 casualty of day 12 is on the table, and when it has been in intensive care."""
    outcome = run(
        ill(
            content,
            hospitals=hospital(**beds),
            incidents=wounded(12, "0 h", "t1"),
            care={**CONTENT["care"], "t1_death_time": "100 days"},
        )
    )
    casualty = outcome.casualties[0]
    return float(casualty["surgery_after"]), float(casualty["end_after"]) / DAY


def test_a_case_in_intensive_care_keeps_a_casualty_waiting() -> None:
    """The only bed is a critical case's from day 11 to 26; then a day there, three in the ward."""
    critical = covid({"severity": ALL_CRITICAL})
    free = surgery_and_bed(covid(seeds=[]), intensive_care=1)
    taken = surgery_and_bed(critical, intensive_care=1)
    assert taken[0] == free[0]
    assert taken[1] - 4 == pytest.approx(WELL_CRITICAL - 12)
    assert free[1] < 4.5
    assert surgery_and_bed(critical, intensive_care=2) == free
    off = critical | {"couplings": {"beds": False}}
    assert surgery_and_bed(off, intensive_care=1) == free


def test_a_case_in_the_ward_keeps_a_casualty_waiting() -> None:
    """The only ward bed is a severe case's from day 9 to 29; a day before in intensive care."""
    severe = covid({"severity": ALL_SEVERE})
    free = surgery_and_bed(covid(seeds=[]), ward=1)
    taken = surgery_and_bed(severe, ward=1)
    assert taken[1] - 3 == pytest.approx(WELL_SEVERE - 12)
    assert surgery_and_bed(severe, ward=2) == free
    assert surgery_and_bed(severe | {"couplings": {"beds": False}}, ward=1) == free


def test_a_casualty_keeps_a_case_waiting() -> None:
    """The wounded go first in the ward, and a case takes what is left when it is left."""
    outcome = run(
        ill(
            covid({"severity": ALL_SEVERE}),
            hospitals=hospital(ward=1, ward_stay="5 days"),
            incidents=wounded(8, "0 h", "t3"),
        )
    )
    admitted = days(outcome, ev.CASE_ADMITTED)
    assert len(admitted) == 1
    assert 13 < admitted[0] < 13.5


def test_whoever_is_critical_leaves_the_ward_for_intensive_care() -> None:
    """And who goes abroad leaves it too: all beds and all places inside are given back."""
    for approval in (None, "3 days"):
        flights = {"approval": approval} if approval else {}
        for share in (ALL_SEVERE, ALL_CRITICAL, ALL_DIE):
            content = covid(
                {"severity": share}, seeds=[{"at": "camp", "cases": 12}], flights=flights
            )
            outcome = run(ill(content, hospitals=hospital(ward=10, intensive_care=5)))
            assert column(outcome, "hospitals.inside").tolist() == [0]
            assert outcome.usage["in_use"][-2:].max() > 0
            assert (infections(outcome, "bed") == -1).all()


@pytest.mark.parametrize(("share", "ward", "care"), [("severe", 20, 0), ("critical", 2, 15)])
def test_beds_are_used_for_as_long_as_stages_last(share: str, ward: int, care: int) -> None:
    """Days in bed, as the engine counts them: mean use over forty days."""
    shares = {"severe": ALL_SEVERE, "critical": ALL_CRITICAL}[share]
    outcome = run(ill(covid({"severity": shares})))
    by_title = dict(zip(outcome.resources, outcome.usage["in_use"], strict=True))
    assert by_title["ward beds hospital"] * 40 == pytest.approx(ward)
    assert by_title["intensive care hospital"] * 40 == pytest.approx(care)


def test_a_hospital_full_of_cases_is_passed_over() -> None:
    """Three severe cases lie in all its beds: a casualty is flown to the other one."""
    hospitals = {
        **hospital(ward=3, intensive_care=0),
        "other": {**CONTENT["hospitals"]["hospital"], "at": "far", "intensive_care": 0},
    }
    by_air = {**CONTENT["evacuation"], "own_vehicles": {"speed": "0.01 km/h", "radius": "1 km"}}
    went = {}
    for cases in (2, 3):
        content = covid({"severity": ALL_SEVERE}, seeds=[{"at": "camp", "cases": cases}])
        attack = wounded(12, "12 h", "t1")
        outcome = run(ill(content, hospitals=hospitals, evacuation=by_air, incidents=attack))
        went[cases] = int(outcome.casualties[0]["hospital"])
    assert went == {2: 0, 3: 1}


# --- the way abroad ----------------------------------------------------------------------


def test_abroad_everybody_has_intensive_care_and_the_post_is_empty() -> None:
    content = covid(
        {"severity": severity(1, 1, 1, 0.3)},
        seeds=[{"at": "camp", "cases": 90}],
        flights={"approval": "2 days"},
    )
    outcome = run(ill(content, hospitals=hospital(intensive_care=0)))
    assert outcome["covid_left_country"] == 90
    assert days(outcome, ev.LEFT_COUNTRY) == [CRITICAL + 2] * 90
    assert outcome["covid_without_intensive_care"] == 0
    assert outcome["deaths_covid"] < 45
    states = column(outcome, "people.state")
    assert (states == EVACUATED).sum() == 90 - outcome["deaths_covid"]


def test_nobody_is_flown_out_after_the_crisis() -> None:
    content = covid({"severity": ALL_CRITICAL}, flights={"approval": "9 days"})
    assert run(ill(content))["covid_left_country"] == 0
