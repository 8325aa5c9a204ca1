"""What the native clock does with a verb, and whose turn is next; in words in docs/verbs.md."""

import math
from typing import Any

from pksim.engine.calendar import (
    close_gap,
    set_timer,
    stand_in_line,
    stop_timer,
    take_first,
)
from pksim.engine.claims import (
    drop_claim,
    give_back,
    goes_before,
    integrate,
    join_queue,
    latest_claim,
    least_urgent_user,
    new_claim,
    own,
    preempt,
    settle,
    take_unit,
    withdraw,
)
from pksim.engine.compiler import inlined, row
from pksim.engine.kernel import HOLDING, QUEUED, READY, VACANT, WAITING
from pksim.engine.verbs import CAPACITY, END, HOLD, RELEASE, SEIZE, SIGNAL, SPAWN, WAIT

# What became of a verb ...
GOES_ON, SUSPENDED, ENDED, NEEDS_SIGNALS = range(4)
# ... or what was wrong with it, in words in `pksim.engine.faults`.
BAD_HOLD, NOT_HELD, NO_RESOURCE, BAD_CAPACITY, BAD_SIGNAL, NO_PROCESS, NO_VERB, BAD_PATIENCE = (
    range(10, 18)
)
# Whose turn is next: a task, or none of them because ...
EMPTY, HORIZON, NOBODY = -1, -2, -3


@inlined
def obey(k: Any, now: float, who: int, verb: int, minutes: float, a: int, b: int) -> int:
    """Carry out one verb of task `who`; what became of it, or what was wrong with it."""
    if verb == HOLD:
        return _hold(k, now, who, minutes)
    if verb == SEIZE:
        return _seize(k, now, who, minutes, a, b)
    if verb == RELEASE:
        return _release(k, now, who, a)
    if verb == SPAWN:
        if a < 0:
            return NO_PROCESS
        stand_in_line(k, new_task(k, a, b))
        return GOES_ON
    if verb == END:
        return _end(k, now, who)
    if verb == WAIT:
        return _wait(k, now, who, minutes, a)
    if verb == SIGNAL:
        return _signal(k, a)
    if verb == CAPACITY:
        return _capacity(k, now, who, a, b)
    return NO_VERB


@inlined
def new_task(k: Any, story: int, arg: int) -> int:
    """A vacant row made a task that has not started."""
    clock = k.clock[0]
    who = clock.vacant_task
    t = k.task[row(who)]
    clock.vacant_task = t.at
    clock.tasks += 1
    t.at = -1
    t.story = story
    t.arg = arg
    t.number = clock.born
    clock.born += 1
    t.claims = -1
    t.asked = -1
    t.frozen = 0
    t.stopped = 0
    t.pending = 0
    t.outcome = 0
    t.started = 0
    return who


@inlined
def _hold(k: Any, now: float, who: int, minutes: float) -> int:
    if not minutes >= 0.0:
        return BAD_HOLD
    due = now + minutes
    if due == now:
        k.task[row(who)].due = now
        stand_in_line(k, who)
    else:
        k.task[row(who)].state = HOLDING
        set_timer(k, who, due)
    return SUSPENDED


@inlined
def _seize(k: Any, now: float, who: int, patience: float, resource: int, priority: int) -> int:
    if resource < 0 or resource >= len(k.resource):
        return NO_RESOURCE
    if not patience >= 0.0:
        return BAD_PATIENCE
    integrate(k, now, resource)
    claim = new_claim(k, who, resource, priority)
    r = k.resource[row(resource)]
    if r.preempts == 1 and r.in_use == r.capacity:
        victim = least_urgent_user(k, resource, who)
        if victim >= 0 and goes_before(k, claim, victim):
            preempt(k, now, resource, victim)
    if r.in_use < r.capacity:
        take_unit(k, resource, claim)
        own(k, who, claim)
        r.seized += 1
        k.task[row(who)].outcome = 1
        return GOES_ON
    if now + patience == now:
        r.gave_up += 1
        drop_claim(k, claim)
        k.task[row(who)].outcome = 0
        return GOES_ON
    join_queue(k, who, resource, claim)
    k.task[row(who)].state = QUEUED
    _be_patient(k, now, who, patience)
    return SUSPENDED


