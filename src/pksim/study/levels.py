"""What one policy came to: means with intervals, shares within the care goals, one-tour ranges."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pksim.errors import Interrupted
from pksim.scenario import Scenario
from pksim.statistics import (
    Bands,
    Estimate,
    cluster_means,
    mean_interval,
    ratio_of_sums,
    share_of_sums,
    spread,
    three_bands,
)
from pksim.study.assets import Assets
from pksim.study.care import Care
from pksim.study.chain import Chain
from pksim.study.mission_like import Clock, MissionLike, OutcomeLike, shipped_steps
from pksim.study.replicate import Progress, replicate

Values = npt.NDArray[np.float64]

GOALS = {
    "within_10_min": "first aid within 10 minutes",
    "within_1_hour": "enhanced care within 1 hour",
    "within_2_hours": "surgery within 2 hours",
}
"""The 10-1-2 goals: outcome name to meaning. Each is a count of the casualties counted."""

MINUTES_PER_DAY = 1440.0
DAYS_PER_YEAR = 365.25
GRADES = "ABCD"


@dataclass(frozen=True)
class Sample:
    """The outcomes of one policy: replication x outcome, with names for the columns.

    Replications that share a draw of what is not known are not independent of each other. So what
    is asked by name comes as means over `each` such replications, which are; `runs` gives every
    single one.
    """

    names: tuple[str, ...]
    values: Values
    each: int = 1

    def __getitem__(self, name: str) -> Values:
        return cluster_means(self.runs(name), self.each)

    def runs(self, name: str) -> Values:
        """An outcome in every single replication."""
        return self.values[:, self.names.index(name)]

    @property
    def independent(self) -> int:
        """How many values that are independent of each other an outcome has."""
        return len(self.values) // self.each

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def sum_of(self, outcomes: Sequence[str]) -> Values:
        """Several outcomes added up, by replication."""
        if len(outcomes) == 1:
            return self[outcomes[0]]
        return np.asarray(np.sum([self[outcome] for outcome in outcomes], axis=0))

    def score(self, name: str) -> str:
        """The expected score of a sampled count where the mission has one (far less noise)."""
        scored = f"expected_{name}"
        return scored if scored in self.names else name


@dataclass(frozen=True)
class Levels:
    """One policy on its own. ``scenario`` has the policy applied, at best guesses.

    ``numbers`` are those of the replications. ``chain`` and ``assets`` are None where the mission
    does not tell of them, or in a sweep.
    """

    policy: str
    scenario: Scenario
    sample: Sample
    numbers: npt.NDArray[np.int64]
    chain: Chain | None = None
    assets: Assets | None = None

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """Every outcome per replication (one horizon), with its 95 % interval."""
        return {name: mean_interval(self.sample[name]) for name in self.sample.names}

    def sum_of(self, outcomes: Sequence[str]) -> Estimate:
        """Several outcomes together, per replication."""
        return mean_interval(self.sample.sum_of(outcomes))

    @property
    def replications(self) -> int:
        """How many replications stand behind it."""
        return len(self.sample.values)

    def first(self, count: int) -> Levels:
        """Its first replications, outcomes alone."""
        sample = replace(self.sample, values=self.sample.values[:count])
        return replace(self, sample=sample, numbers=self.numbers[:count], chain=None, assets=None)

    @property
    def deaths(self) -> Estimate:
        """Deaths per period: the expected score where there is one."""
        return self.estimates[self.sample.score("deaths")]

    @cached_property
    def shares(self) -> dict[str, Estimate]:
        """Share of the casualties counted who reached each care goal."""
        if "casualties_counted" not in self.sample:
            return {}
        counted = self.sample["casualties_counted"]
        goals = [goal for goal in GOALS if goal in self.sample]
        return {goal: share_of_sums(self.sample[goal], counted) for goal in goals}

    @cached_property
    def one_tour(self) -> dict[str, tuple[float, float]]:
        """The range that nine in ten single replications fell in, by outcome."""
        return {name: spread(self.sample.runs(name)) for name in self.sample.names}

    def bands(self, outcome: str) -> Bands | None:
        """Simulation error, what is not known, and one tour; None where nothing is drawn."""
        return bands_of(self.sample.runs(outcome), self.sample.each)

    @cached_property
    def deaths_per_1000_patrol_hours(self) -> Estimate | None:
        """Deaths over the patrol work delivered; None where no patrol ran."""
        if "patrol_hours" not in self.sample or not self.sample["patrol_hours"].any():
            return None
        deaths = 1000.0 * self.sample[self.sample.score("deaths")]
        return ratio_of_sums(deaths, self.sample["patrol_hours"])

    @property
    def person_years(self) -> float:
        """Person-years of one replication."""
        return person_years(self.scenario)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures applied."""
        return tuple(self.scenario.applied)

    @property
    def grade(self) -> str | None:
        """The weakest grade of evidence among the measures; None without a measure."""
        return weakest_grade(self.scenario, self.measures)

    @property
    def cost(self) -> float:
        """USD per period."""
        if "cost_usd" in self.sample:
            return self.estimates["cost_usd"].mean
        return self.scenario.cost_over(self.scenario.horizon).best


