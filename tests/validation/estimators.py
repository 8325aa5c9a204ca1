"""Estimators over many replications, each with a standard error by resampling replications."""

from collections.abc import Callable, Sequence

import numpy as np

from pksim.mission.terms import IED, INDIRECT_FIRE
from tests.validation.sample import Numbers, Sample

Estimator = Callable[[Sample], tuple[float, float]]
"""Gives a value and its standard error."""

GROUPS = 20  # replications are thrown together in so many groups, which are left out one by one


def grouped(value: Callable[[np.ndarray], float], replications: int) -> tuple[float, float]:
    """A value and its standard error by the jackknife over groups of replications."""
    everything = np.arange(replications)
    groups = np.array_split(everything, min(GROUPS, replications))
    without = [value(np.setdiff1d(everything, group)) for group in groups]
    spread = np.sum((np.array(without) - np.mean(without)) ** 2)
    return value(everything), float(np.sqrt(spread * (len(groups) - 1) / len(groups)))


def per_1000(name: str) -> Estimator:
    """An outcome per 1,000 person-years."""
    return lambda s: grouped(lambda k: 1000 * s[name][k].mean() / s.person_years, len(s[name]))


def mean(name: str, per: float = 1.0) -> Estimator:
    """An outcome of one replication, over some number."""
    return lambda s: grouped(lambda k: s[name][k].mean() / per, len(s[name]))


def ratio(above: Sequence[str], below: Sequence[str]) -> Estimator:
    """Sums of outcomes, one over the other."""

    def estimate(s: Sample) -> tuple[float, float]:
        up = np.sum([s[name] for name in above], axis=0)
        down = np.sum([s[name] for name in below], axis=0)
        return grouped(lambda k: up[k].sum() / down[k].sum(), len(up))

    return estimate


def share_of_malicious(name: str) -> Estimator:
    """The share of an attack type in the deaths by malicious acts (expected scores)."""
    return ratio([f"expected_deaths_{name}"], ["expected_deaths_malicious"])


def of_events(
    events: Callable[[Sample], list[Numbers]], statistic: Callable[[Numbers], float]
) -> Estimator:
    """A statistic of all events of all replications."""

    def estimate(s: Sample) -> tuple[float, float]:
        found = events(s)
        return grouped(
            lambda k: float(statistic(np.concatenate([found[i] for i in k]))), len(found)
        )

    return estimate


def singles(sizes: Numbers) -> float:
    """The share of events with one death."""
    return float(np.mean(sizes == 1))


def at_least(size: int) -> Callable[[Numbers], float]:
    """The share of events with so many deaths or more."""
    return lambda sizes: float(np.mean(sizes >= size))


def largest_of(events: int) -> Estimator:
    """The median of the largest of so many fatal events, in the order in which they happened."""

    def estimate(s: Sample) -> tuple[float, float]:
        sizes = np.concatenate(s.fatal_events)
        blocks = sizes[: len(sizes) // events * events].reshape(-1, events).max(axis=1)
        return float(np.median(blocks)), float(1.25 * blocks.std(ddof=1) / np.sqrt(len(blocks)))

    return estimate


def monthly_dispersion(which: int) -> Estimator:
    """Variance/mean of monthly counts within a tour: 0 deaths, 1 fatal events."""

    def estimate(s: Sample) -> tuple[float, float]:
        counts = s.monthly[which]
        within = counts.var(axis=1, ddof=1)
        return grouped(lambda k: float(within[k].mean() / counts[k].mean()), len(counts))

    return estimate


def strike_sizes(s: Sample) -> list[Numbers]:
    """For each replication: people hurt in each strike on uniformed people, zeros included."""
    found = []
    for sizes, none in zip(s.hurt_by_incident(IED), s["strikes_without_casualty"], strict=True):
        found.append(np.concatenate([sizes, np.zeros(int(none))]))
    return found


def fire_sizes(s: Sample) -> list[Numbers]:
    """For each replication: people hurt in each attack by indirect fire, zeros included."""
    found = []
    hurt, none = s.hurt_by_incident(INDIRECT_FIRE), s["indirect_fires_harmless"]
    for sizes, harmless in zip(hurt, none, strict=True):
        found.append(np.concatenate([sizes, np.zeros(int(harmless))]))
    return found


def dispersion(sizes: Numbers) -> float:
    """Variance over mean."""
    return float(sizes.var() / sizes.mean())


def mean_given_any(sizes: Numbers) -> float:
    """The mean of those that are not zero."""
    return float(sizes[sizes > 0].mean())


def none_hurt(sizes: Numbers) -> float:
    """The share of zeros."""
    return float(np.mean(sizes == 0))
