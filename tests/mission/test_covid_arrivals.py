"""Rotations: the freeze, who brings an infection, and quarantine before and after the journey."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import FIT, QUARANTINED
from pksim.scenario import Scenario
from tests.mission.checks import share_is
from tests.mission.covid_small import DAY, SILENT, covid, days, ill, infections
from tests.mission.small import CONTENT, column, run, told

STRENGTH = 90


def rotating(content: dict[str, Any], *dates: str, horizon: str = "40 days") -> Scenario:
    """The unit rotates on these dates; the run begins on 2019-03-21."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": [*dates]}}
    return ill({**content, "seeds": []}, horizon, units=unit)


def arrivals(share: float = 1.0, **changes: Any) -> dict[str, Any]:
    """So many newcomers are infected in the two weeks before."""
    return {"infected": {"2019-03-21": share}, **changes}


def test_a_freeze_moves_rotations_to_its_last_day_and_no_others() -> None:
    freeze = {"from": "2019-03-25", "until": "2019-04-05"}
    dates = ("2019-03-24", "2019-03-25", "2019-04-04", "2019-04-06")
    outcome = run(rotating(covid(freeze=freeze, arrivals=arrivals()), *dates))
    assert days(outcome, ev.ROTATED) == [3, 15, 16]
    assert outcome["infections"] == 3 * STRENGTH


def test_without_a_freeze_rotations_come_on_their_dates() -> None:
    outcome = run(rotating(covid(), "2019-03-24", "2019-04-04"))
    assert days(outcome, ev.ROTATED) == [3, 14]


SHARP = {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 h"}
SECTIONS = {"r0": 20.0, "where": {"section": 1.0}}


def test_whoever_is_isolated_in_quarantine_infects_no_mates() -> None:
    """All who bring an infection are found on arrival, before they can infect anybody."""
    content = covid(
        contacts=SECTIONS,
        arrivals=arrivals(0.1, window="1 days"),
        isolation={"leak": 0.0},
        tests={"antigen": SHARP},
        quarantine={
            "arrival": "14 days", "complies": 1.0, "leak": 0.0, "inside": 1.0,
            "tests": [{"day": 0, "kind": "antigen"}],
        },
    )  # fmt: skip
    outcome = run(rotating(content, "2019-03-24"))
    assert outcome["infections"] == outcome["covid_confirmed"] > 3
    untested = {**content, "quarantine": {**content["quarantine"], "tests": []}}
    assert run(rotating(untested, "2019-03-24"))["infected_section"] > 3
