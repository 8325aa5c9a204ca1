"""Infection in hospital: patients and medical staff, each way, and nobody else."""

from typing import Any

import numpy as np

from pksim.mission import MissionRun
from pksim.mission.covid.words import WARD
from pksim.mission.terms import MEDIC, SURGEON
from tests.mission.covid_small import ALL_SEVERE, MILD, covid, ill, infections
from tests.mission.small import CONTENT, column, run

STAFFED = {**CONTENT["units"]["U"], "support": {"medic": 30}}
CONTACTS = {"r0": 0.0, "ward": 20}
LONG = {"hospital": {**CONTENT["hospitals"]["hospital"], "ward": 120, "ward_stay": "30 days"}}


def hospital_outbreak(course: dict[str, Any], wounded: int, cases: int = 60) -> MissionRun:
    """Half the camp infected at first, so many of it wounded on the first day."""
    content = covid(
        {"severe_after": "1 days", "severity": course},
        contacts=CONTACTS,
        seeds=[{"at": "camp", "cases": cases}],
        isolation={"reports": 0.0},
    )
    incident = {"at": "camp", "cause": "indirect fire", "day": 0, "hour": "1 h", "t3": wounded}
    incidents = [incident] if wounded else []
    return run(ill(content, units={"U": STAFFED}, incidents=incidents, hospitals=LONG))


def jobs_of_infected(outcome: MissionRun) -> set[int]:
    """The jobs of those who were infected in hospital."""
    persons = infections(outcome, "person")[infections(outcome, "source") == WARD]
    return set(column(outcome, "people.job")[persons].tolist())


def test_without_a_patient_nobody_is_infected_in_hospital() -> None:
    assert hospital_outbreak(MILD, wounded=0)["infected_ward"] == 0


def test_the_wounded_who_are_infected_infect_staff_and_staff_infects_the_wounded() -> None:
    """Mild cases lie in no bed of their own: a medic is infected by somebody wounded, or nobody."""
    outcome = hospital_outbreak(MILD, wounded=40)
    assert MEDIC in jobs_of_infected(outcome)
    wounded = set(column(outcome, "casualties.person")[:40].tolist())
    persons = infections(outcome, "person")[infections(outcome, "source") == WARD]
    others = column(outcome, "people.job")[persons]
    assert all(
        p in wounded or job in (MEDIC, SURGEON) for p, job in zip(persons, others, strict=True)
    )
    assert wounded & set(persons.tolist())


def test_severe_cases_infect_staff() -> None:
    outcome = hospital_outbreak(ALL_SEVERE, wounded=0, cases=30)
    assert jobs_of_infected(outcome) == {MEDIC}
    assert np.all(infections(outcome, "came_at")[infections(outcome, "source") == WARD] > 3 * 1440)
