"""The command that lists and explains measures, and the check of a file that holds nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pksim.cli import options
from pksim.cli.screen import emit

if TYPE_CHECKING:
    from pksim.scenario import Scenario
    from pksim.scenario.measures import Measure

FOLDER = Path("scenarios") / "measures"
"""Where measures are looked for if no option names a file, from the current folder."""


def measures(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Explain this one in full.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="FILE", help="Measures of this file, or of all files in a folder."
        ),
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help="Measures of this scenario, and their cost in it.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List measures with evidence, cost and effect, or explain one.

    Without an option they are those in the folder scenarios/measures.
    """
    from pksim.report.measures_page import (
        measure_page,
        measures_document,
        measures_page,
    )

    known, read = _known(file, scenario)
    if name is not None:
        _refuse_unknown(name, known)
        known = {name: known[name]}
    if as_json:
        emit(measures_document(known, read))
    elif name is not None:
        emit(measure_page(name, known[name], read))
    else:
        emit(measures_page(known, read))


def _known(file: Path | None, scenario: Path | None) -> tuple[dict[str, Measure], Scenario | None]:
    """The measures that the options name, and the scenario to price them in."""
    from pksim.errors import InputError
    from pksim.scenario import load, load_measures

    read = None if scenario is None else load(scenario)
    if file is not None:
        return load_measures(file), read
    if read is not None:
        return dict(read.measures), read
    if not FOLDER.is_dir():
        raise InputError(
            f"there is no folder {FOLDER} here; name measures with --file FILE, or a scenario that"
            " has some with --scenario SCENARIO"
        )
    return load_measures(FOLDER), None


def _refuse_unknown(name: str, known: dict[str, Measure]) -> None:
    from pksim.errors import InputError
    from pksim.scenario.problems import nearest

    if name not in known:
        raise InputError(f"there is no measure {name!r}{nearest(name, known)}")


def check_measures(file: Path, scenario: Path | None, as_json: bool) -> None:
    """Check a file of measures by itself, or try each of its measures on a scenario."""
    from pksim.report.measures_page import checked_document, checked_page
    from pksim.scenario import load, load_measures
    from pksim.scenario.catalogue import tried

    known = load_measures(file)
    read = None if scenario is None else load(scenario)
    problems = None if read is None else tried(known, read)
    if as_json:
        emit(checked_document(known, problems))
    else:
        emit(checked_page(str(file), known, read, problems))
