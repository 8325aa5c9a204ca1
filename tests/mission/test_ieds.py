"""Devices of the Gao sector as a whole: balance, thinning, and a vehicle that trips one."""

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.strikes import vehicle_that_trips
from pksim.scenario import Scenario
from tests.mission.checks import Runs, counted, many, outcomes, poisson_is, share_is

NO_PATROLS = {"patrols.*.per_day": 0.0, "regimes": None, "places.*.violence": "0 per day"}


@pytest.fixture(scope="module")
def undisturbed(gao: Scenario) -> Runs:
    """Devices alone: no patrol meets any."""
    return many(gao.patched(NO_PATROLS), 200)


@pytest.mark.slow
@pytest.mark.statistical
def test_devices_are_laid_at_the_rate_of_their_areas(undisturbed: Runs, gao: Scenario) -> None:
    wanted = sum(area.emplacement for area in gao.areas.values()) * 180
    again = outcomes(undisturbed, "devices_laid_again")
    poisson_is(outcomes(undisturbed, "devices_emplaced") - again, wanted, half=0.05)


@pytest.mark.slow
@pytest.mark.statistical
def test_ends_share_the_devices_as_their_rates(undisturbed: Runs, gao: Scenario) -> None:
    ieds = gao.ieds
    rates = {
        ev.DEVICE_CIVILIAN: ieds.civilian_triggering,
        ev.DEVICE_FOUND_BY_OTHERS: ieds.found_by_others,
        ev.DEVICE_EXPIRED: 1440.0 / ieds.lifetime.a,
    }
    ended = {kind: counted(undisturbed, kind).sum() for kind in rates}
    for kind, rate in rates.items():
        share_is(ended[kind], sum(ended.values()), rate / sum(rates.values()), half=0.1)


@pytest.mark.slow
def test_roads_without_patrols_have_no_strikes(undisturbed: Runs) -> None:
    for name in ("strikes", "patrols_run", "ambushes", "vehicle_km"):
        assert outcomes(undisturbed, name).sum() == 0


@pytest.mark.slow
@pytest.mark.statistical
def test_strikes_of_the_sector_are_thinned_by_its_mounted_search(gao: Scenario) -> None:
    # Nobody is warned and nobody on foot: each device tripped is found by `finds`, or strikes.
    plain = {
        "horizon": "60 days",
        "areas.*.emplacement": {"times": 10.0},
        "warnings": None,
        "patrols.*-foot.per_day": 0.0,
        "ieds.second_device": 0.0,
    }
    runs = many(gao.patched(plain), 40)
    strikes, found = outcomes(runs, "strikes"), outcomes(runs, "devices_found_by_patrols")
    share_is(found.sum(), (found + strikes).sum(), gao.search.finds, half=0.15)


@pytest.mark.parametrize("chance", [0.0003, 0.01, 0.3])
def test_each_vehicle_trips_a_device_with_the_chance_given(chance: float) -> None:
    wear = -np.log1p(-chance)
    luck = (np.arange(20_000) + 0.5) / 20_000
    tripped = np.array([vehicle_that_trips(-np.log1p(-u), wear) for u in luck])
    assert np.mean(tripped == 0) == pytest.approx(chance, abs=1e-4)
    assert np.mean(tripped <= 2) == pytest.approx(1 - (1 - chance) ** 3, abs=1e-4)


def test_a_device_that_cannot_be_tripped_never_is() -> None:
    assert vehicle_that_trips(1e-9, 0.0) > 10**15
    assert vehicle_that_trips(40.0, np.inf) == 0


def test_more_wear_never_trips_a_device_later() -> None:
    for resistance in (0.001, 0.1, 2.0):
        trips = [vehicle_that_trips(resistance, wear) for wear in np.linspace(0.0001, 0.5, 50)]
        assert trips == sorted(trips, reverse=True)
