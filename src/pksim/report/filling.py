"""A table filled from what its columns say of each policy, the baseline first.

A column whose outcomes the mission does not count, or that never happen under any policy, is left
out.
"""

from __future__ import annotations

from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.study import Against, Comparison, Levels

Told = tuple[str, str, list[Column], str]
"""Title, lead, columns and small print of a table."""


def filled(comparison: Comparison, policies: tuple[Against, ...], told: Told) -> Sheet:
    """One table: the baseline and then these policies, in columns of what ever happens."""
    beside: list[tuple[Levels, Against | None]] = [(comparison.baseline, None)]
    beside += [(one.levels, one) for one in policies]
    title, lead, columns, fine = told
    there = [column for column in columns if _happens(column, [one for one, _ in beside])]
    rows = tuple(_row(levels, one, there) for levels, one in beside)
    return Sheet(title, lead, tuple(there), rows, fine)


def _happens(column: Column, policies: list[Levels]) -> bool:
    """Whether what a column needs is counted, and any of it ever happens."""
    counted = all(name in policies[0].sample for name in column.needs)
    if not counted or not column.needs:
        return counted
    return any(levels.sample[name].any() for levels in policies for name in column.needs)


def _row(levels: Levels, one: Against | None, columns: list[Column]) -> Row:
    written = [column.write(levels, one) for column in columns]
    cells = tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in written)
    return Row(levels.policy, cells, one is None)
