"""docs/engine.md: the example runs as it stands there, and prints on both clocks what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "engine.md").read_text()
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.S)
OUTPUT = re.findall(r"```text\n(.*?)```", PAGE, re.S)


@pytest.mark.skipif("NUMBA_DISABLE_JIT" in os.environ, reason="roots differ in their last bit")
@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_the_queue_of_the_page_prints_what_the_page_says(clock: str, tmp_path: Path) -> None:
    assert len(CODE) == len(OUTPUT) == 1
    (tmp_path / "queue_model.py").write_text(CODE[0])
    done = subprocess.run(
        [sys.executable, "queue_model.py", clock],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == OUTPUT[0]


def test_the_example_is_short() -> None:
    """Some 20 lines of model, and as many again to name things and print."""
    lines = [line for line in CODE[0].splitlines() if line.strip()]
    assert len(lines) <= 36
    assert all(len(line) <= 100 for line in lines)
