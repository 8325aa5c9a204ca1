"""From the call for help to the first hospital, and onward."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from pksim.scenario.incidents import Cause
from pksim.scenario.laws import Law, MeanLaw
from pksim.scenario.parts import Name, Part, Text, wrong
from pksim.scenario.quantities import Duration, Length, PositiveDuration, Share, Speed

HOUR = 60.0
DAY = 1440.0


class Helicopter(Part):
    """One airframe with its crew.

    It is broken for `repair` at a time, so that the share `serviceable` of the time it is not; the
    share `tasked` of the time it flies for others, `tasking` at a time. Its crew rests for `rest`
    before it has flown for more than `flying_hours`. A crew is `crew` fit people with the job
    aircrew of `unit`; where no unit is named there is always one.
    """

    base: Name
    speed: Speed
    range: Length
    seats: Annotated[int, Field(ge=1, le=60)]
    readiness_day: Law
    readiness_night: Law
    night: bool
    hoist: bool = False
    serviceable: Share
    repair: MeanLaw = Law(2, 3 * DAY)
    tasked: Annotated[Share, Field(lt=1.0)] = 0.0
    tasking: MeanLaw = Law(2, 3 * HOUR)
    flying_hours: PositiveDuration = 8 * HOUR
    rest: PositiveDuration = 10 * HOUR
    unit: Name | None = None
    crew: Annotated[int, Field(ge=1, le=20)] = 4
    title: Text = ""

    @model_validator(mode="after")
    def _away_for_some_time(self) -> Self:
        """Absences of no time would come without end to make up their share of it."""
        for key, law, share in (
            ("repair", self.repair, 1 - self.serviceable),
            ("tasking", self.tasking, self.tasked),
        ):
            if share and law.mean < 1:
                raise wrong(f"`{key}` takes {law.mean * 60:g} s in the mean; a minute at least")
        return self


class LandingZone(Part):
    """A landing zone that is fired at: after which incidents, and for how long from them."""

    hot: dict[Cause, Share] = Field(default_factory=dict)
    safe_after: Law = Law(0, 0.0)

    @model_validator(mode="after")
    def _for_some_time(self) -> Self:
        if any(self.hot.values()) and self.safe_after.mean == 0:
            raise wrong("`hot` is fired at for no time; say how long in `safe_after`")
        return self


class Isolated(Part):
    """Casualties on the road where nothing can land: how often, minutes to hoist or carry each."""

    share: Share = 0.0
    hoist: Law = Law(0, 10.0)
    carry: Law = Law(0, 60.0)


class OwnVehicles(Part):
    """Vehicles of those who were hit take them to hospital, at once, if it is within a radius."""

    speed: Speed
    radius: Length


class Evacuation(Part):
    """From the call to the first hospital, and onward.

    `authorisation` is the time from the call until an aircraft may be launched; vehicles need none.
    For the share `refused` of calls the flight is not cleared. `onward` is the time from surgery
    until a casualty who needs more leaves for a hospital out of the country; none: nobody does.
    Casualties are brought to a facility without surgery first if that does not put surgery off by
    more than `stage_within`.
    """

    call: Law
    authorisation: MeanLaw
    load: MeanLaw
    refused: Share = 0.0
    landing_zone: LandingZone = LandingZone()
    isolated: Isolated = Isolated()
    maximum_radius: Length | None = None
    stage_within: Duration = 30.0
    onward: Law | None = None
    helicopters: dict[Name, Helicopter]
    own_vehicles: OwnVehicles
