"""Quarantine strategies for newcomers, beside what another simulation has of them."""

from __future__ import annotations

from functools import cache

from pksim.mission import Mission
from pksim.scenario import load
from tests.validation.sample import SCENARIOS

SEED = 1
NEWCOMERS = 10_000
FILE = SCENARIOS.parent / "tests" / "known_answers" / "quarantine.yaml"
CLIFFORD = "Clifford and others, 2021, a simulation of air travellers"


@cache
def newcomers(arrival: float, test: float | None) -> tuple[float, float]:
    """Infectious newcomers let out, and people they infect, each for one infected newcomer.

    As in the source: infected evenly at any time before travel, everybody keeps to quarantine, and
    those with symptoms keep apart from the first day of them.
    """
    scenario = load(FILE).patched(
        {
            "covid.arrivals.window": "28 days",
            "covid.isolation": {"reports": 1.0, "on_symptoms": 1.0, "delay": "0 min", "leak": 0.0},
            "covid.contacts.r0": 0.2,
            "covid.quarantine.arrival": f"{arrival} days",
            "covid.quarantine.tests": [] if test is None else [{"day": test, "kind": "pcr"}],
            "covid.tests.pcr.turnaround": "20 h",  # so that a test a day before is known
        }
    )
    runs = [Mission(scenario).run(SEED, i) for i in range(8)]
    return (
        sum(run["released_infectious"] for run in runs) / len(runs) / NEWCOMERS,
        sum(run["infected_camp"] for run in runs) / len(runs) / NEWCOMERS,
    )


STRATEGIES = (
    ("14 days", 14.0, None, 0.98, 1.0, "over 99 (98–100)"),
    ("8 days, test on day 7", 8.0, 7, 0.89, 0.98, "94 (89–98)"),
    ("6 days, test on day 5", 6.0, 5, 0.83, 0.95, "89 (83–95)"),
)


def stopped(arrival: float, test: float | None) -> tuple[float, float]:
    """What part of infectious newcomers, and of those whom they infect, is stopped."""
    with_, without = newcomers(arrival, test), newcomers(0.0, None)
    return 1 - with_[0] / without[0], 1 - with_[1] / without[1]
