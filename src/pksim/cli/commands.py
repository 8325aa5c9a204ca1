"""The commands. Each imports what it needs when it runs, so that `pksim --help` is quick."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pksim.cli import options
from pksim.cli.catalogue import check_measures, measures
from pksim.cli.choosing import compare_and_select, optimise, refuse_beside_select
from pksim.cli.screen import Watched, emit, output, say, watched

if TYPE_CHECKING:
    from pksim.study import Comparison, Run, Sweep
    from pksim.study.mission_like import MissionOf

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
    _refuse_early(out)
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
            mission=_mission(seen),
        )
    _keep(found, out)
    emit(run_document(found) if as_json else run_page(found, handling))
    _end(found)


@app.command()
def compare(
    scenario: options.ScenarioFile,
    policies: Annotated[
        str | None,
        typer.Option("--policies", metavar="A,B", help="Only these; all of them by default."),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", help="What the others are compared with.")
    ] = None,
    replications: options.MostReplications = None,
    precision: options.Precision = None,
    runs_per_draw: options.RunsPerDraw = None,
    displacement: Annotated[
        bool,
        typer.Option(
            "--displacement/--no-displacement",
            help="Compare threat measures with none, half and all of their effect displaced.",
        ),
    ] = True,
    outlooks: Annotated[
        bool,
        typer.Option("--outlooks", help="Compare under every outlook of the scenario, too."),
    ] = False,
    worth: Annotated[
        str | None,
        typer.Option(
            "--worth",
            metavar="USD",
            help="What a death averted may cost, '2 M USD': which policy is best at that price.",
        ),
    ] = None,
    select: Annotated[
        bool,
        typer.Option("--select", help="Find the best of many: drop early what cannot be it."),
    ] = False,
    indifference: Annotated[
        str | None,
        typer.Option(
            "--indifference",
            metavar="0.2|5%",
            help="For --select: least difference that matters, in deaths or of the baseline's.",
        ),
    ] = None,
    seed: options.Seed = 1,
    clock: options.Clock = options.ClockName.native,
    workers: options.Workers = None,
    out: options.Out = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.html", help="Write a report: one offline file."),
    ] = None,
    handling: options.Handling = "",
    as_json: options.Json = False,
) -> None:
    """Compare policies with a baseline on the same luck; says so when undecided."""
    from pksim.report.console import comparison_page
    from pksim.report.machine.studies import comparison_document
    from pksim.scenario import load
    from pksim.study import compare as compare_policies

    _refuse_early(out, report)
    if indifference is not None and not select:
        raise typer.BadParameter("--indifference belongs to --select")
    if select:
        refuse_beside_select(
            {
                "--precision": precision is not None,
                "--outlooks": outlooks,
                "--worth": worth is not None,
                "--report": report is not None,
            }
        )
        compare_and_select(
            scenario,
            _names(policies),
            indifference,
            baseline=baseline,
            replications=replications,
            runs_per_draw=runs_per_draw,
            seed=seed,
            clock=clock.value,
            workers=workers,
            out=out,
            handling=handling,
            as_json=as_json,
            command=_command(),
        )
        return
    read = load(scenario)
    with watched() as seen:
        found = compare_policies(
            read,
            _names(policies),
            baseline=baseline,
            replications=replications,
            precision=precision,
            runs_per_draw=runs_per_draw,
            displacement=displacement,
            outlooks=outlooks,
            worth=worth,
            seed=seed,
            clock=clock.value,
            workers=workers,
            progress=seen.progress,
            mission=_mission(seen),
        )
    _keep(found, out)
    if report is not None:
        from pksim.report.html import write_report

        write_report(found, report, handling=handling, command=_command())
    emit(comparison_document(found) if as_json else comparison_page(found, handling))
    if report is not None:
        typer.echo(f"report: {report}", err=True)
    _end(found)


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
    _refuse_early(out)
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
            mission=_mission(seen),
        )
    _keep(found, out)
    emit(sweep_document(found) if as_json else sweep_page(found, handling))
    _end(found)


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


def _mission(seen: Watched) -> MissionOf:
    """Builds missions that tell the screen when they have to compile."""
    from pksim.study.mission_like import shipped_mission

    return functools.partial(shipped_mission, on_compile=seen.on_compile)


def _names(text: str | None) -> list[str] | None:
    """The names between commas."""
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _refuse_early(out: Path | None, report: Path | None = None) -> None:
    """Say before a long run, not after it, that the results cannot be kept there."""
    from pksim.errors import InputError
    from pksim.study.store import refuse_other_study

    if out is not None:
        refuse_other_study(out)
    if report is not None and (report.is_dir() or not report.parent.is_dir()):
        raise InputError(f"--report {report}: name a file in a folder that exists")


def _command() -> list[str]:
    return ["pksim", *sys.argv[1:]]


def _keep(study: Run | Comparison | Sweep, out: Path | None) -> None:
    if out is not None:
        from pksim.study import store

        store(study, out, _command())


def _end(study: Run | Comparison | Sweep) -> None:
    """An interrupted study has shown what it has; its exit status says that it is not all."""
    if study.interrupted:
        from pksim.errors import Interrupted

        raise Interrupted(
            f"interrupted: {study.replications:,} of {study.wanted:,} replications finished"
        )
