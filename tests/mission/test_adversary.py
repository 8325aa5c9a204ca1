"""Those who lay devices: where they lay them, what they lay again, and what they give up."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from pksim.mission import events as ev
from pksim.mission.adversary import avoidance, given_up, mixed
from pksim.mission.terms import RADIO_CONTROLLED
from pksim.scenario import Scenario
from tests.mission.checks import Runs, many, mean_is, outcomes, share_is, sum_is, told_in
from tests.mission.small import CONTENT, patrol, run, small, told

AGAIN, OF_AREA = 2**39, 2**40
TAU = 135.0  # days
BIG = {"U": {"base": "camp", "companies": 10, "drivers": 10}}


def fork(traffic: Any = (1, 1), laid: Any = 5, **changes: Any) -> Scenario:
    """Two roads of one segment in one area: `left` with three vehicles a day, `right` with one."""
    far: dict[str, Any] = {"latitude": 16.0, "longitude": 0.0, "kind": "landing zone"}
    road = {"from": "camp", "area": "near", "length": "5 km", "speed": "60 km/h"}
    one = {"base": "camp", "per_day": 1, "leave": "7 h", "dwell": "1 h"}
    return small(
        **{
            "horizon": "100 days",
            "places": {"camp": CONTENT["places"]["camp"], "left": far, "right": far},
            "areas": {"near": {"emplacement": f"{laid} per day"}},
            "roads": [
                {**road, "to": "left", "usual_traffic": traffic[0]},
                {**road, "to": "right", "usual_traffic": traffic[1]},
            ],
            "units": BIG,
            "patrols": {
                "to-left": {**one, "to": "left", "vehicles": 3},
                "to-right": {**one, "to": "right", "vehicles": 1},
            },
            "ieds.traffic_weight": 0.6,
            "ieds.traffic_memory": "14 days",
            "ieds.lifetime": {"exponential": "5 days"},
            "marching.halt": "0 min",
            **changes,
        }
    )


RESPONDS = {"adversary": {"mode": "responding", "displacement": 0.5, "time_constant": "135 days"}}


def to_the_left(runs: Runs, after: float = 0.0) -> tuple[int, int]:
    """How many devices were laid on the left, and in all, from a day on."""
    laid = told_in(runs, ev.DEVICE_LAID)
    laid = laid[laid["time"] >= after * 1440.0]
    return int(np.sum(laid["place"] == 0)), len(laid)


# --- where ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize(
    ("usual", "share"), [((9.0, 1.0), 0.9), ((0.0, 4.0), 0.0), ((2.0, 2.0), 0.5)]
)
def test_a_fixed_adversary_goes_by_the_usual_traffic(usual: Any, share: float) -> None:
    # Whatever is driven: three in four vehicles go left.
    left, laid = to_the_left(many(fork(usual), 30, record=True))
    share_is(left, laid, 0.4 * 0.5 + 0.6 * share, half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("weight", [0.0, 0.6, 1.0])
def test_one_that_responds_goes_by_the_traffic_there_is(weight: float) -> None:
    # Both columns drive at the same minutes, so that their tracks stand as 3 to 1 at any time.
    scenario = fork((1.0, 9.0), **RESPONDS, **{"ieds.traffic_weight": weight})
    left, laid = to_the_left(many(scenario, 30, record=True), after=0.5)
    share_is(left, laid, (1 - weight) * 0.5 + weight * 0.75, half=0.05)


@pytest.mark.slow
def test_with_all_weight_on_traffic_no_device_lies_where_nobody_drives() -> None:
    only = fork((1.0, 1.0), **RESPONDS, **{"ieds.traffic_weight": 1.0}).patched(
        {"patrols.to-left.per_day": 0.0}
    )
    left, laid = to_the_left(many(only, 5, record=True), after=1.0)
    assert laid > 1000
    assert left == 0


@pytest.mark.slow
@pytest.mark.statistical
def test_tracks_fade_with_the_memory() -> None:
    # On day 0 three vehicles go left, and on day 10 one goes right, out and back: with a memory of
    # 14 days the left weighs 3 exp(-10 / 14) against 1, ever after.
    dates = {"to-left": "2019-03-21", "to-right": "2019-03-31"}
    patrols = {
        name: {"base": "camp", "to": name[3:], "vehicles": 3 if "left" in name else 1,
               "leave": "7 h", "dwell": "1 min", "timetable": [day]}
        for name, day in dates.items()
    }  # fmt: skip
    scenario = fork((1, 1), laid=20, patrols=patrols, horizon="60 days", **RESPONDS)
    left, laid = to_the_left(many(scenario, 30, record=True), after=11)
    weight = 3 * math.exp(-10 / 14)
    share_is(left, laid, 0.4 * 0.5 + 0.6 * weight / (weight + 1), half=0.05)


@pytest.mark.slow
@pytest.mark.statistical
def test_devices_keep_away_from_where_others_were_removed() -> None:
    # The left is swept of everything, each day. Each choice is replayed: removals count 1 at first
    # and fade with 135 days, and take 1 - phi r / (1 + r) of the left's weight.
    sweeping = {
        "c": patrol(kind="clearance", posture="clearance", to="left", dwell="1 min"),
        "to-right": patrol(to="right", per_day=0),
    }
    scenario = fork(
        laid=2,
        patrols=sweeping,
        adversary={"mode": "responding", "displacement": 0.8, "time_constant": f"{TAU} days"},
        **{"search.clearance_finds": 1.0, "ieds.traffic_weight": 0.0},
    )
    observed, wanted, variance, number = 0, 0.0, 0.0, 0
    for outcome in many(scenario, 40, record=True):
        removed, since = 0.0, 0.0
        for row in outcome.journal:
            faded = removed * math.exp(-(row["time"] - since) / (TAU * 1440.0))
            if row["kind"] == ev.DEVICE_CLEARED:
                removed, since = faded + 1.0, row["time"]
            elif row["kind"] == ev.DEVICE_LAID:
                weight = 1 - 0.8 * faded / (1 + faded)
                share = weight / (weight + 1)
                observed += row["place"] == 0
                wanted += share
                variance += share * (1 - share)
                number += 1
    sum_is(observed, wanted, variance, half=0.1)
    assert wanted < 0.3 * number


def test_weights_by_hand() -> None:
    assert mixed(0.0, 0.2, 0.9) == 0.2
    assert mixed(1.0, 0.2, 0.9) == 0.9
    assert mixed(0.5, 0.2, 0.8) == pytest.approx(0.5)
    assert avoidance(0.0, 0.5) == 1.0
    assert avoidance(1.0, 0.5) == pytest.approx(0.75)
    assert avoidance(1e9, 0.5) == pytest.approx(0.5)


# --- laid again -------------------------------------------------------------------------


def removing(**adversary: Any) -> Scenario:
    """Patrols that find every device they meet."""
    return fork(
        laid=3,
        adversary={"mode": "responding", "displacement": 0.6, **adversary},
        search={"finds": 1.0, "foot_finds": 1.0},
        **{"ieds.trigger_per_vehicle": 1.0},
    )


@pytest.mark.slow
@pytest.mark.statistical
def test_a_share_of_those_removed_is_laid_again_and_part_of_it_against_others() -> None:
    runs = many(removing(onto_others=0.25), 60, record=True)
    removed = outcomes(runs, "devices_found").sum()
    again = told_in(runs, ev.DEVICE_LAID_AGAIN)
    owed = sum(int(r.result.world.column("areas.owed").sum()) for r in runs)
    share_is(len(again) + owed, removed, 0.6, half=0.05)
    share_is(again["value"].sum(), len(again), 0.25, half=0.1)
    laid = told_in(runs, ev.DEVICE_LAID)
    assert np.sum(laid["subject"] % OF_AREA >= AGAIN) == len(again)


@pytest.mark.slow
@pytest.mark.statistical
def test_a_fixed_adversary_lays_nothing_again() -> None:
    runs = many(removing(onto_others=0.25, mode="fixed"), 10)
    assert outcomes(runs, "devices_found").sum() > 1000
    assert outcomes(runs, "devices_laid_again").sum() == 0


@pytest.mark.slow
def test_what_is_laid_against_others_harms_them_and_never_the_mission() -> None:
    scenario = removing(displacement=1.0, onto_others=1.0).patched(
        {"ieds.civilian_triggering": "0.2 per day", "ieds.lifetime": "10000 days"}
    )
    scenario = Scenario.from_dict(
        {**scenario.to_dict(), "others": {"hurt": {"mean": 2.15}, "killed": 0.21}}
    )
    met, harmed = 0, 0
    for outcome in many(scenario, 20, record=True):
        for kind in (ev.DEVICE_FOUND, ev.DEVICE_JAMMED, ev.DEVICE_STRIKES):
            keys = told(outcome, kind)["subject"] % OF_AREA
            met += len(keys)
            assert not np.any((keys >= AGAIN) & (keys < OF_AREA))
        harmed += int(np.sum(told(outcome, ev.OTHERS_HURT)["subject"] % OF_AREA >= AGAIN))
    assert met > 1000
    assert harmed > 500


# --- initiators -------------------------------------------------------------------------


def jamming(**adversary: Any) -> Scenario:
    """Half of the devices radio-controlled, and jammers over three in four vehicle-km."""
    scenario = fork(
        laid=20,
        horizon="400 days",
        adversary={"displacement": 0.5, "time_constant": f"{TAU} days", **adversary},
        **{"ieds.jammer_effect": 0.8, "patrols.to-left.jammers": 1.0, "ieds.lifetime": "1 h"},
    )
    return scenario.patched(
        {"ieds.initiators": {"radio-controlled": 0.5, "victim-operated": 0.3, "command-wire": 0.2}}
    )


@pytest.mark.slow
@pytest.mark.statistical
def test_radio_control_is_given_up_as_fast_as_cells_learn() -> None:
    runs = many(jamming(mode="responding"), 15, record=True)
    laid = told_in(runs, ev.DEVICE_LAID)
    jammed = 0.8 * 0.75  # effect, and three of four vehicles covered, all driving as far
    wanted = 0.5 * (1 - 0.5 * jammed * (1 - np.exp(-laid["time"] / (TAU * 1440.0))))
    for begins in range(0, 400, 100):
        here = (laid["time"] >= begins * 1440.0) & (laid["time"] < (begins + 100) * 1440.0)
        share = wanted[here]
        radio = np.sum(laid["value"][here] == RADIO_CONTROLLED)
        sum_is(radio, share.sum(), float((share * (1 - share)).sum()), half=0.06)
    others = laid["value"][laid["value"] != RADIO_CONTROLLED]
    share_is(np.sum(others == 1), len(others), 0.6, half=0.03)


@pytest.mark.slow
@pytest.mark.statistical
def test_a_fixed_adversary_keeps_its_mix() -> None:
    laid = told_in(many(jamming(mode="fixed"), 5, record=True), ev.DEVICE_LAID)
    share_is(np.sum(laid["value"] == RADIO_CONTROLLED), len(laid), 0.5, half=0.03)
    late = laid[laid["time"] > 300 * 1440.0]
    assert stats.binomtest(int(np.sum(late["value"] == 0)), len(late), 0.5).pvalue > 1e-4


def test_giving_up_by_hand() -> None:
    assert given_up(0.16, 0.5, 0.0, 100.0) == 0.16
    assert given_up(0.16, 0.5, 100.0, 100.0) == pytest.approx(0.16 * (1 - 0.5 * (1 - math.exp(-1))))
    assert given_up(0.16, 0.5, 1e9, 100.0) == pytest.approx(0.08)


def test_the_same_devices_are_laid_whoever_answers() -> None:
    # Place and kind may change with the answer; when devices are laid does not.
    fixed, other = (
        told(run(fork(laid=1, horizon="30 days", **change)), ev.DEVICE_LAID)
        for change in ({}, RESPONDS)
    )
    assert (fixed["time"] == other["time"]).all()
    assert (fixed["subject"] == other["subject"]).all()
    mean_is(np.diff(fixed["time"]), 1440.0, half=2.0)
