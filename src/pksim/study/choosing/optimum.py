"""What the choice of a portfolio came to: who leads, who cannot be told from it, what more buys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from pksim.scenario import Scenario
from pksim.statistics import AgainstBest, PairedDifference, paired_difference
from pksim.study.against import Against
from pksim.study.choosing.confirmation import Confirmed, beside_best
from pksim.study.choosing.portfolios import Portfolio
from pksim.study.choosing.race import Race
from pksim.study.compare import Comparison
from pksim.study.levels import Levels, Values


@dataclass(frozen=True)
class Optimum(Confirmed):
    """The best portfolio under a budget, or those that cannot be told from it.

    Attributes:
        scenario: Without any policy.
        baseline: What the others are compared with, by name.
        budget: USD per period.
        offered: Measures to choose from.
        portfolios: Every portfolio that was raced, by name; names are P1, P2, ...
        apart: Pairs of measures that cannot be applied together.
        enumerated: Whether every affordable portfolio was tried.
        searched: Runs of the search, where not.
        refused: Portfolios that the search met and that deliver less than 96 % of the patrol work.
        race: The elimination within the budget.
        beyond: That among the portfolios which cost up to a tenth more; None where there are none.
        confirmation: The leaders on fresh replications; None where it was interrupted before.
        accept_less_work: Whether portfolios that deliver less patrol work may be chosen.
    """

    scenario: Scenario
    baseline: str
    budget: float
    offered: tuple[str, ...]
    portfolios: dict[str, Portfolio]
    apart: tuple[tuple[str, str], ...]
    enumerated: bool
    searched: int
    refused: int
    race: Race
    beyond: Race | None
    confirmation: Comparison | None
    accept_less_work: bool

    @property
    def interrupted(self) -> bool:
        """Whether less was done than wanted."""
        found = self.confirmation
        stopped = self.race.stopped or (self.beyond is not None and self.beyond.stopped)
        return stopped or found is None or found.interrupted

    @property
    def within(self) -> tuple[Against, ...]:
        """The confirmed portfolios that the budget pays."""
        return (
            ()
            if self.confirmation is None
            else tuple(one for one in self.confirmation.policies if one.name in self.race.names)
        )

    @cached_property
    def with_best(self) -> tuple[AgainstBest, ...]:
        """Each confirmed portfolio within the budget, and the baseline, beside the best other."""
        if self.confirmation is None:
            return ()
        few = replace(self.confirmation, policies=self.within)
        return beside_best(few, accept_less_work=self.accept_less_work)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Those left by the elimination that were too many to be confirmed."""
        shown = {one.name for one in self.within} | {self.baseline}
        return tuple(name for name in self.race.survivors if name not in shown)

    @property
    def common(self) -> tuple[str, ...]:
        """Measures that are in all portfolios that may be best."""
        names = [*self.leaders, *self.unconfirmed]
        sets = [set(self.portfolios[name].measures) for name in names]
        shared = set.intersection(*sets) if sets else set()
        return tuple(name for name in self.offered if name in shared)

    @property
    def next_best(self) -> str | None:
        """The portfolio that a tenth more would buy, by name; None where there is none."""
        if self.beyond is None:
            return None
        return next((name for name in self.beyond.survivors if name != self.baseline), None)

    @cached_property
    def for_more(self) -> PairedDifference | None:
        """Deaths under :attr:`next_best` minus those under the first leader, on fresh runs."""
        found = self.confirmation
        if found is None or not self.leaders or self.next_best is None:
            return None
        of = {one.policy: one for one in found.levels}
        if self.next_best not in of:
            return None
        return paired_difference(_scores(of[self.next_best]), _scores(of[self.leaders[0]]))


def _scores(levels: Levels) -> Values:
    return levels.sample[levels.sample.score("deaths")]
