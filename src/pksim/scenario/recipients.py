"""Who gets a measure: which values of a scenario belong to which units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pksim.scenario.paths import get
from pksim.scenario.problems import Location, nearest


class RecipientError(ValueError):
    """A measure is for units that do not exist, or that have nothing of what it changes."""


def belonging(
    content: dict[str, Any], places: Sequence[Location], units: Sequence[str]
) -> list[Location]:
    """The places that belong to one of the units.

    Raises:
        RecipientError: there is no such unit, or nothing belongs to any of them.
    """
    for unit in units:
        if unit not in content["units"]:
            raise RecipientError(f"there is no unit {unit!r}{nearest(unit, content['units'])}")
    found = [place for place in places if owners(content, place) & set(units)]
    if not found:
        raise RecipientError(
            f"nothing here belongs to {_listed(units)}; what a unit has stands under its name in"
            " `units`, or has its `unit` or its base"
        )
    return found


def owners(content: dict[str, Any], place: Location) -> set[str]:
    """The units that a value belongs to; none where it concerns everybody.

    What stands under `units` belongs to that unit; a patrol, team, helicopter or hospital to its
    `unit`, or where it names none to all units of its base; a camp to all units who live there.
    """
    if place[0] == "units" and len(place) > 1:
        return {str(place[1])}
    if place[0] == "camps" and len(place) > 1:
        return _living_at(content, place[1])
    for depth in range(len(place), 0, -1):
        entry = get(content, place[:depth])
        if isinstance(entry, dict) and "unit" in entry:
            named = entry["unit"]
            base = entry.get("base", entry.get("at"))
            return {named} if named else _living_at(content, base)
    return set()


def _living_at(content: dict[str, Any], base: object) -> set[str]:
    return {name for name, unit in content["units"].items() if unit["base"] == base}


def _listed(units: Iterable[str]) -> str:
    return " or ".join(map(repr, units))
