"""Start and end of a command: exit statuses, errors without tracebacks, closed pipes, Ctrl-C.

Exit status 0 is done, 1 the run failed, 2 the input is wrong, 130 interrupted (finished
replications are kept and shown).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from pksim.errors import Interrupted, PksimError


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no “ ” still gets a table
    status = _status(arguments)
    if status == Interrupted.exit_status:
        # Threads that have not noticed yet, or are inside the compiler, must not delay the end.
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _status(arguments: Sequence[str] | None) -> int:
    from pksim.cli.commands import app
    from pksim.cli.screen import ReaderLeftError

    try:
        app(args=arguments, prog_name="pksim")
    except ReaderLeftError:
        return 0
    except PksimError as error:
        _say(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        _say("interrupted")
        return Interrupted.exit_status
    except MemoryError:
        _say("out of memory: ask for fewer replications or policies")
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
