"""Measures listed and explained, for a terminal and for machines: effect, cost and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pksim.report.measure_words import (
    GRADES,
    KINDS,
    change,
    claims,
    cost,
    cost_here,
    displacement,
    moves,
    recipients,
)
from pksim.scenario import Problem, Scenario
from pksim.scenario.measures import Measure
from pksim.scenario.pricing import price

Rows = list[tuple[str, str]]
CLAIMED = (
    "Effects are what sources or this catalogue claim; what a measure does in a scenario, only a"
    " comparison shows. `pksim measures NAME` explains one."
)


def measures_page(measures: Mapping[str, Measure], scenario: Scenario | None) -> RenderableType:
    """Every measure in a few lines, by what it acts on."""
    parts: list[RenderableType] = []
    for kind, words in KINDS.items():
        named = {name: one for name, one in measures.items() if one.kind == kind}
        if named:
            parts.append(Text(words, style="bold underline"))
            parts += [_in_short(name, one, scenario) for name, one in named.items()]
    grades = ", ".join(f"{grade} {words}" for grade, words in GRADES.items())
    notes = [
        f"{len(measures)} measures. Evidence: {grades}.",
        CLAIMED,
    ]
    return Group(*parts, *map(Text, notes))


def _in_short(name: str, measure: Measure, scenario: Scenario | None) -> RenderableType:
    heading = Text.assemble((name, "bold"), f"  {measure.title}")
    rows = [
        ("evidence", f"{measure.evidence.grade}, {GRADES[measure.evidence.grade]}"),
        ("cost", cost_here(measure, scenario) if scenario else cost(measure)),
        ("effect", claims(measure) or measure.evidence.range),
        ("who", recipients(measure)),
        ("displaced", displacement(measure)),
    ]
    return Group(heading, _rows(rows))


def _rows(rows: Iterable[tuple[str, str]]) -> Table:
    """Label and value, indented; rows without value are left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for label, value in rows:
        if value:
            table.add_row(Text(f"  {label}", style="dim"), Text(value))
    return table


def measure_page(name: str, measure: Measure, scenario: Scenario | None) -> RenderableType:
    """One measure in full: sentences first, then what it changes and how sure that is."""
    here = [] if scenario is None else [("in this scenario", cost_here(measure, scenario))]
    parts: list[RenderableType] = [
        Text.assemble((name, "bold"), f"  {measure.title}"),
        *(Text(sentence) for sentence in _sentences(measure)),
        Text("Cost", style="bold underline"),
        _rows([("written", cost(measure)), *here]),
        Text("What it changes", style="bold underline"),
        _rows(_changes(measure)),
    ]
    if measure.displaced:
        parts += [Text("Where all of it is displaced", style="bold underline"), _displaced(measure)]
    return Group(*parts)


def _sentences(measure: Measure) -> list[str]:
    grade = measure.evidence.grade
    said = [
        measure.mechanism,
        f"Who gets it: {recipients(measure)}.",
        f"What is claimed: {claims(measure)}." if measure.effect else "",
        f"In numbers of the model: {_stopped(measure.evidence.range)}",
        f"Evidence {grade}, {GRADES[grade]}: {_stopped(measure.evidence.source)}",
        f"Side effect: {_stopped(measure.side_effect)}",
        _answered(measure),
        f"It must move, in a simulation: {moves(measure)}." if measure.moves else "",
        measure.notes,
    ]
    return [" ".join(sentence.split()) for sentence in said if sentence]


def _answered(measure: Measure) -> str:
    """What the adversary does about it."""
    if measure.displacement is None:
        return "The adversary cannot answer it." if measure.kind == "threat" else ""
    return f"The adversary makes good {displacement(measure)} of the effect elsewhere."


def _stopped(text: str) -> str:
    """With one full stop at the end."""
    return f"{text.strip().rstrip('.')}."


def _changes(measure: Measure) -> Rows:
    rows = []
    for path, patch in measure.changes.items():
        ends = measure.ranges.get(path)
        ranged = f"; weakest {ends[0]}, strongest {ends[1]}" if ends else ""
        may = "; where there is any" if path in measure.optional else ""
        rows.append((path, f"{change(patch)}{ranged}{may}"))
    return rows


def _displaced(measure: Measure) -> Table:
    return _rows([(path, f"times {one.times:g}") for path, one in measure.displaced.items()])


# ---------------------------------------------------------------------- files that were checked


def checked_page(
    file: str,
    measures: Mapping[str, Measure],
    scenario: Scenario | None,
    problems: Mapping[str, Sequence[Problem]] | None,
) -> RenderableType:
    """What `pksim check` says of a file of measures, alone or tried on a scenario."""
    parts: list[RenderableType] = [
        Text(f"{file}: {len(measures)} measures, each right by itself.", style="bold")
    ]
    for name, measure in measures.items():
        parts += [Text.assemble((name, "bold"), f"  {measure.title}")]
        parts += [_rows([("changes", ", ".join(measure.changes)), *_fits(name, problems)])]
    return Group(*parts, Text(_verdict(scenario, problems)))


def _fits(name: str, problems: Mapping[str, Sequence[Problem]] | None) -> Rows:
    if problems is None:
        return []
    found = [one.message for one in problems[name]]
    return [("applies", "yes")] if not found else [("does not apply", "; ".join(found))]


def _verdict(scenario: Scenario | None, problems: Mapping[str, Sequence[Problem]] | None) -> str:
    if scenario is None or problems is None:
        return (
            "Whether these paths exist only a scenario can tell: try them with"
            " `pksim check FILE --with SCENARIO`."
        )
    fitting = sum(not found for found in problems.values())
    return f"{fitting} of {len(problems)} measures apply to {scenario.title}, each alone."


def checked_document(
    measures: Mapping[str, Measure], problems: Mapping[str, Sequence[Problem]] | None
) -> dict[str, Any]:
    """What `pksim check --json` prints of a file of measures; `problems` if they were tried."""
    document: dict[str, Any] = {
        "format": 1,
        "command": "check",
        "measures": {name: list(measure.changes) for name, measure in measures.items()},
    }
    if problems is not None:
        document["problems"] = {
            name: [{"path": one.path, "message": one.message} for one in found]
            for name, found in problems.items()
        }
    return document


def measures_document(measures: Mapping[str, Measure], scenario: Scenario | None) -> dict[str, Any]:
    """What `pksim measures --json` prints: every measure as it is kept; costs where priced."""
    return {
        "format": 1,
        "command": "measures",
        "measures": {name: _document(measure, scenario) for name, measure in measures.items()},
    }


def _document(measure: Measure, scenario: Scenario | None) -> dict[str, Any]:
    content = measure.model_dump(mode="json")
    if scenario is not None:
        period = {"days": scenario.horizon / 1440.0}
        content["cost_usd"] = period | asdict(price(measure, scenario, scenario.horizon))
    return content
