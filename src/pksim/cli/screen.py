"""What is seen: results on standard output, and while a study runs a bar with the time left."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType

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


@dataclass(frozen=True)
class Watched:
    """What a study tells while it runs: how far it is, and that it has to compile first."""

    progress: Progress | None
    on_compile: Callable[[str], None]


def say(line: str) -> None:
    """A line on standard error, where it disturbs no reader of the results."""
    print(f"pksim: {line}", file=sys.stderr, flush=True)  # noqa: T201


@contextlib.contextmanager
def watched() -> Iterator[Watched]:
    """A bar with the time left, drawn on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield Watched(None, say)
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
        task = bar.add_task("starting", total=None)

        def progress(done: int, wanted: int) -> None:
            bar.update(task, description="replications", completed=done, total=wanted)

        yield Watched(progress, lambda line: bar.update(task, description=line))


def emit(content: dict[str, Any] | RenderableType) -> None:
    """JSON for machines or a page for people, on standard output and nothing else there."""
    with output() as screen:
        if isinstance(content, dict):
            json.dump(content, screen, indent=2, ensure_ascii=False, allow_nan=False)
            screen.write("\n")
        else:
            from pksim.report.console import console

            console().print(content)
