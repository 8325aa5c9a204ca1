"""What a process may ask of its world beside the model's own columns."""

from typing import Any

from pksim.engine.process import rule
from pksim.engine.streams import uniform

HEADROOM = 256  # rows of a group, or of the journal, that a process may append in one turn
ROWS_FULL, JOURNAL_FULL = 30, 31


@rule
def now(world: Any) -> float:
    """The time on the clock."""
    return world.engine.now[0]


@rule
def granted(world: Any) -> bool:
    """Whether the process got what it asked for with its last `seize` or `wait`."""
    return world.engine.answer[0] != 0


@rule
def draw(world: Any, stream: int, entity: int, occasion: int) -> float:
    """A uniform number in (0, 1), this entity's for this occasion in every run under one seed."""
    return uniform(world.engine.key[0], stream, entity, occasion)


@rule
def record(world: Any, kind: int, subject: int, place: int, value: float) -> None:
    """Write an event into the journal: always tallied by kind, kept whole where the run records."""
    e = world.engine
    e.count[kind] += 1
    e.total[kind] += value
    if e.recording[0] == 0:
        return
    row = e.journal_used[0]
    if row >= e.journal_limit[0]:
        e.fault[0] = JOURNAL_FULL
        return
    e.journal_time[row] = e.now[0]
    e.journal_kind[row] = kind
    e.journal_subject[row] = subject
    e.journal_place[row] = place
    e.journal_value[row] = value
    e.journal_used[0] = row + 1
    if row + 1 + HEADROOM > e.journal_limit[0]:
        e.crowded[0] = 1


@rule
def new_row(world: Any, rows: Any) -> int:
    """A row of a growable group: one that was freed, with what it held before, else a new one."""
    row = rows.vacant[0]
    if row >= 0:
        rows.vacant[0] = rows.next_vacant[row]
        return row
    row = rows.used[0]
    if row >= rows.limit[0]:
        world.engine.fault[0] = ROWS_FULL
        return row - 1
    rows.used[0] = row + 1
    if row + 1 + HEADROOM > rows.limit[0]:
        world.engine.crowded[0] = 1
    return row


@rule
def free_row(world: Any, rows: Any, row: int) -> None:  # noqa: ARG001 - as new_row
    """Let `new_row` give this row again."""
    rows.next_vacant[row] = rows.vacant[0]
    rows.vacant[0] = row