def bands_of(runs: Values, each: int) -> Bands | None:
    """The three widths of single runs of which `each` share a draw; None with one run to a draw."""
    if each < 2 or len(runs) < 2 * each:
        return None
    return three_bands(runs.reshape(-1, each))


def years(scenario: Scenario) -> float:
    """The horizon in years of 365.25 days."""
    return scenario.horizon / MINUTES_PER_DAY / DAYS_PER_YEAR


def person_years(scenario: Scenario) -> float:
    """Person-years in one replication: strength times horizon."""
    return scenario.strength * years(scenario)


def weakest_grade(scenario: Scenario, measures: Sequence[str]) -> str | None:
    """The weakest grade of evidence among some measures; None where there is none."""
    grades = [scenario.measures[name].evidence.grade for name in measures]
    return max(grades, key=GRADES.index) if grades else None


def levels_of(
    missions: Mapping[str, MissionLike],
    applied: Mapping[str, Scenario],
    replications: int,
    *,
    outcomes: Sequence[OutcomeLike],
    first: int = 0,
    each: int = 1,
    with_care: bool = True,
    seed: int,
    clock: Clock,
    workers: int | None,
    executor: Executor | None,
    stop: threading.Event | None,
    progress: Progress | None,
) -> list[Levels]:
    """Replicate every mission; what each came to over the replications that all finished.

    ``each`` replications from a multiple of it on share a draw of what is not known.

    Raises:
        Interrupted: stopped before one block of every mission was finished.
    """
    done = replicate(
        missions,
        replications,
        seed=seed,
        outcomes=len(outcomes),
        first=first,
        with_care=with_care,
        clock=clock,
        workers=workers,
        executor=executor,
        stop=stop,
        progress=progress,
    )
    rows = done.paired()
    if len(rows) == 0:
        raise Interrupted("stopped before any block of replications was finished")
    names = tuple(column.name for column in outcomes)
    found = []
    for name, scenario in applied.items():
        sample = Sample(names, done.values[name][rows], each)
        levels = Levels(name, scenario, sample, done.first + rows)
        if name in done.care:
            levels = _with_care(levels, done.care[name].only(rows))
        found.append(levels)
    return found


def _with_care(levels: Levels, care: Care) -> Levels:
    each = levels.sample.each
    return replace(
        levels,
        chain=Chain(tuple(shipped_steps()), care.places, care.chain, each),
        assets=Assets(care.assets, care.usage, levels.scenario, each),
    )


def joined(parts: Sequence[Levels]) -> Levels:
    """One policy's replications, run in several parts."""
    first = parts[0]
    values = np.concatenate([part.sample.values for part in parts])
    levels = replace(
        first,
        sample=replace(first.sample, values=values),
        numbers=np.concatenate([part.numbers for part in parts]),
    )
    chains = [part.chain.values for part in parts if part.chain is not None]
    assets = [part.assets.values for part in parts if part.assets is not None]
    if first.chain is not None and first.assets is not None:
        chain = replace(first.chain, values=np.concatenate(chains))
        return replace(
            levels, chain=chain, assets=replace(first.assets, values=np.concatenate(assets))
        )
    return levels
