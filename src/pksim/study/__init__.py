"""How often, against what, with what confidence: replicate, compare, sweep, trace, store."""

from pksim.study.against import Against
from pksim.study.compare import Comparison, compare
from pksim.study.frames import assets_frame, chain_frame, outcomes_frame
from pksim.study.levels import Levels
from pksim.study.replicate import Replications, replicate
from pksim.study.single import Run, run
from pksim.study.store import manifest, store
from pksim.study.sweep import Point, Sweep, sweep

__all__ = [
    "Against",
    "Comparison",
    "Levels",
    "Point",
    "Replications",
    "Run",
    "Sweep",
    "assets_frame",
    "chain_frame",
    "compare",
    "manifest",
    "outcomes_frame",
    "replicate",
    "run",
    "store",
    "sweep",
]
