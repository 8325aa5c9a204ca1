"""Who is kept from duty by COVID-19, and for how long: one case whose days are fixed."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.duty import (
    AFTER_DOSE,
    APART,
    IN_QUARANTINE,
    UNWELL,
)
from pksim.mission.terms import (
    DEAD,
    EVACUATED,
    FIT,
    ISOLATED,
    MEDIC,
    ON_TASK,
    QUARANTINED,
    SICK,
    SURGEON,
)
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_DIE,
    ALL_SEVERE,
    CRISIS,
    MILD,
    ONSET,
    SEVERE,
    SILENT,
    WELL,
    WELL_CRITICAL,
    WELL_SEVERE,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import CONTENT, column, patrol, run

PERFECT: dict[str, Any] = {
    "pcr": {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 days"},
    "antigen": {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "30 min"},
}
"""Tests that find every case from the day of infection on, and nobody else."""
LONG = {"patrol": patrol(dwell="25 days", per_day="1 per week", vehicles=9)}
"""Columns that stay away for most of the run, with everybody who drives."""


def state_of_case(outcome: Any) -> int:
    """The state of the first case at the end."""
    return int(column(outcome, "people.state")[infections(outcome, "person")[0]])


def test_whoever_dies_on_a_march_is_not_dismissed_alive() -> None:
    """A column that comes home sets free those who are on it, and nobody who died on the way."""
    for replication in range(20):
        outcome = run(ill(covid({"severity": ALL_DIE}), "35 days", patrols=LONG), replication)
        assert days(outcome, ev.PATROL_RETURNED)
        assert days(outcome, ev.DEATH_BY_COVID) == [CRISIS]
        assert state_of_case(outcome) == DEAD


def test_whoever_is_flown_out_from_a_march_stays_out() -> None:
    content = covid({"severity": ALL_CRITICAL}, flights={"approval": "1 days"})
    for replication in range(20):
        outcome = run(ill(content, "35 days", patrols=LONG), replication)
        assert state_of_case(outcome) == EVACUATED


def test_whoever_is_well_before_the_sick_bay_does_not_report() -> None:
    """Half a day of symptoms, and a day until the sick bay: never off duty, nor for ever."""
    outcome = run(ill(covid({"mild": "12 h"})))
    assert outcome["covid_days"] == 0
    assert state_of_case(outcome) == FIT


@pytest.mark.parametrize("rotations", [[], ["2019-04-02"]])
def test_nobody_dies_twice(rotations: list[str]) -> None:
    """Five are killed on day 10 who would have died on day 19, be their posts filled by then."""
    attack = [{"at": "camp", "cause": "indirect fire", "day": 10, "hour": "1 h", "killed": 5}]
    outcome = run(
        ill(
            covid({"severity": ALL_DIE}, seeds=[{"at": "camp", "cases": 90}]),
            incidents=attack,
            patrols={"patrol": patrol(per_day=0)},
            units={"U": {**CONTENT["units"]["U"], "rotations": rotations}},
        )
    )
    assert outcome["deaths_indirect"] == 5
    assert outcome["deaths_covid"] == 85
    assert outcome["deaths"] == 90


# --- for how long ------------------------------------------------------------------------

FATES = {
    "silent": (SILENT, 0.0),
    "mild": (MILD, WELL - ONSET - 1.0),
    "severe": (ALL_SEVERE, WELL_SEVERE - ONSET - 1.0),
    "critical": (ALL_CRITICAL, WELL_CRITICAL - ONSET - 1.0),
    "dead": (ALL_DIE, CRISIS - ONSET - 1.0),
}


@pytest.mark.parametrize("name", FATES)
def test_off_duty_from_the_sick_bay_until_well(name: str) -> None:
    shares, off = FATES[name]
    outcome = run(ill(covid({"severity": shares})))
    assert outcome["covid_days"] == pytest.approx(off)
    assert outcome["covid_most_absent"] == (1 if off else 0)
    assert column(outcome, "people.kept").max() == 0
    assert column(outcome, "sick_list.unwell")[0] == 0


def test_whoever_keeps_silent_is_off_duty_only_when_severe() -> None:
    silent = {"reports": 0.0}
    assert run(ill(covid(isolation=silent)))["covid_days"] == 0
    severe = run(ill(covid({"severity": ALL_SEVERE}, isolation=silent)))
    assert severe["covid_days"] == pytest.approx(WELL_SEVERE - SEVERE)


@pytest.mark.parametrize(("lasts", "until"), [(10, 16), (3, WELL), (6, WELL)])
def test_isolation_and_illness_together_last_as_long_as_the_longer(lasts: int, until: int) -> None:
    """Both begin on day 6; whoever is well may still be isolated, and the other way round."""
    isolation = {"reports": 1.0, "delay": "1 days", "on_symptoms": 1.0, "lasts": f"{lasts} days"}
    outcome = run(ill(covid(isolation=isolation)))
    assert outcome["covid_days"] == pytest.approx(until - ONSET - 1)
    last = ISOLATED if 6 + lasts == until else SICK
    for day, state in ((6, FIT), (until, last), (until + 1, FIT)):
        assert state_of_case(run(ill(covid(isolation=isolation), f"{day} days"))) == state


def test_a_result_makes_isolation_longer() -> None:
    """Isolated on day 6 for five days, and again on day 7 by the result: until day 12."""
    isolation = {"reports": 1.0, "delay": "1 days", "on_symptoms": 1.0, "lasts": "5 days"}
    content = covid({"mild": "3 days"}, isolation=isolation)
    outcome = run(ill({**content, "tests": {**PERFECT, "on_symptoms": "pcr"}}))
    assert days(outcome, ev.ISOLATION) == [6, 7]
    assert outcome["covid_days"] == pytest.approx(12 - 6)


def test_traced_contacts_are_in_quarantine_and_counted_apart() -> None:
    """All nine mates of the section, from day 9 on: a day for the result and two to find them."""
    content = covid(
        tests={**PERFECT, "on_symptoms": "pcr"},
        tracing={"found": 1.0, "delay": "2 days", "lasts": "7 days"},
    )
    outcome = run(ill(content, patrols={"patrol": patrol(per_day=0)}))
    assert days(outcome, ev.TRACED) == [9]
    assert outcome["contacts_quarantined"] == 9
    assert outcome["quarantine_days"] == pytest.approx(9 * 7)
    assert outcome["covid_most_absent"] == 10
    during = run(ill(content, "12 days", patrols={"patrol": patrol(per_day=0)}))
    assert (column(during, "people.state") == QUARANTINED).sum() == 9
    person = infections(during, "person")[0]
    section = column(during, "people.state")[person // 10 * 10 : person // 10 * 10 + 10]
    assert set(section.tolist()) == {QUARANTINED, ISOLATED}


@pytest.mark.slow
def test_a_second_case_of_the_section_makes_quarantine_longer() -> None:
    """Overlapping reasons: each day counts once, unwell before well, as the journal tells it."""
    content = covid(
        seeds=[{"at": "camp", "cases": 8}, {"at": "camp", "cases": 8, "day": 4}],
        tests={**PERFECT, "on_symptoms": "pcr"},
        tracing={"found": 0.7, "lasts": "7 days"},
        isolation={"reports": 0.6, "delay": "1 days", "on_symptoms": 0.5},
        vaccine={"campaigns": [{"from": "2019-03-21", "uptake": 0.7, "over": "10 days"}]},
    )
    for replication in range(2):
        outcome = run(ill(content, "20 days"), replication)
        unwell, well, most = counted_from_states(content, replication, 20)
        assert outcome["covid_days"] == pytest.approx(unwell)
        assert outcome["quarantine_days"] == pytest.approx(well)
        assert outcome["covid_most_absent"] == most


def counted_from_states(content: Any, replication: int, horizon: int) -> tuple[float, float, int]:
    """Days away by the reasons that runs end with on each day: here all begin and end at midnight.

    A run that ends on a day has not yet seen its midnight, so each tells of the day before it.
    """
    unwell = well = most = 0
    for day in range(1, horizon + 1):
        seeds = [seed for seed in content["seeds"] if seed.get("day", 0) < day]
        until_then = ill({**content, "seeds": seeds}, f"{day} days")
        kept = column(run(until_then, replication), "people.kept")
        sick = (kept & (UNWELL | APART)) != 0
        apart = ~sick & ((kept & (IN_QUARANTINE | AFTER_DOSE)) != 0)
        unwell, well = unwell + sick.sum(), well + apart.sum()
        most = max(most, (sick | apart).sum())
    return float(unwell), float(well), int(most)


# --- whose post it is --------------------------------------------------------------------

ONE_DAY = {"reports": 1.0, "delay": "1 days", "on_symptoms": 1.0}


def test_a_newcomer_is_not_ill_because_the_predecessor_was() -> None:
    """Rotated on day 8: two days off duty, and nothing left of them for whoever came."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": ["2019-03-29"]}}
    outcome = run(ill(covid({"severity": ALL_DIE}, isolation=ONE_DAY), units=unit))
    assert outcome["covid_days"] == pytest.approx(8 - 6)
    assert (column(outcome, "people.state") == FIT).all()
    assert column(outcome, "people.infections").max() == 0
    assert column(outcome, "people.kept").max() == 0
    assert outcome["deaths_covid"] == 1  # at home, and still of the mission


