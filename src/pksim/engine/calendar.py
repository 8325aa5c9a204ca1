"""The native calendar: an indexed heap for the future and a line for this instant.

Order is (time, issue): of two entries due at one time, the one issued first goes first. Whatever
becomes due *now* joins the line, first come first served; entries of the heap that are due now go
before the line.
"""

from typing import Any

from pksim.engine.compiler import inlined
from pksim.engine.kernel import READY


@inlined
def stand_in_line(k: Any, who: int) -> None:
    """Give task `who` a turn at this instant, after all who stand in line already."""
    k.task[who].state = READY
    clock = k.clock[0]
    k.line[clock.line_end & (len(k.line) - 1)] = who
    clock.line_end += 1


@inlined
def set_timer(k: Any, who: int, due: float) -> None:
    """Let the timer of task `who` ring at `due`, later than now."""
    k.task[who].due = due
    clock = k.clock[0]
    issue = clock.issued
    clock.issued = issue + 1
    place = clock.entries
    clock.entries = place + 1
    _rise(k, place, due, issue, who)


@inlined
def stop_timer(k: Any, who: int) -> None:
    """Take the timer of task `who` out of the calendar, where it has one."""
    place = k.task[who].at
    if place < 0:
        return
    k.task[who].at = -1
    clock = k.clock[0]
    last = clock.entries - 1
    clock.entries = last
    if place == last:
        return
    moved = k.calendar[last]
    due, issue, task = moved.due, moved.issue, moved.task
    if place > 0 and _is_before(due, issue, k.calendar[(place - 1) >> 1]):
        _rise(k, place, due, issue, task)
    else:
        _sink(k, place, due, issue, task)


@inlined
def _is_before(due: float, issue: int, entry: Any) -> bool:
    return due < entry.due or (due == entry.due and issue < entry.issue)


@inlined
def _rise(k: Any, place: int, due: float, issue: int, who: int) -> None:
    while place > 0:
        above = (place - 1) >> 1
        if not _is_before(due, issue, k.calendar[above]):
            break
        _copy(k, above, place)
        place = above
    _put(k, place, due, issue, who)


@inlined
def _sink(k: Any, place: int, due: float, issue: int, who: int) -> None:
    entries = k.clock[0].entries
    while 2 * place + 1 < entries:
        below = 2 * place + 1
        if below + 1 < entries:
            right = k.calendar[below + 1]
            if _is_before(right.due, right.issue, k.calendar[below]):
                below += 1
        if _is_before(due, issue, k.calendar[below]):
            break
        _copy(k, below, place)
        place = below
    _put(k, place, due, issue, who)


@inlined
def _copy(k: Any, source: int, target: int) -> None:
    entry = k.calendar[source]
    _put(k, target, entry.due, entry.issue, entry.task)


@inlined
def _put(k: Any, place: int, due: float, issue: int, who: int) -> None:
    entry = k.calendar[place]
    entry.due = due
    entry.issue = issue
    entry.task = who
    k.task[who].at = place
