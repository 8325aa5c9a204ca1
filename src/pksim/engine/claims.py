"""Claims on resources: queues, users, preemption, and their time-weighted statistics, natively.

Queues are sorted by (priority, sequence); so are the users of a resource that preempts, whose
last user is the first to be preempted. A preempted claim keeps its key, so it stands where it
stood before.
"""

from typing import Any

from pksim.engine.calendar import set_timer, stand_in_line, stop_timer
from pksim.engine.compiler import inlined, row
from pksim.engine.kernel import HOLDING, IN_LINE, IN_USE, LOST


@inlined
def integrate(k: Any, now: float, resource: int) -> None:
    """Bring the time integrals of a resource up to `now`, before anything about it changes."""
    r = k.resource[row(resource)]
    passed = now - r.since
    r.use_time += r.in_use * passed
    r.queue_time += r.queued * passed
    r.capacity_time += r.capacity * passed
    r.since = now


@inlined
def new_claim(k: Any, who: int, resource: int, priority: int) -> int:
    """A claim of task `who`, neither in use nor in line yet."""
    clock = k.clock[0]
    claim = clock.vacant_claim
    c = k.claim[row(claim)]
    clock.vacant_claim = c.before
    clock.claims += 1
    c.task = who
    c.resource = resource
    c.priority = priority
    c.sequence = clock.issued
    clock.issued += 1
    return claim


@inlined
def drop_claim(k: Any, claim: int) -> None:
    """Make the row of a claim vacant."""
    clock = k.clock[0]
    k.claim[row(claim)].before = clock.vacant_claim
    clock.vacant_claim = claim
    clock.claims -= 1


@inlined
def own(k: Any, who: int, claim: int) -> None:
    """Write the claim down as the latest of its task."""
    k.claim[row(claim)].older = k.task[row(who)].claims
    k.task[row(who)].claims = claim


@inlined
def goes_before(k: Any, one: int, other: int) -> bool:
    """Whether claim `one` is more urgent than claim `other`."""
    a = k.claim[row(one)]
    b = k.claim[row(other)]
    return a.priority < b.priority or (a.priority == b.priority and a.sequence < b.sequence)


@inlined
def link(k: Any, ends: Any, claim: int) -> None:
    """Put the claim into the chain between `ends`, where its key says."""
    before = ends.last
    while before >= 0 and goes_before(k, claim, before):
        before = k.claim[row(before)].before
    after = ends.first if before < 0 else k.claim[row(before)].after
    k.claim[row(claim)].before = before
    k.claim[row(claim)].after = after
    if before < 0:
        ends.first = claim
    else:
        k.claim[row(before)].after = claim
    if after < 0:
        ends.last = claim
    else:
        k.claim[row(after)].before = claim


@inlined
def unlink(k: Any, ends: Any, claim: int) -> None:
    """Take the claim out of the chain between `ends`."""
    before = k.claim[row(claim)].before
    after = k.claim[row(claim)].after
    if before < 0:
        ends.first = after
    else:
        k.claim[row(before)].after = after
    if after < 0:
        ends.last = before
    else:
        k.claim[row(after)].before = before


@inlined
def enter_queue(k: Any, resource: int, claim: int) -> None:
    """Put the claim into the queue."""
    r = k.resource[row(resource)]
    link(k, k.queue[row(resource)], claim)
    r.queued += 1
    r.longest_queue = max(r.longest_queue, r.queued)


@inlined
def leave_queue(k: Any, resource: int, claim: int) -> None:
    """Take the claim out of the queue."""
    unlink(k, k.queue[row(resource)], claim)
    k.resource[row(resource)].queued -= 1


@inlined
def take_unit(k: Any, resource: int, claim: int) -> None:
    """Let the claim use a unit."""
    r = k.resource[row(resource)]
    k.claim[row(claim)].state = IN_USE
    r.in_use += 1
    if r.preempts == 1:  # only preemption asks who the users are
        link(k, k.users[row(resource)], claim)


@inlined
def return_unit(k: Any, resource: int, claim: int) -> None:
    """Take the unit from the claim."""
    r = k.resource[row(resource)]
    r.in_use -= 1
    if r.preempts == 1:
        unlink(k, k.users[row(resource)], claim)


