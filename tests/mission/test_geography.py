"""Roads, routes and distances, against figures from outside the code."""

import pytest

from pksim.mission.build.geography import Network, Road
from pksim.scenario import Scenario


@pytest.fixture
def triangle() -> Network:
    """A to B 10 km, B to C 10 km, A to C 30 km."""
    places = {"a": (0.0, 0.0), "b": (0.0, 0.1), "c": (0.1, 0.1)}
    roads = [
        Road("a", "b", 10.0, 60.0, 0),
        Road("b", "c", 10.0, 30.0, 0),
        Road("a", "c", 30.0, 30.0, 0),
    ]
    return Network(places, roads, segment_km=5.0)


def test_segments_are_short_enough_and_add_up(triangle: Network) -> None:
    assert [s.km for s in triangle.segments] == [5.0] * 10
    assert sum(s.minutes for s in triangle.segments) == pytest.approx(10 + 20 + 60)


def test_shortest_way_first_then_longer_ones(triangle: Network) -> None:
    short, long = triangle.ways("a", "c", 5)
    assert short == [0, 1, 2, 3]
    assert long == [4, 5, 6, 7, 8, 9]


def test_a_way_back_is_the_way_out_reversed(triangle: Network) -> None:
    out = next(triangle.ways("a", "c", 1))
    assert next(triangle.ways("c", "a", 1)) == out[::-1]


def test_part_of_a_way_within_a_distance(triangle: Network) -> None:
    way = next(triangle.ways("a", "c", 1))
    assert triangle.within(way, 10.0) == way[:2]
    assert triangle.within(way, 12.4) == way[:2]
    assert triangle.within(way, 12.6) == way[:3]
    assert triangle.within(way, 1.0) == way[:1]
    assert triangle.within(way, 500.0) == way


def test_road_distance_from_a_segment_goes_by_its_nearer_end(triangle: Network) -> None:
    road = triangle.road_km
    # the middle of the second segment of a-b lies 7.5 km from a and 2.5 km from b
    assert road[1] == pytest.approx([7.5, 2.5, 12.5])
    # the first segment of the long road a-c: 2.5 km from a, and to c by a and b, not along the road
    assert road[4] == pytest.approx([2.5, 12.5, 22.5])
    assert road[triangle.site_of("a")] == pytest.approx([0.0, 10.0, 20.0])


def test_flights_of_the_sector_are_as_long_as_its_sources_say(gao: Scenario) -> None:
    # Great-circle km from the Geo-PKO deployment data; coordinates are rounded to 0.1 degree here.
    known = {
        ("gao", "kidal"): 286,
        ("gao", "menaka"): 264,
        ("gao", "ansongo"): 90,
        ("gao", "douentza"): 342,
        ("gao", "timbuktu"): 321,
        ("gao", "tessalit"): 451,
        ("kidal", "aguelhok"): 127,
        ("kidal", "tessalit"): 200,
    }
    places = {name: (place.latitude, place.longitude) for name, place in gao.places.items()}
    network = Network(places, [], segment_km=5.0)
    for (one, other), km in known.items():
        flight = network.air_km[network.site_of(one), network.number[other]]
        assert flight == pytest.approx(km, abs=12)


def test_a_tree_leads_every_segment_to_the_base(triangle: Network) -> None:
    tree = triangle.tree("a")
    # a-b is 0, 1 from a; b-c is 2, 3; a-c is 4 ... 9, and 9 is nearer by way of b and c
    assert tree.nearer.tolist() == [-1, 0, 1, 2, -1, 4, 5, 6, 7, 3]
    assert tree.depth.tolist() == [1, 2, 3, 4, 1, 2, 3, 4, 5, 5]
    assert tree.km == pytest.approx([2.5, 7.5, 12.5, 17.5, 2.5, 7.5, 12.5, 17.5, 22.5, 22.5])


def test_a_way_by_way_of_places_stops_there(triangle: Network) -> None:
    [(way, stops), *others] = triangle.by_way_of(["a", "b", "c"], 1)
    assert way == [0, 1, 2, 3]
    assert stops == [2]
    assert others == []
    # the last leg alone has alternatives
    ways = [*triangle.by_way_of(["b", "a", "c"], 2)]
    assert [way for way, _ in ways] == [[1, 0, 0, 1, 2, 3], [1, 0, 4, 5, 6, 7, 8, 9]]
    assert [stops for _, stops in ways] == [[2], [2]]


def test_roads_that_do_not_join_lead_nowhere() -> None:
    places = {name: (0.0, 0.1 * i) for i, name in enumerate("abcd")}
    apart = Network(places, [Road("a", "b", 5, 30, 0), Road("c", "d", 5, 30, 0)], segment_km=5.0)
    assert [*apart.ways("a", "d", 3)] == []
    tree = apart.tree("a")
    assert tree.depth.tolist() == [1, 0]
    assert tree.km.tolist() == [2.5, float("inf")]
