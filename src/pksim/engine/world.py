"""The world that one run mutates: the model's columns, its growable rows, its resources."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pksim.engine.access import HEADROOM
from pksim.engine.kernel import Resource, grown, kernel_layout
from pksim.engine.model import Model
from pksim.engine.streams import fold_key
from pksim.engine.table import Layout, Table
from pksim.errors import ModelError

_JOURNAL = ("time", "kind", "subject", "place", "value")
JOURNAL_ROW = np.dtype(
    [("time", "f8"), ("kind", "i8"), ("subject", "i8"), ("place", "i8"), ("value", "f8")]
)


class Rows:
    """A group of columns that grows by rows: ``Rows(severity=int, threshold=float)``."""

    def __init__(self, capacity: int = 2 * HEADROOM, **columns: type) -> None:
        self.capacity = max(capacity, 2 * HEADROOM)
        self.columns = columns

    def laid_out(self) -> dict[str, Any]:
        """The columns of the group and what `new_row` and `free_row` need beside them."""
        kinds = {int: np.int64, float: np.float64}
        own = {name: np.zeros(self.capacity, kinds[kind]) for name, kind in self.columns.items()}
        books = {
            "used": 0,
            "limit": self.capacity,
            "vacant": -1,
            "next_vacant": np.zeros(self.capacity, np.int64),
        }
        return own | books


class World:
    """Columns, rows and resources of one model, ready to run once.

    Args:
        model: The processes that will live here.
        columns: Nested mappings of flat arrays and scalars; a scalar becomes a column of length 1.
        rows: Growable groups, by name.
        resources: What processes seize, by position.
        seed, replication: Together they key every draw.
        record: Keep the whole journal, not only its tallies.

    `fresh` gives another world with the same first values in well under a millisecond.
    """

    def __init__(
        self,
        model: Model,
        columns: Mapping[str, Any] | None = None,
        rows: Mapping[str, Rows] | None = None,
        resources: Sequence[Resource] = (),
        seed: int = 1,
        replication: int = 0,
        record: bool = False,
    ) -> None:
        self.model = model
        self.resources = tuple(resources)
        self.starts: list[tuple[Any, int]] = []
        self.growable = tuple(rows or {})
        groups = dict(columns or {})
        if clash := {"engine", *self.growable} & groups.keys() or {"engine"} & set(self.growable):
            raise ModelError(
                f"world has the name {sorted(clash)[0]} twice (engine is the engine's own)"
            )
        groups |= {name: group.laid_out() for name, group in (rows or {}).items()}
        self.layout = Layout(model.title, groups | {"engine": _engine_columns(len(model.kinds))})
        self.kernel_layout = kernel_layout(self.resources)
        self._renew(seed, replication, record)

    def _renew(self, seed: int, replication: int, record: bool) -> None:
        self.table = Table(self.layout)
        self.column("engine.key")[0] = fold_key(seed, replication)
        self.column("engine.recording")[0] = record

    def fresh(self, seed: int, replication: int, record: bool = False) -> "World":
        """A world like this one at its beginning, for another run."""
        other = World.__new__(World)
        other.__dict__.update(self.__dict__)
        other._renew(seed, replication, record)
        return other

    def start(self, process: Any, arg: int) -> None:
        """Let `process` begin at time 0 with the number `arg`, after those started before."""
        self.model.story_of(process.kind)  # raises where the model does not know it
        self.starts = [*self.starts, (process, arg)]

    def column(self, path: str) -> np.ndarray[Any, Any]:
        """A live view of a column, as in ``world.column("casualties.severity")``."""
        return self.table.column(path)

    def grow(self) -> list[str]:
        """Make room in the journal and in every group with little left; the paths that moved."""
        moved: list[str] = []
        self.column("engine.crowded")[0] = 0
        for group in self.growable:
            moved += self._grow_rows(f"{group}.used", f"{group}.limit", self._row_columns(group))
        journal = [f"engine.journal_{name}" for name in _JOURNAL]
        moved += self._grow_rows("engine.journal_used", "engine.journal_limit", journal)
        return moved

    def _row_columns(self, group: str) -> list[str]:
        single = {f"{group}.{name}" for name in ("used", "limit", "vacant")}
        return [path for path in self.table.paths(group) if path not in single]

    def _grow_rows(self, used: str, limit: str, columns: list[str]) -> list[str]:
        room = int(self.column(limit)[0])
        if self.column(used)[0] + HEADROOM <= room:
            return []
        for path in columns:
            self.table.lengthen(path, grown(room))
        self.column(limit)[0] = grown(room)
        return columns

    def journal(self) -> np.ndarray[Any, Any]:
        """What was recorded, in order, as rows (time, kind, subject, place, value)."""
        used = int(self.column("engine.journal_used")[0])
        rows = np.zeros(used, JOURNAL_ROW)
        for name in _JOURNAL:
            rows[name] = self.column(f"engine.journal_{name}")[:used]
        return rows


def _engine_columns(kinds: int) -> dict[str, Any]:
    room = 2 * HEADROOM
    cells = dict.fromkeys(("answer", "key", "recording", "crowded", "fault", "journal_used"), 0)
    whole = {f"journal_{name}": np.zeros(room, np.int64) for name in ("kind", "subject", "place")}
    real = {f"journal_{name}": np.zeros(room) for name in ("time", "value")}
    tallies = {"count": np.zeros(max(kinds, 1), np.int64), "total": np.zeros(max(kinds, 1))}
    return {"now": 0.0, "journal_limit": room} | cells | whole | real | tallies
