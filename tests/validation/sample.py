"""Many replications of one scenario, kept as what the targets ask for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pksim.mission import Mission
from pksim.mission.mission import COLUMN
from pksim.mission.terms import DEAD, MALICIOUS, ROAD_ACCIDENT
from pksim.scenario import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MONTH = 30 * 1440.0
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Outcomes and casualties of the first replications of a scenario's baseline under seed 1.

    Attributes:
        person_years: Of one replication.
        outcomes: Replication x outcome.
        casualties: One table of casualties for each replication.
        months: Whole months of 30 days in the horizon.
    """

    person_years: float
    outcomes: Numbers
    casualties: tuple[npt.NDArray[np.void], ...]
    months: int

    def __getitem__(self, name: str) -> Numbers:
        return self.outcomes[:, COLUMN[name]]

    def hurt_by_incident(self, cause: int) -> list[Numbers]:
        """For each replication: people hurt or killed in each incident of a cause that hurt any."""
        return [_by_incident(rows[rows["cause"] == cause]) for rows in self.casualties]

    def dead_by_incident(self, causes: tuple[int, ...]) -> list[Numbers]:
        """For each replication: deaths in each fatal incident of some causes."""
        return [
            _by_incident(rows[np.isin(rows["cause"], causes) & (rows["outcome"] == DEAD)])
            for rows in self.casualties
        ]

    @cached_property
    def fatal_events(self) -> list[Numbers]:
        """Deaths in each fatal malicious event."""
        return self.dead_by_incident(MALICIOUS)

    @cached_property
    def fatal_road_accidents(self) -> list[Numbers]:
        """Deaths in each fatal road accident."""
        return self.dead_by_incident((ROAD_ACCIDENT,))

    @cached_property
    def monthly(self) -> tuple[Numbers, Numbers]:
        """Malicious deaths and fatal events: replication x month."""
        deaths, events = [], []
        for rows in self.casualties:
            fatal = rows[np.isin(rows["cause"], MALICIOUS) & (rows["outcome"] == DEAD)]
            _, first, sizes = np.unique(fatal["incident"], return_index=True, return_counts=True)
            months = (fatal["wounded_at"][first] // MONTH).astype(int)
            inside = months < self.months
            deaths.append(np.bincount(months[inside], sizes[inside], self.months))
            events.append(np.bincount(months[inside], minlength=self.months))
        return np.array(deaths, float), np.array(events, float)


def _by_incident(rows: npt.NDArray[np.void]) -> Numbers:
    return np.unique(rows["incident"], return_counts=True)[1].astype(float)


def sample(scenario: str, replications: int) -> Sample:
    """Run the baseline of a shipped scenario."""
    loaded = load(SCENARIOS / f"{scenario}.yaml")
    mission = Mission(loaded)
    runs = [mission.run(1, replication) for replication in range(replications)]
    return Sample(
        person_years=loaded.strength * loaded.horizon / 1440 / 365.25,
        outcomes=np.array([run.outcomes for run in runs]),
        casualties=tuple(run.casualties for run in runs),
        months=int(loaded.horizon // MONTH),
    )
