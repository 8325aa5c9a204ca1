"""Measures that one scenario has for itself: each moves what it claims, and nothing before that."""

from collections.abc import Callable

import numpy as np
import pytest

from pksim.mission import Mission, MissionRun
from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.scenarios.conftest import (
    SEED,
    SHIPPED,
    Runs,
    runs_of,
    scenario_of,
    standard_error,
)

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RUNS = {"convoy-kidal-gao": 200, "jonglei-protection": 80, "timbuktu-camp": 120, "unifil-like": 8}
# Where too few are hurt to tell: thirty times the accidents.
BUSY = {("jonglei-protection", "flight-assurances"): {"accidents.deaths": {"times": 30.0}}}
Number = Callable[[MissionRun], float]


def of(name: str) -> Number:
    """An outcome."""
    return lambda run: run[name]


def mean_of(kind: int) -> Number:
    """The mean value of the events of a kind."""
    return lambda run: float(run.result.total[kind] / max(run.result.count[kind], 1))


# scenario, measure -> what moves, which way (+1 up), and the kinds of event that it may touch first
CLAIMS: dict[tuple[str, str], tuple[list[tuple[Number, int]], set[int]]] = {
    ("convoy-kidal-gao", "no-search-on-foot"): (
        [(of("strikes"), +1), (of("devices_found_by_patrols"), -1)],
        {
            ev.DEVICE_STRIKES,
            ev.DEVICE_FOUND,
            ev.DEVICE_CIVILIAN,
            ev.DEVICE_JAMMED,
            ev.PATROL_HALTED,
        },
    ),
    ("convoy-kidal-gao", "three-groups"): (
        [(of("patrols_run"), +1)],
        {ev.PATROL_LEFT},
    ),
    ("convoy-kidal-gao", "half-the-vehicles"): ([(of("strikes"), -1)], {ev.PATROL_LEFT}),
    ("convoy-kidal-gao", "clearance-ahead"): (
        [(of("devices_cleared"), +1), (of("strikes"), -1)],
        {ev.PATROL_LEFT},
    ),
    ("jonglei-protection", "more-patrols"): (
        [(of("patrols_run"), +1), (of("civilians_killed"), -1)],
        {ev.PATROL_LEFT, ev.WEATHER, ev.CLOSED, ev.CAVEAT},
    ),
    ("jonglei-protection", "temporary-bases"): (
        [(of("presence_hours"), +1), (of("civilians_killed"), -1)],
        {ev.PATROL_RETURNED, ev.INTERPOSED, ev.CIVILIANS_KILLED, ev.PATROL_LEFT},
    ),
    ("jonglei-protection", "flight-assurances"): (
        [(mean_of(ev.LIFT_LEFT), -1)],
        {ev.LIFT_ORDERED},
    ),
    ("timbuktu-camp", "second-surgical-team"): (
        [(of("minutes_to_surgery"), -1)],
        {ev.SURGERY, ev.AT_HOSPITAL, ev.LIFT_LEFT, ev.REPATRIATED, ev.RETURNED_TO_DUTY},
    ),
    ("timbuktu-camp", "dispersed-quarters"): (
        [
            (of("expected_deaths_complex"), -1),
            (of("expected_deaths_indirect"), -1),
            (of("patrols_run"), -1),
        ],
        {ev.PATROL_LEFT, ev.WOUNDED, ev.FIRED_ON, ev.COMPLEX_ATTACKED},
    ),
    ("unifil-like", "health-screening"): (
        [(of("expected_deaths_illness"), -1), (of("patrols_run"), -1)],
        {ev.PATROL_LEFT, ev.DEATH_BY_ILLNESS, ev.CAVEAT, ev.WEATHER},
    ),
    ("unifil-like", "no-night-driving"): (
        [(of("expected_deaths_accident"), -1)],
        {ev.PATROL_LEFT},
    ),
}


def many(scenario: Scenario, number: int) -> Runs:
    """So many replications."""
    mission = Mission(scenario)
    return tuple(mission.run(SEED, i) for i in range(number))


def own_measures() -> set[tuple[str, str]]:
    """Scenario and name of every measure that is not in a shared file."""
    shared = set(scenario_of("gao-sector-2020").measures)
    return {(s, m) for s in SHIPPED for m in scenario_of(s).measures if m not in shared}


def test_every_measure_of_its_own_has_a_claim_here() -> None:
    assert set(CLAIMS) == own_measures()


@pytest.mark.parametrize(("scenario", "measure"), CLAIMS, ids=str)
def test_it_moves_what_it_claims(scenario: str, measure: str) -> None:
    plain, before = scenario_of(scenario), runs_of(scenario, RUNS[scenario])
    if (scenario, measure) in BUSY:
        plain = plain.patched(BUSY[scenario, measure])
        before = many(plain, RUNS[scenario])
    after = many(plain.with_measures([measure]), RUNS[scenario])
    for number, direction in CLAIMS[scenario, measure][0]:
        difference = np.array([number(b) - number(a) for a, b in zip(before, after, strict=True)])
        assert direction * difference.mean() > 0
        assert direction * difference.mean() >= 2 * standard_error(difference)


@pytest.mark.parametrize(("scenario", "measure"), CLAIMS, ids=str)
def test_journals_agree_up_to_the_first_event_touched(scenario: str, measure: str) -> None:
    plain = scenario_of(scenario)
    missions = [Mission(s) for s in (plain, plain.with_measures([measure]))]
    for replication in range(4):
        before, after = (m.run(SEED, replication, record=True).journal for m in missions)
        length = min(len(before), len(after))
        for first in np.flatnonzero(before[:length] != after[:length])[:1]:
            sooner = min(before[first], after[first], key=lambda row: row["time"])
            assert sooner["kind"] in CLAIMS[scenario, measure][1], ev.KINDS[sooner["kind"]]
