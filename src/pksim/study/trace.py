"""One replication told line by line, or the story of one casualty or one patrol in it.

Numbers are those of the journal: casualties by row from 0, a patrol by its programme and the
number of its departure from 0. The same seed and replication tell the same story on both clocks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from pksim.errors import InputError
from pksim.mission import KINDS, Mission, MissionRun
from pksim.mission import events as ev
from pksim.mission.injuries import CAUSES, PERSONS
from pksim.mission.patrols import ORDINALS
from pksim.mission.terms import DEAD, IED, IN_CARE
from pksim.scenario import Scenario
from pksim.study.mission_like import Clock

PATROL, DEVICE, INCIDENT, CASUALTY, LIFT, ORDINAL = range(6)
NOWHERE = -1

WORDS: dict[int, tuple[int, str]] = {
    ev.PATROL_LEFT: (PATROL, "leaves the gate with {value:.0f} vehicles"),
    ev.PATROL_HALTED: (PATROL, "halts, {value:.1f} hours after leaving"),
    ev.PATROL_CUT_SHORT: (PATROL, "turns back, {value:.1f} hours after leaving"),
    ev.PATROL_RETURNED: (PATROL, "is back after {value:.1f} hours"),
    ev.PATROL_DRIVEN: (PATROL, "has driven {value:,.0f} vehicle-km"),
    ev.DEVICE_LAID: (DEVICE, "is laid in the road"),
    ev.DEVICE_FOUND: (DEVICE, "is found by a patrol of {value:.0f} vehicles, and removed"),
    ev.DEVICE_JAMMED: (DEVICE, "is stopped by a jammer"),
    ev.DEVICE_STRIKES: (DEVICE, "functions at vehicle {vehicle} of the column"),
    ev.DEVICE_CIVILIAN: (DEVICE, "is set off by civilians after {value:.1f} days"),
    ev.DEVICE_FOUND_BY_OTHERS: (DEVICE, "is found by others after {value:.1f} days"),
    ev.DEVICE_EXPIRED: (DEVICE, "has decayed after {value:.1f} days"),
    ev.STRIKE: (INCIDENT, "a strike: {value:.0f} hurt or killed"),
    ev.STRIKE_HARMLESS: (INCIDENT, "nobody is hurt of {value:.0f} exposed"),
    ev.ACCIDENT: (INCIDENT, "an accident"),
    ev.WOUNDED: (CASUALTY, "is wounded, T{value:.0f}"),
    ev.FIRST_AID: (CASUALTY, "gets first aid"),
    ev.MEDICAL_CARE: (CASUALTY, "gets enhanced field care"),
    ev.PICKED_UP: (CASUALTY, "is taken aboard"),
    ev.AT_HOSPITAL: (CASUALTY, "arrives in hospital"),
    ev.SURGERY: (CASUALTY, "is in surgery"),
    ev.KILLED_IN_ACTION: (CASUALTY, "dies, killed in action"),
    ev.DIED_OF_WOUNDS: (CASUALTY, "dies of wounds"),
    ev.DEATH_IN_ACCIDENT: (CASUALTY, "dies in the accident"),
    ev.DEATH_BY_ILLNESS: (ORDINAL, "somebody dies of an illness"),
    ev.RETURNED_TO_DUTY: (CASUALTY, "returns to duty"),
    ev.REPATRIATED: (CASUALTY, "goes home"),
    ev.LIFT_LEFT: (LIFT, "sets out, {value:.0f} min after the incident"),
    ev.LIFT_DELIVERED: (LIFT, "delivers {value:.0f} alive"),
    ev.SICK_ADMITTED: (ORDINAL, "somebody sick takes a bed"),
}
"""For every kind of event: whom the subject number means, and what is said of them."""

IN_HOSPITAL = (ev.AT_HOSPITAL, ev.SURGERY, ev.DIED_OF_WOUNDS, ev.RETURNED_TO_DUTY, ev.REPATRIATED)
"""Events of a casualty that are told at the hospital it is in, not where it was hurt."""

SUBJECTS = {DEVICE: "device", INCIDENT: "incident", CASUALTY: "casualty", LIFT: "lift"}


@dataclass(frozen=True)
class Trace:
    """A recorded replication and the part of it that is told."""

    scenario: Scenario
    seed: int
    replication: int
    clock: Clock
    follow: str | None
    sites: tuple[str, ...]
    run: MissionRun

    @cached_property
    def events(self) -> np.ndarray[Any, Any]:
        """The journal rows told, in order."""
        journal = self.run.journal
        return journal if self.follow is None else journal[_chosen(self, self.follow)]

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
        kind, value = int(event["kind"]), float(event["value"])
        subject, words = WORDS[kind]
        said = words.format(value=value, vehicle=int(value) + 1)
        if subject == CASUALTY and kind != ev.WOUNDED:
            said += f", {clock_time(value)} after wounding" if value > 0.0 else ", at once"
        who = self._who(subject, int(event["subject"]))
        return f"{self._when(float(event['time']))}  {self._where(event):<28}  {who}{said}"

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
            "events": [
                {
                    "minute": float(event["time"]),
                    "kind": KINDS[int(event["kind"])],
                    "subject": int(event["subject"]),
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
        place = int(event["place"])
        if int(event["kind"]) in IN_HOSPITAL:
            hospital = int(self.run.casualties[int(event["subject"])]["hospital"])
            return list(self.scenario.hospitals)[hospital] if hospital >= 0 else self.sites[place]
        return "" if place == NOWHERE else self.sites[place]

    def _who(self, subject: int, number: int) -> str:
        if subject == PATROL:
            return f"patrol {patrol_name(self.scenario, number)} "
        if subject == DEVICE:
            area = list(self.scenario.areas)[number >> 40]
            return f"device {area}:{number & (2**40 - 1)} "
        if subject == ORDINAL:
            return ""
        if subject == INCIDENT:
            return f"incident {number}: "
        return f"{SUBJECTS[subject]} {number} "

    def _ending(self) -> Iterator[str]:
        """What the journal cannot say because nothing more happened."""
        name, _, number = (self.follow or "").partition(":")
        if name == "casualty":
            row = self.run.casualties[int(number)]
            if int(row["outcome"]) == IN_CARE:
                yield f"{self._when(self.scenario.horizon)}  still in care when the run ends"


def trace(
    scenario: Scenario,
    policy: str | None = None,
    *,
    seed: int = 1,
    replication: int = 0,
    clock: Clock = "native",
    follow: str | None = None,
    stop: threading.Event | None = None,
    mission: Callable[[Scenario], Mission] | None = None,
) -> Trace:
    """Run one replication with its journal kept.

    ``follow`` is ``casualty:ROW`` or ``patrol:PROGRAMME:NUMBER``.

    Raises:
        InputError: there is no such policy, casualty or patrol.
    """
    applied = scenario.with_policy(policy) if policy else scenario
    if follow is not None:
        _followed(applied, follow)  # a misspelt name is told before the run, not after it
    ready = (mission or Mission)(applied)
    run = ready.run(seed, replication, clock, True, stop)
    told = Trace(applied, seed, replication, clock, follow, ready.sites(), run)
    if follow is not None and len(told.events) == 0:
        raise InputError(f"--follow {follow}: nothing happens to it in replication {replication}")
    return told


def patrol_name(scenario: Scenario, key: int) -> str:
    """``gao-short:3`` for a patrol key."""
    return f"{list(scenario.patrols)[key // ORDINALS]}:{key % ORDINALS}"


def clock_time(minutes: float) -> str:
    """Minutes as people say them: ``35 s``, ``47 min``, ``2 h 05 min``, ``3.4 days``."""
    if minutes < 1.0:
        return f"{minutes * 60.0:.0f} s"
    if minutes < 90.0:
        return f"{minutes:.0f} min"
    if minutes < 1440.0:
        return f"{int(minutes) // 60} h {int(minutes) % 60:02d} min"
    return f"{minutes / 1440.0:.1f} days"


def _chosen(told: Trace, follow: str) -> np.ndarray[Any, Any]:
    """Which journal rows belong to the one who is followed."""
    subject, number = _followed(told.scenario, follow)
    return _of_casualty(told, number) if subject == CASUALTY else _of_patrol(told, number)


def _followed(scenario: Scenario, follow: str) -> tuple[int, int]:
    """Whom `--follow` names: a casualty and its row, or a patrol and its key."""
    name, _, rest = follow.partition(":")
    if name == "casualty" and rest.isdecimal() and len(rest) < 10:
        return CASUALTY, int(rest)
    if name == "patrol":
        return PATROL, _patrol_key(scenario, follow, rest)
    raise InputError(
        f"--follow {follow!r}: write casualty:ROW or patrol:PROGRAMME:NUMBER, both counted from 0"
    )


def _patrol_key(scenario: Scenario, follow: str, rest: str) -> int:
    programme, _, number = rest.rpartition(":")
    programmes = list(scenario.patrols)
    if programme not in programmes or not (number.isdecimal() and len(number) < 10):
        raise InputError(
            f"--follow {follow!r}: write patrol:PROGRAMME:NUMBER with one of the programmes"
            f" {', '.join(programmes)}"
        )
    return programmes.index(programme) * ORDINALS + int(number)


def _of_casualty(told: Trace, row: int) -> np.ndarray[Any, Any]:
    """The casualty's own events, its incident, the device behind it, and the lifts sent for it."""
    casualties, world = told.run.casualties, told.run.result.world
    if row >= len(casualties):
        there = f"0 to {len(casualties) - 1}" if len(casualties) else "none"
        raise InputError(f"--follow casualty:{row}: casualties of this replication are {there}")
    person = casualties[row]
    incident = int(person["incident"])
    chosen = _about(told, CASUALTY, [row]) | _about(told, INCIDENT, [incident])
    lifts = int(world.column("lifts.used")[0])
    sent = np.flatnonzero(world.column("lifts.incident")[:lifts] == incident)
    chosen |= _about(told, LIFT, sent.tolist())
    if int(person["cause"]) == IED:
        event = (int(person["key"]) % CAUSES) // PERSONS
        chosen |= _about(told, DEVICE, [event])
    last = told.run.journal["time"][_about(told, CASUALTY, [row])].max(initial=0.0)
    if int(person["outcome"]) == DEAD:
        chosen &= told.run.journal["time"] <= last
    return np.asarray(chosen)


def _of_patrol(told: Trace, key: int) -> np.ndarray[Any, Any]:
    """The patrol's own events, and what was met at the moment and place of each of its halts."""
    journal = told.run.journal
    chosen = _about(told, PATROL, [key])
    for halt in journal[chosen & (journal["kind"] == ev.PATROL_HALTED)]:
        here = (journal["time"] == halt["time"]) & (journal["place"] == halt["place"])
        met = here & np.isin(journal["kind"], MET)
        met |= here & _about(told, CASUALTY, range(len(told.run.casualties)))
        chosen |= met
    return np.asarray(chosen)


MET = (ev.DEVICE_FOUND, ev.DEVICE_JAMMED, ev.DEVICE_STRIKES, ev.STRIKE, ev.STRIKE_HARMLESS)


def _about(told: Trace, subject: int, numbers: Sequence[int]) -> np.ndarray[Any, Any]:
    journal = told.run.journal
    kinds = [kind for kind, (means, _) in WORDS.items() if means == subject]
    of_kind = np.isin(journal["kind"], kinds)
    return np.asarray(of_kind & np.isin(journal["subject"], list(numbers)))
