"""What is done against COVID-19: isolation, tests, tracing, quarantine, bubbles, vaccination."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from pksim.scenario.covid_course import DAY
from pksim.scenario.laws import FIXED, Law
from pksim.scenario.parts import Day, Name, Part, Text, wrong
from pksim.scenario.people import Job
from pksim.scenario.quantities import Duration, PositiveDuration, Share

TestKind = Literal["pcr", "antigen"]
Sensitivity = dict[int, Share]
"""By whole days since infection, in straight lines between them; 0 before the first, level after
the last."""


class Test(Part):
    """One kind of test."""

    sensitivity: Sensitivity = Field(min_length=1)
    specificity: Share
    turnaround: Law

    @field_validator("sensitivity", mode="before")
    @classmethod
    def _days(cls, value: object) -> object:
        """Keys are whole days; JSON has them as text."""
        if not isinstance(value, dict):
            return value
        days = {int(k) if isinstance(k, str) and k.isdigit() else k: v for k, v in value.items()}
        if not all(isinstance(day, int) and 0 <= day <= 100 for day in days):
            raise wrong("keys are whole days since infection, 0 to 100")
        return dict(sorted(days.items()))


PCR = Test(
    sensitivity={1: 0.0, 4: 0.33, 5: 0.62, 8: 0.80, 21: 0.34, 28: 0.0},
    specificity=0.998,
    turnaround=Law(FIXED, 1.0 * DAY),
)
"""Sensitivity by Kucirka et al. 2020 (read: false negatives 100 % on day 1, 67 % on day 4, 38 % on
day 5, 20 % on day 8, 66 % on day 21). None after day 28, specificity and a day until the result are
assumptions, ranges 0.99-1 and 6-72 h."""

ANTIGEN = Test(
    sensitivity={2: 0.0, 4: 0.25, 5: 0.58, 8: 0.65, 12: 0.30, 15: 0.0},
    specificity=0.995,
    turnaround=Law(FIXED, 30.0),
)
"""An assumption: about 0.58-0.72 at its best (Cochrane 2021, from memory, unverified; range of the
best 0.4-0.8), over the days of high viral load."""


class Isolation(Part):
    """Those who report sick, or were found by a test, are kept from duty and from others.

    Of those with symptoms a share `reports` does so after `delay`, and is off duty until well;
    `on_symptoms` of them are isolated at once, before or without any test, `lasts` long. `leak` is
    what is left of their contacts.
    """

    reports: Annotated[Share, Field(description="assumption, range 0.4-0.9")] = 0.7
    delay: Law = Law(FIXED, 1.0 * DAY)
    on_symptoms: Share = 0.0
    lasts: Duration = 10 * DAY
    leak: Annotated[Share, Field(description="Covasim: 0.2 (assumption, range 0.05-0.4)")] = 0.2


class Routine(Part):
    """Everybody of some units or jobs is tested every so often; none named: all of them."""

    every: PositiveDuration
    kind: TestKind = "antigen"
    units: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    jobs: Annotated[tuple[Job, ...], Field(strict=False)] = ()


class Tests(Part):
    """Tests: of those who report symptoms, and in routine; results isolate whom they find."""

    pcr: Test = PCR
    antigen: Test = ANTIGEN
    on_symptoms: TestKind | None = None
    routine: Routine | None = None


class Tracing(Part):
    """Contacts of a confirmed case go into quarantine: mates of the section, and of the march.

    A share of them is found, `delay` after the result.
    """

    found: Share = 0.0
    delay: Duration = 1 * DAY
    lasts: Duration = 14 * DAY


class ArrivalTest(Part):
    """Newcomers are tested on a day: before travel if negative, else counted from arrival."""

    day: Annotated[int, Field(ge=-30, le=60)]
    kind: TestKind = "pcr"


class Quarantine(Part):
    """Newcomers stay by themselves: `before` they travel, and on `arrival`, off duty.

    A share `complies`; `leak` is what is left of their contacts, and `inside` of those with mates
    of the section who are in quarantine too.
    """

    before: Duration = 0.0
    arrival: Duration = 0.0
    complies: Annotated[Share, Field(description="assumption, range 0.5-0.95")] = 0.8
    leak: Annotated[Share, Field(description="assumption, range 0-0.3")] = 0.1
    inside: Annotated[Share, Field(description="Covasim: 0.3 (assumption, range 0.1-0.6)")] = 0.3
    tests: Annotated[tuple[ArrivalTest, ...], Field(strict=False)] = ()


class Bubbles(Part):
    """So many platoons keep to themselves; across, this share of contacts in camp is left.

    Columns are crewed from one bubble only.
    """

    platoons: Annotated[int, Field(ge=1, le=100)]
    across: Share


class Campaign(Part):
    """One dose is given to a share of some units (none named: all) over some days."""

    from_: Day = Field(alias="from")
    over: PositiveDuration = 14 * DAY
    uptake: Share
    units: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    off_duty: Annotated[Duration, Field(description="after the dose")] = 1 * DAY


class Vaccine(Part):
    """Protection by the number of doses, from `takes` after the last one on.

    Against infection and onward spread it halves every `half_life`; against severe disease, given
    as it is against severe disease of all those exposed, it stays.
    """

    infection: Annotated[tuple[Share, ...], Field(strict=False, max_length=5)] = (0.39, 0.64)
    onward: Annotated[tuple[Share, ...], Field(strict=False, max_length=5)] = (0.2, 0.4)
    severe: Annotated[tuple[Share, ...], Field(strict=False, max_length=5)] = (0.8, 0.95)
    takes: Duration = 14 * DAY
    half_life: PositiveDuration = 180 * DAY
    campaigns: Annotated[tuple[Campaign, ...], Field(strict=False)] = ()
    title: Text = ""

    @model_validator(mode="after")
    def _as_many_doses(self) -> Self:
        if not len(self.infection) == len(self.onward) == len(self.severe):
            raise wrong("infection, onward and severe have one share for each dose, as many each")
        return self


class Flights(Part):
    """Patients on the way: to a hospital in the mission, and out of the country.

    A helicopter brings the severe cases of other bases to the hospital, and takes `turn_round`
    longer after every infectious patient. Critical cases leave the country when that is approved.
    """

    transfers: bool = False
    turn_round: Duration = 0.0
    approval: Annotated[Law | None, Field(description="none: nobody leaves")] = None


class Couplings(Part):
    """What of the pandemic reaches the rest of the model; all of it, unless switched off.

    `duty`: the sick and isolated cannot go on patrol; `staff`: nor work, of medics, surgeons and
    aircrew; `quarantine`: nor can those in quarantine; `beds`: they take beds; `flights`: and
    helicopters. For asking what each costs; a real mission has them all.
    """

    duty: bool = True
    staff: bool = True
    quarantine: bool = True
    beds: bool = True
    flights: bool = True
