"""Infections that come from outside over the time of a scenario, by formula: nothing is run.

Nobody is immune in these numbers, and no test, quarantine or symptom holds anybody back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from pksim.scenario.covid import Covid
from pksim.scenario.covid_spread import Curve
from pksim.scenario.distances import per_day
from pksim.scenario.manning import people_wanted
from pksim.scenario.quantities import MINUTES_PER_DAY
from pksim.scenario.schema import ScenarioFields


@dataclass(frozen=True)
class Imported:
    """Infections expected by source; `exchanged` is how many newcomers bring those of the first."""

    newcomers: float
    exchanged: int
    gate: float
    towns: float
    seeds: int

    @property
    def total(self) -> float:
        """All of them."""
        return self.newcomers + self.gate + self.towns + self.seeds


def imported(scenario: ScenarioFields, covid: Covid) -> Imported:
    """What is to be expected: rotations times the infected share, contacts times prevalence."""
    arrivals = list(_arrivals(scenario, covid))
    around = covid.surroundings
    prevalence = math.fsum(on_day(around.prevalence, day) for day in _days(scenario))
    return Imported(
        newcomers=math.fsum(n * on_day(covid.arrivals.infected, day) for day, n in arrivals),
        exchanged=sum(n for _, n in arrivals),
        gate=_strength(scenario) * around.gate * prevalence,
        towns=_person_days_at_stops(scenario) * around.towns * prevalence,
        seeds=sum(seed.cases for seed in covid.seeds),
    )


def on_day(curve: Curve, day: date) -> float:
    """A curve in the middle of a day: straight lines between its dates, level outside them."""
    points = [((at - day).days - 0.5, share) for at, share in curve.items()]
    if not points:
        return 0.0
    before = [point for point in points if point[0] <= 0.0][-1:]
    after = [point for point in points if point[0] > 0.0][:1]
    if not before or not after:
        return (before or after)[0][1]
    (since, low), (until, high) = before[0], after[0]
    return low + (high - low) * -since / (until - since)


def _days(scenario: ScenarioFields) -> list[date]:
    """The days of the run; a last one that is cut short counts as a whole one."""
    number = math.ceil(scenario.horizon / MINUTES_PER_DAY)
    return [scenario.start + timedelta(days=day) for day in range(number)]


def _arrivals(scenario: ScenarioFields, covid: Covid) -> list[tuple[date, int]]:
    """The day and the number of newcomers of every rotation; those of a freeze come at its end."""
    end = scenario.start + timedelta(minutes=scenario.horizon)
    days = [
        (_thawed(covid, day), unit.strength)
        for unit in scenario.units.values()
        for day in unit.rotations
    ]
    return [(day, strength) for day, strength in days if scenario.start < day < end]


def _thawed(covid: Covid, day: date) -> date:
    freeze = covid.freeze
    frozen = freeze is not None and freeze.from_ <= day < freeze.until
    return freeze.until if freeze is not None and frozen else day


def _strength(scenario: ScenarioFields) -> int:
    return sum(unit.strength for unit in scenario.units.values())


def _person_days_at_stops(scenario: ScenarioFields) -> float:
    """Days that people of columns spend a day at the far end and at places on the way."""
    return math.fsum(
        per_day(patrol, scenario)
        * people_wanted(patrol, scenario)
        * (1 + len(patrol.via))
        * patrol.dwell.mean
        / MINUTES_PER_DAY
        for patrol in scenario.patrols.values()
    )
