"""Checks that need two parts of a scenario at once: names that must exist, roads that must join.

Names are checked on plain values, so that every mistyped name is found in the same pass as every
wrong quantity; distances need a scenario whose parts are each right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pksim.scenario.distances import by_road, great_circle, network, road_length
from pksim.scenario.problems import Location, Problem, nearest
from pksim.scenario.schema import ScenarioFields

MAXIMUM_SEGMENTS = 200_000
COORDINATES_ROUNDED_BY = 16.0
"""Kilometres by which two places rounded to 0.1 degree may seem further apart than they are."""


def check_names(content: Mapping[str, Any]) -> list[Problem]:
    """Every name that refers to nothing, and roads that do not hang together."""
    found = []
    for where, name, section, noun in _references(content):
        known = _mapping(content, section)
        if known and isinstance(name, str) and name not in known:
            found.append(Problem(where, f"there is no {noun} {name!r}{nearest(name, known)}"))
    return [*found, *_vehicle_classes(content), *_bases(content), *_roads(content)]


def check_distances(scenario: ScenarioFields) -> list[Problem]:
    """What cannot be driven or flown."""
    return [*_segments(scenario), *_lengths(scenario), *_patrols(scenario), *_ranges(scenario)]


# ---------------------------------------------------------------------- names


def _mapping(content: Any, *keys: str) -> dict[str, Any]:
    """The mapping at these keys, or an empty one where something else stands."""
    for key in keys:
        content = content.get(key) if isinstance(content, Mapping) else None
    return content if isinstance(content, dict) else {}


def _parts(content: Mapping[str, Any], *keys: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, part in _mapping(content, *keys).items():
        if isinstance(part, dict):
            yield name, part


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _references(content: Mapping[str, Any]) -> Iterator[tuple[Location, Any, str, str]]:
    """Every reference: where it stands, the name, the section it must be in, and what that is."""
    for number, road in enumerate(_listed(content.get("roads"))):
        if isinstance(road, dict):
            for key in ("from", "to"):
                yield ("roads", number, key), road.get(key), "places", "place"
            yield ("roads", number, "area"), road.get("area"), "areas", "area"
    for name, patrol in _parts(content, "patrols"):
        for key in ("base", "to"):
            yield ("patrols", name, key), patrol.get(key), "places", "place"
        for number, place in enumerate(_listed(patrol.get("towards"))):
            yield ("patrols", name, "towards", number), place, "places", "place"
    for name, helicopter in _parts(content, "evacuation", "helicopters"):
        where = ("evacuation", "helicopters", name, "base")
        yield where, helicopter.get("base"), "places", "place"
    for name, hospital in _parts(content, "hospitals"):
        yield ("hospitals", name, "at"), hospital.get("at"), "places", "place"
    for name in _mapping(content, "fleet"):
        yield ("fleet", name), name, "vehicles", "vehicle class"
    for name, measures in _mapping(content, "policies").items():
        for number, measure in enumerate(_listed(measures)):
            yield ("policies", name, number), measure, "measures", "measure"


def _vehicle_classes(content: Mapping[str, Any]) -> Iterator[Problem]:
    vehicles = _mapping(content, "vehicles")
    if vehicles and "foot" not in vehicles:
        yield Problem(("vehicles",), "the class 'foot' is missing: people on foot beside a device")
    if _mapping(content, "fleet").get("foot"):
        yield Problem(("fleet", "foot"), "'foot' is no vehicle and has no share of the fleet")


def _bases(content: Mapping[str, Any]) -> Iterator[Problem]:
    """Patrols start and end where a unit lives."""
    places = _mapping(content, "places")
    for name, patrol in _parts(content, "patrols"):
        base = patrol.get("base")
        kind = _mapping(places, base).get("kind") if isinstance(base, str) else None
        if kind in ("town", "landing zone"):
            yield Problem(("patrols", name, "base"), f"{base!r} is a {kind}; a base is wanted")
        if isinstance(base, str) and base in (patrol.get("to"), *_listed(patrol.get("towards"))):
            yield Problem(("patrols", name), f"starts at {base!r} and goes there")


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
    for name, patrol in _parts(content, "patrols"):
        base, ends = patrol.get("base"), [patrol.get("to"), *_listed(patrol.get("towards"))]
        for end in ends:
            known = all(
                isinstance(x, str) and x in _mapping(content, "places") for x in (base, end)
            )
            if known and end != base and end not in joined.get(str(base), ()):
                yield Problem(("patrols", name), f"no road leads from {base!r} to {end!r}")


# ---------------------------------------------------------------------- distances


def _segments(scenario: ScenarioFields) -> Iterator[Problem]:
    total = sum(road_length(road, scenario.places) for road in scenario.roads)
    if total / scenario.segment > MAXIMUM_SEGMENTS:
        message = (
            f"cuts {total:.0f} km of road in more than {MAXIMUM_SEGMENTS} segments; 5 km will do"
        )
        yield Problem(("segment",), message)


def _lengths(scenario: ScenarioFields) -> Iterator[Problem]:
    for number, road in enumerate(scenario.roads):
        straight = great_circle(scenario.places[road.from_], scenario.places[road.to])
        if road.length is not None and road.length + COORDINATES_ROUNDED_BY < straight:
            message = f"{road.length:g} km is shorter than the straight line, {straight:.0f} km"
            yield Problem(("roads", number, "length"), message)


def _patrols(scenario: ScenarioFields) -> Iterator[Problem]:
    graph = network(scenario)
    for name, patrol in scenario.patrols.items():
        reach = by_road(graph, patrol.base)
        for place in patrol.towards:
            if patrol.distance is not None and patrol.distance > reach[place]:
                message = f"{patrol.distance:g} km is beyond {place!r}, {reach[place]:.0f} km away"
                yield Problem(("patrols", name, "distance"), message)


def _ranges(scenario: ScenarioFields) -> Iterator[Problem]:
    """A helicopter must be able to reach some hospital and come back."""
    for name, craft in scenario.evacuation.helicopters.items():
        home = scenario.places[craft.base]
        sites = {hospital.at for hospital in scenario.hospitals.values()}
        near = min(great_circle(home, scenario.places[site]) for site in sites)
        if craft.range < 2 * near:
            message = f"{craft.range:g} km: the nearest hospital and back is {2 * near:.0f} km"
            yield Problem(("evacuation", "helicopters", name, "range"), message)
