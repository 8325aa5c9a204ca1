"""What is seen while a study runs: a bar with the time left on a terminal, nothing in a pipe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from pksim.study.replicate import Progress


class ReaderLeftError(Exception):
    """Whoever read our output, `head` perhaps, has seen enough: no failure of ours."""


@contextlib.contextmanager
def output() -> Iterator[TextIO]:
    """Standard output; a pipe closed at its other end raises `ReaderLeftError`."""
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError as error:
        # Python flushes once more at exit, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderLeftError from error


STARTING = "starting; the first start compiles, for up to half a minute"


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress callback that draws on standard error, or None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from pksim.report.console import console

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console(error=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(STARTING, total=None)

        def update(done: int, wanted: int) -> None:
            bar.update(task, description="replications", completed=done, total=wanted)

        yield update
