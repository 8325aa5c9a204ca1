"""Places, roads cut into segments, routes and distances: all solved once, before the clock starts.

The model itself does no trigonometry and no route search; it reads the tables made here. A *site*
is anywhere something can happen: the middle of a segment (sites 0, 1, ...), or a place (after the
segments).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from pksim.scenario.distances import EARTH_RADIUS

Distances = NDArray[np.float64]
Position = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class Road:
    """A road between two places, as the scenario gives it."""

    start: str
    end: str
    km: float
    speed: float
    area: int
    traffic: float = 0.0


@dataclass(frozen=True)
class Segment:
    """A piece of road short enough that a device on it is met, or not, as a whole."""

    middle: Position
    km: float
    minutes: float
    area: int
    ends: tuple[str, str]
    km_from_ends: tuple[float, float]
    traffic: float = 0.0


@dataclass(frozen=True)
class Tree:
    """For each segment: the next one towards a base (-1 at it), how many to it, and km to it.

    Segments that no road joins to the base have infinite km and depth 0.
    """

    nearer: NDArray[np.int64]
    depth: NDArray[np.int64]
    km: Distances

    @classmethod
    def unreached(cls, segments: int) -> "Tree":
        """A tree that nothing hangs on yet."""
        return cls(np.full(segments, -1), np.zeros(segments, np.int64), np.full(segments, np.inf))

    def measure(self) -> None:
        """Count the segments from each to the base."""
        for segment in np.argsort(self.km):
            if np.isfinite(self.km[segment]):
                before = self.nearer[segment]
                self.depth[segment] = 1 + (self.depth[before] if before >= 0 else 0)


@lru_cache(maxsize=64)
def network_of(
    places: tuple[tuple[str, Position], ...], roads: tuple[Road, ...], segment_km: float
) -> "Network":
    """The network of these places and roads: one for all worlds that share them.

    Policies and draws of what is not known seldom touch a road, and solving it takes longest.
    """
    return Network(dict(places), roads, segment_km)


class Network:
    """The roads as a graph, their segments, and the distances the model will ask for."""

    def __init__(
        self, places: Mapping[str, Position], roads: Sequence[Road], segment_km: float
    ) -> None:
        self.places = dict(places)
        self.number = {name: i for i, name in enumerate(places)}
        self._trees: dict[str, Tree] = {}
        self._ways: dict[tuple[str, str, int], list[tuple[int, ...]]] = {}
        self.segments: list[Segment] = []
        self.graph: nx.Graph[str] = nx.Graph()
        self.graph.add_nodes_from(places)
        for road in roads:
            self._lay(road, segment_km)

    def _lay(self, road: Road, segment_km: float) -> None:
        """Cut one road into equal segments."""
        pieces = max(1, math.ceil(road.km / segment_km - 1e-9))
        first = len(self.segments)
        for i in range(pieces):
            share = (i + 0.5) / pieces
            self.segments.append(
                Segment(
                    middle=_between(self.places[road.start], self.places[road.end], share),
                    km=road.km / pieces,
                    minutes=road.km / pieces / road.speed * 60.0,
                    area=road.area,
                    ends=(road.start, road.end),
                    km_from_ends=(share * road.km, (1 - share) * road.km),
                    traffic=road.traffic,
                )
            )
        numbers = tuple(range(first, len(self.segments)))
        self.graph.add_edge(road.start, road.end, km=road.km, start=road.start, segments=numbers)

    def ways(self, start: str, end: str, alternatives: int) -> Iterator[list[int]]:
        """The segments of the shortest way, and of up to `alternatives` - 1 longer ones."""
        key = (start, end, alternatives)
        if key not in self._ways:
            self._ways[key] = self._searched(start, end, alternatives)
        return map(list, self._ways[key])

    def _searched(self, start: str, end: str, alternatives: int) -> list[tuple[int, ...]]:
        if not nx.has_path(self.graph, start, end):
            return []
        paths = nx.shortest_simple_paths(self.graph, start, end, weight="km")
        return [
            tuple(s for a, b in pairwise(path) for s in self._along(a, b))
            for path in islice(paths, alternatives)
        ]

    def _along(self, start: str, end: str) -> tuple[int, ...]:
        edge = self.graph.edges[start, end]
        numbers: tuple[int, ...] = edge["segments"]
        return numbers if edge["start"] == start else numbers[::-1]

    def by_way_of(
        self, places: Sequence[str], alternatives: int
    ) -> Iterator[tuple[list[int], list[int]]]:
        """The segments of the ways through places in order, and where on them the stops are.

        The last leg has up to `alternatives` ways, those before it the shortest only.
        """
        before: list[int] = []
        stops: list[int] = []
        for a, b in pairwise(places[:-1]):
            before += next(self.ways(a, b, 1), [])
            stops.append(len(before))
        for way in self.ways(places[-2], places[-1], alternatives):
            yield before + way, stops

    def tree(self, base: str) -> "Tree":
        """The shortest way from every segment to a base."""
        if base not in self._trees:
            self._trees[base] = self._grown(base)
        return self._trees[base]

    def _grown(self, base: str) -> "Tree":
        km = nx.single_source_dijkstra_path_length(self.graph, base, weight="km")
        paths = nx.single_source_dijkstra_path(self.graph, base, weight="km")
        found = Tree.unreached(len(self.segments))
        for start, end, data in self.graph.edges(data=True):
            if start in km:
                first, last = (start, end) if data["start"] == start else (end, start)
                self._climb(found, data["segments"], (first, last), km, paths)
        found.measure()
        return found

    def _climb(
        self,
        tree: "Tree",
        numbers: tuple[int, ...],
        ends: tuple[str, str],
        km: Mapping[str, float],
        paths: Mapping[str, list[str]],
    ) -> None:
        """Lead each segment of one road to the end from which the base is nearer."""
        for place, number in enumerate(numbers):
            ways = [
                km[end] + own
                for end, own in zip(ends, self.segments[number].km_from_ends, strict=True)
            ]
            side = 0 if ways[0] <= ways[1] else 1
            beside = place + (-1, 1)[side]
            tree.km[number] = ways[side]
            inside = 0 <= beside < len(numbers)
            tree.nearer[number] = numbers[beside] if inside else self._last(paths[ends[side]])

    def _last(self, path: Sequence[str]) -> int:
        """The last segment on the way from a base to a place; -1 at the base itself."""
        return self._along(path[-2], path[-1])[-1] if len(path) > 1 else -1

    def within(self, way: Sequence[int], km: float) -> list[int]:
        """The beginning of a way, as many whole segments as come nearest to `km`; at least one."""
        taken, driven = [way[0]], self.segments[way[0]].km
        for segment in way[1:]:
            if driven + self.segments[segment].km / 2 > km:
                break
            taken.append(segment)
            driven += self.segments[segment].km
        return taken

    def site_of(self, place: str) -> int:
        """The site number of a place."""
        return len(self.segments) + self.number[place]

    @cached_property
    def air_km(self) -> Distances:
        """Great-circle distance from each site (row) to each place (column), by haversine."""
        places = np.radians(list(self.places.values()))
        middles = [s.middle for s in self.segments]
        sites = np.radians([*middles, *self.places.values()])[:, None]
        north, east = np.moveaxis(np.sin((sites - places) / 2) ** 2, -1, 0)
        square = north + np.cos(sites[..., 0]) * np.cos(places[:, 0]) * east
        return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(square))

    @cached_property
    def nearest_place(self) -> NDArray[np.int64]:
        """The number of the place nearest to each site, as the crow flies."""
        return self.air_km.argmin(axis=1).astype(np.int64)

    @cached_property
    def road_km(self) -> Distances:
        """Shortest road from each site (row) to each place (column); infinite for none."""
        lengths = dict(nx.all_pairs_dijkstra_path_length(self.graph, weight="km"))
        from_place = np.full((len(self.places), len(self.places)), np.inf)
        for a, reached in lengths.items():
            for b, km in reached.items():
                from_place[self.number[a], self.number[b]] = km
        from_segment = [
            np.minimum(
                s.km_from_ends[0] + from_place[self.number[s.ends[0]]],
                s.km_from_ends[1] + from_place[self.number[s.ends[1]]],
            )
            for s in self.segments
        ]
        return np.vstack([*from_segment, from_place])


def _between(a: Position, b: Position, share: float) -> Position:
    """The point at `share` of the way, on a straight line of the map."""
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
