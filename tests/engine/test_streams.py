"""The random streams: published vectors, the address of a draw, uniformity and independence.

Error bars: a statistical check at a fixed seed must lie within 4 standard errors, or its p-value
between 1e-4 and 1 - 1e-4; each states how fine a fault it would still see.
"""

import itertools
import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from pksim.engine.process import source_of
from pksim.engine.streams import fold_key, philox4x32, uniform

ONES = 0xFFFFFFFF
DRAWS = 40_000
KEY = 0x0123456789ABCDEF

# Random123, kat_vectors: counter, key, output of philox4x32 with 10 rounds. The third counter and
# key are digits of pi.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]

words = st.integers(0, ONES)
entities = st.integers(0, 2**63 - 1)
keys = st.integers(-(2**63), 2**63 - 1)


def draws(addresses: Iterable[tuple[int, int, int, int]]) -> NDArray[np.float64]:
    return np.array([uniform(*address) for address in addresses])


# Each axis of the address alone, from a place where the others are not zero.
AXES: dict[str, Callable[[int], tuple[int, int, int, int]]] = {
    "entity": lambda i: (KEY, 7, 1000 + i, 2),
    "entity, upper word": lambda i: (KEY, 7, 5 + (i << 32), 2),
    "entity, patrol-like": lambda i: (KEY, 7, ((i % 50) << 32) | (i // 50), 0),
    "occasion": lambda i: (KEY, 7, 1000, i),
    "stream": lambda i: (KEY, i, 1000, 2),
    "replication": lambda i: (fold_key(1, i), 7, 1000, 2),
    "seed": lambda i: (fold_key(i, 0), 7, 1000, 2),
    "plain key": lambda i: (i, 0, 0, 0),
}
axes = pytest.mark.parametrize("axis", AXES.values(), ids=AXES.keys())


@pytest.mark.parametrize(("counter", "key", "output"), PUBLISHED)
def test_published_vectors(
    counter: tuple[int, ...], key: tuple[int, ...], output: tuple[int, ...]
) -> None:
    assert tuple(philox4x32(*counter, *key)) == output
    assert tuple(source_of(philox4x32)(*counter, *key)) == output


def test_numpys_philox_is_the_other_variant_and_adds_one_first() -> None:
    """NumPy has Philox4x64-10: its published vectors hold with one taken off the counter first.

    Ours is 4x32: the two must not be taken for each other.
    """
    everything = 2**256 - 1
    zeros = np.random.Philox(counter=everything, key=0).random_raw(4)
    ones = np.random.Philox(counter=everything - 1, key=2**128 - 1).random_raw(4)
    assert [f"{x:016x}" for x in zeros] == [
        "16554d9eca36314c",
        "db20fe9d672d0fdc",
        "d7e772cee186176b",
        "7e68b68aec7ba23b",
    ]
    assert [f"{x:016x}" for x in ones] == [
        "87b092c3013fe90b",
        "438c3c67be8d0224",
        "9cc7d7c69cd777b6",
        "a09caebf594f0ba0",
    ]


@given(keys, words, entities, words)
def test_a_draw_is_the_upper_52_bits_of_the_block_at_its_address(
    key: int, stream: int, entity: int, occasion: int
) -> None:
    counter = (occasion, stream, entity % 2**32, entity // 2**32)
    low, high, _, _ = philox4x32(*counter, key % 2**32, (key % 2**64) // 2**32)
    cell = (high * 2**32 + low) // 2**12
    assert uniform(key, stream, entity, occasion) == (2 * cell + 1) / 2**53


@given(keys, words, entities, words)
def test_every_draw_is_the_middle_of_its_cell_so_both_ends_are_open(
    key: int, stream: int, entity: int, occasion: int
) -> None:
    """An odd multiple of 2**-53 below 1: never 0 nor 1, and 1 - u is another one, exactly."""
    u = uniform(key, stream, entity, occasion)
    numerator = u * 2**53
    assert 0.0 < u < 1.0
    assert numerator == int(numerator)
    assert int(numerator) % 2 == 1
    assert 1.0 - (1.0 - u) == u


def test_the_outermost_cells_stay_inside_the_interval() -> None:
    assert (0 + 0.5) * 2.0**-52 > 0.0
    assert ((2**52 - 1) + 0.5) * 2.0**-52 == 1.0 - 2.0**-53 < 1.0


def test_addresses_keep_their_numbers_for_ever() -> None:
    """Old seeds go on telling the same stories; integers only, so the same on every machine."""
    key = fold_key(1, 0)
    assert key == 3506867139451672263
    assert [uniform(key, 1, 2, 3).hex(), uniform(key, 1, 2, 4).hex()] == [
        "0x1.30cb4aa3a3c13p-1",
        "0x1.d938ae1037997p-1",
    ]
    assert uniform(fold_key(1, 1), 1, 2, 3).hex() == "0x1.b90a3b1749a96p-2"


@given(keys, words, entities, words)
def test_the_same_with_and_without_the_compiler(
    key: int, stream: int, entity: int, occasion: int
) -> None:
    address = (key, stream, entity, occasion)
    assert uniform(*address) == source_of(uniform)(*address)
    assert fold_key(key, entity) == source_of(fold_key)(key, entity)
    counter = (occasion, stream, entity & ONES, entity >> 32, key & ONES, 0)
    assert tuple(philox4x32(*counter)) == tuple(source_of(philox4x32)(*counter))


def test_numpy_integers_are_as_good_as_pythons() -> None:
    key, stream, entity, occasion = np.array([KEY, 7, 2**40 + 1000, 2])
    assert uniform(key, stream, entity, occasion) == uniform(KEY, 7, 2**40 + 1000, 2)


def test_keys_differ_between_seeds_and_replications() -> None:
    seeds = [*range(-50, 50), 2**31, 2**32, 2**32 + 1, 2**63 - 1, -(2**63)]
    made = {fold_key(seed, replication) for seed in seeds for replication in range(100)}
    assert len(made) == 100 * len(seeds)
    assert all(-(2**63) <= key < 2**63 for key in made)


@pytest.mark.statistical
@axes
def test_uniform_along_each_axis(axis: Callable[[int], tuple[int, int, int, int]]) -> None:
    """Chi-square over 100 cells, Kolmogorov-Smirnov, mean and variance.

    40,000 draws see a cell off by about 25 %, or the mean off by .006.
    """
    u = draws(axis(i) for i in range(DRAWS))
    counts = np.bincount((u * 100).astype(int), minlength=100)
    assert 1e-4 < stats.chisquare(counts).pvalue < 1 - 1e-4
    assert stats.kstest(u, "uniform").pvalue > 1e-4
    assert abs(u.mean() - 1 / 2) < 4 * math.sqrt(1 / 12 / DRAWS)
    assert abs(u.var() - 1 / 12) < 4 * math.sqrt(1 / 180 / DRAWS)


@pytest.mark.statistical
@axes
def test_neighbours_are_independent(axis: Callable[[int], tuple[int, int, int, int]]) -> None:
    """Correlation at lags 1, 2 and 16 and a 16 x 16 table of neighbouring pairs.

    40,000 draws see a correlation of .02.
    """
    u = draws(axis(i) for i in range(DRAWS))
    for lag in (1, 2, 16):
        correlation = np.corrcoef(u[:-lag], u[lag:])[0, 1]
        assert abs(correlation) < 4 / math.sqrt(DRAWS)
    first, second = (u[0::2] * 16).astype(int), (u[1::2] * 16).astype(int)
    table = np.bincount(first * 16 + second, minlength=256)
    assert 1e-4 < stats.chisquare(table).pvalue < 1 - 1e-4


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("one", "other"),
    list(itertools.pairwise(["entity", "occasion", "stream", "replication", "seed", "plain key"])),
)
def test_axes_are_independent_of_each_other(one: str, other: str) -> None:
    u, v = (draws(AXES[axis](i) for i in range(1, DRAWS + 1)) for axis in (one, other))
    assert abs(np.corrcoef(u, v)[0, 1]) < 4 / math.sqrt(DRAWS)


@pytest.mark.statistical
def test_each_bit_is_balanced_and_apart_from_its_neighbour() -> None:
    """All 52 bits over 40,000 draws: the largest of 103 deviations is below 4.5 standard errors."""
    u = draws(AXES["entity"](i) for i in range(DRAWS))
    cells = (u * 2.0**52).astype(np.int64)
    bits = (cells[:, None] >> np.arange(52)) & 1
    mean_off = np.abs(bits.mean(axis=0) - 0.5) * 2 * math.sqrt(DRAWS)
    pair_off = np.abs((bits[:, 1:] ^ bits[:, :-1]).mean(axis=0) - 0.5) * 2 * math.sqrt(DRAWS)
    assert max(mean_off.max(), pair_off.max()) < 4.5


@pytest.mark.statistical
def test_collisions_over_a_block_of_addresses_are_as_many_as_chance_makes() -> None:
    """40,000 draws over all axes at once, thrown in 2**24 cells: 47.7 collisions expected."""
    cells = 2**24
    block = itertools.product(range(8), range(10), range(25), range(20))
    u = draws((fold_key(3, r), s, e, o) for r, s, e, o in block)
    collisions = len(u) - len(np.unique((u * cells).astype(np.int64)))
    expected = len(u) - cells * (1 - (1 - 1 / cells) ** len(u))
    assert expected == pytest.approx(47.65, abs=0.05)
    assert abs(collisions - expected) < 4 * math.sqrt(expected)


@pytest.mark.statistical
def test_birthday_spacings() -> None:
    """Marsaglia's test: 512 birthdays in a year of 2**24 days, equal spacings Poisson with mean 2.

    60 years, one a replication: 120 equal spacings expected.
    """
    repeated = 0
    for replication in range(60):
        key = fold_key(11, replication)
        birthdays = np.sort([int(uniform(key, 3, entity, 0) * 2**24) for entity in range(512)])
        spacings = np.diff(birthdays)
        repeated += len(spacings) - len(np.unique(spacings))
    assert abs(repeated - 120) < 4 * math.sqrt(120)
