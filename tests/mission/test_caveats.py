"""What keeps columns in camp: caveats, closed areas, foul weather, too few fit, no drivers."""

from typing import Any

import pytest

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.small import agreed, column, hot, patrol, small, told

DAYS = 4
ILL: dict[str, Any] = {
    "deaths": "0 per 1000 person-years", "episodes": "4000 per person-year", "away": "90 days"
}  # fmt: skip
"""A thousand episodes a day among ninety people: by the second day everybody is sick."""


def causes(outcome: MissionRun) -> dict[str, int]:
    """Cancelled patrols by cause, of those that are not 0."""
    names = ("crew", "drivers", "caveat", "closed", "weather")
    counted = {name: int(outcome[f"cancelled_{name}"]) for name in names}
    assert outcome["patrols_cancelled"] == sum(counted.values())
    return {name: count for name, count in counted.items() if count}


def with_caveat(caveat: dict[str, Any], **programme: Any) -> Scenario:
    """Two units; the programme is unit U's, on all four days."""
    units = {"U": {"base": "camp", "companies": 1}, "V": {"base": "far", "companies": 1}}
    return small(units=units, caveats=[caveat], patrols={"patrol": patrol(unit="U", **programme)})


# --- caveats ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caveat", "stays"),
    [
        ({"may_not": "patrol"}, DAYS),  # whoever it is
        ({"unit": "U", "may_not": "patrol"}, DAYS),
        ({"unit": "V", "may_not": "patrol"}, 0),  # another unit's
        ({"unit": "U", "may_not": "convoy"}, 0),  # another task
        ({"unit": "U", "may_not": "night"}, 0),
        ({"unit": "U", "may_not": "foot"}, 0),
        ({"unit": "U", "may_not": "team"}, 0),
        ({"unit": "U", "may_not": "patrol", "areas": ["away"]}, DAYS),
        ({"unit": "U", "may_not": "patrol", "areas": ["near", "away"]}, DAYS),
        ({"unit": "U", "may_not": "patrol", "from": "2019-03-22", "until": "2019-03-24"}, 2),
        ({"unit": "U", "may_not": "patrol", "from": "2019-03-24"}, 1),
        ({"unit": "U", "may_not": "patrol", "until": "2019-03-22"}, 1),
    ],
)
def test_a_caveat_concerns_its_unit_task_area_and_dates(caveat: dict[str, Any], stays: int) -> None:
    outcome = agreed(with_caveat(caveat))
    assert causes(outcome) == ({"caveat": stays} if stays else {})
    assert outcome["patrols_run"] == DAYS - stays


def test_a_caveat_in_an_area_lets_patrols_elsewhere_go() -> None:
    caveat = {"unit": "U", "may_not": "patrol", "areas": ["away"]}
    outcome = agreed(with_caveat(caveat, to="town"))
    assert causes(outcome) == {}


@pytest.mark.parametrize(
    ("may_not", "programme"),
    [
        ("convoy", {"kind": "convoy"}),
        ("escort", {"kind": "escort"}),
        ("clearance", {"kind": "clearance", "posture": "clearance"}),
        ("night", {"night": True}),
        ("foot", {"mode": "foot", "people": 8, "vehicles": 0}),
    ],
)
def test_what_a_unit_may_not_do(may_not: str, programme: dict[str, Any]) -> None:
    outcome = agreed(with_caveat({"unit": "U", "may_not": may_not}, **programme))
    assert causes(outcome) == {"caveat": DAYS}
    assert [int(row["place"]) for row in told(outcome, ev.CAVEAT)] == [10] * DAYS  # the camp


