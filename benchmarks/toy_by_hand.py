"""The toy mission as a hand-written compiled loop: general heap, entity slots, the same draws.

What a good programmer writes who wants only this model, fast: one case for each kind of event, a
queue for each severity, no statistics that nobody asked for, no stop, no error that could be named.
"""

from typing import Any

import numpy as np
from numba import njit

from benchmarks.calendar_by_hand import drop_first, push
from benchmarks.toy import (
    CARRIED,
    CARRYING,
    DANGER,
    DEPARTED,
    DEPARTURE,
    DIED,
    ENDURANCE,
    HALT,
    HURT,
    INTERVAL,
    KINDS,
    LUCK,
    OPERATED,
    OPERATION,
    PACE,
    PATIENCE,
    PROGRAMMES,
    QUICKEST,
    RECOVERED,
    RETURNED,
    SEGMENTS,
    SEVERITY,
    SLOWEST,
    STRUCK,
    SURGERY,
    TEAMS,
)
from pksim.engine.distributions import exponential, uniform_between
from pksim.engine.streams import uniform

DEPARTS, ARRIVES_ON_SEGMENT, SETS_OUT_AGAIN, ARRIVES_AT_TEAM, SURGERY_ENDS, PATIENCE_ENDS = range(6)
SLOTS = 4096
# A slot is one patrol or one casualty; a casualty who is no longer waiting has no patience to lose.
ENTITY = np.dtype(
    [
        ("name", "i8"),
        ("since", "f8"),
        ("endurance", "f8"),
        ("place", "i8"),  # the segment of a patrol, the severity of a casualty
        ("waiting", "i8"),
        ("before", "i8"),
        ("after", "i8"),
        ("born", "i8"),  # how often the slot was used, to know a timer of the one before
        ("next", "i8"),
    ]
)


@njit(nogil=True, error_model="numpy")
def simulate(until: float, key: int) -> tuple[Any, Any]:
    """Counts and sums by kind of event, up to `until`."""
    count = np.zeros(len(KINDS), np.int64)
    total = np.zeros(len(KINDS))
    times, kinds, whose = np.empty(SLOTS), np.empty(SLOTS, np.int64), np.empty(SLOTS, np.int64)
    slots = np.zeros(SLOTS, ENTITY)
    for i in range(SLOTS):
        slots[i].next = i + 1
    free = 0
    first, last = np.full(3, -1), np.full(3, -1)
    busy = 0
    departures = np.zeros(PROGRAMMES, np.int64)
    used = 0
    for number in range(PROGRAMMES):
        first_due = exponential(uniform(key, DEPARTURE, number, 0), INTERVAL[number])
        used = push(times, kinds, whose, used, first_due, DEPARTS, number)
    while used > 0 and times[0] < until:
        time, kind, who = times[0], kinds[0], whose[0]
        used = drop_first(times, kinds, whose, used)
        if kind in (ARRIVES_ON_SEGMENT, SETS_OUT_AGAIN):
            e = slots[who]
            if kind == ARRIVES_ON_SEGMENT:
                segment = e.place
                e.place += 1
                if uniform(key, LUCK, e.name, segment) < DANGER[e.name >> 32]:
                    hurt = 1 + int(4.0 * uniform(key, HURT, e.name, segment))
                    count[STRUCK] += 1
                    total[STRUCK] += hurt
                    used = push(times, kinds, whose, used, time + HALT, SETS_OUT_AGAIN, who)
                    for seat in range(hurt - 1, -1, -1):
                        new = free
                        free = slots[new].next
                        c = slots[new]
                        c.name = (e.name << 8) + (segment << 3) + seat
                        c.place = int(3.0 * uniform(key, SEVERITY, c.name, 0))
                        carried = exponential(uniform(key, CARRYING, c.name, 0), CARRIED)
                        used = push(times, kinds, whose, used, time + carried, ARRIVES_AT_TEAM, new)
                    continue
            if e.place < SEGMENTS[e.name >> 32]:
                pace = uniform_between(uniform(key, PACE, e.name, e.place), QUICKEST, SLOWEST)
                used = push(times, kinds, whose, used, time + pace, ARRIVES_ON_SEGMENT, who)
            else:
                count[RETURNED] += 1
                total[RETURNED] += time - e.since
                e.born += 1
                e.next = free
                free = who
        elif kind == DEPARTS:
            new = free
            free = slots[new].next
            e = slots[new]
            e.name = who << 32 | departures[who]
            e.since = time
            e.place = 0
            departures[who] += 1
            count[DEPARTED] += 1
            pace = uniform_between(uniform(key, PACE, e.name, 0), QUICKEST, SLOWEST)
            used = push(times, kinds, whose, used, time + pace, ARRIVES_ON_SEGMENT, new)
            gap = exponential(uniform(key, DEPARTURE, who, departures[who]), INTERVAL[who])
            used = push(times, kinds, whose, used, time + gap, DEPARTS, who)
        elif kind == ARRIVES_AT_TEAM:
            e = slots[who]
            e.since = time
            e.endurance = exponential(uniform(key, PATIENCE, e.name, 0), ENDURANCE[e.place])
            if busy < TEAMS:
                busy += 1
                count[OPERATED] += 1
                surgery = exponential(uniform(key, SURGERY, e.name, 0), OPERATION)
                used = push(times, kinds, whose, used, time + surgery, SURGERY_ENDS, who)
            else:
                e.waiting = 1
                e.before = last[e.place]
                e.after = -1
                if e.before < 0:
                    first[e.place] = who
                else:
                    slots[e.before].after = who
                last[e.place] = who
                timer = e.born << 16 | who
                used = push(times, kinds, whose, used, time + e.endurance, PATIENCE_ENDS, timer)
        elif kind == SURGERY_ENDS:
            e = slots[who]
            count[RECOVERED] += 1
            total[RECOVERED] += time - e.since
            e.born += 1
            e.next = free
            free = who
            busy -= 1
            for severity in range(3):
                if first[severity] >= 0:
                    who = first[severity]
                    e = slots[who]
                    first[severity] = e.after
                    if e.after < 0:
                        last[severity] = -1
                    else:
                        slots[e.after].before = -1
                    e.waiting = 0
                    busy += 1
                    count[OPERATED] += 1
                    total[OPERATED] += time - e.since
                    surgery = exponential(uniform(key, SURGERY, e.name, 0), OPERATION)
                    used = push(times, kinds, whose, used, time + surgery, SURGERY_ENDS, who)
                    break
        else:
            born = who >> 16
            who &= 0xFFFF
            e = slots[who]
            if e.waiting == 1 and e.born == born:
                count[DIED] += 1
                total[DIED] += e.endurance
                e.waiting = 0
                if e.before < 0:
                    first[e.place] = e.after
                else:
                    slots[e.before].after = e.after
                if e.after < 0:
                    last[e.place] = e.before
                else:
                    slots[e.after].before = e.before
                e.born += 1
                e.next = free
                free = who
    return count, total
