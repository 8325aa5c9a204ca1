"""Two threads against one on the Gao mission, beside a control that only computes.

How much a second thread can give is a property of the machine (shared caches, shared cores, other
guests), so the figure is the speed-up of the mission over that of the control in the same run.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from numba import njit

from benchmarks.gao_speed import SEED, mission
from benchmarks.measure import Figure

JOBS = 20
STEPS = 28_000_000


@njit(nogil=True)
def arithmetic(steps: int) -> int:
    """Integer work in registers, with the GIL released."""
    x = 88172645463325252
    for _ in range(steps):
        x ^= (x << 13) & 0xFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFF
    return x


def wall(work: Callable[[int], object], threads: int) -> float:
    """Seconds for all jobs."""
    with ThreadPoolExecutor(threads) as pool:
        begun = time.perf_counter()
        list(pool.map(work, range(JOBS)))
        return time.perf_counter() - begun


def replication(number: int) -> object:
    """One replication of the Gao mission."""
    return mission().run(SEED, number)


def control(_: int) -> object:
    """About as long as a replication."""
    return arithmetic(STEPS)


def figures(rounds: int = 15) -> list[Figure]:
    """Speed-ups of both, and one over the other."""
    gained: dict[str, list[float]] = {"mission": [], "control": []}
    works = {"mission": replication, "control": control}
    for work in works.values():
        work(0)
    for _ in range(rounds):
        for name, work in works.items():
            one = wall(work, 1)
            gained[name].append(one / wall(work, 2))
    mission_gain, control_gain = (statistics.median(gained[name]) for name in works)
    least, most = min(gained["mission"]), max(gained["mission"])
    note = f"medians of {rounds} runs of {JOBS} jobs, the mission's from {least:.2f} to {most:.2f}"
    return [
        Figure(
            "Gao: two threads over one, against the control's",
            mission_gain / control_gain,
            bar=0.9,
            note=f"{mission_gain:.2f} over {control_gain:.2f}; {note}",
        ),
    ]
