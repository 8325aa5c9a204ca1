"""The outbreak that pksim is measured on against Starsim and Covasim is the same in all of them."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks import outbreak

SMALL = 0.1 * outbreak.MANY_CASES.people
"""Outbreaks from one case end far below it or far above."""


@pytest.mark.parametrize("law", [outbreak.Period(3.0, 1.0), outbreak.Period(5.0, 2.0)])
def test_a_period_has_the_mean_and_the_spread_it_was_given(law: outbreak.Period) -> None:
    mean = law.median * math.exp(law.sigma**2 / 2.0)
    assert mean == pytest.approx(law.mean)
    assert mean * math.sqrt(math.expm1(law.sigma**2)) == pytest.approx(law.sd)


def test_the_final_size_equation_holds() -> None:
    """Of a very large outbreak from very few cases, z = 1 - exp(-2 z) has the solution 0.79681."""
    huge = outbreak.Outbreak(people=10**9, cases=1)
    assert outbreak.final_size(huge) / huge.people == pytest.approx(0.79681, abs=1e-5)


def test_a_fixed_period_dies_out_as_a_poisson_branching_process_does() -> None:
    """q = exp(-2 (1 - q)) has the solution 0.20319."""
    fixed = outbreak.Outbreak(cases=1, infectious=outbreak.Period(5.0, 1e-9))
    assert outbreak.extinction(fixed) == pytest.approx(0.20319, abs=1e-5)


@pytest.mark.statistical
def test_sellkes_construction_agrees_with_both_equations() -> None:
    """The equations are limits: a mean of 3,826 lies some 2 people below."""
    sizes = outbreak.exact_outbreaks(4000, 1, outbreak.ONE_CASE)
    large = sizes[sizes > SMALL]
    assert large.mean() == pytest.approx(outbreak.final_size(outbreak.ONE_CASE), abs=6.0)
    assert np.mean(sizes <= SMALL) == pytest.approx(
        outbreak.extinction(outbreak.ONE_CASE), abs=4 * math.sqrt(0.22 * 0.78 / 4000)
    )


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("peer", ["Starsim", "Covasim"])
@pytest.mark.filterwarnings("ignore")  # of the peers
def test_a_peer_draws_the_same_outbreaks(peer: str) -> None:
    if importlib.util.find_spec(peer.lower()) is None:
        pytest.skip(f"{peer} is not installed")
    simulate: Callable[..., outbreak.Sizes] = outbreak.OUTBREAKS[peer]
    sizes = simulate(20, 1, outbreak.MANY_CASES)
    assert outbreak.alike(sizes, outbreak.exact_outbreaks(4000, 1)) > 0.001
