"""How a figure is measured: contenders take turns, and the medians of their ratios count.

Seconds are processor time of the thread that works, so that a neighbour on the same cores disturbs
little; where wall time matters (start-up, threads) the benchmark says so.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Contender = Callable[[], float]
"""Does its work once and says how many units (customers, events, replications) it did."""


@dataclass(frozen=True)
class Figure:
    """One line of the results page.

    Attributes:
        name: What is compared with what.
        value: The figure.
        unit: What it counts; "times" for ratios.
        bar: What it must reach, or None for a figure that is only reported.
        at_least: Whether more is better.
        note: How it came about.
    """

    name: str
    value: float
    unit: str = "times"
    bar: float | None = None
    at_least: bool = True
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the bar is reached; None where there is none."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def mark(self) -> str:
        """ "yes", "NO", or a dash where there is no bar."""
        return {True: "yes", False: "NO", None: "–"}[self.reached]

    @property
    def asked(self) -> str:
        """The bar in words."""
        if self.bar is None:
            return "–"
        return f"{'at least' if self.at_least else 'at most'} {self.bar:g}"


def interleave(contenders: Mapping[str, Contender], rounds: int) -> dict[str, list[float]]:
    """Seconds a unit of every contender, once a round, in turn; one round before that warms up."""
    for contender in contenders.values():
        contender()
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            begun = time.thread_time()
            units = contender()
            taken[name].append((time.thread_time() - begun) / units)
    return taken


def ratio(slow: Iterable[float], fast: Iterable[float]) -> float:
    """The median over the rounds of how many times longer the first one took."""
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


def spread(slow: Iterable[float], fast: Iterable[float]) -> str:
    """The least and the largest ratio, in words."""
    ratios = sorted(a / b for a, b in zip(slow, fast, strict=True))
    return f"{ratios[0]:.3g} to {ratios[-1]:.3g} over {len(ratios)} rounds"


def seconds_a_unit(taken: Iterable[float]) -> str:
    """The median of seconds a unit, readable."""
    median = statistics.median(taken)
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if median >= size:
            return f"{median / size:.3g} {unit}"
    return f"{median * 1e9:.3g} ns"
