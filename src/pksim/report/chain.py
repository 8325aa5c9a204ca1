"""The care chain in short, for a terminal too: minutes to surgery, and who had none in two hours.

Minutes are means over casualties who need surgery (T1, T2) and reached it. Shares are of all who
need it: those who died or waited longer than two hours are late, and charged to their longest step.
"""

from __future__ import annotations

from collections.abc import Callable

from pksim.report.chain_cells import (
    gap,
    happening,
    in_per_cent,
    late_cell,
    longest_steps,
    minutes_cell,
    row,
)
from pksim.report.sheet import Column, Sheet
from pksim.study import Against, Levels
from pksim.study.chain import Chain

SHORT = (
    "Mean minutes from wounding to surgery for casualties who need it (T1, T2) and reached it; and"
    " the share of all who need it and had none within two hours, with the steps that took longest."
)
PAIRED = (
    "Intervals are 95 % and show simulation error only; those of differences hold for all policies"
    " together. Differences of shares are in percentage points."
)


def short_columns() -> list[Column]:
    """The whole of it in one table, also for a terminal."""
    return [
        Column("minutes to\nsurgery", _said(lambda c: minutes_cell(c, c.steps, interval=True))),
        Column("difference,\nminutes", _compared(lambda one: gap(one, "reached", one.to_surgery))),
        Column("not within\n2 hours", _said(lambda c: late_cell(c, c.steps, interval=True))),
        Column(
            "difference,\npoints",
            _compared(lambda one: gap(one, "counted", in_per_cent(one.late))),
            spare=True,
        ),
        Column("longest steps of the late", _said(longest_steps), words=True, spare=True),
    ]


def of_one(levels: Levels) -> Sheet | None:
    """One policy on its own: a row for each step. None where the mission has no chain."""
    chain = levels.chain
    if chain is None:
        return None
    rows = [
        row(step.title, [minutes_cell(chain, [step]), late_cell(chain, [step])])
        for step in happening([chain])
    ]
    together = [
        minutes_cell(chain, chain.steps, interval=True),
        late_cell(chain, chain.steps, interval=True),
    ]
    heads = (Column("minutes to\nsurgery"), Column("longest step of who\nwas not within 2 hours"))
    title = "From wounding to surgery, for casualties who need it (T1, T2)"
    return Sheet(title, "", heads, (*rows, row("all steps", together)), names="step")


def _said(say: Callable[[Chain], str]) -> Callable[[Levels, Against | None], str]:
    """Something said of the chain of a policy."""
    return lambda levels, _: "" if levels.chain is None else say(levels.chain)


def _compared(say: Callable[[Against], str]) -> Callable[[Levels, Against | None], str]:
    """Something said of the difference to the baseline."""
    return lambda _, one: "baseline" if one is None else say(one)
