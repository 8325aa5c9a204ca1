"""Choosing among many: `pksim compare --select` and `pksim optimise`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pksim.cli import options
from pksim.cli.screen import emit, say, watched
from pksim.cli.studies import keep, mission_of, names, refuse_early

if TYPE_CHECKING:
    from pksim.study.choosing.race import Race


def refuse_beside_select(given: Mapping[str, bool]) -> None:
    """Refuse options that a selection cannot follow; ``given`` says which were used.

    Raises:
        InputError: naming the option, and what would be right.
    """
    from pksim.errors import InputError

    used = [option for option, there in given.items() if there]
    if used:
        raise InputError(
            f"{used[0]} cannot be used with --select; compare the few policies that are left with"
            " `pksim compare --policies`"
        )


def compare_and_select(
    scenario: Path,
    policies: Sequence[str] | None,
    indifference: str | None,
    *,
    replications: int | None,
    out: Path | None,
    handling: str,
    as_json: bool,
    **how: Any,
) -> None:
    """Drop policies that cannot be best, confirm the leaders, and show who is left.

    Raises:
        InputError: no indifference is given, or the scenario or a policy is wrong.
        Interrupted: after what was found so far has been shown.
    """
    from pksim.errors import InputError
    from pksim.report.choosing import selection_page
    from pksim.report.machine.choosing import race_document, selection_document
    from pksim.scenario import load
    from pksim.study.choosing.select import CAP, select

    if indifference is None:
        raise InputError(
            "--select needs --indifference: the least difference in deaths that matters, such as"
            " 0.2 (deaths in the period) or 5% (of those under the baseline)"
        )
    read = load(scenario)
    with watched() as seen:
        found = select(
            read,
            policies,
            indifference=indifference,
            cap=CAP if replications is None else replications,
            progress=seen.progress,
            mission=mission_of(seen),
            **how,
        )
    chosen = {"elimination": race_document(found.race)}
    keep(found.confirmation, out, {"kind": "selection", **chosen})
    emit(selection_document(found) if as_json else selection_page(found, handling))
    _end(found.race, interrupted=found.interrupted)


def optimise(
    scenario: options.ScenarioFile,
    budget: Annotated[
        str,
        typer.Option(
            "--budget",
            metavar="USD",
            help="What measures may cost over the horizon: '10 M USD', 2500000.",
        ),
    ],
    measures: Annotated[
        str | None,
        typer.Option("--measures", metavar="A,B", help="Choose from these; all by default."),
    ] = None,
    indifference: Annotated[
        str,
        typer.Option(
            "--indifference",
            metavar="0.2|5%",
            help="Least difference that matters, in deaths or of the baseline's.",
        ),
    ] = "5%",
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", help="A policy to compare with; no measure by default."),
    ] = None,
    accept_less_work: Annotated[
        bool,
        typer.Option("--accept-less-work", help="Allow less than 95 % of the patrol work."),
    ] = False,
    replications: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--replications",
            min=1,
            max=options.MOST_REPLICATIONS,
            help="How many runs of a portfolio at most while choosing.  [default: 200]",
            show_default=False,
        ),
    ] = None,
    runs_per_draw: options.RunsPerDraw = None,
    seed: options.Seed = 1,
    clock: options.Clock = options.ClockName.native,
    workers: options.Workers = None,
    out: options.Out = None,
    handling: options.Handling = "",
    as_json: options.Json = False,
) -> None:
    """Find the measures that avert most deaths for a budget."""
    from pksim.report.machine.choosing import choice_document, optimum_document
    from pksim.report.portfolio_page import optimum_page
    from pksim.scenario import load
    from pksim.study.choosing import optimise as study

    read = load(scenario)
    refuse_early(out)
    with watched() as seen:
        found = study.optimise(
            read,
            budget,
            names(measures),
            indifference=indifference,
            baseline=baseline,
            accept_less_work=accept_less_work,
            cap=study.CAP if replications is None else replications,
            runs_per_draw=runs_per_draw,
            seed=seed,
            clock=clock.value,
            workers=workers,
            progress=seen.progress,
            expect=_told_if_long,
            mission=mission_of(seen),
        )
    keep(found.confirmation, out, {"kind": "optimum", **choice_document(found)})
    emit(optimum_document(found) if as_json else optimum_page(found, handling))
    _end(found.race, interrupted=found.interrupted)


LONG = 120.0
"""Seconds beyond which a study says beforehand how long it will take."""


def _told_if_long(seconds: float) -> None:
    if seconds > LONG:
        say(f"about {math.ceil(seconds / 60.0)} minutes or more; fewer --measures are quicker")


def _end(race: Race, *, interrupted: bool) -> None:
    """An interrupted study has shown what it has; its exit status says that it is not all."""
    if interrupted:
        from pksim.errors import Interrupted

        raise Interrupted(
            f"interrupted: {race.runs:,} runs of the elimination finished; the leaders were not,"
            " or not all, run again"
        )
