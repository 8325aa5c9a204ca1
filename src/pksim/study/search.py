"""Portfolios worth a race where there are too many measures to try every portfolio.

A greedy search: add the measure that averts most for its money, until none helps or can be paid;
then exchange one for another as long as that helps. What it meets on the way is raced afterwards on
other replications, so its luck decides nothing but who may start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pksim.study.portfolios import Portfolio, Shop

STARTERS = 16
"""Portfolios with the lowest means that start in the race."""

PASSES = 3
"""The most exchanges."""

MeansOf = Callable[[Sequence[Portfolio]], list[float]]
"""Mean expected deaths of some portfolios, all on the same replications; may raise Interrupted."""


@dataclass
class Search:
    """A search under way: every portfolio met, with its mean."""

    shop: Shop
    means_of: MeansOf
    budget: float
    met: dict[frozenset[str], tuple[Portfolio, float]] = field(default_factory=dict)

    def starters(self) -> list[Portfolio]:
        """Search, and give the best met, the lowest mean first."""
        best = self._greedy()
        for _ in range(PASSES):
            following = self._best(self._exchanges(best))
            if following is None or self._mean(following) >= self._mean(best):
                break
            best = following
        ranked = sorted(self.met.values(), key=lambda one: one[1])
        return [portfolio for portfolio, _ in ranked[:STARTERS]]

    def _greedy(self) -> Portfolio:
        now = Portfolio((), 0.0)
        self._try([now])
        while True:
            more = self._try(self._additions(now))
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

    def _best(self, wanted: Iterator[Sequence[str]]) -> Portfolio | None:
        return min(self._try(wanted), key=self._mean, default=None)

    def _try(self, wanted: Iterator[Sequence[str]] | list[Portfolio]) -> list[Portfolio]:
        """Those that can be applied and paid, run where they were not met before."""
        found = [self._affordable(one) for one in wanted]
        there = [one for one in found if one is not None]
        new = [one for one in there if frozenset(one.measures) not in self.met]
        if new:
            for one, mean in zip(new, self.means_of(new), strict=True):
                self.met[frozenset(one.measures)] = one, mean
        return there

    def _affordable(self, one: Sequence[str] | Portfolio) -> Portfolio | None:
        if isinstance(one, Portfolio):
            return one
        return self.shop.portfolio(one) if self.shop.cost(one) <= self.budget else None

    def _mean(self, portfolio: Portfolio) -> float:
        return self.met[frozenset(portfolio.measures)][1]
