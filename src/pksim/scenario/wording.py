"""Small words that every part of a description needs."""

from __future__ import annotations

Rows = list[tuple[str, str]]
"""Rows of label and value, ready to be printed."""


def many(count: int, noun: str) -> str:
    """`1 base`, `2 bases`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def listed(names: dict[str, int]) -> str:
    """`gao (2), kidal`: each name, with its number where it is not one."""
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in names.items())


def money(amount: float) -> str:
    """An amount in USD with two significant digits or so."""
    for size, word in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(amount) >= size:
            return f"{amount / size:.3g}{word} USD"
    return f"{amount:.0f} USD"
