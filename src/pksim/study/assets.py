"""How much each asset of the mission was used: helicopters, teams, bays and beds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.scenario import Scenario
from pksim.statistics import Estimate, cluster_means, mean_interval, ratio_of_sums
from pksim.study.figures import Figure

Values = npt.NDArray[np.float64]


FIGURES = (
    Figure("capacity", "units", "units there, in the mean over time"),
    Figure("in_use", "units", "units in use, in the mean over time"),
    Figure("queue", "claims", "claims that wait for a unit, in the mean over time"),
    Figure("seized", "claims", "claims granted: lifts flown, casualties treated, beds taken"),
    Figure("waited", "claims", "of those: had to wait first"),
    Figure("gave_up", "claims", "claims that were given up"),
    Figure("preempted", "claims", "claims that were taken away again"),
    Figure("longest_queue", "claims", "the longest queue of the run"),
)
"""The figures that are kept of each asset in each replication."""

KINDS = ("helicopter", "team", "bays", "operating teams", "intensive care", "ward beds")
"""The kinds of assets; the title of an asset begins with one of them."""

OF_CARE = ("helicopter", "ambulance", "bays", "operating teams", "intensive care", "ward beds")
"""The kinds that the care chain uses, in the order of the chain."""


def kind_and_name(title: str, scenario: Scenario) -> tuple[str, str]:
    """What an asset is, and its name in the scenario; teams are told by their role."""
    for kind in KINDS:
        if title.startswith(f"{kind} "):
            name = title.removeprefix(f"{kind} ")
            if kind == "team" and name in scenario.teams:
                return scenario.teams[name].role, name
            return kind, name
    return "other", title


@dataclass(frozen=True)
class Asset:
    """One asset under one policy: replication x figure."""

    title: str
    kind: str
    name: str
    values: Values
    each: int = 1

    def __getitem__(self, figure: str) -> Values:
        return cluster_means(self.runs(figure), self.each)

    def runs(self, figure: str) -> Values:
        """A figure in every single replication."""
        return self.values[:, [one.name for one in FIGURES].index(figure)]

    @property
    def is_there(self) -> bool:
        """Whether there ever was a unit of it."""
        return bool(self["capacity"].any())

    @property
    def busy(self) -> Estimate:
        """Share of the time in use: units in use over units there."""
        return ratio_of_sums(self["in_use"], self["capacity"])

    def mean(self, figure: str) -> Estimate:
        """A figure per replication."""
        return mean_interval(self[figure])


@dataclass(frozen=True)
class Assets:
    """The assets of one policy: replication x asset x figure, with titles for the assets.

    `each` replications share a draw of what is not known.
    """

    titles: tuple[str, ...]
    values: Values
    scenario: Scenario
    each: int = 1

    def __iter__(self) -> Iterator[Asset]:
        for number, title in enumerate(self.titles):
            kind, name = kind_and_name(title, self.scenario)
            yield Asset(title, kind, name, self.values[:, number], self.each)
