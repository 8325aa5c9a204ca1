"""Portfolios on a toy with known interactions: orders, budgets, the best, and what more buys."""

from __future__ import annotations

import functools
import math
import threading
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.errors import InputError, Interrupted
from pksim.scenario import Scenario
from pksim.study.choosing.optimise import optimise
from pksim.study.choosing.optimum import Optimum
from pksim.study.choosing.portfolios import Portfolio, Shop, Workshop, subsets
from pksim.study.choosing.search import Search
from pksim.study.usd import read_usd

MILLION = 1e6
YEARLY = {"a": (1.2, 1), "b": (1.3, 1), "c": (1.5, 2), "d": (1.05, 3)}
"""Each multiplies the share of devices found by its factor, at so many M USD a year."""


def _measure(factor: float, millions: float, change: Any = None) -> dict[str, Any]:
    return {
        "title": "A toy",
        "cost": f"{millions} M USD per year",
        "evidence": {"grade": "B", "source": "none", "range": "none"},
        "side_effect": "None.",
        "changes": {"search.finds": change or {"times": factor}},
    }


@functools.cache
def toy(days: float = 365.25) -> Scenario:
    """Four measures that find more, one that replaces what is found, and one that stays in camp."""
    content = gao().to_dict()
    measures = {name: _measure(*how) for name, how in YEARLY.items()}
    measures["first"] = _measure(1, 1, 0.15)
    measures["second"] = _measure(1, 1, 0.16)
    stay = _measure(1, 0.5) | {"changes": {"patrols.*.per_day": {"times": 0.5}}}
    measures["stay"] = stay
    content |= {"measures": measures, "horizon": f"{days} days"}
    content["policies"] = {"nothing": [], "all-of-it": ["a", "b"]}
    content["search"]["finds"] = 0.2
    return Scenario.from_dict(content)


def _optimise(budget: str, *measures: str, **how: Any) -> Optimum:
    """The same portfolio is chosen once."""
    return _chosen(budget, *measures, **how) if how else _chosen_once(budget, *measures)


@functools.cache
def _chosen_once(budget: str, *measures: str) -> Optimum:
    return _chosen(budget, *measures)


def _chosen(budget: str, *measures: str, **how: Any) -> Optimum:
    given: dict[str, Any] = {
        "indifference": 0.1,
        "mission": ToyMission,
        "outcomes": OUTCOMES,
        "confirm": 100,
    } | how
    return optimise(toy(), budget, list(measures or YEARLY), **given)


def _factor(measures: Iterable[str]) -> float:
    return math.prod(YEARLY[name][0] for name in measures)


def _exact(budget: float) -> set[str]:
    """The best subset by hand: deaths fall with what is found, so the largest product wins."""

    paid = [s for s in subsets(list(YEARLY)) if sum(YEARLY[n][1] for n in s) <= budget]
    return set(max(paid, key=_factor))


@pytest.mark.parametrize("millions", [1, 2, 3, 4])
def test_the_best_is_that_of_an_exact_search(millions: int) -> None:
    found = _optimise(f"{millions}.0001 M USD")
    assert found.best is not None
    assert set(found.portfolios[found.best].measures) == _exact(millions + 1e-3)
    assert found.portfolios[found.best].cost <= found.budget
    assert set(found.common) == _exact(millions + 1e-3)


def test_all_that_can_be_paid_is_tried_and_no_more() -> None:
    found = _optimise("3 M USD")
    costs = [sum(YEARLY[n][1] for n in s) for s in subsets(list(YEARLY))]
    assert len(found.race.names) == sum(cost <= 3 for cost in costs)
    assert found.enumerated


def test_a_tenth_more_is_asked_what_it_would_buy() -> None:
    """3 M USD pays b and c; 3.9 M USD x 1.1 also a."""
    found = _optimise("3.9 M USD")
    assert found.best is not None
    assert set(found.portfolios[found.best].measures) == {"b", "c"}
    assert found.next_best is not None
    assert set(found.portfolios[found.next_best].measures) == {"a", "b", "c"}
    assert found.for_more is not None
    assert found.for_more.high < 0.0
    effect = -0.3 * ToyMission(toy()).patrols * 0.2 * 1.3 * 1.5 * 0.2
    assert found.for_more.low < effect < found.for_more.high


def test_nothing_lies_between_the_budgets() -> None:
    found = _optimise("3 M USD")
    assert found.beyond is None
    assert found.for_more is None


def test_figures_come_from_replications_that_chose_nobody() -> None:
    found = _optimise("3.9 M USD")
    assert found.confirmation is not None
    assert found.beyond is not None
    used = max(found.race.replications, found.beyond.replications)
    assert found.confirmation.baseline.numbers.min() >= used


def test_staying_in_camp_is_chosen_only_if_that_is_accepted() -> None:
    refused = _optimise("2 M USD", "a", "b", "stay")
    accepted = _optimise("2 M USD", "a", "b", "stay", accept_less_work=True)
    assert refused.best is not None
    assert "stay" not in refused.portfolios[refused.best].measures
    assert refused.race.less_work
    assert accepted.best is not None
    assert "stay" in accepted.portfolios[accepted.best].measures


def test_a_baseline_may_be_dear_and_is_not_charged() -> None:
    found = _optimise("1 M USD", baseline="all-of-it")
    assert found.portfolios["all-of-it"].cost == pytest.approx(2 * MILLION)
    assert found.race.survivors == ("all-of-it",)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_nothing(workers: int) -> None:
    alone, together = _optimise("2 M USD", workers=1), _optimise("2 M USD", workers=workers)
    assert alone.race == together.race
    assert alone.with_best == together.with_best


