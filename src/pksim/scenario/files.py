"""Reads scenario files: `extends`, measure files, and every error with the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pksim.scenario.documents import Node, locate, plain, read_yaml
from pksim.scenario.in_place import KEY as UNCERTAIN
from pksim.scenario.in_place import lift
from pksim.scenario.laws import FAMILIES
from pksim.scenario.policies import measure_problems
from pksim.scenario.problems import Problem, ScenarioError, nearest
from pksim.scenario.quantities import shown
from pksim.scenario.scenario import Origin, Scenario, outlook_problems, unknown_problems

MAXIMUM_BYTES = 512 * 1024
MAXIMUM_FILES = 50
_ASSUMPTION = re.compile(r"#[^\n]*\bassumption", re.IGNORECASE)


def load(path: str | Path) -> Scenario:
    """The scenario in a file, checked in full.

    Raises:
        ScenarioError: every problem found, each with file and line.
    """
    reading = _Reading(Path(path))
    top = reading.scenario()
    scenario, problems = Scenario.validated(plain(top))
    if scenario is not None:
        problems = problems + measure_problems(scenario)
        problems += outlook_problems(scenario) + unknown_problems(scenario)
    found = [*reading.problems, *(_located(problem, top) for problem in problems)]
    if scenario is None or found:
        raise ScenarioError(found)
    return scenario.read_from(Origin(tuple(reading.seen), reading.assumptions))


def _located(problem: Problem, top: Node) -> Problem:
    file, line = locate(top, problem.location)
    return replace(problem, file=file, line=line)


class _Reading:
    """One reading of a scenario and of the files it names, all under the folder of the first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent.resolve()
        self.problems: list[Problem] = []
        self.seen: list[str] = []
        self.assumptions = 0

    def scenario(self) -> Node:
        """The whole scenario, with `extends` and measure files followed."""
        return self._extended(self.path, ())

    def _extended(self, path: Path, chain: tuple[Path, ...]) -> Node:
        top = self._read(path)
        named = top.value.pop("extends", None)
        self.problems += lift(top)
        self._take_measures(top, path)
        if "applied" in top.value:
            where = top.value["applied"]
            self._wrong(where, ("applied",), "pksim writes this key itself; use `policies`")
        for base_path in self._extends(named, path, (*chain, path.resolve())):
            top = merged(self._extended(base_path, (*chain, path.resolve())), top)
        return top

    def _extends(self, named: Node | None, path: Path, chain: tuple[Path, ...]) -> list[Path]:
        """The files that `extends` names, those to be applied last first."""
        if named is None:
            return []
        items = named.value if isinstance(named.value, list) else [named]
        found = []
        for item in reversed(items):
            base = self._beside(item, path, ("extends",))
            if base is not None and base.resolve() in chain:
                rest = chain[chain.index(base.resolve()) :]
                circle = " -> ".join(p.name for p in (*rest, base))
                self._wrong(item, ("extends",), f"goes round in a circle: {circle}")
            elif base is not None:
                found.append(base)
        return found

    def _take_measures(self, top: Node, path: Path) -> None:
        """Replace a list of measure files by the measures in them."""
        listed = top.value.get("measures")
        if listed is None or not isinstance(listed.value, list):
            return
        together = Node(listed.file, listed.line, {})
        for number, item in enumerate(listed.value):
            where = ("measures", number)
            if isinstance(item.value, dict):
                self._add_measures(together, item)
            else:
                file = self._beside(item, path, where)
                if file is not None:
                    self._add_measures(together, self._read(file))
        top.value["measures"] = together

    def _add_measures(self, together: Node, more: Node) -> None:
        for name, measure in more.value.items():
            if name in together.value:
                first = together.value[name]
                message = f"this measure stands already at {first.file}:{first.line}"
                self._wrong(measure, ("measures", name), message)
            else:
                together.value[name] = measure

    def _beside(self, item: Node, path: Path, where: tuple[str | int, ...]) -> Path | None:
        """A file named in a file, if it may be read: relative, and under the scenario's folder."""
        if not isinstance(item.value, str) or not item.value or "\0" in item.value:
            self._wrong(
                item, where, f"{shown(item.value)} stands here; the name of a file is wanted"
            )
            return None
        target = path.parent / item.value
        if Path(item.value).is_absolute() or not target.resolve().is_relative_to(self.folder):
            self._wrong(item, where, f"{item.value!r} lies outside the scenario's folder")
            return None
        if not target.is_file():
            others = (other.name for other in _files_in(target.parent))
            self._wrong(
                item, where, f"there is no file {item.value!r}{nearest(target.name, others)}"
            )
            return None
        return target

    def _wrong(self, item: Node, where: tuple[str | int, ...], message: str) -> None:
        self.problems.append(Problem(where, message, item.file, item.line))

    def _read(self, path: Path) -> Node:
        """The content of one file, which must be a mapping."""
        text = _text(path)
        if len(self.seen) >= MAXIMUM_FILES:
            raise _refused(path, f"more than {MAXIMUM_FILES} files are named")
        self.seen.append(str(path))
        self.assumptions += len(_ASSUMPTION.findall(text))
        top, problems = _mapping(text, path)
        self.problems += problems
        return top


