"""Infections from outside: in towns, through the gate, and seeds; as many as prevalence says."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.mission.covid.words import GATE, SEED, SOURCES, TOWN
from tests.mission.checks import mean_is, poisson_is
from tests.mission.covid_small import DAY, SILENT, covid, ill, infections
from tests.mission.small import SEED as RUN_SEED
from tests.mission.small import patrol, run, told


def outside(**changes: Any) -> dict[str, Any]:
    """Nobody is infected at first, and nobody infects anybody."""
    return covid({"severity": SILENT}, seeds=[], **changes)


def test_a_whole_column_may_be_infected_at_one_stop() -> None:
    """More at once than the engine has room for in a turn: the rest is left for the next stop."""
    outcome = run(
        ill(
            outside(
                surroundings={"prevalence": {"2019-03-21": 1.0}, "towns": "10000 per day"}
            ),
            "1 days",
            units={"U": {"base": "camp", "companies": 9, "drivers": 5}},
            patrols={"patrol": patrol(vehicles=60)},
            occupants={6: 1.0},
        )
    )  # fmt: skip
    assert told(outcome, ev.PATROL_LEFT)["value"][0] > 300
    assert 100 < outcome["infected_town"] <= 200
