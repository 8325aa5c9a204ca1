"""Intercommunal violence around a town: civilians killed, and columns that step between."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import VIOLENCE
from pksim.scenario import Scenario
from tests.mission.checks import (
    Runs,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    sizes,
    sum_is,
    told_in,
    variance_is,
)
from tests.mission.small import CONTENT, patrol, run, small, told

LAW: dict[str, Any] = {
    "harmless": 0.3,
    "caught": {"mean": 2.5, "dispersion": 1.0},
    "killed": 0.1,
    "t1": 0.1,
    "t2": 0.2,
    "lasts": "6 h",
    "civilians_killed": {"mean": 4.0, "dispersion": 0.5},
    "deterred": 0.4,
}
FORCE: dict[str, Any] = {
    "role": "quick reaction", "base": "camp", "unit": "U", "teams": 3, "vehicles": 2, "people": 8,
    "readiness": "30 min", "work": "10 h", "radius": "100 km",
}  # fmt: skip
BIG = {"U": {"base": "camp", "companies": 50, "drivers": 10}}


def unrest(rate: str = "0.5 per day", **changes: Any) -> Scenario:
    """Outbreaks around the town, 20 km from camp; nobody is on the road unless a test says so."""
    places = {**CONTENT["places"], "town": {**CONTENT["places"]["town"], "violence": rate}}
    return small(
        **{
            "horizon": "100 days",
            "places": places,
            "units": BIG,
            "threats": {"violence": LAW},
            "patrols": {"none": patrol(per_day=0)},
            **changes,
        }
    )


@pytest.fixture(scope="module")
def alone() -> Runs:
    """Nobody steps between."""
    return many(unrest(), 200, record=True)


@pytest.fixture(scope="module")
def with_force() -> Runs:
    """A force is sent, is there within 70 minutes, and stays until the violence ends."""
    return many(unrest(teams={"force": FORCE}), 150, record=True)


@pytest.mark.slow
@pytest.mark.statistical
def test_outbreaks_are_poisson(alone: Runs) -> None:
    poisson_is(outcomes(alone, "violence_events"), 50.0, half=0.05)


@pytest.mark.slow
@pytest.mark.statistical
def test_civilians_killed_follow_their_law(alone: Runs) -> None:
    killed = told_in(alone, ev.CIVILIANS_KILLED)["value"]
    mean_is(killed, 4.0, half=0.08)
    variance_is(killed, 4.0 + 4.0**2 / 0.5, half=0.2)
    assert killed.sum() == outcomes(alone, "civilians_killed").sum()
    assert outcomes(alone, "interposed").sum() == outcomes(alone, "hurt").sum() == 0


@pytest.mark.slow
@pytest.mark.statistical
def test_fewer_civilians_die_where_a_force_stands_between(with_force: Runs) -> None:
    killed = told_in(with_force, ev.CIVILIANS_KILLED)["value"]
    stood = outcomes(with_force, "interposed").sum()
    # Two outbreaks may overlap, and then two forces stand in both; a few have nobody to send.
    assert 0.95 * len(killed) < stood < 1.3 * len(killed)
    mean_is(killed, 4.0 * 0.4, half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
def test_those_who_step_between_are_hurt_by_the_casualty_law(with_force: Runs) -> None:
    hurt = sizes(with_force, VIOLENCE, outcomes(with_force, "interposed"))
    numbers = np.arange(400)
    weights = (1.5 / 2.5) ** numbers / 2.5  # 1 + NB(1.5, 1): geometric; of eight people at most
    mean_is(hurt, 0.7 * float(np.minimum(1 + numbers, 8) @ weights), half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
def test_armour_spares_its_share_of_those_between() -> None:
    behind = unrest(teams={"force": FORCE}).patched({"vehicles.soft.stops_fire": 0.75})
    before = many(unrest(teams={"force": FORCE}), 100)
    after = many(behind, 100)
    ratio = outcomes(after, "hurt").sum() / outcomes(before, "hurt").sum()
    assert ratio == pytest.approx(0.25, abs=0.03)


@pytest.mark.slow
def test_better_armour_hurts_nobody_whom_less_of_it_spared() -> None:
    # Three outbreaks in a hundred days: nobody stands between twice, where it would matter.
    plain = unrest("0.03 per day", teams={"force": FORCE})
    before = many(plain, 150)
    after = many(plain.patched({"vehicles.soft.stops_fire": 0.5}), 150)
    spared = 0
    for one, other in zip(before, after, strict=True):
        hurt, still = (set(r.casualties["key"].tolist()) for r in (one, other))
        assert still <= hurt
        spared += len(hurt - still)
    assert spared > 100


@pytest.mark.slow
@pytest.mark.statistical
def test_a_patrol_steps_between_only_if_it_is_around_the_town_at_the_end() -> None:
    # Within 15 km of the town: segments 1 to 5 of the ten, 12 km of a 20 km leg, out and back.
    runs = many(unrest(patrols={"p": patrol()}), 200, record=True)
    for outcome in runs[:50]:
        ends = told(outcome, ev.VIOLENCE_BROKE_OUT)["time"] + 360.0
        stood = told(outcome, ev.INTERPOSED)["time"]
        for time in stood:
            assert np.min(abs(ends - time)) < 1e-6
            assert 7 * 60 < time % 1440.0 < 11 * 60 + 20
    presence = outcomes(runs, "presence_hours").mean() / 100
    wanted = 50 * presence / 24
    stood = outcomes(runs, "interposed")
    assert stood.mean() == pytest.approx(wanted, rel=0.25)


def test_a_force_comes_by_road_and_only_where_it_can_reach() -> None:
    # 30 minutes to get ready and 20 km at 30 km/h
    outcome = run(unrest("0.1 per day", horizon="60 days", teams={"force": FORCE}))
    arrived = told(outcome, ev.TEAM_ARRIVED)
    assert len(arrived) > 3
    assert arrived["value"] == pytest.approx(30 + 40)
    far = run(unrest(horizon="20 days", teams={"force": {**FORCE, "radius": "5 km"}}))
    assert len(told(far, ev.VIOLENCE_BROKE_OUT)) > 3
    assert len(told(far, ev.TEAM_LEFT)) == len(told(far, ev.INTERPOSED)) == 0


def test_no_violence_where_the_threat_is_left_out() -> None:
    assert len(told(run(unrest(threats={})), ev.VIOLENCE_BROKE_OUT)) == 0


@pytest.mark.slow
@pytest.mark.statistical
def test_violence_goes_with_the_mood_of_its_area() -> None:
    shock = [{"area": "near", "from": "2019-03-21", "until": "2019-05-10", "multiplier": 3}]
    runs = many(unrest(shocks=shock), 100, record=True)
    day = told_in(runs, ev.VIOLENCE_BROKE_OUT)["time"] / 1440.0
    sum_is(np.sum(day < 50), 3 * 25 * 100, 3 * 25 * 100, half=0.06)
    sum_is(np.sum(day >= 50), 25 * 100, 25 * 100, half=0.1)
    assert counted(runs, ev.CIVILIANS_KILLED).sum() > 0.98 * len(day)
