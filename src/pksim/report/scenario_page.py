"""What a scenario contains, in a screenful, and the same for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pksim.scenario import Scenario, describe
from pksim.scenario.covid import Covid
from pksim.scenario.describe_covid import switched_off
from pksim.scenario.imported import imported
from pksim.scenario.pricing import price


def scenario_page(scenario: Scenario) -> RenderableType:
    """What the scenario contains, section by section."""
    sections: list[RenderableType] = [
        Text(f"{scenario.title}: the scenario is right.", style="bold")
    ]
    for heading, rows in _sections(scenario):
        sections += [Text(heading, style="bold underline"), _rows(rows)]
    return Group(*sections)


Rows = list[tuple[str, str]]


def _sections(scenario: Scenario) -> list[tuple[str, Rows]]:
    """What the scenario says of itself, with camps and moods beside it."""
    more = {"People": _camps(scenario), "Threats": _moods(scenario)}
    return [(heading, [*rows, *more.get(heading, [])]) for heading, rows in describe(scenario)]


def _camps(scenario: Scenario) -> Rows:
    """Who lives where: the units of every base by their letters, with their strength."""
    bases = dict.fromkeys(unit.base for unit in scenario.units.values())
    there = []
    for base in bases:
        units = {name: unit for name, unit in scenario.units.items() if unit.base == base}
        listed = ", ".join(f"{name} {unit.strength:,}" for name, unit in units.items())
        there.append(f"{base} {listed}")
    kept = [f"{c.unit or 'all units'} no {c.may_not}" for c in scenario.caveats]
    rows = [("at bases", "; ".join(there)), ("may not", "; ".join(kept))]
    return [(label, text) for label, text in rows if text]


def _moods(scenario: Scenario) -> Rows:
    """Periods written in the scenario in which an area is closed, or hazards are multiplied."""
    closed = [f"{c.area} {c.from_} to {c.until}" for c in scenario.closures]
    shocks = [f"{s.area} x {s.multiplier:g} {s.from_} to {s.until}" for s in scenario.shocks]
    rows = [("closed", "; ".join(closed)), ("shocks", "; ".join(shocks))]
    return [(label, text) for label, text in rows if text]


def _rows(rows: Rows) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for label, value in rows:
        loud = "bold red" if label.isupper() else ""
        table.add_row(Text(f"  {label}", style=loud), Text(value, style=loud))
    return table


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """What `pksim check --json` prints."""
    return {
        "format": 1,
        "command": "check",
        "title": scenario.title,
        "scenario_hash": scenario.content_hash,
        "start": str(scenario.start),
        "horizon_days": scenario.horizon / 1440.0,
        "strength": scenario.strength,
        "parts": {part: list(names) for part, names in _parts(scenario).items()},
        "measures": {
            name: {
                "title": measure.title,
                "cost_usd": asdict(price(measure, scenario, scenario.horizon)),
                "evidence": measure.evidence.grade,
            }
            for name, measure in scenario.measures.items()
        },
        "units": {
            name: {"base": unit.base, "strength": unit.strength, "title": unit.title}
            for name, unit in scenario.units.items()
        },
        "policies": {name: list(measures) for name, measures in scenario.policies.items()},
        "covid": None if scenario.covid is None else _covid(scenario, scenario.covid),
    }


def _covid(scenario: Scenario, covid: Covid) -> dict[str, Any]:
    """The pandemic: infections by one case, by formula from outside, and what is not coupled."""
    return {
        "r0": covid.contacts.r0,
        "imports_expected": asdict(imported(scenario, covid)),
        "not_coupled": switched_off(covid),
    }


def _parts(scenario: Scenario) -> dict[str, list[str]]:
    return {
        "places": list(scenario.places),
        "roads": [f"{road.from_}–{road.to}" for road in scenario.roads],
        "threat areas": list(scenario.areas),
        "units": list(scenario.units),
        "camps": list(scenario.camps),
        "teams": list(scenario.teams),
        "patrol programmes": list(scenario.patrols),
        "vehicle classes": list(scenario.vehicles),
        "helicopters": [
            name if craft.serviceable else f"{name} (not there)"
            for name, craft in scenario.evacuation.helicopters.items()
        ],
        "hospitals": [
            name if place.operating_teams else f"{name} (no surgery)"
            for name, place in scenario.hospitals.items()
        ],
    }