def test_stopped_at_once_there_is_nothing_to_say() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Interrupted, match="before any block"):
        _optimise("2 M USD", stop=stop)


def test_seconds_are_told_beforehand() -> None:
    told: list[float] = []
    _optimise("1 M USD", expect=told.append)
    assert len(told) == 1
    assert told[0] >= 0.0


# ------------------------------------------------------------------------- what goes together


def test_an_order_that_applies_is_found() -> None:
    """What replaces a value must come before what multiplies it."""
    shop = Shop.of(toy(), ["a", "first"])
    found = shop.portfolio(["a", "first"])
    assert found is not None
    assert found.measures == ("first", "a")
    assert found.cost == pytest.approx(2 * MILLION)


def test_two_that_replace_the_same_number_cannot_stand_together() -> None:
    shop = Shop.of(toy(), ["first", "a", "second"])
    assert shop.apart == {frozenset({"first", "second"})}
    assert shop.portfolio(["first", "a", "second"]) is None
    assert _optimise("9 M USD", "first", "second").apart == (("first", "second"),)


def test_prices_add_up_as_scenarios_say() -> None:
    shop = Shop.of(toy(), list(YEARLY))
    base = toy().cost_over(toy().horizon).best
    for pair in combinations(YEARLY, 2):
        whole = toy().with_measures(pair).cost_over(toy().horizon).best - base
        assert shop.cost(pair) == pytest.approx(whole)


def test_a_thread_keeps_one_mission() -> None:
    built: list[Scenario] = []

    def build(scenario: Scenario) -> ToyMission:
        built.append(scenario)
        return ToyMission(scenario)

    shop = Workshop(toy(), None, build)
    a, b = (shop.mission(Portfolio((name,), 0.0)) for name in "ab")
    for number in range(3):
        a.run(1, number)
    b.run(1, 0)
    a.run(1, 0)
    assert [tuple(one.applied) for one in built] == [("a",), ("b",), ("a",)]


# ------------------------------------------------------------------------- too many to try all


@pytest.mark.parametrize("millions", [1, 2, 3, 4, 7])
def test_the_search_meets_the_best_of_all(millions: int) -> None:
    """With known means: greedy takes b and a first, an exchange finds what is better."""
    shop = Shop.of(toy(), list(YEARLY))
    search = Search(shop, lambda few: [-_factor(one.measures) for one in few], millions * MILLION)
    assert set(search.starters()[0].measures) == _exact(millions)


def test_beyond_twelve_measures_a_search_says_who_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pksim.study.choosing.optimise.ENUMERATED", 3)
    found = _chosen("3 M USD")
    assert not found.enumerated
    assert found.searched > 0
    assert found.best is not None
    assert set(found.portfolios[found.best].measures) == {"b", "c"}
    assert found.refused == 0


def test_a_search_goes_past_what_stays_in_camp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the patrols halves deaths: greed for deaths alone would never leave it."""
    monkeypatch.setattr("pksim.study.choosing.optimise.ENUMERATED", 2)
    refused = _chosen("2 M USD", "stay", "a", "b")
    accepted = _chosen("2 M USD", "stay", "a", "b", accept_less_work=True)
    assert refused.best is not None
    assert set(refused.portfolios[refused.best].measures) == {"a", "b"}
    assert refused.refused > 0
    assert accepted.best is not None
    assert set(accepted.portfolios[accepted.best].measures) == {"stay", "b"}


def test_a_search_asks_what_a_tenth_more_buys(monkeypatch: pytest.MonkeyPatch) -> None:
    """3.9 M USD pays b and c; a tenth more also a."""
    monkeypatch.setattr("pksim.study.choosing.optimise.ENUMERATED", 3)
    found = _chosen("3.9 M USD")
    assert found.next_best is not None
    assert set(found.portfolios[found.next_best].measures) == {"a", "b", "c"}


def test_all_that_is_paid_may_stay_in_camp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pksim.study.choosing.optimise.ENUMERATED", 1)
    with pytest.raises(InputError, match="--accept-less-work allows them"):
        _chosen("0.6 M USD", "stay", "a")


def test_stopped_beyond_the_budget_what_was_found_within_it_stays() -> None:
    """Stopped in the first stage of what a tenth more would buy: three portfolios, a baseline."""
    stop = threading.Event()

    def progress(done: int, wanted: int) -> None:
        if wanted == 4 * 40:
            stop.set()

    found = _optimise("3.9 M USD", stop=stop, progress=progress, indifference=10.0)
    assert found.interrupted
    assert found.confirmation is None
    assert found.race.survivors


# ------------------------------------------------------------------------- what users write


@pytest.mark.parametrize(
    ("text", "usd"),
    [("10 M USD", 1e7), ("2500000", 2.5e6), ("2,500,000", 2.5e6), ("250 k USD", 2.5e5), (7, 7.0)],
)
def test_money_is_read(text: str | float, usd: float) -> None:
    assert read_usd(text, "budget") == usd


@pytest.mark.parametrize(
    ("budget", "measures", "how", "message"),
    [
        ("10 km", ["a"], {}, "money is wanted, such as 1.2 M USD"),
        ("-1", ["a"], {}, "below zero"),
        ("1 M USD", ["aa"], {}, "there is no measure 'aa'"),
        ("1 M USD", ["search.finds"], {}, "only measures"),
        ("1 M USD", [], {}, "no measure to choose from"),
        ("1 M USD", ["a"], {"baseline": "none-such"}, "no policy 'none-such'"),
        ("10 USD", ["a", "d"], {}, "pays none of the measures; the cheapest is a"),
    ],
)
def test_what_cannot_be_is_refused(
    budget: str, measures: list[str], how: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        optimise(toy(), budget, measures, mission=ToyMission, outcomes=OUTCOMES, **how)
