"""Who sits where: occupants, classes of vehicles, contractors; and how exposed each unit is."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.checks import counted, many, mean_is, outcomes, share_is, told_in, variance_is
from tests.mission.small import hot, patrol, run, small, told

MIX = {3: 0.15, 4: 0.15, 6: 0.25, 8: 0.20, 10: 0.20, 12: 0.05}  # mean 6.75
BIG = {"U": {"base": "camp", "companies": 10, "drivers": 10}}


@pytest.mark.slow
@pytest.mark.statistical
def test_vehicles_are_manned_by_the_law_of_occupants() -> None:
    alone = small(
        horizon="30 days", units=BIG, occupants=MIX, patrols={"p": patrol(vehicles=1, per_day=10)}
    )
    people = told_in(many(alone, 40, record=True), ev.PATROL_LEFT)["value"].astype(int)
    observed = np.bincount(people, minlength=13)[list(MIX)]
    assert stats.chisquare(observed, np.array(list(MIX.values())) * len(people)).pvalue > 1e-4
    assert observed.sum() == len(people) > 10_000


@pytest.mark.slow
@pytest.mark.statistical
def test_people_of_a_column_are_those_of_independent_vehicles() -> None:
    convoy = small(
        horizon="30 days", units=BIG, occupants=MIX, patrols={"p": patrol(vehicles=30, per_day=2)}
    )
    people = told_in(many(convoy, 30, record=True), ev.PATROL_LEFT)["value"]
    seats, shares = np.array(list(MIX)), np.array(list(MIX.values()))
    mean = seats @ shares
    mean_is(people, 30 * mean, half=0.02)
    variance_is(people, 30 * ((seats - mean) ** 2 @ shares), half=0.2)


@pytest.mark.slow
@pytest.mark.statistical
def test_contractors_drive_their_share_of_vehicles() -> None:
    convoy = patrol(vehicles=40, per_day=2, contractors=0.7)
    scenario = small(horizon="30 days", units=BIG, occupants={1: 1.0}, patrols={"p": convoy})
    people = told_in(many(scenario, 40, record=True), ev.PATROL_LEFT)["value"]
    mean_is(people, 40 * 0.3, half=0.03)
    variance_is(people, 40 * 0.3 * 0.7, half=0.2)


@pytest.mark.slow
@pytest.mark.statistical
def test_a_device_under_a_contractor_harms_contractors_alone() -> None:
    scenario = small(
        horizon="200 days",
        units=BIG,
        patrols={"p": patrol(vehicles=2, contractors=0.5)},
        others={"hurt": {"mean": 2.15, "dispersion": 0.72}, "killed": 0.21},
        **hot(devices=0.2),
        **{
            "ieds.trigger_per_vehicle": 1.0,
            "ieds.reach": "0.1 m",
            "ieds.lifetime": {"exponential": "0.25 days"},
        },
    )
    runs = many(scenario, 200)
    struck, strikes = counted(runs, ev.CONTRACTORS_STRUCK), counted(runs, ev.STRIKE)
    # a column of contractors alone wants nobody and leaves too; the first vehicle is always struck
    share_is(struck.sum(), strikes.sum(), 0.5, half=0.1)
    mean_is(outcomes(runs, "contractors_hurt"), 2.15 * struck.mean(), half=0.25)
    mean_is(outcomes(runs, "contractors_killed"), 0.21 * 2.15 * struck.mean(), half=0.3)
    assert outcomes(runs, "civilians_hurt").sum() == 0
    soft = strikes.sum() - struck.sum()
    mean_is(outcomes(runs, "hurt"), 4 * 0.5 * soft / len(runs), half=0.2)


def fleets(**changes: Any) -> Scenario:
    """Two units that patrol by turns; their vehicles either always save everybody, or never."""
    sure = {"killed": 0.0, "t1": 0.0, "t2": 0.0}
    return small(
        **{
            "horizon": "200 days",
            "units": {
                "U": {"base": "camp", "fleet": {"soft": 0.3, "armoured": 0.7}},
                "V": {"base": "camp", "fleet": {"soft": 1.0}},
            },
            "vehicles": {
                "soft": {**sure, "defeats": 0.0, "hurt": -10.0},
                "armoured": {**sure, "defeats": 1.0, "hurt": 0.0},
                "foot": {**sure, "defeats": 0.0, "hurt": 0.0},
            },
            "patrols": {
                "u": patrol(unit="U", vehicles=1, leave="7 h"),
                "v": patrol(unit="V", vehicles=1, leave="8 h"),
            },
            **hot(devices=0.3),
            "ieds.trigger_per_vehicle": 1.0,
            "ieds.lifetime": {"exponential": "0.2 days"},
            "marching.halt": "0 min",
            **changes,
        }
    )


@pytest.mark.slow
@pytest.mark.statistical
def test_each_unit_has_its_own_fleet() -> None:
    runs = many(fleets(), 150, record=True)
    by_unit: dict[str, list[bool]] = {"U": [], "V": []}
    for outcome in runs:
        journal = outcome.journal
        harmless = journal[journal["kind"] == ev.STRIKE_HARMLESS]["subject"]
        for row in journal[journal["kind"] == ev.STRIKE]:
            # U drives out over segment 4 by 7:50 and back by 10:40; V an hour later
            hour = row["time"] % 1440.0 / 60
            unit = "U" if hour < 8.5 or 10 < hour < 11 else "V"
            by_unit[unit].append(row["subject"] in harmless)
    share_is(sum(by_unit["U"]), len(by_unit["U"]), 0.7, half=0.1)
    # A vehicle is struck a second time with nobody left in it, now and then.
    assert len(by_unit["V"]) > 500
    assert np.mean(by_unit["V"]) < 0.06


def test_the_lead_vehicle_is_of_the_class_ordered() -> None:
    led = {"u": patrol(unit="U", vehicles=1, lead="armoured")}
    soft = {"U": {"base": "camp", "fleet": {"soft": 1.0}}}
    lying = {**hot(devices=0.1), "ieds.lifetime": "10000 days"}
    strikes = run(fleets(horizon="4 days", patrols=led, units=soft, **lying))
    assert len(told(strikes, ev.STRIKE)) > 0
    assert len(strikes.casualties) == 0


# --- exposure ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.statistical
def test_exposure_is_gamma_with_mean_one() -> None:
    units = {name: {"base": "camp", "companies": 1} for name in "ABCD"}
    scenario = small(
        horizon="1 h",
        units={**units, "E": {"base": "camp", "companies": 1, "exposure": {"near": 2.5}}},
        exposure_shape=2.2,
        patrols={"none": patrol(per_day=0, unit="A")},
    )
    factors = np.array(
        [r.result.world.column("exposure.factor").copy() for r in many(scenario, 1000)]
    )
    assert (factors[:, 8] == 2.5).all()  # of E near, as written; away it is drawn like the others
    drawn = np.delete(factors, 8, axis=1)
    mean_is(drawn.ravel(), 1.0, half=0.05)
    variance_is(drawn.ravel(), 1 / 2.2, half=0.15)
    assert stats.kstest(drawn.ravel(), stats.gamma(2.2, scale=1 / 2.2).cdf).pvalue > 1e-4
    alike = np.corrcoef(drawn.T)[np.triu_indices(drawn.shape[1], 1)]
    assert np.max(abs(alike)) < 5 / np.sqrt(1000)


def test_without_a_shape_all_are_alike() -> None:
    outcome = run(small(horizon="1 h"))
    assert outcome.result.world.column("exposure.factor").tolist() == [1.0, 1.0]
