"""Quantities: what people write, in the units the model counts in."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pksim.scenario.quantities import DIMENSIONS, QuantityError, parse, written

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("45 min", "a duration", 45.0),
        ("45min", "a duration", 45.0),
        (" 1.5  h ", "a duration", 90.0),
        ("14 days", "a duration", 20160.0),
        ("1 week", "a duration", 10080.0),
        ("30 s", "a duration", 0.5),
        ("1 year", "a duration", 525960.0),  # 365.25 days
        ("98 km", "a length", 98.0),
        ("300 m", "a length", 0.3),
        ("35 km/h", "a speed", 35.0),
        ("10 m/s", "a speed", 36.0),
        ("100 knots", "a speed", 185.2),  # the international knot is 1.852 km/h
        ("3 per day", "a rate in time", 3.0),
        ("2 per week", "a rate in time", 2.0 / 7.0),
        ("12 per year", "a rate in time", 12 / 365.25),
        ("1 per month", "a rate in time", 12 / 365.25),
        ("0.52 per 1000 person-years", "a rate per person-year", 0.00052),
        ("0.52 per 1,000 person-years", "a rate per person-year", 0.00052),
        ("2 per person-year", "a rate per person-year", 2.0),
        ("0.3 per 1000 km", "a rate per km", 0.0003),
        ("0.3 per 1000 vehicle-km", "a rate per km", 0.0003),
        ("1.2 M USD", "money", 1_200_000.0),
        ("1,250 USD", "money", 1250.0),
        ("1.2 M USD per year", "a yearly cost", 1_200_000.0),
        ("100 k USD per month", "a yearly cost", 1_200_000.0),
        ("41 %", "a share", 0.41),
        ("41%", "a share", 0.41),
        (0.41, "a share", 0.41),
        (1, "a share", 1.0),
        ("1e-3", "a share", 0.001),
        (-0.035, "a number", -0.035),
    ],
)
def test_as_people_say_them(text: object, dimension: str, value: float) -> None:
    assert parse(text, dimension) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "dimension", "says"),
    [
        ("45", "a duration", "'45' has no unit; a duration is wanted, such as 45 min"),
        (45, "a duration", "45 has no unit; a duration"),
        ("45 km", "a duration", "'45 km' is a length; a duration is wanted"),
        ("45 min", "a share", "'45 min' is a duration; a share is wanted, such as 0.41 or 41 %"),
        ("5 per day", "a rate per person-year", "a rate in time; a rate per person-year"),
        ("5 per 1000 km", "a rate in time", "is a rate per km; a rate in time"),
        ("1.2 M USD", "a yearly cost", "is money; a yearly cost"),
        ("45 minuets", "a duration", "'minuets' is not a unit known here"),
        ("1,5 h", "a duration", "decimal comma"),
        ("-", "a duration", "'-' is not a duration"),
        ("", "a duration", "'' is not a duration"),
        ("1 2 min", "a duration", "not a unit"),
        ("min 45", "a duration", "is not a duration"),
        (None, "a duration", "nothing is not a duration"),
        (True, "a share", "true is not a share"),
        ([1], "a share", "a list is not a share"),
        ({}, "a share", "a mapping is not a share"),
        (math.nan, "a share", "not a finite number"),
        (math.inf, "a number", "not a finite number"),
        ("1e999 min", "a duration", "too large"),
        ("٣ min", "a duration", "is not a duration"),
    ],
)
def test_errors_say_what_stood_there_and_what_is_right(
    text: object, dimension: str, says: str
) -> None:
    with pytest.raises(QuantityError, match=says.replace("(", r"\(")):
        parse(text, dimension)


@given(FINITE, st.sampled_from(sorted(DIMENSIONS)))
def test_writing_and_reading_gives_the_same_float(value: float, dimension: str) -> None:
    assert parse(written(value, dimension), dimension) == value


@given(FINITE.filter(lambda x: abs(x) < 1e300), st.sampled_from(sorted(DIMENSIONS)), st.data())
def test_every_unit_scales_and_keeps_its_sign(
    value: float, dimension: str, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(DIMENSIONS[dimension].units)))
    multiply, divide = DIMENSIONS[dimension].units[unit]
    got = parse(f"{value!r} {unit}", dimension)
    assert got == pytest.approx(value * (multiply / divide), rel=1e-12, abs=1e-300)


@given(st.text(max_size=30), st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_a_finite_float_or_a_clean_error(text: str, dimension: str) -> None:
    try:
        value = parse(text, dimension)
    except QuantityError:
        return
    assert math.isfinite(value)


def test_no_unit_belongs_to_two_dimensions() -> None:
    units = [unit for dimension in DIMENSIONS.values() for unit in dimension.units if unit]
    assert len(units) == len(set(units))
