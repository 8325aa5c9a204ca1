"""Means over runs that share something, which are independent where the runs are not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pksim.statistics.intervals import exact_binomial


def cluster_means(values: npt.ArrayLike, size: int) -> npt.NDArray[np.float64]:
    """Means over each `size` rows that stand one after the other.

    Args:
        values: Row by row, with any further axes; as many rows as whole clusters.
        size: Rows in a cluster.

    Raises:
        ValueError: the last cluster is not whole.
    """
    data = np.asarray(values, dtype=np.float64)
    if size < 1 or len(data) % size:
        raise ValueError(f"{len(data)} rows do not make whole clusters of {size}")
    if size == 1:
        return data
    return np.asarray(data.reshape(-1, size, *data.shape[1:]).mean(axis=1))


def clustered_share(
    hits: npt.NDArray[np.bool_], size: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Bounds of a share where each `size` runs in a row share something.

    Clopper and Pearson's, with fewer runs than there are: as many as independent ones would need
    for the variance seen between clusters (Korn and Graubard 1998). Never fewer than there are
    clusters nor more than runs. With fewer than 20 clusters with a hit that variance is too
    uncertain, and each cluster counts as one run. Without clusters they are the exact bounds.
    """
    share = float(hits.mean())
    runs = _worth(cluster_means(hits, size), share, len(hits)) if size > 1 else float(len(hits))
    return exact_binomial(float(hits.sum()) * (runs / len(hits)), runs, confidence)


ENOUGH = 20
"""Clusters with a hit from which on the variance between clusters is taken as known."""


def _worth(shares: npt.NDArray[np.float64], share: float, runs: int) -> float:
    """How many independent runs tell as much as all runs of these clusters."""
    clusters = len(shares)
    if min(np.count_nonzero(shares), np.count_nonzero(shares < 1.0)) < ENOUGH:
        return float(clusters)
    between = float(shares.var(ddof=1)) / clusters
    if between == 0.0:
        return float(runs)
    return float(np.clip(share * (1.0 - share) / between, clusters, runs))
