"""The best portfolio of measures under a budget.

Every portfolio is simulated, so measures that help or hinder each other are judged together. Only
deaths are minimised.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from pksim.errors import InputError, Interrupted
from pksim.scenario import Scenario
from pksim.scenario.uncertainty import NEARLY_HIGH, NEARLY_LOW
from pksim.study.against import LIKE_FOR_LIKE
from pksim.study.choosing.confirmation import LEADERS, confirmed, to_confirm
from pksim.study.choosing.optimum import Optimum
from pksim.study.choosing.portfolios import Portfolio, Shop, Workshop
from pksim.study.choosing.race import Indifference, Race, Rules, race, work_share
from pksim.study.choosing.search import MeansOf, Search
from pksim.study.compare import Comparison
from pksim.study.draws import draws_of
from pksim.study.levels import Levels
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.replicate import Progress, default_workers
from pksim.study.running import Planned, Running
from pksim.study.usd import read_usd

ENUMERATED = 12
"""The most measures of which every affordable portfolio is tried."""

FIRST_STAGE = 40
CAP = 200
CONFIRM = 200
MORE = 1.1
"""The larger budget, as a multiple, that is asked what it would buy."""

PATROL_WORK = LIKE_FOR_LIKE + 0.01
"""The share of the baseline's patrol work that a search keeps to: on other replications a portfolio
at the limit itself would be set aside as often as not, and nothing be left to choose from."""

NOTHING = "no measure"
Expect = Callable[[float], None]
"""Told, before the study begins, about how many seconds it will take at least."""


def optimise(
    scenario: Scenario,
    budget: str | float,
    measures: Sequence[str] | None = None,
    *,
    indifference: float | str = "5%",
    baseline: str | None = None,
    accept_less_work: bool = False,
    alpha: float = 0.05,
    first_stage: int = FIRST_STAGE,
    cap: int = CAP,
    confirm: int | None = None,
    seed: int = 1,
    runs_per_draw: int | None = None,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    expect: Expect | None = None,
    mission: MissionOf = shipped_mission,
    outcomes: Sequence[OutcomeLike] | None = None,
) -> Optimum:
    """Find the portfolio of measures with the fewest expected deaths that a budget can pay.

    ``budget`` is in USD over the horizon, held against the best guess of what measures cost.
    ``measures`` are those to choose from, all of the scenario by default. Up to 12 of them, every
    affordable portfolio is tried and dropped as in :func:`pksim.select`; of more, a
    greedy search says which 16 start. ``baseline`` is a policy to compare with; without it, the
    scenario without measures. Portfolios that cost up to a tenth more than the budget are raced
    apart, to say what that would buy; after a search only those next to the best that it met. Other
    arguments are as in :func:`pksim.select`; ``expect`` is told the seconds to be
    expected.

    Raises:
        InputError: there is no such measure or policy, or a number cannot be.
        Interrupted: stopped before every portfolio had its first stage.
    """
    money, least = read_usd(budget, "budget"), Indifference.read(indifference)
    offered = tuple(dict.fromkeys(scenario.measures if measures is None else measures))
    if not offered:
        raise InputError("there is no measure to choose from; add a `measures:` section")
    reference = _reference(scenario, baseline)
    shop = Shop.of(scenario, offered, reference.measures)
    shown = tuple(outcomes or shipped_outcomes())
    running = Running(mission, shown, seed, clock, workers, executor, stop, progress, runs_per_draw)
    plan = _Plan(shop, running, baseline or NOTHING, reference, money)
    plan.refuse_impossible()
    rules = Rules(
        least, alpha, plan.whole(first_stage), plan.whole(cap), plan.each, accept_less_work
    )
    wanted = plan.whole(min(CONFIRM, cap) if confirm is None else confirm)
    return plan.optimum(scenario, rules, wanted, expect)


def _reference(scenario: Scenario, baseline: str | None) -> Portfolio:
    """The measures of the baseline, applied whatever they cost."""
    if baseline is None:
        return Portfolio((), 0.0)
    applied = scenario.with_policy(baseline)
    base = scenario.cost_over(scenario.horizon).best
    return Portfolio(tuple(applied.applied), applied.cost_over(scenario.horizon).best - base)


@dataclass
class _Plan:
    """An optimisation under way."""

    shop: Shop
    running: Running
    baseline: str
    reference: Portfolio
    budget: float
    searched: int = 0
    refused: int = 0
    offset: int = 0

    def __post_init__(self) -> None:
        running, bare = self.running, self.shop.scenario
        self.draws = draws_of(bare, running.seed, running.runs_per_draw)
        self.workshop = Workshop(bare, self.draws, running.mission)
        self.portfolios = {self.baseline: self.reference}

    @property
    def each(self) -> int:
        return self.draws.each if self.draws else 1

    def whole(self, replications: int) -> int:
        return self.draws.whole(replications) if self.draws else replications

    def refuse_impossible(self) -> None:
        """Say before a long run that a draw may be impossible, trying each measure alone."""
        if self.draws is None:
            return
        for share in (NEARLY_LOW, NEARLY_HIGH):
            met = self.shop.scenario.drawn(dict.fromkeys(self.draws.names, share))
            for name in self.shop.names:
                met.with_measures([name])

    def optimum(
        self, scenario: Scenario, rules: Rules, wanted: int, expect: Expect | None
    ) -> Optimum:
        enumerated = len(self.shop.names) <= ENUMERATED
        if enumerated:
            inside = self._named(self.shop.affordable(self.budget))
            outside = self._named(self.shop.affordable(MORE * self.budget, above=self.budget))
        else:
            inside, outside = self._search(rules, expect)
        if not inside:
            raise InputError(self._nothing_affordable())
        if expect is not None and enumerated:
            runs = (1 + len(inside) + len(outside)) * rules.first_stage
            expect(self._seconds(runs + LEADERS * wanted))
        found = race(self._run, [self.baseline, *inside], self.baseline, rules)
        found, beyond = self._beyond(found, outside, rules)
        return Optimum(
            scenario=scenario,
            baseline=self.baseline,
            budget=self.budget,
            offered=self.shop.names,
            portfolios=self.portfolios,
            apart=tuple(sorted((min(pair), max(pair)) for pair in self.shop.apart)),
            enumerated=enumerated,
            searched=self.searched,
            refused=self.refused,
            race=found,
            beyond=beyond,
            confirmation=self._confirmed(scenario, found, beyond, wanted),
            accept_less_work=rules.accept_less_work,
        )

    def _beyond(
        self, found: Race, outside: Sequence[str], rules: Rules
    ) -> tuple[Race, Race | None]:
        """The race of what costs up to a tenth more; if it is stopped at once, so is the first."""
        if not outside or found.stopped:
            return found, None
        try:
            return found, race(self._run, [self.baseline, *outside], self.baseline, rules)
        except Interrupted:
            return replace(found, stopped=True), None

    def _nothing_affordable(self) -> str:
        if self.refused:
            return (
                f"all {self.refused} portfolios met that the budget of {self.budget:,.0f} USD pays"
                " deliver less than 96 % of the patrol work; --accept-less-work allows them"
            )
        cheapest = min(self.shop.prices, key=self.shop.prices.__getitem__)
        return (
            f"the budget of {self.budget:,.0f} USD pays none of the measures; the cheapest is"
            f" {cheapest}, {self.shop.prices[cheapest]:,.0f} USD over the horizon"
        )

    def _named(self, found: Sequence[Portfolio]) -> list[str]:
        """Names of portfolios other than the baseline, in the order given."""
        new = [one for one in found if set(one.measures) != set(self.reference.measures)]
        names = [f"P{len(self.portfolios) + number}" for number in range(len(new))]
        self.portfolios |= dict(zip(names, new, strict=True))
        return names

    def _search(self, rules: Rules, expect: Expect | None) -> tuple[list[str], list[str]]:
        """Portfolios that a greedy search met: within the budget, and up to a tenth dearer.

        What is raced runs on other replications.
        """
        if expect is not None:
            expect(self._seconds(self._runs_of_search() * rules.first_stage))
        search = Search(self.shop, self._means_of(rules), self.budget)
        inside, outside = search.starters(), search.dearer(MORE * self.budget)
        self.refused, self.offset = search.refused, rules.first_stage
        return self._named(inside), self._named(outside)

    def _runs_of_search(self) -> int:
        """About how many portfolios a search meets, were the cheapest bought first."""
        left, bought = self.budget, 0
        for price in sorted(self.shop.prices.values()):
            left -= price
            bought += left >= 0.0
        offered = len(self.shop.names)
        return 1 + offered * bought // 2 + bought * (offered - bought)

    def _means_of(self, rules: Rules) -> MeansOf:
        """Runs portfolios beside the baseline, on the replications of the search."""
        stage = rules.first_stage
        (baseline,) = self._run([self.baseline], 0, stage)

        def means_of(few: Sequence[Portfolio]) -> list[float]:
            self.searched += len(few) * stage
            planned = self._planned({one.words: one for one in few})
            found = planned.levels(0, stage, with_care=False)
            if found[0].replications < stage:
                raise Interrupted("stopped while portfolios were searched for")
            idle = (work_share(one, baseline) < PATROL_WORK for one in found)
            refused = [less and not rules.accept_less_work for less in idle]
            means = [one.deaths.mean for one in found]
            return [math.inf if no else mean for no, mean in zip(refused, means, strict=True)]

        return means_of

    def _planned(self, portfolios: dict[str, Portfolio], *, applied: bool = False) -> Planned:
        """A study of portfolios; ``applied``: their scenarios have their measures."""
        bare = self.shop.scenario
        return Planned(
            self.running,
            {name: self.workshop.mission(one) for name, one in portfolios.items()},
            {
                name: bare.with_measures(one.measures) if applied else bare
                for name, one in portfolios.items()
            },
            self.draws,
        )

    def _run(self, names: Sequence[str], first: int, count: int) -> list[Levels]:
        few = {name: self.portfolios[name] for name in names}
        return self._planned(few).levels(self.offset + first, count, with_care=False)

    def _confirmed(
        self, scenario: Scenario, found: Race, beyond: Race | None, wanted: int
    ) -> Comparison | None:
        """The leaders, and the best that a tenth more buys, on replications not used before."""
        if found.stopped or (beyond is not None and beyond.stopped):
            return None
        names = list(to_confirm(found, self.baseline))
        if beyond is not None:
            names += [name for name in beyond.survivors if name != self.baseline][:1]
        used = max(found.replications, beyond.replications if beyond else 0)
        few = {name: self.portfolios[name] for name in names}
        planned = self._planned(few, applied=True)
        return confirmed(planned, scenario, self.offset + used, wanted)

    def _seconds(self, runs: int) -> float:
        """About how long so many runs take: one draw of the baseline is run and timed."""
        mission, how = self.workshop.mission(self.reference), self.running
        mission.run(how.seed, 0, how.clock, False, how.stop)  # may have to compile
        begun = time.monotonic()
        for number in range(self.each, 2 * self.each):
            mission.run(how.seed, number, how.clock, False, how.stop)
        once = (time.monotonic() - begun) / self.each
        return once * runs / (how.workers or default_workers())
