"""The eight verbs: all that a process may ask of its clock.

A verb is a row of four numbers ``(verb, minutes, a, b)``, so that it costs nothing natively. What
each one means, also at one instant, is stated in ``docs/verbs.md``; both clocks are tested
against that page.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from numba import types
from numba.extending import overload

from pksim.engine.process import rule

Verb: TypeAlias = tuple[int, float, int, int]

HOLD, SEIZE, RELEASE, WAIT, SIGNAL, SPAWN, END, CAPACITY = range(8)
VERB_NAMES = ("hold", "seize", "release", "wait", "signal", "spawn", "end", "capacity")


@rule
def hold(minutes: float) -> Verb:
    """Let `minutes` (0 or more, may be infinite) of model time pass."""
    return HOLD, minutes + 0.0, 0, 0


@rule
def seize(resource: int, priority: int, patience: float) -> Verb:
    """Claim one unit of `resource`, waiting at most `patience`; smaller `priority` goes first.

    Afterwards `granted(world)` says whether the unit was won. Patience 0 never waits.
    """
    return SEIZE, patience + 0.0, resource, priority


@rule
def release(resource: int) -> Verb:
    """Give back the unit of `resource` claimed last."""
    return RELEASE, 0.0, resource, 0


@rule
def wait(signal_id: int, patience: float) -> Verb:
    """Wait for the next `signal(signal_id)`, at most `patience`; then ask `granted(world)`."""
    return WAIT, patience + 0.0, signal_id, 0


@rule
def signal(signal_id: int) -> Verb:
    """Wake all processes that wait for `signal_id` now, in the order in which they began to."""
    return SIGNAL, 0.0, signal_id, 0


@rule
def capacity(resource: int, units: int) -> Verb:
    """Set how many units `resource` has from now on."""
    return CAPACITY, 0.0, resource, units


@rule
def end() -> Verb:
    """The process is over; whatever it still holds is released."""
    return END, 0.0, 0, 0


def spawn(process: Any, arg: int) -> Verb:
    """Start `process` (the decorated function itself) with the number `arg`, at this instant."""
    return SPAWN, 0.0, process.kind, arg


@overload(spawn, strict=False)
def _spawn_natively(process: Any, arg: Any) -> Callable[[Any, int], Verb] | None:  # noqa: ARG001
    """`spawn` in compiled code: which process is meant is known when the caller is compiled."""
    if isinstance(process, types.RecursiveCall):  # a process that spawns its own like
        process = process.dispatcher_type
    if not isinstance(process, types.Dispatcher):
        return None
    kind = process.dispatcher.kind
    return lambda process, arg: (SPAWN, 0.0, kind, arg)  # noqa: ARG005 - Numba matches names
