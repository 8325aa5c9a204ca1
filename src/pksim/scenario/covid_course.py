"""The natural history of COVID-19: how long each stage lasts, and how badly whom it takes.

Durations and shares are those of Covasim's parameter file unless a scenario says otherwise; its
shares by age are of *all infections*, not of those who had come so far.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.laws import LOGNORMAL, Law, MeanLaw
from pksim.scenario.parts import Part, wrong
from pksim.scenario.people import AgeBand
from pksim.scenario.quantities import Factor, Share

DAY = 1440.0


def lognormal_days(mean: float, sd: float) -> Law:
    """A log-normal law by mean and standard deviation in days."""
    variance = math.log1p((sd / mean) ** 2)
    return Law(LOGNORMAL, mean * DAY * math.exp(-variance / 2), math.sqrt(variance))


class Severity(Part):
    """Shares of all infections in an age band that come so far; each is part of the one before."""

    symptomatic: Share
    severe: Annotated[Share, Field(description="needs a ward bed")]
    critical: Annotated[Share, Field(description="needs intensive care")]
    dead: Share

    @model_validator(mode="after")
    def _each_within_the_one_before(self) -> Self:
        shares = (self.symptomatic, self.severe, self.critical, self.dead)
        if any(later > earlier for earlier, later in pairwise(shares)):
            raise wrong(
                "symptomatic, severe, critical and dead are shares of all infections, so none may"
                " be above the one before it"
            )
        return self


SEVERITY: dict[AgeBand, Severity] = {
    "20s": Severity(symptomatic=0.60, severe=0.0072, critical=0.00036, dead=0.00010),
    "30s": Severity(symptomatic=0.65, severe=0.0208, critical=0.00104, dead=0.00032),
    "40s": Severity(symptomatic=0.70, severe=0.0343, critical=0.00216, dead=0.00098),
    "50s": Severity(symptomatic=0.75, severe=0.0765, critical=0.00933, dead=0.00265),
}
"""Covasim's parameter file (read): symptoms, severe, critical and fatal by age, wild type."""


class Course(Part):
    """The stages of an infection; the defaults are Covasim's log-normal laws (read).

    `infectious` is how long somebody infects others, from the end of `latent` on, however badly it
    takes him or her; its default is that of cases without symptoms (Covasim: 8 days, sd 2; range
    7-10), whom neither illness nor isolation holds. Of a mild case Covasim has 9.1.
    """

    latent: Annotated[Law, Field(description="from exposure until infectious")] = lognormal_days(
        4.5, 1.5
    )
    infectious: MeanLaw = lognormal_days(8.0, 2.0)
    onset: Annotated[Law, Field(description="from infectious until symptoms")] = lognormal_days(
        1.1, 0.9
    )
    mild: Annotated[Law, Field(description="from symptoms until well")] = lognormal_days(8.0, 2.0)
    severe_after: Annotated[Law, Field(description="from symptoms")] = lognormal_days(6.6, 4.9)
    severe: Annotated[Law, Field(description="until well")] = lognormal_days(18.1, 6.3)
    critical_after: Annotated[Law, Field(description="from severe")] = lognormal_days(1.5, 2.0)
    critical: Annotated[Law, Field(description="until well")] = lognormal_days(18.1, 6.3)
    death_after: Annotated[Law, Field(description="from critical")] = lognormal_days(10.7, 4.8)
    severity: dict[AgeBand, Severity] = Field(default_factory=lambda: dict(SEVERITY))
    without_bed: Annotated[
        Factor,
        Field(
            ge=1.0,
            description="times as many of the critical die who have no bed in intensive care"
            " (Covasim: 2, itself an assumption, range 1-4)",
        ),
    ] = 2.0

    @field_validator("infectious")
    @classmethod
    def _infects_in_time(cls, value: Law) -> Law:
        """R0 is spread over the infectious time, so there is some."""
        if value.mean <= 0:
            raise wrong("somebody infectious for no time infects nobody; it must be above 0")
        return value

    @field_validator("severity")
    @classmethod
    def _every_age(cls, value: dict[AgeBand, Severity]) -> dict[AgeBand, Severity]:
        return {**SEVERITY, **value}
