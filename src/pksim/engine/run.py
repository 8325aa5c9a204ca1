"""`run`: one world, on the clock that the caller chooses."""

import threading
from collections.abc import Callable

from pksim.engine.native_clock import run_native
from pksim.engine.results import Result
from pksim.engine.world import World
from pksim.errors import ModelError

CLOCKS = ("native", "simpy")


def run(
    world: World,
    until: float,
    clock: str = "native",
    stop: threading.Event | None = None,
    on_compile: Callable[[str], None] | None = None,
) -> Result:
    """Run `world` from time 0 to `until`, events at `until` excluded.

    Args:
        world: A fresh world; a run uses it up (`World.fresh` gives another).
        until: End of the run, in the time unit of the model.
        clock: ``"native"`` or ``"simpy"``; both give the same result, bit for bit.
        stop: When another thread sets it, the run ends within milliseconds with `Interrupted`.
        on_compile: Told in a line of text when the native clock has to compile first.

    Raises:
        ModelError: A process broke the engine's rules; the message names it, its time and its verb.
    """
    if clock == "native":
        return run_native(world, until, stop, on_compile)
    if clock == "simpy":
        from pksim.engine.simpy_clock import run_simpy  # SimPy is loaded where it is wanted

        return run_simpy(world, until, stop)
    raise ModelError(f"there is no clock {clock!r}; there are {' and '.join(CLOCKS)}")
