"""The Gao sector, a busy twin of it with five times the devices, and many runs of both."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.mission.mission import COLUMN
from pksim.scenario import Scenario, load

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"
Runs = list[MissionRun]
RunsOf = Callable[[str, int], Runs]
Changes = dict[str, Any]


@pytest.fixture(scope="session")
def gao() -> Scenario:
    """The sector as shipped, before any policy."""
    return load(GAO)


@pytest.fixture(scope="session")
def busy(gao: Scenario) -> Scenario:
    """Five times the devices: as much to see in a fifth of the runs."""
    return gao.patched({"areas.*.emplacement": {"times": 5.0}})


@pytest.fixture(scope="session")
def runs_of(gao: Scenario) -> RunsOf:
    """The first so many replications of a shipped policy, under seed 1."""
    return remembered(gao)


@pytest.fixture(scope="session")
def busy_runs_of(busy: Scenario) -> RunsOf:
    """The same in the busy sector."""
    return remembered(busy)


def remembered(scenario: Scenario) -> RunsOf:
    """Runs of the policies of a scenario, each replication run once."""
    missions: dict[str, Mission] = {}
    done: dict[str, Runs] = {}

    def of(policy: str, replications: int) -> Runs:
        if policy not in missions:
            missions[policy] = Mission(scenario.with_policy(policy))
            done[policy] = []
        runs = done[policy]
        runs += [missions[policy].run(1, i) for i in range(len(runs), replications)]
        return runs[:replications]

    return of


def outcome(runs: Runs, name: str) -> npt.NDArray[np.float64]:
    """One outcome of every run."""
    return np.array([run.outcomes[COLUMN[name]] for run in runs])


def standard_error(values: npt.NDArray[Any]) -> float:
    """Standard error of the mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values)))
