"""What one number of a run is called, and what it counts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One number of a run: its stable name, its unit, and what it counts."""

    name: str
    unit: str
    meaning: str


def persons(name: str, meaning: str) -> Outcome:
    """A number of people."""
    return Outcome(name, "persons", meaning)
