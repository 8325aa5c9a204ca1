"""The compiled loop of a model, ready to run: from memory, from the cache, or compiled now."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import typeof, types
from numba.core.errors import NumbaError

from pksim.engine import cache, frames
from pksim.engine.dispatch import Loop
from pksim.engine.model import Model, name_of
from pksim.engine.table import Table, TableType
from pksim.engine.world import World
from pksim.errors import ModelError

_Key = tuple[str, str, str]
_LOOPS: dict[_Key, tuple[Loop, int]] = {}
_COMPILING = threading.Lock()


def ready_loop(
    world: World, kernel: Table, seen: Any, on_compile: Callable[[str], None] | None
) -> tuple[Loop, int]:
    """The loop for a model in worlds of this layout, and the size of a frame.

    Args:
        world: The world to run.
        kernel: Its kernel.
        seen: The world as the loop sees it: its table, or a view of that without the compiler.
        on_compile: Told in a line of text before anything is compiled.
    """
    key = (cache.model_stamp(world.model), kernel.layout.type.name, world.layout.type.name)
    if key in _LOOPS:
        return _LOOPS[key]
    with _COMPILING:
        if key not in _LOOPS:
            _LOOPS[key] = _make_loop(world.model, key, kernel, seen, on_compile)
    return _LOOPS[key]


def _make_loop(
    model: Model, key: _Key, kernel: Table, seen: Any, on_compile: Callable[[str], None] | None
) -> tuple[Loop, int]:
    folder = None if frames.INTERPRETED else cache.folder_for(key[0])
    loop = Loop(model, folder)
    if not frames.INTERPRETED:
        done = folder / f"ready-{_short(key)}" if folder else None
        if done is None or not done.exists():
            if on_compile:
                on_compile(f"compiling {len(model.processes)} processes, once")
            _compile(model, loop, kernel, seen)
            _mark(done)
    return loop, max(loop.frame_sizes(seen))


def _short(key: _Key) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def _compile(model: Model, loop: Loop, kernel: Table, world: Table) -> None:
    for process in model.processes:
        _compile_story(process, typeof(world))
    loop.frame_sizes.compile((typeof(world),))
    pool = types.Array(types.uint8, 1, "C")
    loop.run_slice.compile(
        (typeof(kernel), typeof(world), pool, types.int64, types.float64, types.int64)
    )


def _compile_story(process: Any, world: TableType) -> None:
    try:
        process.compile((world, types.int64, types.int64))
    except NumbaError as error:
        raise ModelError(
            f"process {name_of(process)} is not in the compiled subset of Python, so it "
            f'cannot run on the native clock; run it with clock="simpy", or change it. '
            f"The compiler says:\n{error}"
        ) from None
    _check_frame(process)


def _check_frame(process: Any) -> None:
    """Refuse a process that keeps anything but numbers and tables across a yield."""
    for signature in process.nopython_signatures:
        frame = signature.return_type
        for held in getattr(frame, "state_types", ()):
            if not _can_be_kept(held):
                raise ModelError(
                    f"process {name_of(process)} keeps a {held} across a yield: only numbers and "
                    "the world can be kept; read a column anew after each yield"
                )


def _can_be_kept(held: Any) -> bool:
    if isinstance(held, types.BaseTuple):  # a verb, on its way out
        return all(_can_be_kept(part) for part in held.types)
    numbers = types.Number | types.Boolean | types.Literal
    # `for i in range(n)` keeps four numbers, which live in the frame
    counting = types.RangeType | types.RangeIteratorType
    return isinstance(held, numbers | counting | types.Dispatcher | TableType)


def _mark(done: Path | None) -> None:
    if done is not None:
        done.touch()
        cache.forget_old(done.parent)
