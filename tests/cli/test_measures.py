"""Measures from a shell: listed, explained, and checked without a scenario."""

import json
import shutil
from pathlib import Path

from tests.cli.conftest import GAO, Pksim

MEASURES = GAO.parent / "measures"


def test_the_folder_beside_is_listed_by_what_it_acts_on(pksim: Pksim, tmp_path: Path) -> None:
    shutil.copytree(MEASURES, tmp_path / "scenarios" / "measures")
    done = pksim("measures")
    assert done.returncode == 0, done.stderr
    told = done.stdout
    headings = ("Against attacks", "For the wounded", "Against illness", "Others")
    places = [told.index(heading) for heading in headings]
    assert places == sorted(places)
    first = told[told.index("jammers  Jammers") :].split("dismounted-search")[0]
    for words in (
        "C, indirect",
        "100 k USD (50 k to 150 k) over 5 years",
        "strikes × 0.86 to 0.94",
    ):
        assert words in first
    assert "four columns in five" in first
    assert "0.5 (0.3 to 1)" in first


def test_without_a_folder_it_says_what_to_write(pksim: Pksim) -> None:
    done = pksim("measures")
    assert done.returncode == 2
    assert "--file FILE" in done.stderr
    assert "--scenario SCENARIO" in done.stderr


def test_one_is_explained_and_priced_in_a_scenario(pksim: Pksim, gao: Path) -> None:
    done = pksim("measures", "camp-hardening", "--scenario", gao)
    assert done.returncode == 0, done.stderr
    # eight camps at 4 M a year, for half a year
    assert "16 M USD (7.9 M to 39 M) in 180 days, for 8 camps" in done.stdout
    for words in ("Side effect:", "weakest 0.7, strongest 0.9", "times 1.1", "The adversary makes"):
        assert words in done.stdout


def test_a_name_is_suggested(pksim: Pksim) -> None:
    done = pksim("measures", "jamers", "--file", MEASURES)
    assert done.returncode == 2
    assert "there is no measure 'jamers'; did you mean 'jammers'" in done.stderr


def test_machines_read_them_whole(pksim: Pksim, gao: Path) -> None:
    done = pksim("measures", "jammers", "--scenario", gao, "--json")
    (measure,) = json.loads(done.stdout)["measures"].values()
    assert measure["displacement"] == {"best": 0.5, "range": [0.3, 1.0]}
    assert measure["cost_usd"]["low"] < measure["cost_usd"]["best"] < measure["cost_usd"]["high"]


# ------------------------------------------------------------------ check


def test_a_measure_file_is_right_by_itself(pksim: Pksim) -> None:
    done = pksim("check", MEASURES / "covid.yaml")
    assert done.returncode == 0, done.stderr
    assert "each right by itself" in done.stdout
    assert "only a scenario can tell" in done.stdout


def test_its_errors_have_lines(pksim: Pksim, tmp_path: Path) -> None:
    text = (MEASURES / "health.yaml").read_text(encoding="utf-8")
    broken = text.replace("grade: B", "grade: E").replace("side_effect:", "side_effects:")
    broken = broken.replace("illness.episodes: [0.9, 0.6]", "illness.episode: [0.9, 0.6]")
    (tmp_path / "mine.yaml").write_text(broken, encoding="utf-8")
    done = pksim("check", "mine.yaml")
    assert done.returncode == 2
    lines = broken.splitlines()
    for words, says in (("grade: E", "'A', 'B', 'C' or 'D'"), ("side_effects:", "did you mean")):
        line = next(k for k, line in enumerate(lines, 1) if words in line)
        assert f"mine.yaml:{line}: malaria-prophylaxis." in done.stderr
        assert says in done.stderr
    ranged = broken.replace("grade: E", "grade: B").replace("side_effects:", "side_effect:")
    (tmp_path / "mine.yaml").write_text(ranged, encoding="utf-8")
    done = pksim("check", "mine.yaml")
    line = next(k for k, line in enumerate(lines, 1) if "episode: [" in line)
    assert f"mine.yaml:{line}: " in done.stderr
    assert "did you mean 'illness.episodes'" in done.stderr


def test_each_is_tried_on_a_scenario(pksim: Pksim) -> None:
    jonglei = GAO.parent / "jonglei-protection.yaml"
    done = pksim("check", MEASURES / "threat.yaml", "--with", jonglei, "--json")
    assert done.returncode == 0, done.stderr
    problems = json.loads(done.stdout)["problems"]
    assert problems["jammers"] == []
    assert "there are no entries in 'camps'" in problems["camp-hardening"][0]["message"]
    page = pksim("check", MEASURES / "threat.yaml", "--with", jonglei).stdout
    assert "7 of 11 measures apply to Protection in Jonglei, 2019" in page


def test_two_files_of_a_folder_may_not_share_a_name(pksim: Pksim, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copy(MEASURES / "health.yaml", tmp_path / f"{name}.yaml")
    done = pksim("measures", "--file", tmp_path)
    assert done.returncode == 2
    assert "another file of the folder" in done.stderr
