"""The compiled loop for one set of processes: generated text, one branch for each process.

The loop is a slice: it returns after `most` turns, or when something must grow or is wrong, and
can be entered again. So growth, Ctrl-C, progress and errors live in Python, and no exception is
raised in native code.
"""

import hashlib
import linecache
import os
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

from pksim.engine import compiler, frames, kernel, obey, verbs
from pksim.engine.cache import enable_caching
from pksim.engine.compiler import compiled
from pksim.engine.model import Model

SLICE, GROW, SIGNALS, FAULT = range(100, 104)

# What the generated text calls.
_USED = (
    (frames, ("frame_size", "put_frame", "frame_at")),
    (obey, ("obey", "next_turn", "GOES_ON", "SUSPENDED", "ENDED", "NEEDS_SIGNALS", "NOBODY")),
    (kernel, ("RUNNING",)),
    (verbs, ("SPAWN",)),
    (compiler, ("row",)),
)

_TEXT = '''\
"""Generated: the native loop for {names}."""


def frame_sizes(w):
    zero = w.engine.answer[0] * 0
    return ({sizes},)


def run_slice(k, w, pool, width, until, most):
    """Let processes run for `most` turns; how it stopped."""
    zero = w.engine.answer[0] * 0
{likes}
    engine = w.engine
    clock = k.clock[0]
    who = clock.current
    clock.current = -1
    for _ in range(most):
        if who < 0:
            who = next_turn(k, engine.now, until)
            if who < 0:
                if who == NOBODY:
                    continue
                return who
            k.task[row(who)].state = RUNNING
        task = k.task[row(who)]
        while True:
            # The one place where room is made: between two verbs, never inside one.
            full = clock.tasks + 2 > len(k.task) or clock.claims + 2 > len(k.claim)
            if full or engine.crowded[0] != 0:
                clock.current = who
                return GROW
            if clock.redo == 0:
                story = task.story
                at = who * width
                if task.started == 0:
                    task.started = 1
{puts}
                engine.answer[0] = task.outcome
{nexts}
                clock.turns += 1
                if engine.fault[0] != 0:
                    return leave(clock, who, verb, minutes, a, b, FAULT)
                if verb == SPAWN:
                    a = story_number(a)
            else:
                clock.redo = 0
                verb = clock.verb
                minutes = clock.minutes
                a = clock.a
                b = clock.b
            came = obey(k, engine.now[0], who, verb, minutes, a, b)
            if came == GOES_ON:
                continue
            if came == SUSPENDED or came == ENDED:
                break
            if came == NEEDS_SIGNALS:
                clock.redo = 1
                return leave(clock, who, verb, minutes, a, b, SIGNALS)
            engine.fault[0] = came
            return leave(clock, who, verb, minutes, a, b, FAULT)
        who = -1
    return SLICE


def story_number(kind):
{numbers}
    return -1


def leave(clock, who, verb, minutes, a, b, why):
    """Write down what was being done, so that Python can finish it or name it."""
    clock.current = who
    clock.verb = verb
    clock.minutes = minutes
    clock.a = a
    clock.b = b
    return why
'''


def text_for(model: Model) -> str:
    """The source of the loop for these processes."""
    stories = range(len(model.processes))

    def branches(indent: int, body: str) -> str:
        lines = []
        for i in stories:
            lines.append(f"{'if' if i == 0 else 'elif'} story == {i}:")
            lines.append("    " + body.format(i=i))
        return "\n".join(" " * indent + line for line in lines)

    return _TEXT.format(
        names=", ".join(process.__name__ for process in model.processes),
        sizes=", ".join(f"frame_size(story{i}(w, zero, zero))" for i in stories),
        likes="\n".join(f"    like{i} = story{i}(w, zero, zero)" for i in stories),
        puts=branches(20, "put_frame(pool, at, story{i}(w, task.number, task.arg))"),
        nexts=branches(16, "verb, minutes, a, b = next(frame_at(pool, at, like{i}))")
        + "\n                else:\n                    verb, minutes, a, b = -1, 0.0, 0, 0",
        numbers="\n".join(
            f"    if kind == {p.kind}:\n        return {i}" for i, p in enumerate(model.processes)
        ),
    )


class Loop:
    """`run_slice` and `frame_sizes` of one model, kept in `folder` where there is one."""

    def __init__(self, model: Model, folder: Path | None) -> None:
        text = text_for(model)
        file = folder / "native_loop.py" if folder else Path(f"<native loop of {model.title}>")
        if folder and not file.exists():
            _write_whole(file, text)
        linecache.cache[str(file)] = (len(text), None, text.splitlines(True), str(file))
        names: dict[str, Any] = {f"story{i}": process for i, process in enumerate(model.processes)}
        for source, wanted in _USED:
            names |= {name: getattr(source, name) for name in wanted}
        names |= {"SLICE": SLICE, "GROW": GROW, "SIGNALS": SIGNALS, "FAULT": FAULT}
        # Numba looks the module up by name when it loads compiled code from the cache.
        module = types.ModuleType(
            f"pksim_native_loop_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        )
        sys.modules[module.__name__] = module
        module.__dict__.update(names | {"__file__": str(file)})
        exec(compile(text, str(file), "exec"), module.__dict__)  # noqa: S102 - the text above
        for name in ("story_number", "leave", "run_slice", "frame_sizes"):
            made = compiled(module.__dict__[name], for_python=True)
            if folder and not frames.INTERPRETED and name in ("run_slice", "frame_sizes"):
                enable_caching(made, folder)
            module.__dict__[name] = made
        self.run_slice = module.__dict__["run_slice"]
        self.frame_sizes = module.__dict__["frame_sizes"]


def _write_whole(file: Path, text: str) -> None:
    handle, draft = tempfile.mkstemp(dir=file.parent, suffix=".draft")
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    Path(draft).replace(file)