def read_mapping(path: Path) -> tuple[Node, list[Problem]]:
    """The content of one file, which must be a mapping, and what did not stop reading it.

    Raises:
        ScenarioError: it cannot be read, is no YAML mapping, or breaks a limit.
    """
    return _mapping(_text(path), path)


def _mapping(text: str, path: Path) -> tuple[Node, list[Problem]]:
    top, problems = read_yaml(text, str(path))
    if not isinstance(top.value, dict):
        message = f"{shown(plain(top))} stands here; a mapping of keys is wanted"
        raise _refused(path, message, top.line)
    return top, problems


def _files_in(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.y*ml")) if folder.is_dir() else ()


def _refused(path: Path, message: str, line: int | None = None) -> ScenarioError:
    return ScenarioError([Problem((), message, str(path), line)])


def _text(path: Path) -> str:
    """The text of a file, if it is one, small enough, and UTF-8."""
    try:
        if path.is_dir():
            raise _refused(path, "this is a folder; name the scenario file in it")
        if not path.exists():
            hint = nearest(path.name, (other.name for other in _files_in(path.parent)))
            raise _refused(path, f"there is no such file{hint}")
        if not path.is_file():
            raise _refused(path, "this is not a regular file")
        with path.open("rb") as file:
            raw = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _refused(path, f"cannot be read: {reason}") from None
    if len(raw) > MAXIMUM_BYTES:
        raise _refused(path, f"larger than {MAXIMUM_BYTES // 1024} KiB; a scenario is a small file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(path, "not UTF-8 text; save the file as UTF-8", line) from None


def merged(base: Node, over: Node) -> Node:
    """A mapping laid over another: mappings merge, null deletes, anything else replaces."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)) or _is_law(over):
        return over
    together: dict[str, Any] = dict(base.value)
    for key, item in over.value.items():
        if item.value is None:
            together.pop(key, None)
        elif key in together:
            together[key] = (
                _whole(together[key], item) if key == UNCERTAIN else merged(together[key], item)
            )
        else:
            together[key] = item
    return Node(over.file, over.line, together)


def _whole(base: Node, over: Node) -> Node:
    """A mapping laid over another, whose entries are taken as they are: unknowns, by path."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    together = {**base.value, **over.value}
    kept = {key: item for key, item in together.items() if item.value is not None}
    return Node(over.file, over.line, kept)


def _is_law(node: Node) -> bool:
    """Whether a mapping is a law, which replaces another law as a whole."""
    return len(node.value) == 1 and next(iter(node.value)) in FAMILIES
