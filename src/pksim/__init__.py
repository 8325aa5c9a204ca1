"""pksim compares ways of keeping peacekeepers alive, by simulating the same mission under each.

    import pksim

    scenario = pksim.load("scenarios/gao-sector.yaml")
    comparison = pksim.compare(scenario, ["jammers", "care-package"], replications=200)
    print(pksim.answer(comparison))

Names are imported when first used: `import pksim` is quick, and starts no compiler.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pksim.errors import InputError, Interrupted, ModelError, PksimError, RunError
    from pksim.report.answer import answer
    from pksim.report.html import write_report
    from pksim.scenario import Scenario, load
    from pksim.study import (
        Comparison,
        Run,
        Sweep,
        assets_frame,
        chain_frame,
        compare,
        outcomes_frame,
        run,
        store,
        sweep,
    )
    from pksim.study.choosing.optimise import optimise
    from pksim.study.choosing.optimum import Optimum
    from pksim.study.choosing.select import Selection, select
    from pksim.study.information import information, information_frame
    from pksim.study.story.trace import trace
    from pksim.study.tails import chances_frame, tails, worst_frame
    from pksim.study.worth import worth, worth_frame

_WHERE = {
    "Comparison": "pksim.study",
    "InputError": "pksim.errors",
    "Interrupted": "pksim.errors",
    "ModelError": "pksim.errors",
    "Optimum": "pksim.study.choosing.optimum",
    "PksimError": "pksim.errors",
    "Run": "pksim.study",
    "RunError": "pksim.errors",
    "Scenario": "pksim.scenario",
    "Selection": "pksim.study.choosing.select",
    "Sweep": "pksim.study",
    "answer": "pksim.report.answer",
    "assets_frame": "pksim.study",
    "chain_frame": "pksim.study",
    "chances_frame": "pksim.study.tails",
    "compare": "pksim.study",
    "information": "pksim.study.information",
    "information_frame": "pksim.study.information",
    "load": "pksim.scenario",
    "optimise": "pksim.study.choosing.optimise",
    "outcomes_frame": "pksim.study",
    "run": "pksim.study",
    "select": "pksim.study.choosing.select",
    "store": "pksim.study",
    "sweep": "pksim.study",
    "tails": "pksim.study.tails",
    "trace": "pksim.study.story.trace",
    "worst_frame": "pksim.study.tails",
    "worth": "pksim.study.worth",
    "worth_frame": "pksim.study.worth",
    "write_report": "pksim.report.html",
}

__all__ = [
    "Comparison",
    "InputError",
    "Interrupted",
    "ModelError",
    "Optimum",
    "PksimError",
    "Run",
    "RunError",
    "Scenario",
    "Selection",
    "Sweep",
    "answer",
    "assets_frame",
    "chain_frame",
    "chances_frame",
    "compare",
    "information",
    "information_frame",
    "load",
    "optimise",
    "outcomes_frame",
    "run",
    "select",
    "store",
    "sweep",
    "tails",
    "trace",
    "worst_frame",
    "worth",
    "worth_frame",
    "write_report",
]


def __getattr__(name: str) -> object:
    """Import a public name where it lives, the first time it is asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'pksim' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted([*globals(), *_WHERE])
