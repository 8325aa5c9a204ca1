"""Realised mean and variance of every registered stream, and of every duration of the sector."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from pksim.engine.distributions import quantile
from pksim.engine.streams import fold_key, uniform
from pksim.mission.build.plan import Plan
from pksim.mission.streams import STREAMS
from pksim.mission.world import WorldBuilder
from pksim.scenario import Law, Scenario
from pksim.scenario.laws import (
    EXPONENTIAL,
    FIXED,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
)

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

ENTITIES = 20_000


@pytest.mark.parametrize("purpose", STREAMS)
def test_a_stream_is_uniform(purpose: str) -> None:
    key = fold_key(1, 0)
    luck = np.array([uniform(key, STREAMS[purpose], entity, 0) for entity in range(ENTITIES)])
    # variance 1/12 with standard error sqrt((1/80 - 1/144) / n): fourth central moment 1/80
    assert luck.mean() == pytest.approx(0.5, abs=4 * np.sqrt(1 / 12 / ENTITIES))
    assert luck.var() == pytest.approx(1 / 12, abs=4 * np.sqrt((1 / 80 - 1 / 144) / ENTITIES))


def test_streams_do_not_go_together() -> None:
    """Neighbouring purposes, for the same entities, are uncorrelated."""
    key = fold_key(1, 0)
    lucks = np.array([[uniform(key, s, e, 0) for e in range(4000)] for s in STREAMS.values()])
    between = np.corrcoef(lucks)[np.triu_indices(len(STREAMS), 1)]
    assert np.abs(between).max() < 5.0 / np.sqrt(4000)


def by_scipy(law: Law) -> Any:
    """The law as scipy knows it, from its parameters."""
    if law.family == UNIFORM:
        return stats.uniform(law.a, law.b - law.a)
    if law.family == EXPONENTIAL:
        return stats.expon(scale=law.a)
    if law.family == TRIANGULAR:
        return stats.triang((law.b - law.a) / (law.c - law.a), law.a, law.c - law.a)
    assert law.family == LOGNORMAL
    return stats.lognorm(law.b, scale=law.a)


def laws_of(scenario: Scenario) -> list[Law]:
    """Every law of durations that the mission draws from, each once."""
    builder = WorldBuilder(scenario)
    builder.build()
    plan: Plan = builder.plan
    book = plan.laws.columns()
    columns = (book[name].tolist() for name in ("family", "a", "b", "c"))
    return [Law(*row) for row in sorted(set(zip(*columns, strict=True)))]


def test_durations_have_the_moments_of_their_law(gao: Scenario) -> None:
    luck = (np.random.default_rng(1).permutation(ENTITIES) + 0.5) / ENTITIES
    laws = laws_of(gao)
    assert len(laws) > 30
    for law in laws:
        drawn = np.array([quantile(law.family, law.a, law.b, law.c, u) for u in luck])
        if law.family == FIXED:
            assert np.ptp(drawn) == 0
            assert drawn[0] == law.a
            continue
        wanted = by_scipy(law)
        # the middle of each of 20,000 equal cells: what is lost is the far tail alone
        assert drawn.mean() == pytest.approx(wanted.mean(), rel=0.002), law
        assert drawn.var() == pytest.approx(wanted.var(), rel=0.03), law
