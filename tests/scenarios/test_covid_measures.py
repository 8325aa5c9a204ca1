"""Measures against COVID-19: each moves what it claims in the Gao sector of 2020, at its price."""

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission.events import CRITICAL_CASE, LEFT_COUNTRY, ROTATED
from pksim.scenario import load_measures
from tests.scenarios.conftest import FOLDER, SEED, Runs, runs_of, scenario_of, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

GAO = "gao-sector-2020"
REPLICATIONS = 12
WAY = {"up": +1, "down": -1}
RARE = {"faster-transfer"}  # few leave the country: that they leave sooner is tested below
MEASURES = load_measures(FOLDER / "measures" / "covid.yaml")


def runs_with(measure: str) -> Runs:
    """The same replications with one measure."""
    plain = scenario_of(GAO)
    mission = Mission(plain.with_measures([measure]))
    return tuple(mission.run(SEED, i) for i in range(REPLICATIONS))


@pytest.mark.parametrize("measure", sorted(MEASURES.keys() - RARE))
def test_it_moves_what_it_claims(measure: str) -> None:
    before, after = runs_of(GAO, REPLICATIONS), runs_with(measure)
    for name, way in MEASURES[measure].moves.items():
        difference = np.array([b[name] - a[name] for a, b in zip(before, after, strict=True)])
        moved = WAY[way] * difference.mean()
        assert moved > 0, name
        assert moved >= 2 * standard_error(difference), name


def test_a_freeze_postpones_imports_and_brings_them_all_at_once() -> None:
    plain = scenario_of(GAO)
    frozen = plain.with_measures(["rotation-freeze"])
    rotated = []
    for scenario in (plain, frozen):
        journal = Mission(scenario).run(SEED, 0, record=True).journal
        named = journal[journal["kind"] == ROTATED]
        rotated.append((named["time"] / 1440.0).tolist())
    assert rotated == [[19.0, 49.0, 72.0, 126.0], [91.0, 91.0, 91.0, 126.0]]


def test_a_faster_transfer_frees_beds_sooner() -> None:
    plain = scenario_of(GAO)
    patched = plain.with_measures(["faster-transfer"])
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
