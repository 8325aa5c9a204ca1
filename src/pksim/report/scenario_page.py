"""What a scenario contains, in a screenful, and the same for machines."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pksim.report import numbers
from pksim.scenario import Scenario


def scenario_page(scenario: Scenario) -> RenderableType:
    """Title, size, parts with their names, and the policies with grades and cost."""
    parts = Table.grid(padding=(0, 2))
    parts.add_column(style="bold", no_wrap=True)
    parts.add_column()
    for part, names in _parts(scenario).items():
        parts.add_row(f"{len(names)} {part}", ", ".join(names))
    return Group(
        Text(f"{scenario.title}: the scenario is right.", style="bold"),
        Text(
            f"{scenario.strength:,.0f} people for {numbers.period(scenario.horizon)}"
            f" from {scenario.start}"
        ),
        Text(),
        parts,
        Text(),
        _measures(scenario),
        Text(
            "policies: "
            + "; ".join(
                name if list(measures) in ([], [name]) else f"{name} ({' + '.join(measures)})"
                for name, measures in scenario.policies.items()
            )
        ),
    )


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


def _measures(scenario: Scenario) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure", no_wrap=True)
    table.add_column("evidence")
    table.add_column("USD a year", justify="right", no_wrap=True)
    table.add_column("what it is")
    for name, measure in scenario.measures.items():
        cost = numbers.money(measure.cost)
        table.add_row(name, measure.evidence.grade, cost, measure.title)
    return table
