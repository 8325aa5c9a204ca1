"""A model: the processes that may run in one world, found by following what they spawn."""

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator, Sequence
from typing import Any

from pksim.engine.process import role_of, source_of
from pksim.errors import ModelError

_ARITHMETIC = {
    "exp",
    "log",
    "sqrt",
    "pow",
    "sin",
    "cos",
    "tan",
    "log1p",
    "expm1",
    "erf",
    "erfc",
    "gamma",
    "lgamma",
}


class Model:
    """A title, the processes a world starts with, and the kinds of event they record.

    Every process that these can spawn belongs to the model too; so do all rules and formulas that
    they reach.

    Raises:
        ModelError: A process breaks a rule that the clocks rely on; the message names it and the
        rule.
    """

    def __init__(self, title: str, start: Sequence[Any], kinds: Sequence[str] = ()) -> None:
        self.title = title
        self.kinds = tuple(kinds)
        self.functions = _reach(start)
        for function in start:
            if role_of(function) != "process":
                raise ModelError(
                    f"{name_of(function)} is a {role_of(function)}: only a process starts"
                )
        self.processes = sorted((f for f in self.functions if role_of(f) == "process"), key=name_of)
        self._stories = {process.kind: i for i, process in enumerate(self.processes)}
        if len(self._stories) != len(self.processes):
            raise ModelError(
                f"model {title}: two processes share a name, or (rarely) a checksum; rename one"
            )
        for function in self.functions:
            _check(function)

    def story_of(self, kind: int) -> int:
        """The position in `processes` of the process with this kind number."""
        story = self.find(kind)
        if story < 0:
            known = ", ".join(process.__name__ for process in self.processes)
            raise ModelError(f"model {self.title} does not know this process; it has {known}")
        return story

    def find(self, kind: int) -> int:
        """As `story_of`, but -1 where the model does not know the process."""
        return self._stories.get(kind, -1)


def name_of(decorated: Any) -> str:
    """Module and name of a decorated function, as in ``pksim.mission.patrols.patrol``."""
    function = source_of(decorated)
    return f"{function.__module__}.{function.__qualname__}"


def names_in(function: Any) -> Iterator[tuple[str, Any]]:
    """The global names that a decorated function uses and what they are; modules one step deep."""
    plain = source_of(function)
    cells = zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=True)
    found = {name: cell.cell_contents for name, cell in cells}
    found |= {
        name: plain.__globals__[name]
        for name in plain.__code__.co_names
        if name in plain.__globals__
    }
    for name, value in sorted(found.items()):
        yield name, value
        if isinstance(value, types.ModuleType):
            for inner in plain.__code__.co_names:
                if role_of(getattr(value, inner, None)):
                    yield f"{name}.{inner}", getattr(value, inner)


def _reach(start: Sequence[Any]) -> list[Any]:
    found: dict[int, Any] = {}
    todo = list(start)
    while todo:
        function = todo.pop()
        if role_of(function) is None:
            raise ModelError(f"{function!r} is not decorated with @process, @rule or @formula")
        if id(function) in found:
            continue
        found[id(function)] = function
        todo += [value for _, value in names_in(function) if role_of(value)]
    return sorted(found.values(), key=name_of)


def _check(function: Any) -> None:
    role, where = role_of(function), name_of(function)
    if role == "formula":
        return
    loose = [
        n
        for n in source_of(function).__code__.co_names
        if n in _ARITHMETIC and n not in source_of(function).__globals__
    ]
    if loose:
        raise ModelError(
            f"{role} {where} uses {loose[0]}(): put it into a @formula, "
            "which both clocks share to the last bit"
        )
    if role == "process":
        _check_story(function, where)


def _check_story(function: Any, where: str) -> None:
    plain = source_of(function)
    if not inspect.isgeneratorfunction(plain):
        raise ModelError(
            f"process {where} yields nothing: a process is a generator function that yields verbs"
        )
    if plain.__code__.co_argcount != 3:
        raise ModelError(
            f"process {where} must take three arguments: the world, its own number, and one number"
        )
    if not _ends(plain):
        raise ModelError(
            f"process {where} must finish with `yield end()`, or go on for ever with `while True`"
        )


def _ends(plain: Any) -> bool:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(plain)))
    except (OSError, SyntaxError):
        return True  # no source to read; the clock notices at run time
    last = tree.body[0].body[-1]  # type: ignore[attr-defined]
    if isinstance(last, ast.While):
        endless = isinstance(last.test, ast.Constant) and bool(last.test.value)
        return endless and not any(_breaks(step) for step in last.body)
    called = (
        last.value.value
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Yield)
        else None
    )
    return isinstance(called, ast.Call) and ast.unparse(called.func).split(".")[-1] == "end"


def _breaks(step: ast.stmt) -> bool:
    """Whether the statement can leave the loop it stands in; the breaks of inner loops do not."""
    if isinstance(step, ast.Break | ast.Return):
        return True
    if isinstance(step, ast.For | ast.While):
        return any(_breaks(inner) for inner in step.orelse)
    inner_steps = (child for child in ast.iter_child_nodes(step) if isinstance(child, ast.stmt))
    return any(_breaks(inner) for inner in inner_steps)
