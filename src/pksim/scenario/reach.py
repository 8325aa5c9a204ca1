"""How soon those hurt at a base can be at surgery, and whether two hours suffice at all.

Reckoned without running anything: by day and in fair weather, with everything ready to go. Loading,
waiting for an aircraft that is elsewhere and waiting for a surgeon come on top.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pksim.scenario.distances import by_road, great_circle, network
from pksim.scenario.schema import ScenarioFields

TWO_HOURS = 120.0
"""Minutes within which surgery is to begin, by the rule of ten minutes, one hour, two hours."""


@dataclass(frozen=True)
class Way:
    """One way from a base to surgery.

    `by` is a helicopter, an ambulance, `own vehicles`, or empty where the surgeons are at the base;
    `before` the minutes from the call until it goes, in the median; `moving` those out to the base
    and back to the facility.
    """

    by: str
    hospital: str
    before: float
    moving: float

    @property
    def minutes(self) -> float:
        """Minutes from the call to the door of the facility."""
        return self.before + self.moving


@dataclass(frozen=True)
class Reach:
    """The quickest way from a base to surgery (none: there is no way), and the shortest journey."""

    quickest: Way | None
    least: float

    @property
    def within(self) -> bool:
        """Whether two hours from the call suffice, in the median."""
        return self.quickest is not None and self.quickest.minutes <= TWO_HOURS

    @property
    def possible(self) -> bool:
        """Whether they could, if what goes were launched the moment it is called."""
        return self.least <= TWO_HOURS


def reach(scenario: ScenarioFields) -> dict[str, Reach]:
    """For every base where a unit lives, in the order of the file."""
    found = {}
    for base in dict.fromkeys(unit.base for unit in scenario.units.values()):
        ways = list(ways_from(base, scenario))
        quickest = min(ways, key=lambda way: way.minutes, default=None)
        least = min((way.moving for way in ways), default=math.inf)
        found[base] = Reach(quickest, least)
    return found


def ways_from(base: str, scenario: ScenarioFields) -> Iterator[Way]:
    """Every way from a base to a facility with surgery: on the spot, by road, by air."""
    roads = by_road(network(scenario), base)
    for name, hospital in scenario.hospitals.items():
        if hospital.operating_teams:
            if hospital.at == base:
                yield Way("", name, 0.0, 0.0)
            yield from _drives(roads.get(hospital.at, math.inf), name, scenario)
            yield from _flights(base, name, scenario)


def _drives(km: float, hospital: str, scenario: ScenarioFields) -> Iterator[Way]:
    """Own vehicles, and the ambulances of the facility, over so many km within their radius."""
    own, site = scenario.evacuation.own_vehicles, scenario.hospitals[hospital].at
    if km <= own.radius:
        yield Way("own vehicles", hospital, 0.0, km / own.speed * 60)
    for name, team in scenario.teams.items():
        if team.role == "ambulance" and team.base == site and team.teams and km <= team.radius:
            yield Way(name, hospital, team.readiness.median, 2 * km / own.speed * 60)


def _flights(base: str, hospital: str, scenario: ScenarioFields) -> Iterator[Way]:
    """Every helicopter that works at all, is cleared and has the range; it refuels there."""
    chain, places = scenario.evacuation, scenario.places
    end = places[scenario.hospitals[hospital].at]
    for name, craft in chain.helicopters.items():
        out = great_circle(places[craft.base], places[base])
        back = great_circle(places[base], end)
        home = great_circle(end, places[craft.base])
        near = out <= (chain.maximum_radius or math.inf)
        rested = (out + back + home) / craft.speed * 60 <= craft.flying_hours
        works = craft.serviceable > 0 and chain.refused < 1
        if works and near and rested and max(out + back, home) <= craft.range:
            before = chain.authorisation.median + craft.readiness_day.median
            yield Way(name, hospital, before, (out + back) / craft.speed * 60)
