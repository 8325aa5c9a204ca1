"""YAML 1.2 text into plain values that remember where they stand.

Files are untrusted. Tags are refused, so nothing is ever built from them; depth, and the number of
values after aliases are followed, are bounded, so a small file cannot grow into a large one; keys
are text and may stand once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pksim.scenario.problems import Location, Problem, ScenarioError

MAXIMUM_DEPTH = 40
MAXIMUM_VALUES = 50_000
MAXIMUM_KEY = 200
MAXIMUM_PROBLEMS = 100

# The core schema of YAML 1.2: `yes`, `no` and 1:30 are plain text there.
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?|[-+]?\.(inf|Inf|INF)")
_NAN = (".nan", ".NaN", ".NAN")


@dataclass
class Node:
    """A value and where it stands: in a mapping at its key, in a list at its first character."""

    file: str
    line: int
    value: Any  # dict[str, Node], list[Node] or a scalar
    size: int = 1  # values in it, aliases followed


@dataclass
class _Open:
    """A mapping or list that is being read."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_line: int = 0


def read_yaml(text: str, file: str) -> tuple[Node, list[Problem]]:
    """The content of a file, and the problems that did not stop reading it.

    Raises:
        ScenarioError: the text is not YAML, or breaks a limit.
    """
    reader = _Reader(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise reader.stop(f"not valid YAML: {error.problem or error.context}", line) from None
    except (YAMLError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it cannot be read"
        raise reader.stop(f"not valid YAML: {reason}", None) from None
    if reader.top is None:
        raise reader.stop("the file is empty; a scenario is a mapping of keys", 1)
    return reader.top, reader.problems


@dataclass
class _Reader:
    """Builds nodes from the events of one YAML document."""

    file: str
    top: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)  # None while being read
    documents: int = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.stop("a second document starts here; one file holds one", line)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._finish()
        elif isinstance(event, AliasEvent):
            self._place(self._alias(event.anchor, line), line)
        elif isinstance(event, ScalarEvent):
            self._scalar(event, line)

    def stop(self, message: str, line: int | None) -> ScenarioError:
        """The error that ends the reading of this file."""
        return ScenarioError([*self.problems, Problem((), message, self.file, line)])

    def _begin(self, event: Any, line: int) -> None:
        self._no_tag(event, line)
        if len(self.open) >= MAXIMUM_DEPTH:
            raise self.stop(f"more than {MAXIMUM_DEPTH} levels deep", line)
        if self.open and self._wants_key():
            raise self.stop("a key must be text, not a mapping or a list", line)
        if event.anchor:
            self.anchors[event.anchor] = None
        empty: Any = {} if isinstance(event, MappingStartEvent) else []
        self.open.append(_Open(Node(self.file, line, empty), event.anchor))

    def _finish(self) -> None:
        done = self.open.pop()
        if done.anchor:
            self.anchors[done.anchor] = done.node
        self._place(done.node, done.node.line)

    def _alias(self, anchor: str, line: int) -> Node:
        if anchor not in self.anchors:
            raise self.stop(f"*{anchor} refers to nothing; &{anchor} must stand before it", line)
        target = self.anchors[anchor]
        if target is None:
            raise self.stop(f"*{anchor} refers to itself", line)
        return target

    def _scalar(self, event: Any, line: int) -> None:
        self._no_tag(event, line)
        value = event.value if event.style else plain_scalar(event.value)
        if self.open and self._wants_key():
            self._take_key(event.value, line)
            return
        node = Node(self.file, line, value)
        if event.anchor:
            self.anchors[event.anchor] = node
        self._place(node, line)

    def _wants_key(self) -> bool:
        return isinstance(self.open[-1].node.value, dict) and self.open[-1].key is None

    def _take_key(self, key: str, line: int) -> None:
        if len(key) > MAXIMUM_KEY:
            raise self.stop(f"this key is longer than {MAXIMUM_KEY} characters", line)
        if key == "<<":
            raise self.stop("merge keys (<<) are not part of YAML 1.2; use `extends`", line)
        self.open[-1].key, self.open[-1].key_line = key, line

    def _place(self, node: Node, line: int) -> None:
        """Put a finished value where it belongs, and keep count."""
        if not self.open:
            self.top = node
            return
        parent = self.open[-1]
        if isinstance(parent.node.value, dict):
            self._put(parent, node)
        else:
            parent.node.value.append(replace(node, line=line))
        parent.node.size += node.size
        if parent.node.size > MAXIMUM_VALUES:
            raise self.stop(f"more than {MAXIMUM_VALUES} values, aliases followed", line)

    def _put(self, parent: _Open, node: Node) -> None:
        if parent.key is None:
            raise self.stop("a key must be text, not an alias", node.line)
        key, parent.key = parent.key, None
        if key in parent.node.value:
            first = parent.node.value[key].line
            message = f"{key!r} stands twice, first on line {first}; a key may stand once"
            self.problems.append(Problem((*self._path(), key), message, self.file, parent.key_line))
            if len(self.problems) >= MAXIMUM_PROBLEMS:
                raise self.stop("too many errors; reading stops here", parent.key_line)
            return
        parent.node.value[key] = replace(node, line=parent.key_line)

    def _path(self) -> Location:
        """Where the innermost open mapping stands."""
        steps: list[str | int] = []
        for level in self.open[:-1]:
            entries = level.node.value
            steps.append(len(entries) if isinstance(entries, list) else str(level.key))
        return tuple(steps)

    def _no_tag(self, event: Any, line: int) -> None:
        tag = str(event.tag) if event.tag is not None else ""
        if tag and tag != "None":
            raise self.stop(f"the tag {tag} is not allowed; a scenario holds plain values", line)


def plain_scalar(text: str) -> Any:
    """The value of an unquoted scalar under the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if text in _NAN:
        return float("nan")
    if len(text) < 60 and _FLOAT.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf"))
    return text


def plain(node: Node) -> Any:
    """The plain value of a node."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def locate(node: Node, location: Location) -> tuple[str, int]:
    """File and line of a location, or of the nearest thing above it that stands in a file."""
    for step in location:
        inside = node.value
        if isinstance(inside, dict) and str(step) in inside:
            node = inside[str(step)]
        elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
            node = inside[step]
        else:
            break
    return node.file, node.line
