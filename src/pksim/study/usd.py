"""Amounts of money as users write them."""

from __future__ import annotations

from pksim.errors import InputError
from pksim.scenario.quantities import QuantityError, parse


def read_usd(text: str | float, what: str) -> float:
    """USD: ``10 M USD``, ``250 k USD`` or a bare number of dollars; ``what`` names it in errors.

    Raises:
        InputError: it is no amount of money, or below zero.
    """
    bare = str(text).strip().replace(",", "").replace("_", "")
    try:
        found = float(bare) if _is_number(bare) else parse(str(text), "money")
    except QuantityError as error:
        raise InputError(f"{what}: {error}") from None
    if not 0.0 <= found < float("inf"):
        raise InputError(f"{what} {text}: it cannot be below zero; write 10 M USD or 2500000")
    return found


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
