"""Sunrise and sunset, computed once for each day of a run and handed to the model as data.

Source of the formulas: NOAA Global Monitoring Division, *Solar Calculation Details* (low-accuracy
fractional-year form: within two minutes below 60 degrees of latitude). A day here is local mean
time of the longitude; in the Sahel clock time differs from it by minutes, which no delay in the
model can see.
"""

import math
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

MINUTES_PER_DAY = 1440.0
_SUN_AT_HORIZON = 90.833  # degrees from the zenith, with refraction and the sun's half width


def sun_times(
    latitude: float, start: date, days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sunrise and sunset of each day, in minutes from its midnight.

    Args:
        latitude: Degrees north.
        start: The first day.
        days: How many days.

    Returns:
        Two arrays of length `days`. Where the sun does not set, sunrise and sunset are the two
        midnights; where it does not rise, both are noon.
    """
    rise, set_ = np.empty(days), np.empty(days)
    for i in range(days):
        half = _half_day(latitude, start + timedelta(days=i))
        rise[i] = 0.5 * MINUTES_PER_DAY - half
        set_[i] = 0.5 * MINUTES_PER_DAY + half
    return rise, set_


def _half_day(latitude: float, day: date) -> float:
    """Minutes from sunrise to solar noon."""
    year_angle = 2 * math.pi / 365 * (day.timetuple().tm_yday - 1)
    declination = (
        0.006918
        - 0.399912 * math.cos(year_angle)
        + 0.070257 * math.sin(year_angle)
        - 0.006758 * math.cos(2 * year_angle)
        + 0.000907 * math.sin(2 * year_angle)
        - 0.002697 * math.cos(3 * year_angle)
        + 0.00148 * math.sin(3 * year_angle)
    )
    phi = math.radians(latitude)
    cosine = math.cos(math.radians(_SUN_AT_HORIZON)) / (math.cos(phi) * math.cos(declination))
    cosine -= math.tan(phi) * math.tan(declination)
    return math.degrees(math.acos(min(1.0, max(-1.0, cosine)))) * 4
