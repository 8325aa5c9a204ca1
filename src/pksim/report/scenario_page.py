"""What a scenario contains, in a screenful, and the same for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
    for heading, rows in _sections(scenario):
        sections += [Text(heading, style="bold underline"), _rows(rows)]
    return Group(*sections)


Rows = list[tuple[str, str]]


def _sections(scenario: Scenario) -> list[tuple[str, Rows]]:
    """What the scenario says of itself, with camps, moods and the limits of care beside it."""
    more = {
        "People": _camps(scenario),
        "Threats": _moods(scenario),
        "Evacuation": _limits(scenario),
        "Hospitals": _bays_and_blood(scenario),
    }
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


def _limits(scenario: Scenario) -> Rows:
    """What keeps aircraft from a casualty, and when a facility without surgery comes first."""
    chain = scenario.evacuation
    hot = ", ".join(f"{cause} {share:.0%}" for cause, share in chain.landing_zone.hot.items())
    unsafe = f"fired at for {chain.landing_zone.safe_after.mean:.0f} min after {hot}" if hot else ""
    alone = chain.isolated
    nowhere = (
        f"none near {alone.share:.0%} of casualties on the road: hoist {alone.hoist.mean:.0f} min"
        f" or carry {alone.carry.mean:.0f} min each"
    )
    landing = [text for text in (unsafe, nowhere if alone.share else "") if text]
    far = chain.maximum_radius
    rows = [
        ("landing zones", "; ".join(landing)),
        ("not cleared", f"{chain.refused:.0%} of flights" if chain.refused else ""),
        ("no flight to", f"casualties more than {far:g} km from base" if far else ""),
        ("on the way", _staging(scenario)),
    ]
    return [(label, text) for label, text in rows if text]


def _staging(scenario: Scenario) -> str:
    if all(hospital.operating_teams for hospital in scenario.hospitals.values()):
        return ""
    put_off = scenario.evacuation.stage_within
    return f"a facility without surgery first if it puts off surgery by {put_off:g} min at most"


def _bays_and_blood(scenario: Scenario) -> Rows:
    """Resuscitation bays, and the stock of blood where it is counted."""
    places = scenario.hospitals.items()
    bays = {name: place.bays for name, place in places if place.bays}
    blood = {name: place.blood for name, place in places if place.blood is not None}
    rows = [("bays", _numbers(bays)), ("units of blood", _numbers(blood))]
    return [(label, text) for label, text in rows if text]


def _numbers(there: Mapping[str, int]) -> str:
    """``gao-level-2 4; 2 at each of the 7 others``: what most have is said once."""
    if not there:
        return ""
    (usual, often), *_ = Counter(there.values()).most_common()
    if often < 3:
        return ", ".join(f"{name} {number}" for name, number in there.items())
    own = [f"{name} {number}" for name, number in there.items() if number != usual]
    return "; ".join([*filter(None, [", ".join(own)]), f"{usual} at each of {often} others"])


def _rows(rows: Rows) -> Table:
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
        "units": {
            name: {"base": unit.base, "strength": unit.strength, "title": unit.title}
            for name, unit in scenario.units.items()
        },
        "policies": {name: list(measures) for name, measures in scenario.policies.items()},
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
