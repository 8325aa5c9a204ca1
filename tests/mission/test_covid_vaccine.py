"""Vaccination: doses and days off, when protection begins and wanes, and against what."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import FIT
from tests.mission.covid_small import DAY, covid, days, ill
from tests.mission.small import column, run, told

STRENGTH = 90


def campaign(**changes: Any) -> dict[str, Any]:
    """Everybody gets one dose on the first day, and has no day off."""
    return {
        "from": "2019-03-21", "over": "1 days", "uptake": 1.0, "off_duty": "0 min", **changes
    }  # fmt: skip


def vaccine(*campaigns: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A vaccine of which one dose takes at once."""
    return {"takes": "0 min", "campaigns": [*campaigns], **changes}


@pytest.mark.parametrize("off", [0.0, 0.5, 1.0, 1.5, 3.0])
def test_everybody_is_off_duty_after_the_dose_for_so_long(off: float) -> None:
    content = covid(seeds=[], vaccine=vaccine(campaign(over="10 days", off_duty=f"{off * 24} h")))
    outcome = run(ill(content, "20 days"))
    assert outcome["doses"] == STRENGTH
    assert outcome["quarantine_days"] == pytest.approx(STRENGTH * off)
    assert (column(outcome, "people.state") == FIT).all()


def test_a_campaign_that_began_before_the_run_is_where_it_stands() -> None:
    """Of ten days, four were before the first one of the run: their doses are that old by now."""
    content = covid(seeds=[], vaccine=vaccine(campaign(over="10 days", **{"from": "2019-03-17"})))
    outcome = run(ill(content, "20 days"))
    doses = column(outcome, "people.last_dose") / DAY
    assert (column(outcome, "people.doses") == 1).all()
    assert set(doses) <= set(range(-4, 6))
    assert (doses < 0).any()
    assert outcome["doses"] == (doses >= 0).sum() > 0
    assert days(outcome, ev.VACCINATED) == [0, 1, 2, 3, 4, 5]
