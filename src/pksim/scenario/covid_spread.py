"""How COVID-19 gets about: contacts within a mission, and where it comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.covid_course import DAY
from pksim.scenario.parts import Day, Name, Part, in_order, sums_to_one, wrong
from pksim.scenario.quantities import Duration, Factor, PerDay, PositiveFactor, Share

Circle = Literal["section", "platoon", "camp"]

CAMP_ALONE: dict[Circle, float] = {"camp": 1.0}

Curve = dict[Day, Share]
"""A share that goes from date to date in straight lines, level before the first and after the
last; none: 0."""


def as_curve(value: dict[date, float]) -> dict[date, float]:
    """Dates in their order."""
    return dict(sorted(value.items()))


class Factors(Part):
    """What is left of contacts in each setting: masks, distance, fresh air. Measures multiply."""

    section: Share = 1.0
    platoon: Share = 1.0
    camp: Share = 1.0
    crew: Share = 1.0
    ward: Share = 1.0


class Contacts(Part):
    """Where those infect others who are infectious.

    One case of the first variant infects `r0` others in the mean among people who are always
    together, none of them immune, without any measure. `where` shares that out: among the section,
    the platoon and the whole camp. Support is grouped in tens and thirties. `crew` and `ward` come
    on top, while it lasts: on a march among those of the same vehicle, and in a hospital between
    patients and medical staff.
    """

    r0: Annotated[Factor, Field(le=30.0)]
    where: dict[Circle, Share] = Field(default_factory=lambda: dict(CAMP_ALONE))
    crew: Annotated[PerDay, Field(le=50.0, description="infections a day on the march")] = 0.0
    ward: Annotated[PerDay, Field(le=50.0, description="infections a day in hospital")] = 0.0
    dispersion: Annotated[
        PositiveFactor | None,
        Field(
            ge=0.1, description="shape k of the gamma law of how infectious cases are; none: alike"
        ),
    ] = None
    early: Annotated[
        Share,
        Field(description="first part of the infectious time, in which they infect `early_load`"),
    ] = 0.3
    early_load: Annotated[PositiveFactor, Field(description="times as many a day")] = 2.0
    asymptomatic: Annotated[Share, Field(description="infectiousness without symptoms")] = 1.0
    factors: Factors = Factors()

    _where = field_validator("where")(sums_to_one)


class Variant(Part):
    """A variant of the virus: imported cases are of it from a date on, all of them after `over`."""

    from_: Day | None = Field(default=None, alias="from")
    over: Duration = 60 * DAY
    spread: Annotated[Factor, Field(description="times as many infected by a case")] = 1.0
    severity: Annotated[Factor, Field(description="times as many severe, critical and dead")] = 1.0
    escape: Annotated[
        Share, Field(description="chance to infect those who had an earlier variant")
    ] = 0.0
    vaccine: Annotated[
        Share, Field(description="what is left of vaccine protection against infection")
    ] = 1.0


class Seed(Part):
    """Cases that are there from a day on: infected then, wherever it came from."""

    at: Name
    cases: Annotated[int, Field(ge=1, le=20_000)]
    day: Annotated[int, Field(ge=0, le=3653, description="of the run, the first is 0")] = 0


class Surroundings(Part):
    """People around the mission: the share of them who are infectious, and contacts with them."""

    prevalence: Curve = Field(default_factory=dict)
    towns: Annotated[
        PerDay, Field(description="contacts that would infect, per person and day at a stop")
    ] = 0.0
    gate: Annotated[
        PerDay,
        Field(description="the same with contractors and local staff, per person and day in camp"),
    ] = 0.0

    _prevalence = field_validator("prevalence")(as_curve)


class Arrivals(Part):
    """Newcomers at a rotation: the share infected in the `window` before they travel.

    Those with symptoms on the day of travel are kept at home with the chance `screened`; somebody
    healthy comes instead.
    """

    infected: Curve = Field(default_factory=dict)
    window: Duration = 14 * DAY
    screened: Share = 0.0

    _infected = field_validator("infected")(as_curve)


class Freeze(Part):
    """No unit rotates in this time; those who should have do so on its last day."""

    from_: Day = Field(alias="from")
    until: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.from_, self.until)
        return self


def check_variants(variants: dict[str, Variant]) -> dict[str, Variant]:
    """The first variant is there from the beginning; the others come after one another."""
    dates = [variant.from_ for variant in variants.values()]
    if dates[:1] != [None] or None in dates[1:]:
        raise wrong("the first variant has no `from`, all others have one")
    later = [day for day in dates if day is not None]
    if later != sorted(later):
        raise wrong("variants stand in the order of their dates")
    return variants
