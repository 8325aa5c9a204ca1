"""Quantities as people say them (`45 min`, `35 km/h`, `3 per week`, `41 %`), kept as plain floats.

Every quantity of a scenario has one dimension, and is kept in the canonical unit of that dimension:
durations in minutes, lengths in km, speeds in km/h, rates per day, deaths per person-year, hazards
per km, money in USD, yearly cost in USD per year, shares from 0 to 1.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

NUMBER_PATTERN = (
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
)
_NUMBER = re.compile(rf"\s*({NUMBER_PATTERN})\s*(.*)", re.DOTALL)

MINUTES_PER_DAY = 1440.0
DAYS_PER_YEAR = 365.25

# A scale is (multiply by, divide by): division keeps `41 %` at the float nearest to 0.41.
Scale = tuple[float, float]

_TIMES: dict[str, Scale] = {
    name: scale
    for names, scale in (
        (("s", "sec", "second", "seconds"), (1.0, 60.0)),
        (("min", "mins", "minute", "minutes"), (1.0, 1.0)),
        (("h", "hr", "hour", "hours"), (60.0, 1.0)),
        (("d", "day", "days"), (MINUTES_PER_DAY, 1.0)),
        (("week", "weeks"), (7 * MINUTES_PER_DAY, 1.0)),
        (("year", "years"), (DAYS_PER_YEAR * MINUTES_PER_DAY, 1.0)),
    )
    for name in names
}

_LENGTHS: dict[str, Scale] = {"km": (1.0, 1.0), "m": (1.0, 1000.0)}
_SPEEDS: dict[str, Scale] = {
    "km/h": (1.0, 1.0),
    "kph": (1.0, 1.0),
    "m/s": (3.6, 1.0),
    "kn": (1.852, 1.0),
    "knots": (1.852, 1.0),
}
_PER_DAY: dict[str, Scale] = {
    "per minute": (MINUTES_PER_DAY, 1.0),
    "per hour": (24.0, 1.0),
    "per day": (1.0, 1.0),
    "per week": (1.0, 7.0),
    "per month": (12.0, DAYS_PER_YEAR),
    "per year": (1.0, DAYS_PER_YEAR),
}
_MONEY: dict[str, Scale] = {
    "USD": (1.0, 1.0),
    "k USD": (1e3, 1.0),
    "M USD": (1e6, 1.0),
    "bn USD": (1e9, 1.0),
}
_YEARLY: dict[str, Scale] = {f"{unit} per year": scale for unit, scale in _MONEY.items()} | {
    f"{unit} per month": (scale[0] * 12.0, 1.0) for unit, scale in _MONEY.items()
}


def _per(noun: tuple[str, ...]) -> dict[str, Scale]:
    """Units such as `per 1000 person-years`, for the given spellings of the noun."""
    counts = {"": 1.0, "100 ": 1e2, "1000 ": 1e3, "10000 ": 1e4, "100000 ": 1e5, "1000000 ": 1e6}
    return {f"per {count}{name}": (1.0, by) for count, by in counts.items() for name in noun}


@dataclass(frozen=True)
class Dimension:
    """One kind of quantity: its units, the canonical one, and examples for error messages."""

    name: str
    canonical: str
    units: dict[str, Scale]
    examples: str
    bare: bool = False  # may be written without a unit


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("a duration", "min", _TIMES, "45 min, 1.5 h or 14 days"),
        Dimension("a length", "km", _LENGTHS, "98 km or 300 m"),
        Dimension("a speed", "km/h", _SPEEDS, "35 km/h"),
        Dimension("a rate in time", "per day", _PER_DAY, "3 per week or 0.12 per day"),
        Dimension(
            "a rate per person-year",
            "per person-year",
            _per(("person-year", "person-years")),
            "0.52 per 1000 person-years",
        ),
        Dimension(
            "a rate per km",
            "per km",
            _per(("km", "vehicle-km")),
            "0.3 per 1000 km",
        ),
        Dimension("money", "USD", _MONEY, "1.2 M USD, 250 k USD or 800 USD"),
        Dimension("a yearly cost", "USD per year", _YEARLY, "1.2 M USD per year"),
        Dimension("a share", "", {"": (1.0, 1.0), "%": (1.0, 100.0)}, "0.41 or 41 %", bare=True),
        Dimension("a number", "", {"": (1.0, 1.0)}, "1.5", bare=True),
    )
}


class QuantityError(ValueError):
    """What was written is not a quantity of the dimension wanted; the message says what is."""


def parse(text: object, wanted: str) -> float:
    """Canonical value of what was written, for the dimension wanted (a key of DIMENSIONS)."""
    dimension = DIMENSIONS[wanted]
    if isinstance(text, bool) or not isinstance(text, int | float | str):
        raise QuantityError(f"{shown(text)} is not {wanted}; write {dimension.examples}")
    if isinstance(text, int | float):
        return _bare(float(text), dimension)
    return _of_text(text, wanted)


@lru_cache(maxsize=16384)
def _of_text(text: str, wanted: str) -> float:
    """The value of a text: a scenario is read anew for each draw, and most of it is the same."""
    dimension = DIMENSIONS[wanted]
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise QuantityError(f"{shown(text)} is not {wanted}; write {dimension.examples}")
    number, unit = float(match[1].replace(",", "")), " ".join(match[2].split())
    return _scaled(number, unit, text, dimension)


def _bare(number: float, dimension: Dimension) -> float:
    if not math.isfinite(number):
        raise QuantityError(f"{number} is not a finite number; write {dimension.examples}")
    if not dimension.bare:
        raise QuantityError(
            f"{number:g} has no unit; {dimension.name} is wanted, such as {dimension.examples}"
        )
    return number


def _scaled(number: float, unit: str, text: str, dimension: Dimension) -> float:
    scale = _scale(unit, dimension)
    if scale is None:
        raise QuantityError(_wrong_unit(unit, text, dimension))
    value = number * scale[0] / scale[1]
    if not math.isfinite(value):
        raise QuantityError(f"{shown(text)} is too large")
    return value


def _scale(unit: str, dimension: Dimension) -> Scale | None:
    """The scale of a unit; digits may be grouped, and money may be written `1.2M USD`."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unit)
    return dimension.units.get(plain)


