"""The toy mission on both clocks, by hand and in plain SimPy, as ratios."""

from benchmarks import toy, toy_by_hand, toy_plain_simpy
from benchmarks.measure import Contender, Figure, interleave, ratio, seconds_a_unit, spread

SEED = 1
LONG, SHORT = 1_500_000.0, 30_000.0


def by_hand(until: float) -> float:
    """Turns of the process model that the loop stands for: they are a fixed number per minute."""
    toy_by_hand.simulate(until, key())
    return until


def key() -> int:
    """The key of the draws that pksim makes under the same seed."""
    return int(toy.WORLD.fresh(SEED, 0).column("engine.key")[0])


def agree(until: float) -> None:
    """Processes and the loop tell exactly the same."""
    ours = toy.simulate(until, seed=SEED)
    count, total = toy_by_hand.simulate(until, key())
    assert ours.count.tobytes() == count.tobytes(), (ours.count, count)
    assert ours.total.tobytes() == total.tobytes(), (ours.total, total)


def by_plain_simpy(until: float) -> float:
    """The idiom of the SimPy documentation."""
    toy_plain_simpy.simulate(until, SEED)
    return until


def by_clock(until: float, clock: str) -> float:
    """The processes on one of the clocks."""
    toy.simulate(until, clock, SEED)
    return until


def figures(rounds: int = 5) -> list[Figure]:
    """Ratios of time a simulated minute."""
    agree(LONG)
    runs: dict[str, Contender] = {
        "native": lambda: by_clock(LONG, "native"),
        "by hand": lambda: by_hand(LONG),
        "SimPy clock": lambda: by_clock(SHORT, "simpy"),
        "SimPy": lambda: by_plain_simpy(SHORT),
    }
    taken = interleave(runs, rounds)

    def compared(slow: str, fast: str) -> tuple[float, str]:
        return ratio(taken[slow], taken[fast]), (
            f"{spread(taken[slow], taken[fast])}; {seconds_a_unit(taken[slow])} against "
            f"{seconds_a_unit(taken[fast])} a simulated minute"
        )

    hand, hand_note = compared("native", "by hand")
    plain, plain_note = compared("SimPy", "native")
    clock, clock_note = compared("SimPy clock", "native")
    twice, twice_note = compared("SimPy clock", "SimPy")
    return [
        Figure(
            "Toy: native, time over the hand-written loop's",
            hand,
            bar=2.5,
            at_least=False,
            note=hand_note,
        ),
        Figure("Toy: native, speed over plain SimPy's", plain, note=plain_note),
        Figure("Toy: native, speed over the SimPy clock's", clock, note=clock_note),
        Figure("Toy: SimPy clock, time over plain SimPy's", twice, note=twice_note),
    ]
