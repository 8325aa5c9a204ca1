"""Ctrl-C on a long run: answered at once, with what was finished."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import polars
import pytest
from tests.cli.conftest import command


@pytest.mark.slow
def test_ctrl_c_keeps_finished_blocks(short: Path, tmp_path: Path) -> None:
    """Bar: 0.2 s to the end of the native runs; the rest of the second goes to writing it up."""
    out = tmp_path / "kept"
    ready = subprocess.run(command("run", short, "-n", "1"), capture_output=True, check=False)
    assert ready.returncode == 0, ready.stderr  # compiled and kept: what follows starts at once
    running = subprocess.Popen(
        command("run", short, "-n", "200000", "--json", "--out", out),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(8.0)
    assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGINT)
    begun = time.monotonic()
    said, complained = running.communicate(timeout=30)
    assert time.monotonic() - begun < 2.0
    assert running.returncode == 130
    assert "Traceback" not in complained
    assert "interrupted" in complained
    found = json.loads(said)
    assert not found["complete"]
    assert 8 <= found["replications"] < 200_000
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert not manifest["complete"]
    assert polars.read_parquet(out / "outcomes.parquet").height == found["replications"]
