"""How much the assets of the care chain are used: helicopters, ambulances, bays, teams and beds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pksim.report import numbers
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import ratio_of_sums
from pksim.study import Comparison, Levels
from pksim.study.assets import OF_CARE, Asset

LEAD = (
    "In use is a share of the time of the units there. A helicopter is in use from the order until"
    " it is back at base; repair, rest and flights for others are not use. A job is a lift, a"
    " casualty treated, or a stay in a bed."
)
BY_KIND = (
    "All assets of a kind together: share of the time in use, and jobs in {span}. They are kept for"
    " the hour in which they are needed: little use does not say that there are too many."
)
HEADINGS = {
    "helicopter": "helicopters",
    "ambulance": "ambulances",
    "bays": "resuscitation\nbays",
    "operating teams": "operating\nteams",
    "intensive care": "intensive\ncare",
    "ward beds": "ward\nbeds",
}


def of_care(levels: Levels) -> list[Asset]:
    """The assets of the care chain that are there, in the order of the chain."""
    if levels.assets is None:
        return []
    there = [asset for asset in levels.assets if asset.kind in OF_CARE and _works(asset, levels)]
    return sorted(there, key=lambda asset: OF_CARE.index(asset.kind))


def _works(asset: Asset, levels: Levels) -> bool:
    """Whether there is a unit of it; a helicopter that is never serviceable is not there."""
    fleet = levels.scenario.evacuation.helicopters
    if asset.kind == "helicopter" and asset.name in fleet:
        return fleet[asset.name].serviceable > 0.0
    return asset.is_there


def by_kind(comparison: Comparison, policies: Sequence[Levels]) -> Sheet:
    """Each kind of asset under each policy."""
    kinds = [
        kind for kind in OF_CARE if any(a.kind == kind for one in policies for a in of_care(one))
    ]
    rows = []
    for one in policies:
        cells = [_kind(kind, of_care(one)) for kind in kinds]
        rows.append(Row(one.policy, tuple(map(Cell, cells)), one is comparison.baseline))
    heads = tuple(Column(HEADINGS[kind]) for kind in kinds)
    lead = BY_KIND.format(span=numbers.period(comparison.scenario.horizon))
    return Sheet("How much helicopters, teams and beds are used", lead, heads, tuple(rows), LEAD)


def _kind(kind: str, assets: Sequence[Asset]) -> str:
    """``0.31 % · 24 jobs`` for all assets of a kind."""
    same = [asset for asset in assets if asset.kind == kind]
    if not same:
        return numbers.NOT_KNOWN
    used, there, jobs = (
        np.sum([asset[figure] for asset in same], axis=0)
        for figure in ("in_use", "capacity", "seized")
    )
    return f"{small_percent(ratio_of_sums(used, there).mean)} · {_count(float(jobs.mean()))}"


def one_by_one(levels: Levels) -> Sheet:
    """Each asset under one policy."""
    rows = []
    for asset in of_care(levels):
        cells = (
            asset.kind,
            numbers.plain(asset.mean("capacity").mean, 1),
            small_percent(asset.busy.mean),
            numbers.bare(asset.mean("seized")),
            small_percent(ratio_of_sums(asset["waited"], asset["seized"]).mean),
            _queue(asset.mean("queue").mean),
            numbers.plain(float(asset.runs("longest_queue").max()), 0),
        )
        rows.append(Row(asset.name, tuple(map(Cell, cells)), is_baseline=False))
    span = numbers.period(levels.scenario.horizon)
    heads = (
        Column("kind", words=True),
        Column("units\nthere"),
        Column("in use"),
        Column(f"jobs in\n{span}"),
        Column("had to\nwait"),
        Column("mean\nqueue"),
        Column("longest\nqueue"),
    )
    return Sheet("", "", heads, tuple(rows), names="asset")


def small_percent(share: float) -> str:
    """A share that may be small, in two figures: ``0.031 %``, ``12 %``."""
    if not share >= 0.0:
        return numbers.NOT_KNOWN
    if share == 0.0:
        return "0 %"
    per_cent = 100.0 * share
    places = 0 if per_cent >= 9.95 else 1 if per_cent >= 0.995 else 2 if per_cent >= 0.0995 else 3
    text = numbers.plain(per_cent, places)
    return f"{text} %" if float(text) else "< 0.001 %"


def _count(jobs: float) -> str:
    return f"{numbers.plain(jobs, 0 if jobs >= 9.95 else 1)} jobs"


def _queue(queue: float) -> str:
    """A mean queue, which is next to nothing for most assets."""
    if queue == 0.0:
        return "0"
    return "< 0.0001" if queue < 0.00005 else numbers.plain(queue, 4)
