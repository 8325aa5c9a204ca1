"""Keyed random numbers: every draw has an address, so nothing has to be kept in step.

A draw is found by asking for it: which run (`key`), which purpose (`stream`), whose (`entity`),
the how many-th (`occasion`). The same address gives the same number under every policy, on both
clocks, in any order and on any number of workers. Address by entity and ordinal, never by calendar
time: then a device or a patient meets the same luck under each policy that is compared.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
1, 2, 3", SC 2011), checked against the vectors published with Random123. NumPy's own `Philox` is
the 4x64 variant and adds 1 to its counter before use: the two never give the same numbers.

Only one step leaves the range of a signed 64-bit number, the product of two words; it has a
compiled twin in unsigned arithmetic, because compiled code may assume that signed numbers never
overflow.
"""

from collections.abc import Callable

import numpy as np
from numba.extending import overload

from pksim.engine.process import formula, source_of

__all__ = ["fold_key", "philox4x32", "uniform"]

WORD = 0xFFFFFFFF
"""The mask of one 32-bit word."""

# Multipliers and key increments of Philox4x32 (Salmon et al., table 2 and section 3.3: the golden
# ratio and the square root of 3 less 1, as 32-bit fractions).
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ROUNDS = 10

# Sets the counters that make keys apart from those that make draws: "pksimkey" in ASCII.
KEY_SPACE_LOW = 0x706B7369
KEY_SPACE_HIGH = 0x6D6B6579

STEP = 2.0**-52
"""Distance between neighbouring uniforms."""


def product_of_words(a: int, b: int) -> tuple[int, int]:
    """The high and the low word of the product of two 32-bit words."""
    product = int(a) * int(b)  # a word read from a column may be NumPy's, which would overflow
    return product >> 32, product & WORD


@overload(product_of_words, inline="always")
def _compiled_product(a: int, b: int) -> Callable[[int, int], tuple[np.int64, np.int64]]:  # noqa: ARG001
    def unsigned(a: int, b: int) -> tuple[np.int64, np.int64]:
        product = np.uint64(a) * np.uint64(b)
        return np.int64(product >> np.uint64(32)), np.int64(product & np.uint64(WORD))

    return unsigned


@formula
def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Philox4x32-10: the four output words for a counter of four words and a key of two.

    All words are integers from 0 to 2**32 - 1.
    """
    for _ in range(ROUNDS):
        high_0, low_0 = product_of_words(MULTIPLIER_0, c0)
        high_1, low_1 = product_of_words(MULTIPLIER_1, c2)
        c0, c1 = high_1 ^ c1 ^ k0, low_1
        c2, c3 = high_0 ^ c3 ^ k1, low_0
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


@formula
def uniform(key: int, stream: int, entity: int, occasion: int) -> float:
    """The uniform number in the open interval (0, 1) at one address.

    It lies in the middle of one of 2**52 equal cells, u = (x + 0.5) / 2**52 with x the upper 52 of
    the first 64 output bits (second word above first): open at both ends, and 1 - u is exact and
    as likely as u. (53 bits would not do: moved to the
    middle of its cell, such a number can round to 1.)

    Args:
        key: Which run: `fold_key(seed, replication)`.
        stream: Which purpose, 0 to 2**32 - 1; a registered number that is never given to another.
        entity: Whose draw, 0 to 2**63 - 1.
        occasion: The how many-th draw of that entity for that purpose, 0 to 2**32 - 1.
    """
    low, high, _, _ = philox4x32(
        occasion & WORD,
        stream & WORD,
        entity & WORD,
        (entity >> 32) & WORD,
        key & WORD,
        (key >> 32) & WORD,
    )
    return (((high << 20) | (low >> 12)) + 0.5) * STEP


def fold_key(seed: int, replication: int) -> int:
    """The key of one replication of a study: two 32-bit words in one signed 64-bit number.

    Philox itself mixes the two, so neighbouring seeds and replications have nothing in common. Two
    of a million replications share a key with a probability of about 3e-8.

    Asked for once a run and by Python only, so it is interpreted: to load the compiler for one
    number would take half a second.

    Args:
        seed: Any number of the user's, -2**63 to 2**63 - 1.
        replication: Which replication, 0 to 2**63 - 1.
    """
    low, high, _, _ = source_of(philox4x32)(
        replication & WORD,
        (replication >> 32) & WORD,
        KEY_SPACE_LOW,
        KEY_SPACE_HIGH,
        seed & WORD,
        (seed >> 32) & WORD,
    )
    signed_high = (high ^ 0x80000000) - 0x80000000
    return int(signed_high * 0x100000000 + low)
