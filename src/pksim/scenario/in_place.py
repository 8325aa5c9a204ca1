"""Uncertain numbers written in their place: `{uncertain: {best: 0.7, range: [0.5, 0.9]}}`.

Each is replaced by its best guess, and what is not known of it goes under the key `uncertain` of
the file, by its path. So there is one form to work with, and one number where one is wanted.
"""

from __future__ import annotations

from pksim.scenario.documents import Node
from pksim.scenario.problems import Location, Problem

KEY = "uncertain"
NOT_THERE = ("measures", "policies", "outlooks", KEY)
"""Parts of a file that hold no number of the model; a measure has `ranges` of its own."""


def lift(top: Node) -> list[Problem]:
    """Move every uncertain number of a file to its key `uncertain`; what could not be moved."""
    problems: list[Problem] = []
    found: dict[str, Node] = {}
    for key, item in top.value.items():
        if key not in NOT_THERE:
            top.value[key] = _lifted(item, (key,), found, problems)
    listed = top.value.setdefault(KEY, Node(top.file, top.line, {})) if found else None
    if listed is None or not isinstance(listed.value, dict):
        return problems
    for path, node in found.items():
        if path in listed.value:
            first = listed.value[path].line
            message = f"what is not known of {path!r} is said on line {first} too"
            problems.append(Problem((KEY, path), message, node.file, node.line))
        listed.value[path] = node
    return problems


def _lifted(node: Node, at: Location, found: dict[str, Node], problems: list[Problem]) -> Node:
    if isinstance(node.value, list):
        node.value = [_lifted(item, (*at, i), found, problems) for i, item in enumerate(node.value)]
    elif isinstance(node.value, dict) and set(node.value) == {KEY}:
        return _taken(node.value[KEY], at, found, problems)
    elif isinstance(node.value, dict):
        node.value = {
            key: _lifted(item, (*at, key), found, problems) for key, item in node.value.items()
        }
    return node


def _taken(law: Node, at: Location, found: dict[str, Node], problems: list[Problem]) -> Node:
    """The best guess of an uncertain number, its law put down under its path."""
    if isinstance(law.value, dict) and "best" in law.value:
        rest = {key: item for key, item in law.value.items() if key != "best"}
        found[".".join(map(str, at))] = Node(law.file, law.line, rest)
        best: Node = law.value["best"]
        return best
    message = "an uncertain number needs its best guess: {uncertain: {best: 2, range: [1, 3]}}"
    problems.append(Problem(at, message, law.file, law.line))
    return Node(law.file, law.line, None)
