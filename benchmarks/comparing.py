"""A comparison as users run it: how long to a wanted precision; what pairing and scoring save."""

import time
from collections.abc import Iterable

from benchmarks import gao_speed, mm1
from benchmarks.measure import Figure
from pksim.scenario import load
from pksim.study import Comparison, compare

CARE = ("tourniquet-training", "delegated-launch", "forward-surgical-team", "care-package")
THREAT = ("jammers", "route-clearance", "counter-ied-training")
EIGHT = ["baseline", *THREAT, *CARE]
SEARCH = "dismounted-search"
"""Columns that stop to search keep other hours, and pair worst."""

PRECISION = "4%"
REPLICATIONS = 96
CUSTOMERS_UNTIL = 2_000_000.0


def variance_ratio(found: Comparison, policy: str) -> float:
    """Variance of a difference in deaths: counted in independent runs, over paired and scored."""
    (one,) = (one for one in found.policies if one.name == policy)
    ours, theirs = one.levels.sample, found.baseline.sample
    independent = ours.runs("deaths").var(ddof=1) + theirs.runs("deaths").var(ddof=1)
    score = ours.score("deaths")
    paired = (ours.runs(score) - theirs.runs(score)).var(ddof=1)
    return float(independent / paired)


def least(found: Comparison, policies: Iterable[str]) -> tuple[float, str]:
    """The least ratio of these policies, and all of them in words."""
    ratios = {policy: variance_ratio(found, policy) for policy in policies}
    told = ", ".join(f"{policy} {ratio:.0f}" for policy, ratio in ratios.items())
    return min(ratios.values()), told


def nanoseconds_a_customer() -> float:
    """How fast the machine is now, in customers of the native M/M/1 queue."""
    mm1.by_pksim(1000.0)
    begun = time.thread_time()
    customers = mm1.by_pksim(CUSTOMERS_UNTIL)[0]
    return (time.thread_time() - begun) / customers * 1e9


def figures() -> list[Figure]:
    """Wall time to four per cent, and the two ratios."""
    scenario = load(gao_speed.SCENARIO)
    compare(scenario, EIGHT, replications=8)  # compiles
    before = nanoseconds_a_customer()
    begun = time.perf_counter()
    found = compare(scenario, EIGHT, precision=PRECISION, displacement=False)
    seconds = time.perf_counter() - begun
    after = nanoseconds_a_customer()
    paired = compare(
        scenario,
        [*EIGHT, SEARCH],
        replications=REPLICATIONS,
        runs_per_draw=0,
        displacement=False,
    )
    care, all_care = least(paired, CARE)
    threat, all_threat = least(paired, (*THREAT, SEARCH))
    return [
        Figure(
            f"Gao: eight policies compared to {PRECISION} of the baseline's deaths",
            seconds,
            unit="s",
            bar=60.0,
            at_least=False,
            note=f"{found.replications} replications of each; a customer of M/M/1 took {before:.0f}"
            f" ns before and {after:.0f} ns after, where the first mission was measured 171",
        ),
        Figure(
            "Gao: variance of a difference, independent and counted over paired and scored: care",
            care,
            bar=20.0,
            note=f"{REPLICATIONS} replications, best guesses: {all_care}",
        ),
        Figure(
            "Gao: the same for measures against the threat",
            threat,
            bar=5.0,
            note=f"the same replications: {all_threat}",
        ),
    ]
