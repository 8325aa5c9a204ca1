"""What docs/guide/scenarios.md says of the key `covid` is true."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

from pksim.scenario import load
from pksim.scenario.covid import Covid
from pksim.scenario.covid_course import SEVERITY, Severity
from pksim.scenario.documents import plain, read_yaml
from pksim.scenario.imported import imported
from pksim.scenario.parts import Part

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guide/scenarios.md").read_text(encoding="utf-8")
NEEDED = object()
APART = {"course.severity"}
"""Keys that have a table of their own."""


def _rows(heading: str) -> list[list[str]]:
    body = GUIDE.partition(f"| {heading}")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in body.splitlines()[2:]]


def _told() -> dict[str, str]:
    """The default of every key, as the tables have it."""
    told: dict[str, str] = {}
    for group in ("spread", "course", "outside", "measures", "reach"):
        rows = _rows(f"key of `covid`, {group}")
        assert rows
        for keys, _, defaults, _ in rows:
            names = re.findall(r"`([^`]+)`", keys)
            texts = re.findall(r"`[^`]+`|needed", defaults)
            texts = texts * len(names) if len(texts) == 1 else texts
            pairs = dict(zip(names, (text.strip("`") for text in texts), strict=True))
            assert not told.keys() & pairs.keys()
            told |= pairs
    return told


Leaf = tuple[FieldInfo, Any]
"""A field, and its default: of the part that is there if none is written, where there is one."""


def _leaves(model: type[BaseModel], default: Any, before: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every field that is no part itself, by its path; `*` for each of several."""
    for name, field in model.model_fields.items():
        path = f"{before}{field.alias or name}"
        value = _default(field) if default is NEEDED else getattr(default, name)
        if path in APART:
            continue
        inside, several = _part_in(field.annotation)
        if inside is None:
            yield path, (field, value)
        elif several:
            yield from _leaves(inside, NEEDED, f"{path}.*.")
        else:
            one = value if isinstance(value, BaseModel) else NEEDED
            yield from _leaves(inside, one, f"{path}.")


def _default(field: FieldInfo) -> Any:
    return NEEDED if field.is_required() else field.get_default(call_default_factory=True)


def _part_in(kind: Any) -> tuple[type[BaseModel] | None, bool]:
    """The part that a field holds, and whether it may hold several."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind, False
    for inner in get_args(kind):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner, type(None) not in get_args(kind)
    return None, False


def test_every_key_is_there_with_its_default() -> None:
    fields, told = dict(_leaves(Covid, NEEDED)), _told()
    assert told.keys() == fields.keys()
    for name, text in told.items():
        field, default = fields[name]
        if text in {"needed", "none"}:
            assert default is (NEEDED if text == "needed" else None), name
            continue
        kind: Any = field.annotation
        one = create_model("One", __base__=Part, value=(kind, field))
        read = vars(one(**{field.alias or "value": _written(text)}))["value"]
        assert _same(read, default), name


def _written(text: str) -> Any:
    """A value of a file; its days since infection are numbers."""
    value: Any = plain(read_yaml(text, "guide")[0])
    if isinstance(value, dict):
        return {int(key) if key.isdigit() else key: one for key, one in value.items()}
    return value


def _same(read: Any, default: Any) -> bool:
    """Equal; a law by mean and standard deviation is kept by its median."""
    if hasattr(default, "family"):
        return bool(
            read.family == default.family
            and (read.a, read.b) == pytest.approx((default.a, default.b))
        )
    return bool(read == default)


def test_how_badly_it_takes_whom_is_what_the_schema_says() -> None:
    rows = _rows("`course.severity`")
    told = {
        band.strip("`"): Severity(
            **dict(zip(Severity.model_fields, map(float, shares), strict=True))
        )
        for band, *shares in rows
    }
    assert told == SEVERITY


def test_the_outbreak_shown_loads(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path, dirs_exist_ok=True)
    (block,) = re.findall(r"```yaml\n([^`]*two cases at Kidal[^`]*)```", GUIDE)
    (tmp_path / "variant.yaml").write_text(block, encoding="utf-8")
    shown = load(tmp_path / "variant.yaml")
    assert shown.covid is not None
    found = imported(shown, shown.covid)
    assert (found.seeds, found.exchanged) == (2, shown.units["K"].strength)
    assert found.gate > 0.0
    assert shown.units["D"].doses == 2
