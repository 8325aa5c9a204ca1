"""A borrowed table: named columns of numbers that native code reads and writes without owning them.

Native code sees a table as a pointer to cells, an (address, length) pair for each column. It
never counts references, so a suspended process can hold the world without leaking it, and a
column can be moved to a longer array while processes are suspended. Python code owns the memory
and must outlive the run.

A `Layout` says which columns there are and where; a `Table` is one block of memory laid out so.
Columns may stand in nested groups: ``world.places.latitude``.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox
from numba.np.arrayobj import populate_array

from pksim.errors import ModelError

_ALIGNMENT = 64  # a cache line: no two columns share one
Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """Where one column lies: its cell, its first byte in the block, and what it holds."""

    path: str
    dtype: np.dtype[Any]
    length: int
    cell: int
    offset: int


class Layout:
    """The columns of a table and their first values, from nested mappings of arrays and scalars."""

    def __init__(self, title: str, columns: Columns) -> None:
        self.columns: dict[str, Column] = {}
        self._first: dict[str, np.ndarray[Any, Any]] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self._cells = 0
        self._bytes = 0
        self.type = self._lay(title, "", columns)
        self.block = np.zeros(self._bytes + _ALIGNMENT, np.uint8)
        self.block = self.block[-self.block.ctypes.data % _ALIGNMENT :][: self._bytes]
        for column in self.columns.values():
            _cut(self.block, column)[:] = self._first[column.path]
        self.cell_of = np.array([c.offset for c in self.columns.values()], np.int64)
        self.length_of = np.array([c.length for c in self.columns.values()], np.int64)

    def _lay(self, title: str, prefix: str, columns: Columns) -> "TableType":
        fields: list[tuple[str, int, Any]] = []
        start = self._cells
        for name, value in columns.items():
            at, path = self._cells, prefix + name
            if isinstance(value, Mapping):
                fields.append((name, at - start, self._lay(f"{title}.{name}", path + ".", value)))
            else:
                fields.append((name, at - start, from_dtype(self._add(path, value).dtype)))
        self.groups[prefix.rstrip(".")] = tuple(columns)
        return TableType(title, tuple(fields))

    def _add(self, path: str, value: Any) -> np.ndarray[Any, Any]:
        array = np.atleast_1d(np.asarray(value))
        if array.dtype.names is None and array.dtype not in (np.int64, np.float64):
            wide = np.float64 if array.dtype.kind == "f" else np.int64
            array = array.astype(wide, casting="same_kind") if array.dtype.kind in "fiub" else array
        if array.ndim != 1 or array.dtype.kind not in "fiV":
            raise ModelError(
                f"column {path} must be a scalar or a flat array of numbers, "
                f"not {array.dtype} {array.shape}"
            )
        self.columns[path] = Column(path, array.dtype, len(array), self._cells, self._bytes)
        self._first[path] = array
        self._cells += 2
        self._bytes += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT or _ALIGNMENT
        return array


class Table:
    """One block of memory in a layout. `column(path)` is a live view of it from Python."""

    __slots__ = ("_cells", "_moved", "_type", "block", "layout")

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._type = layout.type  # asked for by `_typeof_table`
        self.block = layout.block.copy()
        self._cells = np.empty(2 * len(layout.columns), np.int64)  # borrowed by native code
        self._cells[0::2] = layout.cell_of + self.block.ctypes.data
        self._cells[1::2] = layout.length_of
        self._moved: dict[str, np.ndarray[Any, Any]] = {}

    def column(self, path: str) -> np.ndarray[Any, Any]:
        """A live view of the column at `path`; a later `lengthen` of the column makes it stale."""
        if path in self._moved:
            return self._moved[path]
        return _cut(self.block, self.layout.columns[path])

    def lengthen(self, path: str, length: int) -> None:
        """Move the column to an array of `length` rows; what it held is kept, new rows are zero."""
        old = self.column(path)
        new = np.zeros(length, old.dtype)
        new[: len(old)] = old
        self._moved[path] = new
        cell = self.layout.columns[path].cell
        self._cells[cell : cell + 2] = new.ctypes.data, length

    def paths(self, group: str) -> Iterator[str]:
        """The paths of the columns that stand directly in `group`."""
        return (
            f"{group}.{name}"
            for name in self.layout.groups[group]
            if f"{group}.{name}" in self.layout.columns
        )


def _cut(block: np.ndarray[Any, Any], column: Column) -> np.ndarray[Any, Any]:
    size = column.length * column.dtype.itemsize
    return block[column.offset : column.offset + size].view(column.dtype)


# --- how Numba sees a table: a pointer to cells, whose attributes are arrays or inner tables ---


class TableType(types.Type):  # type: ignore[misc]
    """The Numba type of a table: field names, their cells, and what they hold."""

    def __init__(self, title: str, fields: tuple[tuple[str, int, Any], ...]) -> None:
        self.fields = fields
        inner = ",".join(f"{name}@{cell}:{held}" for name, cell, held in fields)
        # Short, because Numba writes it into the name of every function that takes a table.
        super().__init__(name=f"Table[{title}#{hashlib.sha256(inner.encode()).hexdigest()[:16]}]")

    def find(self, name: str) -> tuple[int, Any] | None:
        """The first cell and the type of field `name`, or None."""
        return next(((cell, held) for field, cell, held in self.fields if field == name), None)


@register_model(TableType)
class _TableModel(models.OpaqueModel):  # type: ignore[misc]
    pass


@infer_getattr
class _TableAttributes(AttributeTemplate):  # type: ignore[misc]
    key = TableType

    def generic_resolve(self, table: TableType, name: str) -> Any:
        found = table.find(name)
        if found is None:
            return None
        return found[1] if isinstance(found[1], TableType) else types.Array(found[1], 1, "C")


@lower_getattr_generic(TableType)
def _get_column(context: Any, builder: Any, table: TableType, value: Any, name: str) -> Any:
    cell, held = table.find(name) or (0, None)
    base = builder.bitcast(value, ir.IntType(64).as_pointer())
    here = cgutils.gep_inbounds(builder, base, cell)
    if isinstance(held, TableType):
        return builder.bitcast(here, ir.IntType(8).as_pointer())
    array_type = types.Array(held, 1, "C")
    array = context.make_array(array_type)(context, builder)
    item = context.get_data_type(held)
    size = ir.Constant(ir.IntType(64), context.get_abi_sizeof(item))
    populate_array(
        array,
        data=builder.inttoptr(_fixed(builder, here), item.as_pointer()),
        shape=[_fixed(builder, cgutils.gep_inbounds(builder, base, cell + 1))],
        strides=[size],
        itemsize=size,
        meminfo=None,  # borrowed: nothing to count
    )
    return array._getvalue()


def _fixed(builder: Any, place: Any) -> Any:
    """What stands in a cell, which no native code ever writes: columns move between native calls.

    Told so, the compiler need not read the cell anew after every store to some column.
    """
    held = builder.load(place)
    held.set_metadata("invariant.load", builder.module.add_metadata([]))
    return held


@typeof_impl.register(Table)
def _typeof_table(value: Table, _context: Any) -> TableType:
    return value._type


@unbox(TableType)
def _unbox_table(_table: TableType, value: Any, c: Any) -> NativeValue:
    cells_type = types.Array(types.int64, 1, "C")
    cells = c.pyapi.object_getattr_string(value, "_cells")
    native = c.unbox(cells_type, cells)
    data = c.context.make_array(cells_type)(c.context, c.builder, native.value).data
    pointer = c.builder.bitcast(data, ir.IntType(8).as_pointer())
    c.context.nrt.decref(c.builder, cells_type, native.value)
    c.pyapi.decref(cells)
    return NativeValue(pointer)
