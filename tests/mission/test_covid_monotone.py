"""Fewer contacts infect nobody more, under the same luck, where nothing depends on the date.

In a closed camp whom a case meets, and how long after its own infection, is fixed by the luck of
the case. A measure thins these contacts, so whoever is reached by a chain of those that are left is
reached by the same chain without the measure, and no later: infections up to any day are nested.

That needs more than it seems. Where a measure follows the course of the outbreak (tracing), where
people go in and out of camp (patrols) or where protection fades (vaccines that wane, variants), an
infection that comes later meets another world, and may infect somebody it would have missed.
"""

from copy import deepcopy
from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from tests.mission.covid_small import DAY, covid, ill, infections
from tests.mission.small import SEED, patrol

REPLICATIONS = 12
STAY = {"patrol": patrol(per_day=0)}
COURSE = {
    "latent": {"lognormal": {"median": "4 days", "sigma": 0.3}},
    "infectious": {"lognormal": {"median": "8 days", "sigma": 0.3}},
    "onset": {"lognormal": {"median": "1 days", "sigma": 0.5}},
    "severity": {
        band: {"symptomatic": 0.6, "severe": 0, "critical": 0, "dead": 0}
        for band in ("20s", "30s", "40s", "50s")
    },
}
WHERE = {"section": 0.4, "platoon": 0.3, "camp": 0.3}
PERFECT = {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 days"}


def closed(**changes: Any) -> dict[str, Any]:
    """An outbreak in a camp that nobody leaves or comes to."""
    return covid(
        COURSE,
        contacts={"r0": 2.5, "where": WHERE, "dispersion": 0.45, **changes.pop("contacts", {})},
        seeds=[{"at": "camp", "cases": 4}],
        isolation={"reports": 0.7, "delay": "1 days", "lasts": "10 days"},
        **changes,
    )


def who_and_when(content: dict[str, Any], **changes: Any) -> list[dict[int, float]]:
    """In each replication: who was infected, and when for the first time."""
    mission = Mission(ill(content, "60 days", **{"patrols": STAY, **changes}))
    found = []
    for replication in range(REPLICATIONS):
        outcome = mission.run(SEED, replication, clock="simpy")
        first: dict[int, float] = {}
        at = infections(outcome, "exposed_at").tolist()
        for person, time in zip(infections(outcome, "person").tolist(), at, strict=True):
            first.setdefault(person, time)
        found.append(first)
    return found


def is_nested(fewer: list[dict[int, float]], more: list[dict[int, float]]) -> tuple[bool, int]:
    """Whether whoever is infected is so without the measure too, and no later; who is spared."""
    nested = all(
        person in before and before[person] <= time + 1e-6
        for after, before in zip(fewer, more, strict=True)
        for person, time in after.items()
    )
    return nested, sum(map(len, more)) - sum(map(len, fewer))


@pytest.fixture(scope="module")
def before() -> list[dict[int, float]]:
    """Without any measure."""
    return who_and_when(closed())


FEWER: dict[str, dict[str, Any]] = {
    "section": {"contacts": {"factors": {"section": 0.5}}},
    "platoon": {"contacts": {"factors": {"platoon": 0.2}}},
    "camp": {"contacts": {"factors": {"camp": 0.1}}},
    "all": {"contacts": {"factors": {"section": 0.7, "platoon": 0.7, "camp": 0.7}}},
    "bubbles": {"bubbles": {"platoons": 1, "across": 0.1}},
    "tests": {"tests": {"pcr": PERFECT, "on_symptoms": "pcr"}},
    "asymptomatic": {"contacts": {"asymptomatic": 0.5}},
}


@pytest.mark.parametrize("name", FEWER)
def test_fewer_contacts_infect_nobody_more(name: str, before: list[dict[int, float]]) -> None:
    nested, spared = is_nested(who_and_when(closed(**deepcopy(FEWER[name]))), before)
    assert nested
    assert spared > 0


def test_vaccination_infects_nobody_more_while_it_does_not_wane(
    before: list[dict[int, float]],
) -> None:
    """A dose that all have had before: infection, onward spread, or both are less likely."""
    unit = {"base": "camp", "companies": 1, "platoons": 3, "doses": 1, "last_dose": "2019-01-01"}
    for infection, onward in ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        vaccine = {"infection": [infection], "onward": [onward], "severe": [infection]}
        content = closed(vaccine={**vaccine, "half_life": "100000 days"})
        nested, spared = is_nested(who_and_when(content, units={"U": unit}), before)
        assert nested
        assert spared > 0


@pytest.mark.slow
def test_with_columns_that_come_and_go_fewer_contacts_may_infect_somebody_more() -> None:
    """Whoever is infected later is in camp when others are, and would have been on a march."""
    columns = {"patrol": patrol(dwell="30 h", vehicles=9)}
    contacts = {"r0": 4.0, "crew": "0.5 per day"}
    plain = who_and_when(closed(contacts=contacts), patrols=columns)
    masks = {**contacts, "factors": {"camp": 0.5, "section": 0.5}}
    thinned = who_and_when(closed(contacts=masks), patrols=columns)
    nested, spared = is_nested(thinned, plain)
    assert not nested
    assert spared > 0


def test_with_tracing_fewer_contacts_may_infect_somebody_more() -> None:
    """A case that is spared brings nobody into quarantine, who is infected by another instead."""
    found = {
        "tests": {"pcr": PERFECT, "on_symptoms": "pcr"},
        "tracing": {"found": 1.0, "delay": "0 days", "lasts": "14 days"},
        "quarantine": {"complies": 1.0, "leak": 0.0, "inside": 0.0},
    }
    plain = who_and_when(closed(contacts={"r0": 4.0}, **deepcopy(found)))
    masks = {"r0": 4.0, "factors": {"camp": 0.4}}
    nested, spared = is_nested(who_and_when(closed(contacts=masks, **deepcopy(found))), plain)
    assert not nested
    assert spared > 0


def test_no_measure_and_the_same_luck_is_the_same_outbreak(before: list[dict[int, float]]) -> None:
    """Measures that reach nobody: full factors, and a freeze where nobody rotates."""
    freeze = {"from": "2019-03-25", "until": "2019-04-05"}
    assert who_and_when(closed(freeze=freeze, quarantine={"arrival": "14 days"})) == before
    assert {len(first) for first in before} - {4}
    assert all(time < 60 * DAY for first in before for time in first.values())
    assert np.mean([len(first) for first in before]) > 20


@pytest.mark.parametrize("ward", ["0 per day", "2 per day"])
def test_a_vaccine_against_severe_illness_alone_moves_no_contacts_in_camp(ward: str) -> None:
    """Nobody is in a bed, so nothing but severity differs: the outbreak is the same."""
    unit = {"base": "camp", "companies": 1, "platoons": 3, "doses": 1, "last_dose": "2019-01-01"}
    found = []
    for severe in (0.0, 0.9):
        vaccine = {"infection": [0.0], "onward": [0.0], "severe": [severe]}
        content = closed(
            contacts={"ward": ward}, vaccine=vaccine, couplings={"beds": False, "duty": False}
        )
        content["course"]["severity"] = {
            band: {"symptomatic": 0.8, "severe": 0.7, "critical": 0, "dead": 0}
            for band in ("20s", "30s", "40s", "50s")
        }
        found.append(who_and_when(content, units={"U": unit}))
    assert found[0] == found[1]
