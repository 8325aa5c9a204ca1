"""Measure files by themselves: read and checked without a scenario, or tried on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from pksim.scenario.documents import Node, locate, plain
from pksim.scenario.files import read_mapping
from pksim.scenario.measures import Measure, measure_contradictions
from pksim.scenario.parts import Name, Part
from pksim.scenario.policies import with_measures
from pksim.scenario.problems import Problem, ScenarioError, from_pydantic
from pksim.scenario.scenario import Scenario
from pksim.scenario.schema import ScenarioFields

_OF_A_SCENARIO = {*ScenarioFields.model_fields, "extends"}
_OF_A_MEASURE = {"changes", "evidence", "side_effect", "cost", "mechanism"}


class _Catalogue(Part):
    """What a measure file holds."""

    measures: dict[Name, Measure]


def is_measure_file(path: str | Path) -> bool:
    """Whether a file is a mapping of names to measures, right or wrong, and no scenario.

    Raises:
        ScenarioError: it cannot be read, or is no YAML mapping.
    """
    top = read_mapping(Path(path))[0].value
    entries = [set(node.value) for node in top.values() if isinstance(node.value, dict)]
    return not _OF_A_SCENARIO & top.keys() and any(keys & _OF_A_MEASURE for keys in entries)


def load_measures(path: str | Path) -> dict[str, Measure]:
    """The measures in a file, or in all files of a folder, each checked as far as it says itself.

    Raises:
        ScenarioError: every problem found, each with file and line.
    """
    folder = Path(path)
    files = sorted(folder.glob("*.y*ml")) if folder.is_dir() else [folder]
    if not files:
        raise ScenarioError([Problem((), "no measure file in this folder", str(path))])
    found: dict[str, Measure] = {}
    problems: list[Problem] = []
    for file in files:
        measures, wrong = _read(file)
        problems += wrong
        for name in found.keys() & measures.keys():
            message = "a measure of this name stands in another file of the folder"
            problems.append(Problem((name,), message, str(file)))
        found |= measures
    if problems:
        raise ScenarioError(problems)
    return found


def _read(path: Path) -> tuple[dict[str, Measure], list[Problem]]:
    """The measures of one file, if they can be built at all, and every problem."""
    top, problems = read_mapping(path)
    try:
        measures = _Catalogue.model_validate({"measures": plain(top)}).measures
    except ValidationError as error:
        wrong = from_pydantic(error, _Catalogue)
        return {}, [*problems, *(_located(one, one.location[1:], top) for one in wrong)]
    wrong = [
        _located(problem, (name, *problem.location), top)
        for name, measure in measures.items()
        for problem in measure_contradictions(measure)
    ]
    return measures, [*problems, *wrong]


def _located(problem: Problem, location: tuple[str | int, ...], top: Node) -> Problem:
    file, line = locate(top, location)
    return replace(problem, location=location, file=file, line=line)


def tried(measures: Mapping[str, Measure], scenario: Scenario) -> dict[str, list[Problem]]:
    """For each measure what keeps it from being applied to a scenario, alone; nothing if it can."""
    found = {}
    for name, measure in measures.items():
        known = {**scenario.measures, name: measure}
        problems = with_measures(scenario.model_copy(update={"measures": known}), [name], ())[1]
        found[name] = [replace(one, location=one.location[2:]) for one in problems]
    return found
