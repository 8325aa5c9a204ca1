"""Roads, routes, distances and the sun, against figures from outside the code."""

from datetime import date

import numpy as np
import pytest

from pksim.mission.daylight import sun_times
from pksim.mission.geography import Network, Road
from pksim.scenario import Scenario
from pksim.scenario.schema import Place


def place(latitude: float, longitude: float) -> Place:
    return Place(latitude=latitude, longitude=longitude)


@pytest.fixture
def triangle() -> Network:
    """A to B 10 km, B to C 10 km, A to C 30 km."""
    places = {"a": place(0.0, 0.0), "b": place(0.0, 0.1), "c": place(0.1, 0.1)}
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
    network = Network(gao.places, [], segment_km=5.0)
    for (one, other), km in known.items():
        flight = network.air_km[network.site_of(one), network.number[other]]
        assert flight == pytest.approx(km, abs=12)


@pytest.mark.parametrize(
    ("latitude", "day", "minutes"),
    [
        (0.0, date(2019, 3, 21), 727),  # the equator at an equinox: 12 h 7 min, with refraction
        (16.3, date(2019, 6, 21), 784),  # Gao, longest day: about 13 h 4 min (almanac)
        (16.3, date(2019, 12, 21), 672),  # shortest day: about 11 h 12 min (almanac)
        (51.5, date(2019, 6, 21), 998),  # London: 16 h 38 min
        (51.5, date(2019, 12, 21), 470),  # London: 7 h 50 min
    ],
)
def test_length_of_the_day(latitude: float, day: date, minutes: float) -> None:
    rise, set_ = sun_times(latitude, day, 1)
    assert set_[0] - rise[0] == pytest.approx(minutes, abs=4)


def test_polar_day_and_night() -> None:
    rise, set_ = sun_times(80.0, date(2019, 6, 21), 1)
    assert (rise[0], set_[0]) == (0.0, 1440.0)
    rise, set_ = sun_times(80.0, date(2019, 12, 21), 1)
    assert np.isclose(rise[0], set_[0])