@inlined
def least_urgent_user(k: Any, resource: int, but_not: int) -> int:
    """The claim to be preempted first, never one of task `but_not`; -1 where there is none."""
    claim = k.users[row(resource)].last
    while claim >= 0 and k.claim[row(claim)].task == but_not:
        claim = k.claim[row(claim)].before
    return claim


@inlined
def preempt(k: Any, now: float, resource: int, claim: int) -> None:
    """Take the unit of `claim` away: its task freezes, its hold stops, its old place awaits it."""
    return_unit(k, resource, claim)
    k.resource[row(resource)].preempted += 1
    k.claim[row(claim)].state = LOST
    who = k.claim[row(claim)].task
    t = k.task[row(who)]
    t.frozen += 1
    if t.frozen == 1 and t.state == HOLDING and t.due > now:
        t.left = t.due - now
        t.stopped = 1
        stop_timer(k, who)
    enter_queue(k, resource, claim)


@inlined
def settle(k: Any, now: float, resource: int) -> None:
    """Give free units to those in line, most urgent first."""
    r = k.resource[row(resource)]
    queue = k.queue[row(resource)]
    while queue.first >= 0 and r.in_use < r.capacity:
        claim = queue.first
        leave_queue(k, resource, claim)
        was_lost = k.claim[row(claim)].state == LOST
        take_unit(k, resource, claim)
        who = k.claim[row(claim)].task
        if was_lost:
            _regain(k, now, who)
        else:
            r.seized += 1
            stop_timer(k, who)
            k.task[row(who)].outcome = 1
            k.task[row(who)].asked = -1
            stand_in_line(k, who)


@inlined
def _regain(k: Any, now: float, who: int) -> None:
    """A lost claim came back: with the last one the task thaws, and a stopped hold goes on."""
    t = k.task[row(who)]
    t.frozen -= 1
    if t.frozen > 0:
        return
    if t.stopped == 1:
        t.stopped = 0
        due = now + t.left
        if due == now:
            t.due = now
            stand_in_line(k, who)
        else:
            t.state = HOLDING
            set_timer(k, who, due)
    elif t.pending == 1:
        t.pending = 0
        stand_in_line(k, who)


@inlined
def give_back(k: Any, now: float, who: int, claim: int) -> None:
    """Release `claim` of task `who` and serve the queue.

    The claim is in use: a task that has lost one is frozen and takes no turn to release it.
    """
    resource = k.claim[row(claim)].resource
    _disown(k, who, claim)
    return_unit(k, resource, claim)
    drop_claim(k, claim)
    settle(k, now, resource)


@inlined
def latest_claim(k: Any, who: int, resource: int) -> int:
    """The claim on `resource` that task `who` made last, -1 where it has none."""
    claim = k.task[row(who)].claims
    while claim >= 0 and k.claim[row(claim)].resource != resource:
        claim = k.claim[row(claim)].older
    return claim


@inlined
def _disown(k: Any, who: int, claim: int) -> None:
    older = k.claim[row(claim)].older
    at = k.task[row(who)].claims
    if at == claim:
        k.task[row(who)].claims = older
        return
    while k.claim[row(at)].older != claim:
        at = k.claim[row(at)].older
    k.claim[row(at)].older = older


@inlined
def withdraw(k: Any, now: float, who: int) -> None:
    """Patience is over: leave the queue with nothing."""
    claim = k.task[row(who)].asked
    resource = k.claim[row(claim)].resource
    integrate(k, now, resource)
    k.resource[row(resource)].gave_up += 1
    leave_queue(k, resource, claim)
    _disown(k, who, claim)
    drop_claim(k, claim)
    k.task[row(who)].asked = -1


@inlined
def join_queue(k: Any, who: int, resource: int, claim: int) -> None:
    """Queue for the first time."""
    k.claim[row(claim)].state = IN_LINE
    k.resource[row(resource)].waited += 1
    enter_queue(k, resource, claim)
    own(k, who, claim)
    k.task[row(who)].asked = claim
