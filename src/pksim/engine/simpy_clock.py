"""The SimPy clock: the same processes, interpreted, on SimPy's own calendar and resources.

It defines what the verbs mean (docs/verbs.md). To keep one total order it uses callbacks on
SimPy's events only: no `env.process`, no conditions and no interrupts, each of which adds events
that reorder ties. SimPy grants one request a trigger and forbids a capacity to change; the few
private names that this touches are why pyproject pins the version of SimPy, and
`tests/conformance` watches them.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import simpy
from simpy.resources.resource import PriorityRequest

from pksim.engine import cache
from pksim.engine.faults import broke, fault
from pksim.engine.kernel import HOLDING, QUEUED, READY, RUNNING, VACANT, WAITING
from pksim.engine.model import Model, name_of
from pksim.engine.obey import (
    BAD_CAPACITY,
    BAD_HOLD,
    BAD_PATIENCE,
    BAD_SIGNAL,
    ENDED,
    GOES_ON,
    NO_PROCESS,
    NO_RESOURCE,
    NO_VERB,
    NOT_HELD,
    SUSPENDED,
)
from pksim.engine.results import Result, result_of
from pksim.engine.twins import twin_of
from pksim.engine.views import refresh, view_of
from pksim.engine.world import World
from pksim.errors import Interrupted

_LOOK_UP = 1024  # turns between two looks at `stop`


def run_simpy(world: World, until: float, stop: threading.Event | None = None) -> Result:
    """Run `world` to time `until` (exclusive) on SimPy.

    Raises:
        ModelError: A process broke a rule of a verb, or raised an error.
        Interrupted: `stop` was set.
    """
    clock = _Clock(world, stop)
    for process, arg in world.starts:
        clock.spawn(world.model.story_of(process.kind), arg)
    clock.env.run(until=until)
    return result_of(world, until, clock.pools, clock.turns)


class _Claim(PriorityRequest):
    """A place in SimPy's queue, or a unit in use, with a key that preemption does not change."""

    def __init__(self, pool: "_Pool", task: "_Task", priority: int, sequence: int) -> None:
        self.task = task
        self.order = (priority, sequence)
        self.fresh = True  # only a new claim preempts
        self.lost = False
        super().__init__(pool, priority)
        self.fresh = False

    @property
    def key(self) -> Any:
        """What SimPy sorts its queue by."""
        return self.order

    @key.setter
    def key(self, _: Any) -> None:
        """SimPy would sort by time of request; the sequence number says the same without ties."""

    def succeed(self, value: Any = None) -> "_Claim":  # noqa: ARG002 - SimPy's signature
        """SimPy grants the claim: at once, after a wait, or again after a preemption."""
        if self.lost:
            self.lost = False
            self.task.regain()
        elif not self.fresh:
            self.task.granted()
        self._value = None  # triggered; nobody waits for the event itself, so it is not scheduled
        return self


class _Pool(simpy.PreemptiveResource):
    """SimPy's resource with the integrals that the engine keeps."""

    def __init__(self, clock: "_Clock", capacity: int, preempts: bool) -> None:
        super().__init__(clock.env, max(capacity, 1))
        self._capacity = capacity  # SimPy's own check refuses 0
        self.clock = clock
        self.preempts = preempts
        self.in_use = self.queued = 0
        self.since = self.use_time = self.queue_time = self.capacity_time = 0.0
        self.seized = self.waited = self.gave_up = self.preempted = self.longest_queue = 0

    def integrate(self) -> None:
        """Bring the integrals up to now, before anything changes."""
        now = self.clock.now[0]
        passed = now - self.since
        self.use_time += self.in_use * passed
        self.queue_time += self.queued * passed
        self.capacity_time += self._capacity * passed
        self.since = now

    def _do_put(self, claim: Any) -> Any:
        if claim.fresh and self.preempts and len(self.users) == self._capacity:
            victim = self._least_urgent(claim.task)
            if victim is not None and victim.order > claim.order:
                self._preempt(victim)
        if len(self.users) < self._capacity:
            self.users.append(claim)
            self.in_use += 1
            if not claim.fresh:
                self.queued -= 1
            if not claim.lost:
                self.seized += 1
            claim.succeed()
        return True  # SimPy's own returns None: one grant a trigger

    def _least_urgent(self, but_not: "_Task") -> _Claim | None:
        users: list[Any] = list(self.users)
        others = [user for user in users if user.task is not but_not]
        return max(others, key=_order, default=None)

    def _preempt(self, victim: _Claim) -> None:
        self.users.remove(victim)
        self.in_use -= 1
        self.preempted += 1
        victim.task.lose()
        victim.lost = True
        victim._value = simpy.events.PENDING
        self.put_queue.append(victim)
        self.join()

    def join(self) -> None:
        """Count one more in the queue."""
        self.queued += 1
        self.longest_queue = max(self.longest_queue, self.queued)

    def settle(self) -> None:
        """Give free units to those in line."""
        self._trigger_put(None)

    def change(self, units: int, by: "_Task") -> None:
        """Set the capacity, preempting whoever no longer fits."""
        self._capacity = units
        while self.preempts and len(self.users) > units:
            victim = self._least_urgent(by)
            if victim is None:
                break
            self._preempt(victim)
        self.settle()


