"""The toy mission as a good programmer writes it in plain SimPy: a generator for each story."""

import random
from typing import Any

import simpy

from benchmarks.toy import (
    CARRIED,
    DANGER,
    DEPARTED,
    DIED,
    ENDURANCE,
    HALT,
    INTERVAL,
    KINDS,
    OPERATED,
    OPERATION,
    QUICKEST,
    RECOVERED,
    RETURNED,
    SEGMENTS,
    SLOWEST,
    STRUCK,
    TEAMS,
)


class Toy:
    """One run."""

    def __init__(self, seed: int) -> None:
        self.env = simpy.Environment()
        self.team = simpy.PriorityResource(self.env, TEAMS)
        self.random = random.Random(seed)
        self.count = [0] * len(KINDS)
        self.total = [0.0] * len(KINDS)
        for interval, segments, danger in zip(
            INTERVAL.tolist(), SEGMENTS.tolist(), DANGER.tolist(), strict=True
        ):
            self.env.process(self.programme(interval, segments, danger))

    def tell(self, kind: int, value: float) -> None:
        self.count[kind] += 1
        self.total[kind] += value

    def programme(self, interval: float, segments: int, danger: float) -> Any:
        while True:
            yield self.env.timeout(self.random.expovariate(1.0 / interval))
            self.env.process(self.patrol(segments, danger))

    def patrol(self, segments: int, danger: float) -> Any:
        left = self.env.now
        self.tell(DEPARTED, 0.0)
        for _ in range(segments):
            yield self.env.timeout(self.random.uniform(QUICKEST, SLOWEST))
            if self.random.random() < danger:
                hurt = self.random.randint(1, 4)
                self.tell(STRUCK, hurt)
                for _ in range(hurt):
                    self.env.process(self.casualty())
                yield self.env.timeout(HALT)
        self.tell(RETURNED, self.env.now - left)

    def casualty(self) -> Any:
        severity = self.random.randrange(3)
        yield self.env.timeout(self.random.expovariate(1.0 / CARRIED))
        arrived = self.env.now
        endurance = self.random.expovariate(1.0 / ENDURANCE[severity])
        with self.team.request(priority=severity) as claim:
            yield claim | self.env.timeout(endurance)
            if claim.triggered:
                self.tell(OPERATED, self.env.now - arrived)
                yield self.env.timeout(self.random.expovariate(1.0 / OPERATION))
                self.tell(RECOVERED, self.env.now - arrived)
            else:
                self.tell(DIED, endurance)


def simulate(until: float, seed: int = 1) -> Toy:
    """Run the toy mission for `until` minutes."""
    toy = Toy(seed)
    toy.env.run(until)
    return toy
