"""What happens to a casualty: care in the field, evacuation and hospitals."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pksim.scenario.laws import Law
from pksim.scenario.parts import Name, Part, Text
from pksim.scenario.quantities import Factor, Length, PositiveDuration, PositiveFactor, Share, Speed


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
