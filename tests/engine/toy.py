"""A queue whose customers take rows, for tests of growth, memory, threads and stopping."""

import math
from typing import Any

from pksim.engine import (
    Model,
    Resource,
    Rows,
    World,
    draw,
    end,
    free_row,
    hold,
    new_row,
    now,
    process,
    record,
    release,
    seize,
    signal,
    spawn,
    wait,
)
from pksim.engine.distributions import exponential

LEFT, CHECKED, WOKEN = range(3)


@process
def doors(world: Any, me: int, arg: int) -> Any:
    """Customers come for ever, on average one a minute."""
    n = 0
    while True:
        yield hold(exponential(draw(world, 0, n, 0), 1.0))
        yield spawn(customer, n)
        n += 1


@process
def customer(world: Any, me: int, n: int) -> Any:
    came = now(world)
    yield seize(0, 0, math.inf)
    yield hold(exponential(draw(world, 1, n, 0), world.shop.service[0]))
    yield release(0)
    record(world, LEFT, n, 0, now(world) - came)
    yield end()


@process
def crowd(world: Any, me: int, many: int) -> Any:
    """So many guests at one instant, each with a row, two claims and a signal of its own."""
    for n in range(many):
        yield spawn(guest, n)
    yield hold(10.0)
    for n in range(many):
        yield signal(3 * n)
    yield end()


@process
def guest(world: Any, me: int, n: int) -> Any:
    row = new_row(world, world.guests)
    world.guests.name[row] = n
    world.guests.weight[row] = n / 4.0
    for _ in range(20):
        record(world, CHECKED, n, row, world.guests.weight[row])
    yield seize(1, n % 3, math.inf)
    yield seize(2, 0, math.inf)
    yield wait(3 * n, math.inf)
    # every column moved many times meanwhile
    record(world, WOKEN, world.guests.name[row], row, world.guests.weight[row])
    free_row(world, world.guests, row)
    yield end()


@process
def bulk(world: Any, me: int, turns: int) -> Any:
    """Takes as many rows and writes as many events in one turn as is allowed, turn after turn."""
    for turn in range(turns):
        for i in range(256):
            row = new_row(world, world.guests)
            world.guests.name[row] = turn
            record(world, CHECKED, turn, row, float(i))
        yield hold(1.0)
    yield end()


MODEL = Model("toy", start=[doors, crowd, bulk], kinds=("left", "checked", "woken"))


def shop(service: float = 0.8, record: bool = False) -> World:
    """An empty world; a caller starts `doors`, `crowd` or both."""
    resources = (Resource("till", 1), Resource("seats", 10_000), Resource("coats", 10_000, True))
    return World(
        MODEL,
        columns={"shop": {"service": service}},
        rows={"guests": Rows(name=int, weight=float)},
        resources=resources,
        record=record,
    )


def queue(service: float = 0.8, record: bool = False) -> World:
    """An M/M/1 queue."""
    world = shop(service, record)
    world.start(doors, 0)
    return world
