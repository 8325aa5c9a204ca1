"""The binary heap of the hand-written loops: (time, kind, entity) in three arrays, by time alone.

The calendar of somebody who writes one model and knows that no two events meet at one instant: no
issue numbers, and no way to take an entry out.
"""

from typing import Any

from numba import njit


@njit(nogil=True, error_model="numpy", forceinline=True)
def push(times: Any, kinds: Any, entities: Any, used: int, time: float, kind: int, who: int) -> int:
    """Enter an event; returns how many entries there are now."""
    at = used
    while at > 0 and times[(at - 1) >> 1] > time:
        above = (at - 1) >> 1
        times[at] = times[above]
        kinds[at] = kinds[above]
        entities[at] = entities[above]
        at = above
    times[at] = time
    kinds[at] = kind
    entities[at] = who
    return used + 1


@njit(nogil=True, error_model="numpy", forceinline=True)
def drop_first(times: Any, kinds: Any, entities: Any, used: int) -> int:
    """Remove the first event, which the caller has read; returns how many are left."""
    used -= 1
    time, kind, who = times[used], kinds[used], entities[used]
    at = 0
    while 2 * at + 1 < used:
        below = 2 * at + 1
        if below + 1 < used and times[below + 1] < times[below]:
            below += 1
        if times[below] >= time:
            break
        times[at] = times[below]
        kinds[at] = kinds[below]
        entities[at] = entities[below]
        at = below
    times[at] = time
    kinds[at] = kind
    entities[at] = who
    return used
