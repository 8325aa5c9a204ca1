"""Portfolios: sets of measures that can be applied together and paid from a budget.

A portfolio's mission is built when a replication of it begins, and each thread keeps only the one
that it is at, so that a thousand portfolios need no thousand worlds in memory.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.scenario.policies import with_measures
from pksim.scenario.pricing import price
from pksim.scenario.problems import nearest
from pksim.study.draws import DrawnScenario, Draws
from pksim.study.mission_like import MissionLike, MissionOf, MissionRunLike

Pair = tuple[str, str]


@dataclass(frozen=True)
class Portfolio:
    """Measures in an order in which they can be applied, and their cost in USD per period."""

    measures: tuple[str, ...]
    cost: float

    @property
    def words(self) -> str:
        """``a + b``, or ``no measure``."""
        return " + ".join(self.measures) or "no measure"


@dataclass(frozen=True)
class Shop:
    """Measures to choose from: what each costs over the horizon, and which go together.

    ``scenario`` has only these measures and no policies, which makes it quick to draw from.
    ``apart`` are the pairs that cannot be applied together in any order; ``before`` those that can
    be in this order only.
    """

    scenario: Scenario
    names: tuple[str, ...]
    prices: Mapping[str, float]
    apart: frozenset[frozenset[str]]
    before: frozenset[Pair]

    @classmethod
    def of(cls, scenario: Scenario, names: Sequence[str], more: Sequence[str] = ()) -> Shop:
        """Try every measure and every pair. ``more`` are measures that are kept, not offered.

        Raises:
            InputError: there is no such measure.
        """
        for name in names:
            if name not in scenario.measures:
                raise InputError(
                    f"there is no measure {name!r}{nearest(name, scenario.measures)}; only measures"
                    " of the scenario can be chosen from, no other numbers of it"
                )
        kept = {name: scenario.measures[name] for name in dict.fromkeys([*names, *more])}
        bare = scenario.model_copy(update={"measures": kept, "policies": {}})
        orders = {pair for pair in permutations(names, 2) if applies(bare, pair)}
        either = {frozenset(pair) for pair in orders}
        return cls(
            bare,
            tuple(names),
            {name: price(kept[name], bare, bare.horizon).best for name in names},
            frozenset(map(frozenset, combinations(names, 2))) - either,
            frozenset(pair for pair in orders if pair[::-1] not in orders),
        )

    def portfolio(self, measures: Sequence[str]) -> Portfolio | None:
        """These measures in an order in which they can be applied; None where there is none."""
        if any(frozenset(pair) in self.apart for pair in combinations(measures, 2)):
            return None
        order = self._ordered(measures)
        if order is None or not applies(self.scenario, order):
            return None
        return Portfolio(order, self.cost(measures))

    def cost(self, measures: Sequence[str]) -> float:
        """USD per period; a measure costs the same beside any other."""
        return sum(self.prices[name] for name in measures)

    def _ordered(self, measures: Sequence[str]) -> tuple[str, ...] | None:
        """The order given, changed only where one measure must come before another."""
        left, order = list(measures), []
        while left:
            free = (a for a in left if not any((b, a) in self.before for b in left))
            following = next(free, None)
            if following is None:
                return None
            order.append(following)
            left.remove(following)
        return tuple(order)

    def affordable(self, budget: float, above: float | None = None) -> list[Portfolio]:
        """Every portfolio that costs at most ``budget``, and more than ``above`` if it is given."""
        found = (
            self.portfolio(measures)
            for measures in subsets(self.names)
            if (cost := self.cost(measures)) <= budget and (above is None or cost > above)
        )
        return [one for one in found if one is not None]


def applies(scenario: Scenario, measures: Sequence[str]) -> bool:
    """Whether measures can be applied in this order."""
    changed, problems = with_measures(scenario, measures, ("measures",))
    return changed is not None and not problems


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All subsets, the smallest first."""
    for size in range(len(names) + 1):
        yield from combinations(names, size)


@dataclass
class PortfolioMission:
    """The mission of a portfolio, built when wanted. What is ``kept`` belongs to the thread."""

    measures: tuple[str, ...]
    scenario: Scenario
    drawn: DrawnScenario | None
    build: MissionOf
    kept: threading.local

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the mission, which no measure changes."""
        return tuple(self.scenario.places)

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> MissionRunLike:
        """Run one replication with the numbers of its draw."""
        return self._of(replication).run(seed, replication, clock, record, stop)

    def _of(self, replication: int) -> MissionLike:
        met = self.scenario if self.drawn is None else self.drawn.of_replication(replication)
        if getattr(self.kept, "key", None) != (self.measures, id(met)):
            self.kept.met = met  # held, so that no other scenario can get its id
            self.kept.mission = self.build(met.with_measures(self.measures))
            self.kept.key = self.measures, id(met)
        mission: MissionLike = self.kept.mission
        return mission


@dataclass
class Workshop:
    """Builds the missions of portfolios of one scenario."""

    scenario: Scenario
    draws: Draws | None
    build: MissionOf
    kept: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        self.drawn = None if self.draws is None else DrawnScenario(self.scenario, self.draws)

    def mission(self, portfolio: Portfolio) -> PortfolioMission:
        """The mission of a portfolio."""
        return PortfolioMission(
            portfolio.measures, self.scenario, self.drawn, self.build, self.kept
        )
