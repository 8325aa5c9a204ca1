"""A toy mission with a care chain: three places, one of them far, one with hardly a casualty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.engine.results import USAGE
from pksim.mission.chain import CHAIN, GOAL, STEP
from tests.toy_mission import ToyMission

PLACES = ("near", "far <b>away</b>", "nowhere")
ASSETS = ("helicopter gao-1", "helicopter kidal-1", "team gao-ambulance", "bays gao-level-2")


@dataclass
class ToyCareRun:
    outcomes: npt.NDArray[np.float64]
    chain: npt.NDArray[np.float64]
    usage: npt.NDArray[Any]
    resources: tuple[str, ...] = ASSETS


class ToyCare(ToyMission):
    """Every casualty spends a minute in a step at random; a policy that finds more flies faster.

    One in eight never reaches surgery; at `nowhere` somebody is hurt in one replication of thirty.
    """

    places = PLACES

    def run(self, seed: int, replication: int, *how: Any, **more: Any) -> Any:
        outcomes = super().run(seed, replication, *how, **more).outcomes
        generator = np.random.default_rng([seed, replication, 7])
        chain = np.zeros((len(PLACES), len(CHAIN)))
        hurt = (2 + generator.poisson(3), 1 + generator.poisson(1), int(replication % 30 == 3))
        for place, number in enumerate(hurt):
            for _ in range(number):
                chain[place] += self._casualty(generator, place)
        return ToyCareRun(outcomes, chain, _usage(generator, float(chain[:, 1].sum())))

    def _casualty(self, generator: np.random.Generator, place: int) -> npt.NDArray[np.float64]:
        """One row of the chain for one casualty."""
        steps = generator.exponential(10.0, len(STEP))
        steps[3] = 0.0  # the weather is always good
        steps[6] *= (1.0 + 8.0 * place) * (1.0 - self.finds)
        reached = float(generator.random() < 0.875)
        in_time = reached * float(steps.sum() <= GOAL)
        late = (np.arange(len(STEP)) == steps.argmax()) * (1.0 - in_time)
        return np.concatenate([[1.0, reached, in_time], steps * reached, late])


def _usage(generator: np.random.Generator, lifts: float) -> npt.NDArray[Any]:
    usage = np.zeros(len(ASSETS), USAGE)
    usage["capacity"] = [1.0, 1.0, 2.0, 4.0]
    usage["in_use"] = [0.01 * lifts, 0.0, 0.0, 0.1 * generator.random()]
    usage["seized"] = [lifts, 0, 0, 2 * lifts]
    usage["waited"] = [0, 0, 0, lifts // 2]
    usage["queue"] = [0.0, 0.0, 0.0, 0.001 * lifts]
    usage["longest_queue"] = [0, 0, 0, lifts // 2]
    return usage
