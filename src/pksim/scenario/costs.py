"""What a measure costs: amounts paid once, a year, and for each unit that gets it, with ranges.

Amounts are USD and USD a year. How many units a scenario has is counted in `pricing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pksim.scenario.parts import Part, wrong
from pksim.scenario.quantities import (
    DAYS_PER_YEAR,
    MINUTES_PER_DAY,
    Factor,
    Money,
    PositiveDuration,
    Quantity,
    Share,
    YearlyCost,
    written,
)

Countable = Literal["person", "newcomer", "patrol-vehicle", "camp", "helicopter", "hospital"]
"""What a scenario has a number of, so that a measure costs right in any."""


@dataclass(frozen=True)
class Estimate:
    """USD: the best guess, and the range in which it may lie."""

    best: float
    low: float
    high: float

    def __add__(self, other: Estimate) -> Estimate:
        """The sum; ranges are added end by end, as if all guesses erred the same way."""
        return Estimate(self.best + other.best, self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> Estimate:
        """So many of it; the factor is not negative."""
        return Estimate(self.best * factor, self.low * factor, self.high * factor)


NOTHING = Estimate(0.0, 0.0, 0.0)


def _estimate(best: float, ends: tuple[float, float] | None) -> Estimate:
    return Estimate(best, *(ends or (best, best)))


def _in_its_range(best: float, ends: tuple[float, float] | None) -> None:
    if ends and not ends[0] <= best <= ends[1]:
        raise wrong("best lies outside its range, which is [low, high]")


class Once(Part):
    """An amount paid once, USD."""

    best: Money
    range: Annotated[tuple[Money, Money] | None, Field(strict=False)] = None

    @property
    def estimate(self) -> Estimate:
        """USD."""
        return _estimate(self.best, self.range)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_its_range(self.best, self.range)
        return self


class Yearly(Part):
    """An amount paid every year, USD a year; below zero where a measure saves money."""

    best: YearlyCost
    range: Annotated[tuple[YearlyCost, YearlyCost] | None, Field(strict=False)] = None

    @property
    def estimate(self) -> Estimate:
        """USD a year."""
        return _estimate(self.best, self.range)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_its_range(self.best, self.range)
        return self


def _in_short(dimension: str, low: float) -> BeforeValidator:
    """Lets an amount be written as a bare quantity."""
    quantity = Quantity(dimension, low=low)

    def read(text: Any) -> Any:
        if isinstance(text, Mapping | Part) or text is None:
            return text
        return {"best": written(quantity.read(text), dimension)}

    both = Money | Once if dimension == "money" else YearlyCost | Yearly
    return BeforeValidator(read, json_schema_input_type=both)


OneOff = Annotated[Once, _in_short("money", 0.0)]
"""`0.6 M USD`, or `{best: 0.6 M USD, range: [0.5 M USD, 0.7 M USD]}`."""
PerYear = Annotated[Yearly, _in_short("a yearly cost", float("-inf"))]
"""`4 M USD per year`, or the same with a range."""


class PerUnit(Part):
    """What each unit costs: each of `count`, or a `share` of those that the scenario has."""

    what: Countable
    share: Share = 1.0
    count: Annotated[Factor | None, Field(description="none: as many as the scenario has")] = None
    one_off: OneOff | None = None
    per_year: PerYear | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.one_off is None and self.per_year is None:
            raise wrong("costs nothing; say what each costs: `one_off`, `per_year` or both")
        if self.count is not None and self.share != 1.0:
            raise wrong("`count` is how many get it; `share` is of those the scenario has")
        return self


class Cost(Part):
    """What a measure costs as a whole and by unit.

    `lasts` is the time over which what is paid once is charged, in a straight line; without it all
    of it is paid within the horizon, however short.
    """

    one_off: OneOff | None = None
    lasts: PositiveDuration | None = None
    per_year: PerYear | None = None
    per_unit: PerUnit | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not (self.one_off or self.per_year or self.per_unit):
            raise wrong("is empty; give `one_off`, `per_year` or `per_unit`")
        if self.lasts and not (self.one_off or (self.per_unit and self.per_unit.one_off)):
            raise wrong("`lasts` belongs to `one_off`: the time over which it is charged")
        return self

    def over(self, horizon: float, units: float = 0.0) -> Estimate:
        """USD over a horizon.

        Args:
            horizon: Minutes.
            units: How many units get it; matters where the cost is by unit.
        """
        total = self._over(self.one_off, self.per_year, horizon)
        if self.per_unit is None:
            return total
        each = self._over(self.per_unit.one_off, self.per_unit.per_year, horizon)
        return total + each.times(units)

    def _over(self, once: Once | None, yearly: Yearly | None, horizon: float) -> Estimate:
        charged = horizon / self.lasts if self.lasts else 1.0
        years = horizon / (DAYS_PER_YEAR * MINUTES_PER_DAY)
        paid = once.estimate.times(charged) if once else NOTHING
        return paid + (yearly.estimate.times(years) if yearly else NOTHING)


def _cost_in_short(text: Any) -> Any:
    if isinstance(text, Mapping | Part):
        return text
    amount = Quantity("a yearly cost").read(text)
    return {"per_year": {"best": written(amount, "a yearly cost")}}


CostOf = Annotated[Cost, BeforeValidator(_cost_in_short, json_schema_input_type=YearlyCost | Cost)]
"""`4 M USD per year`, or a mapping of what is paid once, a year and by unit."""
