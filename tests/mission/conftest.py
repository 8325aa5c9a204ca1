"""The Gao sector, small sectors cut from it, and many runs of them, shared by the mission's tests."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.mission.mission import COLUMN
from pksim.scenario import Scenario, load

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"
Runs = list[MissionRun]


@pytest.fixture(scope="session")
def gao() -> Scenario:
    """The sector as shipped, before any policy."""
    return load(GAO)


@pytest.fixture(scope="session")
def mission_of(gao: Scenario) -> Callable[[str], Mission]:
    """The mission of one shipped policy."""
    built: dict[str, Mission] = {}

    def of(policy: str) -> Mission:
        if policy not in built:
            built[policy] = Mission(gao.with_policy(policy))
        return built[policy]

    return of


@pytest.fixture(scope="session")
def runs_of(mission_of: Callable[[str], Mission]) -> Callable[[str, int], Runs]:
    """The first so many replications of one shipped policy, under seed 1."""
    done: dict[str, Runs] = {}

    def of(policy: str, replications: int) -> Runs:
        runs = done.setdefault(policy, [])
        runs += [mission_of(policy).run(1, i) for i in range(len(runs), replications)]
        return runs[:replications]

    return of


def outcome(runs: Runs, name: str) -> npt.NDArray[np.float64]:
    """One outcome of every run."""
    return np.array([run.outcomes[COLUMN[name]] for run in runs])


def standard_error(values: npt.NDArray[np.float64]) -> float:
    """Standard error of the mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))
