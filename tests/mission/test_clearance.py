"""Devices taken away: by clearance columns, by EOD teams that were told, or seen by drones."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.checks import Runs, counted, many, mean_is, share_is, told_in
from tests.mission.small import hot, patrol, run, small, told

FAST_TEAM: dict[str, Any] = {
    "role": "eod",
    "base": "camp",
    "unit": "U",
    "teams": 8,
    "vehicles": 1,
    "people": 2,
    "readiness": "0 min",
    "work": "0 min",
    "radius": "100 km",
}
UNIT = {"U": {"base": "camp", "support": {"eod": 40}}}
TIPS = {"ieds.tips": "0.05 per day", "ieds.lifetime": {"exponential": "20 days"}}
NOBODY_GOES = {"patrol": patrol(per_day=0)}


def told_of(**changes: Any) -> Scenario:
    """Devices on the roads of the small scenario, and people who tell of half of them."""
    areas = {"near": {"emplacement": "2 per day"}, "away": {"emplacement": "2 per day"}}
    return small(
        **{
            "horizon": "60 days",
            "areas": areas,
            "units": UNIT,
            "patrols": NOBODY_GOES,
            "teams": {"disposal": FAST_TEAM},
            **TIPS,
            **changes,
        }
    )


@pytest.mark.slow
@pytest.mark.statistical
def test_tips_bring_a_team_that_removes_the_device() -> None:
    # Told of at 0.05 a day, gone by itself at 0.05 a day: half, less the hour or two of the way.
    runs = many(told_of(), 60)
    removed = counted(runs, ev.DEVICE_REMOVED).sum()
    gone = counted(runs, ev.DEVICE_EXPIRED).sum()
    share_is(removed, removed + gone, 0.5, half=0.05)
    # A team removes every device it was told of there; another may have come for nothing.
    assert removed <= counted(runs, ev.TEAM_LEFT).sum() < 1.1 * removed


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("no team", {"teams": {}}),
        ("none of them in camp", {"teams": {"disposal": {**FAST_TEAM, "teams": 0}}}),
        ("too far", {"teams": {"disposal": {**FAST_TEAM, "radius": "1 km"}}}),
        ("a caveat", {"caveats": [{"unit": "U", "may_not": "team"}]}),
        ("no tips", {"ieds.tips": "0 per day"}),
    ],
)
def test_without_a_team_in_reach_nothing_comes_of_a_tip(why: str, changes: Any) -> None:
    outcome = run(told_of(horizon="20 days", **changes))
    assert len(told(outcome, ev.DEVICE_REMOVED)) == 0, why
    assert len(told(outcome, ev.TEAM_LEFT)) == 0
    assert len(told(outcome, ev.DEVICE_LAID)) > 40


def test_a_team_removes_what_was_told_of_and_nothing_else() -> None:
    # Everything lies on one segment, and one tip in two hundred device-days: the rest stays.
    outcome = run(
        small(
            horizon="30 days",
            units=UNIT,
            patrols=NOBODY_GOES,
            teams={"disposal": FAST_TEAM},
            **hot(devices=1.0),
            **{"ieds.tips": "0.005 per day"},
        )
    )
    removed, left = told(outcome, ev.DEVICE_REMOVED), told(outcome, ev.TEAM_LEFT)
    assert 5 < len(removed) == len(left)
    assert len(np.unique(removed["subject"])) == len(removed)


def test_a_team_is_on_its_way_for_as_long_as_its_road_and_removes_when_it_has_worked() -> None:
    # Segment 4 ends 25 km from camp, at 30 km/h: 50 minutes; then an hour of work.
    slow = {**FAST_TEAM, "readiness": "15 min", "work": "60 min"}
    outcome = run(
        small(
            horizon="10 days",
            units=UNIT,
            patrols=NOBODY_GOES,
            teams={"disposal": slow},
            **hot(devices=0.2),
            **{"ieds.tips": "0.05 per day"},
        )
    )
    arrived, removed = told(outcome, ev.TEAM_ARRIVED), told(outcome, ev.DEVICE_REMOVED)
    assert len(arrived) > 3
    assert arrived["value"] == pytest.approx(15 + 50)
    for row in removed:
        assert np.min(abs(arrived["time"] + 60 - row["time"])) < 1e-6


# --- clearance --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("finds", [0.25, 0.6, 1.0])
def test_a_sweep_finds_each_device_with_its_chance(finds: float) -> None:
    clearing = patrol(kind="clearance", posture="clearance", dwell="1 min")
    runs = many(
        small(
            horizon="20 days",
            patrols={"clearing": clearing},
            **hot(devices=0.2),
            **{"search.clearance_finds": finds, "ieds.lifetime": {"exponential": "30 days"}},
        ),
        60,
        record=True,
    )
    swept = told_in(runs, ev.SWEPT)
    cleared = counted(runs, ev.DEVICE_CLEARED).sum()
    if finds == 1.0:
        assert cleared == swept["value"].sum() > 200
    else:
        share_is(cleared, swept["value"].sum(), finds, half=0.3)


def test_clearance_goes_at_its_own_speed_and_others_do_not() -> None:
    clearing = patrol(kind="clearance", posture="clearance")
    at = {"search.clearance_speed": 0.4}
    swept = told(run(small(patrols={"c": clearing}, **at)), ev.PATROL_RETURNED)
    plain = told(run(small(**at)), ev.PATROL_RETURNED)
    # 100 km at 30 km/h and an hour there: 4 h 20 min; at 12 km/h 9 h 20 min
    assert plain["value"] == pytest.approx(100 / 30 + 1)
    assert swept["value"] == pytest.approx(100 / 12 + 1)


# --- drones -----------------------------------------------------------------------------

WATCHED = {"areas.*.drones": 0.8, "drones": {"sees_devices": 0.5, "acted_on": 0.6}}


@pytest.fixture(scope="module")
def watched() -> Runs:
    """Drones over both areas, and dust for a good part of the time."""
    dust = {"spells": {4: "0.3 per day", 3: "0.3 per day", 5: "0.3 per day"}, "lasts": "1 days"}
    return many(told_of(weather=dust, **WATCHED, **{"ieds.tips": "0 per day"}), 60, record=True)


def is_foul(journal: Any, names: Any, when: float) -> bool:
    foul = journal[(journal["kind"] == ev.FOUL_WEATHER) & (journal["time"] <= when)]
    foul = foul[foul["subject"] == names]
    return bool(np.any(foul["time"] + foul["value"] > when))


@pytest.mark.slow
@pytest.mark.statistical
def test_drones_see_their_share_in_fair_weather_and_nothing_in_dust(watched: Runs) -> None:
    laid, seen, in_dust = 0, 0, 0
    for outcome in watched:
        journal = outcome.journal
        known = set(journal["subject"][journal["kind"] == ev.DEVICE_SEEN].tolist())
        for row in journal[journal["kind"] == ev.DEVICE_LAID]:
            if is_foul(journal, row["subject"] >> 40, row["time"]):
                in_dust += 1
                assert row["subject"] not in known
            else:
                laid += 1
                seen += row["subject"] in known
    share_is(seen, laid, 0.8 * 0.5 * 0.6, half=0.1)
    assert in_dust > 0.1 * laid


@pytest.mark.slow
@pytest.mark.statistical
def test_what_a_drone_has_seen_is_removed_at_once(watched: Runs) -> None:
    # 50 km at 30 km/h at the most, at 18 km/h nowhere: dust slows nobody here.
    days = told_in(watched, ev.DEVICE_REMOVED)["value"]
    assert days.max() * 24 < 2.0
    removed, seen = counted(watched, ev.DEVICE_REMOVED), counted(watched, ev.DEVICE_SEEN)
    assert (removed <= seen).all()
    mean_is(removed / seen, 1.0, half=0.02)


@pytest.mark.slow
def test_drones_without_a_team_remove_nothing() -> None:
    runs = many(told_of(teams={}, **WATCHED, **{"ieds.tips": "0 per day"}), 5)
    assert counted(runs, ev.DEVICE_SEEN).sum() > 100
    assert counted(runs, ev.DEVICE_REMOVED).sum() == 0
