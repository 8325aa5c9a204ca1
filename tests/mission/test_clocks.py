"""The mission on both clocks: the same journal, bit for bit, and the same outcomes."""

import numpy as np
import pytest

from pksim.mission import KINDS, Mission
from pksim.scenario import Scenario
from tests.mission.conftest import Changes

# Whole sectors on an interpreted native clock take minutes; tests/agreement covers that.
pytestmark = pytest.mark.slow

BUSY: Changes = {"horizon": "5 days", "areas.*.emplacement": {"times": 40.0}}
CLOSED: Changes = {
    "hospitals.*-2.operating_teams": 0,
    "hospitals.*-2.night_teams": None,
    "hospitals.*-2.level": 1,
}
VARIANTS: dict[str, Changes] = {
    "as shipped": {},
    "jammed and displaced": {
        "ieds.initiators": {"radio-controlled": 0.8, "victim-operated": 0.2},
        "patrols.*.jammers": 0.9,
        "adversary.displacement": 0.7,
    },
    "searched on foot": {"patrols.*-short.posture": "dismount", "search.on_foot": 0.5},
    "ambushed and told": {
        "areas.*.ambushes": {"times": 100.0},
        "areas.*.drones": 0.5,
        "ieds.tips": "0.1 per day",
    },
    "routes drawn": {"routes.alternatives": 3},
    "few beds": {
        "hospitals.*.ward": 1,
        "hospitals.*.intensive_care": 1,
        "hospitals.*-2.operating_teams": 1,
    },
    "by road only": {"evacuation.helicopters.*.serviceable": 0.0},
    "no hospital open": CLOSED,
    "many accidents": {"accidents.deaths": "80 per 1000 person-years"},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_clocks_tell_the_same_story(gao: Scenario, variant: str) -> None:
    mission = Mission(gao.patched({**BUSY, **VARIANTS[variant]}))
    native = mission.run(7, 0, clock="native", record=True)
    simpy = mission.run(7, 0, clock="simpy", record=True)
    assert len(native.journal) > 1500
    assert native.journal.tobytes() == simpy.journal.tobytes()
    assert native.outcomes.tobytes() == simpy.outcomes.tobytes()
    assert native.casualties.tobytes() == simpy.casualties.tobytes()
    assert (native.usage == simpy.usage).all()


def test_a_replication_is_the_same_whenever_it_is_run(gao: Scenario) -> None:
    mission = Mission(gao.patched(BUSY))
    first = mission.run(1, 5).outcomes
    mission.run(1, 6)
    assert mission.run(1, 5).outcomes.tobytes() == first.tobytes()
    assert mission.run(2, 5).outcomes.tobytes() != first.tobytes()


def test_recording_changes_nothing(gao: Scenario) -> None:
    mission = Mission(gao.patched(BUSY))
    plain, recorded = mission.run(1, 5), mission.run(1, 5, record=True)
    assert plain.outcomes.tobytes() == recorded.outcomes.tobytes()
    assert len(plain.journal) == 0
    assert np.bincount(recorded.journal["kind"], minlength=len(KINDS)).sum() == len(
        recorded.journal
    )


def test_lives_go_on_when_no_hospital_is_open(gao: Scenario) -> None:
    closed = gao.patched({**BUSY, **CLOSED})
    run = Mission(closed).run(1, 0)
    assert run["surgery_given"] == 0
    assert run["evacuations"] > 0
