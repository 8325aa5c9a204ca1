"""A mission of a dozen lines, so that studies are tested without a map or a compiler."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.errors import Interrupted
from pksim.scenario import Scenario


@dataclass(frozen=True)
class ToyOutcome:
    name: str
    unit: str = "people"
    meaning: str = "a count"


NAMES = (
    "deaths",
    "expected_deaths",
    "wounded",
    "patrol_hours",
    "casualties_counted",
    "within_10_min",
    "within_1_hour",
    "within_2_hours",
    "devices_civilian",
    "others_hurt",
    "cost_usd",
)
OUTCOMES = tuple(ToyOutcome(name) for name in NAMES)


@dataclass
class ToyRun:
    outcomes: npt.NDArray[np.float64]


class ToyMission:
    """Deaths are Poisson given a gamma risk; `finds` lowers it, `patrols` scales risk and work.

    Harm to others goes with the share of devices that the adversary turns against them.
    """

    def __init__(self, scenario: Scenario, seconds: float = 0.0) -> None:
        self.finds = scenario.search.finds
        self.patrols = sum(patrol.per_day for patrol in scenario.patrols.values())
        self.displaced = scenario.adversary.onto_others
        self.cost = scenario.cost_over(365.25 * 1440).best
        self.seconds = seconds

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> ToyRun:
        if (stop is not None and stop.wait(self.seconds)) or (stop is None and self.seconds):
            raise Interrupted("stopped")
        generator = np.random.default_rng([seed, replication])
        hours = 100.0 * self.patrols * generator.uniform(0.9, 1.1)
        risk = generator.gamma(3.0, 0.1) * self.patrols * (1.0 - self.finds)
        deaths = generator.poisson(risk)
        counted = generator.poisson(4 * risk)
        fast = generator.binomial(counted, [0.3, 0.6, 0.8])
        hurt = (
            50.0 * self.displaced * np.random.default_rng([seed, replication, 1]).uniform(0.9, 1.1)
        )
        return ToyRun(
            np.array(
                [deaths, risk, counted, hours, counted, *fast, 3.0, hurt, self.cost],
                dtype=np.float64,
            )
        )
