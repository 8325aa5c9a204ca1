"""Places, roads cut into segments, routes and distances: all solved once, before the clock starts.

The model itself does no trigonometry and no route search; it reads the tables made here. A *site*
is anywhere something can happen: the middle of a segment (sites 0, 1, ...), or a place (after the
segments).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from pksim.scenario.distances import EARTH_RADIUS
from pksim.scenario.schema import Place

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


@dataclass(frozen=True)
class Segment:
    """A piece of road short enough that a device on it is met, or not, as a whole."""

    middle: Position
    km: float
    minutes: float
    area: int
    ends: tuple[str, str]
    km_from_ends: tuple[float, float]


class Network:
    """The roads as a graph, their segments, and the distances the model will ask for."""

    def __init__(
        self, places: Mapping[str, Place], roads: Sequence[Road], segment_km: float
    ) -> None:
        self.places = {name: (p.latitude, p.longitude) for name, p in places.items()}
        self.number = {name: i for i, name in enumerate(places)}
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
                )
            )
        numbers = tuple(range(first, len(self.segments)))
        self.graph.add_edge(road.start, road.end, km=road.km, start=road.start, segments=numbers)

    def ways(self, start: str, end: str, alternatives: int) -> Iterator[list[int]]:
        """The segments of the shortest way, and of up to `alternatives` - 1 longer ones."""
        if not nx.has_path(self.graph, start, end):
            return
        paths = nx.shortest_simple_paths(self.graph, start, end, weight="km")
        for path in islice(paths, alternatives):
            yield [s for a, b in pairwise(path) for s in self._along(a, b)]

    def _along(self, start: str, end: str) -> tuple[int, ...]:
        edge = self.graph.edges[start, end]
        numbers: tuple[int, ...] = edge["segments"]
        return numbers if edge["start"] == start else numbers[::-1]

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
