"""What a scenario may contain: frozen models, every number in canonical units.

Durations are minutes, lengths km, speeds km/h, rates per day, deaths per person-year, money USD,
shares 0 to 1. Whatever needs two parts of the file at once (a place that must exist, a road network
that must hang together) is checked in `pksim.scenario.checks`.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pksim.scenario.laws import Law
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
    YearlyCost,
    shown,
)

NAME = re.compile(r"[^\W_](?:[\w '()+-]*[\w)+])?")
Strict = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def wrong(message: str) -> PydanticCustomError:
    """An error of the user's file, worded for the user."""
    return PydanticCustomError("wrong", "{reason}", {"reason": message})


def _name(text: object) -> str:
    if not isinstance(text, str) or len(text) > 80 or not NAME.fullmatch(text):
        raise wrong(
            f"{shown(text)} is not a name; use letters, digits, spaces and hyphens, without dots"
        )
    return text


def _printable(text: str) -> str:
    """Text goes to terminals and pages: no control characters."""
    if not all(character.isprintable() or character in "\n\t" for character in text):
        raise wrong(f"{shown(text)} has control characters")
    return text


def _day(text: object) -> date:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise wrong(f"{shown(text)} is not a date; write it as 2019-01-01") from None


def _seats(text: object) -> int:
    """Keys of `occupants` are whole numbers; JSON and YAML strings of digits are taken too."""
    if isinstance(text, str) and text.isdigit():
        text = int(text)
    if isinstance(text, bool) or not isinstance(text, int) or not 1 <= text <= 60:
        raise wrong(f"{shown(text)} is not a number of occupants (1 to 60)")
    return text


Name = Annotated[str, BeforeValidator(_name)]
Day = Annotated[date, BeforeValidator(_day)]
Seats = Annotated[int, BeforeValidator(_seats)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_printable)]


class Part(BaseModel):
    """One part of a scenario: frozen, and an unknown key is an error."""

    model_config = Strict


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


class BleedingControl(Part):
    """Buddy aid: the share of casualties who get it, and minutes from wounding."""

    coverage: Share
    delay: Law


class EnhancedCare(Part):
    """Enhanced field care by medical staff: minutes from wounding."""

    delay: Law


class PostOperative(Part):
    """Hazard after surgery: quality of the facility x (base + per_hazard x hazard before it)."""

    base: Factor
    per_hazard: Factor


class Care(Part):
    """Survival: the hazard of a T1 casualty, and what each kind of care multiplies it by."""

    bleeding_control: BleedingControl
    enhanced_care: EnhancedCare
    t1_death_time: Annotated[PositiveDuration, Field(description="mean, with no care at all")]
    bleeding_controlled: Share
    enhanced: Share
    hospital: Share
    post_operative: PostOperative
    late_death: Annotated[Share, Field(description="of T2 and T3 after arrival")]
    t3_returned: Annotated[Share, Field(description="of T3 who go back to duty")] = 0.6


class Helicopter(Part):
    """One airframe with its crew."""

    base: Name
    speed: Speed
    range: Length
    readiness_day: Law
    readiness_night: Law
    night: bool
    serviceable: Share
    seats: Annotated[int, Field(ge=1, le=60)]
    title: Text = ""


class Ambulance(Part):
    """Evacuation by road."""

    speed: Speed
    radius: Length


class Evacuation(Part):
    """From the call to the first hospital."""

    call: Law
    authorisation: Law
    load: Law
    maximum_radius: Length | None = None
    helicopters: dict[Name, Helicopter]
    ambulance: Ambulance


class Hospital(Part):
    """A medical facility with surgery; without operating teams it is closed."""

    at: Name
    operating_teams: Annotated[int, Field(ge=0, le=50)]
    intensive_care: Annotated[int, Field(ge=0, le=500)]
    ward: Annotated[int, Field(ge=0, le=2000)]
    quality: Annotated[
        PositiveFactor, Field(description="multiplies the post-operative hazard; 1 is US practice")
    ] = 1.0
    resuscitation: Law
    surgery: Law
    intensive_care_stay: Law
    ward_stay: Law
    title: Text = ""


class Costs(Part):
    """What the sector costs before any measure."""

    base: YearlyCost = 0.0


class Evidence(Part):
    """How well the effect of a measure is known.

    A: trials or several agreeing studies; B: one good comparison; C: indirect or mechanism;
    D: assumption.
    """

    grade: Literal["A", "B", "C", "D"]
    source: Annotated[Text, Field(min_length=1)]
    range: Annotated[Text, Field(min_length=1)]


class Measure(Part):
    """A named, costed, sourced set of changes to a scenario; `changes` maps paths to patches."""

    title: Annotated[Text, Field(min_length=1)]
    cost: YearlyCost
    cost_range: tuple[YearlyCost, YearlyCost] | None = Field(default=None, strict=False)
    evidence: Evidence
    side_effect: Annotated[Text, Field(min_length=1)]
    changes: dict[str, Any] = Field(min_length=1)
    notes: Text = ""

    @model_validator(mode="after")
    def _cost_in_its_range(self) -> Self:
        if self.cost_range and not self.cost_range[0] <= self.cost <= self.cost_range[1]:
            raise wrong("cost lies outside cost_range, which is [low, high]")
        return self


def sums_to_one(shares: dict[Any, float]) -> dict[Any, float]:
    """Shares of a whole must sum to 1 (within 1e-6)."""
    total = math.fsum(shares.values())
    if abs(total - 1.0) > 1e-6:
        raise wrong(f"these shares must sum to 1; they sum to {total:g}")
    return shares


class ScenarioFields(Part):
    """The outline of a scenario file."""

    title: Annotated[Text, Field(min_length=1)]
    start: Day
    horizon: PositiveDuration
    strength: Annotated[PositiveFactor, Field(description="uniformed persons in these places")]
    notes: Text = ""
    places: dict[Name, Place] = Field(min_length=1)
    areas: dict[Name, Area] = Field(min_length=1)
    roads: tuple[Road, ...] = Field(min_length=1, strict=False)
    segment: Length = 5.0
    vehicles: dict[Name, Vehicle] = Field(min_length=1)
    correlation: Share
    occupants: dict[Seats, Share] = Field(min_length=1)
    fleet: dict[Name, Share] = Field(min_length=1)
    patrols: dict[Name, Patrol] = Field(min_length=1)
    routes: Routes = Routes()
    search: Search
    ieds: Ieds
    illness: Illness
    accidents: Accidents
    care: Care
    evacuation: Evacuation
    hospitals: dict[Name, Hospital] = Field(min_length=1)
    costs: Costs = Costs()
    measures: dict[Name, Measure] = Field(default_factory=dict)
    policies: dict[Name, Annotated[tuple[Name, ...], Field(strict=False)]] = Field(
        default_factory=dict
    )
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

    _occupants = field_validator("occupants")(sums_to_one)
    _fleet = field_validator("fleet")(sums_to_one)
