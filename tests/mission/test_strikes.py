"""A column meets devices: found, jammed, or a strike; what follows one, and what is reported."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from pksim.mission import events as ev
from pksim.mission.terms import INITIATORS, RADIO_CONTROLLED
from pksim.scenario import Scenario
from tests.mission.checks import (
    Runs,
    counted,
    many,
    mean_is,
    outcomes,
    share_is,
    told_in,
)
from tests.mission.small import hot, patrol, run, small, told

statistical = [pytest.mark.slow, pytest.mark.statistical]
SURE = {"ieds.trigger_per_vehicle": 1.0}
OF_AREA, SECOND = 2**40, 2**38  # keys of one area, and where those of second devices begin


def mined(**changes: Any) -> Scenario:
    """Devices along the whole road, five patrols a day that trip every one, and no halts."""
    base: dict[str, Any] = {
        "horizon": "60 days",
        "areas": {"near": {"emplacement": "2 per day"}, "away": {"emplacement": "2 per day"}},
        "units": {"U": {"base": "camp", "companies": 10, "drivers": 10}},
        "patrols": {"p": patrol(per_day=5)},
        "marching.halt": "0 min",
        "search": {"finds": 0.41, "foot_finds": 0.79, "lead_finds": 0.55, "on_foot": 0.4},
        **SURE,
    }
    return small(**{**base, **changes})


# --- found or not -----------------------------------------------------------------------

POSTURES: dict[str, tuple[dict[str, Any], float]] = {
    "mounted": ({}, 0.41),
    "dismount": ({"posture": "dismount"}, 0.4 * 0.79 + 0.6 * 0.41),
    "lead vehicle": ({"posture": "lead vehicle", "lead": "armoured"}, 0.55),
    "foot": (
        {"mode": "foot", "people": 12, "vehicles": 0, "to": None, "towards": ["far"],
         "distance": "10 km"},
        0.79,
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("posture", POSTURES)
def test_each_posture_thins_devices_by_its_own_chance(posture: str) -> None:
    changes, finds = POSTURES[posture]
    runs = many(mined(patrols={"p": patrol(per_day=5, **changes)}), 60)
    found = outcomes(runs, "devices_found_by_patrols").sum()
    share_is(found, found + outcomes(runs, "strikes").sum(), finds, half=0.05)


@pytest.mark.slow
@pytest.mark.statistical
def test_whoever_is_on_foot_beside_a_device_is_exposed_with_few_others() -> None:
    # Vehicles hold here, and on foot everybody within reach is hurt: three people, not four.
    sure = {"hurt": -10.0, "killed": 0.0, "t1": 0.0, "t2": 0.0}
    vehicles = {"soft": {**sure, "defeats": 1.0}, "foot": {**sure, "defeats": 0.0}}
    dismount = {"p": patrol(per_day=5, posture="dismount", vehicles=10)}
    sparse = {"ieds.lifetime": {"exponential": "1 days"}}
    runs = many(mined(vehicles=vehicles, patrols=dismount, **sparse), 60, record=True)
    hurt = told_in(runs, ev.STRIKE)["value"]
    # a column that was struck before may have fewer left, and fewer in a vehicle
    assert len(hurt) > 3000
    on_foot, mounted = 0.4 * (1 - 0.79), 0.6 * (1 - 0.41)
    share_is(np.sum(hurt > 0), len(hurt), on_foot / (on_foot + mounted), half=0.15)
    assert np.mean(hurt[hurt > 0] == 3.0) > 0.98
    assert np.mean(told_in(runs, ev.STRIKE_HARMLESS)["value"] == 4.0) > 0.95


def counting(chance: float, vehicles: int) -> Scenario:
    """A clearance column that finds nothing: it counts devices, and meets them like any other."""
    clearing = patrol(kind="clearance", posture="clearance", vehicles=vehicles, dwell="1 min")
    return mined(
        patrols={"c": clearing},
        **{
            "ieds.trigger_per_vehicle": chance,
            "search.clearance_finds": 0.0,
            "ieds.lifetime": {"exponential": "20 days"},
        },
    )


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize(("chance", "vehicles"), [(0.02, 1), (0.02, 10), (0.15, 4)])
def test_each_vehicle_trips_each_device_with_its_chance(chance: float, vehicles: int) -> None:
    runs = many(counting(chance, vehicles), 60)
    met = sum(r.result.total[ev.SWEPT] for r in runs)
    tripped = (counted(runs, ev.DEVICE_FOUND) + counted(runs, ev.STRIKE)).sum()
    share_is(tripped, met, 1 - (1 - chance) ** vehicles, half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
def test_the_vehicle_struck_is_the_first_that_trips_the_device() -> None:
    scenario = mined(
        patrols={"p": patrol(per_day=5, vehicles=4)}, **{"ieds.trigger_per_vehicle": 0.3}
    )
    vehicle = told_in(many(scenario, 40, record=True), ev.DEVICE_STRIKES)["value"].astype(int)
    wanted = 0.7 ** np.arange(4)
    observed = np.bincount(vehicle, minlength=4)
    assert stats.chisquare(observed, wanted / wanted.sum() * len(vehicle)).pvalue > 1e-4


@pytest.mark.slow
@pytest.mark.statistical
def test_exposed_units_are_struck_oftener() -> None:
    # As if three vehicles drove where one does.
    exposed = {"U": {"base": "camp", "companies": 10, "exposure": {"near": 3.0, "away": 3.0}}}
    runs = many(counting(0.02, vehicles=4).patched({"units": exposed}), 40)
    tripped = (counted(runs, ev.DEVICE_FOUND) + counted(runs, ev.STRIKE)).sum()
    share_is(tripped, sum(r.result.total[ev.SWEPT] for r in runs), 1 - 0.98**12, half=0.1)


# --- warned -----------------------------------------------------------------------------


def test_a_warning_reaches_the_unit_at_once_others_later_and_fades() -> None:
    # Mounted nothing is found and on foot everything. So a column strikes once where its unit did
    # not know, and finds all else: U on day 0; V, not told yet, on day 1; U knows on day 2; W was
    # told by day 3; on day 20 all have forgotten, and on day 21 X has told nobody yet.
    days = {"U": [0, 2, 21], "V": [1], "W": [3], "X": [20]}
    dates = {
        unit: [f"2019-03-{21 + d}" if d < 11 else f"2019-04-{d - 10:02d}" for d in on]
        for unit, on in days.items()
    }
    scenario = small(
        horizon="22 days",
        units={unit: {"base": "camp", "companies": 1} for unit in days},
        patrols={unit: patrol(unit=unit, per_day=0, timetable=on) for unit, on in dates.items()},
        search={"finds": 0.0, "foot_finds": 1.0},
        warnings={"memory": "14 days", "shared_after": "48 h"},
        **hot(devices=1.7),
        **{"marching.halt": "0 min", **SURE},
    )
    found: set[float] = set()
    seen: set[float] = set()
    for replication in range(6):  # on some days no device has been laid since the last column
        outcome = run(scenario, replication)
        struck = told(outcome, ev.STRIKE)["time"] // 1440.0
        assert len(set(struck)) == len(struck)
        seen |= set(struck)
        found |= set(told(outcome, ev.DEVICE_FOUND)["time"] // 1440.0)
    assert seen == {0, 1, 20, 21}
    assert {0, 2, 3, 20, 21} <= found


def test_without_warnings_nobody_learns() -> None:
    outcome = run(
        small(
            horizon="6 days",
            search={"finds": 0.0, "foot_finds": 1.0},
            **hot(devices=0.5),
            **{"marching.halt": "0 min", **SURE},
        )
    )
    assert len(told(outcome, ev.STRIKE)) > 40
    assert len(told(outcome, ev.DEVICE_FOUND)) == 0


# --- jammed -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.statistical
def test_jammers_stop_their_share_of_radio_controlled_devices_and_no_other() -> None:
    shares = {"radio-controlled": 0.4, "victim-operated": 0.35, "command-wire": 0.25}
    runs = many(
        mined(
            search={"finds": 0.0, "foot_finds": 0.0},
            patrols={"p": patrol(per_day=5, jammers=0.8)},
            **{"ieds.initiators": shares, "ieds.jammer_effect": 0.7},
        ),
        60,
        record=True,
    )
    jammed, struck = 0, np.zeros(len(INITIATORS))
    for outcome in runs:
        laid = told(outcome, ev.DEVICE_LAID)
        kind = dict(zip(laid["subject"].tolist(), laid["value"].astype(int).tolist(), strict=True))
        stopped = [kind[key] for key in told(outcome, ev.DEVICE_JAMMED)["subject"] if key in kind]
        assert all(k == RADIO_CONTROLLED for k in stopped)
        jammed += len(stopped)
        for key in told(outcome, ev.DEVICE_STRIKES)["subject"].tolist():
            if key in kind:
                struck[kind[key]] += 1
    share_is(jammed, jammed + struck[RADIO_CONTROLLED], 0.8 * 0.7, half=0.1)
    total = jammed + struck.sum()
    share_is(jammed + struck[RADIO_CONTROLLED], total, 0.4, half=0.1)


# --- what follows -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def followed() -> Runs:
    """One device at a time on one segment, a halt of 90 minutes, and nothing else."""
    return many(
        small(
            horizon="200 days",
            units={"U": {"base": "camp", "companies": 50}},
            threats={
                "ambush": {
                    "harmless": 1.0, "caught": {"mean": 1}, "killed": 0.0, "t1": 0.0, "t2": 0.0,
                }
            },
            **hot(devices=0.3),
            **{
                "ieds.lifetime": {"exponential": "1 days"},
                "ieds.ambush_follows": 0.3,
                "ieds.second_device": 0.2,
                **SURE,
            },
        ),
        100,
        record=True,
    )  # fmt: skip


def single_strikes(runs: Runs) -> list[tuple[Any, float]]:
    """The events after each strike that came alone, up to the end of its halt; and its time."""
    found = []
    for outcome in runs:
        struck = told(outcome, ev.DEVICE_STRIKES)
        first = struck["time"][struck["subject"] % OF_AREA < SECOND]
        times, numbers = np.unique(first, return_counts=True)
        for time in times[numbers == 1]:
            since = outcome.journal["time"] - time
            found.append((outcome.journal[(since > 0) & (since <= 90.0)], time))
    return found


@pytest.mark.slow
@pytest.mark.statistical
def test_a_share_of_strikes_is_followed_by_fire_or_by_a_second_device(followed: Runs) -> None:
    strikes = single_strikes(followed)
    fire = [rows["time"][rows["kind"] == ev.AMBUSHED] - time for rows, time in strikes]
    second = [
        rows["time"][(rows["kind"] == ev.DEVICE_STRIKES) & (rows["subject"] % OF_AREA >= SECOND)]
        - time
        for rows, time in strikes
    ]
    assert max(map(len, fire)) == max(map(len, second)) == 1
    share_is(sum(map(len, fire)), len(strikes), 0.3, half=0.12)
    share_is(sum(map(len, second)), len(strikes), 0.2, half=0.16)
    assert not any(len(f) and len(s) for f, s in zip(fire, second, strict=True))
    for after in (np.concatenate(fire), np.concatenate(second)):
        assert stats.kstest(after / 90.0, "uniform").pvalue > 1e-4


@pytest.mark.slow
def test_nothing_follows_outside_a_halt(followed: Runs) -> None:
    for outcome in followed:
        struck = told(outcome, ev.DEVICE_STRIKES)
        first = struck["time"][struck["subject"] % OF_AREA < SECOND]
        later = struck["time"][struck["subject"] % OF_AREA >= SECOND]
        for time in (*later, *told(outcome, ev.AMBUSHED)["time"]):
            assert np.any((first < time) & (first >= time - 90.0))


# --- what is reported -------------------------------------------------------------------


def under_reported(factor: float) -> Runs:
    """Few strikes for many devices, so that their number goes with the chance to trip one."""
    soft = {"defeats": 0.225, "hurt": 0.09, "killed": 0.2, "t1": 0.1, "t2": 0.2}
    return many(
        mined(
            vehicles={"soft": soft, "foot": soft},
            reporting=factor,
            areas={"near": {"emplacement": "20 per day"}, "away": {"emplacement": "20 per day"}},
            **{"ieds.trigger_per_vehicle": 0.001, "ieds.lifetime": {"exponential": "1 days"}},
        ),
        200,
    )


@pytest.mark.slow
@pytest.mark.statistical
def test_strikes_that_were_not_reported_hurt_nobody_and_leave_deaths_alone() -> None:
    all_told, half_told = under_reported(1.0), under_reported(2.0)
    few, twice = (outcomes(runs, "strikes") for runs in (all_told, half_told))
    mean_is(twice - 2 * few + twice.mean(), twice.mean(), half=0.1)
    assert (outcomes(half_told, "strikes_reported") == twice / 2).all()
    # Nobody of four is hurt: the hull holds, or all four doses stay below the threshold.
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    hurt = ndtr((np.sqrt(0.5) * nodes - 0.09) / np.sqrt(0.5))
    nobody = 0.225 + 0.775 * float((1 - hurt) ** 4 @ weights / weights.sum())
    for runs, wanted in ((all_told, nobody), (half_told, 1 - (1 - nobody) / 2)):
        strikes, harmless = (
            outcomes(runs, x).sum() for x in ("strikes", "strikes_without_casualty")
        )
        share_is(harmless, strikes, wanted, half=0.1)
    before, after = (outcomes(runs, "expected_deaths_ied") for runs in (all_told, half_told))
    mean_is(after - before + before.mean(), before.mean(), half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
def test_fire_that_follows_is_a_share_of_reported_strikes() -> None:
    law = {"harmless": 1.0, "caught": {"mean": 1}, "killed": 0.0, "t1": 0.0, "t2": 0.0}
    # Devices are sparse: of two that strike one column at one place, the second alone is followed.
    sparse = {"ieds.ambush_follows": 0.3, "ieds.lifetime": {"exponential": "1 days"}}
    runs = many(mined(threats={"ambush": law}, reporting=2.0, **sparse), 100)
    reported = outcomes(runs, "strikes_reported").sum()
    mean_is(outcomes(runs, "ambushes"), 0.3 * reported / len(runs), half=0.15)
