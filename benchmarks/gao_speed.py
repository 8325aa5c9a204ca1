"""The Gao mission on both clocks, and against the mission that pksim began with, in one run."""

import statistics
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from benchmarks import mm1
from benchmarks.measure import Contender, Figure, interleave, ratio, seconds_a_unit, spread
from pksim.mission import Mission
from pksim.scenario import Scenario, load

SCENARIO = Path(__file__).parents[1] / "scenarios" / "gao-sector.yaml"
SEED = 1
REPLICATIONS = 5  # of the native clock in a row, for one of the other
CUSTOMERS_UNTIL = 500_000.0  # of the queue that calibrates, a tenth of a second

FIRST_MISSION = 18.7e-3 / 171e-9
"""Customers of the native M/M/1 queue that take as long as a replication of the first mission.

Measured in one run on 24 November 2026 (RESULTS.md of that day): 18.7 ms a replication against
171 ns a customer. That mission had no people, columns or attacks other than devices.
"""
FIRST_PERSON_DAYS = 9_500 * 180


@cache
def scenario() -> Scenario:
    """The Gao sector as it was, with everything on."""
    return load(SCENARIO).with_policy("baseline")


@cache
def mission() -> Mission:
    """The mission of pksim, laid out once."""
    return Mission(scenario())


def person_days() -> float:
    """Person-days of one replication."""
    return scenario().strength * scenario().horizon / 1440.0


def contenders() -> dict[str, Contender]:
    """Replications from a fresh world to its outcomes, and customers of a queue to calibrate."""

    def native() -> float:
        for replication in range(REPLICATIONS):
            mission().run(SEED, replication)
        return REPLICATIONS

    def clock() -> float:
        mission().run(SEED, 0, clock="simpy")
        return 1

    def queue() -> float:
        return mm1.by_pksim(CUSTOMERS_UNTIL)[0]

    return {"native": native, "queue": queue, "SimPy clock": clock}


def against_the_first(native: Iterable[float], queue: Iterable[float]) -> float:
    """How many times longer a person-day takes than in the first mission.

    Both are counted in customers of the queue in the same round, which takes the machine out.
    """
    return ratio(native, queue) / person_days() / (FIRST_MISSION / FIRST_PERSON_DAYS)


def figures(rounds: int = 9) -> list[Figure]:
    """The two ratios."""
    taken = interleave(contenders(), rounds)
    native, queue, clock = taken["native"], taken["queue"], taken["SimPy clock"]
    a_person_day = statistics.median(native) / person_days() * 1e9
    return [
        Figure(
            "Gao: native, speed over the SimPy clock's",
            ratio(clock, native),
            bar=50.0,
            note=f"{spread(clock, native)}; {seconds_a_unit(clock)} against "
            f"{seconds_a_unit(native)} a replication of {scenario().horizon / 1440:g} days",
        ),
        Figure(
            "Gao: native, time a person-day over the first mission's",
            against_the_first(native, queue),
            bar=3.0,
            at_least=False,
            note=f"{a_person_day:.3g} ns; in customers of M/M/1, {ratio(native, queue):,.0f} a "
            f"replication ({seconds_a_unit(native)} against {seconds_a_unit(queue)}), in the first "
            f"mission {FIRST_MISSION:,.0f}",
        ),
    ]
