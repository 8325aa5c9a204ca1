"""A comparison as one HTML file that needs nothing else: no network, no script, no font.

Scenario files are untrusted: every text of theirs is escaped by the template, and a content
security policy forbids whatever might slip through.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pksim.errors import RunError
from pksim.report import answer, charts, console, numbers
from pksim.scenario.schema import Measure
from pksim.study import Against, Comparison, Levels
from pksim.study.store import versions, whole_or_not_at_all

GRADES = {
    "A": "trials, or several studies that agree",
    "B": "one good comparison",
    "C": "indirect evidence, or the mechanism",
    "D": "assumption",
}
LEGEND = (
    ("circle", charts.FEWER, "fewer deaths, same patrol work"),
    ("triangle", charts.LESS_WORK, "fewer deaths, less patrol work"),
    ("square", charts.MORE, "more deaths"),
    ("ring", charts.OPEN, "undecided, identical or too few"),
)


def write_report(
    comparison: Comparison, path: Path, *, handling: str = "", command: Sequence[str] = ()
) -> None:
    """Write the report, whole or not at all.

    Raises:
        RunError: the file cannot be written.
    """
    page = report(comparison, handling=handling, command=command)
    try:
        whole_or_not_at_all(path, lambda file: file.write(page.encode()))
    except OSError as error:
        raise RunError(f"{path}: cannot write the report: {error.strerror or error}") from error


def report(comparison: Comparison, *, handling: str = "", command: Sequence[str] = ()) -> str:
    """The report as text."""
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined
    )
    span = numbers.period(comparison.scenario.horizon)
    return environment.get_template("comparison.html").render(
        handling=handling,
        title=comparison.scenario.title,
        notes=comparison.scenario.notes,
        span=span,
        strength=f"{comparison.scenario.strength:,.0f}",
        answer=answer.answer(comparison),
        cautions=answer.cautions(comparison),
        baseline=comparison.baseline.policy,
        figures=_figures(comparison, span),
        legend=[(Markup(_sign(shape, colour)), words) for shape, colour, words in LEGEND],  # noqa: S704
        rows=_rows(comparison),
        goals=[console.GOAL_HEADINGS[goal] for goal in comparison.baseline.shares],
        measures=_measures(comparison),
        grades=GRADES,
        policies=_policies(comparison),
        interval=answer.WHICH_INTERVAL,
        forecast=answer.NOT_A_FORECAST,
        provenance=_provenance(comparison, command),
        versions=versions(),
    )


def _figures(comparison: Comparison, span: str) -> dict[str, Markup]:
    """The same figure for wide and for narrow screens; charts escapes what it is given."""
    title = (
        f"Difference in expected deaths in {span} between each policy and"
        f" {comparison.baseline.policy}, with 95 % intervals"
    )
    rows = charts.marks(comparison.ranked)
    sizes = {"wide": 960, "narrow": 344}
    return {
        name: Markup(charts.forest(rows, width=width, title=title))  # noqa: S704
        for name, width in sizes.items()
    }


def _sign(shape: str, colour: str) -> str:
    drawn = charts.shape_of(shape, 9, 9, colour)
    return f'<svg width="18" height="18" aria-hidden="true">{drawn}</svg>'


def _rows(comparison: Comparison) -> list[dict[str, Any]]:
    beside: list[tuple[Levels, Against | None]] = [(comparison.baseline, None)]
    beside += [(one.levels, one) for one in comparison.ranked]
    return [_row(levels, one) for levels, one in beside]


def _row(levels: Levels, one: Against | None) -> dict[str, Any]:
    rate = levels.deaths_per_1000_patrol_hours
    row: dict[str, Any] = {
        "name": levels.policy,
        "deaths": numbers.level(levels.deaths),
        "per_1000": numbers.bare(levels.deaths, 1000.0 / levels.person_years),
        "wounded": numbers.level(levels.estimates["wounded"]),
        "goals": [numbers.percent(share) for share in levels.shares.values()],
        "grade": levels.grade or "",
        "sampled": numbers.level(levels.estimates["deaths"]),
        "one_tour": console.one_tour(levels),
        "per_hours": "" if rate is None else numbers.level(rate),
        "civilian": _if_there(levels, "devices_civilian"),
        "is_baseline": one is None,
    }
    if one is None:
        return {
            **row,
            **dict.fromkeys(
                ("difference", "verdict", "sampled_difference", "price", "pairing"), ""
            ),
            "work": "100 %",
            "km": "100 %",
            "cost": "",
            "settle": "",
            "tone": "",
        }
    return {
        **row,
        "difference": console.gap(one.deaths),
        "verdict": answer.verdict(one),
        "tone": _tone(one),
        "sampled_difference": console.gap(one.difference("deaths")),
        "work": numbers.percent(one.relative("patrol_hours")),
        "km": numbers.percent(one.relative("vehicle_km")),
        "cost": numbers.money(one.extra_cost),
        "price": console.price(one),
        "pairing": console.times(one.deaths.variance_ratio),
        "settle": console.to_settle(one),
    }


def _if_there(levels: Levels, name: str) -> str:
    return numbers.level(levels.estimates[name]) if name in levels.sample else numbers.NOT_KNOWN


def _tone(one: Against) -> str:
    _, shape = charts.coding(one)
    return {"circle": "fewer", "square": "more", "triangle": "less-work", "ring": "open"}[shape]


def _measures(comparison: Comparison) -> list[dict[str, Any]]:
    """Every measure used, once, in the order in which policies name them."""
    used = dict.fromkeys(name for levels in comparison.levels for name in levels.measures)
    known = comparison.scenario.measures
    return [_measure(name, known[name]) for name in used]


def _measure(name: str, measure: Measure) -> dict[str, Any]:
    return {
        "name": name,
        "title": measure.title,
        "cost": numbers.money(measure.cost),
        "cost_range": [numbers.money(end) for end in measure.cost_range or ()],
        "grade": measure.evidence.grade,
        "source": measure.evidence.source,
        "range": measure.evidence.range,
        "side_effect": measure.side_effect,
        "notes": measure.notes,
        "changes": {path: _change(patch) for path, patch in measure.changes.items()},
    }


def _change(patch: Any) -> str:
    """A patch in words: ``times 1.5``, ``plus 10 min``, ``becomes 0.4``."""
    if isinstance(patch, dict) and len(patch) == 1:
        word, value = next(iter(patch.items()))
        if word in {"times", "plus"}:
            return f"{word} {value}"
    return f"becomes {json.dumps(patch, ensure_ascii=False) if isinstance(patch, dict) else patch}"


def _policies(comparison: Comparison) -> list[tuple[str, list[str], str]]:
    return [
        (levels.policy, list(levels.measures), levels.scenario.content_hash)
        for levels in comparison.levels
    ]


def _provenance(comparison: Comparison, command: Sequence[str]) -> list[tuple[str, str]]:
    runs = f"{comparison.replications:,}"
    if comparison.interrupted:
        runs += f" of {comparison.wanted:,} wanted (interrupted)"
    return [
        ("Command", shlex.join(command) if command else "(called from Python)"),
        ("Seed", str(comparison.seed)),
        ("Replications of every policy", runs),
        ("Clock", comparison.clock),
        ("Scenario (SHA-256)", comparison.scenario.content_hash),
    ]
