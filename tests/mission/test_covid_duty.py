"""Who is kept from duty by COVID-19, and for how long: one case whose days are fixed."""

from typing import Any

import pytest

from pksim.mission import events as ev
from pksim.mission.people import AFTER_DOSE, APART, IN_QUARANTINE, UNWELL
from pksim.mission.terms import DEAD, EVACUATED, FIT, ISOLATED, QUARANTINED, SICK
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_DIE,
    ALL_SEVERE,
    CRISIS,
    DAY,
    ENDS,
    MILD,
    ONSET,
    SILENT,
    WELL,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import CONTENT, column, patrol, run

PERFECT: dict[str, Any] = {
    "pcr": {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 days"},
    "antigen": {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "30 min"},
}
"""Tests that find every case from the day of infection on, and nobody else."""
LONG = {"patrol": patrol(dwell="25 days", per_day="1 per week", vehicles=9)}
"""Columns that stay away for most of the run, with everybody who drives."""


def state_of_case(outcome: Any) -> int:
    """The state of the first case at the end."""
    return int(column(outcome, "people.state")[infections(outcome, "person")[0]])


def test_whoever_dies_on_a_march_is_not_dismissed_alive() -> None:
    """A column that comes home sets free those who are on it, and nobody who died on the way."""
    for replication in range(20):
        outcome = run(ill(covid({"severity": ALL_DIE}), "35 days", patrols=LONG), replication)
        assert days(outcome, ev.PATROL_RETURNED)
        assert days(outcome, ev.DEATH_BY_COVID) == [CRISIS]
        assert state_of_case(outcome) == DEAD


def test_whoever_is_flown_out_from_a_march_stays_out() -> None:
    content = covid({"severity": ALL_CRITICAL}, flights={"approval": "1 days"})
    for replication in range(20):
        outcome = run(ill(content, "35 days", patrols=LONG), replication)
        assert state_of_case(outcome) == EVACUATED


def test_whoever_is_well_before_the_sick_bay_does_not_report() -> None:
    """Half a day of symptoms, and a day until the sick bay: never off duty, nor for ever."""
    outcome = run(ill(covid({"mild": "12 h"})))
    assert outcome["covid_days"] == 0
    assert state_of_case(outcome) == FIT


@pytest.mark.parametrize("rotations", [[], ["2019-04-02"]])
def test_nobody_dies_twice(rotations: list[str]) -> None:
    """Five are killed on day 10 who would have died on day 19, be their posts filled by then."""
    attack = [{"at": "camp", "cause": "indirect fire", "day": 10, "hour": "1 h", "killed": 5}]
    outcome = run(
        ill(
            covid({"severity": ALL_DIE}, seeds=[{"at": "camp", "cases": 90}]),
            incidents=attack,
            patrols={"patrol": patrol(per_day=0)},
            units={"U": {**CONTENT["units"]["U"], "rotations": rotations}},
        )
    )
    assert outcome["deaths_indirect"] == 5
    assert outcome["deaths_covid"] == 85
    assert outcome["deaths"] == 90
