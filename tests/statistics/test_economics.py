"""Cost-effectiveness: the published C. difficile table, dominance by hand, acceptability."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from pksim.statistics import (
    Standing,
    acceptability,
    cost_effectiveness,
    expected_loss,
    net_benefit,
)

# Rajasingham et al. 2020 as shipped with R's dampack: cost in USD, effect in QALYs.
C_DIFFICILE = {
    "s27": (57541.2526373815, 13.0140640696275),
    "s33": (57642.2587507842, 13.0389116321918),
    "s31": (57934.0743411241, 13.0966257932217),
    "s43": (58072.1137208494, 13.11285766912),
    "s44": (58665.7823044647, 13.1283328397025),
    "s3": (57336.0059896538, 12.9399639202408),
}
ICERS = {
    "s27": 2769.85470915263,
    "s33": 4065.03105249231,
    "s31": 5056.2216470406,
    "s43": 8504.2160616553,
    "s44": 38362.6519947134,
}


def test_c_difficile_to_all_digits() -> None:
    costs, effects = zip(*C_DIFFICILE.values(), strict=True)
    found = cost_effectiveness(list(C_DIFFICILE), costs, effects)
    assert [row.name for row in found] == ["s3", "s27", "s33", "s31", "s43", "s44"]
    assert all(row.standing is Standing.FRONTIER for row in found)
    assert (found[0].icer, found[0].against) == (None, None)
    ratios = {row.name: row.icer for row in found if row.icer is not None}
    assert ratios == pytest.approx(ICERS, rel=1e-10)
    assert found[1].against == "s3"
    assert found[1].incremental_cost == pytest.approx(205.2466477277)


def test_dominance_counts_an_equal_effect_and_an_equal_cost() -> None:
    names = ["none", "dear", "same effect", "same cost", "twin"]
    found = cost_effectiveness(names, [0.0, 9.0, 5.0, 5.0, 0.0], [0.0, 3.0, 4.0, 3.5, 0.0])
    standing = {row.name: row.standing for row in found}
    assert standing == {
        "none": Standing.FRONTIER,
        "twin": Standing.DOMINATED,
        "same effect": Standing.FRONTIER,
        "same cost": Standing.DOMINATED,
        "dear": Standing.DOMINATED,
    }
    equal = cost_effectiveness(["a", "b"], [1.0, 2.0], [1.0, 1.0])
    assert [row.standing for row in equal] == [Standing.FRONTIER, Standing.DOMINATED]


def test_extended_dominance_drops_until_ratios_rise() -> None:
    """Ratios 10, 8, 3: without b, a to c is 5.5, so a goes too (10 > 5.5); none to c is 7."""
    found = cost_effectiveness(
        ["none", "a", "b", "c"], [0.0, 10.0, 18.0, 21.0], [0.0, 1.0, 2.0, 3.0]
    )
    assert [row.standing for row in found[1:3]] == [Standing.EXTENDED, Standing.EXTENDED]
    assert found[3].icer == pytest.approx(7.0)
    assert found[3].against == "none"
    straight = cost_effectiveness(["none", "a", "b"], [0.0, 1.0, 2.0], [0.0, 1.0, 2.0])
    assert [row.standing for row in straight] == [Standing.FRONTIER] * 3


def test_measures_that_save_money_or_do_harm_have_their_place() -> None:
    found = cost_effectiveness(["none", "saves", "harms"], [0.0, -5.0, 3.0], [0.0, 1.0, -1.0])
    assert [(row.name, row.standing) for row in found] == [
        ("saves", Standing.FRONTIER),
        ("none", Standing.DOMINATED),
        ("harms", Standing.DOMINATED),
    ]


def test_acceptability_of_a_normal_gain_is_the_normal_distribution() -> None:
    """Cost 2 against a gain N(1, 2): P(best at w) = Phi((w - 2) / 2w); error .0016."""
    gain = np.random.default_rng(1).normal(1.0, 2.0, 100_000)
    zero = np.zeros_like(gain)
    found = acceptability(
        np.column_stack([zero, zero + 2.0]), np.column_stack([zero, gain]), [1.0, 4.0]
    )
    assert found.probability[:, 1] == pytest.approx(
        [stats.norm.cdf(-0.5), stats.norm.cdf(0.25)], abs=0.007
    )
    assert found.best.tolist() == [0, 1]
    assert found.frontier.tolist() == [found.probability[0, 0], found.probability[1, 1]]
    assert found.net_benefit[1] == pytest.approx([0.0, 2.0], abs=0.1)


def test_the_frontier_follows_the_best_mean_not_the_likeliest_winner() -> None:
    """A gain of 1 in 7 of 10 samples and of -5 in the others is likeliest best and bad."""
    effects = np.column_stack([np.zeros(10), np.repeat([1.0, -5.0], [7, 3])])
    found = acceptability(np.zeros((10, 2)), effects, [1.0])
    assert found.probability[0].tolist() == [0.3, 0.7]
    assert (found.best[0], found.frontier[0]) == (0, 0.3)
    assert found.expected_loss[0] == pytest.approx([0.7, 1.5])


def test_a_tie_is_shared_and_deaths_alone_need_no_price() -> None:
    found = acceptability(np.zeros((4, 2)), np.ones((4, 2)), [0.0])
    assert found.probability.tolist() == [[0.5, 0.5]]
    deaths = np.array([[3.0, 1.0], [0.0, 2.0]])
    assert expected_loss(-deaths).tolist() == [1.0, 1.0]
    assert net_benefit([[1.0]], [[2.0]], 10.0).tolist() == [[19.0]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cost_effectiveness(["a"], [1.0, 2.0], [1.0]), "one cost and one effect"),
        (lambda: cost_effectiveness(["a", "a"], [1.0, 2.0], [1.0, 2.0]), "2 different names"),
        (lambda: cost_effectiveness(["a"], [math.nan], [1.0]), "costs must be finite"),
        (lambda: net_benefit([[1.0]], [[1.0, 2.0]], 1.0), "same samples and options"),
        (lambda: acceptability([[1.0]], [[1.0]], [-1.0]), "pays for harm"),
        (lambda: expected_loss([1.0, 2.0]), "must be a table"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
