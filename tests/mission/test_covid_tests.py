"""Tests for COVID-19: when they find a case, how long a result takes, rounds and false alarms."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from tests.mission.checks import mean_is, share_is
from tests.mission.covid_small import (
    ALL_SEVERE,
    DAY,
    MILD,
    ONSET,
    SILENT,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import run, told


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
