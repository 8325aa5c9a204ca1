"""Illness and self-inflicted deaths: Poisson events at their rates, and how long they last."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import FIT
from pksim.scenario import Scenario
from tests.mission.checks import (
    Runs,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    share_is,
    sum_is,
    told_in,
)
from tests.mission.small import column, patrol, run, small, told

STRENGTH, DAYS = 90, 120
SICK: dict[str, Any] = {
    "deaths": "500 per 1000 person-years",
    "episodes": "6000 per 1000 person-years",
    "away": {"lognormal": {"median": "2.5 days", "p90": "5 days"}},
    "admitted": 0.3,
    "stay": "3 days",
    "by_month": {4: 2.0, 5: 0.5, 6: 0.0},
}
YEARS = STRENGTH * DAYS / 365.25


def camp(**changes: Any) -> Scenario:
    """People in camp, and beds for all of them; from 21 March, so 11 days of March."""
    return small(
        **{
            "horizon": f"{DAYS} days",
            "patrols": {"none": patrol(per_day=0)},
            "illness": SICK,
            "self_inflicted": {"deaths": "300 per 1000 person-years"},
            "hospitals.hospital.ward": 90,
            **changes,
        }
    )


@pytest.fixture(scope="module")
def runs() -> Runs:
    return many(camp(), 300, record=True)


@pytest.mark.slow
@pytest.mark.statistical
def test_deaths_come_at_the_rate_written(runs: Runs) -> None:
    poisson_is(outcomes(runs, "deaths_illness"), 0.5 * YEARS, half=0.1)
    poisson_is(outcomes(runs, "deaths_self_inflicted"), 0.3 * YEARS, half=0.1)
    assert outcomes(runs, "expected_deaths_illness") == pytest.approx(0.5 * YEARS)
    assert outcomes(runs, "expected_deaths_self_inflicted") == pytest.approx(0.3 * YEARS)


@pytest.mark.slow
@pytest.mark.statistical
def test_episodes_follow_the_months(runs: Runs) -> None:
    a_day = 6 * STRENGTH / 365.25
    fell = np.concatenate([told_in(runs, kind) for kind in (ev.FELL_SICK, ev.SICK_ADMITTED)])
    day = fell["time"] / 1440.0
    # 21 March: 11 days at 1, 30 of April at 2, 31 of May at a half, June at nothing, July at 1.
    for begins, ends, factor in ((0, 11, 1.0), (11, 41, 2.0), (41, 72, 0.5), (102, 120, 1.0)):
        wanted = len(runs) * a_day * factor * (ends - begins)
        sum_is(np.sum((day >= begins) & (day < ends)), wanted, wanted, half=0.06)
    assert np.sum((day >= 72) & (day < 102)) == 0
    total = a_day * (11 + 60 + 15.5 + 18)
    poisson_is(counted(runs, ev.FELL_SICK) + counted(runs, ev.SICK_ADMITTED), total, half=0.03)


@pytest.mark.slow
@pytest.mark.statistical
def test_a_share_is_admitted_and_the_others_are_away_by_their_law(runs: Runs) -> None:
    beds, away = counted(runs, ev.SICK_ADMITTED).sum(), told_in(runs, ev.FELL_SICK)["value"]
    share_is(beds, beds + len(away), 0.3, half=0.05)
    sigma = np.log(2.0) / 1.2815515655446004
    mean_is(away / 1440.0, 2.5 * np.exp(sigma**2 / 2), half=0.05)
    assert np.median(away) == pytest.approx(2.5 * 1440, rel=0.02)
    mean_is(outcomes(runs, "sick_days"), len(away) * away.mean() / 1440.0 / len(runs), half=0.06)


@pytest.mark.slow
@pytest.mark.statistical
def test_everybody_is_as_likely_to_fall_ill(runs: Runs) -> None:
    who = np.bincount(told_in(runs, ev.FELL_SICK)["subject"], minlength=STRENGTH)
    assert (abs(who - who.mean()) < 6 * np.sqrt(who.mean())).all()


def test_the_sick_are_not_fit_and_come_back() -> None:
    quick = {**SICK, "deaths": "0 per 1000 person-years", "admitted": 0.0, "away": "1 days"}
    outcome = run(camp(horizon="60 days", illness={**quick, "by_month": {5: 0.0}}))
    # Nobody has fallen ill for nineteen days when the run ends in May.
    assert len(told(outcome, ev.FELL_SICK)) > 30
    self_inflicted = len(told(outcome, ev.DEATH_SELF_INFLICTED))
    assert np.sum(column(outcome, "people.state") == FIT) == STRENGTH - self_inflicted


def test_without_a_bed_the_sick_stay_in_quarters() -> None:
    closed = camp(horizon="30 days", **{"hospitals.hospital.ward": 0})
    outcome = run(closed)
    assert len(told(outcome, ev.SICK_ADMITTED)) == 0
    assert len(told(outcome, ev.FELL_SICK)) > 50


def test_nobody_is_ill_where_the_rates_are_zero() -> None:
    outcome = run(small(horizon="60 days"))
    for kind in (ev.FELL_SICK, ev.SICK_ADMITTED, ev.DEATH_BY_ILLNESS, ev.DEATH_SELF_INFLICTED):
        assert len(told(outcome, kind)) == 0