def test_a_team_with_a_caveat_does_not_come_and_is_no_patrol() -> None:
    team = {
        "role": "eod", "base": "camp", "unit": "U", "readiness": "0 min", "work": "0 min",
        "radius": "99 km",
    }  # fmt: skip
    scenario = small(
        **hot(),
        units={"U": {"base": "camp", "support": {"eod": 12}}},
        teams={"disposal": team},
        caveats=[{"unit": "U", "may_not": "team"}],
        horizon="1 days",
        **{"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0},
    )
    outcome = agreed(scenario)
    assert outcome["devices_found_by_patrols"] > 0
    assert outcome["teams_sent"] == 0
    assert causes(outcome) == {}


# --- closures and weather ---------------------------------------------------------------


def test_no_column_goes_into_a_closed_area() -> None:
    closure = {"area": "away", "from": "2019-03-22", "until": "2019-03-24"}
    assert causes(agreed(small(closures=[closure]))) == {"closed": 2}
    near = patrol(to="town")
    assert causes(agreed(small(closures=[closure], patrols={"patrol": near}))) == {}


def test_a_column_on_its_way_goes_on_when_the_area_is_closed() -> None:
    closure = {"area": "away", "from": "2019-03-22", "until": "2019-03-23"}
    evening = patrol(leave="23.5 h", night=True, per_day=0, timetable=["2019-03-21"])
    outcome = agreed(small(closures=[closure], patrols={"patrol": evening}))
    assert told(outcome, ev.PATROL_RETURNED)["time"].tolist() == [23.5 * 60 + 260]


@pytest.mark.parametrize(("share", "stays"), [(0.0, 0), (1.0, DAYS)])
def test_foul_weather_grounds_its_share(share: float, stays: int) -> None:
    always = {"spells": {3: "100 per day"}, "lasts": "30 days", "grounds_patrols": share}
    outcome = agreed(small(weather=always))
    assert causes(outcome) == ({"weather": stays} if stays else {})


def test_foul_weather_over_another_area_grounds_nobody() -> None:
    """The unit at `far` is under another sky than the camp; with seed 1 the spells differ."""
    sky = {"spells": {3: "1 per day"}, "lasts": "6 h", "grounds_patrols": 1.0}
    patrols = {"here": patrol(unit="U"), "there": patrol(base="far", to="camp", unit="V")}
    units = {"U": {"base": "camp"}, "V": {"base": "far"}}
    outcome = agreed(small(weather=sky, patrols=patrols, units=units, horizon="11 days"))
    spells = told(outcome, ev.FOUL_WEATHER)
    stayed = {(int(row["place"]), float(row["time"])) for row in told(outcome, ev.WEATHER)}
    for place, area in ((10, 0), (12, 1)):
        over = spells[spells["subject"] == area]
        leaving = [420.0 + 1440 * day for day in range(11)]
        foul = {t for t in leaving if any(s <= t < s + m for s, m in over[["time", "value"]])}
        assert {time for where, time in stayed if where == place} == foul
    assert 0 < len(stayed) < 22


# --- people -----------------------------------------------------------------------------


@pytest.mark.slow
def test_too_few_fit_people() -> None:
    """Nearly all are sick on the first morning, and then all; nobody who is sick goes."""
    outcome = agreed(small(illness=ILL))
    assert causes(outcome) == {"crew": DAYS}
    fit = told(outcome, ev.NO_CREW)["value"].tolist()
    assert fit[0] < 0.75 * 8
    assert fit[1:] == [0] * (DAYS - 1)


@pytest.mark.parametrize(("minimum", "goes"), [(0.92, True), (0.93, False)])
def test_a_minimum_of_the_people_wanted(minimum: float, goes: bool) -> None:
    """64 of the 90 are away when seven vehicles want 28: the other 26 are 0.9286 of these."""
    units = {"U": {"base": "camp", "companies": 1, "drivers": 8}}
    patrols = {
        "first": patrol(vehicles=16),
        "second": patrol(vehicles=7, leave="7.5 h", minimum=minimum),
    }
    outcome = agreed(small(units=units, patrols=patrols, horizon="1 days"))
    assert causes(outcome) == ({} if goes else {"crew": 1})
    told_of = told(outcome, ev.PATROL_LEFT if goes else ev.NO_CREW)
    assert told_of["value"].tolist() == ([64, 26] if goes else [26])


def test_no_drivers() -> None:
    """Nine drivers in the unit, and ten vehicles that leave within half an hour of each other."""
    units = {"U": {"base": "camp", "companies": 1, "drivers": 1}}
    patrols = {"first": patrol(vehicles=5), "second": patrol(vehicles=5, leave="7.5 h")}
    outcome = agreed(small(units=units, patrols=patrols, horizon="1 days"))
    assert outcome["patrols_run"] == 1
    assert causes(outcome) == {"drivers": 1}
    assert told(outcome, ev.NO_DRIVERS)["value"].tolist() == [4]
    # Whoever had fallen in for the second was dismissed: the first came home, all are fit.
    assert not column(outcome, "people.state").any()
