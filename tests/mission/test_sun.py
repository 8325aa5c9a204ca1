"""Sunrise and sunset against almanacs: dates, latitudes, longitudes and clocks.

Figures for sea level, upper limb, with refraction, as published (for example by the US Naval
Observatory and HM Nautical Almanac Office), rounded to the minute; the formula is good to two.
"""

from datetime import date

import numpy as np
import pytest

from pksim.mission import MissionRun
from pksim.mission.build.daylight import sun_times
from tests.mission.small import column, run, small

EQUATOR, GREENWICH = (0.0, 0.0), (51.48, 0.0)
NEW_YORK, SYDNEY = (40.71, -74.01), (-33.87, 151.21)


def clock(hours: int, minutes: int) -> float:
    return 60.0 * hours + minutes


@pytest.mark.parametrize(
    ("place", "offset", "day", "rise", "set_"),
    [
        # At the equator the day lasts 12 h 7 min; noon is late by the equation of time.
        (EQUATOR, 0, date(2019, 3, 20), clock(6, 4), clock(18, 11)),
        (EQUATOR, 0, date(2019, 6, 21), clock(5, 58), clock(18, 6)),
        (EQUATOR, 0, date(2019, 11, 3), clock(5, 40), clock(17, 47)),
        (GREENWICH, 0, date(2019, 3, 20), clock(6, 5), clock(18, 14)),
        (GREENWICH, 0, date(2019, 6, 21), clock(3, 43), clock(20, 21)),
        (GREENWICH, 0, date(2019, 12, 22), clock(8, 4), clock(15, 53)),
        (GREENWICH, 1, date(2019, 6, 21), clock(4, 43), clock(21, 21)),  # summer time
        (NEW_YORK, -5, date(2019, 12, 21), clock(7, 17), clock(16, 32)),
        (NEW_YORK, -4, date(2019, 6, 21), clock(5, 25), clock(20, 31)),
        (SYDNEY, 11, date(2019, 12, 22), clock(5, 41), clock(20, 5)),
        (SYDNEY, 10, date(2019, 6, 22), clock(7, 0), clock(16, 54)),
    ],
)
def test_sunrise_and_sunset(
    place: tuple[float, float], offset: float, day: date, rise: float, set_: float
) -> None:
    rises, sets = sun_times(*place, offset, day, 1)
    assert rises[0] == pytest.approx(rise, abs=3)
    assert sets[0] == pytest.approx(set_, abs=3)


@pytest.mark.parametrize(
    ("latitude", "day", "minutes"),
    [
        (0.0, date(2019, 3, 21), 727),  # the equator at an equinox: 12 h 7 min, with refraction
        (16.3, date(2019, 6, 21), 784),  # Gao, longest day: about 13 h 4 min (almanac)
        (16.3, date(2019, 12, 21), 672),  # shortest day: about 11 h 12 min (almanac)
        (51.5, date(2019, 6, 21), 998),  # London: 16 h 38 min
        (51.5, date(2019, 12, 21), 470),  # London: 7 h 50 min
    ],
)
def test_length_of_the_day(latitude: float, day: date, minutes: float) -> None:
    rise, set_ = sun_times(latitude, 0.0, 0.0, day, 1)
    assert set_[0] - rise[0] == pytest.approx(minutes, abs=3)


def test_four_minutes_a_degree_of_longitude() -> None:
    west, east = (sun_times(16.0, longitude, 0.0, date(2019, 5, 1), 3) for longitude in (0.0, 3.0))
    assert np.allclose(np.array(west) - np.array(east), 12.0)


def test_polar_day_and_night() -> None:
    rise, set_ = sun_times(80.0, 0.0, 0.0, date(2019, 6, 21), 1)
    assert set_[0] - rise[0] == 1440.0
    rise, set_ = sun_times(80.0, 0.0, 0.0, date(2019, 12, 21), 1)
    assert np.isclose(rise[0], set_[0])


def noon(outcome: MissionRun) -> float:
    """Half-way between sunrise and sunset of the first day at the camp."""
    rise, set_ = (column(outcome, f"daylight.{what}")[0] for what in ("sunrise", "sunset"))
    return float(rise + set_) / 2


def test_the_clock_of_a_scenario_is_as_written_or_local_mean_time() -> None:
    """Sun noon at 30 degrees east: 10:00 UTC and the equation of time, 7.3 minutes on 21 March."""
    east = {f"places.{name}.longitude": 30.0 for name in ("camp", "town", "far")}
    for offset, hours in ((0, 10), (3, 13), (-1, 9), (None, 12)):
        outcome = run(small(utc_offset=offset, horizon="1 h", **east))
        assert noon(outcome) == pytest.approx(60 * hours + 7.3, abs=1)


def test_each_place_has_its_own_sun() -> None:
    outcome = run(
        small(horizon="1 h", **{"places.far.longitude": 0.2, "places.far.latitude": 16.1})
    )
    days = int(column(outcome, "daylight.days")[0])
    rise = column(outcome, "daylight.sunrise")[::days]
    assert rise[0] - rise[1] == pytest.approx(0.4)  # a tenth of a degree east
    assert rise[0] - rise[2] == pytest.approx(0.8, abs=0.05)
