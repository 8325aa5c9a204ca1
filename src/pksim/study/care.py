"""What replications tell of the care chain: minutes by step and place, and the use of assets.

A mission that tells nothing of it (a toy in a test) simply has none of these tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.study.assets import FIGURES
from pksim.study.mission_like import CareMissionLike, CareRunLike, MissionLike, MissionRunLike

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Care:
    """The tables of some replications of one mission.

    Attributes:
        places: Names of the rows of `chain`.
        assets: Titles of the rows of `usage`.
        chain: replication x place x column (`pksim.study.chain.columns`).
        usage: replication x asset x figure (`pksim.study.assets.FIGURES`).
    """

    places: tuple[str, ...]
    assets: tuple[str, ...]
    chain: Values
    usage: Values

    @classmethod
    def joined(cls, parts: Sequence[Care]) -> Care:
        """Replications of one mission, one after the other."""
        first = parts[0]
        return cls(
            first.places,
            first.assets,
            np.concatenate([part.chain for part in parts]),
            np.concatenate([part.usage for part in parts]),
        )

    def room(self, replications: int) -> Care:
        """Room for so many replications of the same mission.

        Zeros, so that the system gives memory only for rows that are filled: a study of which most
        is never run (it is stopped) must not ask for gigabytes.
        """
        return Care(
            self.places,
            self.assets,
            np.zeros((replications, *self.chain.shape[1:])),
            np.zeros((replications, *self.usage.shape[1:])),
        )

    def put(self, rows: slice, part: Care) -> None:
        """Lay a few replications in their rows."""
        self.chain[rows] = part.chain
        self.usage[rows] = part.usage

    def only(self, rows: npt.NDArray[np.int64]) -> Care:
        """These replications; nothing is copied where it is all of them."""
        if len(rows) == len(self.chain):
            return self
        return Care(self.places, self.assets, self.chain[rows], self.usage[rows])


def care_of(mission: MissionLike, run: MissionRunLike) -> Care | None:
    """The tables of one replication; None where the mission has none."""
    if not (isinstance(mission, CareMissionLike) and isinstance(run, CareRunLike)):
        return None
    figures = [np.asarray(run.usage[figure.name], np.float64) for figure in FIGURES]
    return Care(
        tuple(mission.places),
        tuple(run.resources),
        np.asarray(run.chain, np.float64)[None],
        np.stack(figures, axis=1)[None],
    )
