"""What in a pandemic would mean nothing: cases where nobody lives, doses after the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pksim.scenario.covid import Covid
from pksim.scenario.covid_course import DAY
from pksim.scenario.problems import Location, Problem
from pksim.scenario.schema import ScenarioFields


def check_covid(scenario: ScenarioFields) -> list[Problem]:
    """Problems of the key `covid` that need the rest of the scenario."""
    covid = scenario.covid
    if covid is None:
        return []
    return [
        *_seeds(scenario, covid),
        *_surroundings(covid),
        *_dates(scenario, covid),
        *_bubbles(scenario, covid),
    ]


def _seeds(scenario: ScenarioFields, covid: Covid) -> Iterator[Problem]:
    for number, seed in enumerate(covid.seeds):
        where = ("covid", "seeds", number)
        there = sum(unit.strength for unit in scenario.units.values() if unit.base == seed.at)
        if seed.cases > there:
            message = f"infects {seed.cases} people, and {there} live at {seed.at!r}"
            yield Problem((*where, "cases"), message)
        if seed.day * DAY >= scenario.horizon:
            message = f"day {seed.day} comes after the end, {scenario.horizon / DAY:g} days"
            yield Problem((*where, "day"), message)


def _surroundings(covid: Covid) -> Iterator[Problem]:
    """Contacts with people none of whom is ever infectious infect nobody."""
    around = covid.surroundings
    if (around.towns or around.gate) and not any(around.prevalence.values()):
        message = "is nothing, so contacts in towns and at the gate infect nobody; write a curve"
        yield Problem(("covid", "surroundings", "prevalence"), f"{message}, or no contacts")


def _dates(scenario: ScenarioFields, covid: Covid) -> Iterator[Problem]:
    """What begins after the end of the run never comes."""
    end = scenario.start + timedelta(days=scenario.horizon / DAY)
    begins: list[tuple[Location, object]] = [(("measures_from",), covid.measures_from)]
    begins += [
        (("vaccine", "campaigns", number, "from"), campaign.from_)
        for number, campaign in enumerate(covid.vaccine.campaigns)
    ]
    for where, day in begins:
        if day is not None and str(day) >= str(end):
            yield Problem(("covid", *where), f"{day} comes after the end of the run, {end}")


def _bubbles(scenario: ScenarioFields, covid: Covid) -> Iterator[Problem]:
    """A bubble must be able to crew what its unit sends out at all."""
    most = max((u.companies * u.platoons for u in scenario.units.values()), default=0)
    if covid.bubbles is not None and covid.bubbles.platoons > max(most, 1):
        message = f"{covid.bubbles.platoons} platoons are more than any unit has, {most}"
        yield Problem(("covid", "bubbles", "platoons"), message)
