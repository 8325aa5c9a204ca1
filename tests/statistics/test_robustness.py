"""Robust choice by hand: three measures, three answers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from pksim.statistics import robust_choice

# Deaths under three regimes. The first is best on average, the second never far from the best,
# the third below five in two regimes of three.
OUTCOMES = [[1.0, 6.0, 6.0], [3.0, 6.0, 5.5], [4.5, 4.5, 11.0]]


def test_three_measures_may_give_three_answers() -> None:
    found = robust_choice(OUTCOMES, target=5.0)
    assert found.expected == pytest.approx([13.0 / 3.0, 14.5 / 3.0, 20.0 / 3.0])
    assert found.regret.tolist() == [[0.0, 1.5, 0.5], [2.0, 1.5, 0.0], [3.5, 0.0, 5.5]]
    assert found.worst_regret.tolist() == [1.5, 2.0, 5.5]
    assert found.satisfied == pytest.approx([1 / 3, 1 / 3, 2 / 3])
    assert (found.by_expected, found.by_regret, found.by_satisficing) == (0, 0, 2)
    assert found.choices_differ


def test_weights_can_change_the_expected_choice_and_not_the_regret() -> None:
    found = robust_choice(OUTCOMES, weights=[0.0, 3.0, 1.0])
    assert found.by_expected == 1
    assert found.expected[1] == pytest.approx(5.875)
    assert found.by_regret == 0
    assert found.choices_differ
    assert (found.by_satisficing, found.satisfied) == (None, None)


def test_a_policy_best_everywhere_is_the_choice_by_every_measure() -> None:
    found = robust_choice([[2.0, 2.0], [1.0, 1.5], [3.0, 1.5]], target=9.0)
    assert (found.by_expected, found.by_regret, found.by_satisficing) == (1, 1, 1)
    assert not found.choices_differ


def test_policies_alike_by_a_measure_do_not_make_the_choice_differ() -> None:
    found = robust_choice([[1.0, 2.0], [2.0, 1.0]], target=1.0)
    assert not found.choices_differ
    assert found.by_expected == 0
    twins = robust_choice([[1.0], [1.0]])
    assert (twins.by_regret, twins.choices_differ) == (0, False)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: robust_choice([1.0, 2.0]), "must be a table"),
        (lambda: robust_choice([[1.0, math.nan]]), "must be finite"),
        (lambda: robust_choice(OUTCOMES, weights=[1.0]), "1 weights for 3 regimes"),
        (lambda: robust_choice(OUTCOMES, weights=[1.0, -1.0, 1.0]), "zero or more"),
        (lambda: robust_choice(OUTCOMES, weights=np.zeros(3)), "not all zero"),
        (lambda: robust_choice(OUTCOMES, target=math.nan), "target must be finite"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
