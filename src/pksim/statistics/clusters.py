"""Means over runs that share something, which are independent where the runs are not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


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
