"""What is worth finding out, against closed forms: one unknown decides, another does not."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest
from tests.made_study import made, quantiles

from pksim.errors import InputError
from pksim.study import Comparison
from pksim.study.information import information, information_frame

NAMES = ("decides", "moves", "idle")
EACH = 4


@functools.cache
def studied(draws: int = 400, names: tuple[str, ...] = NAMES) -> Comparison:
    """The guess has U - 1/2 fewer deaths, U the first unknown; the second moves both alike.

    Without knowledge either choice is as good. Who knows U chooses by its sign and gains
    E max(0, U - 1/2) = 1/8 over any fixed choice.
    """
    drawn = np.repeat(quantiles(NAMES, draws), EACH, axis=0)
    luck = np.random.default_rng(3).normal(0.0, 0.3, (2, draws * EACH))
    base = 10.0 + 2.0 * drawn[:, 1] + luck[0]
    guess = base - (drawn[:, 0] - 0.5) + 0.3 * luck[1]
    rest = {"patrol_hours": np.full(len(base), 100.0)}
    return made(
        {
            "baseline": {"expected_deaths": base, "cost_usd": 0.0 * base, **rest},
            "guess": {"expected_deaths": guess, "cost_usd": 0.0 * base + 1000.0, **rest},
        },
        unknowns=names,
        each=EACH,
    )


def test_the_unknown_that_decides_is_first_and_worth_an_eighth() -> None:
    found = information(studied())
    assert [one.name for one in found.changing] == ["decides"]
    assert found.unknowns[0].name == "decides"
    value = found.unknowns[0].value
    assert value.low <= 0.125 <= value.high
    assert value.value == pytest.approx(0.125, abs=0.03)
    assert found.unit == "deaths"


def test_an_unknown_that_moves_all_policies_alike_is_worth_nothing() -> None:
    """It explains most of the deaths, and nothing of the difference."""
    moves = {one.name: one for one in information(studied()).unknowns}["moves"]
    assert not moves.changes_the_choice
    assert moves.value.value < 0.01
    explained = (4.0 / 12.0) / (4.0 / 12.0 + 0.09 / EACH)
    assert moves.of_deaths.low <= explained <= moves.of_deaths.high
    assert moves.of_difference.mean < 0.02


def test_shares_of_the_difference_are_those_of_its_making() -> None:
    decides, idle = ({o.name: o for o in information(studied()).unknowns}[n] for n in NAMES[::2])
    explained = (1.0 / 12.0) / (1.0 / 12.0 + 0.0081 / EACH)
    assert decides.of_difference.low <= explained <= decides.of_difference.high
    assert idle.of_deaths.mean < 0.02
    assert idle.of_difference.mean < 0.02


def test_all_together_are_worth_what_the_one_is() -> None:
    found = information(studied())
    assert found.needed == 70
    assert found.together is not None
    assert found.together.low <= 0.125 <= found.together.high
    assert found.chances["guess"] == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(400))
    assert sum(found.chances.values()) == pytest.approx(1.0)


def test_a_price_that_the_user_names_turns_deaths_into_money() -> None:
    """At 10,000 USD a death the guess gains 10,000 (U - 1/2) - 1,000: right where U > 0.6, worth
    10,000 * 0.4^2 / 2 = 800 over the baseline, which is the better of the two unknowing."""
    found = information(studied(), worth=10_000.0)
    assert (found.unit, found.best) == ("USD", "baseline")
    assert found.unknowns[0].value.value == pytest.approx(800.0, abs=200.0)
    assert found.chances["guess"] == pytest.approx(0.4, abs=0.1)
    with pytest.raises(InputError, match="above zero; -1 is not"):
        information(studied(), worth=-1.0)


def test_with_few_draws_nothing_is_told() -> None:
    found = information(studied(59))
    assert found.why_not.startswith("59 draws of what is not known are too few")
    assert (found.unknowns, found.together) == ((), None)
    assert information_frame(found).shape == (0, 8)
    between = information(studied(64))
    assert between.unknowns
    assert between.together is None  # 70 are needed for three together


def test_without_draws_and_without_a_choice_it_says_so() -> None:
    assert information(studied(names=())).why_not.startswith("Nothing is drawn")
    stay = {"expected_deaths": np.arange(80.0), "patrol_hours": np.full(80, 100.0)}
    half = {**stay, "patrol_hours": np.full(80, 50.0)}
    found = information(made({"baseline": stay, "guess": half}, unknowns=("a",)))
    assert found.why_not.startswith("There is no choice")
    assert found.leader is None


def test_the_frame_has_a_row_for_each_unknown() -> None:
    table = information_frame(information(studied()))
    assert table["unknown"].to_list()[0] == "decides"
    assert table["changes_the_choice"].to_list() == [True, False, False]
    assert set(table["unit"]) == {"deaths"}
