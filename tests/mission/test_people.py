"""People: who they are, where they are, and that nobody is in two places or lost."""

from typing import Any

import numpy as np
import pytest
from numba import config

from pksim.mission import Mission, MissionRun
from pksim.mission import events as ev
from pksim.mission.terms import (
    AGE_BANDS,
    BY_AIR,
    DEAD,
    EOD,
    EVACUATED,
    FIT,
    HURT,
    IN_CARE,
    ISOLATED,
    JOBS,
    NOBODY,
    ON_DUTY,
    ON_TASK,
    QUARANTINED,
    SENT_HOME,
    SICK,
)
from pksim.scenario import Scenario
from tests.agreement.scenarios import random_scenario
from tests.mission.conftest import RunsOf
from tests.mission.small import agreed, column, hot, patrol, run, small, told

# Without the compiler only coverage is wanted.
SECTORS, CHUNK = (4, 4) if config.DISABLE_JIT else (60, 12)

BATTALION: dict[str, Any] = {
    "base": "camp", "companies": 2, "platoons": 3, "sections": 3, "section_strength": 10,
    "drivers": 3, "support": {"driver": 5, "medic": 4, "surgeon": 1, "eod": 6, "staff": 4},
    "women": 0.1, "doses": 2, "last_dose": "2019-03-01",
    "ages": {"20s": 0.5, "30s": 0.3, "40s": 0.15, "50s": 0.05},
}  # fmt: skip
OTHERS: dict[str, Any] = {"base": "far", "companies": 1, "platoons": 1, "sections": 2}


@pytest.fixture(scope="module")
def rows() -> MissionRun:
    """A battalion of 200 at the camp and a platoon of 20 at the other base, as they begin."""
    patrols = {"patrol": patrol(unit="A")}
    return run(small(units={"A": BATTALION, "B": OTHERS}, patrols=patrols, horizon="1 min"))


# --- rows -------------------------------------------------------------------------------


def test_everybody_is_a_row(rows: MissionRun) -> None:
    scenario = small(units={"A": BATTALION, "B": OTHERS}, patrols={"patrol": patrol(unit="A")})
    assert scenario.strength == 220
    assert np.bincount(column(rows, "people.unit")).tolist() == [200, 20]
    assert not column(rows, "people.state").any()