@pytest.mark.parametrize("severity", ["t3", "t1"])
def test_wounded_while_ill(severity: str) -> None:
    """All are ill from day 6 to day 12; one is wounded on day 8, and stays the hospital's."""
    attack = [{"at": "camp", "cause": "indirect fire", "day": 8, "hour": "1 h", severity: 1}]
    outcome = run(
        ill(
            covid(seeds=[{"at": "camp", "cases": 90}]),
            "30 days",
            incidents=attack,
            patrols={"patrol": patrol(per_day=0)},
        )
    )
    back = outcome["returned_to_duty"] == 1
    states = column(outcome, "people.state")
    assert (states != FIT).sum() == (0 if back else 1)
    assert outcome["covid_days"] == pytest.approx(90 * (WELL - ONSET - 1))


def test_back_from_hospital_into_isolation() -> None:
    """Wounded on day 8, back on day 11 from the ward, and isolated until day 16."""
    attack = [{"at": "camp", "cause": "indirect fire", "day": 8, "hour": "0 h", "t3": 1}]
    care = {**CONTENT["care"], "t3_returned": 1.0}
    changes = {"incidents": attack, "care": care, "patrols": {"patrol": patrol(per_day=0)}}
    content = covid(seeds=[{"at": "camp", "cases": 90}], isolation=ONE_DAY)
    outcome = run(ill(content, "14 days", **changes))
    assert outcome["returned_to_duty"] == 1
    assert (column(outcome, "people.state") == ISOLATED).all()
    assert (column(run(ill(content, "17 days", **changes)), "people.state") == FIT).all()


