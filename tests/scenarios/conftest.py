"""The shipped scenarios, and runs of them that several tests share."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.scenario import Scenario, load

FOLDER = Path(__file__).parents[2] / "scenarios"
SHIPPED = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
SEED = 1

Runs = tuple[MissionRun, ...]
RunsOf = Callable[[str, int], Runs]


@cache
def scenario_of(name: str) -> Scenario:
    """A shipped scenario, as it stands in its file."""
    return load(FOLDER / f"{name}.yaml")


@cache
def runs_of(name: str, replications: int) -> Runs:
    """The first replications of a shipped scenario without any policy."""
    mission = Mission(scenario_of(name))
    return tuple(mission.run(SEED, i) for i in range(replications))


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> Scenario:
    """Each shipped scenario in turn."""
    return scenario_of(str(request.param))


def outcome(runs: Runs, name: str) -> npt.NDArray[np.float64]:
    """One outcome of every run."""
    return np.array([run[name] for run in runs])


def standard_error(values: npt.NDArray[np.float64]) -> float:
    """Standard error of the mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))
