"""What happens on the road: places, roads, vehicles, patrols, search, devices and accidents."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.laws import Law
from pksim.scenario.parts import Name, Part, Text, wrong
from pksim.scenario.quantities import (
    Factor,
    Latitude,
    Length,
    Longitude,
    Number,
    PerDay,
    PersonRate,
    PositiveDuration,
    PositiveFactor,
    Rate,
    Share,
    Speed,
)


class Place(Part):
    """A base, town, landing zone or temporary operating base; coordinates rounded to 0.1 degree."""

    latitude: Latitude
    longitude: Longitude
    kind: Literal["base", "town", "landing zone", "operating base"] = "base"
    title: Text = ""


class Area(Part):
    """A threat area: roads belong to one; cells emplace devices in it as a Poisson process."""

    emplacement: Rate
    title: Text = ""


class Road(Part):
    """A road between two places; its length defaults to great circle times `winding`."""

    from_: Name = Field(alias="from")
    to: Name
    area: Name
    length: Length | None = None
    winding: Annotated[PositiveFactor, Field(description="road km per great-circle km")] = 1.2
    speed: Speed = 30.0
    title: Text = ""

    @field_validator("winding")
    @classmethod
    def _not_shorter_than_straight(cls, value: float) -> float:
        if value < 1:
            raise wrong(f"{value:g} is too small; a road cannot be shorter than the straight line")
        return value


class Vehicle(Part):
    """Injury law of one protection class when a device functions under it (ordered probit).

    With probability `defeats` nobody is hurt. Otherwise occupant i has the latent
    sqrt(rho) Z + sqrt(1 - rho) e_i and is hurt above the threshold `hurt`; of those hurt the top
    share is killed outright, the next T1, T2, and the rest T3.
    """

    title: Text = ""
    defeats: Share
    hurt: Number
    killed: Share
    t1: Share
    t2: Share
    speed_factor: PositiveFactor = 1.0
    accident_factor: Factor = 1.0

    @model_validator(mode="after")
    def _severities_fit(self) -> Self:
        total = self.killed + self.t1 + self.t2
        if total > 1 + 1e-9:
            raise wrong(
                f"killed, t1 and t2 are shares of those hurt; they sum to {total:g}, above 1"
            )
        return self


class Patrol(Part):
    """A programme of patrols or convoys that start and end at `base`.

    Either `to`: the whole road to a place and back; or `towards` and `distance`: out along the road
    to one of these places for that distance, and back.
    """

    base: Name
    to: Name | None = None
    towards: tuple[Name, ...] = Field(default=(), strict=False)
    distance: Length | None = None
    per_day: PerDay
    vehicles: Annotated[int, Field(ge=1, le=400)]
    leave: Law = Law(1, 360.0, 540.0)
    dwell: Law = Law(0, 60.0)
    title: Text = ""

    @model_validator(mode="after")
    def _one_way_to_say_where(self) -> Self:
        if (self.to is None) == (not self.towards):
            raise wrong("say where: either `to` (a place), or `towards` (places) with `distance`")
        if (self.distance is None) != (not self.towards):
            raise wrong(
                "`distance` belongs to `towards`: how far out along the road, before turning"
            )
        return self


class Routes(Part):
    """How a route is chosen: 1 is always the shortest, k draws among the k shortest."""

    alternatives: Annotated[int, Field(ge=1, le=10)] = 1


class Search(Part):
    """How a column looks for devices.

    `finds` and `foot_finds` are the chances that the lead finds a device before it functions,
    mounted and dismounted; `on_foot` the share of encounters met dismounted; `foot_exposed` the
    number of people on foot near the device when it functions all the same.
    """

    finds: Share
    on_foot: Share = 0.0
    foot_finds: Share
    speed_factor: PositiveFactor = 1.0
    foot_exposed: Annotated[int, Field(ge=0, le=30)] = 3


class Ieds(Part):
    """Devices in the road: where they are laid, and what takes them away again."""

    traffic_weight: Annotated[Share, Field(description="weight of recent patrol traffic")]
    traffic_memory: PositiveDuration = 14 * 1440.0
    trigger_per_vehicle: Annotated[Share, Field(description="chance per vehicle driving over it")]
    civilian_triggering: Annotated[Rate, Field(description="per device")]
    found_by_others: Annotated[Rate, Field(description="per device")]
    lifetime: Law
    radio_controlled: Share
    jammer_coverage: Share = 0.0
    jammer_effect: Share = 0.0
    displacement: Share = 0.0
    halt: Law = Law(0, 0.0)
    turn_back: Share = 0.0


class Illness(Part):
    """Illness: deaths, and admissions that take a ward bed for the length of `stay`."""

    deaths: PersonRate
    admissions: PersonRate = 0.0
    stay: Law = Law(0, 4 * 1440.0)


class Accidents(Part):
    """Deaths in accidents; the road share grows with the vehicle-km driven."""

    deaths: PersonRate
    road_share: Share
    reference_vehicle_km: Annotated[
        Length | None,
        Field(description="vehicle-km a day of the whole sector for which `deaths` holds"),
    ] = None
    wounded_per_death: Factor = 0.0
    wounded_t2: Annotated[Share, Field(description="of the wounded; the rest are T3")] = 0.25
