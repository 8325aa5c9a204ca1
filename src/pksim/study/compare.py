"""Policies against a baseline under common random numbers: the same seed, the same replications.

The same patrol, device and casualty meet the same luck under every policy, and the same numbers
where the scenario leaves them unknown, so the difference of a pair holds little but the effect of
the policy.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from pksim.errors import InputError, Interrupted
from pksim.scenario import Scenario
from pksim.study.against import Against, against
from pksim.study.cases import Cases, answered, displacements, replications_of_cases, run_cases
from pksim.study.draws import Draws
from pksim.study.levels import Levels
from pksim.study.mission_like import (
    Clock,
    MissionOf,
    OutcomeLike,
    shipped_mission,
    shipped_outcomes,
)
from pksim.study.precision import Precision, most_replications, until_met
from pksim.study.replicate import Progress
from pksim.study.running import Planned, Running
from pksim.study.usd import read_usd


@dataclass(frozen=True)
class Comparison:
    """A finished (or interrupted) comparison of policies.

    ``worth`` is what whoever decides is willing to pay for a death averted, USD, where they said
    so; there is no default for it.
    """

    scenario: Scenario
    seed: int
    clock: Clock
    replications: int
    wanted: int
    baseline: Levels
    policies: tuple[Against, ...]
    outcomes: tuple[OutcomeLike, ...]
    draws: Draws | None = None
    displacement: Cases | None = None
    outlooks: Cases | None = None
    cut_short: bool = False
    worth: float | None = None

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications, or cases, were finished than wanted."""
        return self.replications < self.wanted or self.cut_short

    @property
    def levels(self) -> tuple[Levels, ...]:
        """Baseline first, then the policies in the order asked for."""
        return (self.baseline, *(policy.levels for policy in self.policies))

    @property
    def ranked(self) -> tuple[Against, ...]:
        """By difference in deaths, lowest first; those that leave patrol work undone come last."""
        order = sorted(self.policies, key=lambda one: (not one.like_for_like, one.deaths.mean))
        return tuple(order)


def chosen_baseline(scenario: Scenario, name: str | None) -> str:
    """The baseline: the one named, else ``baseline``, else the first policy without a measure."""
    if name is not None:
        return name
    if not scenario.policies:
        raise InputError("the scenario has no policies to compare; add a `policies:` section")
    if "baseline" in scenario.policies:
        return "baseline"
    bare = [policy for policy, measures in scenario.policies.items() if not measures]
    return bare[0] if bare else next(iter(scenario.policies))


def compare(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    *,
    baseline: str | None = None,
    replications: int | None = None,
    precision: str | None = None,
    seed: int = 1,
    runs_per_draw: int | None = None,
    displacement: bool = True,
    outlooks: bool = False,
    worth: str | float | None = None,
    clock: Clock = "native",
    workers: int | None = None,
    executor: Executor | None = None,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    mission: MissionOf = shipped_mission,
    outcomes: Sequence[OutcomeLike] | None = None,
) -> Comparison:
    """Run every policy on the same replications and compare each with the baseline.

    Without ``policies`` all policies of the scenario are compared. What the scenario leaves unknown
    is drawn once for every ``runs_per_draw`` replications (1, 2, 4 or 8, 2 by default; 0 for best
    guesses throughout), the same for all policies. With ``precision`` (see
    :mod:`pksim.study.precision`) ``replications`` is the most that are run. Policies that the
    adversary can answer are compared again with none, half and all of the effect displaced, and
    with ``outlooks`` all are under every outlook of the scenario. ``worth``, USD for a death
    averted (``2 M USD``), changes no figure of a policy: it says at which price the choice is made.
    An interrupted study is compared over the replications that every policy finished.

    Raises:
        InputError: a policy is not in the scenario, there is nothing to compare, or ``worth`` is no
            amount of money above zero.
        Interrupted: the study was stopped before one block of every policy was finished.
    """
    price = None if worth is None else read_usd(worth, "worth")
    if price == 0.0:
        raise InputError("worth is what a death averted may cost, above zero: 2 M USD")
    first = chosen_baseline(scenario, baseline)
    others = [name for name in policies or scenario.policies if name != first]
    if not others:
        raise InputError(f"there is nothing to compare with {first!r}; name another policy")
    names = list(dict.fromkeys([first, *others]))
    running = Running(
        mission,
        tuple(outcomes or shipped_outcomes()),
        seed,
        clock,
        workers,
        executor,
        stop,
        progress,
        runs_per_draw,
    )
    planned = running.planned(scenario, {name: name for name in names})
    found, wanted = _run(planned, replications, precision)
    baseline_levels, *rest = found
    comparison = Comparison(
        scenario=scenario,
        seed=seed,
        clock=clock,
        replications=baseline_levels.replications,
        wanted=wanted,
        baseline=baseline_levels,
        policies=against(baseline_levels, rest),
        outcomes=running.outcomes,
        draws=planned.draws,
        worth=price,
    )
    return _in_cases(comparison, running, displacement=displacement, outlooks=outlooks)


def _run(
    planned: Planned, replications: int | None, precision: str | None
) -> tuple[list[Levels], int]:
    """What was found, and how many replications were wanted."""
    most = planned.whole(most_replications(replications, precision))
    if precision is None:
        return planned.levels(0, most), most
    goal = Precision.read(precision)
    return until_met(planned.levels, lambda ones: goal.met_by_differences(ones[0], ones[1:]), most)


def _in_cases(
    comparison: Comparison, running: Running, *, displacement: bool, outlooks: bool
) -> Comparison:
    """The same with the cases that were asked for, but for those that an interruption forbids."""
    scenario = comparison.scenario
    names = [one.name for one in comparison.policies]
    count = replications_of_cases(comparison.replications)
    try:
        if displacement and not comparison.interrupted and (those := answered(scenario, names)):
            cases = displacements(scenario)
            if cases:
                known = [one for one in comparison.levels[1:] if one.policy in those]
                known.insert(0, comparison.baseline)
                found = run_cases(running, scenario, cases, known, count)
                comparison = replace(comparison, displacement=found)
        if outlooks and not comparison.interrupted and scenario.outlooks:
            changes = {name: one.changes for name, one in scenario.outlooks.items()}
            found = run_cases(running, scenario, changes, comparison.levels, count)
            comparison = replace(comparison, outlooks=found)
    except Interrupted:
        return replace(comparison, cut_short=True)
    return comparison
