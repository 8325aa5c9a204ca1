"""The JSON Schema for editors accepts and refuses what the loader does."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pksim.scenario import json_schema, load
from pksim.scenario.documents import plain, read_yaml

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture(scope="module")
def checker() -> Any:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_editors_accept_the_shipped_scenario(checker: Any) -> None:
    gao = SCENARIOS / "gao-sector.yaml"
    checker.validate(plain(read_yaml(gao.read_text(encoding="utf-8"), str(gao))[0]))


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_editors_accept_every_scenario_as_it_is_kept(checker: Any, path: Path) -> None:
    content = load(path).to_dict()
    del content["applied"]
    checker.validate(content)


def test_editors_accept_the_small_scenario(checker: Any, small: str) -> None:
    checker.validate(plain(read_yaml(small, "small")[0]))


def test_editors_accept_a_file_that_extends_another(
    checker: Any,
) -> None:
    checker.validate({"extends": "gao-sector.yaml", "horizon": "90 days"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dwell: 1 h", "dwell: 2 km"),
        ("dwell: 1 h", "dwel: 1 h"),
        ("horizon: 30 days", "horizon: 30"),
        ("{exponential: 60 days}", "{expo: 60 days}"),
        ("title: Two places\n", ""),
        ("kind: town", "kind: villa"),
        ("night: false", "night: maybe"),
        ("level: 2\n", "level: 5\n"),
        ("{ambush: 0.5, comp", "{flood: 0.5, comp"),
        ("cause: complex attack", "cause: magic"),
        ("onward: 36 h", "onward: 300 km"),
        ("  own_vehicles:", "  ambulance:"),
        ("role: ambulance", "role: taxi"),
        ("operating_teams: 2", "operating_teams: two"),
        ("killed: 1, t1: 1", "killed: -1, t1: 1"),
    ],
)
def test_editors_refuse_what_the_loader_refuses(
    checker: Any, small: str, old: str, new: str
) -> None:
    content = plain(read_yaml(small.replace(old, new), "small")[0])
    assert not checker.is_valid(content)
