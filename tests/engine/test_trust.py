"""Compiled code that can be trusted: never stale, never in the way, and flat in memory.

Each test starts fresh Pythons, as users do; where the folder of compiled code is what is tried,
they have one of their own.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("NUMBA_DISABLE_JIT" in os.environ, reason="nothing is compiled"),
]

SHOP = """
from pksim.engine import Model, World, end, hold, process, record
import settings
from rules import service

@process
def customer(world, me, arg):
    yield hold(service(world))
    record(world, 0, 0, 0, service(world) + settings.EXTRA)
    yield end()
"""
RULES = """
from pksim.engine import rule
from constants import FACTOR

@rule
def service(world):
    return 2.0 * FACTOR
"""
RUN = """
import sys, time
began = time.perf_counter()
from pksim.engine import Model, World, run
import shop
starts = [getattr(shop, name) for name in sys.argv[1:]]
world = World(Model("shop", start=starts, kinds=("left",)))
for start in starts:
    world.start(start, 0)
lines = []
result = run(world, until=100.0, on_compile=lines.append)
print(result.total[0], "compiled" if lines else "cached", time.perf_counter() - began)
"""
STAMP = """
from pksim.engine import Model
from pksim.engine.cache import stamp_of
import shop
print(stamp_of(Model("shop", start=[shop.customer], kinds=("left",))))
"""


class Package:
    """A user's own model in a folder, and starts of Python that run it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder / "package", folder / "cache"
        self.folder.mkdir()
        self.write("main", RUN)
        self.write("stamp", STAMP)
        self.as_it_was()

    def as_it_was(self) -> None:
        """Take back all edits."""
        self.write("shop", SHOP)
        self.write("rules", RULES)
        self.write("constants", "FACTOR = 3.0\n")
        self.write("settings", "EXTRA = 0.0\n")

    def write(self, module: str, text: str) -> None:
        (self.folder / f"{module}.py").write_text(text)

    def popen(self, *names: str, file: str = "main.py") -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, file, *(names or ("customer",))],
            cwd=self.folder,
            env=environment(self.cache),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *names: str) -> tuple[float, str, float]:
        """What came out, whether it was compiled, and seconds from import to result."""
        return answer(self.popen(*names))

    def stamp(self) -> str:
        """The name of the folder that this code would be compiled into."""
        out, err = self.popen(file="stamp.py").communicate(timeout=300)
        assert err == ""
        return out.strip()


def answer(started: "subprocess.Popen[str]") -> tuple[float, str, float]:
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0, err
    assert err == ""
    total, how, seconds = out.split()
    return float(total), how, float(seconds)


def environment(cache: Path) -> dict[str, str]:
    """As in this process, but another cache; and no bytecode, whose stamps are whole seconds."""
    return {**os.environ, "PKSIM_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """Never compiled before."""
    return Package(tmp_path)


@pytest.fixture(scope="module")
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Package:
    package = Package(tmp_path_factory.mktemp("compiled"))
    assert package.run()[:2] == (6.0, "compiled")
    return package


@pytest.fixture
def compiled(compiled_once: Package) -> Package:
    """Compiled before, as it was written."""
    compiled_once.as_it_was()
    return compiled_once


def python(code: str) -> str:
    """Run code in a fresh Python at the root of the repository; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_edit_anywhere_takes_effect_at_the_next_start(compiled: Package) -> None:
    total, how, seconds = compiled.run()
    assert (total, how) == (6.0, "cached")
    assert seconds < 4.0  # about 1 on an idle machine
    # a rule in another file
    compiled.write("rules", RULES.replace("2.0", "5.0"))
    assert compiled.run()[0] == 15.0
    # a constant that the rule imports from a third, and a constant read through its module: each
    # by itself leads to another folder
    stamps = [compiled.stamp()]
    compiled.write("constants", "FACTOR = 4.0\n")
    stamps.append(compiled.stamp())
    compiled.write("settings", "EXTRA = 0.5\n")
    stamps.append(compiled.stamp())
    assert len({*stamps}) == 3
    # a process that is new to a warm cache
    compiled.write("shop", SHOP + SHOP[SHOP.index("@process") :].replace("customer", "visitor"))
    assert compiled.run("customer", "visitor")[0] == 41.0
    assert compiled.run("customer", "visitor")[:2] == (41.0, "cached")
    # and back to the beginning
    compiled.as_it_was()
    assert compiled.stamp() not in stamps
    assert compiled.run()[:2] == (6.0, "cached")


def test_it_runs_without_a_writable_cache_folder(package: Package) -> None:
    package.cache.write_text("a file, where a folder would have to be\n")
    package.cache /= "below"
    assert package.run()[:2] == (6.0, "compiled")


def test_broken_files_in_the_cache_are_compiled_anew(compiled: Package) -> None:
    files = [file for file in compiled.cache.rglob("*") if file.suffix in {".nbi", ".nbc"}]
    assert len(files) >= 2
    for file in files:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])  # a disk that was full
    assert compiled.run()[0] == 6.0
    for file in compiled.cache.rglob("*"):
        if file.suffix in {".nbi", ".nbc"}:
            file.write_bytes(b"rubbish")
    assert compiled.run()[0] == 6.0
    for file in compiled.cache.rglob("*.nbc"):
        file.unlink()
    assert compiled.run()[0] == 6.0
    assert compiled.run()[:2] == (6.0, "cached")


def test_two_starts_at_once_on_a_cold_cache(package: Package) -> None:
    started = [package.popen() for _ in range(2)]
    assert [answer(one)[0] for one in started] == [6.0, 6.0]
    assert package.run()[:2] == (6.0, "cached")


MEMORY = """
import psutil
from pksim.engine import run
from tests.engine.toy import crowd, queue, shop
me = psutil.Process()
def worlds(n):
    for replication in range(n):
        run(queue().fresh(1, replication, True), until=300.0)
        party = shop(record=True)
        party.start(crowd, 100)
        run(party, until=20.0)
worlds(100)
before = me.memory_info().rss
worlds(500)
print((me.memory_info().rss - before) / 1e6)
"""


def test_a_thousand_worlds_leave_memory_flat() -> None:
    """Each holds some 100 kB; a leak of one column a world would show as tens of megabytes."""
    assert float(python(MEMORY)) < 3.0


PEAK = """
import resource
from pksim.engine import run
from tests.engine.toy import queue
result = run(queue(service=0.5), until={until})
assert result.count[0] > 0.9 * {until}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_ten_times_the_horizon_has_the_same_peak() -> None:
    python(PEAK.format(until=10.0))  # compiled
    short, long = (float(python(PEAK.format(until=h))) for h in (3e5, 3e6))
    assert long < 1.1 * short


FOR_EVER = """
import time
from pksim.engine import run
from tests.engine.toy import queue
run(queue(), until=10.0)
print("ready", flush=True)
try:
    run(queue(), until=1e12)
except KeyboardInterrupt:
    print(time.time(), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_control_c_is_answered_within_a_fifth_of_a_second() -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", FOR_EVER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    time.sleep(0.5)
    asked = time.time()
    started.send_signal(signal.SIGINT)
    out, _ = started.communicate(timeout=30)
    assert float(out) - asked < 0.2
