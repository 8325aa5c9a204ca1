"""What goes out of the gate: vehicles, programmes of patrols and convoys, and how they search."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pksim.scenario.laws import Law
from pksim.scenario.parts import Day, Name, Part, Severities, Text, wrong
from pksim.scenario.quantities import Factor, Length, Number, PerDay, PositiveFactor, Share

SPACING = 0.05
"""Kilometres between two vehicles of a column: assumption, range 0.03-0.1."""


class Vehicle(Severities):
    """Injury law of one protection class when a device functions under it (ordered probit).

    With probability `defeats` nobody is hurt. Otherwise occupant i has the latent
    sqrt(rho) Z + sqrt(1 - rho) e_i and is hurt above the threshold `hurt`; of those hurt the top
    share is killed outright, the next T1, T2, and the rest T3. `stops_fire` is the chance that it
    saves one occupant from direct fire.
    """

    title: Text = ""
    defeats: Share
    hurt: Number
    stops_fire: Share = 0.0
    speed_factor: PositiveFactor = 1.0
    accident_factor: Factor = 1.0


class Patrol(Part):
    """A programme of patrols, convoys, escorts or route clearance that start and end at `base`.

    Where: `to`, the whole road to a place and back, by way of the places in `via`; or `towards`
    and `distance`, out along the road to one of these places for that distance, and back. When:
    `per_day`, or the days in `timetable`. Who: the fit people of the platoon on duty of `unit`
    (the unit at the base, if it is not named), reinforced by the next ones; with fewer than
    `minimum` of the people wanted the patrol is cancelled.
    """

    kind: Literal["patrol", "convoy", "escort", "clearance"] = "patrol"
    base: Name
    unit: Name | None = None
    to: Name | None = None
    via: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    towards: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    distance: Length | None = None
    per_day: Annotated[PerDay, Field(le=1000.0)] = 0.0
    timetable: Annotated[tuple[Day, ...], Field(strict=False)] = ()
    vehicles: Annotated[int, Field(ge=0, le=400)] = 0
    people: Annotated[int, Field(ge=0, le=60, description="on foot, beside no vehicle")] = 0
    mode: Literal["mounted", "foot"] = "mounted"
    minimum: Share = 0.75
    contractors: Annotated[Share, Field(description="of the vehicles, driven by civilians")] = 0.0
    night: Annotated[bool, Field(description="may move in the dark")] = False
    posture: Literal["mounted", "dismount", "lead vehicle", "clearance"] = "mounted"
    lead: Annotated[Name | None, Field(description="class of the vehicle in front")] = None
    spacing: Annotated[Length, Field(description="between two vehicles")] = SPACING
    jammers: Annotated[Share, Field(description="of the column within reach of a jammer")] = 0.0
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
        if self.via and self.to is None:
            raise wrong("`via` belongs to `to`: the places on the way to it")
        if self.per_day > 0 and self.timetable:
            raise wrong("say when: either `per_day` or `timetable`, not both")
        return self

    @model_validator(mode="after")
    def _mounted_or_on_foot(self) -> Self:
        if self.mode == "mounted" and not self.vehicles:
            raise wrong("say how many `vehicles`, or that its `mode` is foot")
        if self.mode == "mounted" and self.people:
            raise wrong("`people` belongs to `mode: foot`; in vehicles it is their occupants")
        if self.mode == "foot" and (self.vehicles or not self.people):
            raise wrong("a foot patrol has no vehicles; say how many `people`")
        if self.mode == "foot" and (self.contractors or self.lead or self.posture != "mounted"):
            raise wrong("a foot patrol has no contractors, no lead vehicle and no other posture")
        if (self.kind == "clearance") != (self.posture == "clearance"):
            raise wrong("kind and posture belong together: either both are clearance, or none")
        if (self.posture == "lead vehicle") > (self.lead is not None):
            raise wrong("posture `lead vehicle` needs `lead`, the class of the vehicle in front")
        return self


class Search(Part):
    """How columns look for devices, by posture.

    `finds`, `foot_finds` and `lead_finds` are the chances that the lead finds a device before it
    functions: mounted, on foot, and from a mine-protected search vehicle. A column that dismounts
    is on foot at the share `on_foot` of encounters, and moves at `speed_factor`; `foot_exposed`
    people are near a device that functions all the same. A clearance column finds each device on
    its road with `clearance_finds`, tripped or not, at `clearance_speed`.
    """

    finds: Share
    foot_finds: Share
    lead_finds: Share | None = None
    clearance_finds: Share = 0.6
    on_foot: Share = 0.4
    speed_factor: PositiveFactor = 1.0
    clearance_speed: PositiveFactor = 0.4
    foot_exposed: Annotated[int, Field(ge=0, le=30)] = 3


class Marching(Part):
    """What all columns do alike.

    `foot_speed` is in km/h; `halt` bounds the halt after a find or an incident, which ends sooner
    when a team has come and done its work; `turn_back` is the chance to go home after it;
    `night_accidents` multiplies accidents in the dark.
    """

    halt: Law = Law(0, 0.0)
    turn_back: Share = 0.0
    foot_speed: PositiveFactor = 4.0
    night_accidents: Factor = 2.0
