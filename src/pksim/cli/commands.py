"""The commands. Each imports what it needs when it runs, so that `pksim --help` is quick."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import typer

from pksim.cli import options
from pksim.cli.catalogue import check_measures, measures
from pksim.cli.choosing import optimise
from pksim.cli.comparing import compare
from pksim.cli.screen import emit, output, say, watched
from pksim.cli.studies import end, keep, mission_of, refuse_early

app = typer.Typer(
    name="pksim",
    help="Compare ways of keeping peacekeepers alive by simulating the same mission under each.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        import pksim

        typer.echo(f"pksim {pksim.__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Exit status: 0 done, 1 the run failed, 2 the input is wrong, 130 interrupted."""


@app.command()
def check(
    scenario: options.ScenarioFile,
    tried_on: Annotated[
        Path | None,
        typer.Option(
            "--with",
            metavar="SCENARIO",
            help="Try a file of measures on this scenario.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Check a scenario file, or a file of measures, and show what it contains."""
    from pksim.report.scenario_page import scenario_document, scenario_page
    from pksim.scenario import load
    from pksim.scenario.catalogue import is_measure_file

    if tried_on is not None or is_measure_file(scenario):
        check_measures(scenario, tried_on, as_json)
        return
    read = load(scenario)
    emit(scenario_document(read) if as_json else scenario_page(read))


app.command()(measures)


@app.command()
def run(
    scenario: options.ScenarioFile,
    policy: options.Policy = None,
    replications: options.MostReplications = None,
    precision: options.Precision = None,
    runs_per_draw: options.RunsPerDraw = None,
    seed: options.Seed = 1,
    clock: options.Clock = options.ClockName.native,
    workers: options.Workers = None,
    out: options.Out = None,
    handling: options.Handling = "",
    as_json: options.Json = False,
) -> None:
    """Run one policy many times: what is to be expected, with intervals."""
    from pksim.report.console import run_page
    from pksim.report.machine.studies import run_document
    from pksim.scenario import load
    from pksim.study import run as run_study

    read = load(scenario)
    refuse_early(out)
    with watched() as seen:
        found = run_study(
            read,
            policy,
            replications=replications,
            precision=precision,
            runs_per_draw=runs_per_draw,
            seed=seed,
            clock=clock.value,
            workers=workers,
            progress=seen.progress,
            mission=mission_of(seen),
        )
    keep(found, out)
    emit(run_document(found) if as_json else run_page(found, handling))
    end(found)


app.command()(compare)


app.command()(optimise)


@app.command()
def sweep(
    scenario: options.ScenarioFile,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=VALUES",
            help="1,2,3 or LOW..HIGH:N; with units, or 0.5x as a factor. May be repeated.",
        ),
    ],
    policy: options.Policy = None,
    replications: options.Replications = 200,
    seed: options.Seed = 1,
    clock: options.Clock = options.ClockName.native,
    workers: options.Workers = None,
    out: options.Out = None,
    handling: options.Handling = "",
    as_json: options.Json = False,
) -> None:
    """Run a grid over any numbers of the scenario, each point on the same luck."""
    from pksim.report.console import sweep_page
    from pksim.report.machine.studies import sweep_document
    from pksim.scenario import load
    from pksim.study import sweep as sweep_grid

    read = load(scenario)
    refuse_early(out)
    with watched() as seen:
        found = sweep_grid(
            read,
            vary,
            policy,
            replications=replications,
            seed=seed,
            clock=clock.value,
            workers=workers,
            progress=seen.progress,
            mission=mission_of(seen),
        )
    keep(found, out)
    emit(sweep_document(found) if as_json else sweep_page(found, handling))
    end(found)


@app.command()
def trace(
    scenario: options.ScenarioFile,
    replication: Annotated[
        int, typer.Option("--replication", min=0, help="Which replication to tell.")
    ] = 0,
    policy: options.Policy = None,
    follow: Annotated[
        str | None,
        typer.Option(
            "--follow",
            metavar="WHO",
            help="Only casualty:12, case:5, person:7, incident:3, patrol:gao-short:12003,"
            " team:NAME:4 or device:AREA:9.",
        ),
    ] = None,
    seed: options.Seed = 1,
    runs_per_draw: options.RunsPerDraw = None,
    clock: options.Clock = options.ClockName.native,
    as_json: options.Json = False,
) -> None:
    """Tell one replication, or the story of one casualty, person, column or device, by lines."""
    from pksim.mission import Mission
    from pksim.scenario import load
    from pksim.study.story.trace import trace as trace_run

    told = trace_run(
        load(scenario),
        policy,
        seed=seed,
        replication=replication,
        clock=clock.value,
        follow=follow,
        runs_per_draw=runs_per_draw,
        mission=functools.partial(Mission, on_compile=say),
    )
    if as_json:
        emit(told.document())
        return
    with output() as screen:
        for line in told.lines():
            screen.write(line + "\n")


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from pksim.scenario import json_schema

    emit(json_schema())
