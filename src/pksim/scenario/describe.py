"""What a scenario contains, in a screenful: headings with rows of label and value."""

from __future__ import annotations

import math
from collections import Counter

from pksim.scenario.describe_care import evacuation, hospitals, within_two_hours
from pksim.scenario.describe_covid import pandemic
from pksim.scenario.distances import per_day as departures
from pksim.scenario.distances import road_hours_per_day, road_length, vehicle_km_per_day
from pksim.scenario.incidents import ScheduledIncident
from pksim.scenario.measures import Measure
from pksim.scenario.pricing import price
from pksim.scenario.quantities import MINUTES_PER_DAY
from pksim.scenario.scenario import Scenario
from pksim.scenario.wording import Rows, listed, many, money


def describe(scenario: Scenario) -> list[tuple[str, Rows]]:
    """Headings, each with its rows of (label, value), ready to be printed."""
    sections = [
        ("Scenario", _header(scenario)),
        ("Places and roads", _ground(scenario)),
        ("People", _people(scenario)),
        ("Patrols", _patrols(scenario)),
        ("Threats", _threats(scenario)),
        ("Evacuation", evacuation(scenario)),
        ("Hospitals", hospitals(scenario)),
        ("Surgery within two hours of the call", within_two_hours(scenario)),
        ("COVID-19", pandemic(scenario)),
        (
            "Measures",
            [(name, _measure(part, scenario)) for name, part in scenario.measures.items()],
        ),
        ("Policies", _policies(scenario)),
    ]
    return [(heading, rows) for heading, rows in sections if rows]


def _days(scenario: Scenario) -> float:
    return scenario.horizon / MINUTES_PER_DAY


def _header(scenario: Scenario) -> Rows:
    rows = [
        ("title", scenario.title),
        ("time", f"{_days(scenario):g} days from {scenario.start}"),
    ]
    if scenario.origin.files:
        marked = f"{scenario.origin.assumptions} assumptions marked in comments"
        rows.append(("files", f"{len(scenario.origin.files)}, {marked}"))
    return rows


def _ground(scenario: Scenario) -> Rows:
    kinds = Counter(place.kind for place in scenario.places.values())
    lengths = [road_length(road, scenario.places) for road in scenario.roads]
    segments = sum(math.ceil(length / scenario.segment) for length in lengths)
    rows = [
        ("places", ", ".join(many(count, kind) for kind, count in kinds.items())),
        ("roads", f"{len(lengths)}, together {sum(lengths):,.0f} km in {segments} segments"),
    ]
    if scenario.weather is not None:
        rows.append(("weather", f"foul {_foul(scenario):.1%} of the time, each area apart"))
    return rows


def _foul(scenario: Scenario) -> float:
    """Share of a year in which the weather of one area is foul: spells, and rests between."""
    if scenario.weather is None:
        return 0.0
    rate = math.fsum(scenario.weather.spells.values()) / 12
    foul = rate * scenario.weather.lasts.mean / MINUTES_PER_DAY
    return foul / (1 + foul)


# ---------------------------------------------------------------------- people


def _people(scenario: Scenario) -> Rows:
    units = scenario.units.values()
    years = scenario.strength * _days(scenario) / 365.25
    sizes = sorted(unit.strength for unit in units)
    size = f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} to {sizes[-1]:,}"
    bases = many(len({unit.base for unit in units}), "base")
    line = sum(unit.line for unit in units)
    rows = [
        ("strength", f"{scenario.strength:,} uniformed, {years:,.0f} person-years"),
        ("units", f"{len(units)} of {size} people at {bases}, {line:,} people in platoons"),
    ]
    if teams := _teams(scenario):
        rows.append(("teams", "; ".join(teams)))
    return rows


def _teams(scenario: Scenario) -> list[str]:
    """Each kind of team with its bases; ambulances stand under evacuation."""
    kinds: dict[str, Counter[str]] = {}
    for team in scenario.teams.values():
        if team.role == "ambulance":
            continue
        kinds.setdefault(team.role, Counter())[team.base] += team.teams
    return [f"{role} at {listed(bases)}" for role, bases in kinds.items()]


