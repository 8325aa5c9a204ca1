"""Keyed luck: two policies tell one story up to the first event that they touch."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import KINDS, MissionRun
from pksim.mission import events as ev
from pksim.mission.programmes import ORDINALS
from pksim.scenario import Scenario
from tests.mission.conftest import Changes
from tests.mission.small import column, patrol, run, small, told

SECTOR: Changes = {
    "horizon": "8 days",
    "areas.*.emplacement": {"times": 20.0},
    "areas.*.ambushes": {"times": 20.0},
    # Cells that answer to jamming would lay other devices from the first one on.
    "adversary.mode": "fixed",
}


@pytest.fixture(scope="module")
def sector(gao: Scenario) -> Scenario:
    return gao.patched(SECTOR)


@pytest.fixture(scope="module")
def baseline(sector: Scenario) -> MissionRun:
    return run(sector)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"marching.turn_back": 1.0}, ev.PATROL_CUT_SHORT),
        ({"search.finds": 1.0}, ev.DEVICE_FOUND),
        ({"patrols.*.jammers": 1.0, "ieds.jammer_effect": 1.0}, ev.DEVICE_JAMMED),
        ({"weather.grounds_patrols": 1.0}, ev.WEATHER),
        ({"patrols.gao-long.vehicles": 7}, ev.PATROL_LEFT),
    ],
    ids=lambda value: KINDS[value] if isinstance(value, int) else "",
)
def test_nothing_differs_before_the_first_event_that_a_policy_touches(
    sector: Scenario, baseline: MissionRun, changes: Changes, first: int
) -> None:
    changed = run(sector.patched(changes)).journal
    known = baseline.journal
    length = min(len(changed), len(known))
    differs = np.flatnonzero(changed[:length] != known[:length])
    assert len(differs) > 0
    assert changed["kind"][differs[0]] == first


def test_a_closed_area_is_noticed_by_the_first_who_would_go_there(
    sector: Scenario, baseline: MissionRun
) -> None:
    closure = {"area": "gao", "from": "2019-01-04", "until": "2019-01-05"}
    content = sector.to_dict()
    changed = run(Scenario.from_dict({**content, "closures": [closure]})).journal
    same = changed["time"] < 3 * 1440
    assert np.array_equal(changed[same], baseline.journal[: same.sum()])
    after = changed[~same]
    differs = np.flatnonzero(after != baseline.journal[same.sum() :][: len(after)])
    assert after["kind"][differs[0]] == ev.CLOSED


def test_a_programme_that_drops_out_leaves_the_luck_of_the_others() -> None:
    """Departures, crews, stays and routes of the rest are as they were, to the last digit."""
    laws: dict[str, Any] = {
        "leave": {"uniform": ["6 h", "9 h"]}, "dwell": {"exponential": "1 h"}, "night": True,
    }  # fmt: skip
    units = {"U": {"base": "camp", "companies": 3}}
    patrols = {
        "first": patrol(per_day=2.5, **laws),
        "other": patrol(to=None, towards=["town", "far"], distance="10 km", per_day=1.5, **laws),
        "last": patrol(vehicles=3, **laws),
    }
    changes: dict[str, Any] = {
        "units": units, "horizon": "20 days", "occupants": {2: 0.5, 6: 0.5}
    }  # fmt: skip
    both = run(small(patrols=patrols, **changes))
    without = run(small(patrols={**patrols, "first": patrol(per_day=0)}, **changes))
    assert abs(without["patrols_run"] - 50) < 3  # golden rotation, two programmes
    for kind in (ev.PATROL_LEFT, ev.PATROL_RETURNED, ev.PATROL_DRIVEN):
        rows = told(both, kind)
        others = rows[rows["subject"] // ORDINALS > 0]
        assert others.tobytes() == told(without, kind).tobytes()


def test_a_call_that_is_not_made_leaves_the_luck_of_other_calls() -> None:
    """Teams called by unit V are as quick as before when unit U does not go out."""
    areas = {name: {"emplacement": "2 per day"} for name in ("near", "away")}
    team = {
        "role": "eod", "base": "far", "unit": "V", "teams": 20, "people": 12, "radius": "30 km",
        "readiness": {"exponential": "30 min"}, "work": {"exponential": "30 min"},
    }  # fmt: skip
    teams = {"here": {**team, "base": "camp", "unit": "U", "radius": "20 km"}, "there": team}
    units = {
        "U": {"base": "camp", "companies": 2, "support": {"eod": 240}},
        "V": {"base": "far", "companies": 2, "support": {"eod": 240}},
    }
    patrols = {
        "u": patrol(unit="U", to="town", leave="6.5 h"),
        "v": patrol(unit="V", base="far", to=None, towards=["town"], distance="30 km"),
    }
    changes: dict[str, Any] = {"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0}
    sections: dict[str, Any] = {"areas": areas, "teams": teams, "units": units}
    both = run(small(**sections, **changes, patrols=patrols, horizon="2 days"))
    alone = {**patrols, "u": patrol(unit="U", to="town", per_day=0)}
    one = run(small(**sections, **changes, patrols=alone, horizon="2 days"))
    answered = [readiness(outcome) for outcome in (both, one)]
    assert len(answered[1]) >= 4
    assert {caller: answered[0][caller] for caller in answered[1]} == answered[1]
    assert len(answered[0]) > len(answered[1])


def readiness(outcome: MissionRun) -> dict[tuple[int, int], float]:
    """Minutes from the call to leaving, by the column that called and where it stood."""
    at, key, segment = (column(outcome, f"calls.{what}") for what in ("at", "key", "segment"))
    left = told(outcome, ev.TEAM_LEFT)
    calls = [int(key) % ORDINALS for key in left["subject"]]
    return {
        (int(key[call]), int(segment[call])): round(float(time - at[call]), 6)
        for call, time in zip(calls, left["time"], strict=True)
    }
