"""Tests for COVID-19: when they find a case, how long a result takes, rounds and false alarms."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import DRIVER, MEDIC
from tests.mission.checks import mean_is, share_is
from tests.mission.covid_small import (
    ALL_SEVERE,
    DAY,
    SILENT,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import CONTENT, column, patrol, run, told


def kind(sensitivity: Any = 1.0, turnaround: str = "1 days", specificity: float = 1.0) -> Any:
    """One kind of test; a number is its sensitivity from the day of infection on."""
    table = sensitivity if isinstance(sensitivity, dict) else {0: sensitivity}
    return {"sensitivity": table, "specificity": specificity, "turnaround": turnaround}


def only(**changes: Any) -> dict[str, Any]:
    """Tests that find everybody, of which only what is asked for is used."""
    return {"pcr": kind(), "antigen": kind(turnaround="30 min"), **changes}


def test_two_tests_that_find_a_case_find_it_once() -> None:
    """A routine test on day 7 is sooner than the result of the one for symptoms, on day 9."""
    content = covid(
        tests=only(
            on_symptoms="pcr",
            pcr=kind(turnaround="3 days"),
            routine={"every": "7 days", "kind": "antigen"},
        )
    )
    outcome = run(ill(content))
    assert days(outcome, ev.CONFIRMED) == pytest.approx([7 + 0.5 / 24])
    assert outcome["covid_confirmed"] == 1


@pytest.mark.parametrize(("reports", "found"), [(0.0, 9.0), (1.0, 6.0)])
def test_whoever_is_severe_is_tested_at_the_latest_then(reports: float, found: float) -> None:
    """Once, on day 6 or on day 9: a severe case who kept silent is seen all the same."""
    isolation = {"reports": reports, "delay": "1 days", "on_symptoms": 1.0}
    content = covid(
        {"severity": ALL_SEVERE}, isolation=isolation, tests=only(on_symptoms="antigen")
    )
    outcome = run(ill(content))
    assert days(outcome, ev.CONFIRMED) == pytest.approx([found + 0.5 / 24])
    assert days(outcome, ev.TESTED) == [found]
    assert days(outcome, ev.ISOLATION) == pytest.approx([found, found + 0.5 / 24])


# --- sensitivity -------------------------------------------------------------------------

RISING = {4: 0.2, 8: 0.6, 12: 0.0}
BY_DAY = {3: 0.0, 4: 0.2, 5: 0.3, 7: 0.5, 8: 0.6, 9: 0.45, 11: 0.15, 12: 0.0, 30: 0.0}


@pytest.mark.parametrize("day", BY_DAY)
def test_sensitivity_goes_in_straight_lines_between_days(day: int) -> None:
    """All people are cases of day 0, and have their first round of tests on this day."""
    content = covid(
        {"severity": SILENT, "latent": "60 days"},
        seeds=[{"at": "camp", "cases": 360}],
        tests=only(
            antigen=kind(RISING, "0 min"), routine={"every": f"{day} days", "kind": "antigen"}
        ),
    )
    big = {"U": {"base": "camp", "companies": 4}}
    found = run(ill(content, f"{day + 1} days", units=big))["covid_confirmed"]
    wanted = BY_DAY[day]
    if wanted == 0.0:
        assert found == 0
    else:
        share_is(found, 360, wanted, half=1.0)


def test_a_test_is_level_after_the_last_day_of_its_table() -> None:
    content = covid(
        {"severity": SILENT, "latent": "60 days"},
        seeds=[{"at": "camp", "cases": 90}],
        tests=only(
            antigen=kind({4: 0.0, 5: 0.5}, "0 min"),
            routine={"every": "20 days", "kind": "antigen"},
        ),
    )
    share_is(run(ill(content, "21 days"))["covid_confirmed"], 90, 0.5, half=0.5)


def test_each_round_is_luck_of_its_own() -> None:
    """Half are found in the first round, half of the others in the second, and so on."""
    content = covid(
        {"severity": SILENT, "latent": "60 days"},
        seeds=[{"at": "camp", "cases": 360}],
        tests=only(antigen=kind(0.5, "0 min"), routine={"every": "7 days", "kind": "antigen"}),
    )
    outcome = run(ill(content, units={"U": {"base": "camp", "companies": 4}}))
    found = np.bincount([round(day) for day in days(outcome, ev.CONFIRMED)], minlength=36)
    left = 360
    for day in (7, 14, 21):
        share_is(found[day], left, 0.5, half=0.7)
        left -= found[day]
    assert found.sum() == sum(found[[7, 14, 21, 28, 35]])


# --- rounds ------------------------------------------------------------------------------


def test_rounds_are_counted_for_those_who_are_tested() -> None:
    """Five rounds of seven days in forty, of 90 people, of three medics, or of two surgeons."""
    unit = {"U": {**CONTENT["units"]["U"], "support": {"surgeon": 2}}}
    for jobs, people in (([], 92), (["medic"], 3), (["surgeon", "medic"], 5), (["eod"], 0)):
        routine = {"every": "7 days", "kind": "pcr", "jobs": jobs}
        outcome = run(ill(covid(seeds=[], tests=only(routine=routine)), units=unit))
        assert outcome["covid_tests"] == 5 * people
        assert days(outcome, ev.TESTED) == [7, 14, 21, 28, 35]


def test_only_those_who_belong_to_it_are_found_in_a_round() -> None:
    units = {"U": CONTENT["units"]["U"], "V": CONTENT["units"]["U"]}
    routine = {"every": "7 days", "kind": "pcr", "units": ["V"], "jobs": ["driver", "medic"]}
    content = covid(
        {"severity": SILENT, "latent": "60 days"},
        seeds=[{"at": "camp", "cases": 180}],
        tests=only(routine=routine),
    )
    outcome = run(ill(content, units=units, patrols={"patrol": patrol(unit="U")}))
    person = infections(outcome, "person")[infections(outcome, "found") == 1]
    assert set(column(outcome, "people.unit")[person]) == {1}
    assert set(column(outcome, "people.job")[person]) == {DRIVER, MEDIC}
    assert outcome["covid_confirmed"] == 27 + 3


@pytest.mark.parametrize("specificity", [1.0, 0.99, 0.9])
def test_false_alarms_are_as_many_as_specificity_says(specificity: float) -> None:
    """Each isolates somebody until a second test says otherwise, as long as a PCR test takes."""
    routine = {"every": "3 days", "kind": "antigen"}
    antigen = kind(specificity=specificity, turnaround="30 min")
    content = covid(seeds=[], tests=only(antigen=antigen, routine=routine))
    runs = [run(ill(content, "60 days"), i) for i in range(10)]
    alarms = np.array([r["covid_false_alarms"] for r in runs])
    if specificity == 1.0:
        assert (alarms == 0).all()
        assert sum(r["covid_days"] for r in runs) == 0
    else:
        mean_is(alarms, 19 * 90 * (1 - specificity), half=0.5)
        for r in runs:
            assert len(told(r, ev.ISOLATION)) == r["covid_false_alarms"] >= r["covid_days"] > 0
            assert (told(r, ev.ISOLATION)["value"] == DAY).all()
    assert all((column(r, "people.kept") == 0).all() for r in runs)


# --- results -----------------------------------------------------------------------------


@pytest.mark.parametrize(("test", "day"), [("pcr", 6 + 2), ("antigen", 6 + 1 / 48)])
def test_a_result_takes_its_time(test: str, day: float) -> None:
    content = covid(tests=only(on_symptoms=test, pcr=kind(turnaround="2 days")))
    assert days(run(ill(content)), ev.CONFIRMED) == pytest.approx([day])


def test_measures_begin_on_their_day() -> None:
    """Tests for symptoms on day 6 are not made before the measures are taken; rounds neither."""
    content = covid(
        seeds=[{"at": "camp", "cases": 1}, {"at": "camp", "cases": 1, "day": 3}],
        isolation={"reports": 1.0, "delay": "1 days", "on_symptoms": 1.0},
        tests=only(on_symptoms="pcr", routine={"every": "5 days", "kind": "pcr"}),
        measures_from="2019-03-29",
    )
    outcome = run(ill(content))
    assert days(outcome, ev.TESTED) == [9, 10, 15, 20, 25, 30, 35]
    assert days(outcome, ev.CONFIRMED) == [10, 11]


# --- newcomers ---------------------------------------------------------------------------


def test_newcomers_are_tested_on_their_days_until_they_are_found() -> None:
    """Infected within a day of their journey on day 3: on day 3 no test finds them, on 8 all do."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": ["2019-03-24"]}}
    newcomers = [{"day": 0}, {"day": 5}, {"day": 9}]
    content = covid(
        {"severity": SILENT, "latent": "60 days"},
        seeds=[],
        arrivals={"infected": {"2019-03-21": 1.0}, "window": "1 days"},
        tests=only(pcr=kind({2: 0.0, 5: 1.0})),
        quarantine={"tests": [{"day": -3}, *newcomers]},
    )
    outcome = run(ill(content, units=unit))
    assert outcome["covid_tests"] == 4 * 90
    assert days(outcome, ev.CONFIRMED) == [3 + 5 + 1] * 90
