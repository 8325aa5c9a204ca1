"""Names for the numbers of a run, as people read and write them.

A column is named by its programme and its place in the timetable (slot 3 of day 12 is 12003), a
team by its name and the number of the call it answers, a device by its area and ordinal.
"""

from __future__ import annotations

import re

from pksim.errors import InputError
from pksim.mission.emplacement import AGAIN
from pksim.mission.emplacement import ORDINALS as DEVICES
from pksim.mission.programmes import ORDINALS as COLUMNS
from pksim.mission.strikes import SECOND
from pksim.scenario import Scenario
from pksim.study.story.words import CASE, CASUALTY, COLUMN, DEVICE, INCIDENT, PERSON

BY_ROW = {"casualty": CASUALTY, "case": CASE, "incident": INCIDENT, "person": PERSON}
HOW = (
    "write casualty:ROW, case:ROW, person:ROW, incident:ROW, patrol:PROGRAMME:NUMBER,"
    " team:NAME:NUMBER or device:AREA:NUMBER, all counted from 0"
)


def column_name(scenario: Scenario, key: int) -> str:
    """``patrol gao-short:12003``, or ``team gao-reaction:7`` for a team that was called."""
    programme, number = divmod(key, COLUMNS)
    patrols = list(scenario.patrols)
    if programme < len(patrols):
        return f"patrol {patrols[programme]}:{number}"
    return f"team {list(scenario.teams)[programme - len(patrols)]}:{number}"


def device_name(scenario: Scenario, key: int) -> str:
    """``device kidal:12``; one laid again is ``again-12``, one that followed it ``12-second``."""
    area, ordinal = divmod(key, DEVICES)
    again, second = ordinal >= AGAIN, ordinal % AGAIN >= SECOND
    number = ordinal % SECOND
    return f"device {list(scenario.areas)[area]}:{'again-' * again}{number}{'-second' * second}"


def followed(scenario: Scenario, follow: str) -> tuple[int, int]:
    """What `--follow` names: what it is (see :mod:`pksim.study.story.words`), and its row or key.

    Raises:
        InputError: nothing is named so.
    """
    kind, _, rest = follow.partition(":")
    if kind in BY_ROW and _is_number(rest):
        return BY_ROW[kind], int(rest)
    if kind in {"patrol", "team"}:
        return COLUMN, _column_key(scenario, follow, kind, rest)
    if kind == "device":
        return DEVICE, _device_key(scenario, follow, rest)
    raise InputError(f"--follow {follow!r}: {HOW}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _column_key(scenario: Scenario, follow: str, kind: str, rest: str) -> int:
    name, _, number = rest.rpartition(":")
    patrols, teams = list(scenario.patrols), list(scenario.teams)
    known, first = (patrols, 0) if kind == "patrol" else (teams, len(patrols))
    if name not in known or not _is_number(number):
        word = "patrol:PROGRAMME" if kind == "patrol" else "team:NAME"
        raise InputError(
            f"--follow {follow!r}: write {word}:NUMBER with one of {', '.join(known) or 'none'}"
        )
    return (first + known.index(name)) * COLUMNS + int(number)


def _device_key(scenario: Scenario, follow: str, rest: str) -> int:
    area, _, number = rest.partition(":")
    areas = list(scenario.areas)
    written = re.fullmatch(r"(again-)?([0-9]{1,9})", number)
    if area not in areas or written is None:
        raise InputError(
            f"--follow {follow!r}: write device:AREA:NUMBER, or device:AREA:again-NUMBER for one"
            f" that was laid again, with one of {', '.join(areas)}"
        )
    again, ordinal = written.groups()
    return areas.index(area) * DEVICES + AGAIN * bool(again) + int(ordinal)
