"""What is done for a casualty: care in the field, and hospitals."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pksim.scenario.laws import Law, MeanLaw
from pksim.scenario.parts import Name, Part, Text, wrong
from pksim.scenario.quantities import (
    Duration,
    Factor,
    PositiveDuration,
    PositiveFactor,
    Share,
)

HOUR = 60.0
DAY = 1440.0


def _level(text: object) -> object:
    """In YAML `level: 2` is a number, and `level: 2+` is text; both are meant."""
    return str(text) if isinstance(text, int) and not isinstance(text, bool) else text


Written = Literal["1", "1+", "2", "2+", "3", "4", 1, 2, 3, 4]
Level = Annotated[
    Literal["1", "1+", "2", "2+", "3", "4"],
    BeforeValidator(_level, json_schema_input_type=Written),
]
"""1: enhanced care, no surgery; 1+: forward surgery; 2: surgery; 3 and 4: more of it."""


class BleedingControl(Part):
    """Buddy aid: the share of casualties who get it, and minutes from wounding."""

    coverage: Share
    delay: Law


class BleedingControlled(Part):
    """What bleeding control multiplies the hazard by, where a tourniquet reaches and elsewhere."""

    extremity: Share
    elsewhere: Share


class Extremity(Part):
    """Share of T1 casualties who bleed from a limb: in a vehicle, beside a device, by fire."""

    mounted: Share
    dismounted: Share
    fire: Share


class EnhancedCare(Part):
    """Enhanced field care by medical staff: minutes from wounding; a share gets blood with it."""

    delay: Law
    blood: Share = 0.0


class PostOperative(Part):
    """Hazard after surgery: quality of the facility x (base + per_hazard x hazard before it)."""

    base: Factor
    per_hazard: Factor


class Care(Part):
    """Survival: the hazard of a T1 casualty, and what each kind of care multiplies it by.

    `enhanced` is enhanced field care without blood, `blood` the same with blood, in the field or in
    a hospital that has any.
    """

    bleeding_control: BleedingControl
    enhanced_care: EnhancedCare
    t1_death_time: Annotated[PositiveDuration, Field(description="mean, with no care at all")]
    bleeding_controlled: BleedingControlled
    extremity: Extremity
    enhanced: Share
    blood: Share
    post_operative: PostOperative
    late_death: Annotated[Share, Field(description="of T2 and T3 after arrival")]
    t3_returned: Annotated[Share, Field(description="of T3 who go back to duty")] = 0.6


class Hospital(Part):
    """A medical facility; without operating teams it gives enhanced care and holds, no surgery.

    `bays` are resuscitation bays (0: as many as wanted). By night, from `night_from` to
    `night_until`, `night_teams` operate (none given: all). A team is `surgeons` fit people with the
    job surgeon of `unit`, counted at each change of shift; where no unit is named they are there.
    Nobody stays in a bed for longer than `holding`. Every `resupply` the stock of `blood` units is
    filled up (none: always enough); a T1 casualty takes `blood_per_casualty`.
    """

    at: Name
    level: Level = "2"
    bays: Annotated[int, Field(ge=0, le=100)] = 0
    operating_teams: Annotated[int, Field(ge=0, le=50)]
    night_teams: Annotated[int | None, Field(ge=0, le=50)] = None
    night_from: Duration = 19 * HOUR
    night_until: Duration = 7 * HOUR
    unit: Name | None = None
    surgeons: Annotated[int, Field(ge=1, le=20, description="in a team")] = 2
    intensive_care: Annotated[int, Field(ge=0, le=500)]
    ward: Annotated[int, Field(ge=0, le=2000)]
    holding: PositiveDuration = 30 * DAY
    blood: Annotated[int | None, Field(ge=0, le=10_000)] = None
    blood_per_casualty: Annotated[int, Field(ge=0, le=100)] = 4
    resupply: PositiveDuration = 7 * DAY
    quality: Annotated[
        PositiveFactor, Field(description="multiplies the post-operative hazard; 1 is US practice")
    ] = 1.0
    resuscitation: MeanLaw
    surgery: MeanLaw
    intensive_care_stay: Law
    ward_stay: Law
    title: Text = ""

    @model_validator(mode="after")
    def _night(self) -> Self:
        if max(self.night_from, self.night_until) > DAY or self.night_from <= self.night_until:
            raise wrong(
                "night_from and night_until are hours of the day, evening and then morning,"
                f" such as 19 h and 7 h; here {self.night_from / HOUR:g} h"
                f" and {self.night_until / HOUR:g} h"
            )
        if self.night_teams is not None and self.night_teams > self.operating_teams:
            raise wrong(
                f"{self.night_teams} teams operate by night, and there are {self.operating_teams};"
                " night_teams are some of operating_teams, or all"
            )
        return self

    @model_validator(mode="after")
    def _of_its_level(self) -> Self:
        if self.level == "1" and self.operating_teams:
            raise wrong("a facility of level 1 has no operating teams; with some it is level 1+")
        if self.operating_teams and not self.intensive_care + self.ward:
            raise wrong("there is surgery here, and no bed to lie in after it; give it a `ward`")
        if self.resupply < HOUR:
            raise wrong(f"`resupply` comes every {self.resupply:g} min; every hour at most")
        if self.blood is not None and 0 < self.blood < self.blood_per_casualty:
            raise wrong(
                f"{self.blood} units of blood are not enough for one casualty, who takes"
                f" {self.blood_per_casualty}; write 0 for none"
            )
        return self
