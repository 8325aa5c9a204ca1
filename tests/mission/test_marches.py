"""Marches to the minute: legs, halts, relief, turning back, rest by night, stops and distances."""

from typing import Any

import pytest

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.small import agreed, column, hot, patrol, run, small, told

SEVEN, MINUTES_A_LEG = 420.0, 10.0
FOUND: dict[str, Any] = {"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0}
"""Every device of a segment is found by whoever comes first, who halts for 90 minutes."""

DISPOSAL: dict[str, Any] = {
    "role": "eod", "base": "camp", "unit": "U", "vehicles": 3, "people": 12,
    "readiness": "15 min", "work": "10 min", "radius": "100 km",
}  # fmt: skip


def on_a_find(place: int = 4, team: dict[str, Any] | None = None, **changes: Any) -> Scenario:
    """One day on which the patrol finds devices at the end of leg `place` of ten, out of ten."""
    teams = {"disposal": {**DISPOSAL, **team}} if team is not None else {}
    units = {"U": {"base": "camp", "companies": 1, "support": {"eod": 24}}}
    return small(**hot(place=place), units=units, teams=teams, horizon="1 days", **FOUND, **changes)


def times(outcome: MissionRun, kind: int) -> list[float]:
    return [float(time) for time in told(outcome, kind)["time"]]


def home(outcome: MissionRun) -> float:
    """When the first patrol to return is back."""
    return times(outcome, ev.PATROL_RETURNED)[0]


# --- out and back -----------------------------------------------------------------------


def test_a_patrol_is_back_when_its_legs_and_its_stay_are_over() -> None:
    outcome = agreed(small())
    assert times(outcome, ev.PATROL_LEFT) == [SEVEN + 1440 * day for day in range(4)]
    # 100 minutes out, an hour there, 100 minutes back
    assert times(outcome, ev.PATROL_RETURNED) == [SEVEN + 260 + 1440 * day for day in range(4)]
    assert outcome["vehicle_km"] == pytest.approx(4 * 2 * 100)
    assert outcome["patrol_hours"] == pytest.approx(4 * 260 / 60)
    # Five of the ten segments lie within 15 km of the town by road: 50 minutes each way.
    assert outcome["presence_hours"] == pytest.approx(4 * 100 / 60)


def test_a_stop_on_the_way_out_takes_its_stay_and_the_way_back_has_none() -> None:
    outcome = agreed(small(patrols={"patrol": patrol(via=["town"])}, horizon="1 days"))
    assert home(outcome) == SEVEN + 100 + 60 + 60 + 100
    assert outcome["presence_hours"] == pytest.approx((100 + 60) / 60)


def test_a_patrol_towards_a_place_turns_at_the_distance() -> None:
    out = patrol(to=None, towards=["far"], distance="25 km")
    outcome = agreed(small(patrols={"patrol": out}, horizon="1 days"))
    assert home(outcome) == SEVEN + 50 + 60 + 50
    assert outcome["vehicle_km"] == pytest.approx(2 * 50)


def test_a_foot_patrol_walks() -> None:
    walk = patrol(to=None, towards=["town"], distance="4 km", mode="foot", vehicles=0, people=12)
    outcome = agreed(small(patrols={"walk": walk}, segment="1 km", horizon="1 days"))
    assert told(outcome, ev.PATROL_LEFT)["value"].tolist() == [12]
    assert home(outcome) == pytest.approx(SEVEN + 60 + 60 + 60)  # 4 km at 4 km/h, each way
    assert outcome["vehicle_km"] == 0


@pytest.mark.parametrize(
    ("fleet", "posture", "minutes_out"),
    [
        ({"soft": 1.0}, "mounted", 100),
        ({"armoured": 1.0}, "mounted", 125),  # at 0.8 of the speed of the road
        ({"soft": 0.5, "armoured": 0.5}, "mounted", 100 / 0.9),  # a column has the mean pace
        ({"soft": 1.0}, "dismount", 200),
        ({"soft": 1.0}, "clearance", 250),
        ({"armoured": 1.0}, "clearance", 312.5),
    ],
)
def test_pace_goes_with_fleet_and_posture(
    fleet: dict[str, float], posture: str, minutes_out: float
) -> None:
    kind = "clearance" if posture == "clearance" else "patrol"
    scenario = small(
        patrols={"patrol": patrol(posture=posture, kind=kind)},
        fleet=fleet,
        horizon="1 days",
        **{
            "vehicles.armoured.speed_factor": 0.8,
            "search.speed_factor": 0.5,
            "search.clearance_speed": 0.4,
        },
    )
    assert home(run(scenario)) == pytest.approx(SEVEN + 2 * minutes_out + 60)


def test_a_long_column_takes_its_length_to_pass() -> None:
    """Hazard of an ambush: driving time, and once that from head to tail, times the rate."""
    changes: dict[str, Any] = {
        "areas": {
            "near": {"emplacement": "0 per day", "ambushes": "0.00144 per day"},
            "away": {"emplacement": "0 per day"},
        },
        "threats": {
            "ambush": {"caught": {"mean": 1}, "killed": 0.0, "t1": 0.0, "t2": 0.0},
        },
        "horizon": f"{SEVEN + 45} min",
    }
    for spacing, passing in (("0.5 km", 2.0), ("1 km", 4.0)):  # 1 and 2 km of vehicles at 30 km/h
        scenario = small(patrols={"patrol": patrol(spacing=spacing)}, **changes)
        outcome = run(scenario)
        assert outcome["ambushes"] == 0
        borne = column(outcome, "marches.ambush_borne")[0]
        assert borne == pytest.approx(1e-6 * (4 * MINUTES_A_LEG + passing))


# --- halts ------------------------------------------------------------------------------


def test_a_find_halts_the_column_and_it_goes_on() -> None:
    outcome = agreed(on_a_find())
    assert times(outcome, ev.PATROL_HALTED) == [SEVEN + 50]
    assert told(outcome, ev.PATROL_HALTED)["value"] == pytest.approx(50 / 60)
    assert home(outcome) == SEVEN + 260 + 90
    assert outcome["patrols_cut_short"] == 0
    assert outcome["vehicle_km"] == pytest.approx(200)


def test_an_eod_team_ends_the_halt() -> None:
    outcome = agreed(on_a_find(team={}))
    # found at +50; ready 15, on the road 50, at work 10: the column goes on at +125, not +140
    assert times(outcome, ev.TEAM_LEFT) == [SEVEN + 65]
    assert times(outcome, ev.TEAM_ARRIVED) == [SEVEN + 115]
    assert told(outcome, ev.TEAM_ARRIVED)["value"].tolist() == [65]
    assert home(outcome) == SEVEN + 125 + 50 + 60 + 100
    # three vehicles, 25 km each way
    assert times(outcome, ev.TEAM_RETURNED) == [SEVEN + 125 + 50]
    assert told(outcome, ev.TEAM_DRIVEN)["value"] == pytest.approx(150)


def test_a_slow_team_does_not_keep_the_column() -> None:
    outcome = agreed(on_a_find(team={"work": "60 min"}))
    assert home(outcome) == SEVEN + 260 + 90
    assert times(outcome, ev.TEAM_RETURNED) == [SEVEN + 115 + 60 + 50]


def test_a_team_relieves_nobody_who_has_gone_on_and_halted_elsewhere() -> None:
    """Halts of 90 minutes on two legs; the team called to the first is at work until the second."""
    sections = hot()
    sections["areas"]["away"] = {"emplacement": "1 per day"}  # no segment without a device
    disposal = {**DISPOSAL, "readiness": "60 min", "work": "30 min", "teams": 1}
    outcome = agreed(
        small(
            **sections,
            units={"U": {"base": "camp", "companies": 1, "support": {"eod": 12}}},
            teams={"disposal": disposal},
            ieds={**small().to_dict()["ieds"], "trigger_per_vehicle": 1.0},
            search={"finds": 1.0, "foot_finds": 1.0},
            horizon="0.5 days",
        )
    )
    # found at +50; the team leaves at +110, arrives at +160, is done at +190
    assert times(outcome, ev.TEAM_ARRIVED)[0] == SEVEN + 160
    assert times(outcome, ev.PATROL_HALTED)[:3] == [SEVEN + 50, SEVEN + 150, SEVEN + 250]


@pytest.mark.parametrize("place", [0, 4, 8])
def test_turning_back_drives_the_legs_it_came(place: int) -> None:
    outcome = agreed(on_a_find(place, None, **{"marching.turn_back": 1.0}))
    legs = place + 1
    assert outcome["patrols_cut_short"] == 1
    assert outcome["vehicle_km"] == pytest.approx(2 * 2 * legs * 5)
    assert home(outcome) == SEVEN + 2 * legs * MINUTES_A_LEG + 90
    assert times(outcome, ev.PATROL_CUT_SHORT) == [SEVEN + legs * MINUTES_A_LEG + 90]


def test_nobody_turns_back_at_the_far_end() -> None:
    outcome = agreed(on_a_find(9, None, **{"marching.turn_back": 1.0}))
    assert times(outcome, ev.PATROL_HALTED) == [SEVEN + 100]
    assert outcome["patrols_cut_short"] == 0
    assert home(outcome) == SEVEN + 260 + 90


def test_what_follows_a_strike_stays_behind_when_the_column_goes_on() -> None:
    """A second device is due within the halt of ten hours; who is relieved at once is spared."""
    changes: dict[str, Any] = {
        **hot(place=0), "marching.halt": "10 h", "vehicles.*.defeats": 1.0,
        "units": {"U": {"base": "camp", "support": {"eod": 12}}},
        "ieds.trigger_per_vehicle": 1.0, "ieds.second_device": 1.0, "horizon": "1 days",
    }  # fmt: skip
    alone = agreed(small(**changes))
    # struck at +10, by every device that lies there; the last of them is followed by another
    assert max(times(alone, ev.DEVICE_STRIKES)) > SEVEN + 20
    team = {**DISPOSAL, "readiness": "0 min", "work": "0 min"}
    helped = agreed(small(**changes, teams={"disposal": team}))
    assert times(helped, ev.TEAM_ARRIVED) == [SEVEN + 20]
    assert set(times(helped, ev.DEVICE_STRIKES)) == {SEVEN + 10}
    assert home(helped) == SEVEN + 10 + 260


# --- rest -------------------------------------------------------------------------------


def sun(outcome: MissionRun, place: str, day: int) -> tuple[float, float]:
    """Sunrise and sunset of a day, as the model has them (tests/mission/test_sun.py)."""
    days = int(column(outcome, "daylight.days")[0])
    cell = ["camp", "town", "far"].index(place) * days + day
    rise, set_ = (column(outcome, f"daylight.{what}")[cell] for what in ("sunrise", "sunset"))
    return float(rise), float(set_)


def test_a_column_rests_from_dark_to_sunrise() -> None:
    late = patrol(leave="16.9 h", timetable=["2019-03-21"], per_day=0)
    outcome = agreed(small(patrols={"patrol": late}))
    rise, _ = sun(outcome, "far", 1)
    _, set_ = sun(outcome, "far", 0)
    # Legs begin at 16:54, 17:04 ... 18:04; at 18:14 it is dark, and two legs are left.
    assert 1084 < set_ < 1094
    assert home(outcome) == pytest.approx(1440 + rise + 20 + 60 + 100, abs=1e-9)


def test_a_column_that_moves_by_night_does_not_rest() -> None:
    late = patrol(leave="17 h", timetable=["2019-03-21"], per_day=0, night=True)
    assert home(agreed(small(patrols={"patrol": late}))) == 17 * 60 + 260


def test_a_column_that_is_ready_before_sunrise_waits_for_it() -> None:
    early = patrol(leave="4 h", timetable=["2019-03-21"], per_day=0)
    outcome = agreed(small(patrols={"patrol": early}))
    assert home(outcome) == pytest.approx(sun(outcome, "camp", 0)[0] + 260, abs=1e-9)


def test_a_column_that_stays_until_the_next_day_goes_on_by_day() -> None:
    stays = patrol(dwell="24 h", timetable=["2019-03-21"], per_day=0)
    assert home(agreed(small(patrols={"patrol": stays}))) == SEVEN + 100 + 1440 + 100


def test_a_convoy_that_cannot_finish_by_dark_takes_days() -> None:
    """1,000 km at 30 km/h: on each day as many legs as begin while the sun is up."""
    roads = [
        {"from": "camp", "to": "town", "area": "near", "length": "20 km", "speed": "30 km/h"},
        {"from": "town", "to": "far", "area": "away", "length": "980 km", "speed": "30 km/h"},
    ]
    convoy = patrol(kind="convoy", timetable=["2019-03-21"], per_day=0, leave="0 h", dwell="0 h")
    one_sky = {f"places.{name}.longitude": 0.0 for name in ("camp", "town", "far")}
    scenario = small(roads=roads, patrols={"convoy": convoy}, horizon="9 days", **one_sky)
    outcome = agreed(scenario)
    now, legs, day = 0.0, 0, 0
    while legs < 400:
        rise, set_ = (1440 * day + x for x in sun(outcome, "camp", day))
        now = max(now, rise)
        while now < set_ and legs < 400:
            now, legs = now + 10, legs + 1
        day += 1
    assert day == 6  # twelve hours a day: 360 km
    assert home(outcome) == pytest.approx(now, abs=1e-6)
    assert outcome["vehicle_km"] == pytest.approx(2 * 2000)


def test_convoys_without_a_threat_cover_about_350_km_a_day(gao: Scenario) -> None:
    """Domain facts: some 350 km a day by daylight where nobody interferes, 50-85 under threat."""
    content = gao.to_dict()
    convoys = {
        name: {**patrol, "per_day": "0 per day", "timetable": ["2019-01-01"], "dwell": "0 min"}
        for name, patrol in content["patrols"].items()
        if patrol["kind"] == "convoy"
    }
    calm = {
        **content,
        "areas": {name: {"emplacement": "0 per day"} for name in content["areas"]},
        "patrols": convoys,
        "weather": None,
        "horizon": "1 days",
        "policies": {},
        "measures": {},
    }
    outcome = run(Scenario.from_dict(calm))
    assert outcome["patrols_run"] == len(convoys) == 5
    under_way = (column(outcome, "marches.key") >= 0) & (column(outcome, "marches.vehicles") > 0)
    driven, vehicles = (
        column(outcome, f"marches.{x}")[under_way] for x in ("vehicle_km", "vehicles")
    )
    assert (driven / vehicles).mean() == pytest.approx(350, abs=50)
