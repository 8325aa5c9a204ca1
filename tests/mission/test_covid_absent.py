"""A mission without cases pays nothing, and couplings say what of the pandemic reaches the rest."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission.mission import COLUMN
from pksim.scenario import load
from tests.mission.conftest import GAO
from tests.mission.covid_small import ALL_SEVERE, MILD, covid, ill
from tests.mission.small import CONTENT, SEED, hot, run, small

QUIET = {"contacts": {"r0": 5.0, "crew": "1 per day", "ward": "1 per day"}}
"""A pandemic of which nobody brings a case."""
ACTIVE = {
    **QUIET,
    "isolation": {"on_symptoms": 1.0},
    "tests": {"on_symptoms": "pcr"},
    "tracing": {"found": 1.0},
    "quarantine": {"arrival": "14 days", "before": "14 days"},
    "flights": {"transfers": True, "turn_round": "2 h", "approval": "3 days"},
    "surroundings": {"prevalence": {"2019-03-21": 0.5}},
}
"""With every measure that waits for a case."""
BUSY: dict[str, Any] = {
    "horizon": "20 days",
    "illness": {"deaths": "500 per 1000 person-years", "episodes": "20000 per 1000 person-years"},
    "accidents": {
        "deaths": "500 per 1000 person-years", "road_share": 0.5, "wounded_per_death": 5
    },
    "ieds.trigger_per_vehicle": 1.0,
    **hot(0.3),
}  # fmt: skip


@pytest.mark.parametrize("content", [QUIET, ACTIVE], ids=["quiet", "active"])
def test_without_a_case_everything_is_as_without_the_pandemic(content: dict[str, Any]) -> None:
    """Journal and outcomes byte for byte."""
    with_it, without = small(covid=content, **BUSY), small(**BUSY)
    for replication in range(3):
        one, other = run(with_it, replication), run(without, replication)
        assert len(one.journal) > 100
        assert one.journal.tobytes() == other.journal.tobytes()
        assert one.outcomes.tobytes() == other.outcomes.tobytes()
        assert one.casualties.tobytes() == other.casualties.tobytes()


@pytest.mark.slow
def test_so_is_a_whole_sector() -> None:
    """The sector of Gao for a month, with its rotations away."""
    changes = {"horizon": "30 days", "units.*.rotations": []}
    sector = load(GAO).patched(changes)
    with_it = sector.patched({"covid": QUIET})
    one, other = (
        Mission(scenario).run(SEED, 0, clock="simpy", record=True) for scenario in (with_it, sector)
    )
    assert one.journal.tobytes() == other.journal.tobytes()
    assert one.outcomes.tobytes() == other.outcomes.tobytes()


# --- couplings ---------------------------------------------------------------------------

SICK = covid(
    {"severity": {**MILD, **dict.fromkeys(("30s", "40s", "50s"), ALL_SEVERE["20s"])}},
    seeds=[{"at": "camp", "cases": 90}],
    isolation={"reports": 1.0, "delay": "1 days", "on_symptoms": 1.0},
    quarantine={"arrival": "7 days"},
    flights={"transfers": True, "turn_round": "60 min", "approval": "1 days"},
)
UNITS = {
    "U": {**CONTENT["units"]["U"], "support": {"aircrew": 2}, "rotations": ["2019-04-15"]},
}
OF_THE_VIRUS = (
    "infections",
    "covid_severe",
    "covid_days",
    "quarantine_days",
    "released_infectious",
)
"""Outcomes of the pandemic itself, which no coupling changes where nobody infects anybody."""
CHANGED = {
    "duty": {"patrols_run", "cancelled_crew"},
    "staff": {"covid_flights"},
    "quarantine": {"patrols_run", "cancelled_crew"},
    "beds": {"covid_admissions"},
    "flights": {"covid_flights"},
}


@pytest.mark.parametrize("coupling", CHANGED)
def test_a_coupling_that_is_off_changes_its_own_and_nothing_else(coupling: str) -> None:
    hospitals = {"hospital": {**CONTENT["hospitals"]["hospital"], "at": "far"}}
    evacuation = {**CONTENT["evacuation"]}
    bird = {**evacuation["helicopters"]["bird"], "unit": "U", "crew": 2}
    changes: dict[str, Any] = {
        "units": UNITS,
        "hospitals": hospitals,
        "evacuation": {**evacuation, "helicopters": {"bird": bird}},
    }
    # The crew of the helicopter is ill for so long that nobody flies, unless that is switched off.
    couplings = {"staff": False} if coupling == "flights" else {}
    on = run(ill({**SICK, "couplings": couplings}, **changes))
    off = run(ill({**SICK, "couplings": {**couplings, coupling: False}}, **changes))
    for name in OF_THE_VIRUS:
        assert on[name] == off[name]
    watched = set().union(*CHANGED.values())
    assert {name for name in watched if on[name] != off[name]} == CHANGED[coupling]
    assert np.isfinite(off.outcomes).all()
    assert len(off.outcomes) == len(COLUMN)
