"""Stories of the pandemic: a week so bad that every kind of line is in it."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from tests.mission.small import CONTENT, small

from pksim.errors import InputError
from pksim.mission import KINDS, Mission
from pksim.mission import events as ev
from pksim.scenario import Scenario
from pksim.study.story.names import followed
from pksim.study.story.trace import Trace, trace
from pksim.study.story.words import CASE, WORDS

HOURS = {"lognormal": {"mean": "12 h", "sd": "6 h"}}
BAD = {"symptomatic": 0.9, "severe": 0.7, "critical": 0.5, "dead": 0.3}
FAST = {"sensitivity": {0: 0.0, 1: 0.9}, "specificity": 0.9, "turnaround": "3 h"}
COVID: dict[str, Any] = {
    "contacts": {"r0": 4.0, "crew": 2, "dispersion": None},
    "course": {
        **dict.fromkeys(("latent", "onset", "severe_after", "critical_after", "mild"), HOURS),
        "infectious": "2 days",
        "death_after": "2 days",
        "severity": dict.fromkeys(("20s", "30s", "40s", "50s"), BAD),
    },
    "seeds": [{"at": "camp", "cases": 3}],
    "surroundings": {"prevalence": {"2019-03-21": 0.5}, "gate": 0.02, "towns": 2},
    "arrivals": {"infected": {"2019-03-21": 0.2}, "window": "2 days"},
    "isolation": {"on_symptoms": 0.5, "delay": "2 h", "lasts": "3 days"},
    "tests": {
        "pcr": FAST,
        "antigen": FAST,
        "on_symptoms": "pcr",
        "routine": {"every": "2 days", "units": ["V"]},
    },
    "tracing": {"found": 0.8, "delay": "1 h", "lasts": "2 days"},
    "quarantine": {"arrival": "1 days", "tests": [{"day": 0}]},
    "vaccine": {"campaigns": [{"from": "2019-03-22", "over": "2 days", "uptake": 0.5}]},
    "flights": {"transfers": True, "approval": "12 h"},
}
OF_COVID = range(ev.INFECTION, ev.VACCINATED + 1)


@functools.cache
def plague() -> Scenario:
    """Two units, one of them away from the only hospital, which has one bed for the critical."""
    units = {
        "U": {**CONTENT["units"]["U"], "rotations": ["2019-03-23"]},
        "V": {"base": "far", "companies": 1, "platoons": 1},
    }
    hospital = {**CONTENT["hospitals"]["hospital"], "intensive_care": 1}
    return small(units=units, hospitals={"hospital": hospital}, covid=COVID, horizon="10 days")


@functools.cache
def mission() -> Mission:
    return Mission(plague())


def _told(follow: str | None) -> Trace:
    return trace(plague(), seed=1, clock="simpy", follow=follow, mission=lambda _: mission())


@functools.cache
def everything() -> Trace:
    return _told(None)


def _subjects(kind: int) -> list[int]:
    journal = everything().run.journal
    return [int(row) for row in journal["subject"][journal["kind"] == kind]]


def _text(told: Trace) -> str:
    return "\n".join(told.lines())


def test_every_kind_of_the_pandemic_happens_and_reads_as_a_sentence() -> None:
    journal = everything().run.journal
    there = set(journal["kind"].tolist())
    assert {KINDS[kind] for kind in OF_COVID} == {KINDS[kind] for kind in OF_COVID if kind in there}
    for event in journal:
        if int(event["kind"]) in OF_COVID:
            line = everything().line(event)
            assert "{" not in line
            assert "nan" not in line
            assert not line.endswith(" ")
    assert all(kind in WORDS for kind in OF_COVID)


@pytest.mark.parametrize(
    "words",
    [
        "is infected somewhere, at first: person ",
        "is infected in camp: person ",
        "is infected on the march: person ",
        "is infected by somebody from outside the gate: person ",
        "is infected before coming here: person ",
        "has symptoms, ",
        "is severely ill",
        "is critical, and needs intensive care",
        "has had no bed in intensive care",
        "is flown out of the country",
        "is flown to hospital; the helicopter is away for ",
        "dies of COVID-19, ",
        "is isolated for 3.0 days",
        "is confirmed by a test, ",
        " contacts into quarantine",
        " tests for COVID-19",
        "is found by a test, and not infected",
        "unit U lets its newcomers go about: ",
        "vaccination 0: ",
    ],
)
def test_what_is_said(words: str) -> None:
    assert words in _text(everything())


def test_a_case_is_followed_from_infection_to_death() -> None:
    dead = _subjects(ev.DEATH_BY_COVID)[0]
    told = _told(f"case:{dead}")
    kinds = told.events["kind"].tolist()
    assert kinds[0] == ev.INFECTION
    for kind in (ev.SYMPTOMS, ev.SEVERE_CASE, ev.CRITICAL_CASE, ev.DEATH_BY_COVID):
        assert kinds.count(kind) == 1
    assert followed(plague(), f"case:{dead}") == (CASE, dead)
    others = [row for row in _subjects(ev.INFECTION) if row != dead]
    assert not any(f"case {other} " in _text(told) for other in others)


def test_the_isolation_of_a_case_is_part_of_its_story() -> None:
    persons = everything().run.result.world.column("infections.person")
    isolated = set(_subjects(ev.ISOLATION))
    case = next(row for row in _subjects(ev.CONFIRMED) if int(persons[row]) in isolated)
    told = _told(f"case:{case}")
    assert ev.ISOLATION in told.events["kind"].tolist()
    person = int(persons[case])
    assert f"person {person} of unit " in _text(told)


def test_a_person_is_followed_through_infections() -> None:
    persons = everything().run.result.world.column("infections.person")
    case = _subjects(ev.SYMPTOMS)[0]
    text = _text(_told(f"person:{int(persons[case])}"))
    assert f"case {case} has symptoms" in text


def test_a_case_that_never_was_cannot_be_followed() -> None:
    last = int(np.max(_subjects(ev.INFECTION)))
    with pytest.raises(InputError, match=f"cases of this replication are 0 to {last}"):
        _told("case:100000")
