"""One replication told line by line, or the story of one casualty, column or device in it.

Numbers are those of the journal: see :mod:`pksim.study.story.names`. The same seed and replication
tell the same story on both clocks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from pksim.errors import InputError
from pksim.mission import KINDS, Mission, MissionRun
from pksim.mission import events as ev
from pksim.mission.emplacement import AGAIN
from pksim.mission.strikes import SECOND
from pksim.mission.terms import BY_AIR, BY_AMBULANCE, IN_CARE, JOBS
from pksim.scenario import Scenario
from pksim.study.draws import DrawnScenario, draws_of
from pksim.study.mission_like import Clock
from pksim.study.story.follow import Story
from pksim.study.story.names import column_name, device_name, followed
from pksim.study.story.way import Way, way_of
from pksim.study.story.words import (
    AREA,
    CAMPAIGN,
    CASE,
    CASUALTY,
    COLUMN,
    DEVICE,
    IN_HOSPITAL,
    INCIDENT,
    LIFT,
    NO_ONE,
    OUTBREAK,
    PERSON,
    REQUEST,
    WORDS,
)

NOWHERE = -1
WIDEST = 28  # of the names of places, so that sentences stand below each other


@dataclass(frozen=True)
class Trace:
    """A recorded replication and the part of it that is told."""

    scenario: Scenario
    seed: int
    replication: int
    clock: Clock
    follow: str | None
    sites: tuple[str, ...]
    units: tuple[str, ...]
    run: MissionRun

    @cached_property
    def events(self) -> np.ndarray[Any, Any]:
        """The journal rows told, in order."""
        journal = self.run.journal
        if self.follow is None:
            return journal
        subject, number = followed(self.scenario, self.follow)
        return journal[Story(self.run, len(self.scenario.patrols)).of(subject, number)]

    def lines(self) -> Iterator[str]:
        """Readable lines: date and time, place, who, what."""
        who = f", {self.follow}" if self.follow else ""
        yield (
            f"{self.scenario.title}, seed {self.seed}, replication {self.replication}{who}:"
            f" {len(self.events):,} events"
        )
        for event in self.events:
            yield self.line(event)
        yield from self._ending()

    def line(self, event: Any) -> str:
        """One event as a sentence."""
        when, where = self._when(float(event["time"])), self._where(event)
        return f"{when}  {where:<{WIDEST}}  {self._who(event)}{self._what(event)}"

    def document(self) -> dict[str, Any]:
        """What `pksim trace --json` prints."""
        return {
            "format": 1,
            "command": "trace",
            "title": self.scenario.title,
            "scenario_hash": self.scenario.content_hash,
            "seed": self.seed,
            "replication": self.replication,
            "clock": self.clock,
            "follow": self.follow,
            "way_to_surgery": None if self.way is None else self.way.document(),
            "events": [
                {
                    "minute": float(event["time"]),
                    "kind": KINDS[int(event["kind"])],
                    "subject": int(event["subject"]),
                    "name": self._who(event).rstrip(" :") or None,
                    "place": self._where(event) or None,
                    "value": float(event["value"]),
                    "text": self.line(event),
                }
                for event in self.events
            ],
        }

    def _when(self, minutes: float) -> str:
        midnight = datetime.combine(self.scenario.start, time())
        return (midnight + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S")

    def _where(self, event: Any) -> str:
        place, kind = int(event["place"]), int(event["kind"])
        if kind in IN_HOSPITAL:
            hospital = int(self.run.casualties[int(event["subject"])]["hospital"])
            return list(self.scenario.hospitals)[hospital] if hospital >= 0 else self.sites[place]
        if (
            kind == ev.PICKED_UP
        ):  # told where the casualty was wounded, who may have been moved since
            place = self._staged_at(int(event["subject"]), float(event["time"]), place)
        if WORDS[kind][0] == AREA:
            return f"area {list(self.scenario.areas)[int(event['subject'])]}"
        return "" if place == NOWHERE else self.sites[place]

    def _staged_at(self, casualty: int, until: float, otherwise: int) -> int:
        """The facility without surgery that a casualty was brought to before a moment."""
        moved = self._staged
        mine = moved[(moved["subject"] == casualty) & (moved["time"] < until)]
        return int(mine["place"][-1]) if len(mine) else otherwise

    @cached_property
    def _staged(self) -> np.ndarray[Any, Any]:
        """The events of being brought to a facility without surgery."""
        journal = self.run.journal
        return np.asarray(journal[journal["kind"] == ev.STAGED])

    def _who(self, event: Any) -> str:
        """Whom the event is about, as the beginning of a sentence."""
        subject, number = WORDS[int(event["kind"])][0], int(event["subject"])
        if subject == COLUMN:
            return f"{column_name(self.scenario, number)} "
        if subject == DEVICE:
            return f"{device_name(self.scenario, number)} "
        if subject == PERSON:
            return f"{self._person(number)}, "
        if subject in {AREA, OUTBREAK, NO_ONE}:
            return ""
        if subject == INCIDENT:
            return f"incident {number}: "
        if subject == CASUALTY:
            return f"casualty {number} "
        if subject == REQUEST:
            return f"call {number} for evacuation "
        if subject == CASE:
            return f"case {number} "
        if subject == CAMPAIGN:
            return f"vaccination {number}: "
        return f"{self._lift(number)} " if subject == LIFT else f"unit {self.units[number]} "

    def _lift(self, row: int) -> str:
        """``lift 3 (helicopter gao-1)``."""
        world = self.run.result.world
        by, asset = int(world.column("lifts.by")[row]), int(world.column("lifts.asset")[row])
        if by == BY_AIR:
            how = f"helicopter {list(self.scenario.evacuation.helicopters)[asset]}"
        elif by == BY_AMBULANCE:
            how = f"ambulance {list(self.scenario.teams)[asset]}"
        else:
            how = "own vehicles"
        return f"lift {row} ({how})"

    def _what(self, event: Any) -> str:
        """What is said of them."""
        kind, value = int(event["kind"]), float(event["value"])
        second = int(event["subject"]) % AGAIN >= SECOND
        if kind == ev.DEVICE_STRIKES and second:
            return "functions among those who have dismounted"
        said = WORDS[kind][1](value)
        if kind == ev.WOUNDED:
            person = int(self.run.casualties[int(event["subject"])]["person"])
            said += f": {self._person(person)}"
        if kind == ev.INFECTION:
            row = self.run.result.world.column("infections.person")[int(event["subject"])]
            said += f": {self._person(int(row))}"
        return said

    def _person(self, row: int) -> str:
        """``person 1234 of unit G, driver``."""
        world = self.run.result.world
        unit = self.units[int(world.column("people.unit")[row])]
        return f"person {row} of unit {unit}, {JOBS[int(world.column('people.job')[row])]}"

    @cached_property
    def way(self) -> Way | None:
        """The way to surgery of the casualty that is followed; None if no such is."""
        name, _, number = (self.follow or "").partition(":")
        if name != "casualty":
            return None
        row = int(number)
        return way_of(self.run.casualties[row : row + 1], self.run.result.until)

    def _ending(self) -> Iterator[str]:
        """What the journal cannot say because nothing more happened, and the sum of the way."""
        name, _, number = (self.follow or "").partition(":")
        if name == "casualty":
            row = self.run.casualties[int(number)]
            if int(row["outcome"]) == IN_CARE:
                yield f"{self._when(self.scenario.horizon)}  still in care when the run ends"
        if self.way is not None:
            yield from self.way.lines()


def trace(
    scenario: Scenario,
    policy: str | None = None,
    *,
    seed: int = 1,
    replication: int = 0,
    clock: Clock = "native",
    follow: str | None = None,
    runs_per_draw: int | None = None,
    stop: threading.Event | None = None,
    mission: Callable[[Scenario], Mission] | None = None,
) -> Trace:
    """Run one replication with its journal kept, the one that a study of the same seed ran.

    ``follow`` is ``casualty:ROW``, ``case:ROW``, ``person:ROW``, ``incident:ROW``,
    ``patrol:PROGRAMME:NUMBER``, ``team:NAME:NUMBER`` or ``device:AREA:NUMBER``.

    Raises:
        InputError: there is no such policy, or nothing of that name.
    """
    draws = draws_of(scenario, seed, runs_per_draw)
    met = DrawnScenario(scenario, draws).of_replication(replication) if draws else scenario
    applied = met.with_policy(policy) if policy else met
    if follow is not None:
        followed(applied, follow)  # a misspelt name is told before the run, not after it
    ready = (mission or Mission)(applied)
    run = ready.run(seed, replication, clock, True, stop)
    told = Trace(applied, seed, replication, clock, follow, ready.sites(), ready.units(), run)
    if follow is not None and len(told.events) == 0:
        raise InputError(f"--follow {follow}: nothing happens to it in replication {replication}")
    return told
