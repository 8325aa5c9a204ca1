"""What docs/guide/scenarios.md shows is true."""

import re
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

from pksim.scenario import Law, Scenario, load, parse_vary
from pksim.scenario.distances import per_day
from pksim.scenario.documents import plain, read_yaml
from pksim.scenario.evacuation import Evacuation, Helicopter
from pksim.scenario.incidents import Cause, ScheduledIncident
from pksim.scenario.manning import crewed_by
from pksim.scenario.medical import Care, Hospital, Level
from pksim.scenario.parts import Part
from pksim.scenario.people import Capability, Job
from pksim.scenario.quantities import DIMENSIONS, parse
from pksim.scenario.reach import reach
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


CARE: dict[str, tuple[type[BaseModel], set[str]]] = {
    "key of `evacuation`": (Evacuation, {"helicopters"}),
    "key of a helicopter": (Helicopter, set()),
    "key of a hospital": (Hospital, set()),
    "key of `care`": (Care, set()),
    "key of an incident": (ScheduledIncident, set()),
}


def _fields(model: type[BaseModel], before: str = "") -> dict[str, FieldInfo]:
    """Fields by path; those of a part inside stand in place of it."""
    found: dict[str, FieldInfo] = {}
    for name, field in model.model_fields.items():
        inside = field.annotation
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            found |= _fields(inside, f"{before}{name}.")
        else:
            found[before + name] = field
    return found


@pytest.mark.parametrize("heading", CARE)
def test_every_key_of_the_care_chain_is_there_with_its_default(heading: str) -> None:
    model, apart = CARE[heading]
    fields = {n: f for n, f in _fields(model).items() if n not in {"title", *apart}}
    told: dict[str, str] = {}
    for keys, _, defaults, _ in _table(heading):
        names = re.findall(r"`([\w.]+)`", keys)
        texts = re.findall(r"`([^`]+)`", defaults) or [defaults.strip()]
        told |= dict(zip(names, texts * len(names) if len(texts) == 1 else texts, strict=True))
    assert told.keys() == fields.keys()
    for name, text in told.items():
        assert (text == "needed") == fields[name].is_required(), name
        if text == "none":
            assert fields[name].default is None, name
        elif text != "needed":
            kind: Any = fields[name].annotation
            one = create_model("One", __base__=Part, value=(kind, fields[name]))
            read = vars(one(value=plain(read_yaml(text, "guide")[0])))["value"]
            assert read == fields[name].get_default(call_default_factory=True), name


def test_causes_and_levels_shown_are_those_of_the_schema() -> None:
    (row,) = (row for row in _table("key of an incident") if "`cause`" in row[0])
    assert set(re.findall(r"`([\w ]+)`", row[3])) == set(get_args(Cause))
    levels = GUIDE.partition("**Levels.** ")[2].partition(" Everything else")[0]
    assert set(re.findall(r"`(\d\+?)`", levels)) == set(get_args(get_args(Level)[0]))


def test_the_incidents_shown_are_scheduled(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "variant.yaml").write_text(_block("incidents:"), encoding="utf-8")
    assault, fire = load(tmp_path / "variant.yaml").incidents
    assert (assault.at, assault.hurt, assault.first / 60) == ("kidal", 25, 20 * 24 + 5)
    assert (fire.hurt, fire.times, fire.every / 1440) == (5, 3, 30)


def test_the_helicopter_and_the_surgical_team_shown_bring_surgery(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (tmp_path / "variant.yaml").write_text(_block("menaka-1:"), encoding="utf-8")
    variant, before = load(tmp_path / "variant.yaml"), load(ROOT / "scenarios/gao-sector.yaml")
    assert variant.units["F"].strength == before.units["F"].strength
    assert not reach(before)["menaka"].possible
    assert reach(variant)["menaka"].within
    assert "menaka-1" in variant.evacuation.helicopters


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
