"""Rotations: the freeze, who brings an infection, and quarantine before and after the journey."""

from typing import Any

import numpy as np
import pytest

from pksim.mission import events as ev
from pksim.mission.covid.words import ARRIVAL
from pksim.mission.terms import FIT, QUARANTINED
from pksim.scenario import Scenario
from tests.mission.checks import mean_is, share_is
from tests.mission.covid_small import (
    ALL_DIE,
    DAY,
    MILD,
    SEVERE,
    SILENT,
    covid,
    days,
    ill,
    infections,
)
from tests.mission.small import CONTENT, column, patrol, run, told

STRENGTH = 90


def rotating(content: dict[str, Any], *dates: str, horizon: str = "40 days") -> Scenario:
    """The unit rotates on these dates; the run begins on 2019-03-21."""
    unit = {"U": {**CONTENT["units"]["U"], "rotations": [*dates]}}
    return ill({**content, "seeds": []}, horizon, units=unit)


def arrivals(share: float = 1.0, **changes: Any) -> dict[str, Any]:
    """So many newcomers are infected in the two weeks before."""
    return {"infected": {"2019-03-21": share}, **changes}


def test_a_freeze_moves_rotations_to_its_last_day_and_no_others() -> None:
    freeze = {"from": "2019-03-25", "until": "2019-04-05"}
    dates = ("2019-03-24", "2019-03-25", "2019-04-04", "2019-04-06")
    outcome = run(rotating(covid(freeze=freeze, arrivals=arrivals()), *dates))
    assert days(outcome, ev.ROTATED) == [3, 15, 16]
    assert outcome["infections"] == 3 * STRENGTH


def test_without_a_freeze_rotations_come_on_their_dates() -> None:
    outcome = run(rotating(covid(), "2019-03-24", "2019-04-04"))
    assert days(outcome, ev.ROTATED) == [3, 14]


SHARP = {"sensitivity": {0: 1.0}, "specificity": 1.0, "turnaround": "1 h"}
SECTIONS = {"r0": 20.0, "where": {"section": 1.0}}


def test_whoever_is_isolated_in_quarantine_infects_no_mates() -> None:
    """All who bring an infection are found on arrival, before they can infect anybody."""
    content = covid(
        contacts=SECTIONS,
        arrivals=arrivals(0.1, window="1 days"),
        isolation={"leak": 0.0},
        tests={"antigen": SHARP},
        quarantine={
            "arrival": "14 days", "complies": 1.0, "leak": 0.0, "inside": 1.0,
            "tests": [{"day": 0, "kind": "antigen"}],
        },
    )  # fmt: skip
    outcome = run(rotating(content, "2019-03-24"))
    assert outcome["infections"] == outcome["covid_confirmed"] > 3
    untested = {**content, "quarantine": {**content["quarantine"], "tests": []}}
    assert run(rotating(untested, "2019-03-24"))["infected_section"] > 3


# --- who brings an infection -------------------------------------------------------------


def brought(content: dict[str, Any], runs: int = 8, horizon: str = "10 days") -> Any:
    """Newcomers on day 3 who bring an infection, by when they were infected."""
    found = []
    for replication in range(runs):
        outcome = run(rotating(content, "2019-03-24", horizon=horizon), replication)
        assert (told(outcome, ev.INFECTION)["value"] == ARRIVAL).all()
        found.append((3 * DAY - infections(outcome, "exposed_at")) / DAY)
    return np.concatenate(found)


def test_newcomers_were_infected_evenly_in_the_window() -> None:
    since = brought(covid({"severity": SILENT}, arrivals=arrivals(0.5, window="10 days")))
    share_is(len(since), 8 * STRENGTH, 0.5, half=0.2)
    assert 0 <= since.min() < since.max() < 10
    share_is((since < 4).sum(), len(since), 0.4, half=0.3)


def test_as_many_as_on_the_day_of_the_journey() -> None:
    """The share goes in a straight line from nobody on 2019-03-20 to all of them a week later."""
    curve = {"2019-03-20": 0.0, "2019-03-27": 0.7}
    since = brought(covid({"severity": SILENT}, arrivals={"infected": curve}))
    share_is(len(since), 8 * STRENGTH, 0.45, half=0.2)


@pytest.mark.parametrize(("complies", "leak"), [(1.0, 0.0), (0.0, 0.0), (0.8, 0.1), (1.0, 1.0)])
def test_quarantine_at_home_prevents_infections_of_its_days(complies: float, leak: float) -> None:
    quarantine = {"before": "7 days", "complies": complies, "leak": leak}
    content = covid({"severity": SILENT}, arrivals=arrivals(window="14 days"))
    without = brought(content)
    within = brought({**content, "quarantine": quarantine})
    assert (within >= 7).sum() == (without >= 7).sum()
    late, left = (within < 7).sum(), 1 - complies * (1 - leak)
    if left in (0.0, 1.0):
        assert late == left * (without < 7).sum()
    else:
        share_is(late, (without < 7).sum(), left, half=0.4)
    assert set(within) <= set(without)


