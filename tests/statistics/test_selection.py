"""Kim and Nelson's elimination: published constants, its rule by hand, and its guarantee."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from pksim.statistics import (
    Elimination,
    Ended,
    kim_nelson,
    kim_nelson_allowance,
    kim_nelson_array,
    kim_nelson_eta,
    kim_nelson_h2,
)

Values = npt.NDArray[np.float64]


@pytest.mark.parametrize(("systems", "eta"), [(2, 0.13714), (5, 0.23724), (10, 0.30293)])
def test_published_constants(systems: int, eta: float) -> None:
    assert kim_nelson_eta(systems, 20, 0.05) == pytest.approx(eta, abs=5e-6)
    assert kim_nelson_h2(systems, 20, 0.05) == pytest.approx(38.0 * eta, abs=2e-4)


def test_allowance_shrinks_to_nothing_at_the_last_replication() -> None:
    """d = 1, h^2 = 10, S^2 = 4: at r = 20 W = (40 - 20) / 40 = .5, at 40 and beyond 0."""
    assert kim_nelson_allowance(4.0, 20, 1.0, 10.0) == pytest.approx(0.5)
    assert kim_nelson_allowance([4.0, 2.0], 40, 1.0, 10.0).tolist() == [0.0, 0.0]


def by_hand(values: Values, delta: float, first: int) -> dict[int, int]:
    """The rule of the paper with loops only: who is dropped after how many replications."""
    systems = len(values)
    h2 = ((2 * 0.05 / (systems - 1)) ** (-2 / (first - 1)) - 1) * (first - 1)
    alive, dropped = set(range(systems)), {}
    for r in range(first, values.shape[1] + 1):
        old = set(alive)
        for i in old:
            for j in old - {i}:
                gaps = values[i, :first] - values[j, :first]
                s2 = sum((g - sum(gaps) / first) ** 2 for g in gaps) / (first - 1)
                allowed = max(0.0, delta / (2 * r) * (h2 * s2 / delta**2 - r))
                if values[i, :r].mean() > values[j, :r].mean() + allowed and i in alive:
                    alive.discard(i)
                    dropped[i] = r
        if len(alive) == 1:
            break
    return dropped


@pytest.mark.parametrize("seed", range(6))
def test_each_pair_is_judged_by_its_own_variance(seed: int) -> None:
    """Noise that differs by a factor of 30 from pair to pair: a wrong variance is seen at once."""
    generator = np.random.default_rng(seed)
    shared = generator.normal(0.0, 3.0, 400)
    own = np.array([0.2, 3.0, 0.5, 6.0])[:, None] * generator.normal(size=(4, 400))
    values = np.array([[0.0], [0.6], [0.5], [1.0]])[generator.permutation(4)] + shared + own
    found = kim_nelson_array(values, 0.5, first_stage=20)
    expected = by_hand(values, 0.5, 20)
    assert found.eliminated_at == {str(i): r for i, r in expected.items()}


def slippage(correlation: float, seed: int) -> Callable[[tuple[str, ...], int, int], Values]:
    """Five normals of variance 1, the first better by exactly .3; columns share their luck."""
    generator = np.random.default_rng(seed)
    noise = generator.normal(size=(6, 3000))
    values = math.sqrt(correlation) * noise[5] + math.sqrt(1.0 - correlation) * noise[:5]
    values[1:] += 0.3

    def draw(names: tuple[str, ...], first: int, count: int) -> Values:
        return np.asarray(values[[int(name) for name in names], first : first + count])

    return draw


def race(correlation: float, seed: int) -> tuple[bool, int]:
    found = kim_nelson(slippage(correlation, seed), list("01234"), 0.3)
    return found.decided and found.best == "0", found.runs


@pytest.mark.statistical
def test_the_best_is_selected_as_often_as_promised_and_sooner_with_shared_luck() -> None:
    """1,000 races of the hardest case: at least .95 less two errors of .0069."""
    paired = [race(0.8, seed) for seed in range(1000)]
    assert np.mean([right for right, _ in paired]) >= 0.95 - 2 * 0.0069
    alone = [race(0.0, seed) for seed in range(100)]
    # The variance of a difference is five times as large without the shared luck.
    saved = np.mean([runs for _, runs in alone]) / np.mean([runs for _, runs in paired])
    assert saved > 3.0


def test_maximising_is_minimising_the_negative() -> None:
    values = np.asarray(slippage(0.5, 1)(tuple("01234"), 0, 3000))
    low, high = kim_nelson_array(values, 0.3), kim_nelson_array(-values, 0.3, maximise=True)
    assert (low.best, low.eliminated_at) == (high.best, high.eliminated_at)
    assert high.means["0"] == -low.means["0"]


def test_blocks_may_be_of_all_systems_or_of_those_alive_and_looks_are_at_their_ends() -> None:
    values = np.asarray(slippage(0.8, 2)(tuple("01234"), 0, 3000))
    whole, only = Elimination(5, 0.3), Elimination(5, 0.3)
    start = 0
    while not whole.finished:
        block = values[:, start : start + 16]
        only.add(block[[int(name) for name in only.alive]])
        whole.add(block)
        start += 16
    assert whole.alive == only.alive == ("0",)
    assert whole.eliminated_at == only.eliminated_at
    assert all(r % 16 == 0 and r >= 32 for r in whole.eliminated_at.values())
    with pytest.raises(ValueError, match="finished"):
        whole.add(values[:, :16])


def test_systems_that_never_differ_stay_together_and_end_it() -> None:
    generator = np.random.default_rng(3)
    luck = generator.normal(size=500)
    values = np.vstack([luck, luck, luck + 2.0 + generator.normal(0.0, 0.1, 500)])
    found = kim_nelson_array(values, 0.5, names=["a", "twin", "worse"])
    assert (found.survivors, found.ended) == (("a", "twin"), Ended.EQUAL)
    assert found.decided
    assert found.replications < 100


def test_a_constant_difference_is_decided_at_the_first_look() -> None:
    luck = np.random.default_rng(4).integers(0, 9, 100)
    found = kim_nelson_array(np.vstack([luck, luck + 1]), 0.5)
    assert (found.survivors, found.replications) == (("0",), 20)


def test_one_rare_event_does_not_decide_between_systems_alike_in_the_first_stage() -> None:
    luck = np.random.default_rng(5).normal(size=40)
    values = np.vstack([luck, luck, luck + 9.0])
    values[1, 25] += 1.0  # S^2 = 0 at first: without a rule the allowance would stay 0
    race = Elimination(["a", "b", "c"], 0.01)
    race.add(values[:, :30])
    assert race.alive == ("a", "b")
    assert not race.finished


def test_a_cap_ends_with_the_set_that_is_left() -> None:
    values = np.random.default_rng(6).normal(size=(3, 200))
    found = kim_nelson_array(values, 0.001)
    assert (found.ended, found.decided, found.replications) == (Ended.CAP, False, 200)
    assert len(found.survivors) > 1
    assert found.best in found.survivors
    draws: list[int] = []

    def draw(names: tuple[str, ...], first: int, count: int) -> Values:
        draws.append(count)
        return values[:, first : first + count]

    assert kim_nelson(draw, ["x", "y", "z"], 0.001, block=30, cap=100).replications == 100
    assert draws == [30, 30, 30, 10]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kim_nelson_eta(1), "two systems"),
        (lambda: kim_nelson_eta(5, 20, 1.5), "alpha must be between 0 and 1"),
        (lambda: Elimination(3, 0.0), "indifference must be above zero"),
        (lambda: Elimination(["a", "a"], 1.0), "2 different names"),
        (lambda: Elimination(3, 1.0, cap=5), "below the first stage"),
        (lambda: Elimination(3, 1.0).add(np.zeros((2, 4))), "at least 3 x 1"),
        (lambda: Elimination(3, 1.0).add(np.zeros((4, 4))), "4 rows for 3 systems"),
        (lambda: Elimination(2, 1.0).add([[1.0], [math.nan]]), "must be finite"),
        (lambda: Elimination(2, 1.0).result(), "no replication"),
        (lambda: kim_nelson_array(np.zeros((2, 10)), 1.0), "at least 2 x 20"),
        (lambda: kim_nelson(slippage(0.5, 1), ["0", "1"], 1.0, block=0), "at least one"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
