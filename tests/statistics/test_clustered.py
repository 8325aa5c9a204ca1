"""Shares and tails of runs that share draws, and what an unknown explains: closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pksim.statistics import (
    at_least,
    clopper_pearson,
    clustered_share,
    conditional_value_at_risk,
    conditional_value_at_risk_difference,
    explained_share,
)

DRAWS, EACH = 200, 4


def test_without_clusters_the_bounds_are_exact() -> None:
    hits = np.arange(50) < 7
    assert clustered_share(hits, 1) == clopper_pearson(7, 50)


def test_runs_that_always_agree_count_once() -> None:
    """40 of 100 draws, each told four times, tell no more than 40 of 100."""
    hits = np.repeat(np.arange(100) < 40, 4)
    assert clustered_share(hits, 4) == pytest.approx(clopper_pearson(40, 100), abs=0.002)


def test_runs_that_do_not_depend_on_the_draw_count_each() -> None:
    hits = np.random.default_rng(3).random(40_000) < 0.3
    assert clustered_share(hits, 4) == pytest.approx(
        clopper_pearson(int(hits.sum()), 40_000), abs=4e-4
    )


@pytest.mark.parametrize("rare", [0, 3])
def test_what_hardly_happens_is_bounded_by_draws(rare: int) -> None:
    hits = np.arange(400) < rare
    high = clustered_share(hits, 4)[1]
    assert high == pytest.approx(stats.beta.ppf(0.975, rare / 4 + 1, 100 - rare / 4))


@pytest.mark.parametrize(("share", "alike"), [(0.02, 0.5), (0.1, 0.5), (0.1, 0.9), (0.5, 0.3)])
def test_the_bounds_cover_whatever_runs_share(share: float, alike: float) -> None:
    """Beta-binomial draws; 93 % is asked for, 600 trials have an error of 1 %."""
    spread = (1.0 - alike) / alike
    generator = np.random.default_rng(11)
    chances = generator.beta(share * spread, (1.0 - share) * spread, (600, DRAWS))
    hits = generator.random((600, DRAWS, EACH)) < chances[:, :, None]
    found = [clustered_share(one.ravel(), EACH) for one in hits]
    covered = np.mean([low <= share <= high for low, high in found])
    assert covered >= 0.93


def test_enough_is_counted_in_draws() -> None:
    """20 exceedances in 5 draws are five, and tell nothing of a tail."""
    values = np.where(np.arange(400) < 20, 9.0, np.arange(400) % 3)
    assert at_least(values, 9).enough
    assert not at_least(values, 9, size=4).enough
    assert at_least(values, 9, size=4).independent == 5
    assert conditional_value_at_risk(values, 0.9).exceedances == 20
    assert conditional_value_at_risk(values, 0.9, size=4).exceedances == 5


def test_a_tail_mean_of_repeated_runs_is_as_sure_as_one_of_each() -> None:
    draws = np.random.default_rng(5).gamma(2.0, size=500)
    once = conditional_value_at_risk(draws, 0.9)
    told = conditional_value_at_risk(np.repeat(draws, 4), 0.9, size=4)
    assert (told.mean, told.standard_error) == pytest.approx((once.mean, once.standard_error))
    gap = conditional_value_at_risk_difference(np.repeat(draws, 4) - 1.0, np.repeat(draws, 4), 0.9)
    assert (gap.mean, gap.standard_error) == pytest.approx((-1.0, 0.0), abs=1e-9)


def test_what_an_unknown_explains() -> None:
    """y = 2 a + b with unit normals: a explains 4/5, b 1/5, c nothing."""
    a, b, c = np.random.default_rng(7).normal(size=(3, 4000))
    found = [explained_share(2.0 * a + b, one) for one in (a, b, c)]
    for share, one in zip((0.8, 0.2, 0.0), found, strict=True):
        assert one.low - 0.01 <= share <= one.high + 0.01
        assert one.mean == pytest.approx(share, abs=0.03)
    assert found[2].mean <= 0.001


def test_too_few_values_are_refused() -> None:
    with pytest.raises(ValueError, match="29 values with 29 parameters: as many, and at least 30"):
        explained_share(np.arange(29.0), np.arange(29.0))
