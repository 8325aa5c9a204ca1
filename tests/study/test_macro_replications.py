"""Do the intervals that pksim prints cover? A thousand studies of one small mission, drawn anew.

The small mission is run a few thousand times; its means over all of those are the truth. A study is
as many of them as a user might run, drawn at random with replacement, and goes through the same
code as any other. What half of the studies print, or more, must be right in 93 to 97 % of those
that print it; what fewer print may miss in no more than 7 % of all. Shares and chances of counts
have exact bounds, and what is printed only where enough was seen leaves out studies that would have
missed: these may be right more often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.mission.small import hot, patrol, small

from pksim.scenario import Scenario
from pksim.statistics import Verdict
from pksim.study import Comparison, compare
from pksim.study.against import against
from pksim.study.levels import GOALS, Levels
from pksim.study.tails import tails

STUDIES = 1000
RUNS = 1600
POLICIES = ("launch", "search")
COMPARED = ("expected_deaths", "deaths", "wounded", "strikes", "killed_in_action", "patrol_hours")

LOW, HIGH = 0.93, 0.97
NOISE = 0.016
"""Two standard errors of a coverage of 93 % in 1,000 studies."""
DESIGNS = [(96, 1), (200, 2)]
"""Replications, and how many share a draw of what is not known."""
EXACT = ("share ", "at least ")
"""What has exact bounds for counts, which cover 95 % or more."""

pytestmark = pytest.mark.slow


def mission() -> Scenario:
    """Two patrols a day on a road with many devices, for ten days; two numbers are not known."""
    content = small(**hot(0.15), horizon="10 days", patrols={"patrol": patrol(per_day=2)}).to_dict()
    content["ieds"] |= {"trigger_per_vehicle": 0.4, "lifetime": "5 days"}
    content["vehicles"]["soft"] |= {"hurt": 0.4}
    content["illness"] |= {"deaths": "100 per 1000 person-years"}
    sooner = {
        "evacuation.authorisation": "2 min",
        "care.bleeding_control.coverage": 1.0,
        "care.enhanced_care.delay": "10 min",
    }
    content["measures"] = {
        "launch": measure("Sooner care", sooner),
        "search": measure("Search", {"search.finds": 0.5}),
    }
    content["policies"] = {"baseline": [], "launch": ["launch"], "search": ["search"]}
    content["uncertain"] = {
        "vehicles.soft.hurt": {"range": [0.2, 0.6]},
        "ieds.trigger_per_vehicle": {"range": [0.2, 0.6]},
    }
    return Scenario.from_dict(content)


def measure(title: str, changes: dict[str, Any]) -> dict[str, Any]:
    evidence = {"grade": "D", "source": "made up for this test", "range": "made up for this test"}
    return {
        "title": title,
        "cost": "1 M USD per year",
        "evidence": evidence,
        "side_effect": "none",
        "changes": changes,
    }


@cache
def everything() -> Comparison:
    return compare(mission(), replications=RUNS, runs_per_draw=2)


def study(rng: np.random.Generator, replications: int, each: int) -> Comparison:
    """Replications drawn from those of the whole: one by one, or two that share a draw."""
    whole = everything()
    firsts = each * rng.integers(0, RUNS // each, replications // each)
    rows = (firsts[:, None] + np.arange(each)).ravel()
    first, *others = (_only(levels, rows, each) for levels in whole.levels)
    return replace(whole, baseline=first, policies=against(first, others), replications=len(rows))


def _only(levels: Levels, rows: np.ndarray, each: int) -> Levels:
    sample = replace(levels.sample, values=levels.sample.values[rows], each=each)
    return replace(levels, sample=sample, numbers=np.arange(len(rows)), chain=None, assets=None)


Interval = tuple[str, float, float, bool]
"""What it is of, its ends, and whether it is printed."""


def intervals(found: Comparison) -> Iterator[Interval]:
    base = found.baseline
    for name, one in base.estimates.items():
        yield f"level of {name}", one.low, one.high, one.enough
    for goal in GOALS:
        share = base.shares[goal]
        yield f"share {goal}", share.low, share.high, True
    rate = base.deaths_per_1000_patrol_hours
    assert rate is not None
    yield "deaths per 1,000 patrol hours", rate.low, rate.high, True
    for policy in found.policies:
        for outcome in COMPARED:
            gap = policy.difference(outcome)
            shown = gap.verdict not in {Verdict.TOO_FEW, Verdict.IDENTICAL}
            yield f"{policy.name}: {outcome}", gap.low, gap.high, shown
    for tail in tails(found).policies:
        for mean in tail.worst:
            yield f"{tail.policy}: worst {1 - mean.level:.2f}", mean.low, mean.high, mean.enough
        for chance in tail.curve[:6]:
            yield f"{tail.policy}: at least {chance.threshold}", chance.low, chance.high, True


@cache
def truths() -> dict[str, float]:
    """The same quantities over all runs."""
    whole = everything()
    base, known = whole.baseline, {}
    for name, one in base.estimates.items():
        known[f"level of {name}"] = one.mean
    for goal, share in base.shares.items():
        known[f"share {goal}"] = share.mean
    rate = base.deaths_per_1000_patrol_hours
    assert rate is not None
    known["deaths per 1,000 patrol hours"] = rate.mean
    for policy in whole.policies:
        for outcome in COMPARED:
            known[f"{policy.name}: {outcome}"] = policy.difference(outcome).mean
    for tail in tails(whole).policies:
        for mean in tail.worst:
            known[f"{tail.policy}: worst {1 - mean.level:.2f}"] = mean.mean
        for chance in tail.curve:
            known[f"{tail.policy}: at least {chance.threshold}"] = chance.probability
    return known


@dataclass
class Tally:
    """How often an interval was printed, and how often it was right."""

    printed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    together: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    widths: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def tally(replications: int, each: int, seed: int) -> Tally:
    known, counted = truths(), Tally()
    rng = np.random.default_rng(seed)
    for _ in range(STUDIES):
        right: dict[str, bool] = {}
        for name, low, high, printed in intervals(study(rng, replications, each)):
            covers = low <= known[name] <= high
            right[name] = covers or not printed
            counted.printed[name] += printed
            counted.right[name] += printed and covers
            counted.widths[name] += high - low
        for outcome in COMPARED:
            counted.together[outcome] += all(right[f"{one}: {outcome}"] for one in POLICIES)
    return counted


def _constant(name: str, counted: Tally) -> bool:
    """Whether it does not vary at all, but for rounding."""
    return counted.widths[name] / STUDIES <= 1e-9 * abs(truths()[name])


@pytest.mark.parametrize(("replications", "each"), DESIGNS)
def test_what_is_printed_covers(replications: int, each: int) -> None:
    counted = tally(replications, each, seed=5)
    usual = []
    for name, printed in counted.printed.items():
        if not printed or _constant(name, counted):
            continue
        right = counted.right[name]
        assert printed - right <= (1.0 - LOW + NOISE) * STUDIES, (name, printed, right)
        if 2 * printed >= STUDIES:
            assert right >= (LOW - NOISE) * printed, (name, printed, right)
        if printed == STUDIES and not any(kind in name for kind in EXACT):
            assert right <= (HIGH + NOISE) * STUDIES, (name, right)
            usual.append(LOW <= right / STUDIES <= HIGH)
    assert len(usual) > 40
    assert np.mean(usual) > 0.9
    for outcome, right in counted.together.items():
        assert right >= (LOW - NOISE) * STUDIES, (outcome, right)
