"""Each shipped measure moves what it claims to move, and nothing before its first effect."""

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.conftest import Changes, RunsOf, outcome, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RUNS = 80

# policy, outcome, direction: the claim of the measure, then the side effect it admits to
CLAIMS = [
    ("mine-protected-vehicles", "expected_deaths_ied", -1),
    ("mine-protected-vehicles", "expected_deaths_accident", +1),
    ("mine-protected-vehicles", "patrols_run", -1),
    ("jammers", "devices_jammed", +1),
    ("jammers", "strikes", -1),
    ("dismounted-search", "devices_found_by_patrols", +1),
    ("dismounted-search", "strikes", -1),
    ("dismounted-search", "patrol_hours", +1),
    ("counter-ied-training", "devices_found_by_patrols", +1),
    ("counter-ied-training", "strikes", -1),
    ("counter-ied-training", "patrols_run", -1),
    ("road-safety", "expected_deaths_accident", -1),
    ("delegated-launch", "expected_deaths_ied", -1),
    ("delegated-launch", "within_2_hours", +1),
    ("tourniquet-training", "within_10_min", +1),
    ("forward-surgical-team", "within_2_hours", +1),
    ("forward-helicopter", "minutes_to_surgery", -1),
]


@pytest.mark.parametrize(("policy", "name", "direction"), CLAIMS)
def test_a_measure_moves_what_it_claims(
    busy_runs_of: RunsOf, policy: str, name: str, direction: int
) -> None:
    difference = outcome(busy_runs_of(policy, RUNS), name) - outcome(
        busy_runs_of("baseline", RUNS), name
    )
    assert np.sign(difference.mean()) == direction
    if difference.std() > 0:
        assert abs(difference.mean()) > 2 * standard_error(difference)


def test_every_shipped_policy_costs_what_its_measures_cost(gao: Scenario, runs_of: RunsOf) -> None:
    for policy, measures in gao.policies.items():
        wanted = sum(gao.measures[name].cost for name in measures) * 180 / 365.25
        assert runs_of(policy, 1)[0]["cost_usd"] == pytest.approx(wanted)


def test_pairing_pays(busy_runs_of: RunsOf) -> None:
    # The same devices and the same people under both policies: the difference is far less noisy.
    base = outcome(busy_runs_of("baseline", RUNS), "expected_deaths_ied")
    trained = outcome(busy_runs_of("tourniquet-training", RUNS), "expected_deaths_ied")
    unpaired = base.var() + trained.var()
    assert unpaired > 5 * (trained - base).var()


@pytest.mark.parametrize(
    ("change", "low", "high"),
    [
        # What each should come to (fitted-law arithmetic): 3-7 % and 3-6 % of deaths by devices.
        ({"care.bleeding_control.coverage": 0.85}, 0.02, 0.08),
        ({"evacuation.authorisation": {"times": 0.4}}, 0.015, 0.06),
    ],
)
def test_sooner_care_saves_as_much_as_it_can(
    busy: Scenario, busy_runs_of: RunsOf, change: Changes, low: float, high: float
) -> None:
    mission = Mission(busy.patched(change))
    before = outcome(busy_runs_of("baseline", RUNS), "expected_deaths_ied")
    after = outcome([mission.run(1, i) for i in range(RUNS)], "expected_deaths_ied")
    saved = (before - after) / before.mean()
    assert low < saved.mean() < high
    assert saved.mean() > 4 * standard_error(saved)


CARE_ONLY: list[tuple[Changes, set[int]]] = [
    ({"care.bleeding_control.coverage": 0.9}, {ev.FIRST_AID}),
    ({"care.enhanced_care.delay": {"times": 0.5}}, {ev.FIRST_AID, ev.MEDICAL_CARE}),
    ({"evacuation.authorisation": {"times": 0.25}}, {ev.LIFT_LEFT}),
    ({"hospitals.*.resuscitation": {"times": 0.25}}, {ev.SURGERY}),
]


@pytest.mark.parametrize(("change", "first"), CARE_ONLY)
def test_journals_agree_up_to_the_first_event_touched(
    gao: Scenario, change: Changes, first: set[int]
) -> None:
    before = Mission(gao).run(1, 3, record=True).journal
    after = Mission(gao.patched(change)).run(1, 3, record=True).journal
    length = min(len(before), len(after))
    apart = np.flatnonzero(before[:length] != after[:length])[0]
    assert apart > 100
    # of the two, the one that comes sooner is what the change brings forward
    sooner = min(before[apart], after[apart], key=lambda row: row["time"])
    assert sooner["kind"] in first


@pytest.mark.parametrize(("change", "first"), CARE_ONLY)
def test_care_never_changes_patrols_or_devices(
    gao: Scenario, change: Changes, first: set[int]
) -> None:
    before = Mission(gao).run(1, 3, record=True).journal
    after = Mission(gao.patched(change)).run(1, 3, record=True).journal
    for kind in (*range(ev.WOUNDED + 1), ev.DEATH_BY_ILLNESS, ev.PATROL_HALTED):
        assert (before[before["kind"] == kind] == after[after["kind"] == kind]).all()
