"""What all parts of a scenario are made of: names, dates, text, and frozen models."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from pksim.scenario.quantities import Factor, Rate, Share, shown

NAME = re.compile(r"[^\W_](?:[\w '()+-]*[\w)+])?")
Strict = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def wrong(message: str) -> PydanticCustomError:
    """An error of the user's file, worded for the user."""
    return PydanticCustomError("wrong", "{reason}", {"reason": message})


def _name(text: object) -> str:
    if not isinstance(text, str) or len(text) > 80 or not NAME.fullmatch(text):
        raise wrong(
            f"{shown(text)} is not a name; use letters, digits, spaces and hyphens, without dots"
        )
    return text


def _printable(text: str) -> str:
    """Text goes to terminals and pages: no control characters."""
    if not text.isprintable() and not all(
        character.isprintable() or character in "\n\t" for character in text
    ):
        raise wrong(f"{shown(text)} has control characters")
    return text


def _day(text: object) -> date:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise wrong(f"{shown(text)} is not a date; write it as 2019-01-01") from None


def _seats(text: object) -> int:
    """Keys of `occupants` are whole numbers; JSON and YAML strings of digits are taken too."""
    if isinstance(text, str) and text.isdigit():
        text = int(text)
    if isinstance(text, bool) or not isinstance(text, int) or not 1 <= text <= 60:
        raise wrong(f"{shown(text)} is not a number of occupants (1 to 60)")
    return text


def _month(text: object) -> int:
    """Months are keys 1 to 12."""
    if isinstance(text, str) and text.isdigit():
        text = int(text)
    if isinstance(text, bool) or not isinstance(text, int) or not 1 <= text <= 12:
        raise wrong(f"{shown(text)} is not a month (1 to 12)")
    return text


def sums_to_one(shares: dict[Any, float]) -> dict[Any, float]:
    """Shares of a whole must sum to 1 (within 1e-6)."""
    total = math.fsum(shares.values())
    if abs(total - 1.0) > 1e-6:
        raise wrong(f"these shares must sum to 1; they sum to {total:g}")
    return shares


def in_order(begins: date, ends: date) -> None:
    """A period ends after it begins."""
    if ends <= begins:
        raise wrong(f"begins on {begins} and ends on {ends}; the end must be later")


Name = Annotated[str, BeforeValidator(_name)]
Day = Annotated[date, BeforeValidator(_day)]
Seats = Annotated[int, BeforeValidator(_seats)]
Month = Annotated[int, BeforeValidator(_month)]
Months = dict[Month, Rate]
"""A rate for each month that has one."""
MonthFactors = dict[Month, Factor]
"""A factor for each month that has one."""
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_printable)]


class Part(BaseModel):
    """One part of a scenario: frozen, and an unknown key is an error."""

    model_config = Strict


class Severities(Part):
    """How badly people are hurt: shares killed outright, T1 and T2; the rest are T3."""

    killed: Share
    t1: Share
    t2: Share

    @model_validator(mode="after")
    def _rest_is_not_negative(self) -> Self:
        total = self.killed + self.t1 + self.t2
        if total > 1 + 1e-9:
            raise wrong(
                f"killed, t1 and t2 are shares of those hurt; they sum to {total:g}, above 1"
            )
        return self
