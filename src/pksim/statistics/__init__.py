"""Intervals, paired differences and simultaneous comparison: pure functions of arrays.

Nothing here knows a scenario, a policy or a casualty. Student's t and the beta distribution come
from ``scipy.special``, which loads in a third of the time that ``scipy.stats`` needs.
"""

from pksim.statistics.best import (
    AgainstBest,
    comparisons_with_best,
    probability_best,
)
from pksim.statistics.clusters import cluster_means, clustered_share
from pksim.statistics.economics import (
    Acceptability,
    CostEffectiveness,
    Standing,
    acceptability,
    cost_effectiveness,
    expected_loss,
    net_benefit,
)
from pksim.statistics.explained import explained_share
from pksim.statistics.information import (
    InformationValue,
    conditional_net_benefit,
    evpi,
    evpi_by_regression,
    evppi,
)
from pksim.statistics.intervals import (
    Estimate,
    clopper_pearson,
    difference_of_ratios,
    mean_interval,
    ratio_of_sums,
    share_of_sums,
    skewed_mean_interval,
    spread,
)
from pksim.statistics.nested import (
    Bands,
    NestedVariance,
    more_runs_cannot_narrow,
    nested_mean_interval,
    nested_variance,
    parameter_band,
    three_bands,
)
from pksim.statistics.paired import (
    PairedDifference,
    Verdict,
    paired_difference,
    replications_to_settle,
)
from pksim.statistics.precision import (
    absolute_met,
    looks,
    met_twice,
    relative_met,
)
from pksim.statistics.rates import (
    GammaRate,
    NegativeBinomial,
    gamma_poisson,
    garwood,
)
from pksim.statistics.robustness import (
    RobustChoice,
    robust_choice,
)
from pksim.statistics.selection import (
    Elimination,
    Ended,
    Selection,
    kim_nelson,
    kim_nelson_allowance,
    kim_nelson_array,
    kim_nelson_eta,
    kim_nelson_h2,
)
from pksim.statistics.simultaneous import (
    bonferroni_critical,
    holm_rejections,
    max_t_critical,
    t_critical,
)
from pksim.statistics.tails import (
    Exceedance,
    Quantile,
    TailDifference,
    TailMean,
    at_least,
    conditional_value_at_risk,
    conditional_value_at_risk_difference,
    exceedance_curve,
    quantile_interval,
)

__all__ = [
    "Acceptability",
    "AgainstBest",
    "Bands",
    "CostEffectiveness",
    "Elimination",
    "Ended",
    "Estimate",
    "Exceedance",
    "GammaRate",
    "InformationValue",
    "NegativeBinomial",
    "NestedVariance",
    "PairedDifference",
    "Quantile",
    "RobustChoice",
    "Selection",
    "Standing",
    "TailDifference",
    "TailMean",
    "Verdict",
    "absolute_met",
    "acceptability",
    "at_least",
    "bonferroni_critical",
    "clopper_pearson",
    "cluster_means",
    "clustered_share",
    "comparisons_with_best",
    "conditional_net_benefit",
    "conditional_value_at_risk",
    "conditional_value_at_risk_difference",
    "cost_effectiveness",
    "difference_of_ratios",
    "evpi",
    "evpi_by_regression",
    "evppi",
    "exceedance_curve",
    "expected_loss",
    "explained_share",
    "gamma_poisson",
    "garwood",
    "holm_rejections",
    "kim_nelson",
    "kim_nelson_allowance",
    "kim_nelson_array",
    "kim_nelson_eta",
    "kim_nelson_h2",
    "looks",
    "max_t_critical",
    "mean_interval",
    "met_twice",
    "more_runs_cannot_narrow",
    "nested_mean_interval",
    "nested_variance",
    "net_benefit",
    "paired_difference",
    "parameter_band",
    "probability_best",
    "quantile_interval",
    "ratio_of_sums",
    "relative_met",
    "replications_to_settle",
    "robust_choice",
    "share_of_sums",
    "skewed_mean_interval",
    "spread",
    "t_critical",
    "three_bands",
]
