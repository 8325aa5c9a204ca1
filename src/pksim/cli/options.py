"""The options that several commands share, described once."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

MOST_REPLICATIONS = 1_000_000
LARGEST_SEED = 2**62 - 1


class ClockName(enum.StrEnum):
    """The two clocks; both give the same results, bit for bit."""

    native = "native"
    simpy = "simpy"


ScenarioFile = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="A scenario file (YAML).", show_default=False)
]
Policy = Annotated[
    str | None,
    typer.Option("--policy", help="A policy of the scenario; without it, the file as it stands."),
]
Replications = Annotated[
    int, typer.Option("-n", "--replications", min=1, max=MOST_REPLICATIONS, help="How many runs.")
]
Precision = Annotated[
    str | None,
    typer.Option(
        "--precision",
        metavar="4%|0.3",
        help="Run until intervals of deaths reach no further: of the baseline's, or deaths.",
    ),
]
MostReplications = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--replications",
        min=1,
        max=MOST_REPLICATIONS,
        help="How many runs; with --precision, at most.  [default: 1000]",
        show_default=False,
    ),
]
RunsPerDraw = Annotated[
    int | None,
    typer.Option(
        "--runs-per-draw",
        metavar="0|1|2|4|8",
        help="Runs that share a draw of what is not known; 0: best guesses only.  [default: 2]",
        show_default=False,
    ),
]
Seed = Annotated[
    int,
    typer.Option("--seed", min=0, max=LARGEST_SEED, help="Same seed, same luck, same bytes."),
]
Clock = Annotated[
    ClockName, typer.Option("--clock", help="Both give the same; simpy is the slow reference.")
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=512, help="Threads; one a processor by default."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Keep manifest and outcomes in this folder."),
]
Json = Annotated[bool, typer.Option("--json", help="For machines: JSON on standard output.")]
Handling = Annotated[
    str, typer.Option("--handling", metavar="TEXT", help="A handling line to print on top.")
]
