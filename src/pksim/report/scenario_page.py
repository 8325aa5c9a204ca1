"""What a scenario contains, in a screenful, and the same for machines."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pksim.scenario import Scenario, describe


def scenario_page(scenario: Scenario) -> RenderableType:
    """What the scenario contains, section by section."""
    sections: list[RenderableType] = [
        Text(f"{scenario.title}: the scenario is right.", style="bold")
    ]
    for heading, rows in describe(scenario):
        sections += [Text(heading, style="bold underline"), _rows(rows)]
    return Group(*sections)


def _rows(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for label, value in rows:
        table.add_row(Text(f"  {label}"), Text(value))
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
                "cost_usd_a_year": measure.cost,
                "evidence": measure.evidence.grade,
            }
            for name, measure in scenario.measures.items()
        },
        "policies": {name: list(measures) for name, measures in scenario.policies.items()},
    }


def _parts(scenario: Scenario) -> dict[str, list[str]]:
    return {
        "places": list(scenario.places),
        "roads": [f"{road.from_}–{road.to}" for road in scenario.roads],
        "threat areas": list(scenario.areas),
        "patrol programmes": list(scenario.patrols),
        "vehicle classes": list(scenario.vehicles),
        "helicopters": list(scenario.evacuation.helicopters),
        "hospitals": [
            name if place.operating_teams else f"{name} (closed)"
            for name, place in scenario.hospitals.items()
        ],
    }
