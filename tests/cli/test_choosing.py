"""`compare --select` and `optimise` as a newcomer meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Pksim


@pytest.mark.slow
def test_select_prints_an_answer_and_keeps_fresh_replications(
    pksim: Pksim, short: Path, tmp_path: Path
) -> None:
    done = pksim(
        "compare", short, "--policies", "jammers,tips", "--select", "--indifference", "0.5",
        "-n", "80", "--runs-per-draw", "8", "--json", "--out", "kept",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["command"] == "select"
    assert set(found["elimination"]["policies"]) == {"baseline", "jammers", "tips"}
    assert "95 %" in found["guarantee"]
    kept = json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))
    assert kept["kind"] == "selection"
    assert kept["elimination"] == found["elimination"]


@pytest.mark.slow
def test_optimise_prints_portfolios_and_keeps_how_they_were_chosen(
    pksim: Pksim, short: Path, tmp_path: Path
) -> None:
    asked = ("--budget", "3 M USD", "--measures", "jammers,tourniquet-training", "-n", "40")
    how = ("--runs-per-draw", "8", "--indifference", "0.5", "--out", "kept")
    done = pksim("optimise", short, *asked, *how)
    assert done.returncode == 0, done.stderr
    assert "every portfolio of the 2 measures" in " ".join(done.stdout.lower().split())
    kept = json.loads((tmp_path / "kept" / "manifest.json").read_text(encoding="utf-8"))
    assert kept["kind"] == "optimum"
    assert kept["offered"] == ["jammers", "tourniquet-training"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare", "--select"), "--select needs --indifference"),
        (("compare", "--indifference", "0.2"), "--indifference belongs to --select"),
        (("compare", "--select", "--precision", "4%"), "--precision cannot be used"),
        (("compare", "--select", "--indifference", "much"), "write 0.2"),
        (("optimise", "--budget", "10 km"), "money is wanted"),
        (("optimise", "--budget", "1 M USD", "--measures", "jamers"), "did you mean 'jammers'"),
        (("optimise", "--budget", "1 M USD", "--measures", "ieds.x"), "only measures"),
    ],
)
def test_what_cannot_be_is_told_with_what_would_be_right(
    pksim: Pksim, gao: Path, arguments: tuple[str, ...], message: str
) -> None:
    command, *rest = arguments
    done = pksim(command, gao, *rest)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())
