"""What is wrong with a scenario, worded for the person who wrote it."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from pksim.errors import InputError
from pksim.scenario.quantities import shown

Location = tuple[str | int, ...]
"""Keys and list positions from the top of the file, as in ("patrols", "gao-short", "base")."""

LONGEST_COMPARED = 200
"""Characters up to which a name is compared with others; comparing is slow for long ones."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where (file and line where known, and path) and what would be right."""

    location: Location
    message: str
    file: str | None = None
    line: int | None = None

    @property
    def path(self) -> str:
        """The path in dotted form, as measures and sweeps write it."""
        parts = (str(part) for part in self.location)
        return ".".join(part if part.isprintable() else repr(part) for part in parts)

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (where, self.path, self.message) if part)


class ScenarioError(InputError):
    """A scenario is wrong; holds every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems = tuple(sorted(unique, key=lambda p: (p.file or "", p.line or 0)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(name: object, known: Iterable[object]) -> str:
    """`; did you mean X?` for the nearest known name, or the list of what is known, or nothing."""
    names = [str(item) for item in known]
    if len(str(name)) > LONGEST_COMPARED:
        return ""
    by_small = {item.casefold(): item for item in reversed(names)}
    close = difflib.get_close_matches(str(name).casefold(), by_small, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {by_small[close[0]]!r}?"
    if 0 < len(names) <= 12:
        return f"; known here: {', '.join(names)}"
    return ""


def from_pydantic(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Every problem pydantic found, in this project's words."""
    return [_translated(dict(item), model) for item in error.errors(include_url=False)]


def _translated(item: dict[str, Any], model: type[BaseModel]) -> Problem:
    where = tuple(part for part in item["loc"] if part != "[key]")
    kind, found, context = item["type"], item.get("input"), item.get("ctx", {})
    if kind == "missing":
        return Problem(where[:-1], f"{where[-1]!r} is missing")
    if kind == "extra_forbidden":
        known = _keys_at(model, where[:-1])
        new = _RENAMED.get(".".join(map(str, where)))
        hint = f"; it is called {new!r} now" if new else nearest(where[-1], known)
        return Problem(where, f"unknown key {where[-1]!r}{hint}")
    if kind == "literal_error":
        return Problem(where, f"{shown(found)} is not one of {context['expected']}")
    wanted = _WANTED.get(kind)
    if wanted is not None:
        return Problem(where, f"{shown(found)} stands here; {wanted.format(**context)} is wanted")
    return Problem(where, str(item["msg"]).removeprefix("Value error, "))


_RENAMED = {"evacuation.ambulance": "own_vehicles", "care.hospital": "blood"}
"""Keys by the names they had in earlier versions."""

_WANTED = {
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
    "dict_type": "a mapping of names",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt:g}",
    "too_short": "at least {min_length} entries",
    "string_too_short": "some text",
    "string_too_long": "at most {max_length} characters",
    "missing_positional_only_argument": "another value",
}


def _keys_at(model: type[BaseModel], where: Sequence[str | int]) -> list[str]:
    """The keys the schema knows at a location, following mappings and lists of parts."""
    current: Any = model
    for part in where:
        current = _step(current, part)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _step(current: Any, part: str | int) -> Any:
    if isinstance(current, type) and issubclass(current, BaseModel):
        for name, field in current.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = typing.get_args(current)
    if typing.get_origin(current) is dict:
        return arguments[1]
    return arguments[0] if arguments else None
