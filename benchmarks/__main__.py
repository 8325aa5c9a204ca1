"""``python -m benchmarks [names]``: measure, print, and (for all of them) write RESULTS.md."""

import datetime
import importlib
import importlib.metadata
import os
import platform
import sys
from pathlib import Path

from benchmarks.measure import Figure

PARTS = ("mm1", "toy_speed", "gao_speed", "comparing", "threads", "start", "outbreak")
PEERS = ("pksim", "simpy", "ciw", "salabim", "starsim", "covasim", "numba", "llvmlite", "numpy")
RESULTS = Path(__file__).with_name("RESULTS.md")

PAGE = """# Results

Written by `python -m benchmarks` (`make bench`) on {date}.

{machine}; {versions}.

Every ratio is the median over several rounds in which the contenders take turns, in processor time
of the working thread; start-up, Ctrl-C and threads are wall time. "Bar" is what the project set
itself. What each benchmark does is said in [README.md](README.md).

| figure | value | bar | reached | how |
|---|---|---|---|---|
{rows}
"""


def machine() -> str:
    """Processor and how busy it is."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":")[1].strip()
            for line in info.read_text().splitlines()
            if "model name" in line
        ]
        name = names[0] if names else name
    load = (
        f", load average {os.getloadavg()[0]:.1f} before the start"
        if hasattr(os, "getloadavg")
        else ""
    )
    return f"{name}, {os.cpu_count()} processors{load}, {platform.system()}"


def versions() -> str:
    """Python and the packages measured."""
    found = [f"Python {platform.python_version()}"]
    for name in PEERS:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def row(figure: Figure) -> str:
    """One line of the table."""
    value = "–" if figure.value != figure.value else f"{figure.value:.3g} {figure.unit}"
    return f"| {figure.name} | {value} | {figure.asked} | {figure.mark} | {figure.note} |"


def main(names: list[str]) -> None:
    """Measure the named parts, or all."""
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        sys.exit(f"there is no benchmark {unknown[0]}; there are {', '.join(PARTS)}")
    where = machine()
    rows = []
    for part in names or PARTS:
        for figure in importlib.import_module(f"benchmarks.{part}").figures():
            rows.append(row(figure))
            print(rows[-1], flush=True)
    if not names:
        date = datetime.date.today().isoformat()
        page = PAGE.format(date=date, machine=where, versions=versions(), rows="\n".join(rows))
        RESULTS.write_text(page, encoding="utf-8")
        print(f"written to {RESULTS}")


if __name__ == "__main__":
    main(sys.argv[1:])
