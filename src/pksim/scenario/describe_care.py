"""What a scenario says of the care chain: evacuation, hospitals, and what is within reach."""

from __future__ import annotations

from collections import Counter

from pksim.scenario.evacuation import Helicopter
from pksim.scenario.medical import Hospital
from pksim.scenario.reach import Reach, reach
from pksim.scenario.schema import ScenarioFields
from pksim.scenario.wording import Rows, listed, many


def evacuation(scenario: ScenarioFields) -> Rows:
    """The way to hospital: times, what stands in the way, and what goes."""
    chain, own = scenario.evacuation, scenario.evacuation.own_vehicles
    means = [
        f"call {chain.call.mean:.0f} min",
        f"authorisation {chain.authorisation.mean:.0f} min after it",
    ]
    if chain.onward is not None:
        means.append(f"out of the country {chain.onward.mean / 60:.0f} h after surgery")
    rows = [
        ("in the mean", ", ".join(means)),
        ("obstacles", _obstacles(scenario)),
        *((name, _helicopter(craft)) for name, craft in chain.helicopters.items()),
        ("ambulances", _ambulances(scenario)),
        ("own vehicles", f"{own.speed:g} km/h within {own.radius:g} km"),
        ("staging", _staging(scenario)),
    ]
    return [(label, text) for label, text in rows if text]


def _obstacles(scenario: ScenarioFields) -> str:
    """What keeps an aircraft from those who wait, where anything does."""
    chain = scenario.evacuation
    hot = {cause: share for cause, share in chain.landing_zone.hot.items() if share}
    told = [f"{chain.refused:.0%} of flights not cleared"] if chain.refused else []
    if hot:
        causes = ", ".join(f"{cause} {share:.0%}" for cause, share in hot.items())
        safe = chain.landing_zone.safe_after.mean
        told.append(f"fired at on landing after {causes}, for {safe:.0f} min")
    if chain.isolated.share:
        told.append(f"{chain.isolated.share:.0%} of sites on the road without a place to land")
    if chain.maximum_radius is not None:
        told.append(f"none flies to casualties more than {chain.maximum_radius:g} km from its base")
    return "; ".join(told)


def _staging(scenario: ScenarioFields) -> str:
    """When casualties come to a facility without surgery first, where there is one."""
    if all(hospital.operating_teams for hospital in scenario.hospitals.values()):
        return ""
    put_off = scenario.evacuation.stage_within
    return f"a facility without surgery first, if surgery is put off by {put_off:g} min at most"


def _helicopter(craft: Helicopter) -> str:
    if not craft.serviceable:
        return f"not there (serviceable 0 %), would stand at {craft.base}"
    hours = "day and night" if craft.night else "by day"
    there = craft.serviceable * (1 - craft.tasked)
    ready = f"serviceable {craft.serviceable:.0%}"
    if craft.tasked:
        ready += f" x not tasked {1 - craft.tasked:.0%} = {there:.0%}"
    crew = f", crews from unit {craft.unit}" if craft.unit else ""
    seats = many(craft.seats, "seat")
    return f"at {craft.base}, {craft.speed:g} km/h, {seats}, {hours}, {ready}{crew}"


def _ambulances(scenario: ScenarioFields) -> str:
    bases: Counter[str] = Counter()
    for team in scenario.teams.values():
        if team.role == "ambulance":
            bases[team.base] += team.teams
    return f"at {listed(bases)}" if bases else ""


# ---------------------------------------------------------------------- hospitals


def hospitals(scenario: ScenarioFields) -> Rows:
    """Those that operate, and in one row those that give first care and hold."""
    rows = [(n, f"{_hospital(h)}, at {h.at}") for n, h in _with(scenario, surgery=True).items()]
    alike: dict[str, list[str]] = {}
    for hospital in _with(scenario, surgery=False).values():
        alike.setdefault(_hospital(hospital), []).append(hospital.at)
    if not rows:
        rows = [("surgery", "no facility has surgery: whoever needs it stays without")]
    if alike:
        told = (f"{text}, at {', '.join(places)}" for text, places in alike.items())
        rows.append(("without surgery", "; ".join(told)))
    return rows


def _with(scenario: ScenarioFields, *, surgery: bool) -> dict[str, Hospital]:
    """The facilities that have operating teams, or those that have none."""
    named = scenario.hospitals.items()
    return {name: part for name, part in named if bool(part.operating_teams) == surgery}


def _hospital(hospital: Hospital) -> str:
    night = hospital.night_teams
    fewer = f" ({night} by night)" if night not in (None, hospital.operating_teams) else ""
    told = [f"level {hospital.level}"]
    if hospital.operating_teams:
        told.append(f"{many(hospital.operating_teams, 'operating team')}{fewer}")
    if hospital.bays:
        told.append(many(hospital.bays, "bay"))
    return ", ".join([*told, _beds(hospital), _blood(hospital)])


def _beds(hospital: Hospital) -> str:
    kinds = {"intensive-care": hospital.intensive_care, "ward": hospital.ward}
    beds = " and ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    return f"{beds} beds" if beds else "no beds"


def _blood(hospital: Hospital) -> str:
    if hospital.blood is None:
        return "always blood"
    return f"{many(hospital.blood, 'unit')} of blood" if hospital.blood else "no blood"


# ---------------------------------------------------------------------- within reach


def within_two_hours(scenario: ScenarioFields) -> Rows:
    """Bases for which two hours from the call suffice, or would if launched sooner, or never."""
    if not _with(scenario, surgery=True):
        return []
    found = reach(scenario)
    groups = {
        "in reach": [name for name, one in found.items() if one.within],
        "if sooner": [name for name, one in found.items() if one.possible and not one.within],
        "out of reach": [name for name, one in found.items() if not one.possible],
    }
    rows = [
        (label, "; ".join(f"{name} {_way(found[name])}" for name in names))
        for label, names in groups.items()
        if names
    ]
    counted = "medians of authorisation and readiness by day, then out and back; no loading"
    return [*rows, ("counted", counted)]


def _way(one: Reach) -> str:
    """The quickest way in words: minutes, by what, and how many of them it moves."""
    way = one.quickest
    if way is None:
        return "(nothing goes so far)"
    if not way.by:
        return "(surgery there)"
    moving = "" if not way.before else f", {way.moving:.0f} of them on the way"
    return f"{way.minutes:.0f} min ({way.by}{moving})"
