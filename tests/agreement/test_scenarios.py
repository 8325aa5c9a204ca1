"""Whole generated scenarios tell the same story on both clocks, to the last byte."""

import numpy as np
import pytest
from numba import config
from tests.agreement.scenarios import random_scenario

from pksim.mission import KINDS, Mission

# 120 scenarios: one half compiled as users have it, the other with bounds checks. Without the
# compiler both clocks are interpreted, and only coverage is wanted.
CHUNK = 2 if config.DISABLE_JIT else 12
BEGIN, END = (0, 2) if config.DISABLE_JIT else (60, 120) if config.BOUNDSCHECK else (0, 60)


@pytest.mark.parametrize("first", range(BEGIN, END, CHUNK))
def test_scenarios_agree(first: int) -> None:
    casualties = 0
    for seed in range(first, first + CHUNK):
        mission = Mission(random_scenario(seed))
        native = mission.run(seed, 0, clock="native", record=True)
        simpy = mission.run(seed, 0, clock="simpy", record=True)
        assert native.journal.tobytes() == simpy.journal.tobytes(), f"scenario {seed}"
        assert native.outcomes.tobytes() == simpy.outcomes.tobytes(), f"scenario {seed}"
        assert native.casualties.tobytes() == simpy.casualties.tobytes(), f"scenario {seed}"
        assert np.array_equal(native.usage, simpy.usage), f"scenario {seed}"
        casualties += len(native.casualties)
    assert casualties > 0  # something happened in each handful


@pytest.mark.slow
def test_everything_happens_in_some_scenario() -> None:
    """A kind of event that no generated scenario knows would not be compared."""
    told = np.zeros(len(KINDS), np.int64)
    for seed in range(120):
        told += Mission(random_scenario(seed)).run(seed, 0, clock="native").result.count
    assert [name for name, number in zip(KINDS, told, strict=True) if number == 0] == []
