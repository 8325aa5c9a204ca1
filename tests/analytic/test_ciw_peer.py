"""Preemption against Ciw, an independent simulator: the same jobs leave at the same times.

Jobs with given arrivals, services and priorities, so that nothing is random inside either program.
Ciw's "resume" for priorities is our claim that preempts; its "resume" for schedules is our capacity
that changes. Ciw puts every interrupted customer before all others when a shift begins, whatever
the priorities, so the two are compared one at a time; the hand-worked cases have them together.
"""

import random

import ciw
import pytest
from tests.agreement.programs import Case, world_of

from pksim.engine import Resource, run
from pksim.engine.verbs import CAPACITY, END, HOLD, SEIZE

Line = tuple[int, float, int, int]
Job = tuple[float, float, int]  # arrival, service, priority


def jobs_of(seed: int, priorities: int) -> list[Job]:
    rng = random.Random(seed)
    arrivals = sorted(rng.uniform(0, 40) for _ in range(30))
    return [(at, rng.uniform(0.2, 4.0), rng.randrange(priorities)) for at in arrivals]


def pksim_exits(
    jobs: list[Job], units: int, shifts: list[tuple[float, int]], clock: str
) -> list[float]:
    """When each job leaves; `shifts` are (minutes after the one before, units)."""
    lines: list[Line] = []
    starts: list[int] = []
    for at, service, priority in jobs:
        starts.append(len(lines))
        lines += [(HOLD, at, 0, 0), (SEIZE, float("inf"), 0, priority), (HOLD, service, 0, 0)]
        lines.append((END, 0.0, 0, 0))
    starts.append(len(lines))
    for minutes, number in shifts:
        lines += [(HOLD, minutes, 0, 0), (CAPACITY, 0.0, 0, number)]
    lines.append((END, 0.0, 0, 0))
    resources = (Resource("servers", units, preempts=True),)
    case = Case(tuple(lines), tuple(starts), tuple(range(len(starts))), resources, until=1000.0)
    journal = run(world_of(case), case.until, clock=clock).journal
    left = {int(row["subject"]): float(row["time"]) for row in journal}
    return [left[i] for i in range(len(jobs))]


def ciw_exits(
    jobs: list[Job], servers: object, priorities: int, preempt: str | bool
) -> list[float]:
    """The same in Ciw; jobs of one priority are told apart by their order."""
    names = [f"Class {p}" for p in range(priorities)]
    of = {p: [job for job in jobs if job[2] == p] for p in range(priorities)}
    network = ciw.create_network(
        arrival_distributions={
            names[p]: [ciw.dists.Sequential([*gaps([job[0] for job in of[p]]), float("inf")])]
            for p in range(priorities)
        },
        service_distributions={
            names[p]: [ciw.dists.Sequential([job[1] for job in of[p]] or [1.0])]
            for p in range(priorities)
        },
        number_of_servers=[servers],
        priority_classes=({names[p]: p for p in range(priorities)}, [preempt]),
    )
    simulation = ciw.Simulation(network, exact=False)
    simulation.simulate_until_max_time(1000.0)
    done = [r for r in simulation.get_all_records() if r.record_type == "service"]
    exits = {r.arrival_date: r.exit_date for r in done}
    return [exits[nearest(job[0], list(exits))] for job in jobs]


def gaps(times: list[float]) -> list[float]:
    return [b - a for a, b in zip([0.0, *times], times, strict=False)]


def nearest(time: float, times: list[float]) -> float:
    """Ciw adds up the gaps, which rounds."""
    best = min(times, key=lambda other: abs(other - time))
    assert abs(best - time) < 1e-9
    return best


@pytest.mark.parametrize("clock", ["native", "simpy"])
@pytest.mark.parametrize("units", [1, 2, 3])
def test_preemptive_priorities_with_resume(units: int, clock: str) -> None:
    moved = 0
    for seed in range(25):
        jobs = jobs_of(100 * units + seed, priorities=3)
        ours = pksim_exits(jobs, units, [], clock)
        assert ours == pytest.approx(ciw_exits(jobs, units, 3, "resume"), abs=1e-9), f"seed {seed}"
        moved += sum(1 for mine, theirs in zip(ours, ciw_exits(jobs, units, 3, False), strict=True)
                     if abs(mine - theirs) > 1e-6)  # fmt: skip
    assert moved > 100  # preemption matters in these


@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_shifts_that_interrupt_and_resume(clock: str) -> None:
    for seed in range(25):
        jobs = jobs_of(seed, priorities=1)
        rng = random.Random(1000 + seed)
        numbers = [rng.randint(0, 3) for _ in range(8)] + [2]
        numbers = [n if n != m else n + 1 for n, m in zip(numbers, [-1, *numbers], strict=False)]
        lasts = [rng.uniform(2, 9) for _ in numbers[1:]]
        ends = [sum(lasts[: i + 1]) for i in range(len(lasts))] + [2000.0]
        schedule = ciw.Schedule(
            numbers_of_servers=numbers, shift_end_dates=ends, preemption="resume"
        )
        shifts = list(zip(lasts, numbers[1:], strict=True))
        ours = pksim_exits(jobs, numbers[0], shifts, clock)
        assert ours == pytest.approx(ciw_exits(jobs, schedule, 1, False), abs=1e-9), f"seed {seed}"
