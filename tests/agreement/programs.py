"""Random programs of verbs, read from data by one process: nothing is compiled anew for each."""

import math
import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pksim.engine import Model, Resource, Result, World, granted, process, record, run
from pksim.engine.verbs import CAPACITY, END, HOLD, RELEASE, SEIZE, SIGNAL, SPAWN, WAIT

STEP = 0
DEEPEST = 3  # units of one resource that one process may hold at a time


@process
def program(world, me, line):  # type: ignore[no-untyped-def]
    """Obey the lines of a program, recording each with the answer to the one before."""
    at = world.program.start[line]
    held = 0  # units held of each resource, one hexadecimal digit each
    while True:
        record(world, STEP, me, at, world.engine.answer[0])
        verb = world.program.verb[at]
        minutes = world.program.minutes[at]
        a = world.program.a[at]
        b = world.program.b[at]
        at += 1
        if verb == SPAWN:
            yield SPAWN, 0.0, world.program.kind[0], b
        elif verb == RELEASE:
            # a release of what is not held would be an error
            if (held >> (4 * a)) & 15 > 0:
                held -= 1 << (4 * a)
                yield RELEASE, 0.0, a, 0
        elif verb == SEIZE:
            if (held >> (4 * a)) & 15 < DEEPEST:
                yield SEIZE, minutes, a, b
                if granted(world):
                    held += 1 << (4 * a)
        else:
            yield verb, minutes, a, b


MODEL = Model("programs", start=[program], kinds=("step",))


@dataclass(frozen=True)
class Case:
    """Programs as rows (verb, minutes, a, b), where each starts, who starts, and the resources."""

    lines: tuple[tuple[int, float, int, int], ...]
    starts: tuple[int, ...]
    first: tuple[int, ...]
    resources: tuple[Resource, ...]
    until: float = 40.0


def random_case(seed: int) -> Case:
    """Nested holds and seizes, patience, signals, spawns, capacities, preemption, and many ties.

    Times are small whole numbers, so that most events meet others at the same instant; every third
    case scales them by 0.1, so that sums of times also meet, or just miss, each other by rounding.
    """
    rng = random.Random(seed)
    pools, programs = rng.randint(1, 4), rng.randint(2, 10)
    scale = 0.1 if seed % 3 == 0 else 1.0
    lines: list[tuple[int, float, int, int]] = []
    starts = []
    for number in range(programs):
        starts.append(len(lines))
        lines += [
            line
            for _ in range(rng.randint(3, 60))
            for line in _line(rng, pools, number, programs, scale)
        ]
        lines.append((END, 0.0, 0, 0))
    resources = tuple(
        Resource(f"r{i}", rng.randint(0, 3), bool(rng.randrange(2))) for i in range(pools)
    )
    first = tuple(rng.randrange(programs) for _ in range(rng.randint(1, 12)))
    return Case(tuple(lines), tuple(starts), first, resources)


def _line(rng: random.Random, pools: int, number: int, programs: int, scale: float) -> Any:
    luck, pool, sign = rng.random(), rng.randrange(pools), rng.choice([0, 1, 11])
    patience = rng.choice([math.inf, 0.0, 1.0, 2.0, 3.0, 5.0, 1e-300])
    if luck < 0.28:
        yield HOLD, scale * rng.choice([0, 0, 1, 1, 2, 3]), 0, 0
    elif luck < 0.50:
        yield SEIZE, scale * patience, pool, rng.randrange(3)
    elif luck < 0.68:
        yield RELEASE, 0.0, pool, 0
    elif luck < 0.76:
        yield WAIT, scale * rng.choice([0.0, 1.0, 2.0, 4.0]), sign, 0
    elif luck < 0.86:
        yield SIGNAL, 0.0, sign, 0
    elif luck < 0.92 and number + 1 < programs:
        yield SPAWN, 0.0, 0, rng.randrange(number + 1, programs)
    elif luck < 0.97:
        yield CAPACITY, 0.0, pool, rng.randrange(4)


def world_of(case: Case) -> World:
    """A world that runs the case; its journal is kept."""
    verbs, minutes, a, b = (np.array(column) for column in zip(*case.lines, strict=True))
    columns = {
        "program": {
            "start": np.array(case.starts), "verb": verbs, "minutes": minutes.astype(float),
            "a": a, "b": b,
            "kind": MODEL.processes[0].kind,
        }
    }  # fmt: skip
    world = World(MODEL, columns=columns, resources=case.resources, record=True)
    for line in case.first:
        world.start(program, line)
    return world


def both(case: Case, turns_a_slice: int = 20_000) -> tuple[Result, Result]:
    """The case on both clocks."""
    from pksim.engine.native_clock import run_native

    native = run_native(world_of(case), case.until, turns_a_slice=turns_a_slice)
    return native, run(world_of(case), case.until, clock="simpy")


def agree(native: Result, simpy: Result) -> bool:
    """Whether the two results are the same bytes: journal, tallies, usage and turns."""
    return (
        native.journal.tobytes() == simpy.journal.tobytes()
        and native.count.tobytes() == simpy.count.tobytes()
        and native.total.tobytes() == simpy.total.tobytes()
        and native.usage.tobytes() == simpy.usage.tobytes()
        and native.turns == simpy.turns
    )


def shorter(case: Case, lines: int) -> Case:
    """The case with later lines cut off, to look for the smallest that differs."""
    return replace(case, lines=case.lines[:lines])
