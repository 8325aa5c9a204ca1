"""One model of queues for all known answers: what differs is data, so it is compiled once.

Sources send customers of up to three classes through an ante-room (a limit on how many may be in
the system) to the servers. Beside them stand devices on a road that are swept from time to time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pksim.engine import (
    Model,
    Resource,
    Result,
    World,
    draw,
    end,
    formula,
    granted,
    hold,
    now,
    process,
    record,
    run,
    seize,
    signal,
    spawn,
    wait,
)
from pksim.engine.distributions import EXPONENTIAL, exponential, quantile

ARRIVAL, THINNING, SERVICE, EMPLACEMENT, LIFETIME, FINDING = range(6)
ARRIVED, TURNED_AWAY, WAITED, LEFT = range(4)  # four kinds for each of three classes, and then
BEFORE_SWEEP, AFTER_SWEEP, HIT = 12, 13, 14
ROOM, SERVERS, ROAD = range(3)
SWEEP = 1
DAY = 24.0


@formula
def share_kept(time: float, swing: float) -> float:
    """Rate at `time` over its largest, where it swings by a share `swing` around its mean daily."""
    return (1.0 + swing * math.sin(2.0 * math.pi * time / DAY)) / (1.0 + swing)


@formula
def chance_of_a_hit(devices: int, each: float) -> float:
    """Chance that at least one of `devices` functions."""
    return 1.0 - (1.0 - each) ** devices


@process
def source(world: Any, me: int, group: int) -> Any:
    """Customers of one class arrive at random, more often at some hours where the rate swings."""
    n = 0
    while True:
        u = draw(world, ARRIVAL, group, n)
        yield hold(exponential(u, world.groups.between[group]))
        if draw(world, THINNING, group, n) < share_kept(now(world), world.groups.swing[group]):
            record(world, 4 * group + ARRIVED, n, 0, 1.0)
            yield spawn(customer, (n << 2) + group)
        n += 1


@process
def customer(world: Any, me: int, who: int) -> Any:
    group = who & 3
    came = now(world)
    yield seize(ROOM, 0, 0.0)
    if not granted(world):
        record(world, 4 * group + TURNED_AWAY, who, 0, 1.0)
        yield end()
    yield seize(SERVERS, world.groups.priority[group], world.groups.patience[group])
    if not granted(world):
        record(world, 4 * group + TURNED_AWAY, who, 0, 1.0)
        yield end()
    record(world, 4 * group + WAITED, who, 0, now(world) - came)
    g = world.groups
    u = draw(world, SERVICE, who, 0)
    yield hold(quantile(g.law[group], g.a[group], g.b[group], 0.0, u))
    record(world, 4 * group + LEFT, who, 0, now(world) - came)
    yield end()


@process
def emplacement(world: Any, me: int, arg: int) -> Any:
    """Devices are laid at random, one after the other."""
    n = 0
    while True:
        yield hold(exponential(draw(world, EMPLACEMENT, 0, n), 1.0 / world.road.emplaced[0]))
        yield spawn(device, n)
        n += 1


@process
def device(world: Any, me: int, which: int) -> Any:
    """One device, until it decays or is found by a sweep. It takes a unit of the road meanwhile."""
    world.road.standing[0] += 1
    yield seize(ROAD, 0, math.inf)
    dies = now(world) + exponential(draw(world, LIFETIME, which, 0), 1.0 / world.road.decay[0])
    sweeps = 0
    while True:
        yield wait(SWEEP, dies - now(world))
        if not granted(world):
            break
        if draw(world, FINDING, which, sweeps) < world.road.found[0]:
            break
        sweeps += 1
    world.road.standing[0] -= 1
    yield end()


@process
def clearance(world: Any, me: int, arg: int) -> Any:
    """A sweep every so many days, just after a vehicle that each device hits with some chance."""
    n = 0
    while True:
        yield hold(world.road.every[0])
        record(world, BEFORE_SWEEP, n, 0, world.road.standing[0])
        record(world, HIT, n, 0, chance_of_a_hit(world.road.standing[0], world.road.hit[0]))
        yield signal(SWEEP)
        yield hold(0.0)  # whoever is found has gone by then
        record(world, AFTER_SWEEP, n, 0, world.road.standing[0])
        n += 1


KINDS = tuple(f"{what}{g}" for g in "012" for what in ("arrived", "away", "waited", "left"))
MODEL = Model(
    "queues", start=[source, emplacement, clearance], kinds=(*KINDS, "before", "after", "hit")
)


@dataclass(frozen=True)
class Queue:
    """A queue to be simulated; rates and services have an item for each class of customers."""

    servers: int
    rates: Sequence[float]
    services: Sequence[tuple[int, float, float]]  # family, a, b
    patience: float = math.inf
    room: int = 1_000_000
    preempts: bool = False
    swing: float = 0.0

    def world(self, record: bool = False) -> World:
        """Where it runs; class 0 is the most urgent."""
        n = len(self.rates)
        law, a, b = (np.array(column) for column in zip(*self.services, strict=True))
        groups = {
            "between": 1.0 / (np.array(self.rates) * (1.0 + self.swing)),
            "swing": np.full(n, self.swing),
            "priority": np.arange(n),
            "patience": np.full(n, self.patience),
            "law": law,
            "a": a.astype(float),
            "b": b.astype(float),
        }
        resources = (
            Resource("room", self.room),
            Resource("servers", self.servers, self.preempts),
            Resource("road", 1_000_000),
        )
        world = World(MODEL, {"groups": groups, "road": road()}, resources=resources, record=record)
        for group in range(n):
            world.start(source, group)
        return world


def road(
    emplaced: float = 1.0,
    decay: float = 1.0,
    every: float = 1.0,
    found: float = 0.0,
    hit: float = 0.0,
) -> dict[str, float]:
    """The columns of the road: devices a day, decay a day, days between sweeps, share found."""
    columns = {"emplaced": emplaced, "decay": decay, "every": every, "found": found, "hit": hit}
    return {**columns, "standing": 0}


def exponentials(*means: float) -> tuple[tuple[int, float, float], ...]:
    """Exponential services with these means."""
    return tuple((EXPONENTIAL, mean, 0.0) for mean in means)


def replicate(world: World, until: float, times: int, clock: str) -> list[Result]:
    """Independent runs of the same world."""
    results = []
    for replication in range(times):
        run_of = world.fresh(20260101, replication, bool(world.column("engine.recording")[0]))
        results.append(run(run_of, until, clock=clock))
    return results
