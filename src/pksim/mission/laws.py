"""The laws of a scenario in one table, so that a process can draw from any of them by number."""

from typing import Any, Protocol

import numpy as np

from pksim.engine import draw, formula, rule
from pksim.engine.distributions import quantile
from pksim.mission.story import World


class Law(Protocol):
    """A family of distributions with its parameters (`pksim.scenario.laws.Law` is one)."""

    @property
    def family(self) -> int:
        """The code of the family in `pksim.engine.distributions`."""

    @property
    def a(self) -> float:
        """First parameter."""

    @property
    def b(self) -> float:
        """Second parameter."""

    @property
    def c(self) -> float:
        """Third parameter."""


class LawBook:
    """Collects laws while the world is built, and gives each its number."""

    def __init__(self) -> None:
        self._laws: list[Law] = []

    def number(self, law: Law) -> int:
        """Write the law into the book; the model asks for it by the number returned."""
        self._laws.append(law)
        return len(self._laws) - 1

    def columns(self) -> dict[str, Any]:
        """The book as columns of the world."""
        return {
            "family": np.array([law.family for law in self._laws], np.int64),
            "a": np.array([law.a for law in self._laws], np.float64),
            "b": np.array([law.b for law in self._laws], np.float64),
            "c": np.array([law.c for law in self._laws], np.float64),
        }


@rule
def drawn(world: World, law: int, purpose: int, entity: int, occasion: int) -> float:
    """A value from a law of the book, by the luck of this entity on this occasion."""
    book = world.laws
    luck = draw(world, purpose, entity, occasion)
    return quantile(book.family[law], book.a[law], book.b[law], book.c[law], luck)


@formula
def sooner(a: float, b: float) -> float:
    """The smaller of two times."""
    return min(a, b)


@formula
def later(a: float, b: float) -> float:
    """The larger of two times."""
    return max(a, b)


@formula
def time_until(moment: float, clock: float) -> float:
    """Minutes from now to a moment; nothing if it has passed."""
    return max(0.0, moment - clock)
