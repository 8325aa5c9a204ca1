"""Draws of what is not known: a few replications share one draw, and all policies the same draws.

Replication k meets the numbers of draw k // each, whatever the policy, the number of workers, or
how many replications are run. Each unknown has a random stream of its own, named by its path, so
that a scenario to which another unknown is added keeps the draws of those that it had.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.scenario.uncertainty import NEARLY_HIGH, NEARLY_LOW
from pksim.study.mission_like import MissionLike, MissionOf, MissionRunLike
from pksim.study.replicate import BLOCK

EACH = 2
"""Replications that share one draw, if nothing else is asked for: the split of variance needs two,
and more would make fewer draws of as many runs (to lay out a world anew costs half a run)."""


@dataclass(frozen=True)
class Draws:
    """Which numbers a replication meets.

    Attributes:
        names: What is not known, by name.
        seed: The seed of the study.
        each: Replications that share a draw: 1, 2, 4 or 8.
    """

    names: tuple[str, ...]
    seed: int
    each: int = EACH

    def __post_init__(self) -> None:
        if self.each < 1 or BLOCK % self.each:
            raise InputError(f"{self.each} runs to a draw cannot be; take 1, 2, 4 or 8")

    def whole(self, replications: int) -> int:
        """The least number of replications, not below this, that makes whole draws."""
        return -(-replications // self.each) * self.each

    def shares(self, draw: int) -> dict[str, float]:
        """The quantile (0 to 1) of every unknown in one draw."""
        return {name: _uniform(name, self.seed, draw) for name in self.names}

    def table(self, draws: Sequence[int]) -> npt.NDArray[np.float64]:
        """The quantiles of some draws: draw x unknown."""
        rows = [list(self.shares(draw).values()) for draw in draws]
        return np.array(rows, np.float64).reshape(len(rows), len(self.names))


def _uniform(name: str, seed: int, draw: int) -> float:
    """A uniform number for one unknown in one draw, by Philox keyed with the name."""
    digest = hashlib.sha256(name.encode()).digest()
    key = np.array([int.from_bytes(digest[:8], "little"), seed], np.uint64)
    counter = np.array([draw, 0, 0, 0], np.uint64)
    return float(np.random.Generator(np.random.Philox(key=key, counter=counter)).random())


class DrawnScenario:
    """A scenario with unknown numbers drawn: once a draw, as policies come to it in turn."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.each = draws.each
        self.places = tuple(scenario.places)
        self.of_draw = lru_cache(maxsize=64)(lambda draw: scenario.drawn(draws.shares(draw)))

    def of_replication(self, replication: int) -> Scenario:
        """The scenario that a replication meets."""
        return self.of_draw(replication // self.each)


@dataclass
class DrawnMission:
    """The mission of a policy whose unknown numbers change from draw to draw.

    Each thread keeps the mission of the draw that it is at: blocks of replications follow draws.
    """

    scenario: DrawnScenario
    policy: str | None
    build: MissionOf
    _own: threading.local = field(default_factory=threading.local)

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the mission, which no draw changes."""
        return self.scenario.places

    def of_replication(self, replication: int) -> MissionLike:
        """The mission that a replication meets."""
        met = self.scenario.of_replication(replication)
        if getattr(self._own, "met", None) is not met:
            applied = met.with_policy(self.policy) if self.policy else met
            self._own.mission, self._own.met = self.build(applied), met
        mission: MissionLike = self._own.mission
        return mission

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> MissionRunLike:
        """Run one replication with the numbers of its draw."""
        return self.of_replication(replication).run(seed, replication, clock, record, stop)


def draws_of(scenario: Scenario, seed: int, each: int | None) -> Draws | None:
    """The draws of a study; None where all is known, or `each` is 0: best guesses only."""
    if not scenario.unknowns or each == 0:
        return None
    return Draws(scenario.unknowns, seed, EACH if each is None else each)


def missions_of(
    scenario: Scenario,
    applied: Mapping[str, Scenario],
    policies: Mapping[str, str | None],
    build: MissionOf,
    draws: Draws | None,
) -> dict[str, MissionLike]:
    """The missions of a study by name: as they stand, or with unknown numbers drawn.

    Args:
        scenario: Without any policy.
        applied: With the policy of each name applied, at best guesses.
        policies: The policy of each name; None for none.
        build: Builds a mission.
        draws: What is drawn, if anything is.
    """
    if draws is None:
        return {name: build(one) for name, one in applied.items()}
    _refuse_impossible(scenario, policies, draws)
    drawn = DrawnScenario(scenario, draws)
    return {name: DrawnMission(drawn, policies[name], build) for name in applied}


def _refuse_impossible(
    scenario: Scenario, policies: Mapping[str, str | None], draws: Draws
) -> None:
    """Say before a long run, not in the middle of it, that a draw may be impossible.

    Raises:
        InputError: the scenario, or a policy, allows not all values that an unknown may take.
    """
    for share in (NEARLY_LOW, NEARLY_HIGH):
        met = scenario.drawn(dict.fromkeys(draws.names, share))
        for policy in policies.values():
            if policy is not None:
                met.with_policy(policy)
