"""Probability of being best, and every system against the best of the others."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from pksim.statistics import comparisons_with_best, probability_best


def paired(seed: int, count: int, *means: float) -> npt.NDArray[np.float64]:
    generator = np.random.default_rng(seed)
    shared = generator.normal(0.0, 5.0, count)
    return np.array(means)[:, None] + shared + generator.normal(size=(len(means), count))


def test_two_systems_have_the_normal_probability_of_their_paired_difference() -> None:
    """P(mean difference < 0) is about Phi(t), t the paired statistic; error .008 and O(1/n)."""
    values = paired(1, 300, 0.0, 0.1)
    gaps = values[0] - values[1]
    t = gaps.mean() / (gaps.std() / math.sqrt(300))
    assert probability_best(values)[0] == pytest.approx(stats.norm.cdf(-t), abs=0.03)
    assert probability_best(-values, maximise=True) == pytest.approx(probability_best(values))


def test_shared_luck_makes_the_better_one_sure() -> None:
    values = paired(2, 300, 0.0, 0.5, 0.5)
    assert probability_best(values)[0] > 0.999
    apart = np.array([np.random.default_rng(i).permutation(row) for i, row in enumerate(values)])
    assert probability_best(apart)[0] < 0.95


def test_twins_share_the_chance_of_being_best() -> None:
    values = paired(3, 200, 0.0, 3.0)
    found = probability_best(np.vstack([values[0], values[0], values[1]]))
    assert found.tolist() == [0.5, 0.5, 0.0]


def test_all_intervals_against_the_best_hold_together() -> None:
    """Means 0, .2, 1: 0.95 or more (conservative) in 500 tries, less 3 errors of .01."""
    truth = (-0.2, 0.2, 1.0)
    hits = []
    for seed in range(500):
        found = comparisons_with_best(paired(seed, 60, 0.0, 0.2, 1.0))
        hits.append(all(one.low <= gap <= one.high for one, gap in zip(found, truth, strict=True)))
    assert np.mean(hits) >= 0.95 - 3 * 0.01


def test_the_best_is_named_only_if_no_other_can_be() -> None:
    values = paired(4, 400, 0.0, 1.0, 0.02)
    one, two, near = comparisons_with_best(values, names=["one", "two", "near"])
    assert (one.may_be_best, two.may_be_best, near.may_be_best) == (True, False, True)
    assert not one.is_best
    sure = comparisons_with_best(values[:2])
    assert (sure[0].is_best, sure[1].may_be_best) == (True, False)
    assert sure[0].behind == pytest.approx(values[0].mean() - values[1].mean())
    turned = comparisons_with_best(-values, maximise=True)
    assert [gap.behind for gap in turned] == pytest.approx([gap.behind for gap in (one, two, near)])
    assert turned[0].mean == pytest.approx(-one.mean)


def test_twins_are_level_and_rare_events_decide_nothing() -> None:
    rare = np.zeros((2, 500))
    rare[1, :9] = 1.0
    found = comparisons_with_best(rare)
    assert all(one.may_be_best and not one.is_best for one in found)
    assert found[1].low == -math.inf
    twins = comparisons_with_best(np.ones((2, 50)) * np.arange(50))
    assert (twins[0].low, twins[0].high) == (0.0, 0.0)


def test_many_systems_are_compared_by_bonferroni() -> None:
    found = comparisons_with_best(paired(5, 60, *[0.1 * i for i in range(20)]))
    assert len(found) == 20
    assert not found[19].may_be_best


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2 x 2"):
        probability_best([1.0, 2.0])
    with pytest.raises(ValueError, match="must be finite"):
        comparisons_with_best([[1.0, 2.0], [math.nan, 1.0]])
    with pytest.raises(ValueError, match="3 different names"):
        comparisons_with_best(np.zeros((3, 4)), names=["a", "b"])