@pytest.mark.slow
def test_who_shows_symptoms_on_the_day_is_held_back_by_a_chance() -> None:
    """Symptoms come five days after infection: of fourteen days, nine show."""
    content = covid(arrivals=arrivals(window="14 days"))
    everybody, screened = brought(content), brought({**content, "arrivals": arrivals(screened=1.0)})
    assert set(screened) == set(everybody[everybody < 5])
    half = brought({**content, "arrivals": arrivals(screened=0.5)})
    assert set(screened) < set(half) < set(everybody)
    share_is((half >= 5).sum(), (everybody >= 5).sum(), 0.5, half=0.3)
    silent = covid({"severity": SILENT}, arrivals=arrivals(screened=1.0))
    assert len(brought(silent)) == len(everybody)


def test_nobody_travels_who_is_severely_ill() -> None:
    """Severe nine days after infection: those infected before that are at home, and do not die."""
    content = covid({"severity": ALL_DIE}, arrivals=arrivals(window="28 days"))
    mild = brought({**content, "course": {**content["course"], "severity": MILD}})
    assert set(brought(content)) == set(mild[mild < SEVERE])
    assert run(rotating(content, "2019-03-24", horizon="4 days"))["covid_severe"] < 5


@pytest.mark.slow
@pytest.mark.parametrize("day", [-3, -7])
def test_a_test_before_the_journey_finds_what_was_there_by_then(day: int) -> None:
    """Found are those infected two days before the test, or earlier."""
    sharp = {"sensitivity": {2: 1.0}, "specificity": 1.0, "turnaround": "1 days"}
    content = covid({"severity": SILENT}, arrivals=arrivals(window="14 days"))
    everybody = brought(content)
    tests = {"tests": {"pcr": sharp}, "quarantine": {"tests": [{"day": day}]}}
    assert set(brought({**content, **tests})) == set(everybody[everybody < 2 - day])


# --- quarantine on arrival ---------------------------------------------------------------


def test_all_newcomers_are_off_duty_for_as_long_as_it_lasts() -> None:
    content = covid(quarantine={"arrival": "10 days", "complies": 0.0})
    outcome = run(rotating(content, "2019-03-24"))
    assert outcome["quarantine_days"] == pytest.approx(STRENGTH * 10)
    assert outcome["patrols_run"] == 40 - 10
    assert outcome["cancelled_crew"] == 10
    within = run(rotating(content, "2019-03-24", horizon="12.9 days"))
    assert (column(within, "people.state") == QUARANTINED).all()
    assert (column(outcome, "people.state") == FIT).all()


def test_a_second_rotation_begins_quarantine_anew() -> None:
    content = covid(quarantine={"arrival": "10 days"})
    outcome = run(rotating(content, "2019-03-24", "2019-03-30"))
    assert outcome["quarantine_days"] == pytest.approx(STRENGTH * (6 + 10))
    assert (column(outcome, "people.kept") == 0).all()


@pytest.mark.parametrize(("days_", "infectious"), [(0, 90), (3, 90), (8, 90), (9, 0), (14, 0)])
def test_those_let_out_who_can_still_infect_are_counted(days_: int, infectious: int) -> None:
    """All were infected on the day before; they are infectious until nine days after that."""
    content = covid(
        {"severity": SILENT},
        arrivals=arrivals(window="1 min"),
        quarantine={"arrival": f"{days_} days"},
    )
    outcome = run(rotating(content, "2019-03-24"))
    assert outcome["released_infectious"] == infectious
    assert days(outcome, ev.RELEASED) == [3 + days_]


def test_isolated_newcomers_are_not_let_out() -> None:
    content = covid(
        {"severity": SILENT},
        arrivals=arrivals(window="1 min"),
        isolation={"lasts": "30 days"},
        tests={"antigen": SHARP},
        quarantine={"arrival": "5 days", "tests": [{"day": 2, "kind": "antigen"}]},
    )
    outcome = run(rotating(content, "2019-03-24"))
    assert outcome["covid_confirmed"] == STRENGTH
    assert outcome["released_infectious"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("complies", [0.0, 0.5, 1.0])
def test_only_those_who_comply_keep_away_from_others(complies: float) -> None:
    """Newcomers and another unit in one camp, and nothing leaks from who complies.

    All newcomers come infected and have contacts from day 4 to 6, one in the mean, half of them
    with the other unit; whom they infect is not infectious before day 7.
    """
    units = {"U": CONTENT["units"]["U"] | {"rotations": ["2019-03-22"]}, "V": CONTENT["units"]["U"]}
    content = covid(
        {"severity": SILENT, "infectious": "2 days"},
        contacts={"r0": 1.0},
        seeds=[],
        arrivals=arrivals(window="1 min"),
        quarantine={"arrival": "30 days", "complies": complies, "leak": 0.0},
    )
    patrols = {"patrol": patrol(unit="V", per_day=0)}
    scenario = ill(content, "7 days", units=units, patrols=patrols)
    caught = [run(scenario, replication)["infected_camp"] for replication in range(20)]
    if complies == 1.0:
        assert sum(caught) == 0
    else:
        mean_is(caught, STRENGTH * (1 - np.exp(-(1 - complies) / 2)), half=0.3)
