"""Comparisons on a toy whose effects are known in closed form."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from tests.toy_mission import NAMES, OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.errors import InputError, Interrupted
from pksim.statistics import Verdict
from pksim.study import Comparison, compare, run, sweep
from pksim.study.vary import axis, points


def _compare(*policies: str, **how: Any) -> Comparison:
    given: dict[str, Any] = {"replications": 200, "mission": ToyMission, "outcomes": OUTCOMES} | how
    return compare(gao(), list(policies), **given)


def test_the_difference_is_that_of_expected_deaths() -> None:
    """The toy's expected deaths are 0.3 x patrols x (1 - finds) on average."""
    (guess,) = _compare("guess").policies
    before, after = ToyMission(gao()), ToyMission(gao().with_policy("guess"))
    effect = -0.3 * before.patrols * (after.finds - before.finds)
    assert guess.deaths.verdict is Verdict.LOWER
    assert guess.deaths.low < effect < guess.deaths.high
    assert guess.deaths.variance_ratio > 3.0
    assert guess.scoring_gain is not None
    assert guess.scoring_gain > 1.0


def test_an_untouched_policy_is_identical() -> None:
    (jammers,) = _compare("jammers").policies
    assert jammers.deaths.verdict is Verdict.IDENTICAL
    assert jammers.cost_per_death_averted is None
    # three sets for ten of the 318.6 vehicles that leave on a day, 100 k USD over five years each
    assert jammers.extra_cost == pytest.approx(0.3 * 318.6 * 40e3, rel=1e-3)


def test_cost_per_death_averted_follows_the_interval() -> None:
    (guess,) = _compare("guess").policies
    found = guess.cost_per_death_averted
    assert found is not None
    mean, low, high = found
    assert mean == pytest.approx(1e6 / -guess.deaths.mean)
    assert low < mean < high


def test_saving_lives_by_staying_in_camp_has_no_price() -> None:
    (fewer,) = _compare("fewer-patrols").policies
    assert fewer.deaths.verdict is Verdict.LOWER
    assert not fewer.like_for_like
    assert fewer.patrol_work is not None
    assert fewer.patrol_work.mean == pytest.approx(0.5, abs=0.02)
    assert fewer.cost_per_death_averted is None
    assert fewer.levels.deaths_per_1000_patrol_hours is not None


def test_harm_shifted_onto_others_is_a_difference_of_its_own() -> None:
    """The toy hurts 50 x the share of devices that is turned against others."""
    shifted, guess = _compare("onto-others", "guess").policies
    before = gao().adversary.onto_others
    assert shifted.others is not None
    assert shifted.others.low < 50.0 * before < shifted.others.high
    assert shifted.harms_others
    assert guess.others is not None
    assert guess.others.verdict is Verdict.IDENTICAL
    assert not guess.harms_others


def test_a_mission_that_counts_nobody_else_has_no_such_difference() -> None:
    class Alone(ToyMission):
        def run(self, *given: Any, **how: Any) -> Any:
            run = super().run(*given, **how)
            run.outcomes = np.delete(run.outcomes, NAMES.index("others_hurt"))
            return run

    kept = [outcome for outcome in OUTCOMES if outcome.name != "others_hurt"]
    (guess,) = _compare("guess", mission=Alone, outcomes=kept).policies
    assert guess.others is None
    assert not guess.harms_others


def test_work_undone_ranks_last_however_few_die() -> None:
    ranked = _compare("fewer-patrols", "guess", "jammers").ranked
    assert [one.name for one in ranked] == ["guess", "jammers", "fewer-patrols"]


def test_shares_pool_casualties_over_replications() -> None:
    shares = _compare("guess").baseline.shares
    assert shares["within_1_hour"].mean == pytest.approx(0.6, abs=0.02)


def test_the_baseline_may_be_any_policy_and_is_not_compared_with_itself() -> None:
    found = _compare("guess", "jammers", baseline="guess")
    assert found.baseline.policy == "guess"
    assert [one.name for one in found.policies] == ["jammers"]


def test_a_missing_policy_is_the_users_to_mend() -> None:
    with pytest.raises(InputError, match="no policy 'jamers'; did you mean 'jammers'"):
        _compare("jamers")
    with pytest.raises(InputError, match="nothing to compare"):
        _compare("baseline")


def test_a_study_stopped_at_once_has_nothing_to_say() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Interrupted, match="before any block"):
        _compare("guess", stop=stop)


def test_run_gives_the_levels_of_one_policy() -> None:
    found = run(gao(), "guess", replications=50, mission=ToyMission, outcomes=OUTCOMES)
    beside = _compare("guess", replications=50).policies[0].levels
    assert found.levels.estimates == beside.estimates
    assert found.levels.grade == "D"
    assert found.levels.person_years == pytest.approx(9500 * 180 / 365.25)


def test_sweep_compares_each_point_with_the_first() -> None:
    found = sweep(
        gao(),
        ["search.finds=0.1..0.5:3", "illness.deaths=1x,2x"],
        replications=50,
        mission=ToyMission,
        outcomes=OUTCOMES,
    )
    assert [point.labels for point in found.points[:3]] == [
        ("0.1", "1x"),
        ("0.1", "2x"),
        ("0.3", "1x"),
    ]
    verdicts = [point.against.deaths.verdict for point in found.points if point.against]
    assert verdicts == [Verdict.IDENTICAL] + 4 * [Verdict.LOWER]
    ratio = found.points[-1].levels.deaths.mean / found.points[0].levels.deaths.mean
    assert ratio == pytest.approx(0.5 / 0.9)


def test_a_path_that_matches_nothing_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"--vary search.find=0.1.*did you mean 'finds'"):
        sweep(gao(), ["search.find=0.1,0.2"], mission=ToyMission, outcomes=OUTCOMES)


@pytest.mark.parametrize(
    ("text", "labels", "patches"),
    [
        ("a=1,2.5", ("1", "2.5"), (1, 2.5)),
        (
            "a=0.5x..2x:4",
            ("0.5x", "1x", "1.5x", "2x"),
            tuple({"times": x} for x in (0.5, 1, 1.5, 2)),
        ),
        ("a=10 min..30 min:3", ("10 min", "20 min", "30 min"), ("10 min", "20 min", "30 min")),
        ("a=10..30 min:2", ("10 min", "30 min"), ("10 min", "30 min")),
        ("a=true,gao", ("true", "gao"), (True, "gao")),
    ],
)
def test_vary_reads(text: str, labels: tuple[str, ...], patches: tuple[Any, ...]) -> None:
    found = axis(text)
    assert (found.labels, found.patches) == (labels, patches)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([], "nothing to sweep"),
        (["a"], "write PATH=1,2,3"),
        (["a=1,,2"], "missing between the commas"),
        (["a=1", "a=2"], "same path twice"),
        (["a=1..2:200", "b=1..2:200"], "40,000 points"),
    ],
)
def test_vary_refuses(texts: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        points([axis(text) for text in texts])


def test_numbers_are_finite_where_something_ran() -> None:
    levels = _compare("guess").baseline
    assert all(np.isfinite(found.mean) for found in levels.estimates.values())
