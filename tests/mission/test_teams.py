"""Teams that are called out: which one, whether it is free, by which road, and what it meets."""

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.mission.build.geography import Network, Road
from pksim.mission.programmes import ORDINALS
from pksim.scenario import Scenario
from tests.mission.small import agreed, column, hot, patrol, small, told

SEVEN = 420.0
DISPOSAL: dict[str, Any] = {
    "role": "eod", "base": "camp", "unit": "U", "vehicles": 3, "people": 12,
    "readiness": "15 min", "work": "10 min", "radius": "100 km",
}  # fmt: skip
FAR = {**DISPOSAL, "base": "far", "unit": "V"}
UNITS = {
    "U": {"base": "camp", "companies": 2, "support": {"eod": 24}},
    "V": {"base": "far", "companies": 1, "support": {"eod": 24}},
}


def on_a_find(place: int, teams: dict[str, Any], **changes: Any) -> Scenario:
    """A day on which the patrol finds devices at the end of leg `place`, and waits for help."""
    sections: dict[str, Any] = {
        "units": UNITS,
        "horizon": "1 days",
        "patrols": {"p": patrol(unit="U")},
    }
    found = {"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0, "marching.halt": "10 h"}
    return small(**{**hot(place=place), **sections, **found, **changes}, teams=teams)


def sent(outcome: MissionRun) -> list[int]:
    """Which teams left, by number, the programmes of patrols before them not counted."""
    first = int(column(outcome, "teams.first_programme")[0])
    return [int(key) // ORDINALS - first for key in told(outcome, ev.TEAM_LEFT)["subject"]]


# --- which team -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "nearest"),
    [
        (0, 0),
        (4, 0),  # 22.5 km from the camp, 27.5 km from the other base
        (5, 1),
        (9, 1),
    ],
)
def test_the_nearest_team_is_called(place: int, nearest: int) -> None:
    outcome = agreed(on_a_find(place, {"here": DISPOSAL, "there": FAR}))
    assert sent(outcome) == [nearest]
    legs = place + 1 if nearest == 0 else 10 - place
    assert told(outcome, ev.TEAM_ARRIVED)["value"].tolist() == [15 + 10 * legs]


def test_no_team_is_called_beyond_its_radius() -> None:
    for radius, teams in (("22 km", []), ("23 km", [0])):  # the segment lies 22.5 km away
        assert sent(agreed(on_a_find(4, {"here": {**DISPOSAL, "radius": radius}}))) == teams
    # The nearer one does not reach so far; the other one does.
    near = {**DISPOSAL, "radius": "22 km"}
    assert sent(agreed(on_a_find(4, {"here": near, "there": FAR}))) == [1]


def test_a_team_of_another_kind_is_not_called() -> None:
    reaction = {**DISPOSAL, "role": "quick reaction"}
    assert sent(agreed(on_a_find(4, {"here": reaction}))) == []
    assert sent(agreed(on_a_find(4, {"none": {**DISPOSAL, "teams": 0}, "there": FAR}))) == [1]


# --- whether it is free -----------------------------------------------------------------


def on_two_finds(teams: int, halt: str) -> Scenario:
    """Two patrols find devices, one on each of two roads, at +10 and +16; so many teams."""
    longitudes = {"camp": 0.0, "east": 0.1, "west": -0.1}
    out = patrol(to=None, distance="5 km", unit="U", dwell="0 min")
    return small(
        places={
            name: {"latitude": 16.0, "longitude": longitude}
            for name, longitude in longitudes.items()
        },
        roads=[
            {"from": "camp", "to": name, "area": name, "length": "5 km", "speed": "30 km/h"}
            for name in ("east", "west")
        ],
        areas={name: {"emplacement": "0.1 per day"} for name in ("east", "west")},
        patrols={
            "first": {**out, "towards": ["east"]},
            "second": {**out, "towards": ["west"], "leave": "7.1 h"},
        },
        units={"U": {"base": "camp", "support": {"eod": 24}}},
        teams={"disposal": {**DISPOSAL, "teams": teams}},
        horizon="1 days",
        **{"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0, "marching.halt": halt},
    )


@pytest.mark.parametrize(("teams", "second"), [(2, 41), (1, 80)])
def test_a_second_caller_waits_until_the_team_is_back(teams: int, second: int) -> None:
    """The first team is there at +35, done at +45 and home at +55; then 15 minutes and the road."""
    arrived = told(agreed(on_two_finds(teams, "2 h")), ev.TEAM_ARRIVED)
    assert arrived["time"].tolist() == pytest.approx([SEVEN + 35, SEVEN + second])
    assert arrived["value"].tolist() == pytest.approx([25, second - 16])


def test_whoever_goes_on_alone_does_not_call_the_team_any_more() -> None:
    """Half an hour after +16 the second column goes on, and the team is home only at +55."""
    outcome = agreed(on_two_finds(1, "30 min"))
    assert told(outcome, ev.TEAM_LEFT)["time"].tolist() == [SEVEN + 25]
    queue = outcome.usage[list(outcome.resources).index("team disposal")]
    assert (queue["seized"], queue["gave_up"]) == (1, 1)


# --- by which road ----------------------------------------------------------------------


@some.composite
def networks(draw: some.DrawFn) -> Network:
    """A connected network of up to seven places, with roads of 1 to 40 km."""
    number = draw(some.integers(2, 7))
    names = [f"p{i}" for i in range(number)]
    pairs = {(names[draw(some.integers(0, i - 1))], names[i]) for i in range(1, number)}
    more = draw(some.sets(some.tuples(some.integers(0, number - 1), some.integers(0, number - 1))))
    pairs |= {(names[min(p)], names[max(p)]) for p in more if p[0] != p[1]}
    turned = [pair[::-1] if draw(some.booleans()) else pair for pair in sorted(pairs)]
    # Irregular lengths, so that no two ways are equally long.
    km = [draw(some.integers(1, 40)) + 0.1 * np.sqrt(2 + i) for i in range(len(turned))]
    places = {name: (16.0, 0.1 * i) for i, name in enumerate(names)}
    roads = [Road(a, b, float(x), 30.0, 0) for (a, b), x in zip(turned, km, strict=True)]
    return Network(places, roads, segment_km=5.0)


def pieces(network: Network) -> "nx.Graph[Any]":
    """The network with a node in the middle of each segment and one at each end of each road."""
    graph: nx.Graph[Any] = nx.Graph()
    for start, end, data in network.graph.edges(data=True):
        numbers = data["segments"]
        ends = (start, end) if data["start"] == start else (end, start)
        joints = [ends[0], *((s, s + 1) for s in numbers[:-1]), ends[1]]
        for before, after, segment in zip(joints, joints[1:], numbers, strict=False):
            half = network.segments[segment].km / 2
            graph.add_edge(before, segment, km=half)
            graph.add_edge(segment, after, km=half)
    return graph


@given(networks())
def test_the_way_of_a_team_is_the_shortest(network: Network) -> None:
    """Every segment's way by `Tree` against the shortest path of networkx, segment by segment."""
    graph = pieces(network)
    tree = network.tree("p0")
    km = nx.single_source_dijkstra_path_length(graph, "p0", weight="km")
    paths = nx.single_source_dijkstra_path(graph, "p0", weight="km")
    for segment in range(len(network.segments)):
        driven = [node for node in paths[segment] if isinstance(node, int)]
        walked, at = [], segment
        while at >= 0:
            walked.append(at)
            at = int(tree.nearer[at])
        assert walked[::-1] == driven
        assert tree.depth[segment] == len(driven)
        assert tree.km[segment] == pytest.approx(km[segment])


@given(networks(), some.data())
def test_a_way_by_way_of_places_is_the_shortest_ways_joined(
    network: Network, data: some.DataObject
) -> None:
    graph = pieces(network)
    names = [*network.places]
    stops = data.draw(some.lists(some.sampled_from(names), min_size=2, max_size=4))
    places = [a for a, b in zip(stops, [*stops[1:], ""], strict=True) if a != b]
    if len(places) < 2:
        return
    (way, at), *_ = network.by_way_of(places, 3)
    joined, ends = [], []
    for a, b in pairwise(places):
        path = nx.shortest_path(graph, a, b, weight="km")
        joined += [node for node in path if isinstance(node, int)]
        ends.append(len(joined))
    assert way == joined
    assert at == ends[:-1]


def test_a_team_drives_the_shortest_road_on_a_network_with_a_choice() -> None:
    """Devices on a road that ends 10 km from the base one way and 40 km the other way."""
    places = {
        name: {"latitude": 16.0, "longitude": 0.1 * i}
        for i, name in enumerate(("camp", "left", "right"))
    }
    lengths = {
        ("camp", "left"): ("a", 10),
        ("left", "right"): ("b", 20),
        ("camp", "right"): ("a", 40),
    }
    roads = [
        {"from": a, "to": b, "area": area, "length": f"{km} km", "speed": "30 km/h"}
        for (a, b), (area, km) in lengths.items()
    ]
    outcome = agreed(
        small(
            places=places,
            roads=roads,
            areas={"a": {"emplacement": "0 per day"}, "b": {"emplacement": "2 per day"}},
            units={"U": {"base": "camp", "support": {"eod": 12}}},
            # There by the road of 40 km, back the same way: it meets nothing before it stops.
            patrols={"p": patrol(to="right", via=["left"], leave="7 h")},
            teams={"disposal": DISPOSAL},
            horizon="0.5 days",
            **{"ieds.trigger_per_vehicle": 1.0, "search.finds": 1.0},
        )
    )
    # Two segments to `left`, and a find on each of the next: called from 3, 4, 5, 6 segments away.
    values = told(outcome, ev.TEAM_ARRIVED)["value"]
    assert values[0] == 15 + 30


# --- what it meets ----------------------------------------------------------------------


def test_a_team_is_exposed_on_its_way() -> None:
    """Devices on a road that only the team drives: it finds them, and halts as everybody does."""
    scenario = on_a_find(9, {"disposal": DISPOSAL})
    content = scenario.to_dict()
    content["areas"]["near"]["emplacement"] = "3 per day"  # 40 on each segment of the way out
    content["search"]["finds"] = 1.0
    content["marching"]["halt"] = "5 min"
    content["patrols"]["p"] |= {"base": "far", "to": None, "towards": ["camp"], "distance": "5 km"}
    content["patrols"]["p"] |= {"unit": "V"}
    outcome = agreed(Scenario.from_dict(content))
    found = told(outcome, ev.DEVICE_FOUND)
    team = set(found["place"][found["time"] > SEVEN + 10])
    assert team >= set(range(9))  # every segment before the one that it was called to
    assert set(sent(outcome)) == {0}


def test_a_team_drives_its_kilometres_and_they_are_not_the_patrols() -> None:
    outcome = agreed(on_a_find(4, {"here": DISPOSAL}))
    assert outcome["teams_sent"] == 1
    assert told(outcome, ev.TEAM_DRIVEN)["value"].tolist() == [3 * 50]
    assert outcome["vehicle_km"] == 200
    assert told(outcome, ev.TEAM_LEFT)["value"].tolist() == [12]
