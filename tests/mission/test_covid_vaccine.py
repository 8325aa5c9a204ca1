"""Vaccination: doses and days off, when protection begins and wanes, and against what."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.terms import FIT
from tests.mission.checks import share_is
from tests.mission.covid_small import DAY, SILENT, covid, days, ill, infections, severity
from tests.mission.small import CONTENT, column, patrol, run, told

STRENGTH = 90


def campaign(**changes: Any) -> dict[str, Any]:
    """Everybody gets one dose on the first day, and has no day off."""
    return {
        "from": "2019-03-21", "over": "1 days", "uptake": 1.0, "off_duty": "0 min", **changes
    }  # fmt: skip


def vaccine(*campaigns: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A vaccine of which one dose takes at once."""
    return {"takes": "0 min", "campaigns": [*campaigns], **changes}


@pytest.mark.parametrize("off", [0.0, 0.5, 1.0, 1.5, 3.0])
def test_everybody_is_off_duty_after_the_dose_for_so_long(off: float) -> None:
    content = covid(seeds=[], vaccine=vaccine(campaign(over="10 days", off_duty=f"{off * 24} h")))
    outcome = run(ill(content, "20 days"))
    assert outcome["doses"] == STRENGTH
    assert outcome["quarantine_days"] == pytest.approx(STRENGTH * off)
    assert (column(outcome, "people.state") == FIT).all()


def test_a_campaign_that_began_before_the_run_is_where_it_stands() -> None:
    """Of ten days, four were before the first one of the run: their doses are that old by now."""
    content = covid(seeds=[], vaccine=vaccine(campaign(over="10 days", **{"from": "2019-03-17"})))
    outcome = run(ill(content, "20 days"))
    doses = column(outcome, "people.last_dose") / DAY
    assert (column(outcome, "people.doses") == 1).all()
    assert set(doses) <= set(range(-4, 6))
    assert (doses < 0).any()
    assert outcome["doses"] == (doses >= 0).sum() > 0
    assert days(outcome, ev.VACCINATED) == [0, 1, 2, 3, 4, 5]


# --- doses -------------------------------------------------------------------------------


def test_doses_go_to_a_share_evenly_over_the_days() -> None:
    content = covid(seeds=[], vaccine=vaccine(campaign(over="10 days", uptake=0.6)))
    units = {"U": {"base": "camp", "companies": 8}}
    outcome = run(ill(content, "20 days", units=units))
    by_day = told(outcome, ev.VACCINATED)["value"]
    assert len(by_day) == 10
    share_is(by_day.sum(), 720, 0.6, half=0.2)
    share_is(by_day[:5].sum(), by_day.sum(), 0.5, half=0.3)
    assert (column(outcome, "people.doses") == 1).sum() == by_day.sum() == outcome["doses"]


def test_a_campaign_is_for_the_units_that_it_names() -> None:
    units = {"U": CONTENT["units"]["U"], "V": {"base": "camp", "companies": 1, "doses": 1}}
    content = covid(seeds=[], vaccine=vaccine(campaign(units=["V"])))
    outcome = run(ill(content, units=units, patrols={"patrol": patrol(unit="U")}))
    doses, unit = column(outcome, "people.doses"), column(outcome, "people.unit")
    assert (doses[unit == 0] == 0).all()
    assert (doses[unit == 1] == 2).all()


def test_newcomers_have_the_doses_of_their_unit_and_none_of_their_predecessors() -> None:
    unit = {**CONTENT["units"]["U"], "doses": 1, "rotations": ["2019-03-25"]}
    content = covid(seeds=[], vaccine=vaccine(campaign()))
    outcome = run(ill(content, units={"U": unit}))
    assert outcome["doses"] == STRENGTH
    assert (column(outcome, "people.doses") == 1).all()


# --- protection --------------------------------------------------------------------------

SUSCEPTIBLES = 720
BIG = {"U": {"base": "camp", "companies": 8}}


CONTACTS = 1.2


def caught(protection: dict[str, Any], day: int, **changes: Any) -> float:
    """How many of 720 people are infected around the midnight before a day, by the gate.

    Prevalence goes up to 1 in a day and down again, so that each meets `CONTACTS` in the mean.
    """
    curve = {date_of(day - 1): 0.0, date_of(day): 1.0, date_of(day + 1): 0.0}
    content = covid(
        {"severity": SILENT, "latent": "90 days"},
        seeds=[],
        surroundings={"prevalence": curve, "gate": f"{CONTACTS} per day"},
        vaccine={**vaccine(), **protection},
        **changes,
    )
    return run(ill(content, "60 days", units=BIG))["infections"]


