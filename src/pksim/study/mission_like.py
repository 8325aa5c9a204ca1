"""What a study asks of a mission: so little that a toy of ten lines can stand in for one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from pksim.scenario import Scenario

Clock = Literal["native", "simpy"]


class OutcomeLike(Protocol):
    """One column of the outcomes: a stable name, a unit and what it counts."""

    @property
    def name(self) -> str:
        """The stable name."""
        ...

    @property
    def unit(self) -> str:
        """What one of it is."""
        ...

    @property
    def meaning(self) -> str:
        """One sentence."""
        ...


class MissionRunLike(Protocol):
    """What came out of one replication."""

    @property
    def outcomes(self) -> npt.NDArray[np.float64]:
        """One number for each outcome, in the order of the mission's outcomes."""
        ...


class MissionLike(Protocol):
    """One scenario with one policy applied, ready to be run many times, also from many threads."""

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> MissionRunLike:
        """Run one replication; raises `pksim.errors.Interrupted` once `stop` is set."""
        ...


MissionOf = Callable[[Scenario], MissionLike]
"""Builds the mission of a scenario whose policy has been applied."""


def shipped_mission(
    scenario: Scenario, on_compile: Callable[[str], None] | None = None
) -> MissionLike:
    """The mission that pksim ships; imported when first wanted, because the compiler comes too.

    `on_compile` is told in a line of text when the processes have to be compiled.
    """
    from pksim.mission import Mission

    return Mission(scenario, on_compile)


def shipped_outcomes() -> Sequence[OutcomeLike]:
    """The outcomes of the mission that pksim ships, in the order of its columns."""
    from pksim.mission import OUTCOMES

    return OUTCOMES
