"""Measures against COVID-19: each moves what it claims in the Gao sector of 2020, at its price."""

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission.events import CRITICAL_CASE, LEFT_COUNTRY, ROTATED
from pksim.scenario.documents import read_yaml
from tests.scenarios.conftest import FOLDER, SEED, Runs, runs_of, scenario_of, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

GAO = "gao-sector-2020"
REPLICATIONS = 12
# measure -> outcomes that it moves, each up (+1) or down (-1); the first is what it is for
CLAIMS: dict[str, dict[str, int]] = {
    "symptom-isolation": {"infections": -1, "expected_deaths_covid": -1},
    "masks-and-distance": {"infections": -1, "infected_camp": -1, "patrols_run": -1},
    "tests-and-tracing": {"contacts_quarantined": +1, "infections": -1, "quarantine_days": +1},
    "routine-tests-of-staff": {"covid_confirmed": +1, "covid_tests": +1, "covid_false_alarms": +1},
    "quarantine-before-deployment": {"infected_arrival": -1, "released_infectious": -1},
    "arrival-quarantine": {"infections": -1, "quarantine_days": +1, "patrols_run": -1},
    "week-and-test": {"covid_confirmed": +1, "quarantine_days": +1, "patrols_run": -1},
    "rotation-freeze": {"expected_deaths_accident": +1},
    "bubbles": {"infections": -1, "patrols_cancelled": +1},
    "vaccination": {"doses": +1, "infections": -1, "expected_deaths_covid": -1},
    "long-patrols-suspended": {"patrol_hours": -1, "presence_hours": -1},
    "faster-transfer": {},  # frees beds sooner: see below
}


def covid_measures() -> set[str]:
    """Names in the shared file."""
    path = FOLDER / "measures" / "covid.yaml"
    return set(read_yaml(path.read_text(), path.name)[0].value)


def runs_with(measure: str) -> Runs:
    """The same replications with one measure."""
    plain = scenario_of(GAO)
    mission = Mission(plain.patched(plain.measures[measure].changes))
    return tuple(mission.run(SEED, i) for i in range(REPLICATIONS))


def test_every_measure_against_the_virus_has_a_claim_here() -> None:
    assert set(CLAIMS) == covid_measures()


@pytest.mark.parametrize("measure", CLAIMS)
def test_it_moves_what_it_claims(measure: str) -> None:
    before, after = runs_of(GAO, REPLICATIONS), runs_with(measure)
    for name, direction in CLAIMS[measure].items():
        difference = np.array([b[name] - a[name] for a, b in zip(before, after, strict=True)])
        moved = direction * difference.mean()
        assert moved > 0, name
        assert moved >= 2 * standard_error(difference), name


def test_a_freeze_postpones_imports_and_brings_them_all_at_once() -> None:
    plain = scenario_of(GAO)
    frozen = plain.patched(plain.measures["rotation-freeze"].changes)
    rotated = []
    for scenario in (plain, frozen):
        journal = Mission(scenario).run(SEED, 0, record=True).journal
        named = journal[journal["kind"] == ROTATED]
        rotated.append((named["time"] / 1440.0).tolist())
    assert rotated == [[19.0, 49.0, 72.0, 126.0], [91.0, 91.0, 91.0, 126.0]]


def test_a_faster_transfer_frees_beds_sooner() -> None:
    plain = scenario_of(GAO)
    patched = plain.patched(plain.measures["faster-transfer"].changes)
    waits = []
    for scenario in (plain, patched):
        journal = Mission(scenario).run(SEED, 0, record=True).journal
        left, critical = (journal[journal["kind"] == k] for k in (LEFT_COUNTRY, CRITICAL_CASE))
        since = {row["subject"]: row["time"] for row in critical}
        waits.append(np.mean([row["time"] - since[row["subject"]] for row in left]) / 60)
    assert 24 < waits[0] < 96
    assert waits[1] == pytest.approx(0.33 * waits[0])


def test_without_the_key_there_is_no_virus() -> None:
    without = scenario_of(GAO).patched({"covid": None})
    run = Mission(without).run(SEED, 0)
    assert run["infections"] == run["deaths_covid"] == run["covid_most_absent"] == 0
