"""Who is there: units with their companies, jobs and ages, what they may not do, and teams."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.laws import MeanLaw
from pksim.scenario.parts import Day, Name, Part, Text, in_order, sums_to_one, wrong
from pksim.scenario.quantities import Factor, Length, Share

Job = Literal["rifle", "driver", "medic", "surgeon", "aircrew", "eod", "staff"]
Capability = Literal["patrol", "convoy", "escort", "clearance", "night", "foot", "team"]
AgeBand = Literal["20s", "30s", "40s", "50s"]

Count = Annotated[int, Field(ge=0, le=20_000)]
AGES: dict[AgeBand, float] = {"20s": 0.45, "30s": 0.37, "40s": 0.15, "50s": 0.03}


class Unit(Part):
    """A unit at one base: rifle companies of platoons of sections, and support by job.

    Units are letters, never nationalities. In each section the first `drivers` drive; the first of
    each platoon who does not drive is its medic. `exposure` fixes the unit's hostile hazards
    relative to others in an area; where it is not given it is drawn (`exposure_shape`).
    """

    base: Name
    companies: Annotated[int, Field(ge=0, le=50)] = 3
    platoons: Annotated[int, Field(ge=1, le=20, description="of each company")] = 3
    sections: Annotated[int, Field(ge=1, le=10, description="of each platoon")] = 3
    section_strength: Annotated[int, Field(ge=1, le=40)] = 10
    drivers: Annotated[int, Field(ge=0, le=40, description="of each section")] = 3
    support: dict[Job, Count] = Field(default_factory=dict)
    ages: dict[AgeBand, Share] = Field(default_factory=lambda: dict(AGES))
    women: Share = 0.06
    doses: Annotated[int, Field(ge=0, le=5, description="of COVID-19 vaccine, on arrival")] = 0
    last_dose: Day | None = None
    rotations: Annotated[tuple[Day, ...], Field(strict=False)] = ()
    exposure: dict[Name, Factor] = Field(default_factory=dict)
    fleet: dict[Name, Share] | None = None
    title: Text = ""

    @property
    def line(self) -> int:
        """Uniformed persons in the platoons, who crew patrols."""
        return self.companies * self.platoons * self.sections * self.section_strength

    @property
    def line_drivers(self) -> int:
        """Those of the platoons who drive."""
        return self.companies * self.platoons * self.sections * self.drivers

    @property
    def strength(self) -> int:
        """Uniformed persons of the unit."""
        return self.line + sum(self.support.values())

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.strength == 0:
            raise wrong("nobody is in this unit; give it companies or support")
        if self.drivers > self.section_strength:
            raise wrong(
                f"{self.drivers} drivers in a section of {self.section_strength}; at most all of it"
            )
        if self.last_dose is not None and not self.doses:
            raise wrong("`last_dose` is the day of a dose, and `doses` is 0")
        return self

    _ages = field_validator("ages")(sums_to_one)

    @field_validator("fleet")
    @classmethod
    def _fleet(cls, value: dict[str, float] | None) -> dict[str, float] | None:
        return sums_to_one(value) if value is not None else None


class Caveat(Part):
    """What a unit (or all) may not do, where and when; a measure that it blocks has no effect."""

    unit: Name | None = None
    may_not: Capability
    areas: Annotated[tuple[Name, ...], Field(strict=False, description="none: everywhere")] = ()
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    title: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until:
            in_order(self.from_, self.until)
        return self


class Team(Part):
    """Quick-reaction force, explosive ordnance disposal (EOD) or ambulance teams at one base.

    A team goes by road, under the same threats as everybody, to columns that have halted within
    `radius`; an ambulance to casualties, of whom it brings `seats` to the facility at its base.
    `people` are taken from the unit: those with the job eod or medic, or a rifle platoon. That it
    goes with half of them is an assumption, range 0.3-1.
    """

    role: Literal["quick reaction", "eod", "ambulance"]
    base: Name
    unit: Name | None = None
    teams: Annotated[int, Field(ge=0, le=50)] = 1
    vehicles: Annotated[int, Field(ge=1, le=60)] = 3
    people: Annotated[int, Field(ge=1, le=400)] = 12
    seats: Annotated[int, Field(ge=1, le=200, description="for casualties, in an ambulance")] = 4
    readiness: MeanLaw
    work: MeanLaw
    radius: Length
    minimum: Annotated[Share, Field(description="of its people, below which it does not go")] = 0.5
    title: Text = ""

    @model_validator(mode="after")
    def _somebody_drives(self) -> Self:
        if self.people < self.vehicles:
            raise wrong(f"{self.people} people cannot drive {self.vehicles} vehicles")
        return self
