"""Devices by themselves: how many are laid, of what kind, how they end, and whom else they harm."""

import numpy as np
import pytest
from scipy import stats

from pksim.mission import events as ev
from pksim.mission.roadside import GONE
from pksim.mission.terms import INITIATORS
from pksim.scenario import Scenario
from tests.mission.checks import (
    Runs,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    share_is,
    told_in,
    variance_is,
)
from tests.mission.small import small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RUNS, DAYS, LAID = 400, 60, 3.0  # replications, days, devices a day
RATES = {"civilian": 0.06, "finder": 0.02, "age": 0.05}  # ends a day
SHARES = {
    "radio-controlled": 0.16,
    "victim-operated": 0.67,
    "command-wire": 0.13,
    "vehicle-borne": 0.04,
}
SOMEBODY = {"civilians": 0.50, "host_forces": 0.37, "contractors": 0.13}
HARM = {"mean": 2.15, "dispersion": 0.72}  # 363 casualties of 169 incidents, Mali 2020


@pytest.fixture(scope="module")
def alone() -> Scenario:
    """Devices of one area, and nobody on the road."""
    return small(
        horizon=f"{DAYS} days",
        areas={"near": {"emplacement": f"{LAID} per day"}, "away": {"emplacement": "0 per day"}},
        patrols={"none": {"base": "camp", "to": "far", "vehicles": 1}},
        others={"hurt": HARM, "killed": 0.21, "host_forces": 0.37, "contractors": 0.13},
        **{
            "ieds.civilian_triggering": f"{RATES['civilian']} per day",
            "ieds.found_by_others": f"{RATES['finder']} per day",
            "ieds.lifetime": {"exponential": f"{1 / RATES['age']} days"},
            "ieds.initiators": SHARES,
        },
    )


@pytest.fixture(scope="module")
def runs(alone: Scenario) -> Runs:
    return many(alone, RUNS, record=True)


def test_devices_are_laid_by_a_poisson_process(runs: Runs) -> None:
    poisson_is(outcomes(runs, "devices_emplaced"), LAID * DAYS, half=0.02)


def test_devices_are_laid_at_any_time_alike(runs: Runs) -> None:
    when = told_in(runs, ev.DEVICE_LAID)["time"] / (DAYS * 1440.0)
    assert stats.kstest(when, "uniform").pvalue > 1e-4
    within_the_day = when * DAYS % 1.0
    assert stats.kstest(within_the_day, "uniform").pvalue > 1e-4


def test_each_way_to_end_takes_its_share(runs: Runs) -> None:
    # Three exponential ends compete: which one comes first does not depend on when.
    kinds = (ev.DEVICE_CIVILIAN, ev.DEVICE_FOUND_BY_OTHERS, ev.DEVICE_EXPIRED)
    ended = [counted(runs, kind).sum() for kind in kinds]
    for count, rate in zip(ended, RATES.values(), strict=True):
        share_is(count, sum(ended), rate / sum(RATES.values()), half=0.05)


def test_devices_in_the_road_are_in_balance_from_the_first_day(runs: Runs) -> None:
    # M/G/infinity: Poisson with the mean of what is laid in a mean life. As many lie there at the
    # end as at the beginning, when only those of the 120 days before do.
    life = 1 / sum(RATES.values())
    states = [r.result.world.column("devices.state") for r in runs]
    used = [int(r.result.world.column("devices.used")[0]) for r in runs]
    left = np.array([float(np.sum(s[:n] != GONE)) for s, n in zip(states, used, strict=True)])
    poisson_is(left, LAID * life, half=0.06)


def test_initiators_come_in_their_shares(runs: Runs) -> None:
    kinds = told_in(runs, ev.DEVICE_LAID)["value"].astype(int)
    observed = np.bincount(kinds, minlength=len(INITIATORS))
    wanted = np.array([SHARES[name] for name in INITIATORS]) * len(kinds)
    assert stats.chisquare(observed, wanted).pvalue > 1e-4
    assert len(kinds) > 50_000


def test_harm_to_others_is_that_of_the_incidents_on_record(runs: Runs) -> None:
    hurt = told_in(runs, ev.OTHERS_HURT)["value"]
    mean, k = HARM["mean"], HARM["dispersion"]
    mean_is(hurt, mean, half=0.05)
    variance_is(hurt, mean + mean**2 / k, half=0.15)
    share_is(np.sum(hurt == 0), len(hurt), (1 + mean / k) ** -k, half=0.05)
    killed = sum(outcomes(runs, f"{who}_killed").sum() for who in SOMEBODY)
    share_is(killed, hurt.sum(), 0.21, half=0.05)


def test_harm_goes_to_each_group_by_its_share(runs: Runs) -> None:
    every = np.sum([outcomes(runs, f"{who}_hurt") for who in SOMEBODY], axis=0)
    for who, share in SOMEBODY.items():
        mean_is(outcomes(runs, f"{who}_hurt") / every, share, half=0.15)


def test_only_civilian_ends_harm_anybody(runs: Runs) -> None:
    for run in runs[:20]:
        ends = run.journal[run.journal["kind"] == ev.DEVICE_CIVILIAN]["subject"]
        harmed = run.journal[run.journal["kind"] == ev.OTHERS_HURT]["subject"]
        assert sorted(ends) == sorted(harmed)