def test_whoever_falls_ill_on_a_march_finishes_it() -> None:
    """Three columns are out from day 0, 1 and 2 for ten days; all are isolated from 6 to 15."""
    patrols = {"patrol": patrol(dwell="10 days", vehicles=9)}
    content = covid(seeds=[{"at": "camp", "cases": 90}], isolation={**ONE_DAY, "lasts": "9 days"})
    out = run(ill(content, "10 days", patrols=patrols))
    assert set(column(out, "people.state").tolist()) == {ON_TASK, ISOLATED}
    home = run(ill(content, "13 days", patrols=patrols))
    assert days(home, ev.PATROL_RETURNED)
    assert (column(home, "people.state") == ISOLATED).all()
    assert (column(run(ill(content, "16 days", patrols=patrols)), "people.kept") == 0).all()


# --- switched off ------------------------------------------------------------------------


def test_couplings_say_whom_illness_keeps_from_duty() -> None:
    """`duty` is for the line, `staff` for medics, surgeons and aircrew; days are counted anyhow."""
    unit = {**CONTENT["units"]["U"], "support": {"surgeon": 5, "staff": 5}}
    content = covid(seeds=[{"at": "camp", "cases": 100}])
    for duty in (True, False):
        for staff in (True, False):
            couplings = {"duty": duty, "staff": staff}
            outcome = run(ill({**content, "couplings": couplings}, "8 days", units={"U": unit}))
            jobs, states = column(outcome, "people.job"), column(outcome, "people.state")
            of_staff = np.isin(jobs, [MEDIC, SURGEON])
            assert set(states[of_staff]) == ({SICK} if staff else {FIT})
            assert set(states[~of_staff]) == ({SICK} if duty else {FIT})
            assert outcome["covid_days"] == pytest.approx(100 * 2)


def test_the_coupling_of_quarantine_frees_the_well_and_not_the_sick() -> None:
    unit = {"U": {**CONTENT["units"]["U"], "rotations": ["2019-03-23"]}}
    content = covid(seeds=[], quarantine={"arrival": "10 days"}, couplings={"quarantine": False})
    outcome = run(ill(content, "8 days", units=unit))
    assert (column(outcome, "people.state") == FIT).all()
    assert outcome["quarantine_days"] == pytest.approx(90 * 6)
    assert outcome["patrols_run"] == 8
    kept = run(ill({**content, "couplings": {}}, "8 days", units=unit))
    assert kept["patrols_run"] == 2
    assert kept["cancelled_crew"] == 6


def test_no_list_counts_the_dead() -> None:
    """Twenty are killed on day 8, two days after all fell ill, who would be away until day 29."""
    attack = [{"at": "camp", "cause": "indirect fire", "day": 8, "hour": "0 h", "killed": 20}]
    content = covid({"severity": ALL_SEVERE}, seeds=[{"at": "camp", "cases": 90}])
    outcome = run(ill(content, incidents=attack, patrols={"patrol": patrol(per_day=0)}))
    assert outcome["covid_days"] == pytest.approx(70 * 23 + 20 * 2)
    assert column(outcome, "sick_list.unwell")[0] == 0
