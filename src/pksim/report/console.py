"""Tables for a terminal, and for a pipe, where they are as wide as they need to be."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pksim.report import answer, chain, numbers, pandemic, widths
from pksim.report.cells import gap, one_tour, times, tone
from pksim.report.fitted import Fitted, Head
from pksim.report.sheet import Sheet
from pksim.report.tables import sheets
from pksim.report.worth_tables import said
from pksim.study import Against, Comparison, Levels, Point, Run, Sweep
from pksim.study.levels import GOALS
from pksim.study.pandemic import INFECTIONS, outcomes_that_happen, pandemic_of

PIPE_WIDTH = 132
RUN_RANGE = "Nine in ten single replications fell in the range of the last number column."
STYLES = {"": "", "fewer": "green", "more": "red", "less-work": "red", "open": "yellow"}
"""How the tone of a cell looks on a terminal."""


def console(*, error: bool = False) -> Console:
    """The console of this process; a pipe gets a fixed width, as it has none of its own."""
    screen = _Screen(stderr=error, highlight=False, emoji=False, markup=False)
    if not screen.is_terminal:
        screen.width = PIPE_WIDTH
    return screen


class _Screen(Console):
    """A console that leaves a closed pipe to the caller."""

    def on_broken_pipe(self) -> None:
        """The reader has seen enough."""
        raise BrokenPipeError


def comparison_page(comparison: Comparison, handling: str = "") -> RenderableType:
    """Everything `pksim compare` prints: the answer first."""
    return _page(
        handling,
        Text(answer.answer(comparison), style="bold"),
        *_if_said(answer.others(comparison)),
        _setting(comparison),
        *(drawn(sheet) for sheet in sheets(comparison, comparison.policies)),
        *_notes(filter(None, [*answer.cautions(comparison), answer.less_exposed(comparison)])),
        *_notes(said(comparison)),
        *_notes([_pairing(comparison), widths.which_interval(comparison), answer.NOT_A_FORECAST]),
    )


def run_page(run: Run, handling: str = "") -> RenderableType:
    """Everything `pksim run` prints."""
    levels = run.levels
    deaths = numbers.level(levels.deaths)
    exposure = f"{numbers.period(run.scenario.horizon)} among {run.scenario.strength:,.0f} people"
    first = f"{levels.policy}: {deaths} deaths expected in {exposure}."
    notes = [
        f"{widths.which_interval(run)} {RUN_RANGE}",
        *_band(run),
        answer.NOT_A_FORECAST,
    ]
    if run.interrupted:
        notes.insert(0, _interrupted(run.replications, run.wanted))
    return _page(
        handling,
        Text(first, style="bold"),
        _setting(run),
        outcomes_table(run),
        shares_line(levels),
        *_if_told(pandemic.of_one(levels)),
        *_if_told(chain.of_one(levels)),
        *_notes(notes),
    )


def _band(run: Run) -> list[str]:
    """What is not known, as a range of the deaths expected."""
    band = widths.deaths_band(run.levels)
    return [f"Deaths expected, over 9 in 10 draws of what is not known: {band}."] if band else []


def sweep_page(sweep: Sweep, handling: str = "") -> RenderableType:
    """Everything `pksim sweep` prints."""
    first = sweep.points[0]
    at = ", ".join(
        f"{axis.path} = {label}" for axis, label in zip(sweep.axes, first.labels, strict=True)
    )
    notes = [
        f"Differences are to the first point ({at}), on the same luck.",
        widths.which_interval(sweep),
    ]
    if sweep.interrupted:
        notes.insert(0, _interrupted(sweep.replications, sweep.wanted))
    return _page(handling, _setting(sweep), sweep_table(sweep), *_notes(notes))


def drawn(sheet: Sheet) -> RenderableType:
    """One table of the comparison, under its title."""
    heads = [Head(sheet.names), *(Head(c.heading, c.words, c.spare) for c in sheet.columns)]
    rows = [
        [Text(row.name), *(Text(cell.text, style=STYLES[cell.tone]) for cell in row.cells)]
        for row in sheet.rows
    ]
    return Group(Text(sheet.title, style="bold"), Fitted(heads, rows))


def _if_told(sheet: Sheet | None) -> list[RenderableType]:
    return [] if sheet is None else [drawn(sheet)]


def outcomes_table(run: Run) -> Fitted:
    """Every outcome of a run: what happened in one period, per 1,000 person-years, and spread."""
    span, levels = numbers.period(run.scenario.horizon), run.levels
    heads = [
        Head("outcome"),
        Head(f"in {span}"),
        Head("per 1,000\nperson-years", spare=True),
        Head("9 in 10\nsingle runs"),
        Head("unit", words=True, spare=True),
    ]
    rows = []
    for column in outcomes_that_happen(run.scenario, run.outcomes):
        estimate = levels.estimates[column.name]
        scaled = numbers.level(estimate, 1000.0 / levels.person_years)
        cells = (
            column.name,
            numbers.level(estimate),
            scaled if _of_people(column.unit) else "",
            one_tour(levels, column.name),
            column.unit,
        )
        rows.append([Text(cell) for cell in cells])
    return Fitted(heads, rows)


def shares_line(levels: Levels) -> Text:
    """The three care goals in one line."""
    parts = [f"{GOALS[goal]} {numbers.percent(share)}" for goal, share in levels.shares.items()]
    return Text("Of the casualties counted: " + ", ".join(parts) + ".") if parts else Text("")


def sweep_table(sweep: Sweep) -> Fitted:
    """One row per point of the grid."""
    span = numbers.period(sweep.scenario.horizon)
    infected = [] if pandemic_of(sweep.points[0].levels) is None else [INFECTIONS]
    heads = [
        *(Head(axis.path.replace(".", ".\n")) for axis in sweep.axes),
        Head(f"deaths expected\nin {span}"),
        Head("wounded", spare=True),
        *[Head(outcome, spare=True) for outcome in infected],
        Head("patrol work\nof first", spare=True),
        Head("difference in deaths\nto the first point"),
        Head("verdict", words=True),
        Head("difference in\nharm to others", spare=True),
    ]
    return Fitted(heads, [_point(point, infected) for point in sweep.points])


def _point(point: Point, more: list[str]) -> list[Text]:
    """One row of a sweep, with these outcomes more."""
    one, levels = point.against, point.levels
    return [
        *(Text(label) for label in point.labels),
        Text(numbers.level(levels.deaths)),
        Text(numbers.level(levels.estimates["wounded"])),
        *[Text(numbers.level(levels.estimates[outcome])) for outcome in more],
        Text("100 %") if one is None else _work(one),
        Text("" if one is None else gap(one.deaths)),
        Text("") if one is None else Text(answer.verdict(one), style=STYLES[tone(one)]),
        Text("" if one is None or one.others is None else gap(one.others)),
    ]


def _pairing(comparison: Comparison) -> str:
    gains = [one.scoring_gain for one in comparison.policies]
    known = sorted(gain for gain in gains if gain is not None)
    text = (
        "“Pairing worth” is how many times more replications independent runs would have needed"
        " for the same certainty"
    )
    if not known:
        return f"{text}."
    middle = known[len(known) // 2]
    return f"{text}; scoring expected deaths saves a further {times(middle)} (median)."


def _work(one: Against) -> Text:
    style = "" if one.like_for_like else STYLES["less-work"]
    return Text(numbers.percent(one.patrol_work), style=style)


def _of_people(unit: str) -> bool:
    return unit in {"people", "persons"}


def _setting(study: Run | Comparison | Sweep) -> Text:
    scenario = study.scenario
    return Text(
        f"{scenario.title} · {numbers.period(scenario.horizon)} ·"
        f" {scenario.strength:,.0f} people · {study.replications:,} replications ·"
        f" seed {study.seed} · {study.clock} clock",
        style="dim",
    )


def _interrupted(done: int, wanted: int) -> str:
    return f"Interrupted: the figures rest on the {done:,} of {wanted:,} replications finished."


def _if_said(line: str) -> list[RenderableType]:
    return [Text(line)] if line else []


def _notes(lines: Iterable[str]) -> list[RenderableType]:
    return [Padding(Text(line), (0, 0, 0, 2)) for line in lines]


def _page(handling: str, *parts: RenderableType) -> RenderableType:
    head = [Text(handling, style="bold reverse")] if handling else []
    return Group(*head, *parts)
