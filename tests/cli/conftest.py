"""The command line as people meet it.

Most commands are called within this process, as the entry point would: a Python of its own takes
seconds to start, and tells nothing more of what is printed. `process` is for tests of what only a
process has: exit statuses as a shell sees them, warnings, and files that another Python left.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pksim.cli import main

Pksim = Callable[..., subprocess.CompletedProcess[str]]

GAO = Path(__file__).parents[2] / "scenarios" / "gao-sector.yaml"


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "pksim", *map(str, arguments)]


def call(arguments: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, cwd=cwd, timeout=300, check=False
    )


@pytest.fixture
def process(tmp_path: Path) -> Pksim:
    """`python -m pksim ...` in an empty folder; gives exit status, output and error output."""
    return lambda *arguments: call(arguments, tmp_path)


@pytest.fixture
def pksim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Pksim:
    """The same within this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")  # as where output is no terminal

    def called(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        words = [*map(str, arguments)]
        capsys.readouterr()
        status: object = None
        try:
            main(words)
        except SystemExit as end:
            status = end.code
        said, complained = capsys.readouterr()
        assert isinstance(status, int)
        return subprocess.CompletedProcess(words, status, said, complained)

    return called


@pytest.fixture
def gao() -> Path:
    return GAO


@pytest.fixture
def aguelhok() -> Path:
    """A morning with many casualties at once."""
    return GAO.parent / "aguelhok-mass-casualty.yaml"


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Gao sector for five days, so that a replication is quick even before it is compiled."""
    folder = tmp_path_factory.mktemp("short")
    text = GAO.read_text(encoding="utf-8")
    assert "horizon: 180 days" in text
    for beside in ("measures", "parts"):
        shutil.copytree(GAO.parent / beside, folder / beside)
    path = folder / "short.yaml"
    path.write_text(text.replace("horizon: 180 days", "horizon: 5 days"), encoding="utf-8")
    return path
