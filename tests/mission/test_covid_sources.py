"""Infections from outside: in towns, through the gate, and seeds; as many as prevalence says."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from tests.mission.checks import mean_is
from tests.mission.covid_small import DAY, SILENT, covid, ill, infections
from tests.mission.small import SEED as RUN_SEED
from tests.mission.small import patrol, run, told

BIG = {"U": {"base": "camp", "companies": 8}}


def outside(course: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Nobody is infected at first, and nobody infects anybody."""
    return covid({"severity": SILENT, **(course or {})}, seeds=[], **changes)


def test_a_whole_column_may_be_infected_at_one_stop() -> None:
    """More at once than the engine has room for in a turn: the rest is left for the next stop."""
    outcome = run(
        ill(
            outside(
                surroundings={"prevalence": {"2019-03-21": 1.0}, "towns": "10000 per day"}
            ),
            "1 days",
            units={"U": {"base": "camp", "companies": 9, "drivers": 5}},
            patrols={"patrol": patrol(vehicles=60)},
            occupants={6: 1.0},
        )
    )  # fmt: skip
    assert told(outcome, ev.PATROL_LEFT)["value"][0] > 300
    assert 100 < outcome["infected_town"] <= 200


# --- at the gate and in towns ------------------------------------------------------------

RUNS = 40


def test_the_gate_infects_by_prevalence_people_and_time() -> None:
    """720 people, 20 days, 0.05 contacts a day, one in fifty infectious."""
    content = outside(surroundings={"prevalence": {"2019-03-21": 0.02}, "gate": "0.05 per day"})
    mission = Mission(ill(content, "20 days", units=BIG))
    runs = [mission.run(RUN_SEED, i, clock="simpy") for i in range(RUNS)]
    mean_is([r["infected_gate"] for r in runs], 720 * 20 * 0.05 * 0.02, half=0.25)
    assert all(r["infections"] == r["infected_gate"] for r in runs)


def test_the_gate_goes_with_the_curve() -> None:
    """Prevalence rises from day 5 to 15 and is level then: a tenth of all comes before day 11."""
    content = outside(
        {"latent": "90 days"},
        surroundings={
            "prevalence": {"2019-03-26": 0.0, "2019-04-05": 0.02}, "gate": "0.2 per day"
        },
    )  # fmt: skip
    scenario = ill(content, "35 days", units=BIG)
    outcome = run(scenario)
    at = told(outcome, ev.INFECTION)["time"] / DAY
    expected = 720 * 0.2 * 0.02 * (5 + 20)
    assert abs(len(at) - expected) < 4 * np.sqrt(expected)
    assert at.min() > 5
    early = 720 * 0.2 * 0.02 * 5 * 0.5**2
    assert abs((at < 10).sum() - early) < 4 * np.sqrt(early)


def test_towns_infect_by_prevalence_people_and_hours_there() -> None:
    """Eight people a day are an hour at the far end: eight person-hours of three contacts a day."""
    content = outside(surroundings={"prevalence": {"2019-03-21": 0.2}, "towns": "3 per day"})
    mission = Mission(ill(content, "20 days"))
    runs = [mission.run(RUN_SEED, i, clock="simpy") for i in range(2 * RUNS)]
    mean_is([r["infected_town"] for r in runs], 20 * 8 / 24 * 3 * 0.2, half=0.25)
    assert all(r["infections"] == r["infected_town"] for r in runs)


def test_whoever_stays_in_camp_is_not_infected_in_towns() -> None:
    content = outside(surroundings={"prevalence": {"2019-03-21": 1.0}, "towns": "20 per day"})
    outcome = run(ill(content, "30 days"))
    seen = infections(outcome, "person")
    assert len(seen) > 20
    left = told(outcome, ev.PATROL_LEFT)["time"]
    assert all(any(0 < at - out < 300 for out in left) for at in infections(outcome, "came_at"))


def test_nobody_comes_from_outside_where_nobody_is_infectious() -> None:
    later = {"2019-04-20": 0.0, "2019-04-25": 1.0}
    content = outside(surroundings={"prevalence": later, "gate": "5 per day", "towns": "5 per day"})
    assert run(ill(content, "20 days"))["infections"] == 0


# --- seeds -------------------------------------------------------------------------------


@pytest.mark.parametrize(("cases", "infected"), [(1, 1), (89, 89), (90, 90)])
def test_as_many_are_seeded_as_there_are_people(cases: int, infected: int) -> None:
    content = outside() | {"seeds": [{"at": "camp", "cases": cases, "day": 2}]}
    outcome = run(ill(content, "5 days"))
    assert outcome["infections"] == outcome["infected_seed"] == infected
    assert (told(outcome, ev.INFECTION)["time"] == 2 * DAY).all()


# --- variants ----------------------------------------------------------------------------


def test_cases_from_outside_are_of_the_new_variant_from_its_date_on_more_and_more() -> None:
    """From day 10 on, all of them after ten days more; by then a second one has come at once."""
    content = outside(
        {"latent": "90 days"},
        surroundings={"prevalence": {"2019-03-21": 0.1}, "gate": "0.2 per day"},
        variants={
            "a": {},
            "b": {"from": "2019-03-31", "over": "10 days"},
            "c": {"from": "2019-04-15", "over": "0 days"},
        },
    )
    outcome = run(ill(content, "30 days", units=BIG))
    at, variant = infections(outcome, "came_at") / DAY, infections(outcome, "variant")
    assert set(variant[at < 10]) == {0}
    assert set(variant[(at >= 20) & (at < 25)]) == {1}
    assert set(variant[at >= 25]) == {2}
    share = variant[(at >= 10) & (at < 20)].mean()
    assert abs(share - 0.5) < 4 * 0.5 / np.sqrt(((at >= 10) & (at < 20)).sum())


def test_escape_is_the_chance_to_infect_those_who_had_it() -> None:
    """All had the first variant by day 12; a week of contacts at the gate with the second one."""
    for escape in (0.0, 0.3, 1.0):
        content = covid(
            seeds=[{"at": "camp", "cases": 720}],
            surroundings={
                "prevalence": {"2019-04-03": 0.0, "2019-04-04": 1.0, "2019-04-05": 0.0},
                "gate": "1 per day",
            },
            variants={
                "a": {}, "b": {"from": "2019-04-01", "over": "0 days", "escape": escape}
            },
        )  # fmt: skip
        outcome = run(ill(content, "20 days", units=BIG))
        again = outcome["infected_gate"]
        wanted = 720 * (1 - np.exp(-escape))
        assert abs(again - wanted) <= 4 * np.sqrt(wanted * (1 - wanted / 721))


def test_nobody_has_the_same_variant_twice() -> None:
    """The second variant escapes all immunity by the first one, and none of its own."""
    content = covid(
        contacts={"r0": 8.0},
        seeds=[{"at": "camp", "cases": 90}, {"at": "camp", "cases": 5, "day": 40}],
        variants={"a": {}, "b": {"from": "2019-04-20", "over": "0 days", "escape": 1.0}},
        surroundings={"prevalence": {"2019-04-20": 0.0, "2019-04-25": 0.2}, "gate": "0.05 per day"},
    )
    outcome = run(ill(content, "150 days"))
    person, variant = infections(outcome, "person"), infections(outcome, "variant")
    had = set(zip(person.tolist(), variant.tolist(), strict=True))
    assert len(had) == len(person) == outcome["infections"]
    assert 91 < outcome["infections"] <= 180
