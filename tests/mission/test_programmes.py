"""Programmes: how many leave, when, with how many people, and whose turn it is."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.mission.programmes import departures_at
from pksim.mission.terms import DRIVER, MEDIC, RIFLE
from tests.mission.small import agreed, column, patrol, run, small, told

DAY = 1440.0
rate = some.floats(0.0, 6.0)


def departures(outcome: MissionRun) -> list[float]:
    return [float(time) for time in told(outcome, ev.PATROL_LEFT)["time"]]


# --- when -------------------------------------------------------------------------------


@settings(max_examples=25)
@given(per_day=some.floats(0.0, 6.0), days=some.integers(1, 30))
def test_a_rate_adds_up(per_day: float, days: int) -> None:
    """So many departures in so many days, to the nearest two; one a day more or less."""
    short = patrol(to=None, towards=["town"], distance="5 km", per_day=per_day, dwell="0 h")
    units = {"U": {"base": "camp", "companies": 3}}
    outcome = run(small(patrols={"patrol": short}, units=units, horizon=f"{days} days"))
    # Golden rotation: over up to 30 days the count of a part of the circle is less than 2 off.
    assert abs(outcome["patrols_run"] - per_day * days) < 2
    each_day = np.bincount((told(outcome, ev.PATROL_LEFT)["time"] // DAY).astype(int))
    assert set(each_day) <= {int(per_day), int(per_day) + 1} or per_day == 0


@given(start=some.floats(0.0, 1.0, exclude_max=True), rates=some.tuples(rate, rate))
def test_a_lower_rate_drops_departures_and_moves_none(
    start: float, rates: tuple[float, float]
) -> None:
    low, high = sorted(rates)
    for day in range(60):
        assert departures_at(low, start, day) <= departures_at(high, start, day)


@pytest.mark.parametrize("per_day", [0.03, 0.3, 1.0, 9.8])
def test_over_all_starts_the_mean_is_the_rate(per_day: float) -> None:
    starts = (np.arange(1000) + 0.5) / 1000
    for day in (0, 7, 179):
        mean = np.mean([departures_at(per_day, start, day) for start in starts])
        assert mean == pytest.approx(per_day, abs=0.0011)


def test_a_monthly_convoy_leaves_every_three_to_eight_weeks() -> None:
    days = [day for day in range(720) if departures_at(12 / 365.25, 0.2, day)]
    assert set(np.diff(days)) == {21, 34, 55}


def test_a_timetable_is_kept() -> None:
    days = patrol(per_day=0, timetable=["2019-03-22", "2019-03-24", "2019-03-24", "2019-04-30"])
    outcome = agreed(small(patrols={"patrol": days}))
    assert departures(outcome) == [DAY + 420, 3 * DAY + 420, 3 * DAY + 420]


@pytest.mark.statistical
def test_departures_fall_within_their_window() -> None:
    """Uniform between 6 and 9 h: mean and variance within four standard errors of 1,200."""
    window = patrol(
        per_day=40, leave={"uniform": ["6 h", "9 h"]}, to=None, towards=["town"], distance="5 km"
    )
    units = {"U": {"base": "camp", "companies": 10}}
    outcome = run(small(patrols={"patrol": window}, units=units, horizon="30 days"))
    minutes = np.array(departures(outcome)) % DAY
    assert len(minutes) == 1200
    assert minutes.min() >= 360
    assert minutes.max() < 540
    assert minutes.mean() == pytest.approx(450, abs=4 * 180 / np.sqrt(12 * 1200))
    # The variance of a uniform law is w^2 / 12 and that of its estimate (m4 - var^2) / n.
    spread = np.sqrt((180**4 / 80 - (180**2 / 12) ** 2) / 1200)
    assert minutes.var() == pytest.approx(180**2 / 12, abs=4 * spread)


# --- who --------------------------------------------------------------------------------


def crew(outcome: MissionRun) -> list[int]:
    """Who is with the column that is under way when the run ends, by number."""
    march = int(np.flatnonzero(column(outcome, "marches.people"))[0])
    person, found = int(column(outcome, "marches.first_person")[march]), []
    while person >= 0:
        found.append(person)
        person = int(column(outcome, "people.next")[person])
    return sorted(found)


def test_the_platoon_on_duty_goes_and_platoons_take_turns() -> None:
    for day in range(4):
        outcome = run(small(horizon=f"{1440 * day + 430} min"))
        duty = day % 3
        assert crew(outcome) == list(range(30 * duty, 30 * duty + 8))


def test_several_programmes_of_a_unit_share_its_turns() -> None:
    """Two a day by one programme and one by another: three turns a day, of three platoons."""
    patrols = {"two": patrol(per_day=2), "one": patrol()}
    outcome = run(small(patrols=patrols, horizon="430 min"))
    on_task = np.flatnonzero(column(outcome, "people.state"))
    assert np.bincount(on_task // 30).tolist() == [8, 8, 8]


def test_the_next_platoon_reinforces_a_large_column() -> None:
    outcome = run(small(patrols={"patrol": patrol(vehicles=10)}, horizon="430 min"))
    assert crew(outcome) == list(range(40))
    outcome = run(small(patrols={"patrol": patrol(vehicles=10)}, horizon="1870 min"))
    assert crew(outcome) == list(range(30, 70))  # the second day is the second platoon's


@pytest.mark.statistical
def test_contractors_leave_seats_empty() -> None:
    """Of 30 vehicles of four seats civilians drive half: 60 uniformed people in the mean."""
    convoy = patrol(
        vehicles=30, contractors=0.5, kind="convoy", to=None, towards=["town"], distance="5 km"
    )
    units = {"U": {"base": "camp", "companies": 2, "drivers": 10}}
    outcome = run(small(patrols={"convoy": convoy}, units=units, horizon="200 days"))
    people = told(outcome, ev.PATROL_LEFT)["value"]
    assert len(people) == 200
    assert np.all(people % 4 == 0)
    assert people.mean() == pytest.approx(60, abs=4 * 4 * np.sqrt(30 / 4 / 200))
    assert outcome["vehicle_km"] == pytest.approx(200 * 30 * 10)  # theirs are driven too


@pytest.mark.statistical
def test_seats_follow_their_law() -> None:
    """Two, four or eight people in each of four vehicles."""
    law = {2: 0.5, 4: 0.25, 8: 0.25}
    mean, variance = 4.0, 0.5 * 4 + 0.25 * 16  # mean of squares 22, less 16
    short = patrol(vehicles=4, to=None, towards=["town"], distance="5 km")
    outcome = run(small(patrols={"patrol": short}, occupants=law, horizon="300 days"))
    people = told(outcome, ev.PATROL_LEFT)["value"]
    assert people.mean() == pytest.approx(4 * mean, abs=4 * np.sqrt(4 * variance / 300))


# --- departures, run or cancelled -------------------------------------------------------


def test_every_departure_is_run_or_cancelled() -> None:
    """All causes at once: whatever the timetable says is counted once."""
    changes: dict[str, Any] = {
        "closures": [{"area": "away", "from": "2019-03-30", "until": "2019-04-02"}],
        "caveats": [
            {"unit": "U", "may_not": "patrol", "from": "2019-04-05", "until": "2019-04-07"}
        ],
        "weather": {
            "spells": {3: "2 per day", 4: "2 per day"},
            "lasts": "6 h",
            "grounds_patrols": 0.5,
        },
        "patrols": {"many": patrol(per_day=5, vehicles=3), "few": patrol(per_day=1)},
        "illness": {
            "deaths": "0 per 1000 person-years",
            "episodes": "40000 per 1000 person-years",
            "away": "3 days",
        },
        "horizon": "30 days",
    }
    outcome = agreed(small(**changes))
    causes = ("crew", "drivers", "caveat", "closed", "weather")
    cancelled = {cause: outcome[f"cancelled_{cause}"] for cause in causes}
    assert min(cancelled["crew"], cancelled["caveat"], cancelled["closed"]) > 0
    assert cancelled["weather"] > 0
    assert outcome["patrols_cancelled"] == sum(cancelled.values())
    wanted = (5 + 1) * 30
    assert outcome["patrols_run"] + outcome["patrols_cancelled"] == wanted


def test_jobs_of_a_section() -> None:
    """Drivers first, then in the first section of each platoon its medic."""
    job = column(run(small()), "people.job").reshape(9, 10)
    assert np.all(job[:, :3] == DRIVER)
    assert np.all(job[::3, 3] == MEDIC)
    assert np.sum(job == MEDIC) == 3
    assert np.sum(job == RIFLE) == 90 - 27 - 3
