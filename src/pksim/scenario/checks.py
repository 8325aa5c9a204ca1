"""Checks of a scenario whose parts are each right: distances, crews, contradictions."""

from __future__ import annotations

from collections.abc import Iterator

from pksim.scenario.covid_checks import check_covid
from pksim.scenario.distances import by_road, great_circle, network, road_length
from pksim.scenario.incidents import DAY
from pksim.scenario.manning import check_manning
from pksim.scenario.measures import measure_contradictions
from pksim.scenario.problems import Problem
from pksim.scenario.schema import ScenarioFields

MAXIMUM_SEGMENTS = 200_000
COORDINATES_ROUNDED_BY = 16.0
"""Kilometres by which two places rounded to 0.1 degree may seem further apart than they are."""


def check_whole(scenario: ScenarioFields) -> list[Problem]:
    """What cannot be driven, flown, manned or meant."""
    return [
        *_segments(scenario),
        *_lengths(scenario),
        *_patrols(scenario),
        *_ranges(scenario),
        *_ambulances(scenario),
        *check_manning(scenario),
        *_contradictions(scenario),
        *check_covid(scenario),
        *_measures(scenario),
    ]


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
    """A helicopter must be able to bring somebody to surgery, and come back before its crew rests.

    It refuels at the facility, so the range is wanted once, not twice.
    """
    hospitals = scenario.hospitals.values()
    operating = {hospital.at for hospital in hospitals if hospital.operating_teams}
    sites = operating or {hospital.at for hospital in hospitals}
    what = "surgery" if operating else "facility"
    for name, craft in scenario.evacuation.helicopters.items():
        home = scenario.places[craft.base]
        far, site = min((great_circle(home, scenario.places[site]), site) for site in sites)
        where = ("evacuation", "helicopters", name)
        if craft.range < far:
            message = (
                f"{craft.range:g} km: from {craft.base!r} the nearest {what} is {far:.0f} km away,"
                f" at {site!r}, and no aircraft is sent beyond its range"
            )
            yield Problem((*where, "range"), message)
        if craft.flying_hours < 2 * far / craft.speed * 60:
            message = (
                f"{craft.flying_hours / 60:g} h: from {craft.base!r} the nearest {what} and back"
                f" takes {2 * far / craft.speed:.1f} h, and no crew is sent for longer"
            )
            yield Problem((*where, "flying_hours"), message)


def _ambulances(scenario: ScenarioFields) -> Iterator[Problem]:
    """An ambulance brings casualties to the facility at its base."""
    sites = {hospital.at for hospital in scenario.hospitals.values()}
    for name, team in scenario.teams.items():
        if team.role == "ambulance" and team.base not in sites:
            message = (
                f"an ambulance brings casualties to the facility at its base, and {team.base!r} has"
                " none; write one in `hospitals`, of level 1 without surgery at least"
            )
            yield Problem(("teams", name, "base"), message)


# ---------------------------------------------------------------------- contradictions


def _contradictions(scenario: ScenarioFields) -> Iterator[Problem]:
    """Two things of which one makes the other meaningless."""
    for name, patrol in scenario.patrols.items():
        if patrol.posture == "lead vehicle" and scenario.search.lead_finds is None:
            message = "a lead vehicle searches, and `search.lead_finds` does not say how well"
            yield Problem(("patrols", name, "posture"), message)
    yield from _areas_of_places(scenario)
    yield from _incidents_in_time(scenario)
    placed = scenario.adversary.mode == "fixed" and scenario.ieds.traffic_weight > 0
    if placed and not any(road.usual_traffic for road in scenario.roads):
        message = "a fixed adversary goes by the `usual_traffic` of roads, and no road has any"
        yield Problem(("adversary", "mode"), message)


def _areas_of_places(scenario: ScenarioFields) -> Iterator[Problem]:
    """What happens at a place belongs to an area; a road may say which."""
    touched = {end for road in scenario.roads for end in (road.from_, road.to)}
    homes = {unit.base for unit in scenario.units.values()}
    for name, place in scenario.places.items():
        if place.area is None and name not in touched and (name in homes or place.violence):
            message = "no road touches it; say in which `area` it lies"
            yield Problem(("places", name), message)


def _incidents_in_time(scenario: ScenarioFields) -> Iterator[Problem]:
    """What is scheduled for after the end would never happen."""
    for number, incident in enumerate(scenario.incidents):
        if incident.first >= scenario.horizon:
            message = (
                f"day {incident.day} comes after the end, {scenario.horizon / DAY:g} days;"
                " the first day is 0"
            )
            yield Problem(("incidents", number, "day"), message)


def _measures(scenario: ScenarioFields) -> Iterator[Problem]:
    """What a measure says that it says otherwise elsewhere."""
    for name, measure in scenario.measures.items():
        for problem in measure_contradictions(measure):
            yield Problem(("measures", name, *problem.location), problem.message)
