"""A comparison made of numbers, without a mission: every figure of it is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.scenario import Scenario
from pksim.study import Comparison, Levels
from pksim.study.against import against
from pksim.study.draws import Draws
from pksim.study.levels import Sample
from tests.toy_mission import ToyOutcome
from tests.toy_scenario import gao

SEED = 5

Table = Mapping[str, npt.ArrayLike]
"""Outcomes by name, each by replication."""


def made(
    policies: Mapping[str, Table],
    *,
    unknowns: tuple[str, ...] = (),
    each: int = 1,
    scenario: Scenario | None = None,
) -> Comparison:
    """A comparison of policies of the scenario, the first one being the baseline."""
    base = scenario or gao()
    levels = [_levels(name, table, base, each) for name, table in policies.items()]
    names = levels[0].sample.names
    return Comparison(
        scenario=base,
        seed=SEED,
        clock="native",
        replications=levels[0].replications,
        wanted=levels[0].replications,
        baseline=levels[0],
        policies=against(levels[0], levels[1:]),
        outcomes=tuple(ToyOutcome(name) for name in names),
        draws=Draws(unknowns, SEED, each) if unknowns else None,
    )


def _levels(name: str, table: Table, scenario: Scenario, each: int) -> Levels:
    values = np.column_stack([np.asarray(values, np.float64) for values in table.values()])
    sample = Sample(tuple(table), values, each)
    applied = scenario.with_policy(name)
    return Levels(name, applied, sample, np.arange(len(values), dtype=np.int64))


def quantiles(unknowns: tuple[str, ...], draws: int) -> npt.NDArray[np.float64]:
    """What the unknowns of such a study are in each draw: draw x unknown."""
    found: Any = Draws(unknowns, SEED).table(range(draws))
    return np.asarray(found)
