"""What can be wrong with a turn, in words that name the process, its time and its verb."""

from typing import Any

from pksim.engine import obey
from pksim.engine.access import HEADROOM, JOURNAL_FULL, ROWS_FULL
from pksim.engine.verbs import VERB_NAMES
from pksim.errors import ModelError

_WORDS = {
    obey.BAD_HOLD: "a hold must last 0 minutes or more, not {minutes}",
    obey.BAD_PATIENCE: "patience must be 0 minutes or more, not {minutes}",
    obey.NOT_HELD: "it holds no unit of resource {a} that it could release",
    obey.NO_RESOURCE: "there is no resource {a}",
    obey.BAD_CAPACITY: "a resource cannot have {b} units",
    obey.BAD_SIGNAL: "a signal is a number from 0 to 2147483647, not {a}",
    obey.NO_PROCESS: "it spawns a process that the model does not know",
    obey.NO_VERB: "it yielded something that is not a verb",
    ROWS_FULL: f"it took more than {HEADROOM} new rows in one turn; yield between them",
    JOURNAL_FULL: f"it recorded more than {HEADROOM} events in one turn; yield between them",
}


def fault(code: int, who: str, now: float, verb: int, minutes: float, a: int, b: int) -> ModelError:
    """The error for fault `code` of process `who` at time `now`, while it yielded this verb."""
    what = _WORDS[code].format(minutes=minutes, a=a, b=b)
    verb_name = VERB_NAMES[verb] if 0 <= verb < len(VERB_NAMES) else f"verb {verb}"
    return ModelError(f"process {who} at time {now:.6g}, yielding {verb_name}: {what}")


def broke(who: str, now: float, error: BaseException) -> ModelError:
    """The error for a process that raised one itself."""
    if isinstance(error, StopIteration):
        return ModelError(f"process {who} at time {now:.6g} returned without `yield end()`")
    kind: Any = type(error).__name__
    return ModelError(f"process {who} at time {now:.6g} raised {kind}: {error}")
