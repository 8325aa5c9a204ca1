"""The shape of the house: floors, names, sizes, and what must not be in compiled code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pksim"
FILES = sorted(SOURCE.rglob("*.py"))


def floor_of(file: Path) -> str:
    """The floor a file belongs to, however deep it lies: `mission` for `mission/build/plan.py`."""
    return file.relative_to(SOURCE).parts[0]


ENGINE = [file for file in FILES if floor_of(file) == "engine"]
RUNNING = [file for file in FILES if floor_of(file) in {"engine", "mission", "scenario"}]
LINES = 450  # nothing that a reader could not hold in mind


def names_of(files: list[Path]) -> list[str]:
    return [str(file.relative_to(SOURCE)) for file in files]


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name that code defines or uses; not its text."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "name", "arg"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


def test_floors_import_only_from_floors_below() -> None:
    """The contracts stand in pyproject.toml."""
    tool = Path(sys.executable).parent / "lint-imports"
    if not tool.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES, ids=names_of(FILES))
def test_a_file_is_of_a_size_that_can_be_read(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LINES


def test_most_files_are_short() -> None:
    sizes = sorted(len(file.read_text().splitlines()) for file in FILES)
    assert sizes[len(sizes) * 9 // 10] <= 320


@pytest.mark.parametrize("file", FILES, ids=names_of(FILES))
def test_a_file_says_what_it_is_for(file: Path) -> None:
    text = file.read_text()
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert file.stem not in {"utils", "util", "helpers", "base", "manager", "misc", "common"}
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)


@pytest.mark.parametrize("file", ENGINE, ids=names_of(ENGINE))
def test_the_engine_has_no_word_of_the_domain(file: Path) -> None:
    domain = (
        "patrol mission casualty hospital device ied helicopter convoy evacuation wounded strike"
    )
    words = {
        word
        for name in identifiers(ast.parse(file.read_text()))
        for word in name.lower().split("_")
    }
    assert not words & {*domain.split(), *(f"{word}s" for word in domain.split())}


@pytest.mark.parametrize("file", FILES, ids=names_of(FILES))
def test_compiled_code_is_kept_by_us_and_exact(file: Path) -> None:
    """Numba's own cache=True goes stale, and breaks generators; fastmath would part the clocks."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.keyword) and node.arg in {"cache", "fastmath", "parallel"}:
            assert not (isinstance(node.value, ast.Constant) and node.value.value), ast.unparse(
                node
            )


def test_every_floor_is_looked_at() -> None:
    floors = {floor_of(file) for file in FILES if file.parent != SOURCE}
    assert floors == {
        "engine", "scenario", "mission", "statistics", "study", "report", "cli"
    }  # fmt: skip
    assert SOURCE / "mission" / "build" / "plan.py" in RUNNING


@pytest.mark.parametrize("file", RUNNING, ids=names_of(RUNNING))
def test_chance_comes_from_keyed_streams_only(file: Path) -> None:
    """No generator with a state, and no clock on the wall, in what a run computes."""
    tree = ast.parse(file.read_text())
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    } | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"random", "secrets", "numpy.random"}
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not {call for call in calls if re.match(r"(np|numpy)\.random\.|datetime\.now", call)}


def test_importing_the_engine_opens_no_mission() -> None:
    """The engine can be used alone: nothing above it is loaded."""
    code = "import sys, pksim.engine; print([m for m in sys.modules if m.startswith('pksim.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[1] for name in ast.literal_eval(done.stdout)}
    assert loaded == {"engine", "errors"}
