"""Laws of durations, against scipy's distributions of the same names."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from scipy import stats

from pksim.scenario import Law
from pksim.scenario.laws import NORMAL_90

TIMES = st.floats(1e-3, 1e6)


def scipy_law(law: Law) -> Any:
    """The same distribution in scipy's parameters."""
    match law.name:
        case "uniform":
            return stats.uniform(law.a, law.b - law.a)
        case "exponential":
            return stats.expon(scale=law.a)
        case "weibull":
            return stats.weibull_min(law.b, scale=law.a)
        case "lognormal":
            return stats.lognorm(law.b, scale=law.a)
        case "loglogistic":
            return stats.fisk(law.b, scale=law.a)
        case "triangular":
            return stats.triang((law.b - law.a) / (law.c - law.a), law.a, law.c - law.a)
        case "gamma":
            return stats.gamma(law.a, scale=law.b / law.a)
        case _:
            return stats.beta(law.a, law.b, scale=law.c)


WRITTEN: list[Any] = [
    {"uniform": ["6 h", "9 h"]},
    {"exponential": {"mean": "60 days"}},
    {"exponential": "60 days"},
    {"weibull": {"scale": "50 min", "shape": 1.7}},
    {"weibull": {"median": "50 min", "shape": 1.7}},
    {"lognormal": {"median": "25 min", "p90": "60 min"}},
    {"lognormal": {"median": "25 min", "sigma": 0.6}},
    {"loglogistic": {"median": "21.5 min", "shape": 1.5}},
    {"loglogistic": {"median": "21.5 min", "p90": "93 min"}},
    {"triangular": ["5 min", "10 min", "25 min"]},
    {"gamma": {"shape": 4, "mean": "100 min"}},
    {"beta": {"a": 2, "b": 3, "scale": "10 min"}},
]


@pytest.mark.parametrize("text", WRITTEN, ids=str)
def test_mean_agrees_with_scipy(text: Any) -> None:
    law = Law.read(text)
    assert law.mean == pytest.approx(scipy_law(law).mean(), rel=1e-9)


@pytest.mark.parametrize("text", [*WRITTEN, {"triangular": ["5 min", "20 min", "25 min"]}], ids=str)
def test_median_agrees_with_scipy(text: Any) -> None:
    law = Law.read(text)
    assert law.median == pytest.approx(scipy_law(law).median(), rel=1e-9)


@pytest.mark.parametrize("text", WRITTEN, ids=str)
def test_median_and_p90_are_what_was_written(text: Any) -> None:
    law = Law.read(text)
    inside = next(iter(text.values()))
    for key, share in (("median", 0.5), ("p90", 0.9)):
        if isinstance(inside, dict) and key in inside:
            minutes = float(inside[key].removesuffix(" min"))
            assert scipy_law(law).ppf(share) == pytest.approx(minutes, rel=1e-12)


@pytest.mark.parametrize("text", ["45 min", "0 min", *WRITTEN], ids=str)
def test_written_and_read_again_is_the_same_law(text: Any) -> None:
    law = Law.read(text)
    assert Law.read(law.written()) == law


@given(TIMES, st.floats(1.001, 50))
def test_p90_gives_the_right_sigma(median: float, ratio: float) -> None:
    law = Law.read({"lognormal": {"median": f"{median!r} min", "p90": f"{median * ratio!r} min"}})
    assert law.b == pytest.approx(math.log(ratio) / stats.norm.ppf(0.9), rel=1e-6)


def test_normal_quantile() -> None:
    assert stats.norm.ppf(0.9) == pytest.approx(NORMAL_90, rel=1e-15)


def test_a_bare_quantity_is_always_that_long() -> None:
    law = Law.read("1.5 h")
    assert (law.name, law.a, law.mean, str(law)) == ("fixed", 90.0, 90.0, "90 min")


def test_a_loglogistic_law_of_shape_one_has_no_mean() -> None:
    assert Law.read({"loglogistic": {"median": "10 min", "shape": 1}}).mean == math.inf


def test_family_codes_are_those_of_the_engine() -> None:
    distributions = pytest.importorskip("pksim.engine.distributions")
    from pksim.scenario import laws

    for name in laws.FAMILIES:
        assert getattr(laws, name.upper()) == getattr(distributions, name.upper())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ({"weibull": {"scale": "50 min", "shape": "2 min"}}, "'2 min' is a duration; a number"),
        ({"weibull": {"median": "50 min", "shape": 0}}, "above 0"),
        ({"uniform": ["-1 h", "2 h"]}, "cannot be negative"),
        ({"uniform": ["2 h", "2 h"]}, "must rise"),
        ({"gamma": "100 min"}, "takes shape and mean"),
        ({}, "exactly one family"),
        (None, "nothing is not a duration"),
        ("-5 min", "cannot be negative"),
    ],
)
def test_errors(text: Any, says: str) -> None:
    with pytest.raises(PydanticCustomError, match=says):
        Law.read(text)
