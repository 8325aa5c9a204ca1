"""Which events of a run belong to the story of one casualty, person, incident, column or device.

The journal tells each event of one subject; stories run across subjects. What links them is kept
in the rows of the run: a casualty has its incident, an incident the key of what caused it, a call
the column that made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.errors import InputError
from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.mission.ambushes import OCCASIONS
from pksim.mission.calls import CALLERS, EOD_TEAM
from pksim.mission.incidents import EVENTS, PERSONS
from pksim.mission.programmes import ORDINALS
from pksim.mission.strikes import SECOND
from pksim.mission.terms import AMBUSH, DEAD, IED, NOBODY
from pksim.study.story.words import (
    CASE,
    CASUALTY,
    COLUMN,
    DEVICE,
    INCIDENT,
    LIFT,
    PERSON,
    REQUEST,
    UNIT,
    WORDS,
)

Chosen = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]


class Story:
    """The events of one run, and how they hang together; every method marks rows of the journal.

    `patrols` is the number of programmes in the timetable; teams are numbered after them.
    """

    def __init__(self, run: MissionRun, patrols: int) -> None:
        self.run, self.journal, self.patrols = run, run.journal, patrols
        self.subject = np.array([WORDS[kind][0] for kind in sorted(WORDS)])[run.journal["kind"]]

    def of(self, subject: int, number: int) -> Chosen:
        """The whole story of one subject.

        Raises:
            InputError: there is no such row in the run.
        """
        if subject == CASUALTY:
            return self._of_casualty(number)
        if subject == PERSON:
            return self._of_person(number)
        if subject == CASE:
            return self._of_case(number)
        if subject == INCIDENT:
            self._there("incident", number, len(self._incidents("key")))
            return self._of_incident(number) | self._patients(number)
        return self._of_column(number) if subject == COLUMN else self._of_device(number)

    # --- what happened to somebody -------------------------------------------------------

    def _of_casualty(self, row: int) -> Chosen:
        """The casualty's own events, and how the incident came about, to the casualty's end."""
        casualties = self.run.casualties
        self._there("casualty", row, len(casualties))
        own = self._about(CASUALTY, [row])
        chosen = own | self._of_incident(int(casualties["incident"][row]))
        if int(casualties["outcome"][row]) == DEAD:
            chosen &= self.journal["time"] <= self.journal["time"][own].max(initial=0.0)
        return chosen

    def _of_person(self, row: int) -> Chosen:
        """All that befell whoever held this post: illness, wounds, rotation of the unit."""
        units = self._column("people.unit")
        self._there("person", row, len(units))
        chosen = self._about(PERSON, [row]) | self._about(UNIT, [int(units[row])])
        for casualty in np.flatnonzero(self.run.casualties["person"] == row):
            chosen |= self._of_casualty(int(casualty))
        return chosen | self._about(CASE, np.flatnonzero(self._rows("infections", "person") == row))

    def _of_case(self, row: int) -> Chosen:
        """One infection, and the isolation of the person as long as it lasts."""
        persons = self._rows("infections", "person")
        self._there("case", row, len(persons))
        ends = (self._rows("infections", name)[row] for name in ("ends_at", "well_at"))
        time = self.journal["time"]
        lasts = (time >= self._rows("infections", "came_at")[row]) & (time <= max(ends))
        isolated = self._about(PERSON, [int(persons[row])]) & (self.journal["kind"] == ev.ISOLATION)
        return np.asarray(self._about(CASE, [row]) | (isolated & lasts))

    # --- incidents -----------------------------------------------------------------------

    def _of_incident(self, row: int) -> Chosen:
        """An incident with what caused it, the column that met it, and the lifts sent to it."""
        chosen = self._about(INCIDENT, [row]) | self._fetched(row)
        key, cause = int(self._incidents("key")[row]), int(self._incidents("cause")[row])
        event = key % EVENTS // PERSONS
        if cause == IED:
            chosen |= self._about(DEVICE, [event, event & ~SECOND])
        columns = set(self.journal["subject"][self._halted(row)].tolist())
        if cause == AMBUSH:
            columns |= set(self._columns_of_luck(event // OCCASIONS))
        left = np.isin(self.journal["kind"], (ev.PATROL_LEFT, ev.TEAM_LEFT))
        return chosen | self._halted(row) | (left & self._about(COLUMN, columns))

    def _fetched(self, incident: int) -> Chosen:
        """The calls for evacuation, also from a facility on the way, and the lifts sent to them."""
        events = self._rows("requests", "key") // PERSONS
        calls = np.flatnonzero(events == int(self._incidents("key")[incident]) // PERSONS)
        lifts = np.flatnonzero(np.isin(self._rows("lifts", "request"), calls))
        ambulances = self._teams(np.isin(self._rows("calls", "lift"), lifts))
        by_road = self._about(COLUMN, ambulances)
        return self._about(REQUEST, calls) | self._about(LIFT, lifts) | by_road

    def _patients(self, incident: int) -> Chosen:
        """Everything that happened to those hurt in an incident."""
        return self._about(CASUALTY, np.flatnonzero(self.run.casualties["incident"] == incident))

    def _halted(self, incident: int) -> Chosen:
        """The column that an incident, or the strike that it followed, has halted."""
        keys, chosen = self._incidents("key"), self._at(incident)
        if int(self._incidents("cause")[incident]) == IED:
            for row in np.flatnonzero(keys == int(keys[incident]) & ~(SECOND * PERSONS)):
                chosen |= self._at(int(row))
        return np.asarray(chosen & (self.journal["kind"] == ev.PATROL_HALTED))

    # --- columns -------------------------------------------------------------------------

    def _of_column(self, key: int) -> Chosen:
        """The column's own events, what it met where it halted, and the teams it called."""
        own = self._about(COLUMN, [key])
        chosen = own | self._about(COLUMN, self._teams(self._rows("calls", "key") == key))
        met = self._ambushes(key)
        for halt in self.journal[own & (self.journal["kind"] == ev.PATROL_HALTED)]:
            here = self._here(float(halt["time"]), int(halt["place"]))
            chosen |= here & (self.subject == DEVICE)
            met |= set(self.journal["subject"][here & (self.subject == INCIDENT)].tolist())
        for incident in met:
            chosen |= self._followed_by(incident)
            chosen |= self._about(INCIDENT, [incident]) | self._wounded(incident)
        return chosen

    def _followed_by(self, incident: int) -> Chosen:
        """The second device that followed a strike, with what came of it."""
        keys = self._incidents("key")
        second = np.flatnonzero(keys == int(keys[incident]) + SECOND * PERSONS)
        chosen = np.zeros(len(self.journal), np.bool_)
        for row in second:
            chosen |= self._at(int(row)) & (self.subject == DEVICE)
            chosen |= self._about(INCIDENT, [int(row)]) | self._wounded(int(row))
        return chosen

    def _wounded(self, incident: int) -> Chosen:
        """Those hurt in an incident, where and when they were hurt."""
        return np.asarray(self._at(incident) & self._patients(incident))

    def _ambushes(self, key: int) -> set[int]:
        """Incidents in which a column came under fire."""
        keys, causes = self._incidents("key"), self._incidents("cause")
        luck = keys % EVENTS // PERSONS // OCCASIONS
        under_fire = (causes == AMBUSH) & (luck == self._luck_of(key))
        return set(np.flatnonzero(under_fire).tolist())

    def _luck_of(self, key: int) -> int:
        programme, number = divmod(key, ORDINALS)
        if programme < self.patrols:
            return key
        calls = self._rows("calls", "luck")
        return int(calls[number]) if number < len(calls) else NOBODY

    def _columns_of_luck(self, luck: int) -> list[int]:
        """The key of the column that has this luck: a patrol's own, or that of a team's call."""
        if luck < 2 * CALLERS:
            return [luck]
        return self._teams(self._rows("calls", "luck") == luck)

    def _teams(self, calls: Chosen) -> list[int]:
        """The keys of the teams that answered some calls."""
        rows = set(np.flatnonzero(calls).tolist())
        keys = self.journal["subject"][self.subject == COLUMN]
        of_teams = keys[keys // ORDINALS >= self.patrols]
        return [int(key) for key in np.unique(of_teams) if int(key) % ORDINALS in rows]

    # --- devices -------------------------------------------------------------------------

    def _of_device(self, key: int) -> Chosen:
        """The device, what it did, the column it halted, and the team sent to remove it."""
        chosen = self._about(DEVICE, [key, key + SECOND])
        keys = self._incidents("key")
        for event in (key, key + SECOND):
            for row in np.flatnonzero(keys == IED * EVENTS + event * PERSONS):
                chosen |= self._of_incident(int(row)) | self._patients(int(row))
        met = chosen & (self.journal["kind"] == ev.DEVICE_FOUND)
        for event in self.journal[met]:
            here = self._here(float(event["time"]), int(event["place"]))
            chosen |= here & (self.journal["kind"] == ev.PATROL_HALTED)
        told = self._rows("calls", "luck") == (2 + EOD_TEAM) * CALLERS + key % CALLERS
        alone = self._rows("calls", "march") == NOBODY
        return chosen | self._about(COLUMN, self._teams(told & alone))

    # --- rows ----------------------------------------------------------------------------

    def _about(self, subject: int, numbers: Iterable[int] | Numbers) -> Chosen:
        known = np.fromiter(numbers, np.int64)
        return np.asarray((self.subject == subject) & np.isin(self.journal["subject"], known))

    def _here(self, time: float, place: int) -> Chosen:
        return np.asarray((self.journal["time"] == time) & (self.journal["place"] == place))

    def _at(self, incident: int) -> Chosen:
        """When and where an incident happened."""
        time, site = (self._incidents(name)[incident] for name in ("at", "site"))
        return self._here(float(time), int(site))

    def _column(self, name: str) -> Numbers:
        return self.run.result.world.column(name)

    def _rows(self, group: str, name: str) -> Numbers:
        """One cell of every row of a group."""
        used = int(self._column(f"{group}.used")[0])
        return self._column(f"{group}.{name}")[:used]

    def _incidents(self, name: str) -> Numbers:
        return self._rows("incidents", name)

    @staticmethod
    def _there(what: str, row: int, rows: int) -> None:
        if row >= rows:
            there = f"0 to {rows - 1}" if rows else "none"
            plural = {"casualty": "casualties", "person": "people"}.get(what, f"{what}s")
            raise InputError(f"--follow {what}:{row}: {plural} of this replication are {there}")
