"""Selection on toys whose best policy is known: the guarantee, who is told apart, fresh figures."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.errors import InputError, Interrupted
from pksim.study.choosing.confirmation import to_confirm
from pksim.study.choosing.race import Indifference, Race, Rules, race
from pksim.study.choosing.select import Selection, select
from pksim.study.levels import Levels, Sample

NAMES = ("baseline", "guess", "onto-others", "fewer-patrols", "jammers")


def _select(*policies: str, **how: Any) -> Selection:
    """The same selection is made once."""
    return _selected(*policies, **how) if how else _selected_once(*policies)


@functools.cache
def _selected_once(*policies: str) -> Selection:
    return _selected(*policies)


def _selected(*policies: str, **how: Any) -> Selection:
    given: dict[str, Any] = {
        "indifference": 0.2,
        "mission": ToyMission,
        "outcomes": OUTCOMES,
        "confirm": 200,
    } | how
    return select(gao(), list(policies or NAMES), **given)


def test_the_known_best_is_left_alone_and_confirmed() -> None:
    """The toy's deaths fall with the share of devices found: x 1.8 under onto-others."""
    found = _select()
    assert found.race.survivors == ("onto-others",)
    assert found.race.decided
    assert found.best == "onto-others"
    assert found.leaders == ("onto-others",)
    assert not found.interrupted


def test_staying_in_camp_neither_wins_nor_drives_others_out() -> None:
    """Half of the patrols halves the toy's deaths, which no other policy does."""
    found = _select()
    assert found.race.less_work == {"fewer-patrols": pytest.approx(0.5, abs=0.02)}
    assert "fewer-patrols" not in {*found.race.survivors, *found.race.eliminated_at}


def test_figures_come_from_replications_that_chose_nobody() -> None:
    found = _select()
    assert found.confirmation is not None
    numbers = found.confirmation.baseline.numbers
    assert numbers.min() == found.race.replications
    assert len(numbers) == 200
    assert {one.policy for one in found.confirmation.levels} == {
        "baseline",
        "onto-others",
        found.race.runner_up,
    }


def test_equal_policies_are_both_left_and_neither_is_best() -> None:
    """The toy knows nothing of jammers: same deaths as the baseline, replication by replication."""
    found = _select("baseline", "jammers")
    assert set(found.race.survivors) == {"baseline", "jammers"}
    assert found.best is None


def test_runs_are_counted_and_fewer_than_with_equal_allocation() -> None:
    found = _select(first_stage=20)
    had = [found.race.eliminated_at.get(n, found.race.replications) for n in NAMES[:3] + NAMES[4:]]
    assert found.race.runs == sum(had) + 20
    assert found.race.runs <= found.race.equal_runs


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_nothing(workers: int) -> None:
    alone, together = _select(workers=1), _select(workers=workers)
    assert alone.race == together.race
    assert alone.with_best == together.with_best


def test_a_share_is_of_the_deaths_under_the_baseline() -> None:
    found = _select(indifference="5%", first_stage=400, cap=400)
    patrols, finds = ToyMission(gao()).patrols, gao().search.finds
    assert found.race.indifference == pytest.approx(0.05 * 0.3 * patrols * (1 - finds), rel=0.1)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"indifference": "much"}, "write 0.2"),
        ({"indifference": -1}, "above 0"),
        ({"alpha": 2.0}, "between 0 and 1"),
        ({"first_stage": 3}, "too short"),
        ({"cap": 40}, "take 80 or more"),
    ],
)
def test_what_cannot_be_is_refused(how: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        _select(**how)


def test_one_policy_is_nothing_to_choose_from() -> None:
    with pytest.raises(InputError, match="nothing to choose from"):
        _select("baseline")


def test_a_share_of_no_deaths_says_nothing() -> None:
    with pytest.raises(InputError, match="nobody died"):
        Indifference.read("5%").deaths(0.0)


def test_stopped_at_once_there_is_nothing_to_say() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Interrupted, match="before any block"):
        _select(stop=stop)


def test_stopped_later_it_tells_what_it_found() -> None:
    """Stopped in the first stage after which nothing is decided at an indifference so small."""
    stop = threading.Event()

    def progress(done: int, wanted: int) -> None:
        if done == wanted:
            stop.set()

    found = _select("baseline", "guess", indifference=1e-6, stop=stop, progress=progress)
    assert found.interrupted
    assert found.confirmation is None
    assert found.race.replications == 80


# ------------------------------------------------------------------------- the guarantee


@dataclass(frozen=True)
class Slippage:
    """Policies of normal, correlated deaths, all equal but the best: the hardest case."""

    seed: int
    policies: int
    lead: float

    def run(self, names: Any, first: int, count: int) -> list[Levels]:
        found = []
        shared = self._draw(0, first, count)
        for name in names:
            own = self._draw(1 + int(name), first, count)
            deaths = 10.0 + shared + own - (self.lead if name == "0" else 0.0)
            sample = Sample(("deaths",), deaths[:, None])
            found.append(Levels(name, gao(), sample, np.arange(first, first + count)))
        return found

    def _draw(self, stream: int, first: int, count: int) -> Any:
        whole = np.random.default_rng([self.seed, stream]).normal(size=first + count)
        return whole[first:]


def _race(seed: int) -> Race:
    rules = Rules(Indifference(0.8), 0.05, 20, 10_000, 1)
    names = [str(number) for number in range(6)]
    return race(Slippage(seed, 6, 0.8).run, names, "1", rules)


def test_the_best_is_left_as_often_as_promised() -> None:
    """400 macro-replications; .95 less three standard errors of .011 is .917."""
    found = [_race(seed) for seed in range(400)]
    assert all(one.decided and len(one.survivors) == 1 for one in found)
    assert sum(one.survivors == ("0",) for one in found) / 400 >= 0.917
    assert np.mean([one.runs for one in found]) < np.mean([one.equal_runs for one in found])


@dataclass(frozen=True)
class Twin:
    """Policy 1 is .05 deaths behind the best, always; policy 2 is .5 behind, and varies."""

    def run(self, names: Any, first: int, count: int) -> list[Levels]:
        numbers = np.arange(first, first + count)
        shared = np.random.default_rng(1).normal(size=first + count)[first:]
        noise = np.random.default_rng(2).normal(size=first + count)[first:]
        deaths = {"0": shared, "1": shared + 0.05, "2": shared + 0.5 + 2.0 * noise}
        return [
            Levels(name, gao(), Sample(("deaths",), 10.0 + deaths[name][:, None]), numbers)
            for name in names
        ]


def test_the_runner_up_is_the_nearest_and_not_the_last_to_be_dropped() -> None:
    found = race(Twin().run, ["0", "1", "2"], "0", Rules(Indifference(0.4), 0.05, 20, 10_000, 1))
    assert found.survivors == ("0",)
    assert found.eliminated_at["1"] < found.eliminated_at["2"]
    assert found.runner_up == "1"


def test_a_lone_leader_is_confirmed_beside_the_runner_up() -> None:
    found = _race(1)
    assert to_confirm(found, "1")[:2] == ("1", found.survivors[0])
    assert found.runner_up in to_confirm(found, "1")
