"""Stories told from the journal of the shipped mission, a week with everything on."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pytest
from tests.toy_scenario import gao

from pksim.errors import InputError
from pksim.mission import KINDS, Mission
from pksim.mission import events as ev
from pksim.mission.emplacement import AGAIN
from pksim.mission.terms import (
    AMBUSH,
    COMPLEX_ATTACK,
    DEAD,
    IED,
    IN_CARE,
    KILLED,
    ROAD_ACCIDENT,
    T2,
    T3,
)
from pksim.scenario import Scenario
from pksim.study.story.names import column_name, device_name, followed
from pksim.study.story.trace import Trace, trace
from pksim.study.story.way import way_of
from pksim.study.story.words import CASUALTY, COLUMN, DEVICE, PERSON, WORDS, clock_time


@pytest.fixture(scope="module")
def busy() -> Scenario:
    """A week so bad that every kind of story is in it."""
    content = gao().to_dict()
    content["horizon"] = "7 days"
    for area in content["areas"].values():
        area |= {"emplacement": "12 per day", "ambushes": "0.2 per day", "drones": 0.3}
    for camp in content["camps"].values():
        camp |= {"indirect_fire": "40 per year", "complex_attacks": "60 per year"}
    for place in content["places"].values():
        place["violence"] = "20 per year"
    content["accidents"]["deaths"] = "10 per 1000 person-years"
    content["ieds"] |= {"tips": "0.1 per day", "second_device": 0.3}
    content["patrols"]["gao-clearance"]["per_day"] = 1.0
    content["units"]["B"]["rotations"] = ["2019-01-04"]
    return Scenario.from_dict(content)


@pytest.fixture(scope="module")
def mission(busy: Scenario) -> Mission:
    return Mission(busy)


@pytest.fixture(scope="module")
def everything(busy: Scenario, mission: Mission) -> Trace:
    return _follow(busy, mission, None)


def _follow(busy: Scenario, mission: Mission, follow: str | None) -> Trace:
    return trace(busy, seed=4, follow=follow, mission=lambda _: mission)


def _text(told: Trace) -> str:
    return "\n".join(told.lines())


def _first(told: Trace, kind: int) -> int:
    """The subject of the first event of a kind."""
    journal = told.run.journal
    return int(journal["subject"][journal["kind"] == kind][0])


def test_there_are_words_for_every_kind() -> None:
    assert sorted(WORDS) == list(range(len(KINDS)))


def test_the_whole_replication_is_told_and_every_kind_of_line_reads(everything: Trace) -> None:
    lines = list(everything.lines())
    assert len(lines) == 1 + len(everything.run.journal)
    assert len(everything.document()["events"]) == len(everything.run.journal)
    assert not [line for line in lines if "{" in line or "  1 people" in line or "nan" in line]
    assert len(set(everything.run.journal["kind"].tolist())) > 45


def test_people_areas_and_units_have_the_names_of_the_scenario(everything: Trace) -> None:
    text = _text(everything)
    for words in (
        "area kidal",
        "unit B goes home: 850 people are exchanged",
        "violence breaks out between communities",
        "foul weather for",
        ", driver, falls sick, away from duty for",
        "stays in camp: foul weather",
        "team gao-disposal:",
    ):
        assert words in text


def test_a_casualty_is_followed_from_the_gate_to_its_end(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    rows = everything.run.casualties
    hurt = int(np.flatnonzero((rows["cause"] == IED) & (rows["surgery_after"] > 0))[0])
    told = _follow(busy, mission, f"casualty:{hurt}")
    kinds = told.events["kind"].tolist()
    for kind in (ev.DEVICE_STRIKES, ev.STRIKE, ev.WOUNDED, ev.AT_HOSPITAL, ev.SURGERY):
        assert kinds.count(kind) >= 1
    text = _text(told)
    assert kinds.count(ev.CALLED_FOR) >= 1
    assert re.search(r"lift \d+ \((helicopter|ambulance|own vehicles)[^)]*\) is ordered", text)
    assert text.index("leaves the gate with") < text.index("functions at vehicle")
    assert f"casualty {hurt} is in surgery" in text
    others = [n for n in range(len(rows)) if n != hurt]
    assert not any(f"casualty {other} " in text for other in others)


def test_the_way_to_surgery_is_added_up_and_the_step_that_broke_the_goal_is_named(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    rows = everything.run.casualties
    needs = (rows["severity"] > KILLED) & (rows["severity"] < T3)
    late = int(np.flatnonzero(needs & (rows["surgery_after"] > 120.0))[0])
    told = _follow(busy, mission, f"casualty:{late}")
    *_, minutes, verdict = told.lines()
    assert " from wounding, to surgery: call " in minutes
    way = told.document()["way_to_surgery"]
    assert sum(way["minutes"].values()) == pytest.approx(float(rows["surgery_after"][late]))
    longest = max(way["minutes"], key=lambda title: way["minutes"][title])
    assert way["broke_the_goal"] == longest
    assert "the goal of surgery within 2 hours was missed" in verdict
    assert verdict.endswith(f"the longest step was {longest}")
    in_time = np.flatnonzero(needs & (rows["surgery_after"] <= 120.0))
    *_, verdict = _follow(busy, mission, f"casualty:{in_time[0]}").lines()
    assert verdict == "the goal of surgery within 2 hours was met"
    light = int(np.flatnonzero(rows["severity"] == T3)[0])
    assert "from wounding" not in _text(_follow(busy, mission, f"casualty:{light}"))


def test_who_is_under_way_or_died_on_the_way_has_no_surgery(everything: Trace) -> None:
    rows, until = everything.run.casualties, everything.run.result.until
    row = rows[(rows["severity"] == T2) & (rows["surgery_after"] > 0)][:1].copy()
    row["surgery_after"], row["outcome"] = np.nan, DEAD
    dead = way_of(row, until)
    assert dead is not None
    assert dead.broke is not None
    assert "without surgery: " in dead.lines()[0]
    row["outcome"], row["wounded_at"] = IN_CARE, until - 30.0
    waiting = way_of(row, until)
    assert waiting is not None
    assert waiting.lines()[1] == "the goal of surgery within 2 hours is still open"


def test_a_call_from_a_facility_without_surgery_belongs_to_the_casualty(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    picked = everything.run.journal[everything.run.journal["kind"] == ev.PICKED_UP]["subject"]
    casualty = next(int(row) for row in picked if (picked == row).sum() > 1)
    told = _follow(busy, mission, f"casualty:{casualty}")
    kinds = told.events["kind"].tolist()
    assert kinds.count(ev.CALLED_FOR) >= 2
    assert "must go on from a facility without surgery" in _text(told)
    lines = [line for line in told.lines() if f"casualty {casualty} " in line]
    staged = next(n for n, line in enumerate(lines) if "must go on from" in line)
    where = lines[staged][21:49]
    taken = [line for line in lines[staged:] if "is taken aboard" in line]
    assert [line[21:49] for line in taken] == [where]


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (AMBUSH, ev.AMBUSHED, "an ambush, "),
        (COMPLEX_ATTACK, ev.COMPLEX_ATTACKED, "a complex attack, "),
        (ROAD_ACCIDENT, ev.ACCIDENT, "an accident, "),
    ],
)
def test_every_cause_tells_how_it_came_about(
    busy: Scenario, mission: Mission, everything: Trace, cause: int, kind: int, words: str
) -> None:
    rows = np.flatnonzero(everything.run.casualties["cause"] == cause)
    told = _follow(busy, mission, f"casualty:{rows[0]}")
    assert told.events["kind"].tolist().count(kind) == 1
    assert words in _text(told)
    on_the_road = cause in {AMBUSH, ROAD_ACCIDENT}
    assert ("leaves the gate" in _text(told)) == on_the_road


def test_a_second_device_is_told_with_the_first_and_its_column(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    journal = everything.run.journal
    struck = journal["subject"][journal["kind"] == ev.DEVICE_STRIKES]
    second = next(int(key) for key in struck if device_name(busy, int(key)).endswith("-second"))
    first = device_name(busy, second).removesuffix("-second").replace(" ", ":")
    text = _text(_follow(busy, mission, first))
    assert text.count(" functions ") == 2
    assert "functions among those who have dismounted" in text
    assert "halts, " in text


def test_a_person_is_followed_through_illness_wounds_and_rotation(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    sick = _first(everything, ev.FELL_SICK)
    assert f"person {sick} of unit " in _text(_follow(busy, mission, f"person:{sick}"))
    rows = everything.run.casualties
    wounded = int(np.flatnonzero(rows["hospital_after"] > 0)[0])
    person = int(rows["person"][wounded])
    text = _text(_follow(busy, mission, f"person:{person}"))
    assert f"casualty {wounded} is wounded" in text
    assert f"casualty {wounded} arrives in hospital" in text
    unit_b = everything.units.index("B")
    of_b = int(np.flatnonzero(everything.run.result.world.column("people.unit") == unit_b)[9])
    assert "unit B goes home" in _text(_follow(busy, mission, f"person:{of_b}"))


def test_an_incident_tells_of_all_who_were_hurt(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    rows = everything.run.casualties
    incident = int(np.bincount(rows["incident"]).argmax())
    hurt = np.flatnonzero(rows["incident"] == incident)
    text = _text(_follow(busy, mission, f"incident:{incident}"))
    assert len(hurt) > 2
    assert all(f"casualty {row} " in text for row in hurt)


def test_a_patrol_that_was_struck_tells_of_it_and_of_the_team_that_came(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    calls = everything.run.result.world
    arrived = everything.run.journal[everything.run.journal["kind"] == ev.TEAM_ARRIVED]
    for event in arrived:
        call = int(event["subject"]) % 2**32
        caller = int(calls.column("calls.key")[call])
        if caller >= 0 and "patrol" in column_name(busy, caller):
            break
    follow = column_name(busy, caller).replace(" ", ":", 1)
    told = _follow(busy, mission, follow)
    text = _text(told)
    assert "leaves the gate" in list(told.lines())[1]
    assert "halts" in text
    assert f"{column_name(busy, int(event['subject']))} is there, " in text
    assert "is back after" in text


def test_a_team_and_a_device_that_it_removed_are_told(
    busy: Scenario, mission: Mission, everything: Trace
) -> None:
    removed = _first(everything, ev.DEVICE_REMOVED)
    text = _text(_follow(busy, mission, device_name(busy, removed).replace(" ", ":")))
    assert "is removed by a team that was told of it" in text
    assert "-disposal:" in text
    team = column_name(busy, _first(everything, ev.TEAM_LEFT)).replace(" ", ":")
    assert _text(_follow(busy, mission, team)).count("team ") >= 2


def test_names_can_be_read_back(busy: Scenario, everything: Trace) -> None:
    columns = _subjects(everything, (ev.PATROL_LEFT, ev.TEAM_LEFT, ev.NO_CREW, ev.WEATHER))
    for key in columns:
        name = column_name(busy, key).replace(" ", ":", 1)
        assert followed(busy, name) == (COLUMN, key)
    for key in _subjects(everything, (ev.DEVICE_LAID,)):
        assert followed(busy, device_name(busy, key).replace(" ", ":")) == (DEVICE, key)
    assert device_name(busy, 2 * 2**40 + AGAIN + 7) == f"device {list(busy.areas)[2]}:again-7"
    assert followed(busy, "casualty:12") == (CASUALTY, 12)
    assert followed(busy, "person:0") == (PERSON, 0)


def _subjects(told: Trace, kinds: Iterable[int]) -> list[int]:
    journal = told.run.journal
    return sorted(set(journal["subject"][np.isin(journal["kind"], list(kinds))].tolist()))


@pytest.mark.parametrize(
    ("follow", "message"),
    [
        ("nobody", "write casualty:ROW, case:ROW, person:ROW, incident:ROW, patrol:PROGRAMME"),
        ("casualty:x", "write casualty:ROW"),
        ("casualty:100000", "casualties of this replication are 0 to"),
        ("person:9500", "people of this replication are 0 to 9499"),
        ("incident:100000", "incidents of this replication are 0 to"),
        ("patrol:gao-shirt:1", "write patrol:PROGRAMME:NUMBER with one of gao-short"),
        ("team:gao-short:1", "write team:NAME:NUMBER with one of gao-reaction"),
        ("device:gap:1", "write device:AREA:NUMBER"),
        ("device:gao:second-1", "write device:AREA:NUMBER"),
        ("patrol:gao-short:99999", "nothing happens to it in replication 0"),
        ("team:gao-reaction:99999", "nothing happens to it in replication 0"),
        ("device:gao:99999", "nothing happens to it in replication 0"),
    ],
)
def test_who_cannot_be_followed(
    busy: Scenario, mission: Mission, follow: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        _follow(busy, mission, follow)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0.5, "30 s"), (47.2, "47 min"), (125.0, "2 h 05 min"), (4896.0, "3.4 days")],
)
def test_times_as_people_say_them(minutes: float, text: str) -> None:
    assert clock_time(minutes) == text
