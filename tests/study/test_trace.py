"""Stories told from the journal of the shipped mission, five days long."""

from __future__ import annotations

import numpy as np
import pytest
from tests.toy_scenario import gao

from pksim.errors import InputError
from pksim.mission import KINDS, Mission
from pksim.mission import events as ev
from pksim.scenario import Scenario
from pksim.study.trace import WORDS, Trace, clock_time, patrol_name, trace


@pytest.fixture(scope="module")
def busy() -> Scenario:
    """Five days with many devices, so that somebody is hurt."""
    content = gao().to_dict()
    content["horizon"] = "5 days"
    for area in content["areas"].values():
        area["emplacement"] = "20 per day"
    return Scenario.from_dict(content)


@pytest.fixture(scope="module")
def mission(busy: Scenario) -> Mission:
    return Mission(busy)


def _follow(busy: Scenario, mission: Mission, follow: str | None) -> Trace:
    return trace(busy, seed=4, follow=follow, mission=lambda _: mission)


def test_there_are_words_for_every_kind() -> None:
    assert sorted(WORDS) == list(range(len(KINDS)))


def test_the_whole_replication_is_told(busy: Scenario, mission: Mission) -> None:
    told = _follow(busy, mission, None)
    assert len(list(told.lines())) == 1 + len(told.run.journal)
    assert len(told.document()["events"]) == len(told.run.journal)


def test_a_casualty_is_followed_from_the_device_to_its_end(
    busy: Scenario, mission: Mission
) -> None:
    everything = _follow(busy, mission, None)
    rows = everything.run.casualties
    hurt = int(np.flatnonzero((rows["cause"] == 0) & (rows["surgery_after"] > 0))[0])
    told = _follow(busy, mission, f"casualty:{hurt}")
    kinds = told.events["kind"].tolist()
    for kind in (ev.DEVICE_STRIKES, ev.STRIKE, ev.WOUNDED, ev.AT_HOSPITAL, ev.SURGERY):
        assert kinds.count(kind) == 1
    text = "\n".join(told.lines())
    assert "functions at vehicle" in text
    assert f"casualty {hurt} is in surgery" in text
    others = [n for n in range(len(rows)) if n != hurt]
    assert not any(f"casualty {other} " in text for other in others)


def test_a_patrol_that_was_struck_tells_of_it(busy: Scenario, mission: Mission) -> None:
    journal = _follow(busy, mission, None).run.journal
    strike = journal[journal["kind"] == ev.STRIKE][0]
    halts = journal[(journal["kind"] == ev.PATROL_HALTED) & (journal["time"] == strike["time"])]
    name = patrol_name(busy, int(halts["subject"][0]))
    lines = list(_follow(busy, mission, f"patrol:{name}").lines())
    assert "leaves the gate" in lines[1]
    assert any("a strike" in line for line in lines)
    assert any("halts" in line for line in lines)


@pytest.mark.parametrize(
    ("follow", "message"),
    [
        ("nobody", "write casualty:ROW or patrol:PROGRAMME:NUMBER"),
        ("casualty:x", "write casualty:ROW"),
        ("casualty:100000", "casualties of this replication are 0 to"),
        ("patrol:gao-shirt:1", "one of the programmes gao-short"),
        ("patrol:gao-short:99999", "nothing happens to it in replication 0"),
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
