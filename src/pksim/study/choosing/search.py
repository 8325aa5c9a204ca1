"""Portfolios worth a race where there are too many measures to try every portfolio.

A greedy search: add the measure that averts most for its money, until none helps or can be paid;
then exchange one for another as long as that helps. What it meets on the way is raced afterwards on
other replications, so its luck decides nothing but who may start.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pksim.study.choosing.portfolios import Portfolio, Shop

NO_MEASURE = Portfolio((), 0.0)

STARTERS = 16
"""Portfolios with the lowest means that start in the race."""

PASSES = 3
"""The most exchanges."""

DEARER = 8
"""Portfolios dearer than the budget that start in a race of their own."""

MeansOf = Callable[[Sequence[Portfolio]], list[float]]
"""Mean expected deaths of some portfolios, all on the same replications; may raise Interrupted.

Infinite for one that may not be chosen, whatever its deaths.
"""


@dataclass
class Search:
    """A search under way: every portfolio met, with its mean."""

    shop: Shop
    means_of: MeansOf
    budget: float
    met: dict[frozenset[str], tuple[Portfolio, float]] = field(default_factory=dict)
    best: Portfolio = NO_MEASURE

    def starters(self) -> list[Portfolio]:
        """Search, and give the best met, the lowest mean first."""
        self.best = self._greedy()
        for _ in range(PASSES):
            found = self._try(self._exchanges(self.best), self.budget)
            following = min(found, key=self._mean, default=self.best)
            if self._mean(following) >= self._mean(self.best):
                break
            self.best = following
        return self._ranked([one for one, _ in self.met.values()])[:STARTERS]

    def dearer(self, limit: float) -> list[Portfolio]:
        """One measure more than the best met, or another, for more than the budget; best first."""
        near = [*self._additions(self.best), *self._exchanges(self.best)]
        dear = [one for one in near if self.shop.cost(one) > self.budget]
        return self._ranked(self._try(dear, limit))[:DEARER]

    @property
    def refused(self) -> int:
        """How many were met that may not be chosen."""
        return sum(mean == math.inf for _, mean in self.met.values())

    def _ranked(self, found: Sequence[Portfolio]) -> list[Portfolio]:
        """Those that may be chosen, the lowest mean first."""
        allowed = [one for one in found if self._mean(one) < math.inf]
        return sorted(allowed, key=self._mean)

    def _greedy(self) -> Portfolio:
        now = NO_MEASURE
        self._try([()], self.budget)
        while True:
            more = self._try(self._additions(now), self.budget)
            better = [one for one in more if self._mean(one) < self._mean(now)]
            if not better:
                return now
            before = now
            now = max(better, key=lambda one: self._worth(before, one))

    def _worth(self, before: Portfolio, after: Portfolio) -> tuple[bool, float]:
        """Deaths averted for a dollar more; what costs no more goes first, by deaths averted."""
        gain, cost = self._mean(before) - self._mean(after), after.cost - before.cost
        return cost <= 0.0, gain if cost <= 0.0 else gain / cost

    def _additions(self, now: Portfolio) -> Iterator[Sequence[str]]:
        return ((*now.measures, name) for name in self.shop.names if name not in now.measures)

    def _exchanges(self, now: Portfolio) -> Iterator[Sequence[str]]:
        for out in now.measures:
            left = [name for name in now.measures if name != out]
            yield from ((*left, name) for name in self.shop.names if name not in now.measures)

    def _try(self, wanted: Iterable[Sequence[str]], limit: float) -> list[Portfolio]:
        """Those that can be applied and paid, run where they were not met before."""
        paid = (self.shop.portfolio(one) for one in wanted if self.shop.cost(one) <= limit)
        found = {frozenset(one.measures): one for one in paid if one is not None}
        new = [one for key, one in found.items() if key not in self.met]
        if new:
            for one, mean in zip(new, self.means_of(new), strict=True):
                self.met[frozenset(one.measures)] = one, mean
        return list(found.values())

    def _mean(self, portfolio: Portfolio) -> float:
        return self.met[frozenset(portfolio.measures)][1]
