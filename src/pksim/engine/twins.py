"""Interpreted twins of processes: the same code, rules interpreted, formulas left compiled."""

import types
from typing import Any

from pksim.engine.process import role_of, source_of


def twin_of(function: Any, made: dict[int, Any] | None = None) -> Any:
    """The interpreted twin of a decorated function; formulas and processes to spawn stay."""
    made = {} if made is None else made
    if id(function) in made:
        return made[id(function)]
    plain = source_of(function)
    names: dict[str, Any] = dict(plain.__globals__)
    cells = tuple(
        types.CellType(_seen(cell.cell_contents, (), made)) for cell in plain.__closure__ or ()
    )
    twin = types.FunctionType(plain.__code__, names, plain.__name__, plain.__defaults__, cells)
    made[id(function)] = twin
    for name in plain.__code__.co_names:
        if name in names:
            names[name] = _seen(names[name], plain.__code__.co_names, made)
    return twin


def _seen(value: Any, used: tuple[str, ...], made: dict[int, Any]) -> Any:
    if role_of(value) == "rule":
        return twin_of(value, made)
    if isinstance(value, types.ModuleType) and any(
        role_of(getattr(value, name, None)) for name in used
    ):
        members = {
            name: _seen(getattr(value, name), (), made) for name in used if hasattr(value, name)
        }
        return types.SimpleNamespace(**members)
    return value
