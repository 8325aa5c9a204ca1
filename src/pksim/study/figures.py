"""What the columns of the tables of care are: a name that stays, a unit, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its stable name, its unit, and what it counts."""

    name: str
    unit: str
    meaning: str
