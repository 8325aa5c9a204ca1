"""Devices: Poisson laying, competing ends, worn-down resistance, and closed forms for both."""

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission.ieds import mixed, vehicle_that_trips
from pksim.scenario import Scenario
from tests.mission.conftest import Runs, RunsOf, outcome, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

NO_PATROLS = {"patrols.*.per_day": 0.0}


@pytest.fixture(scope="module")
def undisturbed(gao: Scenario) -> Runs:
    """Devices alone: no patrol meets any."""
    mission = Mission(gao.patched(NO_PATROLS))
    return [mission.run(1, i) for i in range(400)]


def test_devices_are_laid_at_the_rate_of_their_areas(undisturbed: Runs, gao: Scenario) -> None:
    laid = outcome(undisturbed, "devices_emplaced")
    wanted = sum(area.emplacement for area in gao.areas.values()) * 180
    assert laid.mean() == pytest.approx(wanted, abs=4 * standard_error(laid))
    assert laid.var(ddof=1) / laid.mean() == pytest.approx(1.0, abs=4 * np.sqrt(2 / 400))


def test_ends_share_the_devices_as_their_rates(undisturbed: Runs, gao: Scenario) -> None:
    # Three exponential ends compete; the devices in the road at the beginning are in steady state,
    # so over the horizon each end takes its share of all that is laid.
    ieds = gao.ieds
    rates = {
        "devices_civilian": ieds.civilian_triggering,
        "devices_found": ieds.found_by_others,
    }
    total = sum(rates.values()) + 1440.0 / ieds.lifetime.a
    laid = sum(area.emplacement for area in gao.areas.values()) * 180
    for name, rate in rates.items():
        ended = outcome(undisturbed, name)
        assert ended.mean() == pytest.approx(laid * rate / total, abs=4 * standard_error(ended))


def test_a_road_without_patrols_has_no_strikes(undisturbed: Runs) -> None:
    assert outcome(undisturbed, "strikes").sum() == 0
    assert outcome(undisturbed, "patrols_run").sum() == 0


def test_strikes_thin_the_devices_that_patrols_trip(busy_runs_of: RunsOf, gao: Scenario) -> None:
    # Each device tripped is found with chance `finds`, else it strikes: independent thinning.
    runs = busy_runs_of("baseline", 120)
    strikes = outcome(runs, "strikes").sum()
    found = outcome(runs, "devices_found_by_patrols").sum()
    share = found / (found + strikes)
    error = np.sqrt(share * (1 - share) / (found + strikes))
    assert share == pytest.approx(gao.search.finds, abs=4 * error)


@pytest.mark.parametrize("chance", [0.0003, 0.01, 0.3])
def test_each_vehicle_trips_a_device_with_the_chance_given(chance: float) -> None:
    luck = (np.arange(200_000) + 0.5) / 200_000
    tripped = np.array([vehicle_that_trips(-np.log1p(-u), chance) for u in luck])
    assert np.mean(tripped == 0) == pytest.approx(chance, rel=0.01)
    survivors = tripped[tripped > 0]
    assert np.mean(survivors == 1) == pytest.approx(chance, rel=0.02)


def test_a_device_that_cannot_be_tripped_never_is() -> None:
    assert vehicle_that_trips(1e-9, 0.0) > 10**15
    assert vehicle_that_trips(40.0, 1.0) == 0


def test_more_vehicles_never_trip_a_device_later() -> None:
    for resistance in (0.001, 0.1, 2.0):
        chances = np.linspace(0.0001, 0.5, 50)
        trips = [vehicle_that_trips(resistance, chance) for chance in chances]
        assert trips == sorted(trips, reverse=True)


def test_weight_of_traffic_mixes_two_preferences() -> None:
    assert mixed(0.0, 0.2, 0.9) == 0.2
    assert mixed(1.0, 0.2, 0.9) == 0.9
    assert mixed(0.5, 0.2, 0.8) == pytest.approx(0.5)


def test_devices_follow_the_patrols_they_watch(gao: Scenario) -> None:
    # With all weight on traffic, devices lie only where patrols go; most roads see none.
    watched = gao.patched({"ieds.traffic_weight": 1.0, "ieds.trigger_per_vehicle": 0.0})
    mission = Mission(watched)
    run = mission.run(1, 0, record=True)
    driven = run.result.world.column("segments.traffic") > 0
    laid = run.journal[(run.journal["kind"] == 4) & (run.journal["time"] > 30 * 1440)]
    assert len(laid) > 50
    assert driven[laid["place"]].all()
    assert not driven.all()


def test_jammers_stop_only_what_is_radio_controlled(busy: Scenario) -> None:
    jammed = busy.patched(
        {"ieds.jammer_coverage": 1.0, "ieds.jammer_effect": 1.0, "ieds.displacement": 0.0}
    )
    mission = Mission(jammed)
    runs = [mission.run(1, i) for i in range(60)]
    stopped = outcome(runs, "devices_jammed").sum()
    strikes = outcome(runs, "strikes").sum()
    share = stopped / (stopped + strikes)
    error = np.sqrt(share * (1 - share) / (stopped + strikes))
    assert share == pytest.approx(busy.ieds.radio_controlled, abs=4 * error)


def test_fully_displaced_jamming_only_delays(gao: Scenario) -> None:
    # What comes back has a new initiator and a new resistance: fewer strikes now, not for good.
    base = {"ieds.radio_controlled": 1.0, "ieds.jammer_effect": 1.0, "ieds.jammer_coverage": 1.0}
    gone = Mission(gao.patched({**base, "ieds.displacement": 0.0}))
    back = Mission(gao.patched({**base, "ieds.displacement": 1.0}))
    none = sum(gone.run(1, i)["strikes"] for i in range(40))
    some = sum(back.run(1, i)["strikes"] for i in range(40))
    assert none == 0
    assert some > 20
