"""The care chain and the assets of a study: carried by replication, added up, compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.mission.small import hot, small
from tests.toy_care import ASSETS, PLACES, ToyCare
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.engine.results import USAGE
from pksim.mission.chain import CHAIN, GOAL, STEP
from pksim.mission.chain import GOAL as MISSION_GOAL
from pksim.study import Comparison, compare, run, sweep
from pksim.study.assets import FIGURES, OF_CARE, kind_and_name
from pksim.study.chain import Chain, columns


def _compare(*policies: str, replications: int = 100) -> Comparison:
    return compare(
        gao(), policies, replications=replications, mission=ToyCare, outcomes=OUTCOMES, workers=2
    )


def _chain(study: Comparison, policy: int = 0) -> Chain:
    found = study.levels[policy].chain
    assert found is not None
    return found


def test_the_study_knows_the_columns_of_the_mission() -> None:
    assert [column.name for column in columns(STEP)] == list(CHAIN)
    assert {figure.name for figure in FIGURES} == set(USAGE.names or ())
    assert GOAL == MISSION_GOAL


def test_each_replication_is_where_its_number_is() -> None:
    chain, mission = _chain(_compare("guess")), ToyCare(gao())
    assert chain.places == PLACES
    for number in (0, 3, 99):
        assert np.array_equal(chain.values[number], mission.run(1, number).chain)


def test_minutes_are_a_ratio_of_sums_and_steps_add_up() -> None:
    chain = _chain(_compare("guess"))
    reached = chain.values[:, :, CHAIN.index("reached")].sum()
    distance = chain.values[:, :, CHAIN.index("in_distance")].sum()
    assert chain.minutes([STEP[6]]).mean == pytest.approx(distance / reached)
    whole = chain.minutes(chain.steps)
    assert whole.mean == pytest.approx(sum(chain.minutes([step]).mean for step in STEP))
    assert whole.low < whole.mean < whole.high
    counted = chain.mean("counted")
    late = chain.late(chain.steps).mean
    assert late == pytest.approx(1.0 - chain.mean("in_time") / counted)
    assert late == pytest.approx(sum(chain.late([step]).mean for step in STEP))


def test_a_place_with_hardly_a_casualty_gets_no_interval() -> None:
    chain = _chain(_compare("guess"))
    assert chain.few("counted", 2)
    assert not chain.few("counted", 1)
    assert chain.late(chain.steps, 2).low == -np.inf
    assert np.isfinite(chain.late(chain.steps, 1).low)


def test_a_policy_that_flies_faster_is_seen_and_one_that_does_not_is_none() -> None:
    study = _compare("guess", "jammers")
    guess, jammers = study.policies
    assert guess.to_surgery is not None
    assert guess.late is not None
    gap = _chain(study, 1).minutes(STEP).mean - _chain(study).minutes(STEP).mean
    assert guess.to_surgery.mean == pytest.approx(gap)
    assert guess.to_surgery.high < 0.0
    assert guess.late.mean < 0.0
    assert jammers.to_surgery is not None
    assert (jammers.to_surgery.low, jammers.to_surgery.high) == (0.0, 0.0)


def test_intervals_of_several_policies_hold_together() -> None:
    alone, together = _compare("guess"), _compare("guess", "jammers")
    one, both = alone.policies[0].to_surgery, together.policies[0].to_surgery
    assert one is not None
    assert both is not None
    assert both.mean == one.mean
    assert both.half_width > one.half_width


def test_assets_have_their_kind_and_their_share_of_the_time() -> None:
    assets = _compare("guess").baseline.assets
    assert assets is not None
    helicopter, _, ambulance, bays = assets
    assert [asset.title for asset in assets] == list(ASSETS)
    assert (helicopter.kind, helicopter.name) == ("helicopter", "gao-1")
    assert (ambulance.kind, ambulance.name) == ("ambulance", "gao-ambulance")
    assert bays.kind == "bays"
    assert bays.busy.mean == pytest.approx(bays["in_use"].mean() / 4.0)
    assert kind_and_name("a pigeon", gao()) == ("other", "a pigeon")


def test_a_toy_without_care_and_a_sweep_carry_no_tables() -> None:
    plain = run(gao(), replications=8, mission=ToyMission, outcomes=OUTCOMES)
    assert plain.levels.chain is None
    assert plain.levels.assets is None
    grid = sweep(
        gao(), ["search.finds=0.1,0.2"], replications=8, mission=ToyCare, outcomes=OUTCOMES
    )
    assert all(point.levels.chain is None for point in grid.points)
    (guess,) = compare(
        gao(), ["guess"], replications=8, mission=ToyMission, outcomes=OUTCOMES
    ).policies
    assert guess.to_surgery is None
    assert guess.late is None


def test_the_shipped_mission_tells_the_same_as_its_outcomes() -> None:
    """Every patrol of four days is struck; the simulated clock needs no compiler."""
    sections: dict[str, Any] = hot(devices=1.0)
    scenario = small(**sections, **{"ieds.trigger_per_vehicle": 1.0})
    levels = run(scenario, replications=8, clock="simpy", workers=1).levels
    chain = levels.chain
    assert chain is not None
    assert levels.assets is not None
    assert chain.values[:, :, CHAIN.index("counted")].sum() > 0.0
    assert np.array_equal(chain.sums(["counted"]), levels.sample["casualties_counted"])
    assert np.array_equal(chain.sums(["in_time"]), levels.sample["within_2_hours"])
    for step in STEP:
        spent = chain.sums([f"in_{step.name}"])
        assert spent == pytest.approx(levels.sample[f"chain_{step.name}"])
    assert {asset.kind for asset in levels.assets} <= {*OF_CARE, "eod", "quick reaction"}
    lifts = sum(asset["seized"].sum() for asset in levels.assets if asset.kind == "helicopter")
    assert lifts >= levels.sample["lifts_by_air"].sum()
