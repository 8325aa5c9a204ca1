"""docs/statistics.md names every public function with its true signature, and its examples run."""

from __future__ import annotations

import doctest
import enum
import inspect
import re
from pathlib import Path

import pytest

import pksim.statistics as floor

PAGE = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE, flags=re.M | re.S))


def signature(name: str) -> str:
    """As the page writes it: quotes and module names left out, line breaks not counted."""
    thing = getattr(floor, name)
    if isinstance(thing, type) and issubclass(thing, enum.Enum):
        return f"{name}: {', '.join(member.name for member in thing)}"
    shown = str(inspect.signature(thing)).replace("'", "").replace("npt.", "")
    return name + (shown.removesuffix(" -> None") if isinstance(thing, type) else shown)


def without_breaks(text: str) -> str:
    return re.sub(r"\s+", "", text).replace(",)", ")")


def test_the_page_names_what_is_public_and_nothing_else() -> None:
    assert set(SECTIONS) == set(floor.__all__)


@pytest.mark.parametrize("name", floor.__all__)
def test_signatures_on_the_page_are_the_true_ones(name: str) -> None:
    found = re.search(r"```text\n(.*?)```", SECTIONS[name], flags=re.S)
    assert found, f"no signature of {name}"
    assert without_breaks(found.group(1)) == without_breaks(signature(name))
    assert "```python" in SECTIONS[name], f"no example of {name}"


@pytest.mark.parametrize("name", floor.__all__)
def test_public_names_say_what_they_mean(name: str) -> None:
    assert inspect.getdoc(getattr(floor, name))


def test_examples_on_the_page_give_what_it_says() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "statistics", None, 0)
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=said.append)
    assert len(examples.examples) > len(floor.__all__)
    assert not said, "".join(said)
