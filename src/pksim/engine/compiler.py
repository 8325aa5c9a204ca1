"""How the engine asks Numba to compile: the options, and one form for each set of types."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import config, njit, types
from numba.core.registry import CPUDispatcher
from numba.extending import overload


class _Native(CPUDispatcher):  # type: ignore[misc]
    """Compiled for native callers only: Python, which has no door to that code, interprets it."""

    def __call__(self, *args: Any) -> Any:
        return self.py_func(*args)


def compiled(function: Callable[..., Any], inline: bool = False, for_python: bool = False) -> Any:
    """Compile `function` when it is first called.

    Division by zero gives inf or nan and does not raise: an exception in native code leaks whatever
    its frames hold.

    Never cached by Numba: see docs/design.md, "The cache".

    Args:
        function: What to compile.
        inline: Every native caller takes the function in whole; this pays for small ones that run
            at every turn.
        for_python: Python calls it too. Without the door for that, compiling takes a third less.
    """
    made = njit(
        nogil=True,
        error_model="numpy",
        forceinline=inline,
        no_cpython_wrapper=not for_python,
        no_cfunc_wrapper=True,
    )(function)
    if not config.DISABLE_JIT:
        _forget_literals(made)
        if not for_python:
            made.__class__ = _Native
    return made


def inlined(function: Callable[..., Any]) -> Any:
    """Compile `function` into each of its native callers."""
    return compiled(function, inline=True)


def _forget_literals(dispatcher: Any) -> None:
    """Compile one form for all integers, not one for each constant that a caller writes."""
    of_types = dispatcher.get_call_template

    def of_plain_types(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return of_types(tuple(types.unliteral(kind) for kind in args), plain)

    dispatcher.get_call_template = of_plain_types


def row(number: int) -> int:
    """A row number: never negative, so native code need not ask whether it counts from the end.

    Only for the engine's own tables. A wrong number is caught where bounds are checked.
    """
    return number


@overload(row, jit_options={"forceinline": True})
def _native_row(number: int) -> Callable[[int], int]:  # noqa: ARG001 - Numba matches the names
    def unsigned(number: int) -> Any:
        return np.uint64(number)

    return unsigned
