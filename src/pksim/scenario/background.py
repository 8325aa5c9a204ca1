"""What kills and wounds without an enemy: illness, accidents, self-inflicted deaths."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pksim.scenario.laws import Law
from pksim.scenario.parts import MonthFactors, Part
from pksim.scenario.quantities import Factor, Length, Number, PersonRate, Share


class Illness(Part):
    """Illness: deaths, and episodes that keep people from duty for the length of `away`.

    A share `admitted` of the episodes takes a ward bed for the length of `stay`. `by_month`
    multiplies the rate of episodes.
    """

    deaths: PersonRate
    episodes: PersonRate = 0.0
    away: Law = Law(0, 3 * 1440.0)
    admitted: Share = 0.0
    stay: Law = Law(0, 4 * 1440.0)
    by_month: MonthFactors = Field(default_factory=dict)


class Accidents(Part):
    """Accidents: victims come at (1 + wounded per death) times the rate of deaths.

    The road share grows with the vehicle-km driven, and people in one vehicle share its fate: an
    ordered probit with the correlation of `same_vehicle` and the threshold `hurt`. In camp there
    is one victim. `wounded_t2` of the wounded are T2, the rest T3.
    """

    deaths: PersonRate
    road_share: Share
    reference_vehicle_km: Annotated[
        Length | None,
        Field(description="vehicle-km a day of the whole sector for which `deaths` holds"),
    ] = None
    wounded_per_death: Factor = 0.0
    wounded_t2: Annotated[Share, Field(description="of the wounded; the rest are T3")] = 0.25
    same_vehicle: Share = 0.5
    hurt: Annotated[Number, Field(description="threshold for people in a vehicle")] = 1.0


class SelfInflicted(Part):
    """Self-inflicted and other deaths: a rate, with no mechanism and no lever."""

    deaths: PersonRate = 0.0
