"""COVID-19 in a mission: how it spreads, where it comes from, and what is done against it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from pksim.scenario.covid_course import Course
from pksim.scenario.covid_measures import (
    Bubbles,
    Couplings,
    Flights,
    Isolation,
    Quarantine,
    Tests,
    Tracing,
    Vaccine,
)
from pksim.scenario.covid_spread import (
    Arrivals,
    Contacts,
    Freeze,
    Seed,
    Surroundings,
    Variant,
    check_variants,
)
from pksim.scenario.parts import Day, Name, Part


class Covid(Part):
    """The pandemic, person by person. A scenario without it has none of it, and pays nothing."""

    contacts: Contacts
    course: Course = Course()
    variants: dict[Name, Variant] = Field(
        default_factory=lambda: {"first": Variant()}, min_length=1, max_length=10
    )
    seeds: Annotated[tuple[Seed, ...], Field(strict=False)] = ()
    surroundings: Surroundings = Surroundings()
    arrivals: Arrivals = Arrivals()
    freeze: Freeze | None = None
    measures_from: Annotated[
        Day | None,
        Field(
            description="day on which factors of contacts, bubbles, isolation on symptoms, tests"
            " and tracing begin; none: from the beginning"
        ),
    ] = None
    isolation: Isolation = Isolation()
    tests: Tests = Tests()
    tracing: Tracing = Tracing()
    quarantine: Quarantine = Quarantine()
    bubbles: Bubbles | None = None
    vaccine: Vaccine = Vaccine()
    flights: Flights = Flights()
    couplings: Couplings = Couplings()

    _variants = field_validator("variants")(check_variants)