@inlined
def _be_patient(k: Any, now: float, who: int, patience: float) -> None:
    if patience < math.inf:
        set_timer(k, who, now + patience)


@inlined
def _release(k: Any, now: float, who: int, resource: int) -> int:
    if resource < 0 or resource >= len(k.resource):
        return NO_RESOURCE
    claim = latest_claim(k, who, resource)
    if claim < 0:
        return NOT_HELD
    integrate(k, now, resource)
    give_back(k, now, who, claim)
    return GOES_ON


@inlined
def _end(k: Any, now: float, who: int) -> int:
    t = k.task[row(who)]
    while t.claims >= 0:
        integrate(k, now, k.claim[row(t.claims)].resource)
        give_back(k, now, who, t.claims)
    clock = k.clock[0]
    t.state = VACANT
    t.at = clock.vacant_task
    clock.vacant_task = who
    clock.tasks -= 1
    return ENDED


@inlined
def _wait(k: Any, now: float, who: int, patience: float, signal: int) -> int:
    if not 0 <= signal < 1 << 31:
        return BAD_SIGNAL
    if not patience >= 0.0:
        return BAD_PATIENCE
    t = k.task[row(who)]
    if now + patience == now:
        t.outcome = 0
        return GOES_ON
    if signal >= len(k.signal):
        return NEEDS_SIGNALS
    s = k.signal[row(signal)]
    t.signal = signal
    t.before = s.last
    t.after = -1
    if s.last < 0:
        s.first = who
    else:
        k.task[row(s.last)].after = who
    s.last = who
    t.state = WAITING
    _be_patient(k, now, who, patience)
    return SUSPENDED


@inlined
def _signal(k: Any, signal: int) -> int:
    if not 0 <= signal < 1 << 31:
        return BAD_SIGNAL
    if signal >= len(k.signal):
        return GOES_ON  # nobody ever waited for it
    s = k.signal[row(signal)]
    who = s.first
    s.first = -1
    s.last = -1
    while who >= 0:
        after = k.task[row(who)].after
        stop_timer(k, who)
        k.task[row(who)].outcome = 1
        stand_in_line(k, who)
        who = after
    return GOES_ON


@inlined
def _capacity(k: Any, now: float, who: int, resource: int, units: int) -> int:
    if resource < 0 or resource >= len(k.resource):
        return NO_RESOURCE
    if units < 0:
        return BAD_CAPACITY
    integrate(k, now, resource)
    r = k.resource[row(resource)]
    r.capacity = units
    if r.preempts == 1:
        while r.in_use > units:
            victim = least_urgent_user(k, resource, who)
            if victim < 0:
                break
            preempt(k, now, resource, victim)
    settle(k, now, resource)
    return GOES_ON


@inlined
def next_turn(k: Any, now: Any, until: float) -> int:
    """The task whose turn is next, moving `now[0]` on; or EMPTY, HORIZON, NOBODY (it is frozen)."""
    clock = k.clock[0]
    if clock.gap == 1:
        close_gap(k)
    if clock.entries > 0 and k.calendar[0].due <= now[0]:
        who = _ring(k, now[0])
    elif clock.line_first < clock.line_end:
        who = k.line[clock.line_first & (len(k.line) - 1)]
        clock.line_first += 1
    elif clock.entries == 0:
        return EMPTY
    elif k.calendar[0].due >= until:
        return HORIZON
    else:
        now[0] = k.calendar[0].due
        who = _ring(k, now[0])
    t = k.task[row(who)]
    if t.frozen > 0:
        t.pending = 1
        t.state = READY
        return NOBODY
    return who


@inlined
def _ring(k: Any, now: float) -> int:
    """The timer that is due rings: a hold is over, or a patience."""
    who = take_first(k)
    t = k.task[row(who)]
    if t.state == QUEUED:
        withdraw(k, now, who)
        t.outcome = 0
    elif t.state == WAITING:
        _stop_waiting(k, who)
        t.outcome = 0
    return who


@inlined
def _stop_waiting(k: Any, who: int) -> None:
    t = k.task[row(who)]
    s = k.signal[row(t.signal)]
    if t.before < 0:
        s.first = t.after
    else:
        k.task[row(t.before)].after = t.after
    if t.after < 0:
        s.last = t.before
    else:
        k.task[row(t.after)].before = t.before
