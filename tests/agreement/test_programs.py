"""Both clocks give the same bytes for thousands of random programs of verbs.

SimPy's calendar and queues, which nobody here wrote, are the peer. The rules of preemption stand on
our side of both clocks: `tests/conformance` and `tests/analytic` hold them against answers from
outside.
"""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import config
from tests.agreement.programs import Case, agree, both, random_case

from pksim.engine import Resource, Result
from pksim.engine.verbs import CAPACITY, END, HOLD, RELEASE, SEIZE, SIGNAL, SPAWN, WAIT

INTERPRETED = bool(config.DISABLE_JIT)
CHECKED = bool(config.BOUNDSCHECK)
CHUNK = 25 if INTERPRETED else 500
# 8,000 programs: one half compiled as users have it, the other with bounds checks.
CHUNKS = range(6) if INTERPRETED else range(8, 16) if CHECKED else range(8)
SLICES = (1, 7, 20_000)

# What 500 programs must contain at least: about half of what they do contain at these seeds.
AT_LEAST = {
    "steps": 100_000,
    "ties": 35_000,
    "preemptions": 1_500,
    "give-ups": 12_000,
    "holds stretched by a preemption": 180,
    "capacity changes": 6_000,
    "signals that wake": 1_500,
    "waits in vain": 4_500,
    "seizes of what is held already": 1_900,
    "units won after a wait": 1_200,
    "tasks beyond the first 64": 4,
}


@pytest.mark.parametrize("chunk", CHUNKS)
def test_random_programs_agree_and_hold_what_they_promise(chunk: int) -> None:
    """In slices of 1, 7 or 20,000 turns."""
    seen: Counter[str] = Counter()
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        case = random_case(seed)
        native, simpy = both(case, turns_a_slice=SLICES[seed // 3 % 3])
        assert agree(native, simpy), f"the clocks differ in random_case({seed})"
        seen.update(what_happened(case, native))
    for what, least in AT_LEAST.items():
        assert seen[what] >= least * CHUNK // (1000 if INTERPRETED else 500), (
            f"too few {what}: {seen}"
        )


def what_happened(case: Case, result: Result) -> Counter[str]:
    """How often each delicate thing happened in one run."""
    verb = np.array([line[0] for line in case.lines])
    journal = result.journal
    seen = Counter(
        {
            "steps": len(journal),
            "ties": int(
                np.sum((np.diff(journal["time"]) == 0) & (np.diff(journal["subject"]) != 0))
            ),
            "preemptions": int(result.usage["preempted"].sum()),
            "give-ups": int(result.usage["gave_up"].sum()),
            "capacity changes": int(np.sum(verb[journal["place"]] == CAPACITY)),
            "tasks beyond the first 64": int(journal["subject"].max(initial=0) >= 64),
        }
    )
    held: Counter[tuple[int, int]] = Counter()
    for line, took, task, won in finished_lines(journal):
        if case.lines[line][0] == HOLD and took > case.lines[line][1] + 1e-6:
            seen["holds stretched by a preemption"] += 1
        elif case.lines[line][0] == WAIT:
            seen["signals that wake" if won else "waits in vain"] += 1
        elif case.lines[line][0] == SEIZE:
            key = (task, case.lines[line][2])
            seen["seizes of what is held already"] += held[key] > 0
            seen["units won after a wait"] += won and took > 0
            held[key] += won
        elif case.lines[line][0] == RELEASE:
            key = (task, case.lines[line][2])
            held[key] = max(0, held[key] - 1)
    return seen


def finished_lines(journal: Any) -> Iterator[tuple[int, float, int, bool]]:
    """Each line of each process that came to its end: line, minutes taken, process, answer."""
    last: dict[int, tuple[float, int]] = {}
    for time, _, task, line, answer in journal.tolist():
        if task in last:
            yield last[task][1], time - last[task][0], task, answer == 1.0
        last[task] = (time, line)


# ------------------------------------------------------------ generated, and shrunk where they fail

minutes_of_hold = st.sampled_from(
    [0.0, 0.1, 0.2, 0.30000000000000004, 1.0, 2.0, 3.0, 1e-300, math.inf]
)
patience = st.sampled_from([0.0, 0.1, 1.0, 2.0, 5.0, 1e-300, math.inf])
signals = st.sampled_from([0, 1, 40])
priorities = st.integers(-2, 2)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Programs of verbs that hypothesis can shrink: fewer programs, fewer lines."""
    resources = tuple(
        Resource(f"r{i}", capacity, preempts)
        for i, (capacity, preempts) in enumerate(
            draw(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=3))
        )
    )
    number = draw(st.integers(1, 5))
    lines: list[tuple[int, float, int, int]] = []
    starts = []
    for program in range(number):
        starts.append(len(lines))
        lines += draw(st.lists(lines_of(len(resources), program, number), max_size=12))
        lines.append((END, 0.0, 0, 0))
    first = tuple(draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=6)))
    until = draw(st.sampled_from([20.0, 3.0, 1.0, math.inf]))
    return Case(tuple(lines), tuple(starts), first, resources, until)


def lines_of(pools: int, program: int, programs: int) -> st.SearchStrategy[Any]:
    """One line of a program; only later programs are spawned, so that every case ends."""
    pool = st.integers(0, pools - 1)
    zero = st.just(0.0)
    kinds = [
        st.tuples(st.just(HOLD), minutes_of_hold, st.just(0), st.just(0)),
        st.tuples(st.just(SEIZE), patience, pool, priorities),
        st.tuples(st.just(RELEASE), zero, pool, st.just(0)),
        st.tuples(st.just(WAIT), patience, signals, st.just(0)),
        st.tuples(st.just(SIGNAL), zero, signals, st.just(0)),
        st.tuples(st.just(CAPACITY), zero, pool, st.integers(0, 3)),
    ]
    if program + 1 < programs:
        kinds.append(
            st.tuples(st.just(SPAWN), zero, st.just(0), st.integers(program + 1, programs - 1))
        )
    return st.one_of(kinds)


@settings(max_examples=60 if INTERPRETED else 300)
@given(case=cases(), turns_a_slice=st.sampled_from(SLICES))
def test_generated_programs_agree(case: Case, turns_a_slice: int) -> None:
    native, simpy = both(case, turns_a_slice)
    assert agree(native, simpy)
    assert native.until == simpy.until


@pytest.mark.parametrize("seed", range(3))
def test_the_comparison_notices_a_difference(seed: int) -> None:
    """Equal bytes mean something: a program with one number changed does not agree with itself."""
    case = random_case(seed)
    native, _ = both(case)
    verb = int(native.journal["place"][0])
    changed = list(case.lines)
    changed[verb] = (HOLD, 0.5, 0, 0)
    other, _ = both(Case(tuple(changed), case.starts, case.first, case.resources))
    assert not agree(native, other)
