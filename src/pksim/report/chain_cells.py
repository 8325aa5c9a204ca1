"""What is said of the care chain in a cell, and of whom too little is known to say it."""

from __future__ import annotations

from collections.abc import Sequence

from pksim.report import numbers
from pksim.report.sheet import Cell, Row
from pksim.statistics import Estimate
from pksim.study import Against, Levels
from pksim.study.chain import Chain
from pksim.study.mission_like import StepLike

TOO_FEW = "too few"
LONGEST = 2  # steps named in the short table


def happening(chains: Sequence[Chain]) -> tuple[StepLike, ...]:
    """The steps that take any time, or break the goal, under any of the policies."""
    return tuple(
        step
        for step in chains[0].steps
        if any(chain.sums([f"in_{step.name}", f"late_by_{step.name}"]).any() for chain in chains)
    )


def breaking(chains: Sequence[Chain]) -> tuple[StepLike, ...]:
    """The steps that break the goal under any of the policies."""
    return tuple(
        step
        for step in chains[0].steps
        if any(chain.sums([f"late_by_{step.name}"]).any() for chain in chains)
    )


def chains_of(levels: Sequence[Levels]) -> list[Chain]:
    """The chains of some policies; empty where the mission has none."""
    return [one.chain for one in levels if one.chain is not None]


def chain_of(levels: Levels) -> Chain:
    """The chain of a policy that has one."""
    assert levels.chain is not None
    return levels.chain


def known(whom: str, chains: Sequence[Chain]) -> list[int]:
    """Places where under any policy enough are `counted`, or `reached` surgery, to be told of."""
    places = range(len(chains[0].places))
    return [place for place in places if not all(chain.few(whom, place) for chain in chains)]


def minutes_cell(
    chain: Chain, steps: Sequence[StepLike], place: int | None = None, *, interval: bool = False
) -> str:
    """Mean minutes of some steps; `too few` where hardly anybody reached surgery."""
    if chain.few("reached", place):
        return TOO_FEW
    found = chain.minutes(steps, place)
    return numbers.level(found) if interval else numbers.bare(found)


def late_cell(
    chain: Chain, steps: Sequence[StepLike], place: int | None = None, *, interval: bool = False
) -> str:
    """The share that was late, some steps longest; `too few` where hardly anybody was hurt."""
    if chain.few("counted", place):
        return TOO_FEW
    found = chain.late(steps, place)
    return share_with_interval(found) if interval else numbers.percent(found)


def share_with_interval(found: Estimate) -> str:
    """``79 % (77–81)``."""
    shown = numbers.level(found, 100.0)
    mean, _, ends = shown.partition(" ")
    return f"{mean} % {ends}".rstrip()


def gap(one: Against, whom: str, found: Estimate | None) -> str:
    """A difference to the baseline in minutes or points, or why there is none.

    `whom` says over which casualties it is taken: those `counted`, or those who `reached` surgery.
    """
    if chain_of(one.levels).few(whom) or chain_of(one.baseline).few(whom):
        return TOO_FEW
    if found is None:
        return numbers.NOT_KNOWN
    if found.mean == found.low == found.high == 0.0:
        return "none"
    return numbers.difference(found.mean, found.low, found.high)


def in_per_cent(found: Estimate | None) -> Estimate | None:
    """A share, or a difference of shares, as per cent."""
    if found is None:
        return None
    return Estimate(
        100.0 * found.mean,
        100.0 * found.low,
        100.0 * found.high,
        100.0 * found.standard_error,
        found.count,
    )


def longest_steps(chain: Chain) -> str:
    """The steps that broke the goal most often: ``distance 44 %, queue at hospital 21 %``."""
    shares = [(chain.late([step]).mean, step) for step in chain.steps]
    first = sorted(shares, key=lambda one: -one[0])[:LONGEST]
    return ", ".join(f"{s.title} {numbers.percent(chain.late([s]))}" for m, s in first if m > 0.0)


def row(name: str, texts: Sequence[str], *, baseline: bool = False) -> Row:
    """A row of such cells."""
    cells = tuple(Cell(text, "open" if text == TOO_FEW else "") for text in texts)
    return Row(name, cells, baseline)
