"""What docs/guide/measures.md shows is true."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from pksim.scenario import load, load_measures
from pksim.scenario.catalogue import is_measure_file, tried
from pksim.scenario.costs import Cost, Countable
from pksim.scenario.measures import Measure

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guide/measures.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Rows of the table whose header starts with these words."""
    body = GUIDE.partition(f"| {heading}")[2].partition("\n\n")[0]
    return [row.split("|")[1:-1] for row in body.splitlines()[2:]]


def first_words(heading: str) -> list[str]:
    return [re.findall(r"`([^`]+)`", row[0])[0] for row in table(heading)]


def test_the_keys_are_those_of_the_schema() -> None:
    assert set(first_words("key | needed")) == set(Measure.model_fields)
    needed = {
        key
        for key, row in zip(first_words("key | needed"), table("key | needed"), strict=True)
        if row[1].strip() == "yes"
    }
    assert needed == {name for name, field in Measure.model_fields.items() if field.is_required()}
    assert set(first_words("key of `cost`")) == set(Cost.model_fields)
    assert set(first_words("`what` | counts")) == set(get_args(Countable))


def test_the_measure_shown_is_right_and_applies(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
    path = tmp_path / "shown.yaml"
    path.write_text(block, encoding="utf-8")
    assert is_measure_file(path)
    shown = load_measures(path)
    assert tried(shown, load(ROOT / "scenarios/gao-sector.yaml")) == {"jammers": []}


def test_the_python_shown_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)[0], names)
    assert names["both"].applied == ("jammers", "delegated-launch")
    assert names["cost"].low < names["cost"].best < names["cost"].high


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`(\w+\.yaml)`", GUIDE))
    assert named == {path.name for path in (ROOT / "scenarios/measures").glob("*.yaml")}


def test_a_scenario_is_no_measure_file() -> None:
    assert not is_measure_file(ROOT / "scenarios/gao-sector.yaml")
    assert not is_measure_file(ROOT / "scenarios/gao-sector-2020.yaml")
    assert not is_measure_file(ROOT / "scenarios/outbreaks/closed-camp.yaml")
