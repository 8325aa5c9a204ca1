"""Without ties, the verbs mean what a SimPy user would write: journals equal those of plain SimPy.

Plain SimPy here is the usual style, `env.process` with `request() | timeout()`. It promises no
order at one instant, so the times below are drawn from a continuum and never meet. Nor does it
serve a queue before the releasing process takes its next step (rule S3), so a hold follows each
release.
Preemption with resume and changing capacities are not in SimPy; hand-computed answers cover them.
"""

import math
import random
from collections.abc import Generator
from typing import Any

import pytest
import simpy
from tests.agreement.programs import Case, world_of

from pksim.engine import Resource, run
from pksim.engine.verbs import END, HOLD, RELEASE, SEIZE, SIGNAL, SPAWN, WAIT

Line = tuple[int, float, int, int]
Step = tuple[float, int, float]


def case_without_ties(seed: int) -> Case:
    """Programs whose times are drawn from a continuum; each runs once, so none meets itself."""
    rng = random.Random(seed)
    pools, programs = rng.randint(1, 3), rng.randint(3, 12)
    first = tuple(range(programs // 2 + 1))
    unborn = list(range(len(first), programs))
    lines: list[Line] = []
    starts = []
    for number in range(programs):
        starts.append(len(lines))
        lines.append((HOLD, rng.uniform(0, 3), 0, 0))
        for _ in range(rng.randint(3, 30)):
            pool, sign, minutes = rng.randrange(pools), rng.randrange(2), rng.uniform(0.1, 4)
            patience = rng.choice([math.inf, 0.0, minutes])
            lines += rng.choice(
                [
                    [(HOLD, minutes, 0, 0)],
                    [(SEIZE, patience, pool, rng.randrange(3)), (HOLD, rng.uniform(0, 2), 0, 0)],
                    [(RELEASE, 0.0, pool, 0), (HOLD, rng.uniform(0, 1), 0, 0)],
                    [(WAIT, minutes, sign, 0), (HOLD, rng.uniform(0, 1), 0, 0)],
                    [(SIGNAL, 0.0, sign, 0)],
                ]
            )
        if unborn and number >= unborn[0] - len(first):
            lines.insert(rng.randint(starts[-1] + 1, len(lines)), (SPAWN, 0.0, 0, unborn.pop(0)))
        lines.append((END, 0.0, 0, 0))
    resources = tuple(Resource(f"r{i}", rng.randint(1, 3)) for i in range(pools))
    return Case(tuple(lines), tuple(starts), first, resources)


class PlainSimpy:
    """The same programs as a SimPy user would write them."""

    def __init__(self, case: Case) -> None:
        self.case, self.env, self.steps = case, simpy.Environment(), list[Step]()
        self.pools = [simpy.PriorityResource(self.env, r.capacity) for r in case.resources]
        self.signals: dict[int, simpy.Event] = {}
        for line in case.first:
            self.env.process(self.program(line))
        self.env.run(until=case.until)

    def program(  # noqa: C901 one branch for each verb
        self, line: int
    ) -> Generator[Any, Any, None]:
        at, answer = self.case.starts[line], 0.0
        held: dict[int, list[Any]] = {pool: [] for pool in range(len(self.pools))}
        order: list[tuple[int, Any]] = []
        while True:
            self.steps.append((self.env.now, at, answer))
            verb, minutes, a, b = self.case.lines[at]
            at += 1
            if verb == HOLD:
                yield self.env.timeout(minutes)
            elif verb == SEIZE and len(held[a]) < 3:
                request = self.pools[a].request(priority=b)
                if minutes == math.inf:
                    yield request
                elif not request.triggered:
                    yield request | self.env.timeout(minutes)
                answer = float(request.triggered)
                if answer:
                    held[a].append(request)
                    order.append((a, request))
                else:
                    request.cancel()
            elif verb == RELEASE and held[a]:
                request = held[a].pop()
                order.remove((a, request))
                self.pools[a].release(request)
            elif verb == WAIT:
                event = self.signals.setdefault(a, self.env.event())
                yield event | self.env.timeout(minutes)
                answer = float(event.triggered)
            elif verb == SIGNAL and a in self.signals:
                self.signals.pop(a).succeed()
            elif verb == SPAWN:
                self.env.process(self.program(b))
            elif verb == END:
                for pool, request in reversed(order):
                    self.pools[pool].release(request)
                return


@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_programs_without_ties_give_what_plain_simpy_gives(clock: str) -> None:
    steps = waits = 0
    for seed in range(150):
        case = case_without_ties(seed)
        journal = run(world_of(case), case.until, clock=clock).journal
        ours = sorted((time, at, answer) for time, _, _, at, answer in journal.tolist())
        assert ours == sorted(PlainSimpy(case).steps), f"case_without_ties({seed})"
        steps += len(ours)
        waits += sum(1 for _, at, won in ours if won and case.lines[at - 1][0] == SEIZE)
    assert steps > 15_000
    assert waits > 1_000
