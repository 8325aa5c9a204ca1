"""Outbreaks that took place against the scenarios, and what each coupling costs."""

from pathlib import Path

import numpy as np
import pytest

from pksim.scenario import load
from tests.validation import couplings
from tests.validation import outbreaks as real
from tests.validation.outbreaks import Row
from tests.validation.strategies import STRATEGIES, stopped

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

ROWS = [
    row
    for group in (real.SHIPS, real.QUARANTINED, real.MISSIONS)
    for rows in group.values()
    for row in rows
    if row.how != "what if"
]
MISSES = {
    "of those found, % without symptoms when tested",
    "of those found, % with symptoms at any time",
    "critical (intensive care), of 1,331",
    "without symptoms at any time, of 1,148",
    "severe (oxygen), of 1,148",
    "found in the two weeks after, %",
    "deaths, of any personnel",
    "deaths of uniformed people from illness beyond the usual",
}
"""What the page says in words that it misses."""


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_what_happened_lies_among_the_simulated_outbreaks(row: Row) -> None:
    low, middle, high = row.span()
    if row.name not in MISSES:
        assert low <= row.value <= high
    if row.how in {"fitted", "calibrated"}:
        assert middle == pytest.approx(row.value, rel=0.15)


@pytest.mark.parametrize("r0", [6.0, 8.0])
def test_another_r0_does_not_fit_the_roosevelt(r0: float) -> None:
    found = real.aboard(real.ROOSEVELT, (("covid.contacts.r0", r0),))
    middle = float(np.median(real.each(found, real.found_on_the_roosevelt)))
    assert (middle < 0.266 * 0.85) == (r0 < 7.0)
    assert (middle > 0.266 * 1.15) == (r0 > 7.0)


def test_misses_are_no_worse_than_the_page_says() -> None:
    named = {row.name: row.span()[1] for row in ROWS}
    assert 0.5 < named["of those found, % without symptoms when tested"] < 0.77
    assert 0.55 < named["of those found, % with symptoms at any time"] < 0.65
    assert 30 / 2 < named["severe (oxygen), of 1,148"] < 30
    assert 35 / 1848 / 4 < named["found in the two weeks after, %"] < 35 / 1848
    assert 1 <= named["deaths, of any personnel"] <= 4


@pytest.mark.parametrize(("name", "arrival", "test", "low", "high", "seen"), STRATEGIES)
def test_what_quarantine_of_newcomers_stops(
    name: str, arrival: float, test: float | None, low: float, high: float, seen: str
) -> None:
    people, infections = stopped(arrival, test)
    assert low <= people <= high
    assert low <= infections <= high


def test_two_weeks_stop_more_than_a_week_and_a_test() -> None:
    stops = [stopped(arrival, test) for _, arrival, test, *_ in STRATEGIES]
    assert stops == sorted(stops, reverse=True)


# --- scenarios --------------------------------------------------------------------------

NAMES = sorted(path.stem for path in real.FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_an_outbreak_says_what_it_is_for(name: str) -> None:
    scenario = load(real.FOLDER / f"{name}.yaml")
    assert "Comparative, not a forecast." in scenario.notes
    assert {Path(file).name for file in scenario.origin.files} >= {"closed-community.yaml"}


@pytest.mark.parametrize("name", [real.ROOSEVELT, real.DE_GAULLE, "recruits-quarantine"])
def test_nothing_but_r0_is_fitted_and_it_is_one_for_all(name: str) -> None:
    covid = load(real.FOLDER / f"{name}.yaml").covid
    assert covid is not None
    assert covid.contacts.r0 == 6.4
    assert covid.course == type(covid.course)()  # Covasim's
    assert covid.tests.pcr == type(covid.tests)().pcr


def test_un_missions_have_the_contacts_and_measures_of_the_sector_in_2020() -> None:
    mission = load(real.FOLDER / f"{real.UN}.yaml").covid
    sector = load(couplings.SECTOR).with_policy("un-2020").covid
    assert mission is not None
    assert sector is not None
    for part in (
        "course", "arrivals", "freeze", "isolation", "tests", "tracing", "quarantine", "variants",
    ):  # fmt: skip
        assert getattr(mission, part) == getattr(sector, part), part
    assert mission.surroundings.prevalence == sector.surroundings.prevalence
    for part in ("r0", "where", "dispersion", "early", "early_load", "asymptomatic", "factors"):
        assert getattr(mission.contacts, part) == getattr(sector.contacts, part), part


# --- couplings --------------------------------------------------------------------------

FEW = 16


@pytest.mark.parametrize("policy", couplings.POLICIES)
def test_couplings_of_the_sector_cost_what_the_page_says(policy: str) -> None:
    found = couplings.values(couplings.SECTOR, policy, FEW)
    brought = couplings.cost(found, "newcomers bring it", "expected_deaths_covid")
    whole = couplings.cost(found, "all of it: no pandemic", "expected_deaths_covid")
    assert 2 * brought.standard_error < brought.mean < 0.5 * whole.mean
    assert whole.low > 1.0
    for coupling, (place, _) in couplings.WITHOUT.items():
        deaths = couplings.cost(found, coupling, "expected_deaths_covid")
        if place in {"absence", "medics and aircrew", "flights"}:
            assert abs(deaths.mean) < 0.1 * whole.mean
        if place != "rotation" and coupling != "all of it: no pandemic":
            assert couplings.cost(found, coupling, "patrols_run").high <= 5.0


def test_quarantine_on_arrival_costs_all_the_patrols_that_are_lost() -> None:
    found = couplings.values(couplings.SECTOR, "arrival-quarantine", FEW)
    lost = couplings.cost(found, "quarantine keeps from duty", "patrols_run")
    assert 400 < lost.low <= lost.high < 650
    whole = couplings.cost(found, "all of it: no pandemic", "patrols_run")
    assert lost.mean == pytest.approx(whole.mean, abs=10)
    assert couplings.ranking(found, "patrols_run")[0] == "rotation"