def _order(claim: _Claim) -> tuple[int, int]:
    return claim.order


class _Task:
    """One running process."""

    __slots__ = (
        "asked", "claims", "clock", "due", "frozen", "left", "next", "number", "outcome", "pending",
        "signal", "stamp", "state", "stopped", "story",
    )  # fmt: skip

    def __init__(self, clock: "_Clock", story: int, number: int, frame: Iterator[Any]) -> None:
        self.clock, self.story, self.number, self.next = clock, story, number, frame.__next__
        self.state, self.outcome, self.frozen, self.stopped, self.pending = (
            READY,
            0,
            0,
            False,
            False,
        )
        self.claims: list[_Claim] = []
        self.asked: _Claim | None = None
        self.stamp, self.signal, self.due, self.left = 0, -1, 0.0, 0.0

    def stand_in_line(self) -> None:
        """A turn at this instant, after all who stand in line already."""
        self.state = READY
        event = simpy.Event(self.clock.env)
        event.callbacks = [self._turn]
        event.succeed()

    def set_timer(self, minutes: float) -> None:
        """Ring after `minutes`, unless the stamp has moved on by then."""
        self.stamp += 1
        simpy.Timeout(self.clock.env, minutes, self.stamp).callbacks.append(self._ring)

    def _ring(self, event: Any) -> None:
        if event._value != self.stamp:
            return
        self.clock.now[0] = self.clock.env._now
        if self.state == QUEUED:
            self._withdraw()
        elif self.state == WAITING:
            self.clock.waiting[self.signal].remove(self)
            self.outcome = 0
        self._turn(event)

    def _turn(self, _event: Any) -> None:
        if self.frozen:
            self.pending = True
            self.state = READY
        else:
            self.clock.turn(self)

    def _withdraw(self) -> None:
        claim: Any = self.asked
        pool = claim.resource
        pool.integrate()
        pool.gave_up += 1
        pool.queued -= 1
        claim.cancel()
        self.claims.remove(claim)
        self.asked = None
        self.outcome = 0

    def granted(self) -> None:
        """The claim it waits for is granted."""
        self.stamp += 1
        self.outcome, self.asked = 1, None
        self.stand_in_line()

    def lose(self) -> None:
        """A unit is taken away: freeze, and stop a hold that has time left."""
        self.frozen += 1
        now = self.clock.now[0]
        if self.frozen == 1 and self.state == HOLDING and self.due > now:
            self.left, self.stopped = self.due - now, True
            self.stamp += 1

    def regain(self) -> None:
        """A lost unit came back: with the last one thaw."""
        self.frozen -= 1
        if self.frozen:
            return
        now = self.clock.now[0]
        if self.stopped:
            self.stopped, self.due = False, now + self.left
            if self.due == now:
                self.stand_in_line()
            else:
                self.state = HOLDING
                self.set_timer(self.left)
        elif self.pending:
            self.pending = False
            self.stand_in_line()


