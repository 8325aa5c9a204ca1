"""The native calendar: an indexed heap for the future and a line for this instant.

Order is (time, issue): of two entries due at one time, the one issued first goes first. Whatever
becomes due *now* joins the line, first come first served; entries of the heap that are due now go
before the line.
"""

from typing import Any

from pksim.engine.compiler import inlined, row
from pksim.engine.kernel import READY


@inlined
def stand_in_line(k: Any, who: int) -> None:
    """Give task `who` a turn at this instant, after all who stand in line already."""
    k.task[row(who)].state = READY
    clock = k.clock[0]
    k.line[clock.line_end & (len(k.line) - 1)] = who
    clock.line_end += 1


@inlined
def set_timer(k: Any, who: int, due: float) -> None:
    """Let the timer of task `who` ring at `due`, later than now."""
    k.task[row(who)].due = due
    clock = k.clock[0]
    issue = clock.issued
    clock.issued = issue + 1
    if clock.gap == 1:
        clock.gap = 0
        _sink(k, 0, clock.entries, due, issue, who)
        return
    place = clock.entries
    clock.entries = place + 1
    _rise(k, place, due, issue, who)


@inlined
def take_first(k: Any) -> int:
    """The task whose timer rings; its place stays open, as it mostly sets another timer at once.

    The entry that has rung stays where it is, before all others, until the gap is filled.
    """
    k.clock[0].gap = 1
    who = k.calendar[0].task
    k.task[row(who)].at = -1
    return who


@inlined
def close_gap(k: Any) -> None:
    """Fill the gap that no new timer took with the last entry."""
    clock = k.clock[0]
    clock.gap = 0
    last = clock.entries - 1
    clock.entries = last
    if last > 0:
        moved = k.calendar[row(last)]
        _sink(k, 0, last, moved.due, moved.issue, moved.task)


@inlined
def stop_timer(k: Any, who: int) -> None:
    """Take the timer of task `who` out of the calendar, where it has one."""
    place = k.task[row(who)].at
    if place < 0:
        return
    k.task[row(who)].at = -1
    clock = k.clock[0]
    last = clock.entries - 1
    clock.entries = last
    if place == last:
        return
    moved = k.calendar[row(last)]
    due, issue, task = moved.due, moved.issue, moved.task
    if place > 0 and _is_before(due, issue, k.calendar[row((place - 1) >> 2)]):
        _rise(k, place, due, issue, task)
    else:
        _sink(k, place, last, due, issue, task)


@inlined
def _is_before(due: float, issue: int, entry: Any) -> bool:
    if due == entry.due:
        return issue < entry.issue
    return due < entry.due


@inlined
def _earlier(k: Any, left: int, right: int) -> int:
    """Which of two places of the heap, `left` < `right`, holds the earlier entry."""
    a = k.calendar[row(left)]
    b = k.calendar[row(right)]
    if a.due == b.due:
        return left if a.issue < b.issue else right
    # arithmetic instead of a branch that nobody could foresee
    return left + (right - left) * (b.due < a.due)


@inlined
def _rise(k: Any, place: int, due: float, issue: int, who: int) -> None:
    while place > 0:
        above = (place - 1) >> 2
        if not _is_before(due, issue, k.calendar[row(above)]):
            break
        _copy(k, above, place)
        place = above
    _put(k, place, due, issue, who)


@inlined
def _sink(k: Any, place: int, entries: int, due: float, issue: int, who: int) -> None:
    first = 4 * place + 1
    while first < entries:
        if first + 3 < entries:
            below = _earlier(k, _earlier(k, first, first + 1), _earlier(k, first + 2, first + 3))
        else:
            below = first
            for other in range(first + 1, entries):
                below = _earlier(k, below, other)
        if _is_before(due, issue, k.calendar[row(below)]):
            break
        _copy(k, below, place)
        place = below
        first = 4 * place + 1
    _put(k, place, due, issue, who)


@inlined
def _copy(k: Any, source: int, target: int) -> None:
    entry = k.calendar[row(source)]
    _put(k, target, entry.due, entry.issue, entry.task)


@inlined
def _put(k: Any, place: int, due: float, issue: int, who: int) -> None:
    entry = k.calendar[row(place)]
    entry.due = due
    entry.issue = issue
    entry.task = who
    k.task[row(who)].at = place
