"""Three ways to write a model function: a process, a rule, a formula.

- A `process` is a generator function ``(world, me, arg)`` that yields verbs: the story.
- A `rule` reads and writes the world on behalf of a process. Natively it is compiled; on the SimPy
  clock it is interpreted.
- A `formula` takes scalars and gives scalars. It is compiled on *both* clocks, so that both call
  the same machine code: every exponential, logarithm or root belongs in one, and equality to the
  bit follows.
"""

import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from pksim.engine.compiler import compiled

F = TypeVar("F", bound=Callable[..., Any])


def process(story: F) -> F:
    """Mark a generator function ``(world, me, arg)`` as a process."""
    return _marked(story, "process")


def rule(rule: F) -> F:
    """Mark a function of the world, used by processes and other rules."""
    return _marked(rule, "rule")


def formula(formula: F) -> F:
    """Mark a function from scalars to scalars as arithmetic that both clocks share to the bit."""
    return _marked(formula, "formula")


def _marked(function: Callable[..., Any], role: str) -> Any:
    made = compiled(function, for_python=role == "formula")
    made.role = role
    made.kind = _kind(function)
    return made


def _kind(function: Callable[..., Any]) -> int:
    """A number for the function that is the same in every run and every import order."""
    return zlib.crc32(f"{function.__module__}.{function.__qualname__}".encode())


def role_of(thing: object) -> str | None:
    """'process', 'rule' or 'formula' for a decorated function, else None."""
    return getattr(thing, "role", None) if callable(thing) else None


def source_of(decorated: Any) -> Any:
    """The plain Python function under a decorated one, with or without the compiler."""
    return getattr(decorated, "py_func", decorated)
