"""A mission: one scenario under one policy, ready to be run again and again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from pksim.engine import Result, run
from pksim.mission.chain import chain_by_place
from pksim.mission.outcomes import OUTCOMES, Rows, Values, casualties_of, outcomes_of
from pksim.mission.world import WorldBuilder
from pksim.scenario import Scenario

COLUMN = {outcome.name: i for i, outcome in enumerate(OUTCOMES)}
"""The place of each outcome in `MissionRun.outcomes`."""


@dataclass(frozen=True)
class MissionRun:
    """What came out of one replication.

    Attributes:
        outcomes: One number for each of `OUTCOMES`, in their order.
        casualties: A row for each casualty, of the type `CASUALTY`.
        chain: A row of `CHAIN` for each of `Mission.places`: where the minutes to surgery went.
        result: The run as the engine tells it: journal, tallies, use of resources.
        resources: Titles of the resources, for the rows of `usage`.
    """

    outcomes: Values
    casualties: Rows
    chain: Values
    result: Result
    resources: tuple[str, ...]

    def __getitem__(self, name: str) -> float:
        """One outcome by name."""
        return float(self.outcomes[COLUMN[name]])

    @property
    def journal(self) -> npt.NDArray[Any]:
        """Events in order; empty unless the run recorded."""
        return self.result.journal

    @property
    def usage(self) -> npt.NDArray[Any]:
        """How much each resource was used."""
        return self.result.usage


class Mission:
    """A scenario, one policy already applied, with geography solved and its world laid out once.

    Safe to run from several threads at once. `on_compile` is told in a line of text when the first
    run on the native clock has to compile.
    """

    def __init__(self, scenario: Scenario, on_compile: Callable[[str], None] | None = None) -> None:
        self.scenario = scenario
        self._on_compile = on_compile
        builder = WorldBuilder(scenario)
        self.network = builder.network
        self._units = tuple(builder.plan.units)
        self.places = tuple(self.network.places)
        self._place_of_site = self.network.nearest_place
        self._template = builder.build()
        self._cost = scenario.cost_over(scenario.horizon).best

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> MissionRun:
        """Run one replication from its first midnight to the horizon.

        Args:
            seed: With `replication` it keys every draw; the same under every policy.
            replication: Number of the replication.
            clock: ``"native"`` or ``"simpy"``; both give the same run, bit for bit.
            record: Keep the journal.
            stop: Ends the run with `Interrupted` when another thread sets it.
        """
        world = self._template.fresh(seed, replication, record)
        result = run(world, self.scenario.horizon, clock, stop, self._on_compile)
        casualties = casualties_of(result)
        return MissionRun(
            outcomes=outcomes_of(result, casualties, self._cost, self.scenario.reporting),
            casualties=casualties,
            chain=chain_by_place(casualties, result.until, self._place_of_site),
            result=result,
            resources=tuple(resource.name for resource in world.resources),
        )

    def sites(self) -> tuple[str, ...]:
        """The name of every site, by number: segments by their road, places by name."""
        network = self.network
        roads = (f"{s.ends[0]}-{s.ends[1]} km {s.km_from_ends[0]:.0f}" for s in network.segments)
        return (*roads, *network.places)

    def units(self) -> tuple[str, ...]:
        """The name of every unit, by number."""
        return self._units
