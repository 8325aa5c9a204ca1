"""Imports by formula, as `pksim check` tells them, are those that come about."""

from __future__ import annotations

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.scenario.imported import imported
from tests.mission.small import CONTENT, SEED, small

pytestmark = pytest.mark.statistical
RUNS = 40
DEVIATIONS = 4.0  # standard errors; a Poisson number has its mean for a variance


def test_imports_by_formula_are_those_that_come_about() -> None:
    """Nobody infects anybody here, so every case came from outside."""
    scenario = small(
        horizon="60 days",
        units={"U": {**CONTENT["units"]["U"], "rotations": ["2019-04-01", "2019-04-28"]}},
        covid={
            "contacts": {"r0": 0.0},
            "surroundings": {
                "prevalence": {"2019-03-21": 0.0, "2019-04-20": 0.02, "2019-05-10": 0.01},
                "gate": 0.1,
                "towns": 5.0,
            },
            "arrivals": {"infected": {"2019-03-21": 0.0, "2019-05-01": 0.05}},
            "freeze": {"from": "2019-04-20", "until": "2019-05-05"},
        },
    )
    assert scenario.covid is not None
    expected = imported(scenario, scenario.covid)
    mission = Mission(scenario)
    runs = [mission.run(SEED, number, clock="simpy") for number in range(RUNS)]
    assert expected.exchanged == 2 * scenario.strength
    for outcome, mean in (
        ("infected_arrival", expected.newcomers),
        ("infected_gate", expected.gate),
        ("infected_town", expected.towns),
    ):
        assert mean > 0.5
        found = float(np.mean([run[outcome] for run in runs]))
        assert found == pytest.approx(mean, abs=DEVIATIONS * (mean / RUNS) ** 0.5), outcome
