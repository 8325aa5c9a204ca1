"""Distances of a scenario that can be told without running it: straight, by road, and driven."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping

from pksim.scenario.road import Patrol, Place, Road
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
    """Kilometres of the shortest road to every place that can be reached (Dijkstra)."""
    done: dict[str, float] = {}
    ahead = [(0.0, start)]
    while ahead:
        length, place = heapq.heappop(ahead)
        if place not in done:
            done[place] = length
            for other, more in graph[place].items():
                heapq.heappush(ahead, (length + more, other))
    return done


def driven(patrol: Patrol, graph: Network) -> float:
    """Kilometres that one column of a programme drives, out and back, on the shortest road."""
    if patrol.distance is not None:
        return 2 * patrol.distance
    return 2 * by_road(graph, patrol.base).get(patrol.to or "", 0.0)


def vehicle_km_per_day(scenario: ScenarioFields) -> float:
    """Vehicle-kilometres a day of all programmes, every patrol driven in full."""
    graph = network(scenario)
    return math.fsum(
        patrol.per_day * patrol.vehicles * driven(patrol, graph)
        for patrol in scenario.patrols.values()
    )
