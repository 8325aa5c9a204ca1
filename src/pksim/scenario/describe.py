"""What a scenario contains, in a screenful: headings with rows of label and value."""

from __future__ import annotations

import math
from collections import Counter

from pksim.scenario.distances import road_length, vehicle_km_per_day
from pksim.scenario.medical import Helicopter, Hospital
from pksim.scenario.quantities import MINUTES_PER_DAY
from pksim.scenario.scenario import Scenario
from pksim.scenario.schema import Measure

Rows = list[tuple[str, str]]


def describe(scenario: Scenario) -> list[tuple[str, Rows]]:
    """Headings, each with its rows of (label, value), ready to be printed."""
    sections = [
        ("Scenario", _header(scenario)),
        ("Places and roads", _ground(scenario)),
        ("Patrols", _patrols(scenario)),
        ("Threats", _threats(scenario)),
        ("Evacuation", _evacuation(scenario)),
        ("Hospitals", [(name, _hospital(part)) for name, part in scenario.hospitals.items()]),
        ("Measures", [(name, _measure(part)) for name, part in scenario.measures.items()]),
        ("Policies", _policies(scenario)),
    ]
    return [(heading, rows) for heading, rows in sections if rows]


def _header(scenario: Scenario) -> Rows:
    rows = [
        ("title", scenario.title),
        ("time", f"{scenario.horizon / MINUTES_PER_DAY:g} days from {scenario.start}"),
        (
            "strength",
            f"{scenario.strength:,.0f} uniformed, {_person_years(scenario):,.0f} person-years",
        ),
    ]
    if scenario.origin.files:
        rows.append(("files", str(len(scenario.origin.files))))
        rows.append(("assumptions", f"{scenario.origin.assumptions} marked in comments"))
    return rows


def _person_years(scenario: Scenario) -> float:
    return scenario.strength * scenario.horizon / MINUTES_PER_DAY / 365.25


def _ground(scenario: Scenario) -> Rows:
    kinds = Counter(place.kind for place in scenario.places.values())
    lengths = [road_length(road, scenario.places) for road in scenario.roads]
    segments = sum(math.ceil(length / scenario.segment) for length in lengths)
    return [
        (
            "places",
            ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items()),
        ),
        ("roads", f"{len(lengths)}, together {sum(lengths):,.0f} km in {segments} segments"),
    ]


def _patrols(scenario: Scenario) -> Rows:
    programmes = scenario.patrols.values()
    daily = sum(patrol.per_day for patrol in programmes)
    largest = max(patrol.vehicles for patrol in programmes)
    fleet = ", ".join(f"{share:.0%} {name}" for name, share in scenario.fleet.items() if share)
    return [
        ("programmes", f"{len(scenario.patrols)}, columns of up to {largest} vehicles"),
        ("a day", f"{daily:.1f} patrols, {1000 * daily / scenario.strength:.1f} per 1,000 people"),
        ("driven", f"{vehicle_km_per_day(scenario):,.0f} vehicle-km a day"),
        ("vehicles", fleet),
    ]


def _threats(scenario: Scenario) -> Rows:
    daily = sum(area.emplacement for area in scenario.areas.values())
    days = scenario.horizon / MINUTES_PER_DAY
    search = scenario.search
    return [
        (
            "devices",
            f"{daily:.2f} laid a day in {len(scenario.areas)} areas, {daily * days:.0f} in all",
        ),
        ("found", f"{search.finds:.0%} mounted, {search.foot_finds:.0%} on foot"),
        ("illness", f"{1000 * scenario.illness.deaths:.2f} deaths per 1,000 person-years"),
        ("accidents", f"{1000 * scenario.accidents.deaths:.2f} deaths per 1,000 person-years"),
    ]


def _evacuation(scenario: Scenario) -> Rows:
    chain = scenario.evacuation
    return [
        ("call and launch", f"mean {chain.call.mean:.0f} and {chain.authorisation.mean:.0f} min"),
        *((name, _helicopter(craft)) for name, craft in chain.helicopters.items()),
        ("ambulance", f"{chain.ambulance.speed:g} km/h within {chain.ambulance.radius:g} km"),
    ]


def _helicopter(craft: Helicopter) -> str:
    if not craft.serviceable:
        return f"not there (serviceable 0 %), would stand at {craft.base}"
    hours = "day and night" if craft.night else "by day"
    return f"at {craft.base}, {craft.speed:g} km/h, {hours}, serviceable {craft.serviceable:.0%}"


def _hospital(hospital: Hospital) -> str:
    if not hospital.operating_teams:
        return f"closed (no operating team), would stand at {hospital.at}"
    teams = (
        "1 operating team"
        if hospital.operating_teams == 1
        else f"{hospital.operating_teams} operating teams"
    )
    beds = f"{hospital.intensive_care} intensive-care and {hospital.ward} ward beds"
    return f"at {hospital.at}, {teams}, {beds}"


def _measure(measure: Measure) -> str:
    return f"{measure.title}; {money(measure.cost)} a year; evidence {measure.evidence.grade}"


def money(amount: float) -> str:
    """An amount in USD with two significant digits or so."""
    for size, word in ((1e9, " bn"), (1e6, " M"), (1e3, " k")):
        if abs(amount) >= size:
            return f"{amount / size:.3g}{word} USD"
    return f"{amount:.0f} USD"


def _policies(scenario: Scenario) -> Rows:
    single = [name for name, names in scenario.policies.items() if names == (name,)]
    others = {name: names for name, names in scenario.policies.items() if names != (name,)}
    rows = [(name, " + ".join(names) or "as written") for name, names in others.items()]
    return [*rows, ("one measure each", ", ".join(single))] if single else rows
