"""The path language: `evacuation.helicopters.gao-1.readiness_day`, with `*` for every entry.

A `*` within a name stands for any letters: `patrols.convoy-*.per_day`. `[key=value]` after a name,
once or more often, keeps the entries that say so: `patrols.*[kind=convoy].per_day`. Paths are
resolved on the canonical plain form of a scenario (`Scenario.to_dict`). A road is named by its
number from 0 or as `from-to`.
"""

from __future__ import annotations

import difflib
from typing import Any

from pksim.scenario.problems import LONGEST_COMPARED, Location, nearest
from pksim.scenario.quantities import shown


class PathError(ValueError):
    """What stands here is no path, or matches nothing."""


class NothingError(PathError):
    """A path matches nothing; the message says where it fails and what is near."""


def resolve(content: dict[str, Any], path: str) -> list[Location]:
    """Every place in the content that the path matches, in order."""
    parts = path.split(".")
    if not path or not all(parts) or len(path) > LONGEST_COMPARED:
        raise PathError(f"{shown(path)} is not a path; write keys with dots between them")
    found: list[Location] = [()]
    for depth, part in enumerate(parts):
        found = [(*place, key) for place in found for key in _keys(get(content, place), part)]
        if not found:
            raise NothingError(_nothing(content, parts, depth))
    return found


def get(content: Any, location: Location) -> Any:
    """The value at a location."""
    for key in location:
        content = content[key]
    return content


def put(content: Any, location: Location, value: Any) -> None:
    """Set the value at a location that exists."""
    get(content, location[:-1])[location[-1]] = value


def _keys(value: Any, part: str) -> list[str | int]:
    """The keys of one level that a part of a path matches."""
    pattern, conditions = _conditions(part)
    named = _named(value)
    if "*" in pattern:
        found = list(dict.fromkeys(key for name, key in named.items() if _matches(name, pattern)))
    else:
        found = [named[pattern]] if pattern in named else []
    return [key for key in found if all(_holds(value[key], *one) for one in conditions)]


def _conditions(part: str) -> tuple[str, list[tuple[str, str]]]:
    """A part of a path without its brackets, and what stands in each: a key and its value."""
    pattern, *inside = part.split("[")
    found = []
    for condition in inside:
        key, equals, wanted = condition.removesuffix("]").partition("=")
        if not (condition.endswith("]") and key and equals and wanted):
            raise PathError(
                f"{shown(part)} is not a name; write NAME[key=value], as *[kind=convoy]"
            )
        found.append((key, wanted))
    return pattern, found


def _holds(entry: Any, key: str, wanted: str) -> bool:
    """Whether an entry says this at a key, as YAML writes it."""
    if not isinstance(entry, dict):
        return False
    said = entry.get(key)
    return str(said).lower() == wanted if isinstance(said, bool) else str(said) == wanted


def _matches(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern whose stars stand for any letters.

    Not by a regular expression, which a hostile pattern of many stars could keep busy for ever.
    """
    first, *between, last = pattern.split("*")
    if not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for piece in between:
        at = name.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return at <= end


def _named(value: Any) -> dict[str, str | int]:
    """Names of one level -> keys; list entries go by number, and roads also as from-to."""
    if isinstance(value, dict):
        return {str(key): key for key in value}
    if not isinstance(value, list):
        return {}
    numbered: dict[str, str | int] = {str(number): number for number in range(len(value))}
    roads = {f"{road['from']}-{road['to']}": k for k, road in enumerate(value) if _is_road(road)}
    return numbered | roads


def _is_road(value: Any) -> bool:
    return isinstance(value, dict) and {"from", "to"} <= value.keys()


def _nothing(content: dict[str, Any], parts: list[str], depth: int) -> str:
    path, part = ".".join(parts), parts[depth]
    if any("*" in earlier for earlier in parts[:depth]):
        return f"{path!r} matches nothing: {part!r} is in none of the entries of the `*` before it"
    here = get(content, tuple(resolve(content, ".".join(parts[:depth]))[0]) if depth else ())
    before = f" in {'.'.join(parts[:depth])!r}" if depth else ""
    if set(part) == {"*"} or not _named(here):
        return f"{path!r} matches nothing: there are no entries{before}"
    hint = nearest(part, _named(here))
    whole = difflib.get_close_matches(path, _all_paths(content), n=1, cutoff=0.7)
    if whole and not hint.startswith("; did"):
        hint = f"; did you mean {whole[0]!r}?"
    return f"{path!r} matches nothing: there is no {part!r}{before}{hint}"


def _all_paths(content: Any, before: str = "") -> list[str]:
    found = []
    for name, key in _named(content).items():
        path = f"{before}{name}"
        found += [path, *_all_paths(content[key], f"{path}.")]
    return found
