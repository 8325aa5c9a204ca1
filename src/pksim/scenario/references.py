"""Names that must exist, and roads that must hang together.

They are checked on plain values, so that every mistyped name is found in the same pass as every
wrong quantity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pksim.scenario.problems import Location, Problem, nearest

Part = dict[str, Any]

# What stands at a key of every part of a section: the section that must have it.
_NAMED_BY_KEY = {
    "places": {"area": "areas"},
    "roads": {"from": "places", "to": "places", "area": "areas"},
    "shocks": {"area": "areas"},
    "closures": {"area": "areas"},
    "units": {"base": "places"},
    "caveats": {"unit": "units"},
    "teams": {"base": "places", "unit": "units"},
    "patrols": {"base": "places", "unit": "units", "to": "places", "lead": "vehicles"},
    "hospitals": {"at": "places", "unit": "units"},
    "incidents": {"at": "places"},
}
# Lists of names at a key of every part of a section.
_LISTED_AT_KEY = {
    "caveats": {"areas": "areas"},
    "patrols": {"via": "places", "towards": "places"},
}
# Mappings of which each key is a name, at a key of every part of a section.
_MAPPED_AT_KEY = {"units": {"exposure": "areas", "fleet": "vehicles"}}

_NOUNS = {
    "places": "place",
    "areas": "area",
    "units": "unit",
    "vehicles": "vehicle class",
    "measures": "measure",
}
BASES = ("base", "operating base")


def check_names(content: Mapping[str, Any]) -> list[Problem]:
    """Every name that refers to nothing, and roads that do not hang together."""
    found = []
    for where, name, section in _references(content):
        known = _mapping(content, section)
        if known and isinstance(name, str) and name not in known:
            hint = nearest(name, known)
            found.append(Problem(where, f"there is no {_NOUNS[section]} {name!r}{hint}"))
    return [*found, *_vehicle_classes(content), *_bases(content), *_ways(content), *_roads(content)]


def _mapping(content: Any, *keys: str) -> Part:
    """The mapping at these keys, or an empty one where something else stands."""
    for key in keys:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content if isinstance(content, dict) else {}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _parts(content: Mapping[str, Any], *keys: str) -> Iterator[tuple[str | int, Part]]:
    """The parts of a section, with the name or number of each."""
    section: Any = content
    for key in keys:
        section = section.get(key) if isinstance(section, Mapping) else None
    items = section.items() if isinstance(section, dict) else enumerate(_listed(section))
    for name, part in items:
        if isinstance(part, dict):
            yield name, part


# ---------------------------------------------------------------------- references


def _references(content: Mapping[str, Any]) -> Iterator[tuple[Location, Any, str]]:
    """Every reference: where it stands, the name, and the section that must have it."""
    for section in _NAMED_BY_KEY:
        for name, part in _parts(content, section):
            yield from _references_of(section, name, part)
    for name, helicopter in _parts(content, "evacuation", "helicopters"):
        where = ("evacuation", "helicopters", name)
        yield (*where, "base"), helicopter.get("base"), "places"
        yield (*where, "unit"), helicopter.get("unit"), "units"
    yield from _references_of_covid(_mapping(content, "covid"))
    for name in _mapping(content, "fleet"):
        yield ("fleet", name), name, "vehicles"
    for name in _mapping(content, "camps"):
        yield ("camps", name), name, "places"
    for name, measures in _mapping(content, "policies").items():
        for number, measure in enumerate(_listed(measures)):
            yield ("policies", name, number), measure, "measures"


def _references_of_covid(covid: Part) -> Iterator[tuple[Location, Any, str]]:
    for number, seed in _parts(covid, "seeds"):
        yield ("covid", "seeds", number, "at"), seed.get("at"), "places"
    where: tuple[str, ...] = ("tests", "routine", "units")
    routine = _listed(_mapping(covid, "tests", "routine").get("units"))
    for number, unit in enumerate(routine):
        yield ("covid", *where, number), unit, "units"
    for number, campaign in _parts(covid, "vaccine", "campaigns"):
        where = ("vaccine", "campaigns")
        for place, unit in enumerate(_listed(campaign.get("units"))):
            yield ("covid", *where, number, "units", place), unit, "units"


def _references_of(
    section: str, name: str | int, part: Part
) -> Iterator[tuple[Location, Any, str]]:
    for key, target in _NAMED_BY_KEY[section].items():
        yield (section, name, key), part.get(key), target
    for key, target in _LISTED_AT_KEY.get(section, {}).items():
        for number, item in enumerate(_listed(part.get(key))):
            yield (section, name, key, number), item, target
    for key, target in _MAPPED_AT_KEY.get(section, {}).items():
        for item in _mapping(part, key):
            yield (section, name, key, item), item, target


def _vehicle_classes(content: Mapping[str, Any]) -> Iterator[Problem]:
    """People on foot have a class of their own, which no vehicle has."""
    vehicles = _mapping(content, "vehicles")
    if vehicles and "foot" not in vehicles:
        yield Problem(("vehicles",), "the class 'foot' is missing: people on foot beside a device")
    fleets: list[tuple[Location, Part]] = [(("fleet",), _mapping(content, "fleet"))]
    fleets += [
        (("units", name, "fleet"), _mapping(unit, "fleet"))
        for name, unit in _parts(content, "units")
    ]
    for where, fleet in fleets:
        if fleet.get("foot"):
            yield Problem((*where, "foot"), "'foot' is no vehicle and has no share of a fleet")
    for name, patrol in _parts(content, "patrols"):
        if patrol.get("lead") == "foot":
            yield Problem(("patrols", name, "lead"), "'foot' is no vehicle and cannot lead")


def _bases(content: Mapping[str, Any]) -> Iterator[Problem]:
    """Units live, teams wait and patrols start at bases; what is attacked is one."""
    places = _mapping(content, "places")
    wanted: list[tuple[Location, Any]] = [
        ((section, name, "base"), part.get("base"))
        for section in ("units", "teams", "patrols")
        for name, part in _parts(content, section)
    ]
    wanted += [(("camps", name), name) for name in _mapping(content, "camps")]
    wanted += [
        (("incidents", number, "at"), incident.get("at"))
        for number, incident in _parts(content, "incidents")
    ]
    wanted += [
        (("covid", "seeds", number, "at"), seed.get("at"))
        for number, seed in _parts(content, "covid", "seeds")
    ]
    for where, place in wanted:
        kind = _mapping(places, place).get("kind", "base") if isinstance(place, str) else "base"
        if kind not in BASES:
            yield Problem(where, f"{place!r} is a {kind}; a base is wanted")


# ---------------------------------------------------------------------- roads


def _ways(content: Mapping[str, Any]) -> Iterator[Problem]:
    """No patrol goes to where it starts."""
    for name, patrol in _parts(content, "patrols"):
        base = patrol.get("base")
        if isinstance(base, str) and base in _ends(patrol):
            yield Problem(("patrols", name), f"starts at {base!r} and goes there")


def _ends(patrol: Part) -> list[Any]:
    """The places a patrol goes to, through or towards."""
    return [patrol.get("to"), *_listed(patrol.get("via")), *_listed(patrol.get("towards"))]


def _roads(content: Mapping[str, Any]) -> Iterator[Problem]:
    """No road to itself, none twice, and one network."""
    joined: dict[str, set[str]] = {}
    seen: dict[frozenset[str], int] = {}
    known = _mapping(content, "places")
    for number, road in enumerate(_listed(content.get("roads"))):
        ends = (road.get("from"), road.get("to")) if isinstance(road, dict) else (None, None)
        if not all(isinstance(end, str) and end in known for end in ends):
            return  # said already; what hangs together cannot be told
        one, other = str(ends[0]), str(ends[1])
        if one == other:
            yield Problem(("roads", number), f"goes from {one!r} to itself")
        if seen.setdefault(frozenset((one, other)), number) != number:
            message = f"a second road between {one!r} and {other!r}; put a place between them"
            yield Problem(("roads", number), message)
        together = joined.get(one, {one}) | joined.get(other, {other})
        joined.update(dict.fromkeys(together, together))
    yield from _separate(content, joined)


def _separate(content: Mapping[str, Any], joined: dict[str, set[str]]) -> Iterator[Problem]:
    networks = sorted({frozenset(part) for part in joined.values()}, key=lambda p: (-len(p), *p))
    for part in networks[1:]:
        numbers = [k for k, road in enumerate(content["roads"]) if road["from"] in part]
        names = ", ".join(sorted(part))
        message = f"no road joins {names} to {', '.join(sorted(networks[0]))}"
        yield Problem(("roads", numbers[0]), message)
    places = _mapping(content, "places")
    for name, patrol in _parts(content, "patrols"):
        base = patrol.get("base")
        for end in _ends(patrol):
            known = all(isinstance(x, str) and x in places for x in (base, end))
            if known and end != base and end not in joined.get(str(base), ()):
                yield Problem(("patrols", name), f"no road leads from {base!r} to {end!r}")