def _wrong_unit(unit: str, text: str, dimension: Dimension) -> str:
    wanted = f"{dimension.name} is wanted, such as {dimension.examples}"
    if re.match(r",\d", unit):
        return f"{shown(text)} has a decimal comma; write a point, such as {dimension.examples}"
    if not unit:
        return f"{shown(text)} has no unit; {wanted}"
    for other in DIMENSIONS.values():
        if unit and _scale(unit, other) is not None:
            return f"{shown(text)} is {other.name}; {wanted}"
    return f"{shown(text)}: {unit!r} is not a unit known here; {wanted}"


def written(value: float, wanted: str) -> str | float:
    """The canonical way to write a value: parsing it gives the same float, bit for bit."""
    unit = DIMENSIONS[wanted].canonical
    if not unit:
        return value
    digits = repr(value)
    return f"{digits.removesuffix('.0')} {unit}"


def dimension_of(text: object) -> str | None:
    """The dimension of a quantity written with a unit, or None for anything else."""
    match = _NUMBER.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    unit = " ".join(match[2].split())
    found = [d.name for d in DIMENSIONS.values() if unit and _scale(unit, d) is not None]
    return found[0] if found else None


def shown(value: object) -> str:
    """What stood in the file, shortened, for an error message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 60 else text[:57] + "..."


@dataclass(frozen=True)
class Quantity:
    """Marks a float field of the schema with its dimension and bounds, in canonical units."""

    dimension: str
    low: float = -math.inf
    high: float = math.inf
    above: bool = False  # whether `low` itself is excluded
    bare: bool = False  # whether a number without unit is the canonical unit

    def read(self, text: object) -> float:
        """Parse and check the bounds; errors are pydantic's, so that it collects them all."""
        number = isinstance(text, int | float) and not isinstance(text, bool)
        try:
            value = parse(text, "a number" if number and self.bare else self.dimension)
            self._bounded(value, text)
        except QuantityError as error:
            raise PydanticCustomError("quantity", "{reason}", {"reason": str(error)}) from None
        return value

    def _bounded(self, value: float, text: object) -> None:
        low = value < self.low or (self.above and value == self.low)
        if low:
            word = "above" if self.above else "at least"
            raise QuantityError(f"{shown(text)} is too small; it must be {word} {self._say('low')}")
        if value > self.high:
            raise QuantityError(
                f"{shown(text)} is too large; it must be at most {self._say('high')}"
            )

    def _say(self, bound: str) -> str:
        value = written(getattr(self, bound), self.dimension)
        return f"{value:g}" if isinstance(value, float) else value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: written(value, self.dimension)
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return quantity_json_schema(self.dimension, self.bare)


def quantity_json_schema(wanted: str, bare: bool = False) -> dict[str, Any]:
    """JSON Schema of one quantity: a pattern of number and unit, with examples."""
    dimension = DIMENSIONS[wanted]
    units = "|".join(re.escape(unit) for unit in dimension.units if unit)
    number = {"type": "number"}
    if not units:
        return number
    spaced = units.replace(r"\ ", r"\s+").replace(" ", r"\s+")
    pattern = rf"^\s*{NUMBER_PATTERN}\s*({spaced})\s*$"
    text = {"type": "string", "pattern": pattern, "description": f"such as {dimension.examples}"}
    return {"anyOf": [number, text]} if dimension.bare or bare else text


Duration = Annotated[float, Quantity("a duration", low=0.0)]
"""Minutes, not negative."""
PositiveDuration = Annotated[float, Quantity("a duration", low=0.0, above=True)]
"""Minutes, above zero."""
Length = Annotated[float, Quantity("a length", low=0.0, above=True)]
"""Kilometres, above zero."""
Speed = Annotated[float, Quantity("a speed", low=0.0, above=True)]
"""Kilometres per hour, above zero."""
Rate = Annotated[float, Quantity("a rate in time", low=0.0)]
"""Events per day."""
PerDay = Annotated[float, Quantity("a rate in time", low=0.0, bare=True)]
"""Events per day; a bare number is allowed where the key itself says `per_day`."""
PersonRate = Annotated[float, Quantity("a rate per person-year", low=0.0)]
"""Events per person-year."""
RoadRate = Annotated[float, Quantity("a rate per km", low=0.0)]
"""Events per km."""
Money = Annotated[float, Quantity("money", low=0.0)]
"""US dollars."""
YearlyCost = Annotated[float, Quantity("a yearly cost")]
"""US dollars a year; a measure that saves money has a negative cost."""
Share = Annotated[float, Quantity("a share", low=0.0, high=1.0)]
"""A part of one, 0 to 1."""
Factor = Annotated[float, Quantity("a number", low=0.0)]
"""A multiplier, not negative."""
PositiveFactor = Annotated[float, Quantity("a number", low=0.0, above=True)]
"""A multiplier above zero."""
Number = Annotated[float, Quantity("a number")]
"""Any finite number."""
Latitude = Annotated[float, Quantity("a number", low=-90.0, high=90.0)]
"""Degrees north."""
Longitude = Annotated[float, Quantity("a number", low=-180.0, high=180.0)]
"""Degrees east."""
