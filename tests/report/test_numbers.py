"""Numbers as text carry no more digits than their error supports."""

from __future__ import annotations

import math

import pytest

from pksim.report import numbers
from pksim.statistics import Estimate


@pytest.mark.parametrize(
    ("error", "places"),
    [(0.43, 1), (0.13, 2), (0.096, 2), (1.3, 1), (4.2, 0), (43.0, -1), (0.0, 2), (math.inf, 2)],
)
def test_one_digit_of_the_error_or_two_after_a_one(error: float, places: int) -> None:
    assert numbers.decimals(error) == places


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (12.3456, 11.9, 12.8, "12.3 (11.9–12.8)"),
        (1234.5, 1190.0, 1279.0, "1,230 (1,190–1,280)"),
        (0.5, -0.2, 1.2, "0.5 (−0.2 to 1.2)"),
        (3.0, 3.0, 3.0, "3"),
        (3.0, -math.inf, math.inf, "3.0"),
    ],
)
def test_level(mean: float, low: float, high: float, text: str) -> None:
    assert numbers.level(Estimate(mean, low, high, 0.1, 10)) == text


def test_a_difference_shows_signs_and_an_end_that_is_not_zero() -> None:
    assert numbers.difference(-1.26, -1.58, -0.93) == "−1.3 (−1.6 to −0.9)"
    assert numbers.difference(-0.119, -0.234, -0.004) == "−0.119 (−0.234 to −0.004)"
    assert numbers.difference(-0.02, -0.34, 0.3) == "0.0 (−0.3 to +0.3)"


def test_share_in_per_cent() -> None:
    assert numbers.percent(Estimate(0.381, 0.35, 0.41, 0.01, 100)) == "38 %"
    assert numbers.percent(Estimate(1.0, 1.0, 1.0, 0.0, 100)) == "100 %"
    assert numbers.percent(Estimate(math.nan, math.nan, math.nan, math.nan, 0)) == "–"


@pytest.mark.parametrize(
    ("usd", "error", "text"),
    [
        (0.0, math.nan, "0"),
        (950_000, math.nan, "950 k"),
        (7e6, math.nan, "7.0 M"),
        (26.4e6, math.nan, "26 M"),
        (1.25e9, math.nan, "1.2 bn"),
        (676_000, 310_000, "700 k"),
        (22e6, 260e6, "20 M"),
        (-3e6, math.nan, "−3.0 M"),
    ],
)
def test_money(usd: float, error: float, text: str) -> None:
    assert numbers.money(usd, error) == text


def test_effort_is_rounded_up_to_two_figures() -> None:
    assert [numbers.about(n) for n in (7, 99, 101, 2_741, 18_001)] == [
        "7",
        "99",
        "110",
        "2,800",
        "19,000",
    ]


def test_periods() -> None:
    assert numbers.period(180 * 1440.0) == "180 days"
    assert numbers.period(720.0) == "12 hours"
