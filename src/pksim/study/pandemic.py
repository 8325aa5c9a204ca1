"""What the pandemic comes to under a policy: cases, deaths, days away, and patrols lost.

Everything is made of the outcomes of the replications and the strength of the scenario, so whoever
has a results directory can do the sums again. A mission that counts no infections (a toy in a test)
has no pandemic, and neither has a scenario without the key `covid`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pksim.scenario import Scenario
from pksim.statistics import Estimate, PairedDifference, mean_interval, share_of_sums
from pksim.study.against import Against
from pksim.study.chain import FEW
from pksim.study.figures import Figure
from pksim.study.levels import Levels
from pksim.study.mission_like import OutcomeLike

INFECTIONS = "infections"
"""The outcome that counts everybody infected."""

SOURCES = {
    "section": "section",
    "platoon": "platoon",
    "camp": "camp",
    "crew": "march",
    "ward": "hospital",
    "town": "towns",
    "gate": "gate",
    "arrival": "newcomers",
    "seed": "at first",
}
"""Where infections come from: the outcome is `infected_` and the name; and what it is called."""


@dataclass(frozen=True, slots=True)
class Counted(Figure):
    """A figure that is the sum of some outcomes; `by_strength`: as a share of all people."""

    outcomes: tuple[str, ...] = ()
    by_strength: bool = False


FIGURES = (
    Counted("infections", "persons", "infected, known or not", (INFECTIONS,)),
    Counted("severe", "persons", "need a ward bed", ("covid_severe",)),
    Counted("critical", "persons", "need intensive care", ("covid_critical",)),
    Counted("deaths", "persons", "deaths from COVID-19, as expected", ("expected_deaths_covid",)),
    Counted(
        "without_intensive_care",
        "persons",
        "critical, and no bed in intensive care",
        ("covid_without_intensive_care",),
    ),
    Counted("days_unwell", "days", "away from duty, unwell or isolated", ("covid_days",)),
    Counted(
        "days_in_quarantine",
        "days",
        "away from duty and well, in quarantine or after a dose",
        ("quarantine_days",),
    ),
    Counted(
        "most_absent",
        "share of strength",
        "away by COVID-19 and its measures at the worst moment",
        ("covid_most_absent",),
        by_strength=True,
    ),
    Counted(
        "patrols_without_crew",
        "patrols",
        "cancelled: too few people or drivers were fit, for whatever reason",
        ("cancelled_crew", "cancelled_drivers"),
    ),
    Counted("patrols_run", "patrols", "patrols that left", ("patrols_run",)),
    Counted("patrol_hours", "hours", "outside the gate", ("patrol_hours",)),
    Counted("tests", "tests", "for COVID-19", ("covid_tests",)),
    Counted("false_alarms", "persons", "isolated, and not infected", ("covid_false_alarms",)),
    Counted(
        "let_out_infectious",
        "persons",
        "newcomers let out who can still infect others",
        ("released_infectious",),
    ),
)
"""What is told of the pandemic under every policy, per replication (one horizon)."""
FIGURE = {figure.name: figure for figure in FIGURES}


@dataclass(frozen=True)
class Pandemic:
    """The pandemic under one policy."""

    levels: Levels

    @cached_property
    def figures(self) -> dict[str, Estimate]:
        """Every figure per replication, with its 95 % interval."""
        return {figure.name: self.figure(figure) for figure in FIGURES}

    def figure(self, figure: Counted) -> Estimate:
        """One figure per replication, with its 95 % interval."""
        values = self.levels.sample.sum_of(figure.outcomes)
        return mean_interval(values * _scale(figure, self.levels))

    @cached_property
    def sources(self) -> dict[str, Estimate]:
        """The share of all infections that came from each source: a ratio of sums.

        Replications are independent, infections of one outbreak are not, so the intervals rest on
        replications.
        """
        sample = self.levels.sample
        infected = sample[INFECTIONS]
        return {name: share_of_sums(sample[f"infected_{name}"], infected) for name in SOURCES}

    @property
    def few(self) -> bool:
        """Whether too few replications have any infection for its sources to be told."""
        return int(np.count_nonzero(self.levels.sample[INFECTIONS])) < FEW


def pandemic_of(levels: Levels) -> Pandemic | None:
    """The pandemic under a policy; None where there is none."""
    counted = all(o in levels.sample for figure in FIGURES for o in figure.outcomes)
    if levels.scenario.covid is None or not counted:
        return None
    return Pandemic(levels)


def difference(one: Against, figure: Counted) -> PairedDifference:
    """A figure under a policy minus that under the baseline, replication by replication.

    The intervals of all policies together hold at 95 %.
    """
    return one.difference(*figure.outcomes).times(_scale(figure, one.levels))


def patrols_lost(one: Against) -> PairedDifference:
    """Patrols that leave under the baseline and not under a policy, whatever keeps them in camp.

    A crew in quarantine and a programme that was suspended count alike. Below zero more leave.
    """
    return difference(one, FIGURE["patrols_run"]).times(-1.0)


def outcomes_that_happen(scenario: Scenario, outcomes: Sequence[OutcomeLike]) -> list[OutcomeLike]:
    """All outcomes, but those of a pandemic only where the scenario has one."""
    if scenario.covid is not None:
        return list(outcomes)
    from pksim.mission.covid.outcomes import COVID_OUTCOMES  # here: the compiler comes with it

    of_pandemic = {outcome.name for outcome in COVID_OUTCOMES}
    of_pandemic |= {"deaths_covid", "expected_deaths_covid"}
    return [outcome for outcome in outcomes if outcome.name not in of_pandemic]


def _scale(figure: Counted, levels: Levels) -> float:
    """What a sum of outcomes is multiplied by."""
    return 1.0 / levels.scenario.strength if figure.by_strength else 1.0
