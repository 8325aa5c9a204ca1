"""The best of many policies: elimination first, then the leaders on luck that chose nobody.

Whoever leads after an elimination was partly lucky in it, so its figures there are too good. Hence
the leaders, the runner-up and the baseline are run again on fresh replications, and only those
figures are shown.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.statistics import AgainstBest
from pksim.study.choosing.confirmation import Confirmed, beside_best, confirmed, some, to_confirm
from pksim.study.choosing.race import Indifference, Race, Rules, race
from pksim.study.compare import Comparison, chosen_baseline
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.replicate import Progress
from pksim.study.running import Running

FIRST_STAGE = 80
"""Replications of every policy before any is dropped: 20 draws of 4."""

CAP = 1000
"""The most replications of a policy while policies are dropped."""

CONFIRM = 400
"""Fresh replications of the leaders."""


@dataclass(frozen=True)
class Selection(Confirmed):
    """The best of many policies, or those that cannot be told from it.

    ``race`` is the elimination, ``confirmation`` the leaders on fresh replications; None where the
    study was stopped before. ``wanted`` is how many of those were to be run.
    """

    scenario: Scenario
    baseline: str
    race: Race
    confirmation: Comparison | None
    wanted: int

    @property
    def interrupted(self) -> bool:
        """Whether less was done than wanted."""
        found = self.confirmation
        return self.race.stopped or found is None or found.interrupted

    @cached_property
    def with_best(self) -> tuple[AgainstBest, ...]:
        """Each confirmed policy, baseline included, beside the best of the others.

        On fresh replications, with intervals that hold together; without policies that deliver
        less patrol work. Empty without a confirmation, or with fewer than two.
        """
        return () if self.confirmation is None else beside_best(self.confirmation)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Those left by the elimination that were too many to be confirmed."""
        if self.confirmation is None:
            return self.race.survivors
        shown = {one.policy for one in self.confirmation.levels}
        return tuple(name for name in self.race.survivors if name not in shown)

    @property
    def guarantee(self) -> str:
        """What the elimination promises, in words."""
        race = self.race
        return (
            f"If the best has at least {race.indifference:.3g} fewer deaths than every other, it is"
            f" among those left with a probability of {100.0 * (1.0 - race.alpha):g} %."
        )


def select(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    *,
    indifference: float | str,
    baseline: str | None = None,
    alpha: float = 0.05,
    first_stage: int = FIRST_STAGE,
    cap: int = CAP,
    confirm: int | None = None,
    seed: int = 1,
    runs_per_draw: int | None = None,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    mission: MissionOf = shipped_mission,
    outcomes: Sequence[OutcomeLike] | None = None,
) -> Selection:
    """Find the policy with the fewest expected deaths among many, dropping the others early.

    ``indifference`` is the least difference that matters: deaths per period, or ``"5%"`` of those
    under the baseline. ``alpha`` is the probability allowed of losing a best policy that leads by
    so much. Every policy has ``first_stage`` replications before any is dropped, and at most
    ``cap``; then the leaders have ``confirm`` fresh ones (the lesser of 400 and ``cap`` by
    default). What follows is as in :func:`pksim.study.compare`.

    Policies that deliver less than 95 % of the baseline's patrol work are set aside after the
    first stage. An interrupted study tells what it found so far.

    Raises:
        InputError: a policy is not in the scenario, or a number cannot be.
        Interrupted: stopped before every policy had its first stage.
    """
    least = Indifference.read(indifference)
    first = chosen_baseline(scenario, baseline)
    names = list(dict.fromkeys([first, *(policies or scenario.policies)]))
    if len(names) < 2:
        raise InputError(f"there is nothing to choose from besides {first!r}; name more policies")
    shown = tuple(outcomes or shipped_outcomes())
    running = Running(mission, shown, seed, clock, workers, executor, stop, progress, runs_per_draw)
    planned = running.planned(scenario, {name: name for name in names})
    rules = Rules(least, alpha, planned.whole(first_stage), planned.whole(cap), planned.each)
    wanted = planned.whole(min(CONFIRM, cap) if confirm is None else confirm)
    found = race(
        lambda few, start, count: some(planned, few).levels(start, count, with_care=False),
        names,
        first,
        rules,
    )
    fresh = (
        None
        if found.stopped
        else confirmed(
            some(planned, to_confirm(found, first)), scenario, found.replications, wanted
        )
    )
    return Selection(scenario, first, found, fresh, wanted)
