"""Critical values for several policies against one baseline."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from pksim.statistics import (
    bonferroni_critical,
    holm_rejections,
    max_t_critical,
    paired_difference,
    t_critical,
)


def _rows(correlation: npt.NDArray[np.float64], freedom: int) -> npt.NDArray[np.float64]:
    """Rows with exactly this sample correlation and ``freedom`` degrees of freedom."""
    generator = np.random.default_rng(11)
    raw = generator.standard_normal((freedom + 1, len(correlation)))
    raw -= raw.mean(axis=0)
    orthonormal, _ = np.linalg.qr(raw)
    return np.asarray(np.linalg.cholesky(correlation) @ orthonormal.T)


@pytest.mark.parametrize(("comparisons", "published"), [(2, 2.38), (3, 2.54), (4, 2.65), (5, 2.73)])
def test_equal_correlation_gives_dunnetts_table(comparisons: int, published: float) -> None:
    """Dunnett 1964, two-sided 5 %, 20 degrees of freedom (correlation one half)."""
    correlation = np.full((comparisons, comparisons), 0.5) + 0.5 * np.eye(comparisons)
    assert max_t_critical(_rows(correlation, 20)) == pytest.approx(published, abs=0.02)


def test_one_comparison_is_students_t() -> None:
    assert t_critical(9) == pytest.approx(2.2621572, abs=1e-7)
    assert max_t_critical(np.random.default_rng(1).normal(size=(1, 10))) == t_critical(9)


def test_policies_that_never_differ_cost_nothing() -> None:
    rows = np.random.default_rng(1).normal(size=(1, 10))
    twins = np.vstack([rows, rows])
    assert max_t_critical(twins) == pytest.approx(t_critical(9), rel=0.01)
    assert max_t_critical(np.vstack([rows, np.zeros(10)])) == t_critical(9)


def test_never_wider_than_bonferroni() -> None:
    rows = np.random.default_rng(2).normal(size=(8, 12))
    assert max_t_critical(rows) <= bonferroni_critical(8, 11)
    assert math.isinf(max_t_critical(np.zeros((3, 1))))


def test_bonferroni_published() -> None:
    """Bailey 1977, Bonferroni t for 5 comparisons at 5 %, 20 degrees of freedom: 2.845."""
    assert bonferroni_critical(5, 20) == pytest.approx(2.845, abs=5e-4)


def test_holm_steps_down() -> None:
    """Holm 1979 in small: bounds 0.0125, 0.0167, 0.025, 0.05; the third stops it."""
    assert holm_rejections([0.01, 0.04, 0.03, 0.005]).tolist() == [True, False, False, True]
    assert holm_rejections([0.04]).tolist() == [True]


def test_all_intervals_hold_together_as_often_as_they_say() -> None:
    """Six policies on shared luck, n = 40, 500 tries: 0.95 within 4 errors of 0.0097."""
    generator = np.random.default_rng(12)
    together = 0
    for _ in range(500):
        baseline = generator.normal(10.0, 3.0, 40)
        policies = baseline - 1.0 + generator.normal(0.0, 1.0, (6, 40)) + generator.normal(size=40)
        critical = max_t_critical(policies - baseline)
        found = [paired_difference(row, baseline, critical=critical) for row in policies]
        together += all(d.low <= -1.0 <= d.high for d in found)
    assert abs(together / 500 - 0.95) < 4 * 0.0097
