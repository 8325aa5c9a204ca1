"""What docs/guide/scenarios.md shows is true."""

import re
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest

from pksim.scenario import Law, Scenario, load, parse_vary
from pksim.scenario.distances import per_day
from pksim.scenario.documents import plain, read_yaml
from pksim.scenario.manning import crewed_by
from pksim.scenario.people import Capability, Job
from pksim.scenario.quantities import DIMENSIONS, parse
from pksim.scenario.schema import ScenarioFields

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guide/scenarios.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)


def _block(words: str) -> str:
    """The one YAML block with these words."""
    (block,) = (block for block in _blocks("yaml") if words in block)
    return block


def _table(heading: str) -> list[list[str]]:
    """Rows of the table whose header starts with these words; code spans of each cell but one."""
    body = GUIDE.partition(f"| {heading}")[2].partition("\n\n")[0]
    return [row.split("|")[1:-1] for row in body.splitlines()[2:]]


def test_quantities_of_the_table_are_read() -> None:
    rows = _table("kind | written as | kept as")
    assert len(rows) == 8
    for kind, examples, _ in rows:
        name = next(n for n in DIMENSIONS if n.removeprefix("a ") == kind.strip())
        for example in re.findall(r"`([^`]+)`", examples):
            assert parse(example, name) >= 0


def test_laws_of_the_table_are_read() -> None:
    rows = _table("law | written as")
    families = set()
    for _, example in rows:
        text = re.findall(r"`([^`]+)`", example)[0]
        families.add(Law.read(plain(read_yaml(text, "guide")[0])).name)
    assert len(families) == len(rows) == 8


def test_the_variant_shown_loads(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "variant.yaml").write_text(_block("convoy-menaka: null"), encoding="utf-8")
    variant = load(tmp_path / "variant.yaml")
    assert "convoy-menaka" not in variant.patrols
    assert variant.search.finds == 0.3


def test_the_unit_shown_is_added(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "variant.yaml").write_text(_block("ansongo-night"), encoding="utf-8")
    variant, before = load(tmp_path / "variant.yaml"), load(ROOT / "scenarios/gao-sector.yaml")
    assert variant.strength == before.strength + 220
    assert per_day(variant.patrols["ansongo-night"], variant) == 3 / 180
    assert crewed_by(variant.patrols["ansongo-short"], variant) == "E"
    assert variant.threats.violence is None
    assert variant.threats.ambush == before.threats.ambush


def test_every_key_of_a_file_is_named_and_no_other() -> None:
    keys = set(re.findall(r"`(\w+)`", " ".join(row[0] for row in _table("key | what it says"))))
    assert keys == set(ScenarioFields.model_fields) - {"applied"}


def test_jobs_and_capabilities_shown_are_those_of_the_schema() -> None:
    jobs = re.search(r"`support` by job \((.*?)\)", GUIDE)
    capabilities = re.search(r"`may_not` do: (.*?);", GUIDE)
    assert jobs is not None
    assert capabilities is not None
    assert set(re.findall(r"`(\w+)`", jobs[1])) == set(get_args(Job))
    assert set(re.findall(r"`(\w+)`", capabilities[1])) == set(get_args(Capability))


def test_the_measure_shown_applies_to_the_gao_sector(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "shown.yaml").write_text(_block("side_effect:"), encoding="utf-8")
    text = "extends: gao-sector.yaml\nmeasures: [shown.yaml]\n"
    (tmp_path / "variant.yaml").write_text(text, encoding="utf-8")
    variant = load(tmp_path / "variant.yaml")
    assert variant.measures["delegated-launch"].side_effect.startswith("More launches on thin")


def test_the_python_shown_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(_blocks("python")[0], names)
    assert names["late"].evacuation.call.a == 2 * names["scenario"].evacuation.call.a
    assert names["care"].applied == names["scenario"].policies["care-package"]


def test_the_variations_shown_apply() -> None:
    scenario: Scenario = load(ROOT / "scenarios/gao-sector.yaml")
    for option in re.findall(r"^\| `([^`]+=[^`]+)` \|", GUIDE, flags=re.MULTILINE):
        path, patches = parse_vary(option)
        for patch in patches:
            assert scenario.patched({path: patch}).content_hash != ""
