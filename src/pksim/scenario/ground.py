"""Where it happens: places, roads, threat areas with their moods, closures and weather."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.laws import Law
from pksim.scenario.parts import Day, Months, Name, Part, Text, in_order, wrong
from pksim.scenario.quantities import (
    Factor,
    Latitude,
    Length,
    Longitude,
    PositiveDuration,
    PositiveFactor,
    Rate,
    Share,
    Speed,
)


class Place(Part):
    """A base, town, landing zone or temporary operating base; coordinates rounded to 0.1 degree.

    `violence` is the rate of intercommunal violence around a town; `area` defaults to that of the
    first road that touches the place.
    """

    latitude: Latitude
    longitude: Longitude
    kind: Literal["base", "town", "landing zone", "operating base"] = "base"
    area: Name | None = None
    violence: Rate = 0.0
    title: Text = ""


class Area(Part):
    """A threat area: roads belong to one, and one regime, one sky and one set of cells to it.

    `emplacement` is the rate of a Poisson process; `ambushes` the rate for one column while it is
    on a road of the area; `drones` the share of the hours in which a surveillance drone watches.
    """

    emplacement: Rate
    ambushes: Rate = 0.0
    drones: Share = 0.0
    title: Text = ""


class Road(Part):
    """A road between two places; its length defaults to great circle times `winding`.

    `usual_traffic`, in vehicles a day, is what those who lay devices have got used to; adversaries
    that do not respond go by it for ever.
    """

    from_: Name = Field(alias="from")
    to: Name
    area: Name
    length: Length | None = None
    winding: Annotated[PositiveFactor, Field(description="road km per great-circle km")] = 1.2
    speed: Speed = 30.0
    usual_traffic: Factor = 0.0
    title: Text = ""

    @field_validator("winding")
    @classmethod
    def _not_shorter_than_straight(cls, value: float) -> float:
        if value < 1:
            raise wrong(f"{value:g} is too small; a road cannot be shorter than the straight line")
        return value


class Routes(Part):
    """How a route is chosen: 1 is always the shortest, k draws among the k shortest."""

    alternatives: Annotated[int, Field(ge=1, le=10)] = 1


# ---------------------------------------------------------------------- moods and closures


class Mood(Part):
    """One state of a threat area: what it multiplies hazards by, how often and how long it lasts.

    `share` is the long-run share of the time, `dwell` the mean stay (exponential).
    """

    multiplier: Factor
    share: Share
    dwell: PositiveDuration


class Regimes(Part):
    """The moods of every threat area: a reversible Markov chain, independent between areas."""

    calm: Mood
    tense: Mood
    crisis: Mood

    @property
    def moods(self) -> tuple[Mood, Mood, Mood]:
        """From calm to crisis."""
        return self.calm, self.tense, self.crisis

    def flows(self) -> tuple[float, float, float]:
        """Changes a minute calm-tense, calm-crisis and tense-crisis, each way.

        A reversible chain of three states is determined by its shares and mean stays.
        """
        calm, tense, crisis = (mood.share / mood.dwell for mood in self.moods)
        return (
            (calm + tense - crisis) / 2,
            (calm + crisis - tense) / 2,
            (tense + crisis - calm) / 2,
        )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        total = math.fsum(mood.share for mood in self.moods)
        if abs(total - 1) > 1e-6:
            raise wrong(
                f"the shares of calm, tense and crisis must sum to 1; they sum to {total:g}"
            )
        if min(self.flows()) < -1e-12:
            raise wrong(
                "no chain stays so long in one of these and is so seldom there; "
                "raise the dwell of the others, or lower its own"
            )
        return self


class Shock(Part):
    """A scheduled period in which all hazards of an area are multiplied: an election, say."""

    area: Name
    from_: Day = Field(alias="from")
    until: Day
    multiplier: Factor
    title: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.from_, self.until)
        return self


class Closure(Part):
    """A period in which no column may go through an area: a host state's order, a flood."""

    area: Name
    from_: Day = Field(alias="from")
    until: Day
    title: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.from_, self.until)
        return self


# ---------------------------------------------------------------------- weather


class Weather(Part):
    """Foul weather (dust, rain): spells that come at a rate for each month, in each area apart.

    While it lasts columns are slowed by `speed_factor`, drones see nothing and helicopters whose
    base or patient lies in the area stay on the ground. `grounds_patrols` is the share of patrols
    that do not leave into it.
    """

    spells: Annotated[Months, Field(description="rate of new spells by month, 1 to 12")]
    lasts: Law
    speed_factor: PositiveFactor = 1.0
    grounds_patrols: Share = 0.0