class _Clock:
    """SimPy's environment, and what each verb does to it."""

    def __init__(self, world: World, stop: threading.Event | None) -> None:
        self.world, self.stop, self.model = world, stop, world.model
        self.env = simpy.Environment()
        self.pools = [_Pool(self, r.capacity, r.preempts) for r in world.resources]
        self.waiting: dict[int, list[_Task]] = defaultdict(list)
        self.view: Any = view_of(world.table)
        self.engine: Any = self.view.engine
        self.now = self.engine.now
        self.twins = twins_of(world.model)
        self.born = self.issued = self.turns = 0
        self.do = (
            self._hold, self._seize, self._release, self._wait,
            self._signal, self._spawn, self._end, self._capacity,
        )  # fmt: skip

    def spawn(self, story: int, arg: int) -> None:
        """Start a process at this instant."""
        frame = self.twins[story](self.view, self.born, arg)
        task = _Task(self, story, self.born, frame)
        self.born += 1
        task.stand_in_line()

    def turn(self, task: _Task) -> None:
        """Move a process on until it has to wait."""
        task.state = RUNNING
        self.now[0] = self.env._now
        engine, do, following = self.engine, self.do, task.next
        answer, broken, crowded = engine.answer, engine.fault, engine.crowded
        came = GOES_ON
        while came == GOES_ON:
            if crowded[0]:
                self._grow()
            answer[0] = task.outcome
            try:
                verb, minutes, a, b = following()
            except Exception as error:
                raise broke(self._name(task), self.now[0], error) from error
            self.turns += 1
            if broken[0]:
                came = broken[0]
            else:
                came = do[verb](task, minutes, a, b) if 0 <= verb < len(do) else NO_VERB
            if came >= BAD_HOLD:
                raise fault(came, self._name(task), self.now[0], verb, minutes, a, b)
        if self.stop is not None and self.turns % _LOOK_UP == 0 and self.stop.is_set():
            raise Interrupted("stopped before the end of the run")

    def _name(self, task: _Task) -> str:
        return f"{name_of(self.model.processes[task.story])} number {task.number}"

    def _grow(self) -> None:
        for path in self.world.grow():
            refresh(self.view, self.world.table, path)

    def _hold(self, task: _Task, minutes: float, _a: int, _b: int) -> int:
        if not minutes >= 0.0:
            return BAD_HOLD
        now = self.now[0]
        task.due = now + minutes
        if task.due == now:
            task.stand_in_line()
        else:
            task.state = HOLDING
            task.set_timer(minutes)
        return SUSPENDED

    def _seize(self, task: _Task, patience: float, resource: int, priority: int) -> int:
        if not 0 <= resource < len(self.pools):
            return NO_RESOURCE
        if not patience >= 0.0:
            return BAD_PATIENCE
        pool = self.pools[resource]
        pool.integrate()
        self.issued += 1
        claim = _Claim(pool, task, priority, self.issued)
        if claim.triggered:
            task.claims.append(claim)
            task.outcome = 1
            return GOES_ON
        now = self.now[0]
        if now + patience == now:
            claim.cancel()
            pool.gave_up += 1
            task.outcome = 0
            return GOES_ON
        pool.waited += 1
        pool.join()
        task.claims.append(claim)
        task.asked, task.state = claim, QUEUED
        if patience < math.inf:
            task.set_timer(patience)
        return SUSPENDED

    def _release(self, task: _Task, _minutes: float, resource: int, _b: int) -> int:
        if not 0 <= resource < len(self.pools):
            return NO_RESOURCE
        pool = self.pools[resource]
        for claim in reversed(task.claims):
            if claim.resource is pool:
                self._give_back(task, claim)
                return GOES_ON
        return NOT_HELD

    def _give_back(self, task: _Task, claim: _Claim) -> None:
        pool: Any = claim.resource
        pool.integrate()
        task.claims.remove(claim)
        pool.in_use -= 1
        pool.release(claim)
        pool.settle()

    def _wait(self, task: _Task, patience: float, signal: int, _b: int) -> int:
        if not 0 <= signal < 1 << 31:
            return BAD_SIGNAL
        if not patience >= 0.0:
            return BAD_PATIENCE
        now = self.now[0]
        if now + patience == now:
            task.outcome = 0
            return GOES_ON
        self.waiting[signal].append(task)
        task.signal, task.state = signal, WAITING
        if patience < math.inf:
            task.set_timer(patience)
        return SUSPENDED

    def _signal(self, _task: _Task, _minutes: float, signal: int, _b: int) -> int:
        if not 0 <= signal < 1 << 31:
            return BAD_SIGNAL
        for woken in self.waiting.pop(signal, ()):
            woken.stamp += 1
            woken.outcome = 1
            woken.stand_in_line()
        return GOES_ON

    def _spawn(self, _task: _Task, _minutes: float, kind: int, arg: int) -> int:
        story = self.model.find(kind)
        if story < 0:
            return NO_PROCESS
        self.spawn(story, arg)
        return GOES_ON

    def _end(self, task: _Task, _minutes: float, _a: int, _b: int) -> int:
        while task.claims:
            self._give_back(task, task.claims[-1])
        task.state = VACANT
        return ENDED

    def _capacity(self, task: _Task, _minutes: float, resource: int, units: int) -> int:
        if not 0 <= resource < len(self.pools):
            return NO_RESOURCE
        if units < 0:
            return BAD_CAPACITY
        pool = self.pools[resource]
        pool.integrate()
        pool.change(units, task)
        return GOES_ON


_TWINS: dict[str, list[Any]] = {}


def twins_of(model: Model) -> list[Any]:
    """The interpreted twins of the model's processes, made once; formulas come from the cache."""
    stamp = cache.model_stamp(model)
    if stamp not in _TWINS:
        cache.keep_formulas(model, cache.folder_for(stamp))
        made: dict[int, Any] = {}
        _TWINS[stamp] = [twin_of(process, made) for process in model.processes]
    return _TWINS[stamp]
