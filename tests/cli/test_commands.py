"""Each command as a newcomer meets it: exit status, output, errors, pipes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars
import pytest
from tests.cli.conftest import Pksim, command

import pksim as package
from pksim.mission import OUTCOMES

NAMES = [outcome.name for outcome in OUTCOMES]
FILES = ("outcomes.parquet", "chain.parquet", "assets.parquet")


def document(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # a pipe gets no progress bar
    return dict(json.loads(done.stdout))


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    """Bar: 0.4 s. The best of five, as other work on the machine is not ours to measure."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        done = subprocess.run(command("--help"), capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - begun)
    assert all(
        name in done.stdout for name in ("check", "run", "compare", "sweep", "trace", "schema")
    )
    assert min(times) < 0.4
    code = (
        "import sys; from pksim.cli.commands import app;"
        " print([m for m in ('numba','numpy','scipy','polars','pydantic') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_version(process: Pksim) -> None:
    assert process("--version").stdout == f"pksim {package.__version__}\n"


def test_check_shows_what_a_scenario_contains(pksim: Pksim, gao: Path) -> None:
    done = pksim("check", gao)
    assert done.returncode == 0
    assert "Gao sector" in done.stdout
    assert "kidal G 850, H 590" in done.stdout
    found = document(pksim("check", gao, "--json"))
    assert "baseline" in found["policies"]


def test_schema_is_a_json_schema(process: Pksim) -> None:
    found = document(process("schema"))
    assert found["type"] == "object"
    assert "places" in found["properties"]


def test_run_gives_every_outcome_and_keeps_them(
    process: Pksim, pksim: Pksim, short: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept"
    found = document(
        process("run", short, "-n", "12", "--policy", "jammers", "--json", "--out", out)
    )
    assert list(found["outcomes"]) == NAMES
    assert found["policy"] == "jammers"
    assert found["replications"] == 12
    frame = polars.read_parquet(out / "outcomes.parquet")
    assert frame.height == 12
    assert frame["patrols_run"].mean() == found["outcomes"]["patrols_run"]["mean"]
    chain = polars.read_parquet(out / "chain.parquet")
    assert chain["counted"].sum() == pytest.approx(12 * found["chain"]["counted"])
    assert polars.read_parquet(out / "assets.parquet")["asset"].n_unique() == len(found["assets"])
    again = pksim("run", short, "-n", "12", "--seed", "2", "--out", out)
    assert again.returncode == 2
    assert "another study" in again.stderr


def test_run_says_where_the_minutes_go_and_which_step_broke_the_goal(
    pksim: Pksim, aguelhok: Path
) -> None:
    done = pksim("run", aguelhok, "-n", "8")
    assert done.returncode == 0, done.stderr
    assert "From wounding to surgery, for casualties who need it (T1, T2)" in done.stdout
    table = done.stdout.partition("From wounding to surgery")[2]
    for words in ("call", "distance", "queue at hospital", "all steps"):
        assert f" {words} " in table


def test_trace_adds_up_the_way_of_a_casualty(pksim: Pksim, aguelhok: Path) -> None:
    told = document(pksim("trace", aguelhok, "--json"))
    casualty = next(
        event["subject"]
        for event in told["events"]
        if event["kind"] == "wounded" and event["value"] == 2.0
    )
    done = pksim("trace", aguelhok, "--follow", f"casualty:{casualty}")
    assert done.returncode == 0, done.stderr
    assert "evacuation is on the board of the desk" in done.stdout
    *_, minutes, verdict = done.stdout.splitlines()
    assert " from wounding, " in minutes
    assert verdict.startswith("the goal of surgery within 2 hours was ")


def test_both_clocks_give_the_same_document(pksim: Pksim, short: Path) -> None:
    asked = ("run", short, "-n", "2", "--runs-per-draw", "1", "--json")
    native = document(pksim(*asked))
    simpy = document(pksim(*asked, "--clock", "simpy"))
    assert simpy["outcomes"] == native["outcomes"]


def test_compare_answers_first_and_writes_a_report(
    pksim: Pksim, short: Path, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    done = pksim(
        "compare", short, "-n", "8", "--policies", "care-package,jammers", "--report", page
    )
    assert done.returncode == 0, done.stderr
    assert "baseline" in done.stdout
    assert "Civilians, host forces and contractors hurt or killed:" in done.stdout
    assert "Deaths expected by cause" in done.stdout
    assert "From wounding to surgery" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.slow
def test_compare_gives_the_same_bytes_with_any_number_of_workers(
    pksim: Pksim, short: Path, tmp_path: Path
) -> None:
    kept, said = [], []
    for workers in ("1", "2", "5"):
        out = tmp_path / workers
        arguments = ("compare", short, "-n", "24", "--policies", "jammers", "--workers", workers)
        found = pksim(*arguments, "--runs-per-draw", "8", "--json", "--out", out)
        assert found.returncode == 0, found.stderr
        said.append(found.stdout)
        kept.append([(out / name).read_bytes() for name in sorted(FILES)])
    assert said[0] == said[1] == said[2]
    assert kept[0] == kept[1] == kept[2]


def test_sweep_prints_a_row_for_each_point(pksim: Pksim, short: Path) -> None:
    found = document(
        pksim("sweep", short, "--vary", "search.finds=0.2..0.6:3", "-n", "8", "--json")
    )
    assert [point["at"]["search.finds"] for point in found["points"]] == ["0.2", "0.4", "0.6"]
    assert "differences" in found["points"][2]


def test_trace_tells_a_patrol_from_the_gate_and_back(pksim: Pksim, short: Path) -> None:
    done = pksim("trace", short, "--replication", "0", "--follow", "patrol:gao-short:3")
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.splitlines()
    assert "replication 0" in head
    assert "patrol gao-short:3 leaves the gate with " in lines[0]
    assert any("is back after" in line for line in lines)
    assert lines == sorted(lines, key=lambda line: line[:19])
    found = document(pksim("trace", short, "--follow", "patrol:gao-short:3", "--json"))
    assert found["events"][0]["kind"] == "patrol left"
    assert len(found["events"]) == len(lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--policy", "jamers"], "did you mean 'jammers'"),
        (["--follow", "casualty:9999"], "casualties of this replication are"),
        (["--follow", "person:9500"], "people of this replication are 0 to 9499"),
        (["--follow", "nobody"], "write casualty:ROW, case:ROW, person:ROW, incident:ROW"),
        (["--follow", "patrol:nowhere:1"], "with one of gao-short"),
        (["--follow", "device:nowhere:1"], "write device:AREA:NUMBER"),
    ],
)
def test_trace_says_what_would_be_right(
    pksim: Pksim, short: Path, arguments: list[str], message: str
) -> None:
    done = pksim("trace", short, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["check", "run", "compare", "sweep", "trace"])
def test_a_broken_file_is_told_with_line_and_without_traceback(
    pksim: Pksim, gao: Path, tmp_path: Path, name: str
) -> None:
    for beside in ("measures", "parts"):
        shutil.copytree(gao.parent / beside, tmp_path / beside)
    text = gao.read_text(encoding="utf-8")
    broken = text.replace("segment: 5 km", "segment: many").replace(
        "horizon: 180 days", "horizon: 180 dys"
    )
    (tmp_path / "broken.yaml").write_text(broken, encoding="utf-8")
    more = ["--vary", "search.finds=0.1,0.2"] if name == "sweep" else []
    done = pksim(name, "broken.yaml", *more)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = {
        number
        for number, line in enumerate(broken.splitlines(), 1)
        if line.startswith(("segment: many", "horizon: 180 dys"))
    }
    said = {int(line.split(":")[1]) for line in done.stderr.splitlines()}
    assert lines == said


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "nowhere.yaml"],
        ["run", "SCENARIO", "-n", "0"],
        ["run", "SCENARIO", "-n", "many"],
        ["run", "SCENARIO", "--seed", "-1"],
        ["run", "SCENARIO", "--clock", "sundial"],
        ["run", "SCENARIO", "--policy", "nothing"],
        ["compare", "SCENARIO", "--policies", "nothing"],
        ["compare", "SCENARIO", "--policies", "baseline"],
        ["compare", "SCENARIO", "--baseline", "nothing"],
        ["compare", "SCENARIO", "--report", "no/such/folder/report.html"],
        ["run", "SCENARIO", "--out", "SCENARIO"],
        ["sweep", "SCENARIO", "--vary", "nothing=1,2"],
        ["sweep", "SCENARIO", "--vary", "search.finds=2,3"],
        ["sweep", "SCENARIO"],
        ["dance"],
    ],
)
def test_wrong_input_is_status_2_and_no_traceback(
    pksim: Pksim, short: Path, arguments: list[str]
) -> None:
    done = pksim(*(str(short) if word == "SCENARIO" else word for word in arguments))
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_shell_sees_the_same_status_and_no_traceback(process: Pksim, gao: Path) -> None:
    for wrong in (["dance"], ["run", str(gao), "--policy", "nothing"]):
        done = process(*wrong)
        assert done.returncode == 2
        assert done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


@pytest.mark.parametrize("arguments", ["trace {}", "schema", "check {}"])
def test_a_pipe_to_head_ends_quietly(short: Path, arguments: str, tmp_path: Path) -> None:
    line = f"{sys.executable} -m pksim {arguments.format(short)} | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
