"""A bare M/M/1 queue at load 0.8: customers per second, natively and by the peers.

pksim runs it as always: Philox draws, tallies, and time-weighted usage of the server. The peers
keep a mean wait and nothing else, except Ciw, which always keeps a record of each customer. The
hand-written loop makes the same draws as pksim and keeps the same tally.
"""

import importlib.util
import math
import random
from typing import Any

import numpy as np
import simpy
from numba import njit

from benchmarks.calendar_by_hand import drop_first, push
from benchmarks.measure import Contender, Figure, interleave, ratio, seconds_a_unit, spread
from pksim.engine import (
    Model,
    Resource,
    World,
    draw,
    end,
    hold,
    now,
    process,
    record,
    release,
    run,
    seize,
    spawn,
)
from pksim.engine.distributions import exponential
from pksim.engine.streams import uniform

LOAD = 0.8
BETWEEN = 1.0 / LOAD  # mean time between arrivals; mean service is 1
ARRIVAL, SERVICE = 1, 2
WAITED = 0
SERVER = 0


@process
def customer(world: Any, me: int, name: int) -> Any:
    came = now(world)
    yield seize(SERVER, 0, math.inf)
    record(world, WAITED, name, 0, now(world) - came)
    yield hold(exponential(draw(world, SERVICE, name, 0), 1.0))
    yield release(SERVER)
    yield end()


@process
def source(world: Any, me: int, _: int) -> Any:
    customers = 0
    while True:
        customers += 1
        yield hold(exponential(draw(world, ARRIVAL, 0, customers), BETWEEN))
        yield spawn(customer, customers)


MODEL = Model("mm1", start=[source], kinds=("waited",))
WORLD = World(MODEL, resources=[Resource("server", 1)])
WORLD.start(source, 0)
SEED = 7


def by_pksim(until: float, clock: str = "native") -> tuple[int, float]:
    """Customers served or being served, and the sum of their waits."""
    result = run(WORLD.fresh(SEED, 0), until, clock=clock)
    return int(result.count[WAITED]), float(result.total[WAITED])


SLOTS = 4096
COMES, GOES = range(2)


@njit(nogil=True, error_model="numpy")
def _loop(until: float, key: int) -> tuple[int, float]:
    times, kinds, whose = np.empty(SLOTS), np.empty(SLOTS, np.int64), np.empty(SLOTS, np.int64)
    came, name, following = np.empty(SLOTS), np.empty(SLOTS, np.int64), np.arange(1, SLOTS + 1)
    queue = np.empty(SLOTS, np.int64)
    head = tail = free = customers = used = count = 0
    total = 0.0
    busy = False
    first = exponential(uniform(key, ARRIVAL, 0, 1), BETWEEN)
    used = push(times, kinds, whose, used, first, COMES, 0)
    while used > 0 and times[0] < until:
        time, kind, who = times[0], kinds[0], whose[0]
        used = drop_first(times, kinds, whose, used)
        if kind == COMES:
            who = free
            free = following[who]
            customers += 1
            name[who] = customers
            came[who] = time
            gap = exponential(uniform(key, ARRIVAL, 0, customers + 1), BETWEEN)
            used = push(times, kinds, whose, used, time + gap, COMES, 0)
            if busy:
                queue[tail & (SLOTS - 1)] = who
                tail += 1
                continue
            busy = True
        else:
            following[who] = free
            free = who
            if head == tail:
                busy = False
                continue
            who = queue[head & (SLOTS - 1)]
            head += 1
        count += 1
        total += time - came[who]
        service = exponential(uniform(key, SERVICE, name[who], 0), 1.0)
        used = push(times, kinds, whose, used, time + service, GOES, who)
    return count, total


def by_hand(until: float) -> tuple[int, float]:
    """The same queue as a compiled loop with a general heap and entity slots."""
    count, total = _loop(until, int(WORLD.fresh(SEED, 0).column("engine.key")[0]))
    return int(count), float(total)


def by_plain_simpy(until: float) -> tuple[int, float]:
    """The queue as every SimPy tutorial writes it."""
    env = simpy.Environment()
    server = simpy.Resource(env, 1)
    luck = random.Random(SEED)
    waits = [0, 0.0]

    def customer() -> Any:
        came = env.now
        with server.request() as request:
            yield request
            waits[0] += 1
            waits[1] += env.now - came
            yield env.timeout(luck.expovariate(1.0))

    def source() -> Any:
        while True:
            yield env.timeout(luck.expovariate(LOAD))
            env.process(customer())

    env.process(source())
    env.run(until)
    return int(waits[0]), waits[1]


def by_ciw(until: float) -> tuple[int, float]:
    """The queue in Ciw."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(LOAD)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[1],
    )
    ciw.seed(SEED)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    waits = [row.waiting_time for row in simulation.get_all_records()]
    return len(waits), sum(waits)


def by_salabim(until: float) -> tuple[int, float]:
    """The queue in salabim, with its monitors off as its manual advises for speed."""
    import salabim

    salabim.yieldless(False)
    env = salabim.Environment(trace=False, random_seed=SEED)
    server = salabim.Resource("server", capacity=1, monitor=False)
    luck = random.Random(SEED)
    waits = [0, 0.0]

    class Customer(salabim.Component):  # type: ignore[misc]
        def process(self) -> Any:
            came = env.now()
            yield self.request(server)
            waits[0] += 1
            waits[1] += env.now() - came
            yield self.hold(luck.expovariate(1.0))
            self.release(server)

    class Source(salabim.Component):  # type: ignore[misc]
        def process(self) -> Any:
            while True:
                yield self.hold(luck.expovariate(LOAD))
                Customer(suppress_trace=True)

    Source(suppress_trace=True)
    env.run(till=until)
    return int(waits[0]), waits[1]


def contenders() -> dict[str, Contender]:
    """Everybody who is installed, each with a run of about a third of a second."""
    runs: dict[str, Contender] = {
        "native": lambda: by_pksim(2_000_000.0)[0],
        "by hand": lambda: by_hand(3_000_000.0)[0],
        "SimPy clock": lambda: by_pksim(20_000.0, "simpy")[0],
        "SimPy": lambda: by_plain_simpy(40_000.0)[0],
    }
    if importlib.util.find_spec("ciw"):
        runs["Ciw"] = lambda: by_ciw(15_000.0)[0]
    if importlib.util.find_spec("salabim"):
        runs["salabim"] = lambda: by_salabim(15_000.0)[0]
    return runs


def figures(rounds: int = 5) -> list[Figure]:
    """Ratios of time a customer."""
    taken = interleave(contenders(), rounds)
    native = taken["native"]
    found = [
        Figure(
            f"M/M/1: native, customers per second, over {peer}'s",
            ratio(taken[peer], native),
            bar=bar,
            note=f"{spread(taken[peer], native)}; {seconds_a_unit(taken[peer])} a customer",
        )
        for peer, bar in (("SimPy", 30.0), ("Ciw", 45.0), ("salabim", None), ("SimPy clock", None))
        if peer in taken
    ]
    found.append(
        Figure(
            "M/M/1: native, time over a hand-written compiled loop's",
            ratio(native, taken["by hand"]),
            note=f"{spread(native, taken['by hand'])}; {seconds_a_unit(native)} "
            f"against {seconds_a_unit(taken['by hand'])} a customer",
        )
    )
    missing = [peer for peer in ("Ciw", "salabim") if peer not in taken]
    return found + [Figure(f"M/M/1: {peer} is not installed", math.nan) for peer in missing]
