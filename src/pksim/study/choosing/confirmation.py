"""The leaders of an elimination, run again on fresh replications, each beside the best other.

Whoever leads an elimination leads partly by luck; fresh replications had no part in the choice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pksim.errors import Interrupted
from pksim.scenario import Scenario
from pksim.statistics import AgainstBest, comparisons_with_best
from pksim.study.against import against
from pksim.study.choosing.race import Race
from pksim.study.compare import Comparison
from pksim.study.levels import Levels
from pksim.study.running import Planned

LEADERS = 6
"""The most policies that are confirmed, besides the baseline and a runner-up."""


class Confirmed(ABC):
    """What fresh replications say of the leaders; ``with_best`` is for whoever has them to give."""

    @property
    @abstractmethod
    def with_best(self) -> tuple[AgainstBest, ...]:
        """Each confirmed candidate, baseline included, beside the best of the others."""

    @property
    def best(self) -> str | None:
        """The best, where fresh replications tell it from all others; else None."""
        return next((one.name for one in self.with_best if one.is_best), None)

    @property
    def leaders(self) -> tuple[str, ...]:
        """Those that may be best by the fresh replications, the lowest mean first."""
        found = sorted(self.with_best, key=lambda one: one.mean)
        return tuple(one.name for one in found if one.may_be_best)


def to_confirm(found: Race, baseline: str) -> tuple[str, ...]:
    """The baseline, the leaders, and the runner-up where one is left alone."""
    names = [baseline, *found.survivors[:LEADERS]]
    if len(found.survivors) == 1 and found.runner_up is not None:
        names.append(found.runner_up)
    return tuple(dict.fromkeys(names))


def some(planned: Planned, names: Sequence[str]) -> Planned:
    """A study of some of its policies, in this order."""
    return replace(
        planned,
        missions={name: planned.missions[name] for name in names},
        applied={name: planned.applied[name] for name in names},
    )


def confirmed(
    planned: Planned, scenario: Scenario, first: int, replications: int
) -> Comparison | None:
    """Compare policies, the first of them the baseline, on replications from ``first`` on.

    None where the study was stopped before anything was finished, or there is only a baseline.
    """
    try:
        baseline, *others = planned.levels(first, replications)
    except Interrupted:
        return None
    running = planned.running
    return Comparison(
        scenario=scenario,
        seed=running.seed,
        clock=running.clock,
        replications=baseline.replications,
        wanted=replications,
        baseline=baseline,
        policies=against(baseline, others) if others else (),
        outcomes=running.outcomes,
        draws=planned.draws,
    )


def beside_best(
    comparison: Comparison, *, accept_less_work: bool = False
) -> tuple[AgainstBest, ...]:
    """Each policy that delivers the patrol work, and the baseline, beside the best of the others.

    Empty where fewer than two remain.
    """
    like = [one.levels for one in comparison.policies if accept_less_work or one.like_for_like]
    if not like or comparison.baseline.sample.independent < 2:
        return ()
    return _with_best([comparison.baseline, *like])


def _with_best(levels: Sequence[Levels]) -> tuple[AgainstBest, ...]:
    values = np.array([one.sample[one.sample.score("deaths")] for one in levels])
    return comparisons_with_best(values, names=[one.policy for one in levels])
