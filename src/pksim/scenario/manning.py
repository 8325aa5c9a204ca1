"""Who does it: the unit behind each programme and team, and whether it has the people at all."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pksim.scenario.patrols import Patrol
from pksim.scenario.people import Team, Unit
from pksim.scenario.problems import Problem
from pksim.scenario.schema import ScenarioFields


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
    """Programmes and teams without a unit, or with one that could never man them."""
    return [*_programmes(scenario), *_teams(scenario), *_camps(scenario)]


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _at(base: str, scenario: ScenarioFields) -> dict[str, Unit]:
    return {name: unit for name, unit in scenario.units.items() if unit.base == base}


def _with_platoons(base: str, scenario: ScenarioFields) -> list[str]:
    return [name for name, unit in _at(base, scenario).items() if unit.companies]


def _able(team: Team, scenario: ScenarioFields) -> list[str]:
    """Units at the base of a team that have people of its kind."""
    if team.role == "quick reaction":
        return _with_platoons(team.base, scenario)
    return [name for name, unit in _at(team.base, scenario).items() if unit.support.get("eod")]


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
        wanted, part = team.teams * team.people, scenario.units[unit]
        there = part.line if team.role == "quick reaction" else part.support.get("eod", 0)
        if wanted > there:
            message = f"takes {wanted} people, and unit {unit!r} has {there} {_kind(team)}"
            yield Problem(("teams", name), message)


def _kind(team: Team) -> str:
    return "people in platoons" if team.role == "quick reaction" else "people with the job eod"


def _camps(scenario: ScenarioFields) -> Iterator[Problem]:
    """An attack on a camp where nobody lives would harm nobody."""
    for name in scenario.camps:
        if not _at(name, scenario):
            yield Problem(("camps", name), "no unit is based here, so that nobody could be hurt")
