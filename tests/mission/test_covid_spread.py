"""Who infects whom: in camp, in a vehicle, in hospital, and what bubbles and isolation leave."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.mission.covid.words import CAMP, CREW, PLATOON, SECTION, WARD
from tests.mission.checks import mean_is
from tests.mission.covid_small import DAY, SILENT, covid, days, ill, infections
from tests.mission.small import CONTENT, SEED, column, patrol, run, told

SHARP = {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 h"}
FOUND = {"antigen": SHARP, "routine": {"every": "1 days"}}
"""Everybody is tested every day, and every case is found an hour later."""
AWAY = {"patrol": patrol(dwell="20 days", vehicles=9)}


def test_in_a_vehicle_nobody_can_be_kept_apart() -> None:
    """All cases are found at once and isolated without a leak; on a march that changes nothing."""
    content = covid(
        {"latent": "0 days"},
        contacts={"crew": "3 per day"},
        seeds=[{"at": "camp", "cases": 30}],
        isolation={"leak": 0.0},
        tests=FOUND,
    )
    outcome = run(ill(content, "20 days", patrols=AWAY))
    assert outcome["infected_crew"] > 10
    assert outcome["infections"] == 30 + outcome["infected_crew"]
