"""Incidents that a scenario schedules: what happened once, to be lived through again."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pksim.scenario.parts import Name, Part, Text, wrong
from pksim.scenario.quantities import Duration, PositiveDuration

Cause = Literal[
    "ied",
    "road accident",
    "camp accident",
    "ambush",
    "complex attack",
    "indirect fire",
    "violence",
]
HOUR = 60.0
DAY = 1440.0


class ScheduledIncident(Part):
    """Something that happens at a base on a day, by whatever cause: so many people hurt, so badly.

    With `times` it happens again and again, `every` so often.
    """

    at: Name
    cause: Cause
    day: Annotated[int, Field(ge=0, le=3653, description="of the run, the first is 0")]
    hour: Duration = 12 * HOUR
    killed: Annotated[int, Field(ge=0, le=200)] = 0
    t1: Annotated[int, Field(ge=0, le=200)] = 0
    t2: Annotated[int, Field(ge=0, le=200)] = 0
    t3: Annotated[int, Field(ge=0, le=200)] = 0
    times: Annotated[int, Field(ge=1, le=100_000)] = 1
    every: PositiveDuration = DAY
    title: Text = ""

    @property
    def hurt(self) -> int:
        """People hurt or killed."""
        return self.killed + self.t1 + self.t2 + self.t3

    @property
    def first(self) -> float:
        """Minutes of the run when it happens first."""
        return self.day * DAY + self.hour

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not 1 <= self.hurt <= 200:
            raise wrong(f"{self.hurt} people are hurt or killed; from 1 to 200")
        if self.hour >= DAY:
            raise wrong("`hour` is an hour of the day, below 24 h")
        return self
