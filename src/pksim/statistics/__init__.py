"""Intervals, paired differences and simultaneous comparison: pure functions of arrays.

Nothing here knows a scenario, a policy or a casualty. Student's t and the beta distribution come
from ``scipy.special``, which loads in a third of the time that ``scipy.stats`` needs.
"""

from pksim.statistics.clusters import cluster_means
from pksim.statistics.intervals import (
    Estimate,
    clopper_pearson,
    difference_of_ratios,
    mean_interval,
    ratio_of_sums,
    share_of_sums,
    spread,
)
from pksim.statistics.paired import (
    PairedDifference,
    Verdict,
    paired_difference,
    replications_to_settle,
)
from pksim.statistics.simultaneous import (
    bonferroni_critical,
    holm_rejections,
    max_t_critical,
    t_critical,
)

__all__ = [
    "Estimate",
    "PairedDifference",
    "Verdict",
    "bonferroni_critical",
    "clopper_pearson",
    "cluster_means",
    "difference_of_ratios",
    "holm_rejections",
    "max_t_critical",
    "mean_interval",
    "paired_difference",
    "ratio_of_sums",
    "replications_to_settle",
    "share_of_sums",
    "spread",
    "t_critical",
]
