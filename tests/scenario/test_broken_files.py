"""Every broken file is answered with file, line, what stood there and what would be right."""

from pathlib import Path

import pytest
from tests.scenario import breaks_of_care, breaks_of_fit, breaks_of_form, breaks_of_threats
from tests.scenario.breaks import Break

from pksim.errors import InputError
from pksim.scenario import ScenarioError, load

BREAKS = [
    *breaks_of_form.BREAKS,
    *breaks_of_fit.BREAKS,
    *breaks_of_threats.BREAKS,
    *breaks_of_care.BREAKS,
]

CANNOT_FLY = ["from 'alpha' the nearest surgery is 101 km away, at 'charlie'", "beyond its range"]


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.name)
def test_broken_file_is_answered_with_its_line(case: Break, small: str, tmp_path: Path) -> None:
    if case.name == "cannot fly there":
        small = small.replace("range: 600 km", "range: 60 km")
        case = Break(case.name, case.old, case.new, "range: 60 km", CANNOT_FLY)
    if case.name == "fixed on nothing":
        small = small.replace("warnings:", "adversary: {mode: fixed}\nwarnings:")
    assert small.count(case.old) >= 1, "the case no longer fits the small scenario"
    text = small.replace(case.old, case.new, 1)
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"broken\.yaml:\d+: ") as caught:
        load(path)
    line = text[: text.index(case.at.lstrip("\n"))].count("\n") + 1
    named = [problem for problem in caught.value.problems if problem.line == line]
    assert named, f"line {line} is not named in:\n{caught.value}"
    said = "\n".join(map(str, named))
    for words in case.says:
        assert words in said, said
    assert isinstance(caught.value, InputError)
    assert caught.value.exit_status == 2


def test_sixty_areas_are_enough(small: str, tmp_path: Path) -> None:
    more = "".join(f"  a{i}: {{emplacement: 0 per day}}\n" for i in range(60))
    path = tmp_path / "areas.yaml"
    path.write_text(small.replace("areas:\n", f"areas:\n{more}"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"areas: .* at most 60"):
        load(path)


def test_there_are_at_least_150_ways_to_break_a_file() -> None:
    assert len({case.name for case in BREAKS}) == len(BREAKS) >= 150


def test_all_errors_come_at_once_in_the_order_of_the_file(small: str, tmp_path: Path) -> None:
    text = small.replace("30 days", "30", 1).replace("area: river", "area: rivr", 1)
    text = text.replace("  soft: 1.0", "  soft: 0.9").replace("at: alpha", "at: alpa")
    path = tmp_path / "many.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="no unit") as caught:
        load(path)
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) == 4
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_an_error_is_one_readable_line(small: str, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(small.replace("dwell: 1 h", "dwell: 2 km"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="2 km") as caught:
        load(path)
    assert str(caught.value) == (
        f"{path}:90: patrols.short.dwell: '2 km' is a length; "
        "a duration is wanted, such as 45 min, 1.5 h or 14 days"
    )
