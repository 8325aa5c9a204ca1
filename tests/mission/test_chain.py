"""The chain from wounding to surgery: its steps add up, its rules hold in random whole sectors."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.mission import events as ev
from pksim.mission.chain import CHAIN, GOAL, STEP
from pksim.mission.mission import COLUMN
from pksim.mission.terms import BY_AIR, DEAD, T1, T2, T3
from pksim.scenario import Scenario
from tests.agreement.scenarios import random_scenario
from tests.mission.checks import Changes, many, share_is
from tests.mission.small import column, run, small, told

SECTORS, CHUNK = 60, 15


def sectors(first: int) -> list[tuple[Scenario, MissionRun]]:
    """Some random sectors, and a run of each."""
    scenarios = [random_scenario(seed) for seed in range(first, first + CHUNK)]
    return [(scenario, Mission(scenario).run(7, 1, record=True)) for scenario in scenarios]


def minutes(rows: Any) -> npt.NDArray[np.float64]:
    """Minutes of each casualty in each step."""
    return np.stack([rows[f"in_{step.name}"] for step in STEP], axis=1)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SECTORS, CHUNK))
def test_rules_of_the_chain_hold_in_any_sector(first: int) -> None:
    for scenario, outcome in sectors(first):
        steps_add_up(outcome)
        tables_agree(outcome)
        no_flight_beyond_its_range(scenario, outcome)


def steps_add_up(outcome: MissionRun) -> None:
    """From wounding to surgery, for everybody who reached it; no step is negative."""
    rows = outcome.casualties
    assert (minutes(rows) >= 0.0).all()
    reached = ~np.isnan(rows["surgery_after"])
    whole = minutes(rows)[reached].sum(axis=1)
    assert whole == pytest.approx(rows["surgery_after"][reached], abs=1e-6)


def tables_agree(outcome: MissionRun) -> None:
    """The table by place adds up to the outcomes, and to the casualties."""
    table = dict(zip(CHAIN, outcome.chain.sum(axis=0), strict=True))
    rows = outcome.casualties
    counted = (rows["severity"] == T1) | (rows["severity"] == T2)
    assert table["counted"] == counted.sum() == outcome["casualties_counted"]
    assert table["in_time"] == np.sum(rows["surgery_after"][counted] <= GOAL)
    late = sum(table[f"late_by_{step.name}"] for step in STEP)
    assert table["in_time"] <= table["counted"] - late
    for step in STEP:
        assert table[f"in_{step.name}"] == pytest.approx(outcome[f"chain_{step.name}"])
        assert table[f"late_by_{step.name}"] == outcome[f"late_by_{step.name}"]


def no_flight_beyond_its_range(scenario: Scenario, outcome: MissionRun) -> None:
    """Out, to the facility and on where it is turned away; and never farther out than allowed."""
    helicopters = list(scenario.evacuation.helicopters.values())
    used = int(column(outcome, "lifts.used")[0])
    by, asset = (column(outcome, f"lifts.{name}")[:used] for name in ("by", "asset"))
    out, left = (column(outcome, f"lifts.{name}")[:used] for name in ("out", "km_left"))
    for lift in np.flatnonzero(by == BY_AIR):
        helicopter = helicopters[asset[lift]]
        km = out[lift] * helicopter.speed / 60.0
        assert km <= (scenario.evacuation.maximum_radius or np.inf) + 1e-6
        assert left[lift] >= -1e-6


# --- geometry ---------------------------------------------------------------------------

ONE_AT_KIDAL: Changes = {
    "horizon": "20 days",
    "areas.*.emplacement": "0 per day",
    "areas.*.ambushes": "0 per day",
    "accidents.deaths": "0 per 1000 person-years",
    "illness.episodes": "0 per 1000 person-years",
    "weather": None,
    "camps": {},
    "places.*.violence": "0 per year",
    "evacuation.call": "0 min",
    "evacuation.authorisation": "0 min",
    "evacuation.load": "0 min",
    "evacuation.refused": 0.0,
    "evacuation.landing_zone": {"hot": {}},
    "evacuation.helicopters.*.readiness_day": "0 min",
    "evacuation.helicopters.*.serviceable": {"times": 1.25},
    "evacuation.helicopters.*.tasked": 0.0,
    "care.t1_death_time": "300 days",
    "hospitals.*.resuscitation": "0 min",
    "incidents": [
        {"at": "kidal", "cause": "indirect fire", "day": 1, "hour": "9 h", "t1": 1, "times": 15}
    ],
}
"""A T1 casualty at Kidal on each of fifteen mornings; nothing delays surgery but the way."""


def to_surgery(gao: Scenario, **changes: Any) -> npt.NDArray[np.float64]:
    """Minutes to surgery of each of them."""
    outcome = Mission(gao.patched(ONE_AT_KIDAL).patched(changes)).run(1, 0, clock="simpy")
    assert len(outcome.casualties) == 15
    found: npt.NDArray[np.float64] = outcome.casualties["surgery_after"]
    return found


@pytest.mark.slow
def test_two_hours_are_out_of_reach_at_kidal_with_helicopters_at_gao(gao: Scenario) -> None:
    # 286 km (within 10: coordinates are rounded) at 220 km/h are 78 minutes, out and back 156.
    away = {"evacuation.helicopters.timbuktu-1.serviceable": 0.0}
    after = to_surgery(gao, **away)
    assert after.min() == pytest.approx(2 * 286 / 220 * 60, abs=6.0)
    assert (after > GOAL).all()


@pytest.mark.slow
def test_two_hours_are_in_reach_at_kidal_with_a_surgical_team_there(gao: Scenario) -> None:
    there: Changes = {
        "hospitals.kidal-level-1.level": "1+",
        "hospitals.kidal-level-1.operating_teams": 1,
        "units.G.support.surgeon": 3,
    }
    assert (to_surgery(gao, **there) <= GOAL).all()


@pytest.mark.slow
def test_a_helicopter_at_kidal_alone_brings_two_hours_in_reach_only_at_best(gao: Scenario) -> None:
    # 78 minutes back, once it is there: possible with no delay at all, and 42 minutes to spare.
    there = {"evacuation.helicopters.kidal-1.serviceable": 1.0}
    assert to_surgery(gao, **there).min() == pytest.approx(286 / 220 * 60, abs=3.0)


# --- one helicopter, worked by hand ------------------------------------------------------

FAR: Changes = {
    "hospitals.hospital.at": "far",
    "hospitals.hospital.operating_teams": 10,
    "care.t1_death_time": "300 days",
}
"""The hospital is 21.4 km from the camp in a straight line (6.4 minutes by air), 50 by road."""
FLIGHT = 21.38 / 200 * 60


def hurt(t1: int = 0, t2: int = 0, t3: int = 0, **other: Any) -> dict[str, Any]:
    """An incident in the camp, at noon of the first day."""
    return {"at": "camp", "cause": "indirect fire", "day": 0, "t1": t1, "t2": t2, "t3": t3, **other}


def test_the_steps_of_one_lift() -> None:
    # call 10, authorisation 20, readiness 15, no way out, loading 10, the flight, 20 in the bay.
    outcome = run(small(**FAR, incidents=[hurt(t1=1)]))
    (row,) = outcome.casualties
    found = dict(zip((step.name for step in STEP), minutes(row.reshape(1))[0], strict=True))
    wanted = {
        "call": 10,
        "authorisation": 20,
        "readiness": 15,
        "landing_zone": 10,
        "distance": FLIGHT,
    }
    wanted["resuscitation"] = 20
    for name, value in found.items():
        assert value == pytest.approx(wanted.get(name, 0.0), abs=0.05), name


def test_triage_goes_before_the_order_of_wounding_under_overload() -> None:
    # Twelve at once and six seats: all T1 fly first, then T2, and T3 wait for the last lift.
    outcome = run(small(**FAR, incidents=[hurt(t1=4, t2=4, t3=4)]))
    rows = outcome.casualties
    picked = {how: rows["pick_up_after"][rows["severity"] == how] for how in (T1, T2, T3)}
    assert picked[T1].max() < picked[T2].max() <= picked[T3].max()
    assert picked[T2].min() == picked[T1].max()  # the first lift has two seats left
    assert picked[T3].min() == picked[T2].max()


def test_triage_orders_the_operating_table() -> None:
    one = {**FAR, "hospitals.hospital.operating_teams": 1}
    rows = run(small(**one, horizon="8 days", incidents=[hurt(t1=3, t2=3)])).casualties
    first, second = (rows["surgery_after"][rows["severity"] == how] for how in (T1, T2))
    assert first.max() < second.min()
    assert np.diff(np.sort([*first, *second])) == pytest.approx(90.0)  # one operation after another


def test_a_crew_that_has_not_left_goes_to_whoever_is_worse_hurt() -> None:
    # T2 at noon: ordered at 12.20, off at 12.50. T1 at 12.15: called at 12.25, authorised at 12.35.
    incidents = [hurt(t2=1), hurt(t1=1, hour="12.25 h")]
    scenario = small(**FAR, incidents=incidents, **{"evacuation.authorisation": "10 min"})
    scenario = scenario.patched({"evacuation.helicopters.bird.readiness_day": "30 min"})
    outcome = run(scenario)
    assert len(told(outcome, ev.RETASKED)) == 1
    rows = outcome.casualties[np.argsort(outcome.casualties["severity"])]
    moments = rows["wounded_at"] + rows["pick_up_after"]
    assert moments[0] < moments[1]


def test_a_hot_landing_zone_delays_the_pick_up() -> None:
    hot = {"landing_zone": {"hot": {"indirect fire": 1.0}, "safe_after": "2 h"}}
    changes = {f"evacuation.{name}": value for name, value in hot.items()}
    (row,) = run(small(**FAR, incidents=[hurt(t1=1)], **changes)).casualties
    assert row["pick_up_after"] == pytest.approx(120 + 10)


def test_nothing_is_hoisted_in_a_camp_and_a_refused_flight_goes_by_road() -> None:
    refused = {"evacuation.refused": 1.0, "evacuation.isolated": {"share": 1.0, "carry": "5 h"}}
    outcome = run(small(**FAR, incidents=[hurt(t1=1)], **refused))
    (row,) = outcome.casualties
    # By road at once, call 10, loading 10: 50 km at 30 km/h; beyond the radius, but no other way.
    assert row["hospital_after"] == pytest.approx(10 + 10 + 100)
    assert len(told(outcome, ev.LIFT_LEFT)) == 1


def test_a_helicopter_is_kept_for_whoever_is_worse_hurt_and_not_authorised_yet() -> None:
    # As above, but T1 is called for at 12.16, before T2 is authorised at 12.20.
    incidents = [hurt(t2=1), hurt(t1=1, hour="12.1 h")]
    outcome = run(small(**FAR, incidents=incidents, **{"evacuation.authorisation": "10 min"}))
    assert len(told(outcome, ev.RETASKED)) == 0
    rows = outcome.casualties[np.argsort(outcome.casualties["severity"])]
    moments = rows["wounded_at"] + rows["pick_up_after"]
    assert moments[0] < moments[1]


@pytest.mark.parametrize(
    ("what", "value"), [("night", False), ("serviceable", 0.0), ("range", "30 km")]
)
def test_a_helicopter_that_cannot_fly_does_not(what: str, value: Any) -> None:
    changes = {f"evacuation.helicopters.bird.{what}": value, "evacuation.stage_within": "0 min"}
    outcome = run(small(**FAR, incidents=[hurt(t1=1, hour="20 h")], **changes))
    by = column(outcome, "lifts.by")[: int(column(outcome, "lifts.used")[0])]
    left = told(outcome, ev.LIFT_LEFT)
    assert len(left) == 1
    if what == "night":  # it waits for the sun, unless the road is quicker
        assert outcome["chain_night"] > 0 or (by != BY_AIR).all()
    elif what == "serviceable":
        assert (by != BY_AIR).all()


def test_the_crew_rests_before_it_has_flown_too_long() -> None:
    # Flights of 13 minutes and a limit of half an hour: the third of three waits for ten hours.
    incidents = [hurt(t1=1, hour=f"{hour} h") for hour in (8, 10, 12)]
    tired = {
        "evacuation.helicopters.bird.flying_hours": "58 min",
        "evacuation.helicopters.bird.rest": "10 h",
        "evacuation.own_vehicles.speed": "1 km/h",
    }
    rows = run(small(**FAR, incidents=incidents, **tired)).casualties
    waited = rows["in_asset"][np.argsort(rows["wounded_at"])]
    assert waited[0] == waited[1] == 0.0
    assert waited[2] > 300


@pytest.mark.slow
@pytest.mark.statistical
def test_helicopters_are_broken_and_tasked_for_their_shares_of_the_time() -> None:
    bird = {"serviceable": 0.7, "tasked": 0.3}
    changes = {f"evacuation.helicopters.bird.{name}": value for name, value in bird.items()}
    runs = many(small(horizon="10 days", **changes), 4000)
    for name, share in (("broken_until", 0.3), ("tasked_until", 0.3)):
        absent = [column(r, f"helicopters.{name}")[0] > r.result.until for r in runs]
        share_is(np.sum(absent), len(absent), share)


def test_aircrew_and_surgeons_are_people() -> None:
    """With its aircrew dead there is no flight, with its surgeons dead no operation."""
    unit = {"base": "camp", "support": {"aircrew": 4, "surgeon": 2}}
    staffed: Changes = {
        **FAR,
        "units": {"U": {**unit, "companies": 1, "platoons": 1, "sections": 1}},
        "evacuation.helicopters.bird.unit": "U",
        "patrols": {
            "p": {
                "base": "camp",
                "to": "far",
                "per_day": 0,
                "vehicles": 1,
                "leave": "7 h",
                "dwell": "1 h",
            }
        },
        "evacuation.own_vehicles.speed": "60 km/h",
    }
    everybody = [{**hurt(hour="6 h"), "killed": 16}, hurt(t1=1)]
    before = run(small(**staffed, incidents=[hurt(t1=1)]))
    after = run(small(**staffed, incidents=everybody))
    flown = [np.sum(column(r, "lifts.by")[:1] == BY_AIR) for r in (before, after)]
    # Sixteen dead at random leave no crew of four; nobody at all, then, was spared to be hurt.
    assert flown[0] == 1
    assert np.sum(after.casualties["outcome"] == DEAD) == 16


# --- shorter delays kill nobody whom longer ones save ----------------------------------------


def test_outcomes_of_the_chain_are_in_the_table() -> None:
    assert {f"chain_{step.name}" for step in STEP} <= set(COLUMN)
