"""How precise a study is wanted, and where it stops for being so.

Looks at the data stand at fixed numbers of replications, so the same seed stops at the same one
with any number of workers. A difference may be zero, so the rule for it is absolute: each interval
reaches no further than so many deaths, or such a part of the deaths under the baseline. Nothing
stops because an interval excludes zero: that would pick lucky moments, and what is printed then
would be too far from zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pksim.errors import InputError, Interrupted
from pksim.statistics import absolute_met, looks, met_twice, relative_met
from pksim.study.against import against
from pksim.study.levels import Levels, joined
from pksim.study.replicate import BLOCK

FIRST_LOOK = 104
"""Replications before the first look: see :mod:`pksim.statistics.precision`."""

GROWTH = 1.12
"""Each look has an eighth more replications: measured, intervals at the stop cover as often as with
a quarter more (92 to 97 %, 2,000 trials of each law), for a seventh fewer replications."""

MOST = 20_000
"""Replications at which a study stops that is not precise enough by then."""

USUAL = 1000
"""Replications of a study of which nothing else is said."""

HOW = "write 4% (of the deaths under the baseline) or 0.3 (deaths in the period)"


@dataclass(frozen=True)
class Precision:
    """Half of the widest interval that is narrow enough, in deaths or as a share."""

    half_width: float
    relative: bool

    @classmethod
    def read(cls, text: str) -> Precision:
        """``4%`` or ``0.3``.

        Raises:
            InputError: it is neither.
        """
        number = text.strip().removesuffix("%")
        try:
            value = float(number)
        except ValueError:
            raise InputError(f"--precision {text!r}: {HOW}") from None
        relative = text.strip().endswith("%")
        if not (math.isfinite(value) and value > 0.0 and (not relative or value < 100.0)):
            raise InputError(f"--precision {text!r}: it must be above 0; {HOW}")
        return cls(value / 100.0 if relative else value, relative)

    def met_by_level(self, levels: Levels) -> bool:
        """Whether the expected deaths of one policy are known so precisely."""
        found = levels.deaths
        if self.relative:
            return relative_met(found.half_width, found.mean, self.half_width)
        return absolute_met(found.half_width, self.half_width)

    def met_by_differences(self, baseline: Levels, others: Sequence[Levels]) -> bool:
        """Whether every difference to the baseline is known so precisely."""
        wanted = self.half_width * (abs(baseline.deaths.mean) if self.relative else 1.0)
        if wanted == 0.0:
            return False
        gaps = (one.deaths for one in against(baseline, others))
        return all(absolute_met((gap.high - gap.low) / 2.0, wanted) for gap in gaps)


def most_replications(replications: int | None, precision: str | None) -> int:
    """How many replications are run, at most where a precision is wanted."""
    if replications is not None:
        return replications
    return USUAL if precision is None else MOST


def stages(most: int) -> Iterator[tuple[int, int]]:
    """(number of the first replication, how many more) up to each look."""
    done = 0
    for look in looks(min(FIRST_LOOK, most), most, GROWTH, BLOCK):
        yield done, look - done
        done = look


Run = Callable[[int, int], list[Levels]]
"""Runs so many replications from a number on, of every policy of a study."""


def until_met(run: Run, met: Callable[[list[Levels]], bool], most: int) -> tuple[list[Levels], int]:
    """Run stage after stage until two looks running find the study precise, or `most` is reached.

    Returns what was found, and how many replications were asked for: more than were found where
    the study was interrupted.

    Raises:
        Interrupted: before anything was finished.
    """
    parts: list[list[Levels]] = []
    looked: list[bool] = []
    asked = 0
    for first, count in stages(most):
        asked = first + count
        try:
            parts.append(run(first, count))
        except Interrupted:
            if not parts:
                raise
            break
        found = [joined(policy) for policy in zip(*parts, strict=True)]
        looked.append(met(found))
        if met_twice(looked) or found[0].replications < asked:
            break
    return [joined(policy) for policy in zip(*parts, strict=True)], asked
