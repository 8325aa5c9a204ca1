"""The registers of luck and of events."""

import ast
import re
from pathlib import Path

from pksim.mission import KINDS, OUTCOMES, events, streams

SOURCES = Path(streams.__file__).parent


def test_no_two_purposes_share_a_number() -> None:
    assert len(set(streams.STREAMS.values())) == len(streams.STREAMS)


def test_purposes_given_out_keep_their_numbers() -> None:
    # A sample of each block. If this fails, old seeds no longer tell the same stories.
    assert streams.PATROL_LEAVES == 100
    assert streams.DEVICE_EMPLACED == 200
    assert streams.DEVICE_RESISTANCE == 206
    assert streams.PERSON_LATENT == 304
    assert streams.PERSON_THRESHOLD == 400
    assert streams.INCIDENT_LOADING == 504
    assert streams.ACCIDENT_SEVERITY == 607
    assert streams.WEATHER_SPELL == 710
    assert streams.TEAM_READY == 120
    assert streams.ATTACK_CAUGHT == 311


def test_every_purpose_is_used_and_none_is_written_as_a_number() -> None:
    used: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        if path.name == "streams.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Name):
                used.add(node.id)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "draw":
                purpose = node.args[1]
                assert isinstance(purpose, ast.Name), f"{path.name}:{node.lineno}"
    assert set(streams.STREAMS) <= used


def test_every_kind_of_event_has_a_name_and_a_number() -> None:
    numbers = {
        name: value
        for name, value in vars(events).items()
        if name.isupper() and isinstance(value, int)
    }
    assert sorted(numbers.values()) == list(range(len(KINDS)))
    assert len(set(KINDS)) == len(KINDS)


def test_outcomes_have_distinct_names_and_say_what_they_count() -> None:
    assert len({outcome.name for outcome in OUTCOMES}) == len(OUTCOMES)
    assert all(outcome.unit and outcome.meaning for outcome in OUTCOMES)


def test_every_kind_of_event_is_recorded_somewhere() -> None:
    text = "".join(path.read_text() for path in SOURCES.rglob("*.py") if path.name != "events.py")
    numbers = [name for name in vars(events) if name.isupper() and name != "KINDS"]
    unused = [name for name in numbers if not re.search(rf"\b{name}\b", text)]
    assert unused == []
