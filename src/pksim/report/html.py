"""A comparison as one HTML file that needs nothing else: no network, no script, no font.

Scenario files are untrusted: every text of theirs is escaped by the template, and a content
security policy forbids whatever might slip through.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pksim.errors import RunError
from pksim.report import answer, numbers
from pksim.report.care_page import care_sections
from pksim.report.figures import charts
from pksim.report.figures.svg import sign
from pksim.report.measure_words import GRADES, change
from pksim.report.pandemic import TITLE
from pksim.report.pandemic_page import pandemic_sections
from pksim.report.tables import WAY, sheets
from pksim.report.worth_page import worth_sections
from pksim.scenario import Scenario
from pksim.scenario.measures import Measure
from pksim.scenario.pricing import price
from pksim.study import Comparison
from pksim.study.store import versions, whole_or_not_at_all

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
        others=answer.others(comparison),
        cautions=answer.cautions(comparison),
        baseline=comparison.baseline.policy,
        figures=_figures(comparison, span),
        legend=[(Markup(sign(shape, colour)), words) for shape, colour, words in LEGEND],  # noqa: S704
        sheets=sheets(comparison, comparison.ranked),
        after={
            WAY: care_sections(comparison),
            TITLE: pandemic_sections(comparison),
            **worth_sections(comparison),
        },
        measures=_measures(comparison),
        grades=GRADES,
        policies=_policies(comparison),
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


def _measures(comparison: Comparison) -> list[dict[str, Any]]:
    """Every measure used, once, in the order in which policies name them."""
    used = dict.fromkeys(name for levels in comparison.levels for name in levels.measures)
    known = comparison.scenario.measures
    return [_measure(name, known[name], comparison.scenario) for name in used]


def _measure(name: str, measure: Measure, scenario: Scenario) -> dict[str, Any]:
    cost = price(measure, scenario, scenario.horizon)
    ranged = cost.low < cost.high
    return {
        "name": name,
        "title": measure.title,
        "cost": numbers.money(cost.best),
        "cost_range": [numbers.money(end) for end in (cost.low, cost.high) if ranged],
        "period": numbers.period(scenario.horizon),
        "grade": measure.evidence.grade,
        "source": measure.evidence.source,
        "range": measure.evidence.range,
        "side_effect": measure.side_effect,
        "notes": measure.notes,
        "changes": {path: change(patch) for path, patch in measure.changes.items()},
    }


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
