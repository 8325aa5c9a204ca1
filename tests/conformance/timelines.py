"""Tiny simulations in words: programs as sentences, what happened as a line of time.

A scene's programs are written as verbs with commas between them::

    a: "seize r, hold 5, release r"        priority 0, patience without end
    b: "seize r 1 2.5"                     priority 1, patience 2.5

and what happened as ``"0: a a+ b | 5: a b+"``: at time 0 program a reached its first and its
second line, the latter after a grant (+), then b its first; at 5 ... A program's last line is its
end.
So the text holds every time and the whole order, also at one instant.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from tests.agreement.programs import Case, world_of

from pksim.engine import Resource, Result, run
from pksim.engine.verbs import CAPACITY, END, HOLD, RELEASE, SEIZE, SIGNAL, SPAWN, WAIT

Line = tuple[int, float, int, int]


@dataclass(frozen=True)
class Scene:
    """One small simulation and what must come of it.

    Attributes:
        programs: Name to text; all but those named in `later` start at time 0, in this order.
        happens: The timeline.
        resources: Name to capacity; an upper-case name is a resource that preempts.
        usage: Expected numbers by resource and field, where they matter.
    """

    programs: Mapping[str, str]
    happens: str
    resources: Mapping[str, int] = field(default_factory=dict)
    later: str = ""
    until: float = 100.0
    usage: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def play(scene: Scene, clock: str) -> tuple[str, Result]:
    """Run the scene; its timeline and its result."""
    case = _case(scene)
    result = run(world_of(case), case.until, clock=clock)
    return _timeline(scene, case, result), result


def _case(scene: Scene) -> Case:
    names, pools = list(scene.programs), list(scene.resources)
    texts = [[verb.split() for verb in text.split(",")] for text in scene.programs.values()]
    starts: list[int] = []
    lines: list[Line] = []
    for text in texts:
        starts.append(len(lines))
        lines += [_line(words, names, pools) for words in text if words]
        lines.append((END, 0.0, 0, 0))
    first = tuple(i for i, name in enumerate(names) if name not in scene.later)
    resources = tuple(
        Resource(name, units, preempts=name.isupper()) for name, units in scene.resources.items()
    )
    return Case(tuple(lines), tuple(starts), first, resources, scene.until)


def _line(words: list[str], names: list[str], pools: list[str]) -> Line:
    verb, rest = words[0], words[1:]
    if verb == "hold":
        return HOLD, float(rest[0]), 0, 0
    if verb == "seize":
        priority, patience = [*rest[1:], *("0", "inf")[len(rest) - 1 :]]
        return SEIZE, float(patience), pools.index(rest[0]), int(priority)
    if verb == "release":
        return RELEASE, 0.0, pools.index(rest[0]), 0
    if verb == "wait":
        return WAIT, float(rest[1]) if len(rest) > 1 else math.inf, int(rest[0]), 0
    if verb == "signal":
        return SIGNAL, 0.0, int(rest[0]), 0
    if verb == "spawn":
        return SPAWN, 0.0, 0, names.index(rest[0])
    assert verb == "capacity", verb
    return CAPACITY, 0.0, pools.index(rest[0]), int(rest[1])


def _timeline(scene: Scene, case: Case, result: Result) -> str:
    """The journal in words; marks stand only behind an answer to a seize or a wait."""
    names = list(scene.programs)
    steps = []
    for time, _, _, at, answer in result.journal.tolist():
        program = max(i for i, start in enumerate(case.starts) if start <= at)
        asked = at > case.starts[program] and case.lines[at - 1][0] in {SEIZE, WAIT}
        steps.append((time, names[program] + ("+" if answer else "-") * asked))
    groups = groupby(steps, key=lambda step: step[0])
    return " | ".join(
        f"{_plain(time)}: " + " ".join(step for _, step in group) for time, group in groups
    )


def _plain(time: float) -> str:
    """All digits, but no point where there is nothing behind it."""
    return repr(time).removesuffix(".0")