def test_companies_platoons_and_sections_nest(rows: MissionRun) -> None:
    line = column(rows, "people.company")[:200] >= 0
    assert np.flatnonzero(line).tolist() == list(range(180))  # the platoons, then support
    company, platoon, section = (
        column(rows, f"people.{level}")[:180] for level in ("company", "platoon", "section")
    )
    assert np.bincount(company).tolist() == [90] * 2
    assert np.bincount(platoon).tolist() == [30] * 6
    assert np.bincount(platoon * 3 + section).tolist() == [10] * 18
    assert np.array_equal(company, platoon // 3)
    for level in ("company", "platoon", "section"):
        assert np.all(column(rows, f"people.{level}")[180:200] == NOBODY)


def test_jobs_of_a_unit_add_up(rows: MissionRun) -> None:
    jobs = np.bincount(column(rows, "people.job")[:200], minlength=len(JOBS))
    found = dict(zip(JOBS, jobs.tolist(), strict=True))
    # 18 sections with three drivers each, six platoons with a medic each, and support.
    assert found == {
        "driver": 54 + 5, "medic": 6 + 4, "surgeon": 1, "eod": 6, "staff": 4, "aircrew": 0,
        "rifle": 180 - 54 - 6,
    }  # fmt: skip


def test_age_sex_and_doses_have_their_shares(rows: MissionRun) -> None:
    ages = np.bincount(column(rows, "people.age")[:200], minlength=len(AGE_BANDS))
    assert ages.tolist() == [100, 60, 30, 10]
    assert column(rows, "people.woman")[:200].sum() == 20
    assert np.all(column(rows, "people.doses")[:200] == 2)
    assert np.all(column(rows, "people.last_dose")[:200] == -20 * 1440.0)
    assert not column(rows, "people.doses")[200:].any()
    # Mixed, not in blocks: every third of a unit has its share of women within one or two.
    women = column(rows, "people.woman")[:180].reshape(3, 60).sum(axis=1)
    assert np.all(abs(women - 6) <= 1)


def test_strength_of_the_sector_is_what_its_units_add_up_to(gao: Scenario) -> None:
    outcome = run(gao.patched({"horizon": "1 min"}))
    assert len(column(outcome, "people.state")) == gao.strength == 9500


# --- crews ------------------------------------------------------------------------------


def crews(outcome: MissionRun) -> list[list[int]]:
    """The people with each column and flight under way at the end, by the links between them."""
    nexts = column(outcome, "people.next")
    under_way = (column(outcome, "marches.key") >= 0) & (column(outcome, "marches.left_at") > 0)
    first = column(outcome, "marches.first_person")[under_way].tolist()
    used, flown = int(column(outcome, "lifts.used")[0]), column(outcome, "lifts.by") == BY_AIR
    for aircraft in np.flatnonzero(column(outcome, "helicopters.busy")):
        mine = flown[:used] & (column(outcome, "lifts.asset")[:used] == aircraft)
        first.append(int(column(outcome, "lifts.first_crew")[np.flatnonzero(mine)[-1]]))
    found = []
    for leader in first:
        person, crew = leader, list[int]()
        while person != NOBODY:
            crew.append(person)
            person = int(nexts[person])
        found.append(crew)
    return found


def check_people(outcome: MissionRun) -> None:
    """States at the end: every person in one, crews apart, casualties where they should be."""
    state = column(outcome, "people.state")
    in_camp = {FIT, SICK, ISOLATED, QUARANTINED}
    assert set(state.tolist()) <= {*in_camp, DEAD, ON_TASK, HURT, EVACUATED}
    together = [person for crew in crews(outcome) for person in crew]
    assert len(together) == len(set(together)), "somebody is in two columns"
    on_task = set(np.flatnonzero(state == ON_TASK).tolist())
    # COVID-19 kills and flies out people who are on a march, and has flights that are no lifts.
    assert {int(state[person]) for person in set(together) - on_task} <= {DEAD, EVACUATED}
    jobs = column(outcome, "people.job")[sorted(on_task - set(together))]
    assert {JOBS[job] for job in jobs} <= {"aircrew"}
    if not outcome["infections"]:
        assert sorted(together) == sorted(on_task)

    # The last casualty of each person who has not been replaced since tells the person's state.
    casualties = outcome.result.world.column
    used = len(outcome.casualties)
    arrived = casualties("casualties.arrived")[:used]
    last = {int(row["person"]): i for i, row in enumerate(outcome.casualties)}
    allowed = {IN_CARE: {HURT, EVACUATED}, DEAD: {DEAD}, SENT_HOME: {HURT, EVACUATED, DEAD}}
    for person, i in last.items():
        ended = int(outcome.casualties["outcome"][i])
        if arrived[i] == column(outcome, "people.arrived")[person] and ended != ON_DUTY:
            # Nobody whom a casualty row holds is on duty, unless by mistake.
            by_covid = state[person] == DEAD and outcome["deaths_covid"] > 0
            assert state[person] in allowed[ended] or by_covid, (person, ended, state[person])


def check_casualties(outcome: MissionRun) -> None:
    """Hurt = dead + back on duty + sent home + in care; the dead by cause add up."""
    parts = ("returned_to_duty", "repatriated", "casualties_in_care")
    dead = outcome["deaths_malicious"] + outcome["deaths_accident"]
    assert outcome["hurt"] == dead + sum(outcome[part] for part in parts)
    assert outcome["hurt"] == len(outcome.casualties)
    others = ("deaths_illness", "deaths_covid", "deaths_self_inflicted")
    assert outcome["deaths"] == dead + sum(outcome[name] for name in others)
    assert outcome["wounded"] == outcome["hurt"] - dead


@pytest.mark.parametrize("first", range(0, SECTORS, CHUNK))
def test_nobody_is_in_two_places_in_any_sector(first: int) -> None:
    for seed in range(first, first + CHUNK):
        outcome = Mission(random_scenario(seed)).run(seed, 1, record=True)
        check_people(outcome)
        check_casualties(outcome)


@pytest.mark.slow
def test_nobody_is_in_two_places_in_the_gao_sector(busy_runs_of: RunsOf) -> None:
    for outcome in busy_runs_of("baseline", 3):
        check_people(outcome)
        check_casualties(outcome)


def test_states_are_right_at_any_time_of_a_day() -> None:
    """The same run stopped again and again: two programmes, teams, finds and strikes."""
    ieds = {"ieds.trigger_per_vehicle": 0.3, "search.finds": 0.5, "vehicles.soft.defeats": 0.3}
    team = {
        "role": "eod", "base": "camp", "unit": "U", "people": 12, "readiness": "15 min",
        "work": "30 min", "radius": "99 km",
    }  # fmt: skip
    for hour in range(7, 24, 2):
        scenario = small(
            **hot(0.3),
            units={"U": {"base": "camp", "companies": 1, "support": {"eod": 12}}},
            teams={"disposal": team},
            patrols={"one": patrol(per_day=2), "two": patrol(leave="8 h", night=True)},
            horizon=f"{hour} h",
            **ieds,
        )
        check_people(run(scenario))


def test_a_crew_is_the_people_of_its_platoon_by_their_posts() -> None:
    outcome = run(small(horizon="430 min"))
    assert sorted(crews(outcome)[0]) == list(range(8))
    assert np.flatnonzero(column(outcome, "people.state") == ON_TASK).tolist() == list(range(8))


def test_drivers_fall_in_for_every_vehicle() -> None:
    """Four vehicles with two people each: the first section has only three drivers."""
    patrols = {"patrol": patrol(vehicles=4)}
    outcome = agreed(small(patrols=patrols, occupants={2: 1.0}, horizon="430 min"))
    assert outcome["patrols_run"] == 1
    assert sorted(crews(outcome)[0]) == [0, 1, 2, 3, 4, 5, 6, 10]


def test_specialists_crew_their_team() -> None:
    team = {
        "role": "eod", "base": "camp", "unit": "U", "people": 12, "readiness": "0 min",
        "work": "1 h", "radius": "99 km",
    }  # fmt: skip
    scenario = small(
        **hot(place=0),
        units={"U": {"base": "camp", "companies": 1, "support": {"eod": 15}}},
        teams={"disposal": team},
        horizon="440 min",
        **{"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0},
    )
    outcome = run(scenario)
    assert [len(crew) for crew in crews(outcome)] == [8, 12]
    assert all(column(outcome, "people.job")[person] == EOD for person in crews(outcome)[1])


# --- the sick and the hurt --------------------------------------------------------------


def test_the_sick_do_not_go() -> None:
    """Half the unit falls sick before seven; whoever leaves was fit at that time."""
    ill = {
        "deaths": "0 per 1000 person-years",
        "episodes": "1000 per person-year",
        "away": "30 days",
    }
    for replication in range(5):
        outcome = run(small(illness=ill, horizon="421 min"), replication)
        sick = {int(row["subject"]) for row in told(outcome, ev.FELL_SICK)}
        assert 20 < len(sick) < 80
        out = set(np.flatnonzero(column(outcome, "people.state") == ON_TASK).tolist())
        assert len(out) == 8
        assert not out & sick
        # The next of the platoon on duty step in, if it has so many and two of them drive.
        fit = [person for person in range(30) if person not in sick]
        drivers = [person for person in fit if person % 10 < 3]
        assert out <= set(fit) or len(fit) < 8 or len(drivers) < 2


def test_casualties_leave_their_column() -> None:
    """Struck at the end of the first leg: who is hurt goes to hospital, who is not, goes on."""
    laws = {"vehicles.soft.hurt": -0.5, "ieds.trigger_per_vehicle": 1.0}
    outcome = agreed(small(**hot(place=0), horizon="700 min", **laws))
    hurt = set(outcome.casualties["person"].tolist())
    assert 0 < len(hurt) < 8
    [crew] = crews(outcome)
    assert hurt.isdisjoint(crew)
    assert hurt | set(crew) == set(range(8))


# --- rotation ---------------------------------------------------------------------------


def test_a_rotation_exchanges_everybody_on_its_date() -> None:
    units = {"U": {**BATTALION, "rotations": ["2019-03-23"]}, "V": {**OTHERS}}
    outcome = agreed(small(units=units, patrols={"patrol": patrol(unit="U")}))
    [row] = told(outcome, ev.ROTATED)
    assert (row["time"], row["subject"], row["place"], row["value"]) == (2 * 1440, 0, 10, 200)
    arrived = column(outcome, "people.arrived")
    assert np.all(arrived[:200] == 1)
    assert not arrived[200:].any()


def test_a_rotation_before_the_run_or_after_it_does_not_happen() -> None:
    unit = {**BATTALION, "rotations": ["2019-03-20", "2019-03-21", "2019-03-30"]}
    outcome = agreed(small(units={"U": unit}))
    assert len(told(outcome, ev.ROTATED)) == 0
    assert not column(outcome, "people.arrived").any()


def test_newcomers_take_the_posts_of_the_dead_and_the_sick() -> None:
    harsh: dict[str, Any] = {
        "illness": {
            "deaths": "50 per person-year", "episodes": "200 per person-year", "away": "90 days"
        },
        "units": {"U": {**BATTALION, "rotations": ["2019-03-23"]}},
    }  # fmt: skip
    before = run(small(**harsh, horizon="2879 min"))
    state = column(before, "people.state")
    assert np.sum(state == DEAD) == before["deaths_illness"] > 5
    assert np.sum(state == SICK) > 5
    after = run(small(**harsh, horizon="2880.001 min"))
    state = column(after, "people.state")
    assert np.sum(state == DEAD) == after["deaths_illness"] - before["deaths_illness"] <= 1
    assert np.sum(state == SICK) <= 1


def test_those_out_on_a_task_are_relieved_where_they_are() -> None:
    """At midnight the patrol rests on the road; it comes home, and its crew is free again."""
    late = patrol(leave="17 h", per_day=0, timetable=["2019-03-21"])
    units = {"U": {"base": "camp", "rotations": ["2019-03-22"]}}
    outcome = run(small(units=units, patrols={"patrol": late}, horizon="1441 min"))
    assert np.sum(column(outcome, "people.state") == ON_TASK) == 8
    assert np.all(column(outcome, "people.arrived") == 1)
    home = agreed(small(units=units, patrols={"patrol": late}, horizon="2 days"))
    assert len(told(home, ev.PATROL_RETURNED)) == 1
    assert not column(home, "people.state").any()
