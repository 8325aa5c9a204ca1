"""A study on disk: a manifest that can reproduce it, and its outcomes, written whole or not at all.

Nothing in the directory depends on when, where or by how many workers the study was run: the same
study gives the same bytes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from pksim.errors import InputError, RunError
from pksim.scenario import Scenario
from pksim.study.compare import Comparison
from pksim.study.frames import (
    assets_frame,
    cases_frame,
    chain_frame,
    draws_frame,
    draws_in,
    levels_in,
    meanings,
    outcomes_frame,
)
from pksim.study.single import Run
from pksim.study.sweep import Sweep

MANIFEST = "manifest.json"
OUTCOMES = "outcomes.parquet"
FILES = {
    "chain": "chain.parquet",
    "assets": "assets.parquet",
    "drawn": "draws.parquet",
    "cases": "cases.parquet",
}
"""The tables that are there only for some studies: key in the manifest, and file."""
OURS = frozenset({MANIFEST, OUTCOMES, *FILES.values()})
"""All files that a study may write."""
LIBRARIES = ("pksim", "numba", "numpy", "simpy", "scipy", "polars", "pydantic")


def versions() -> dict[str, str]:
    """The version of pksim, of Python and of each library that can move a digit."""
    found = {name: metadata.version(name) for name in LIBRARIES}
    return {"python": sys.version.split()[0], **found}


def manifest(
    study: Run | Comparison | Sweep,
    command: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Everything needed to run the study again.

    ``more`` says how what was run came to be chosen, and may give the study another ``kind``.
    """
    return {
        "format": 1,
        "kind": type(study).__name__.lower(),
        "title": study.scenario.title,
        "seed": study.seed,
        "replications": study.replications,
        "replications_wanted": study.wanted,
        "complete": not study.interrupted,
        "clock": study.clock,
        "versions": versions(),
        "command": list(command),
        "scenario_hash": study.scenario.content_hash,
        "scenario": study.scenario.to_dict(),
        "policies": {one.policy: _applied(one.scenario) for one in levels_in(study)},
        "draws": _draws(study),
        "outcomes": {
            column.name: {"unit": column.unit, "meaning": column.meaning}
            for column in study.outcomes
        },
        **(described := meanings(study)),
        "files": [OUTCOMES, *(FILES[table] for table in FILES if table in described)],
        **(more or {}),
    }


def _applied(scenario: Scenario) -> dict[str, Any]:
    return {"measures": list(scenario.applied), "hash": scenario.content_hash}


def _draws(study: Run | Comparison | Sweep) -> dict[str, Any] | None:
    """How unknown numbers were drawn: replication k met draw k // runs_per_draw."""
    draws = draws_in(study)
    return None if draws is None else {"runs_per_draw": draws.each, "unknowns": list(draws.names)}


def store(
    study: Run | Comparison | Sweep,
    folder: str | Path,
    command: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write the study to a new or empty folder, or over the same study; ``more``: see `manifest`.

    Raises:
        InputError: the folder holds something else, or cannot be a folder.
        RunError: the disk is full or otherwise refuses.
    """
    target = Path(folder)
    written = manifest(study, command, more)
    refuse_other_study(target, _identity(written))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, frame in zip(written["files"], _frames(study), strict=True):
            whole_or_not_at_all(target / name, frame.write_parquet)
        for stale in OURS - {MANIFEST, *written["files"]}:
            (target / stale).unlink(missing_ok=True)
        text = json.dumps(written, indent=2, ensure_ascii=False) + "\n"
        whole_or_not_at_all(target / MANIFEST, lambda file: file.write(text.encode()))
    except OSError as error:
        raise RunError(f"{target}: cannot write the results: {error.strerror or error}") from error


def _frames(study: Run | Comparison | Sweep) -> Iterator[Any]:
    """The frames that there are, one at a time."""
    for frame in (outcomes_frame, chain_frame, assets_frame, draws_frame, cases_frame):
        found = frame(study)
        if found is not None:
            yield found


def _identity(written: Mapping[str, Any]) -> dict[str, Any]:
    """What makes two studies the same study, however far each of them got."""
    study = ("kind", "seed", "replications_wanted", "clock", "draws", "versions")
    keys = (*study, "scenario_hash", "policies")
    return {key: written[key] for key in keys}


def refuse_other_study(folder: Path, identity: Mapping[str, Any] | None = None) -> None:
    """Refuse a path that is no folder, or a folder that holds anything but this very study.

    Without ``identity``, before the study is run, only what can never be right is refused.

    Raises:
        InputError: saying what is in the way.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: this is a file; name a folder")
    present = {path.name for path in folder.iterdir()} if folder.exists() else set()
    strangers = sorted(present - OURS)
    if strangers:
        raise InputError(f"--out {folder}: the folder holds other files ({strangers[0]})")
    if identity is None or MANIFEST not in present:
        return
    try:
        there = _identity(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (ValueError, KeyError, OSError, TypeError):
        raise InputError(f"--out {folder}: {MANIFEST} there is not one of pksim's") from None
    if there != identity:
        raise InputError(f"--out {folder}: the folder holds another study; name a new one")


def whole_or_not_at_all(path: Path, write: Callable[[IO[bytes]], Any]) -> None:
    """Write through a temporary name, so that nobody ever sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
