"""Distances of a scenario that can be told without running it: straight, by road, and driven."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from itertools import pairwise

from pksim.scenario.ground import Place, Road
from pksim.scenario.patrols import Patrol
from pksim.scenario.quantities import MINUTES_PER_DAY
from pksim.scenario.schema import ScenarioFields

EARTH_RADIUS = 6371.0
"""Mean radius in km."""

Network = dict[str, dict[str, float]]
"""Place -> neighbouring place -> km by road."""


def great_circle(one: Place, other: Place) -> float:
    """Kilometres between two places along the surface of a sphere (haversine formula)."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    west, east = math.radians(one.longitude), math.radians(other.longitude)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, half)))


def road_length(road: Road, places: Mapping[str, Place]) -> float:
    """Kilometres of a road: as written, or straight distance times its winding."""
    if road.length is not None:
        return road.length
    return great_circle(places[road.from_], places[road.to]) * road.winding


def network(scenario: ScenarioFields) -> Network:
    """The roads as a graph; both directions are open."""
    graph: Network = {name: {} for name in scenario.places}
    for road in scenario.roads:
        length = road_length(road, scenario.places)
        graph[road.from_][road.to] = graph[road.to][road.from_] = length
    return graph


def by_road(graph: Network, start: str) -> dict[str, float]:
    """Kilometres of the shortest road to every place that can be reached."""
    return {place: length for place, (length, _) in _tree(graph, start).items()}


def way(graph: Network, start: str, end: str) -> list[str]:
    """The places on the shortest road from one to another, both included."""
    tree = _tree(graph, start)
    places = [end]
    while places[-1] != start:
        places.append(tree[places[-1]][1])
    return places[::-1]


def _tree(graph: Network, start: str) -> dict[str, tuple[float, str]]:
    """Length of the shortest road to every place, and the place before it (Dijkstra)."""
    done: dict[str, tuple[float, str]] = {}
    ahead = [(0.0, start, start)]
    while ahead:
        length, place, before = heapq.heappop(ahead)
        if place not in done:
            done[place] = length, before
            for other, more in graph[place].items():
                heapq.heappush(ahead, (length + more, other, place))
    return done


def driven(patrol: Patrol, graph: Network) -> float:
    """Kilometres that one column of a programme drives, out and back, on the shortest road."""
    if patrol.distance is not None:
        return 2 * patrol.distance
    stops = [patrol.base, *patrol.via, patrol.to or ""]
    return 2 * math.fsum(by_road(graph, a).get(b, 0.0) for a, b in pairwise(stops))


def vehicle_km_per_day(scenario: ScenarioFields) -> float:
    """Vehicle-kilometres a day of all programmes, every patrol driven in full."""
    graph = network(scenario)
    return math.fsum(
        per_day(patrol, scenario) * patrol.vehicles * driven(patrol, graph)
        for patrol in scenario.patrols.values()
        if patrol.mode == "mounted"
    )


def per_day(patrol: Patrol, scenario: ScenarioFields) -> float:
    """Departures a day of a programme, over the horizon where it has a timetable."""
    if not patrol.timetable:
        return patrol.per_day
    return len(patrol.timetable) / (scenario.horizon / MINUTES_PER_DAY)


def road_hours_per_day(scenario: ScenarioFields) -> dict[str, float]:
    """Hours a day that columns of all programmes spend on the roads of each area, out and back.

    Every column moves at the speed of the road, or on foot, without halts.
    """
    graph = network(scenario)
    roads = {frozenset((road.from_, road.to)): road for road in scenario.roads}
    hours = dict.fromkeys(scenario.areas, 0.0)
    for patrol in scenario.patrols.values():
        ways = _ways(patrol, graph)
        for places in ways:
            left = math.inf if patrol.distance is None else patrol.distance
            for one, other in pairwise(places):
                road = roads[frozenset((one, other))]
                speed = scenario.marching.foot_speed if patrol.mode == "foot" else road.speed
                here = 2 * min(left, graph[one][other]) / speed
                hours[road.area] += here * per_day(patrol, scenario) / len(ways)
                left = max(0.0, left - graph[one][other])
    return hours


def _ways(patrol: Patrol, graph: Network) -> list[list[str]]:
    """The places on the way out of a programme; one way towards each place it may go."""
    if patrol.to is None:
        return [way(graph, patrol.base, place) for place in patrol.towards]
    places = [patrol.base]
    for stop in (*patrol.via, patrol.to):
        places += way(graph, places[-1], stop)[1:]
    return [places]


def crewed_vehicle_km_per_day(scenario: ScenarioFields) -> float:
    """As `vehicle_km_per_day`, of vehicles with uniformed crews alone."""
    graph = network(scenario)
    return math.fsum(
        per_day(patrol, scenario)
        * patrol.vehicles
        * (1 - patrol.contractors)
        * driven(patrol, graph)
        for patrol in scenario.patrols.values()
        if patrol.mode == "mounted"
    )
