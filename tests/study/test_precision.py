"""A study stops where it is precise enough: at fixed looks, on any number of workers."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from tests.toy_mission import OUTCOMES, ToyRun
from tests.toy_scenario import gao

from pksim.errors import InputError
from pksim.scenario import Scenario
from pksim.study import Comparison, compare, run
from pksim.study.precision import FIRST_LOOK, Precision, stages

SD = 3.0


class Noisy:
    """Deaths are normal; a policy adds noise of its own, so that pairs differ by N(-1, SD)."""

    def __init__(self, scenario: Scenario) -> None:
        self.applied = len(scenario.applied)

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> ToyRun:
        luck = np.random.Generator(np.random.PCG64([seed, replication])).normal(size=2)
        deaths = 10.0 + luck[0] + self.applied * (SD * luck[1] - 1.0)
        return ToyRun(np.full(len(OUTCOMES), deaths))


def compared(precision: str, **given: Any) -> Comparison:
    return compare(gao(), ["guess"], precision=precision, mission=Noisy, outcomes=OUTCOMES, **given)


@pytest.mark.parametrize(("text", "wanted"), [("4%", 0.4), ("0.4", 0.4), ("0.25", 0.25)])
def test_it_is_as_precise_as_was_asked(text: str, wanted: float) -> None:
    """By the closed form (1.96 sd / wanted)^2, up to two looks more, each by an eighth."""
    found = compared(text)
    (one,) = found.policies
    assert (one.deaths.high - one.deaths.low) / 2 <= wanted * 1.02
    needed = (1.96 * SD / wanted) ** 2
    assert needed * 0.85 <= found.replications <= needed * 1.45 + FIRST_LOOK
    assert not found.interrupted


def test_the_stopping_point_does_not_hang_on_workers() -> None:
    assert len({compared("3%", workers=workers).replications for workers in (1, 2, 5)}) == 1


def test_it_is_what_a_study_of_that_length_finds() -> None:
    found = compared("3%")
    length = found.replications
    plain = compare(gao(), ["guess"], replications=length, mission=Noisy, outcomes=OUTCOMES)
    assert np.array_equal(found.baseline.sample.values, plain.baseline.sample.values)
    assert found.policies[0].deaths == plain.policies[0].deaths


def test_a_cap_ends_it() -> None:
    assert compared("0.01", replications=200).replications == 200


def test_levels_go_by_the_relative_rule() -> None:
    deaths = run(gao(), precision="1%", mission=Noisy, outcomes=OUTCOMES).levels.deaths
    assert deaths.half_width / deaths.mean <= 0.01 / 1.01 * 1.02


@pytest.mark.parametrize("text", ["4 deaths", "0", "-1%", "nan", "120%", "%"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"--precision .*write 4% .* or 0.3"):
        Precision.read(text)


def test_stages_follow_each_other() -> None:
    ends = [first + count for first, count in stages(1000)]
    assert (ends[0], ends[-1]) == (FIRST_LOOK, 1000)
    assert [first for first, _ in stages(1000)] == [0, *ends[:-1]]
