"""Who does it: the unit behind each programme and team, and whether it has the people at all."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pksim.scenario.patrols import Patrol
from pksim.scenario.people import Job, Team, Unit
from pksim.scenario.problems import Problem
from pksim.scenario.schema import ScenarioFields

JOB_OF_ROLE: dict[str, Job] = {"eod": "eod", "ambulance": "medic"}
"""The job of those who man a team, by its role; other teams are rifle platoons."""


def crewed_by(patrol: Patrol, scenario: ScenarioFields) -> str | None:
    """The unit that crews a programme: the one named, or the one with platoons at the base.

    None where there is no such unit, or where there are several and none is named.
    """
    return patrol.unit or _only(_with_platoons(patrol.base, scenario))


def manned_by(team: Team, scenario: ScenarioFields) -> str | None:
    """The unit that mans a team: the one named, or the one at the base with such people."""
    return team.unit or _only(_able(team, scenario))


def people_wanted(patrol: Patrol, scenario: ScenarioFields) -> float:
    """Uniformed people that one column of a programme wants, in the mean."""
    seats = math.fsum(number * share for number, share in scenario.occupants.items())
    return patrol.people + patrol.vehicles * (1 - patrol.contractors) * seats


def check_manning(scenario: ScenarioFields) -> list[Problem]:
    """What has no unit, or one that could never man it."""
    return [
        *_programmes(scenario),
        *_teams(scenario),
        *_camps(scenario),
        *_incidents(scenario),
        *_aircrews(scenario),
        *_surgeons(scenario),
    ]


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _at(base: str, scenario: ScenarioFields) -> dict[str, Unit]:
    return {name: unit for name, unit in scenario.units.items() if unit.base == base}


def _with_platoons(base: str, scenario: ScenarioFields) -> list[str]:
    return [name for name, unit in _at(base, scenario).items() if unit.companies]


def _able(team: Team, scenario: ScenarioFields) -> list[str]:
    """Units at the base of a team that have people of its kind."""
    return [name for name, unit in _at(team.base, scenario).items() if _people(unit, team)]


def _people(unit: Unit, team: Team) -> int:
    """Those of a unit who could man a team of this kind."""
    job = JOB_OF_ROLE.get(team.role)
    return unit.support.get(job, 0) if job else unit.line


def _which(names: list[str], base: str, what: str) -> str:
    """Why no unit could be told."""
    if not names:
        return f"no unit with {what} is based at {base!r}; base one there, or name a `unit`"
    return f"units {', '.join(names)} with {what} are based at {base!r}; say which `unit`"


def _programmes(scenario: ScenarioFields) -> Iterator[Problem]:
    for name, patrol in scenario.patrols.items():
        unit = crewed_by(patrol, scenario)
        if unit is None:
            why = _which(_with_platoons(patrol.base, scenario), patrol.base, "platoons")
        else:
            why = _too_few(patrol, scenario, unit)
        if why:
            yield Problem(("patrols", name), why)


def _too_few(patrol: Patrol, scenario: ScenarioFields, name: str) -> str:
    """What a unit with all its people fit would lack for one column, or nothing."""
    unit = scenario.units[name]
    people = people_wanted(patrol, scenario)
    drivers = patrol.vehicles * (1 - patrol.contractors)
    if not people:
        return "wants nobody: contractors drive all its vehicles"
    if people > unit.line:
        return (
            f"wants {people:.0f} people in the mean, and unit {name!r} has {unit.line} in platoons"
        )
    if drivers > unit.line_drivers:
        return f"wants {drivers:.0f} drivers, and unit {name!r} has {unit.line_drivers} in platoons"
    return ""


def _teams(scenario: ScenarioFields) -> Iterator[Problem]:
    for name, team in scenario.teams.items():
        unit = manned_by(team, scenario)
        if unit is None:
            yield Problem(("teams", name), _which(_able(team, scenario), team.base, _kind(team)))
            continue
        wanted, there = team.teams * team.people, _people(scenario.units[unit], team)
        if wanted > there:
            message = f"takes {wanted} people, and unit {unit!r} has {there} {_kind(team)}"
            yield Problem(("teams", name), message)


def _kind(team: Team) -> str:
    job = JOB_OF_ROLE.get(team.role)
    return f"people with the job {job}" if job else "people in platoons"


# ---------------------------------------------------------------------- camps and incidents


def _camps(scenario: ScenarioFields) -> Iterator[Problem]:
    """An attack on a camp where nobody lives would harm nobody."""
    for name in scenario.camps:
        if not _at(name, scenario):
            yield Problem(("camps", name), "no unit is based here, so that nobody could be hurt")


def _incidents(scenario: ScenarioFields) -> Iterator[Problem]:
    """Those whom a scheduled incident hurts live there."""
    for number, incident in enumerate(scenario.incidents):
        there = sum(unit.strength for unit in _at(incident.at, scenario).values())
        if not there:
            message = f"no unit is based at {incident.at!r}, so that nobody could be hurt"
            yield Problem(("incidents", number, "at"), message)
        elif incident.hurt > there:
            message = f"hurts {incident.hurt} people, and {there} live at {incident.at!r}"
            yield Problem(("incidents", number), message)


# ---------------------------------------------------------------------- aircrew and surgeons


def _aircrews(scenario: ScenarioFields) -> Iterator[Problem]:
    """A helicopter whose unit has no whole crew could never fly."""
    for name, craft in scenario.evacuation.helicopters.items():
        there = _with_job("aircrew", craft.unit, scenario)
        if craft.unit is not None and craft.crew > there:
            message = (
                f"takes a crew of {craft.crew}, and unit {craft.unit!r} has {there} people with the"
                " job aircrew; give it more in `support`, or name no `unit` for a crew from outside"
            )
            yield Problem(("evacuation", "helicopters", name), message)


def _surgeons(scenario: ScenarioFields) -> Iterator[Problem]:
    """Operating teams could never work without the surgeons; a unit may man several hospitals."""
    taken: dict[str, int] = {}
    for name, hospital in scenario.hospitals.items():
        wanted = hospital.operating_teams * hospital.surgeons
        if hospital.unit is None or not wanted:
            continue
        taken[hospital.unit] = taken.get(hospital.unit, 0) + wanted
        there = _with_job("surgeon", hospital.unit, scenario)
        if taken[hospital.unit] > there:
            others = taken[hospital.unit] - wanted
            besides = f" besides {others} for hospitals above" if others else ""
            message = (
                f"takes {wanted} surgeons{besides}, and unit {hospital.unit!r} has {there} people"
                " with the job surgeon; give it more in `support`, or name no `unit` for surgeons"
                " from outside"
            )
            yield Problem(("hospitals", name), message)


def _with_job(job: Job, unit: str | None, scenario: ScenarioFields) -> int:
    return scenario.units[unit].support.get(job, 0) if unit is not None else 0