def date_of(day: int) -> str:
    """A date of the run by its day."""
    return f"{date(2019, 3, 21) + timedelta(days=day)}"


HALF = {"infection": [0.8], "onward": [0.0], "severe": [0.8]}
LEFT = {
    "no vaccine": ({}, 20, 1.0),
    "at once": ({**HALF, "campaigns": [campaign()], "half_life": "9999 days"}, 20, 0.2),
    "not yet": ({**HALF, "campaigns": [campaign()], "takes": "25 days"}, 20, 1.0),
    "since": (
        {**HALF, "campaigns": [campaign()], "takes": "10 days", "half_life": "9999 days"}, 20, 0.2
    ),
    "waned": ({**HALF, "campaigns": [campaign()], "half_life": "20 days"}, 20, 0.6),
    "waned since": (
        {**HALF, "campaigns": [campaign()], "takes": "10 days", "half_life": "10 days"}, 20, 0.6
    ),
    "severe only": (
        {"infection": [0.0], "onward": [0.0], "severe": [1.0], "campaigns": [campaign()]}, 20, 1.0
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_protection_against_infection(name: str) -> None:
    """As the formula says: the dose, from `takes` on, halved every `half_life`."""
    protection, day, left = LEFT[name]
    share_is(caught(protection, day), SUSCEPTIBLES, 1 - np.exp(-left * CONTACTS), half=0.5)


def test_a_variant_leaves_part_of_the_protection_against_infection() -> None:
    protection, day, _ = LEFT["at once"]
    variants = {"first": {"vaccine": 0.5}}
    share = 1 - np.exp(-(1 - 0.5 * 0.8) * CONTACTS)
    share_is(caught(protection, day, variants=variants), SUSCEPTIBLES, share, half=0.5)


def test_two_doses_are_more_than_one_and_three_are_two() -> None:
    table = {"infection": [0.2, 0.7], "onward": [0, 0], "severe": [0.2, 0.9]}
    for doses, left in ((1, 0.8), (2, 0.3), (3, 0.3)):
        campaigns = [campaign(**{"from": date_of(day)}) for day in range(doses)]
        protection = {**table, "campaigns": campaigns, "half_life": "9999 days"}
        share_is(caught(protection, 20), SUSCEPTIBLES, 1 - np.exp(-left * CONTACTS), half=0.5)


# --- severe illness ----------------------------------------------------------------------


def severe_of(protection: dict[str, Any], **changes: Any) -> Any:
    """Who of 720 people, all of them infected on day 20, becomes severe."""
    content = covid(
        {"severity": severity(1, 0.5)},
        seeds=[{"at": "camp", "cases": SUSCEPTIBLES, "day": 20}],
        vaccine={**vaccine(campaign()), **protection},
        **changes,
    )
    outcome = run(ill(content, "60 days", units=BIG))
    person = infections(outcome, "person")
    return set(person[np.isfinite(infections(outcome, "severe_at"))].tolist())


def test_protection_against_severe_illness_is_of_all_exposed() -> None:
    """95 % of all exposed are spared severe illness, and 60 % infection: 1 of 8 of the infected."""
    table = {"infection": [0.6], "onward": [0.0], "severe": [0.95], "half_life": "9999 days"}
    share_is(len(severe_of(table)), SUSCEPTIBLES, 0.5 * 0.05 / 0.4, half=1.5)
    # Once protection against infection is gone, what is left of severe illness is 1 of 20.
    share_is(len(severe_of({**table, "half_life": "1 days"})), SUSCEPTIBLES, 0.5 * 0.05, half=2.5)


def test_it_makes_nobody_worse() -> None:
    """Person by person: the more protection, the fewer of the same people become severe."""
    before: set[int] = set(range(SUSCEPTIBLES))
    for share in (0.0, 0.3, 0.6, 0.9, 1.0):
        now = severe_of({"infection": [0.0], "onward": [0.0], "severe": [share]})
        assert now <= before
        before = now
    assert not before


def test_less_protection_against_infection_than_against_severe_illness_takes_nothing_away() -> None:
    """Infection is prevented more than severe illness: whoever is infected is as ill as others."""
    table = {"infection": [0.9], "onward": [0.0], "severe": [0.5], "half_life": "9999 days"}
    nothing = {"infection": [0.0], "onward": [0.0], "severe": [0.0]}
    assert severe_of(table) == severe_of(nothing)
