"""The tree of errors, by who must act.

Everything pksim raises on purpose derives from `PksimError`; anything else that comes out is a
fault of pksim itself and keeps its traceback. The branch says who can put it right:

    PksimError
    ├── InputError    the user: a file or an option is wrong              exit status 2
    ├── ModelError    the author of a process: it breaks the engine's rules     status 1
    ├── RunError      nobody in particular: a sound run could not be finished   status 1
    └── Interrupted   the user asked to stop; what was finished is kept         status 130
"""

from typing import ClassVar

__all__ = ["InputError", "Interrupted", "ModelError", "PksimError", "RunError"]


class PksimError(Exception):
    """Any error that pksim raises on purpose; its text is written for whoever must act."""

    exit_status: ClassVar[int] = 1
    """What the command line returns when this error ends it."""


class InputError(PksimError):
    """What the user gave is wrong: a scenario file, a path, an option.

    Args:
        message: What is wrong, where (``file:line``), and what would be right. Several problems of
            one file come in one error, one a line.
    """

    exit_status = 2


class ModelError(PksimError):
    """A process asks for something the engine does not do, or cannot be compiled.

    Args:
        message: Names the process, and where known the time and the verb.
    """


class RunError(PksimError):
    """A run could not be finished although input and model look right: no memory, no disk."""


class Interrupted(PksimError):  # noqa: N818 (being asked to stop is no error)
    """The user interrupted a run; whatever was finished before has been kept."""

    exit_status = 130