def _patrols(scenario: Scenario) -> Rows:
    rates = [departures(patrol, scenario) for patrol in scenario.patrols.values()]
    daily = sum(rates)
    largest = max(patrol.vehicles for patrol in scenario.patrols.values())
    idle = f" ({rates.count(0.0)} of them never leave)" if 0.0 in rates else ""
    fleet = ", ".join(f"{share:.0%} {name}" for name, share in scenario.fleet.items() if share)
    return [
        ("programmes", f"{len(rates)}{idle}, columns of up to {many(largest, 'vehicle')}"),
        ("a day", f"{daily:.1f} patrols, {1000 * daily / scenario.strength:.1f} per 1,000 people"),
        ("driven", f"{vehicle_km_per_day(scenario):,.0f} vehicle-km a day"),
        ("vehicles", fleet),
    ]


# ---------------------------------------------------------------------- threats


def _threats(scenario: Scenario) -> Rows:
    """What to expect over the whole time, moods included and every patrol driven in full."""
    rows = [("devices", _devices(scenario))]
    if scenario.regimes is not None:
        moods = zip(("calm", "tense", "in crisis"), scenario.regimes.moods, strict=True)
        shares = ", ".join(f"{name} {mood.share:.0%}" for name, mood in moods)
        rows.insert(
            0, ("areas", f"{shares} of the time; hazards x {_mood(scenario):.2f} in the mean")
        )
    rows += [(label, text) for label, text in _attacks(scenario) if text]
    illness, accidents = 1000 * scenario.illness.deaths, 1000 * scenario.accidents.deaths
    rows.append(
        (
            "background",
            f"illness {illness:.2f} and accidents {accidents:.2f} deaths per 1,000 person-years",
        )
    )
    return rows


def _mood(scenario: Scenario) -> float:
    """What the moods of an area multiply its hazards by, in the long run."""
    if scenario.regimes is None:
        return 1.0
    return math.fsum(mood.share * mood.multiplier for mood in scenario.regimes.moods)


def _devices(scenario: Scenario) -> str:
    laid = sum(area.emplacement for area in scenario.areas.values())
    number = laid * _days(scenario) * _mood(scenario)
    search = scenario.search
    return (
        f"{laid:.2f} laid a day in {many(len(scenario.areas), 'area')}, {number:.0f} in all;"
        f" found: {search.finds:.0%} mounted, {search.foot_finds:.0%} on foot"
    )


def _attacks(scenario: Scenario) -> Rows:
    """Attacks other than devices over the whole time; nothing for those that do not happen."""
    threats, camps = scenario.threats, scenario.camps.values()
    times = _days(scenario) * _mood(scenario)
    hours = road_hours_per_day(scenario)
    fired = sum(hours[name] / 24 * area.ambushes for name, area in scenario.areas.items())
    bombs = sum(camp.complex_attacks for camp in camps) * bool(threats.complex_attack)
    rounds = sum(camp.indirect_fire for camp in camps) * bool(threats.indirect_fire)
    towns = [place.violence for place in scenario.places.values() if place.violence]
    on_road = f"{fired * times:.1f} in {sum(hours.values()):,.0f} hours a day on the road"
    on_camps = f"{bombs * times:.2f} vehicle bombs, {rounds * times:.1f} times indirect fire"
    around = f"{sum(towns) * times:.1f} around {many(len(towns), 'place')}"
    return [
        ("ambushes", on_road if threats.ambush and fired else ""),
        ("camps", f"{on_camps}, at {many(len(camps), 'camp')}" if bombs or rounds else ""),
        ("violence", around if threats.violence and towns else ""),
        ("scheduled", "; ".join(_incident(one, scenario) for one in scenario.incidents)),
    ]


def _incident(incident: ScheduledIncident, scenario: Scenario) -> str:
    """What happens, where, when, and how often before the end."""
    times = math.ceil((scenario.horizon - incident.first) / incident.every)
    often = f", {min(times, incident.times)} times" if incident.times > 1 else ""
    if times < incident.times:
        often += f" before the end ({incident.times} are written)"
    harm = f"{incident.killed} killed and {incident.hurt - incident.killed} wounded"
    return f"{incident.cause} at {incident.at} on day {incident.day}{often}, {harm}"


# ---------------------------------------------------------------------- measures and policies


def _measure(measure: Measure, scenario: Scenario) -> str:
    """Title, cost over the time simulated, and grade."""
    cost = money(price(measure, scenario, scenario.horizon).best)
    return f"{measure.title}; {cost} in {_days(scenario):g} days; evidence {measure.evidence.grade}"


def _policies(scenario: Scenario) -> Rows:
    single = [name for name, names in scenario.policies.items() if names == (name,)]
    others = {name: names for name, names in scenario.policies.items() if names != (name,)}
    rows = [(name, " + ".join(names) or "as written") for name, names in others.items()]
    return [*rows, ("one measure each", ", ".join(single))] if single else rows
