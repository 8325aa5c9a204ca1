"""The folder of compiled code: owned by pksim, named by what the code was made from, optional.

Numba checks only the file of the function that it is asked for, so code in its cache goes stale
when a callee in another file changes. Here a folder is named by a hash of the code of every
function that a model reaches, of every constant they use, of the engine, and of the compiler; an
edit of any of them leads to another folder.
"""

import contextlib
import functools
import hashlib
import inspect
import marshal
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from numba import config

from pksim.engine.model import Model, name_of, names_in
from pksim.engine.process import role_of, source_of

_KEEP_DAYS = 30


@functools.lru_cache(maxsize=64)
def model_stamp(model: Model) -> str:
    """The stamp of `model`, computed once in a process."""
    return stamp_of(model)


def stamp_of(model: Model) -> str:
    """A name for all that the compiled form of `model` depends on."""
    digest = hashlib.sha256()
    for text in _compiler():
        digest.update(text.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for function in model.functions:
        digest.update(name_of(function).encode())
        for piece in _sources(function):
            digest.update(piece)
    return digest.hexdigest()[:20]


def _compiler() -> Iterator[str]:
    yield f"{numba.__version__} {llvmlite.__version__} {np.__version__} {sys.version}"
    yield f"{platform.machine()} {config.BOUNDSCHECK} {config.OPT}"


def _sources(function: Any) -> Iterator[bytes]:
    # The code as it was imported, not the file as it is now: somebody may be editing it. Version 2
    # writes the same bytes in every process; later ones depend on reference counts.
    plain = source_of(function)
    yield marshal.dumps(plain.__code__, 2)
    for name, value in names_in(function):
        if role_of(value) is None:
            yield f"{name}={_content(value)}".encode()


def _content(value: Any) -> str:
    """What a constant holds, or the text that a class or another function was made from."""
    if isinstance(value, np.ndarray):
        return hashlib.sha256(value.tobytes()).hexdigest()
    if isinstance(value, int | float | str | bool | tuple | type(None)):
        return repr(value)
    try:
        file = inspect.getsourcefile(value)
        return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else repr(type(value))
    except (TypeError, OSError):
        return repr(type(value))


def cache_home() -> Path:
    """Where compiled code is kept: ``$PKSIM_CACHE_DIR``, else the user's own cache folder."""
    chosen = os.environ.get("PKSIM_CACHE_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "pksim" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pksim"


def folder_for(stamp: str) -> Path | None:
    """The writable folder for this stamp, made where need be; None where there can be none."""
    folder = cache_home() / "compiled" / stamp
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, RuntimeError):
        return None
    return folder


def forget_old(folder: Path) -> None:
    """Delete the neighbours of `folder` that nobody has compiled into or used for a month."""
    with contextlib.suppress(OSError):
        os.utime(folder)
        for other in folder.parent.iterdir():
            if time.time() - other.stat().st_mtime > _KEEP_DAYS * 86400:
                shutil.rmtree(other, ignore_errors=True)


def keep_formulas(model: Model, folder: Path | None) -> None:
    """Let the formulas of `model` be loaded from the folder: the SimPy clock calls them singly."""
    if folder is None or config.DISABLE_JIT:
        return
    for function in model.functions:
        if role_of(function) == "formula" and not function.overloads:
            enable_caching(function, folder)


def enable_caching(dispatcher: Any, folder: Path) -> None:
    """Let Numba keep what it compiles for this dispatcher in `folder`."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        dispatcher.enable_caching()
        _forgive_broken_files(dispatcher._cache)
    except RuntimeError:
        pass  # no source file to stamp: compiled afresh in each process
    finally:
        config.CACHE_DIR = before


def _forgive_broken_files(kept: Any) -> None:
    """Let a file that was cut off or damaged count as one that is not there."""
    load = kept.load_overload

    def load_or_nothing(signature: Any, context: Any) -> Any:
        try:
            return load(signature, context)
        except Exception:  # whatever unpickling may raise
            with contextlib.suppress(OSError):
                kept.flush()
            return None

    kept.load_overload = load_or_nothing
