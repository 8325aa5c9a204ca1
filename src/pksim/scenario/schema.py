"""What a scenario may contain: frozen models, every number in canonical units.

Durations are minutes, lengths km, speeds km/h, rates per day, deaths per person-year, money USD,
shares 0 to 1. Whatever needs two parts of the file at once (a place that must exist, a road network
that must hang together) is checked in `pksim.scenario.checks`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from pksim.scenario.background import Accidents, Illness, SelfInflicted
from pksim.scenario.covid import Covid
from pksim.scenario.evacuation import Evacuation
from pksim.scenario.ground import Area, Closure, Place, Regimes, Road, Routes, Shock, Weather
from pksim.scenario.incidents import ScheduledIncident
from pksim.scenario.measures import Measure
from pksim.scenario.medical import Care, Hospital
from pksim.scenario.outlooks import Outlook
from pksim.scenario.parts import Day, Name, Part, Seats, Text, sums_to_one, wrong
from pksim.scenario.patrols import Marching, Patrol, Search, Vehicle
from pksim.scenario.people import Caveat, Team, Unit
from pksim.scenario.quantities import (
    Length,
    Number,
    PositiveDuration,
    PositiveFactor,
    Share,
    YearlyCost,
)
from pksim.scenario.threats import Adversary, Camp, Drones, Ieds, Others, Threats, Warnings
from pksim.scenario.uncertainty import Unknown


class Costs(Part):
    """What the sector costs before any measure."""

    base: YearlyCost = 0.0


class ScenarioFields(Part):
    """The outline of a scenario file."""

    title: Annotated[Text, Field(min_length=1)]
    start: Day
    horizon: PositiveDuration
    utc_offset: Annotated[
        Number | None,
        Field(description="hours the clock is ahead of UTC; local mean time if not given"),
    ] = None
    notes: Text = ""
    places: dict[Name, Place] = Field(min_length=1)
    areas: dict[Name, Area] = Field(min_length=1, max_length=60)
    roads: tuple[Road, ...] = Field(min_length=1, strict=False)
    segment: Annotated[Length, Field(le=5.0)] = 5.0
    regimes: Regimes | None = None
    shocks: Annotated[tuple[Shock, ...], Field(strict=False)] = ()
    closures: Annotated[tuple[Closure, ...], Field(strict=False)] = ()
    weather: Weather | None = None
    units: dict[Name, Unit] = Field(min_length=1)
    exposure_shape: Annotated[
        PositiveFactor | None,
        Field(description="gamma shape of a generic unit's exposure in an area; none: all alike"),
    ] = None
    caveats: Annotated[tuple[Caveat, ...], Field(strict=False)] = ()
    teams: dict[Name, Team] = Field(default_factory=dict)
    vehicles: dict[Name, Vehicle] = Field(min_length=1)
    correlation: Share
    occupants: dict[Seats, Share] = Field(min_length=1)
    fleet: dict[Name, Share] = Field(min_length=1)
    patrols: dict[Name, Patrol] = Field(min_length=1, max_length=1000)
    routes: Routes = Routes()
    marching: Marching = Marching()
    search: Search
    ieds: Ieds
    adversary: Adversary = Adversary()
    drones: Drones = Drones()
    warnings: Warnings | None = None
    threats: Threats = Threats()
    camps: dict[Name, Camp] = Field(default_factory=dict)
    incidents: Annotated[tuple[ScheduledIncident, ...], Field(strict=False)] = ()
    others: Others | None = None
    reporting: Annotated[
        PositiveFactor,
        Field(ge=1.0, description="true over reported strikes; leaves deaths as they are"),
    ] = 1.0
    illness: Illness
    covid: Covid | None = None
    accidents: Accidents
    self_inflicted: SelfInflicted = SelfInflicted()
    care: Care
    evacuation: Evacuation
    hospitals: dict[Name, Hospital] = Field(min_length=1)
    costs: Costs = Costs()
    measures: dict[Name, Measure] = Field(default_factory=dict)
    policies: dict[Name, Annotated[tuple[Name, ...], Field(strict=False)]] = Field(
        default_factory=dict
    )
    outlooks: Annotated[
        dict[Name, Outlook], Field(description="how the threat might turn out, to test policies by")
    ] = Field(default_factory=dict)
    uncertain: Annotated[
        dict[str, Unknown], Field(description="what is not known of the number at a path")
    ] = Field(default_factory=dict)
    applied: Annotated[
        tuple[Name, ...],
        Field(strict=False, description="measures already applied; written by pksim, not by hand"),
    ] = ()

    @field_validator("start")
    @classmethod
    def _not_in_the_future(cls, value: date) -> date:
        if value > date.today():
            raise wrong(f"{value} lies in the future; scenarios describe the past, not forecasts")
        return value

    @field_validator("horizon")
    @classmethod
    def _not_longer_than_ten_years(cls, value: float) -> float:
        if value > 3653 * 1440.0:
            raise wrong(f"{value / 1440:g} days is too long; at most ten years")
        return value

    @property
    def strength(self) -> int:
        """Uniformed persons of all units."""
        return sum(unit.strength for unit in self.units.values())

    _occupants = field_validator("occupants")(sums_to_one)
    _fleet = field_validator("fleet")(sums_to_one)
