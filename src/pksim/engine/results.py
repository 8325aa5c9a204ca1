"""What came out of one run, in the same form from both clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pksim.engine.kernel import Resource
from pksim.engine.world import World

USAGE = np.dtype(
    [
        ("capacity", "f8"),
        ("in_use", "f8"),
        ("queue", "f8"),
        ("seized", "i8"),
        ("waited", "i8"),
        ("gave_up", "i8"),
        ("preempted", "i8"),
        ("longest_queue", "i8"),
    ]
)


@dataclass(frozen=True)
class Result:
    """The journal, its tallies, and how much each resource was used.

    Attributes:
        until: Time at which the run ended. journal: Rows (time, kind, subject, place, value);
        empty unless the world recorded. count, total: Number of events and sum of their values,
        by kind. usage: A row for each resource: time-weighted means of capacity, units in use and
        queue length;
            claims granted, claims that had to wait, that gave up, that were preempted; the
            longest queue.
        turns: How often a process was moved on.
        world: The world as the run left it.
    """

    until: float
    journal: np.ndarray[Any, Any]
    count: np.ndarray[Any, Any]
    total: np.ndarray[Any, Any]
    usage: np.ndarray[Any, Any]
    turns: int
    world: World


def result_of(world: World, until: float, resources: Sequence[Any], turns: int) -> Result:
    """Gather the result; `resources` carry the integrals up to the last change."""
    end = until if np.isfinite(until) else float(world.column("engine.now")[0])
    return Result(
        until=end,
        journal=world.journal(),
        count=world.column("engine.count").copy(),
        total=world.column("engine.total").copy(),
        usage=_usage(world.resources, resources, end),
        turns=turns,
        world=world,
    )


def _usage(named: Sequence[Resource], rows: Sequence[Any], end: float) -> np.ndarray[Any, Any]:
    usage = np.zeros(len(named), USAGE)
    for out, row in zip(usage, rows, strict=True):
        rest = end - row.since
        out["capacity"] = _mean(row.capacity_time + row.capacity * rest, end)
        out["in_use"] = _mean(row.use_time + row.in_use * rest, end)
        out["queue"] = _mean(row.queue_time + row.queued * rest, end)
        for name in ("seized", "waited", "gave_up", "preempted", "longest_queue"):
            out[name] = getattr(row, name)
    return usage


def _mean(integral: float, time: float) -> float:
    return integral / time if time > 0 else 0.0
