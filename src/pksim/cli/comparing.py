"""The command that compares policies, all of them to the end or only until the best are left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pksim.cli import options
from pksim.cli.choosing import compare_and_select, refuse_beside_select
from pksim.cli.screen import emit, watched
from pksim.cli.studies import command, end, keep, mission_of, names, refuse_early


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
    refuse_early(out, report)
    if indifference is not None and not select:
        raise typer.BadParameter("--indifference belongs to --select")
    how: dict[str, Any] = {
        "baseline": baseline,
        "replications": replications,
        "runs_per_draw": runs_per_draw,
        "seed": seed,
        "clock": clock.value,
        "workers": workers,
    }
    shown: dict[str, Any] = {"out": out, "handling": handling, "as_json": as_json}
    if select:
        refuse_beside_select(
            {
                "--precision": precision is not None,
                "--outlooks": outlooks,
                "--worth": worth is not None,
                "--report": report is not None,
            }
        )
        compare_and_select(scenario, names(policies), indifference, **shown, **how)
        return
    how |= {
        "precision": precision,
        "displacement": displacement,
        "outlooks": outlooks,
        "worth": worth,
    }
    _compare(scenario, names(policies), report, how, **shown)


def _compare(
    scenario: Path,
    policies: list[str] | None,
    report: Path | None,
    how: Mapping[str, Any],
    *,
    out: Path | None,
    handling: str,
    as_json: bool,
) -> None:
    """Compare all of them, keep what was asked for, and show it."""
    from pksim.report.console import comparison_page
    from pksim.report.machine.studies import comparison_document
    from pksim.scenario import load
    from pksim.study import compare as compare_policies

    read = load(scenario)
    with watched() as seen:
        found = compare_policies(
            read, policies, **how, progress=seen.progress, mission=mission_of(seen)
        )
    keep(found, out)
    if report is not None:
        from pksim.report.html import write_report

        write_report(found, report, handling=handling, command=command())
    emit(comparison_document(found) if as_json else comparison_page(found, handling))
    if report is not None:
        typer.echo(f"report: {report}", err=True)
    end(found)
