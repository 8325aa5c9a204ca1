"""Money: a published table through a study, dominance and what stands aside, ranges of costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from tests.made_study import made
from tests.statistics.test_economics import C_DIFFICILE, ICERS
from tests.toy_scenario import gao

from pksim.scenario import Scenario
from pksim.statistics import Standing
from pksim.study import Comparison
from pksim.study.worth import Aside, worth, worth_frame

RUNS = 40
LUCK = np.random.default_rng(1).normal(size=RUNS)
MILLION = 1e6


def with_measures(costs: Mapping[str, Any]) -> Scenario:
    """Every name is a policy of one measure that costs so much and changes nothing."""
    content = gao().to_dict()
    names = list(costs)
    content["policies"] = {"baseline": [], **{name: [name] for name in names}}
    content["measures"] = {
        name: {
            "title": name,
            "cost": cost,
            "evidence": {"grade": "C", "source": "none", "range": "none"},
            "side_effect": "none",
            "changes": {"search.finds": {"times": 1.0}},
        }
        for name, cost in costs.items()
    }
    content["policies"]["both"] = names[:2]
    return Scenario.from_dict(content)


def policy(deaths: float, cost: float, hours: float = 100.0, luck: float = 0.0) -> dict[str, Any]:
    """Expected deaths, the same luck for all; `luck` is what a policy has of its own."""
    own = np.random.default_rng(2).normal(size=RUNS)
    return {
        "deaths": np.round(np.maximum(deaths + LUCK, 0.0)),
        "expected_deaths": deaths + LUCK + luck * own,
        "patrol_hours": np.full(RUNS, hours),
        "others_hurt": np.full(RUNS, deaths),
        "cost_usd": np.full(RUNS, cost),
    }


def test_the_c_difficile_table_through_a_study() -> None:
    """Effects are QALYs; here as many deaths fewer than 20."""
    scenario = with_measures(dict.fromkeys(C_DIFFICILE, "0 USD per year"))
    order = ["s3", *(name for name in C_DIFFICILE if name != "s3")]
    content = scenario.to_dict()
    content["policies"]["s3"] = []
    study = made(
        {name: policy(20.0 - C_DIFFICILE[name][1], C_DIFFICILE[name][0]) for name in order},
        scenario=Scenario.from_dict(content),
    )
    found = worth(study)
    assert [one.policy for one in found.options] == ["s3", "s27", "s33", "s31", "s43", "s44"]
    assert all(one.on_frontier for one in found.options)
    icers = {one.policy: one.icer for one in found.options if one.icer is not None}
    assert icers == pytest.approx(ICERS, rel=1e-6)
    assert found["s27"].icer_against == "s3"


COSTS = {
    "good": {
        "per_year": {"best": "2 M USD per year", "range": ["1 M USD per year", "9 M USD per year"]}
    },
    "better": "4 M USD per year",
    "mixed": "3.9 M USD per year",
    "waste": "5 M USD per year",
    "stay": "0 USD per year",
    "unsure": "0.1 M USD per year",
}
HALF = gao().horizon / (365.25 * 1440.0)


def studied() -> Comparison:
    """A year's costs are those of the horizon here: HALF of a year."""
    at = {name: policy(10.0, 0.0) for name in ("baseline",)}
    at["good"] = policy(8.0, 2.0 * MILLION * HALF)
    at["better"] = policy(6.0, 4.0 * MILLION * HALF)
    at["mixed"] = policy(7.9, 3.9 * MILLION * HALF)
    at["waste"] = policy(9.0, 5.0 * MILLION * HALF)
    at["stay"] = policy(4.0, 0.0, hours=50.0)
    at["unsure"] = policy(9.9, 0.1 * MILLION * HALF, luck=5.0)
    return made(at, scenario=with_measures(COSTS))


def test_dominance_and_what_stands_aside() -> None:
    found = worth(studied())
    assert {one.policy: one.standing for one in found.options} == {
        "baseline": Standing.FRONTIER,
        "good": Standing.FRONTIER,
        "mixed": Standing.EXTENDED,
        "better": Standing.FRONTIER,
        "waste": Standing.DOMINATED,
        "stay": Aside.LESS_WORK,
        "unsure": Aside.UNDECIDED,
    }
    assert [one.policy for one in found.frontier] == ["baseline", "good", "better"]
    assert found["good"].icer == pytest.approx(MILLION * HALF)
    assert found["better"].icer == pytest.approx(MILLION * HALF)
    assert found["stay"].icer is None


def test_ranges_of_costs_are_the_measures_own() -> None:
    found = worth(studied())
    good, better = found["good"].cost, found["better"].cost
    assert (good.low, good.high) == pytest.approx((MILLION * HALF, 9.0 * MILLION * HALF))
    assert (better.low, better.high) == pytest.approx((4.0 * MILLION * HALF,) * 2)
    assert not found["good"].firm  # at 9 M better is cheaper, and averts more
    assert not found["baseline"].cost.high
    assert found["baseline"].firm


def test_what_both_pay_is_no_extra_cost_and_has_no_range() -> None:
    """Against a baseline with the measure of wide range, both measures cost the second one more."""
    at = {
        "good": policy(8.0, 2.0 * MILLION * HALF),
        "both": policy(5.0, 6.0 * MILLION * HALF),
        "baseline": policy(10.0, 0.0),
    }
    found = worth(made(at, scenario=with_measures(COSTS)))
    both, without = found["both"].cost, found["baseline"].cost
    assert (both.low, both.best, both.high) == pytest.approx((4.0 * MILLION * HALF,) * 3)
    assert (without.low, without.high) == pytest.approx((-9.0 * MILLION * HALF, -MILLION * HALF))
    assert found["baseline"].averted.mean == pytest.approx(-2.0)
    assert found["baseline"].on_frontier  # saves money, and costs lives


def test_what_else_it_costs_stands_beside() -> None:
    table = worth_frame(worth(studied()))
    stay = table.filter(policy="stay")
    assert stay["patrol_hours"].item() == pytest.approx(-50.0)
    assert stay["others_hurt"].item() == pytest.approx(-6.0)
    assert stay["vehicle_km"].item() is None
    assert stay["standing"].item() == "less_work"
    assert table.filter(policy="baseline")["others_hurt"].item() is None
    assert table["averted"].to_list()[:3] == pytest.approx([0.0, 2.0, 2.1])
