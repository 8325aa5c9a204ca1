"""What the commands that run studies have in common: before, while, and after they run."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pksim.cli.screen import Watched

if TYPE_CHECKING:
    from pksim.study import Comparison, Run, Sweep
    from pksim.study.mission_like import MissionOf


def mission_of(seen: Watched) -> MissionOf:
    """Builds missions that tell the screen when they have to compile."""
    from pksim.study.mission_like import shipped_mission

    return functools.partial(shipped_mission, on_compile=seen.on_compile)


def names(text: str | None) -> list[str] | None:
    """The names between commas."""
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def command() -> list[str]:
    """What was typed."""
    return ["pksim", *sys.argv[1:]]


def refuse_early(out: Path | None, report: Path | None = None) -> None:
    """Say before a long run, not after it, that the results cannot be kept there."""
    from pksim.errors import InputError
    from pksim.study.store import refuse_other_study

    if out is not None:
        refuse_other_study(out)
    if report is not None and (report.is_dir() or not report.parent.is_dir()):
        raise InputError(f"--report {report}: name a file in a folder that exists")


def keep(
    study: Run | Comparison | Sweep | None,
    out: Path | None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Keep a study where one was finished and a folder was named; ``more`` is for its manifest."""
    if out is not None and study is not None:
        from pksim.study import store

        store(study, out, command(), more)


def end(study: Run | Comparison | Sweep) -> None:
    """An interrupted study has shown what it has; its exit status says that it is not all."""
    if study.interrupted:
        from pksim.errors import Interrupted

        raise Interrupted(
            f"interrupted: {study.replications:,} of {study.wanted:,} replications finished"
        )
