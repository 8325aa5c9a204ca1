"""How long a user waits: for help, for the first run, for Ctrl-C; and how much memory it takes.

Wall time of processes started afresh, medians of several.
"""

import ast
import inspect
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.gao_speed import SCENARIO
from benchmarks.measure import Figure
from pksim.engine.process import source_of
from pksim.mission.world import MODEL

SCRIPTS = Path(sys.executable).parent

FIRST = """
import time
from pksim.mission.mission import Mission
from pksim.scenario import load
Mission(load({scenario!r}).with_policy("baseline")).run(1, 0)
print(time.time())
"""

INTERRUPTED = """
import _thread, os, signal, threading, time
from pksim.mission.mission import Mission
from pksim.scenario import load
mission = Mission(load({scenario!r}).patched({{"horizon": "3650 days"}}))
mission.run(1, 0)
pressed = []
def press():
    pressed.append(time.perf_counter())
    os.kill(os.getpid(), signal.SIGINT)
for _ in range(9):
    timer = threading.Timer(0.1, press)
    timer.start()
    try:
        while True:
            mission.run(1, 1)
    except KeyboardInterrupt:
        print(time.perf_counter() - pressed[-1])
    timer.join()
"""

MEMORY = """
import json, resource
from pathlib import Path
from pksim.mission.mission import Mission
from pksim.scenario import load
scenario = load({scenario!r}).with_policy("baseline")
mission = Mission(scenario.patched({{"horizon": {{"times": {times}}}}}))
for replication in range(3):
    run = mission.run(1, replication)
status = Path("/proc/self/status")
if status.exists():  # of this program alone; getrusage also counts what its parent had at the fork
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    peak = int(lines["VmHWM"].split()[0]) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([peak, run.result.turns]))
"""


def run(script: str, environment: Mapping[str, str] | None = None, **values: object) -> str:
    """What a fresh interpreter prints."""
    text = script.format(scenario=str(SCENARIO), **values)
    done = subprocess.run(
        [sys.executable, "-c", text],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout


def seconds(command: list[str]) -> float:
    """Wall time of one process from start to end."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def until_first_replication(cache: str) -> float:
    """Wall time from the start of an interpreter to the end of its first replication."""
    begun = time.time()
    return float(run(FIRST, {"PKSIM_CACHE_DIR": cache})) - begun


def yields() -> int:
    """How many verbs the processes of the mission yield, as written."""
    trees = [ast.parse(textwrap.dedent(inspect.getsource(source_of(p)))) for p in MODEL.processes]
    return sum(isinstance(node, ast.Yield) for tree in trees for node in ast.walk(tree))


def starts() -> list[Figure]:
    """Help, cold start, warm start."""
    helps = [seconds([str(SCRIPTS / "pksim"), "--help"]) for _ in range(9)]
    with tempfile.TemporaryDirectory() as folder:
        cold = until_first_replication(folder)
        warm = [until_first_replication(folder) for _ in range(7)]
    size = f"{len(MODEL.processes)} processes, {yields()} yields"
    return [
        _at_most("pksim --help", statistics.median(helps), 0.4, f"median of {len(helps)}"),
        _at_most("First replication, nothing compiled yet", cold, 30.0, f"{size}; one start"),
        _at_most("First replication, warm", statistics.median(warm), 1.5, f"median of {len(warm)}"),
    ]


def interruption() -> list[Figure]:
    """From Ctrl-C to control given back, in a run of ten years; and to the end of the program."""
    waits = [float(line) for line in run(INTERRUPTED).split()]
    seconds([str(SCRIPTS / "pksim"), "run", str(SCENARIO), "-n", "1", "--json"])
    command = [str(SCRIPTS / "pksim"), "run", str(SCENARIO), "-n", "100000", "--json"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(6.0)
    running.send_signal(signal.SIGINT)
    begun = time.perf_counter()
    code = running.wait()
    whole = time.perf_counter() - begun
    assert code == 130, f"pksim run ended with {code} before it was interrupted"
    note = f"largest of {len(waits)}; `pksim run` ended {whole:.2f} s after, its blocks written up"
    return [_at_most("Ctrl-C in a native run of ten years", max(waits), 0.2, note)]


def memory() -> list[Figure]:
    """Peak memory of three replications, at the horizon of the scenario and at ten times that."""
    run(MEMORY, times=1)  # compiles where need be, which takes memory of its own
    (once, turns), (ten_times, more) = (json.loads(run(MEMORY, times=n)) for n in (1, 10))
    note = f"{ten_times:.0f} MB for {more:,} turns against {once:.0f} MB for {turns:,}"
    return [
        Figure(
            "Peak memory at ten times the horizon",
            ten_times / once,
            bar=1.1,
            at_least=False,
            note=note,
        )
    ]


def figures() -> list[Figure]:
    """All of them."""
    return [*starts(), *interruption(), *memory()]


def _at_most(name: str, value: float, bar: float, note: str) -> Figure:
    return Figure(name, value, unit="s", bar=bar, at_least=False, note=note)
