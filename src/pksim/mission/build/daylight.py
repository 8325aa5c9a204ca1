"""Sunrise and sunset, computed once for each day of a run and handed to the model as data.

Source of the formulas: NOAA Global Monitoring Division, *Solar Calculation Details* (low-accuracy
fractional-year form: within two minutes below 60 degrees of latitude). Clock
time is so many hours ahead of UTC as the scenario says, or else mean time of the middle longitude.
"""

import math
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pksim.mission.units_of_time import MINUTES_PER_DAY

_SUN_AT_HORIZON = 90.833  # degrees from the zenith, with refraction and the sun's half width


@lru_cache(maxsize=256)
def sun_times(
    latitude: float, longitude: float, utc_offset: float, start: date, days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sunrise and sunset of each day at a place, in minutes from local midnight.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.
        utc_offset: Hours that the clock is ahead of UTC.
        start: The first day.
        days: How many days.

    Returns:
        Two arrays of length `days`, not to be written to: worlds that differ in an uncertain number
        or a measure share them. Where the sun does not set, they are twelve hours before and
        after noon; where it does not rise, both are noon.
    """
    rise, set_ = np.empty(days), np.empty(days)
    for i in range(days):
        half, late = _half_day_and_equation(latitude, start + timedelta(days=i))
        noon = 0.5 * MINUTES_PER_DAY - 4.0 * longitude - late + 60.0 * utc_offset
        rise[i], set_[i] = noon - half, noon + half
    rise.flags.writeable = set_.flags.writeable = False
    return rise, set_


def _half_day_and_equation(latitude: float, day: date) -> tuple[float, float]:
    """Minutes from sunrise to solar noon, and the equation of time."""
    year = 2 * math.pi / 365 * (day.timetuple().tm_yday - 1)
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(year)
        - 0.032077 * math.sin(year)
        - 0.014615 * math.cos(2 * year)
        - 0.040849 * math.sin(2 * year)
    )
    declination = (
        0.006918
        - 0.399912 * math.cos(year)
        + 0.070257 * math.sin(year)
        - 0.006758 * math.cos(2 * year)
        + 0.000907 * math.sin(2 * year)
        - 0.002697 * math.cos(3 * year)
        + 0.00148 * math.sin(3 * year)
    )
    phi = math.radians(latitude)
    cosine = math.cos(math.radians(_SUN_AT_HORIZON)) / (math.cos(phi) * math.cos(declination))
    cosine -= math.tan(phi) * math.tan(declination)
    return math.degrees(math.acos(min(1.0, max(-1.0, cosine)))) * 4, equation
