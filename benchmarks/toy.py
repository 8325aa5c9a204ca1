"""Patrol, strike, queue: a toy mission as pksim processes.

Programmes send patrols out along roads of so many segments; on a segment a device may strike; the
hurt are carried to a surgical team, where the gravest go first and nobody waits longer than they
can. `toy_by_hand` is the same as a compiled loop, `toy_plain_simpy` the same in plain SimPy.
"""

from typing import Any

import numpy as np

from pksim.engine import (
    Model,
    Resource,
    Result,
    World,
    draw,
    end,
    granted,
    hold,
    now,
    process,
    record,
    release,
    run,
    seize,
    spawn,
)
from pksim.engine.distributions import exponential, uniform_between

# What is drawn.
DEPARTURE, PACE, LUCK, HURT, SEVERITY, CARRYING, PATIENCE, SURGERY = range(1, 9)
# What is told.
DEPARTED, STRUCK, RETURNED, OPERATED, RECOVERED, DIED = range(6)
KINDS = ("departed", "struck", "returned", "operated", "recovered", "died")

PROGRAMMES = 12
INTERVAL = np.linspace(180.0, 340.0, PROGRAMMES)  # minutes between departures
SEGMENTS = 6 + np.arange(PROGRAMMES) % 8
DANGER = np.where(np.arange(PROGRAMMES) % 3 == 0, 0.08, 0.04)  # of a strike, per segment
ENDURANCE = np.array([90.0, 240.0, 900.0])  # mean patience by severity, gravest first
QUICKEST, SLOWEST = 15.0, 45.0  # minutes a segment
HALT = 60.0  # minutes that a strike costs the patrol
CARRIED = 40.0  # mean minutes to the team
OPERATION = 70.0  # mean minutes of surgery
TEAMS = 4
TEAM = 0


@process
def programme(world: Any, me: int, number: int) -> Any:
    departures = 0
    while True:
        luck = draw(world, DEPARTURE, number, departures)
        yield hold(exponential(luck, world.programmes.interval[number]))
        yield spawn(patrol, number << 32 | departures)
        departures += 1


@process
def patrol(world: Any, me: int, name: int) -> Any:
    left = now(world)
    record(world, DEPARTED, name, 0, 0.0)
    segment = 0
    while segment < world.programmes.segments[name >> 32]:
        yield hold(uniform_between(draw(world, PACE, name, segment), QUICKEST, SLOWEST))
        if draw(world, LUCK, name, segment) < world.programmes.danger[name >> 32]:
            hurt = 1 + int(4.0 * draw(world, HURT, name, segment))
            record(world, STRUCK, name, segment, hurt + 0.0)
            while hurt > 0:
                hurt -= 1
                yield spawn(casualty, (name << 8) + (segment << 3) + hurt)
            yield hold(HALT)
        segment += 1
    record(world, RETURNED, name, 0, now(world) - left)
    yield end()


@process
def casualty(world: Any, me: int, name: int) -> Any:
    severity = int(3.0 * draw(world, SEVERITY, name, 0))
    yield hold(exponential(draw(world, CARRYING, name, 0), CARRIED))
    arrived = now(world)
    endurance = exponential(draw(world, PATIENCE, name, 0), world.endurance.mean[severity])
    yield seize(TEAM, severity, endurance)
    if granted(world):
        record(world, OPERATED, name, 0, now(world) - arrived)
        yield hold(exponential(draw(world, SURGERY, name, 0), OPERATION))
        yield release(TEAM)
        record(world, RECOVERED, name, 0, now(world) - arrived)
    else:
        record(world, DIED, name, 0, endurance)
    yield end()


MODEL = Model("toy", start=[programme], kinds=KINDS)


def world() -> World:
    """The toy mission at its beginning."""
    columns = {
        "programmes": {"interval": INTERVAL, "segments": SEGMENTS, "danger": DANGER},
        "endurance": {"mean": ENDURANCE},
    }
    made = World(MODEL, columns=columns, resources=[Resource("surgical teams", TEAMS)])
    for number in range(PROGRAMMES):
        made.start(programme, number)
    return made


WORLD = world()


def simulate(until: float, clock: str = "native", seed: int = 1) -> Result:
    """Run the toy mission for `until` minutes."""
    return run(WORLD.fresh(seed, 0), until, clock=clock)
