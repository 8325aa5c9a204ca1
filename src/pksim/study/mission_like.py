"""What a study asks of a mission: so little that a toy of ten lines can stand in for one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, runtime_checkable

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


class StepLike(Protocol):
    """One step of the way from wounding to surgery."""

    @property
    def name(self) -> str:
        """The stable name."""
        ...

    @property
    def title(self) -> str:
        """What it is called in tables."""
        ...

    @property
    def meaning(self) -> str:
        """What is waited for, or done, in it."""
        ...


@runtime_checkable
class CareRunLike(Protocol):
    """What a run has besides where the mission counts the care chain; a toy need not."""

    @property
    def chain(self) -> npt.NDArray[np.float64]:
        """A row for each place, with the columns of `pksim.study.chain.columns`."""
        ...

    @property
    def usage(self) -> npt.NDArray[Any]:
        """A row for each asset, with the fields of `pksim.study.assets.FIGURES`."""
        ...

    @property
    def resources(self) -> tuple[str, ...]:
        """Titles of the assets."""
        ...


@runtime_checkable
class CareMissionLike(Protocol):
    """A mission whose runs tell of the care chain."""

    @property
    def places(self) -> tuple[str, ...]:
        """The places, in the order of the rows of the chain."""
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


def shipped_steps() -> Sequence[StepLike]:
    """The steps from wounding to surgery, in the order of the columns of a chain table."""
    from pksim.mission.chain import STEP

    return STEP
