"""The shipped baselines against their targets: what was fitted, and what was predicted."""

from functools import cache

import pytest

from tests.validation.sample import Sample, sample
from tests.validation.scenarios import SCENARIOS
from tests.validation.targets import Target

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

REPLICATIONS = 200
# The other scenarios are held to their rows in tests/scenarios, which takes more replications.
CASES = [("gao-sector", target) for target in SCENARIOS["gao-sector"][2]]


@cache
def runs(scenario: str) -> Sample:
    """One sample serves all targets of a scenario."""
    return sample(scenario, REPLICATIONS)


@pytest.mark.parametrize(
    ("scenario", "target"), CASES, ids=[f"{name}: {target.name}" for name, target in CASES]
)
def test_the_figure_lies_in_its_interval(scenario: str, target: Target) -> None:
    value, error = target.simulated(runs(scenario))
    assert target.low - 2 * error <= value <= target.high + 2 * error
    assert error < 0.5 * (target.high - target.low)  # else the test would say nothing
