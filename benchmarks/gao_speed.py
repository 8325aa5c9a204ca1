"""The Gao mission on both clocks and in idiomatic plain SimPy, time a replication, in one run."""

from functools import cache
from pathlib import Path

from benchmarks import idiomatic_mission
from benchmarks.idiomatic_sector import Sector
from benchmarks.measure import Contender, Figure, interleave, ratio, seconds_a_unit, spread
from pksim.mission.mission import Mission
from pksim.mission.world import WorldBuilder
from pksim.scenario import Scenario, load

SCENARIO = Path(__file__).parents[1] / "scenarios" / "gao-sector.yaml"
SEED = 1
REPLICATIONS = 20  # of the native clock in a row, for one of each of the others


@cache
def scenario() -> Scenario:
    """The Gao sector as it was."""
    return load(SCENARIO).with_policy("baseline")


@cache
def mission() -> Mission:
    """The mission of pksim, laid out once."""
    return Mission(scenario())


@cache
def sector() -> Sector:
    """The tables of the idiomatic mission, laid out once."""
    return Sector(WorldBuilder(scenario()).build(), scenario().horizon)


def contenders() -> dict[str, Contender]:
    """Each does replications from a fresh world to its outcomes."""

    def native() -> float:
        for replication in range(REPLICATIONS):
            mission().run(SEED, replication)
        return REPLICATIONS

    def clock() -> float:
        mission().run(SEED, 0, clock="simpy")
        return 1

    def idiomatic() -> float:
        idiomatic_mission.Mission(sector(), SEED).run()
        return 1

    return {"native": native, "SimPy clock": clock, "plain SimPy": idiomatic}


def figures(rounds: int = 9) -> list[Figure]:
    """The three ratios between them."""
    taken = interleave(contenders(), rounds)
    asked = (
        ("Gao: native, speed over the SimPy clock's", "SimPy clock", "native", 50.0, True),
        ("Gao: native, speed over idiomatic plain SimPy's", "plain SimPy", "native", 25.0, True),
        ("Gao: SimPy clock, time over plain SimPy's", "SimPy clock", "plain SimPy", 2.5, False),
    )
    return [
        Figure(
            name,
            ratio(taken[slow], taken[fast]),
            bar=bar,
            at_least=at_least,
            note=f"{spread(taken[slow], taken[fast])}; {seconds_a_unit(taken[slow])} against "
            f"{seconds_a_unit(taken[fast])} a replication of {scenario().horizon / 1440:g} days",
        )
        for name, slow, fast, bar, at_least in asked
    ]
