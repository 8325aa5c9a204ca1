"""Tables as interpreted code sees them: attributes that are groups, or columns indexed like lists.

A memoryview gives and takes Python's own ints and floats, several times faster than an array
does, and what they compute is what native code computes from the same bits.
"""

from typing import Any

import numpy as np

from pksim.engine.table import Table


class View:
    """A table or a group of it; attributes are groups and columns."""


def view_of(table: Table) -> Any:
    """The whole table as nested attributes."""
    root = View()
    for path in table.layout.columns:
        refresh(root, table, path)
    return root


def refresh(root: View, table: Table, path: str) -> None:
    """Put the column at `path` in its place, also after it moved."""
    *groups, name = path.split(".")
    group: Any = root
    for inner in groups:
        if not hasattr(group, inner):
            setattr(group, inner, View())
        group = getattr(group, inner)
    setattr(group, name, _indexable(table.column(path)))


def _indexable(column: Any) -> Any:
    return memoryview(column) if column.dtype.names is None else column.view(np.recarray)
