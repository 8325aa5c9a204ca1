"""Who infects whom: in camp, in a vehicle, in hospital, and what bubbles and isolation leave."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.mission.covid.words import PLATOON, SECTION, WARD
from pksim.mission.terms import MEDIC, SURGEON
from tests.mission.checks import mean_is, share_is, variance_is
from tests.mission.covid_small import ALL_SEVERE, DAY, SILENT, covid, days, ill, infections
from tests.mission.small import CONTENT, SEED, column, patrol, run

SHARP = {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 h"}
FOUND = {"antigen": SHARP, "routine": {"every": "1 days"}}
"""Everybody is tested every day, and every case is found an hour later."""
AWAY = {"patrol": patrol(dwell="20 days", vehicles=9)}


def test_in_a_vehicle_nobody_can_be_kept_apart() -> None:
    """All cases are found at once and isolated without a leak; on a march that changes nothing."""
    content = covid(
        {"latent": "0 days"},
        contacts={"crew": "3 per day"},
        seeds=[{"at": "camp", "cases": 30}],
        isolation={"leak": 0.0},
        tests=FOUND,
    )
    outcome = run(ill(content, "20 days", patrols=AWAY))
    assert outcome["infected_crew"] > 10
    assert outcome["infections"] == 30 + outcome["infected_crew"]


# --- one case ----------------------------------------------------------------------------

STAY = {"patrol": patrol(per_day=0)}
BRIEF = {"severity": SILENT, "infectious": "3 days"}
"""Contacts on day 3 to 6, before anybody who was infected by them is infectious."""
ONE_GENERATION = "6 days"


def first_generation(replications: int, course: Any = None, **changes: Any) -> Any:
    """How many one case infects in each of so many runs."""
    scenario = ill(covid({**BRIEF, **(course or {})}, **changes), ONE_GENERATION, patrols=STAY)
    mission = Mission(scenario)
    return [
        mission.run(SEED, i, clock="simpy")["infections"] - 1 for i in range(replications)
    ]  # fmt: skip


def met(contacts: float, others: int, posts: int) -> float:
    """How many others are met by a Poisson number of contacts with any of so many posts."""
    return others * -float(np.expm1(-contacts / posts))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "others", "posts"), [("section", 9, 9), ("platoon", 29, 29), ("camp", 89, 90)]
)
def test_a_case_infects_r0_others_but_for_those_met_twice(
    where: str, others: int, posts: int
) -> None:
    """Nobody wastes a contact on himself where the circle is small; in camp one of all is met."""
    contacts = {"r0": 5.0, "where": {where: 1.0}}
    mean_is(first_generation(240, contacts=contacts), met(5.0, others, posts), half=0.17)


def test_settings_have_their_shares() -> None:
    """Of thirty contacts 12 are in the section, 9 in the platoon and 9 in camp."""
    where = {"section": 0.4, "platoon": 0.3, "camp": 0.3}
    content = covid(BRIEF, contacts={"r0": 30.0, "where": where})
    for replication in range(6):
        outcome = run(ill(content, ONE_GENERATION, patrols=STAY), replication)
        person, source = (infections(outcome, name) for name in ("person", "source"))
        same = {SECTION: person // 10, PLATOON: person // 30}
        for setting, circle in same.items():
            assert (circle[source == setting] == circle[0]).all()
        contacts = infections(outcome, "contacts")[0]
        assert abs(contacts - 30) < 4 * np.sqrt(30)
        assert outcome["infected_section"] > 3


@pytest.mark.parametrize("shape", [None, 0.45, 2.0])
def test_contacts_of_cases_are_poisson_or_spread_wider(shape: float | None) -> None:
    """Their variance is the mean, and the square of the mean over the shape."""
    content = covid(
        BRIEF,
        contacts={"r0": 3.0, "dispersion": shape},
        seeds=[{"at": "camp", "cases": 1800}],
        variants={"first": {"spread": 1.5}},
    )
    units = {"U": {"base": "camp", "companies": 20}}
    outcome = run(ill(content, "1 days", units=units, patrols=STAY))
    contacts, mean = infections(outcome, "contacts"), 4.5
    mean_is(contacts, mean, half=0.2)
    variance_is(contacts, mean + (mean**2 / shape if shape else 0.0), half=0.6)


def test_they_infect_more_at_first() -> None:
    """Twice as much in the first 0.3 of the time: 0.6 of 1.3."""
    content = covid(
        BRIEF,
        contacts={"r0": 2.0, "early": 0.3, "early_load": 2.0},
        seeds=[{"at": "camp", "cases": 100}],
    )
    units = {"U": {"base": "camp", "companies": 20}}
    at = days(run(ill(content, ONE_GENERATION, units=units, patrols=STAY)), ev.INFECTION)
    passed = (np.array(at)[100:] - 3) / 3
    share_is((passed < 0.3).sum(), len(passed), 0.6 / 1.3, half=0.4)
    share_is((passed < 0.65).sum(), len(passed), 0.95 / 1.3, half=0.4)


def infected(content: dict[str, Any], replication: int) -> set[int]:
    """Who is infected at the end of a first generation."""
    outcome = run(ill(content, ONE_GENERATION, patrols=STAY), replication)
    return set(infections(outcome, "person").tolist())


LESS: dict[str, dict[str, Any]] = {
    "without symptoms": {"contacts": {"r0": 20.0, "asymptomatic": 0.3}},
    "masks": {"contacts": {"r0": 20.0, "factors": {"camp": 0.5}}},
    "bubbles": {"bubbles": {"platoons": 1, "across": 0.2}},
    "vaccine, infection": {"vaccine": {"infection": [0.6], "onward": [0], "severe": [0.6]}},
    "vaccine, onward": {"vaccine": {"infection": [0.0], "onward": [0.6], "severe": [0.6]}},
    "isolation": {"isolation": {"leak": 0.1}, "tests": FOUND},
}


@pytest.mark.parametrize("name", LESS)
def test_a_measure_thins_contacts_and_moves_none(name: str) -> None:
    """Everybody who is infected with it is infected without it, under the same luck."""
    plain = covid(BRIEF, contacts={"r0": 20.0})
    change = LESS[name]
    units = {"doses": 1, "last_dose": "2019-03-01"} if "vaccine" in change else {}
    fewer = 0
    for replication in range(6):
        before = infected(plain, replication)
        scenario = ill(
            {**plain, **{key: merged(plain, key, value) for key, value in change.items()}},
            ONE_GENERATION,
            patrols=STAY,
            units={"U": {**CONTENT["units"]["U"], **units}},
        )
        after = set(infections(run(scenario, replication), "person").tolist())
        assert after <= before
        fewer += len(before) - len(after)
    assert fewer


def merged(plain: dict[str, Any], key: str, value: Any) -> Any:
    """A section with changes."""
    return {**plain[key], **value} if key in plain else value


# --- bubbles -----------------------------------------------------------------------------


def test_a_closed_bubble_keeps_everything_inside() -> None:
    """Nothing is left across: all who are infected in camp are of the platoons of the case."""
    units = {"U": {**CONTENT["units"]["U"], "platoons": 4, "support": {"staff": 20}}}
    content = covid(BRIEF, contacts={"r0": 30.0}, bubbles={"platoons": 2, "across": 0.0})
    for replication in range(6):
        outcome = run(ill(content, "30 days", units=units, patrols=STAY), replication)
        person = infections(outcome, "person")
        platoon = column(outcome, "people.platoon")[person]
        bubble = np.where(platoon < 0, -1, platoon // 2)
        assert len(set(bubble.tolist())) == 1
        assert len(person) > 10


def test_columns_are_crewed_from_one_bubble() -> None:
    """Nine vehicles want 36 people; a platoon has thirty, two of them sixty."""
    patrols = {"patrol": patrol(vehicles=9, minimum=1.0)}
    ran = {}
    for platoons in (1, 2, 3):
        content = covid(seeds=[], bubbles={"platoons": platoons, "across": 0.5})
        outcome = run(ill(content, "9 days", patrols=patrols))
        ran[platoons] = outcome["patrols_run"]
        assert outcome["patrols_run"] + outcome["cancelled_crew"] == 9
    # Two platoons are one bubble, and the third one is left with itself, each third day.
    assert ran == {1: 0, 2: 6, 3: 9}
    without = covid(seeds=[])
    assert run(ill(without, "9 days", patrols=patrols))["patrols_run"] == 9


# --- in hospital -------------------------------------------------------------------------


def test_patients_and_medical_staff_infect_each_other() -> None:
    """A severe case in a bed meets medics and surgeons, and nobody else; they meet the wounded."""
    units = {"U": {**CONTENT["units"]["U"], "support": {"medic": 3, "surgeon": 3}}}
    content = covid(
        {"severity": ALL_SEVERE, "infectious": "20 days", "latent": "8 days", "onset": "0 days"},
        contacts={"ward": "2 per day"},
    )
    staff = 0
    for replication in range(6):
        outcome = run(ill(content, "40 days", units=units, patrols=STAY), replication)
        person, source = (infections(outcome, name) for name in ("person", "source"))
        jobs = column(outcome, "people.job")[person[source == WARD]]
        assert set(jobs.tolist()) <= {MEDIC, SURGEON}
        assert (infections(outcome, "came_at")[1:] >= 12 * DAY).all()
        staff += len(jobs)
    assert staff > 12
