"""How time passes: eight verbs, keyed random numbers, and two clocks that agree to the bit.

A model is ordinary generator functions that yield verbs. `run` lets them run in a `World`, on
SimPy or compiled on the native clock, and gives the same `Result`. There is no word of
peacekeeping in here; docs/engine.md shows a queue in twenty lines.
"""

from pksim.engine.access import draw, free_row, granted, new_row, now, record
from pksim.engine.kernel import Resource
from pksim.engine.model import Model
from pksim.engine.process import formula, process, rule
from pksim.engine.results import Result
from pksim.engine.run import run
from pksim.engine.verbs import capacity, end, hold, release, seize, signal, spawn, wait
from pksim.engine.world import Rows, World

__all__ = [
    "Model",
    "Resource",
    "Result",
    "Rows",
    "World",
    "capacity",
    "draw",
    "end",
    "formula",
    "free_row",
    "granted",
    "hold",
    "new_row",
    "now",
    "process",
    "record",
    "release",
    "rule",
    "run",
    "seize",
    "signal",
    "spawn",
    "wait",
]
