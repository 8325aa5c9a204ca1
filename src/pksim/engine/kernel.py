"""The state of the native clock, in rows: tasks, claims, resources, signals, and the clock itself.

A *task* is a running process; a *claim* is its hold on, or place in the queue of, one unit of a
resource. Rows are linked by index, -1 meaning none; unused rows form lists of vacancies. There is
no domain word here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pksim.engine.table import Layout, Table

_Rows = np.ndarray[Any, Any]

# What a task is doing. A task that is READY stands in the line of this instant.
VACANT, HOLDING, QUEUED, WAITING, READY, RUNNING = range(6)
# What a claim is: in line for the first time, in use, or preempted and in line again.
IN_LINE, IN_USE, LOST = range(3)

TASK = np.dtype(
    [
        ("due", "f8"),  # when its timer rings
        ("left", "f8"),  # time left of a hold stopped by preemption
        ("at", "i8"),  # its place in the calendar, -1 none; in a vacant row the next vacancy
        ("state", "i8"),
        ("outcome", "i8"),  # answer to its last seize or wait
        ("frozen", "i8"),  # how many of its claims are lost
        ("stopped", "i8"),  # its hold was stopped by preemption
        ("pending", "i8"),  # its turn came while it was frozen
        ("story", "i8"),  # which process
        ("arg", "i8"),
        ("number", "i8"),  # never used twice in a run
        ("started", "i8"),
        ("claims", "i8"),  # its latest claim
        ("asked", "i8"),  # the claim it queues with
        ("signal", "i8"),
        ("before", "i8"),  # neighbours among those waiting for one signal
        ("after", "i8"),
    ],
    align=True,
)
CLAIM = np.dtype(
    [
        ("priority", "i8"),
        ("sequence", "i8"),
        ("task", "i8"),
        ("resource", "i8"),
        ("state", "i8"),
        (
            "before",
            "i8",
        ),  # neighbours in the queue or among the users; in a vacant row the next vacancy
        ("after", "i8"),
        ("older", "i8"),  # the claim its task made before
    ],
    align=True,
)
RESOURCE = np.dtype(
    [
        ("capacity", "i8"),
        ("in_use", "i8"),
        ("queued", "i8"),
        ("preempts", "i8"),
        # kept for statistics: integrals over time up to `since`, and counts
        ("since", "f8"),
        ("use_time", "f8"),
        ("queue_time", "f8"),
        ("capacity_time", "f8"),
        ("seized", "i8"),
        ("waited", "i8"),
        ("gave_up", "i8"),
        ("preempted", "i8"),
        ("longest_queue", "i8"),
    ],
    align=True,
)
# The two ends of a chain of tasks or claims.
ENDS = np.dtype([("first", "i8"), ("last", "i8")])
ENTRY = np.dtype([("due", "f8"), ("issue", "i8"), ("task", "i8")])
CLOCK = np.dtype(
    [
        ("entries", "i8"),  # in the calendar, the gap included
        ("gap", "i8"),  # 1 where the first entry has rung and its place is not yet filled
        ("line_first", "i8"),  # the line of this instant: a ring
        ("line_end", "i8"),
        ("issued", "i8"),
        ("vacant_task", "i8"),
        ("vacant_claim", "i8"),
        ("tasks", "i8"),
        ("claims", "i8"),
        ("born", "i8"),
        ("turns", "i8"),  # how often a process was moved on
        ("current", "i8"),  # the task whose turn a stop for growth cut short, -1 none
        ("redo", "i8"),  # 1 where its verb must be obeyed again
        ("verb", "i8"),
        ("minutes", "f8"),
        ("a", "i8"),
        ("b", "i8"),
    ],
    align=True,
)


@dataclass(frozen=True)
class Resource:
    """So many like units that processes seize.

    With `preempts`, a more urgent claim takes a unit from the least urgent user, who is frozen
    until it gets one back.
    """

    name: str
    capacity: int
    preempts: bool = False


FEW_ROWS = 8192


def kernel_layout(
    resources: Sequence[Resource], tasks: int = 64, claims: int = 64, signals: int = 8
) -> Layout:
    """An empty kernel for these resources; `tasks` is a power of two. All three grow on demand."""
    rows = np.zeros(len(resources), RESOURCE)
    for row, resource in zip(rows, resources, strict=True):
        row["capacity"], row["preempts"] = resource.capacity, resource.preempts
    clock = np.zeros(1, CLOCK)
    clock["current"] = -1
    return Layout(
        "kernel",
        {
            "clock": clock,
            "task": _vacancies(np.zeros(tasks, TASK), "at", 0),
            "claim": _vacancies(np.zeros(claims, CLAIM), "before", 0),
            "resource": rows,
            "signal": _nobody(signals),
            "queue": _nobody(len(resources)),  # claims in line for each resource
            "users": _nobody(len(resources)),  # claims in use, where it preempts
            "calendar": np.zeros(tasks, ENTRY),
            "line": np.zeros(tasks, np.int64),
        },
    )


def line_up(kernel: Table, stories: Sequence[int], args: Sequence[int]) -> None:
    """Let the first tasks of a run stand in line, as if each had just been spawned."""
    first = len(stories)
    while len(kernel.column("task")) < first + 2:
        grow_tasks(kernel)
    task, clock = kernel.column("task"), kernel.column("clock")[0]
    clock["vacant_task"] = task["at"][first - 1] if first else 0
    clock["tasks"] = clock["born"] = clock["line_end"] = first
    rows = task[:first]
    rows["state"], rows["story"], rows["arg"] = READY, stories, args
    rows["number"] = kernel.column("line")[:first] = np.arange(first)
    for link in ("at", "claims", "asked"):
        rows[link] = -1


def grow_tasks(kernel: Table) -> None:
    """Room for more tasks. Safe between two verbs."""
    old = len(kernel.column("task"))
    new = grown(old)
    for name in ("task", "calendar"):
        kernel.lengthen(name, new)
    clock = kernel.column("clock")[0]
    places = np.arange(clock["line_first"], clock["line_end"])
    waiting = kernel.column("line")[places & (old - 1)]
    kernel.lengthen("line", new)
    kernel.column("line")[: len(waiting)] = waiting
    clock["line_first"], clock["line_end"] = 0, len(waiting)
    _vacancies(kernel.column("task"), "at", old, int(clock["vacant_task"]))
    clock["vacant_task"] = old


def grown(room: int) -> int:
    """The next room for rows: growing moves them, so that it is seldom done while they are few."""
    return 4 * room if room < FEW_ROWS else 2 * room


def grow_claims(kernel: Table) -> None:
    """Room for more claims. Safe between two verbs."""
    old = len(kernel.column("claim"))
    kernel.lengthen("claim", grown(old))
    clock = kernel.column("clock")[0]
    _vacancies(kernel.column("claim"), "before", old, int(clock["vacant_claim"]))
    clock["vacant_claim"] = old


def grow_signals(kernel: Table, needed: int) -> None:
    """Room for signals 0 to `needed` at least. Safe between two verbs."""
    old = len(kernel.column("signal"))
    new = old
    while new <= needed:
        new *= 2
    kernel.lengthen("signal", new)
    kernel.column("signal")[old:] = _nobody(new - old)


def _vacancies(
    rows: np.ndarray[Any, Any], link: str, first: int, then: int = -1
) -> np.ndarray[Any, Any]:
    """Chain the rows from `first` on into a list of vacancies that goes on at `then`."""
    rows[link][first:] = np.arange(first + 1, len(rows) + 1)
    rows[link][-1] = then
    return rows


def _nobody(signals: int) -> _Rows:
    rows = np.zeros(signals, ENDS)
    rows["first"] = rows["last"] = -1
    return rows
