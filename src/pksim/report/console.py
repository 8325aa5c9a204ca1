"""Tables for a terminal, and for a pipe, where they are as wide as they need to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pksim.report import answer, numbers
from pksim.report.cells import gap, one_tour, times, tone
from pksim.report.tables import Sheet, sheets
from pksim.study import Against, Comparison, Levels, Run, Sweep
from pksim.study.levels import GOALS

PIPE_WIDTH = 132
RUN_INTERVAL = (
    "The interval is 95 % and shows simulation error only; nine in ten single replications fell in"
    " the range of the last number column."
)
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
        _setting(comparison),
        *(drawn(sheet) for sheet in sheets(comparison, comparison.policies)),
        *_notes(answer.cautions(comparison)),
        *_notes([_pairing(comparison), answer.WHICH_INTERVAL, answer.NOT_A_FORECAST]),
    )


def run_page(run: Run, handling: str = "") -> RenderableType:
    """Everything `pksim run` prints."""
    levels = run.levels
    deaths = numbers.level(levels.deaths)
    exposure = f"{numbers.period(run.scenario.horizon)} among {run.scenario.strength:,.0f} people"
    first = f"{levels.policy}: {deaths} deaths expected in {exposure}."
    notes = [
        RUN_INTERVAL,
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
        *_notes(notes),
    )


def sweep_page(sweep: Sweep, handling: str = "") -> RenderableType:
    """Everything `pksim sweep` prints."""
    first = sweep.points[0]
    at = ", ".join(
        f"{axis.path} = {label}" for axis, label in zip(sweep.axes, first.labels, strict=True)
    )
    notes = [f"Differences are to the first point ({at}), on the same luck.", answer.WHICH_INTERVAL]
    if sweep.interrupted:
        notes.insert(0, _interrupted(sweep.replications, sweep.wanted))
    return _page(handling, _setting(sweep), sweep_table(sweep), *_notes(notes))


def drawn(sheet: Sheet) -> RenderableType:
    """One table of the comparison, under its title."""
    return Group(Text(sheet.title, style="bold"), _Fitted(sheet))


@dataclass(frozen=True)
class _Fitted:
    """A table as wide as there is room for: spare columns go first, then names are folded."""

    sheet: Sheet

    def __rich_console__(self, screen: Console, options: ConsoleOptions) -> RenderResult:
        """The widest of its forms that fits."""
        forms = list(self._forms())
        for form in forms:
            if Measurement.get(screen, options.update(max_width=1000), form).maximum <= (
                options.max_width
            ):
                yield form
                return
        yield forms[-1]

    def _forms(self) -> Iterator[Table]:
        columns = self.sheet.columns
        kept = list(range(len(columns)))
        yield self._table(kept)
        for spare in [i for i in reversed(kept) if columns[i].spare]:
            kept.remove(spare)
            yield self._table(kept)
        yield self._table(kept, fold=True)
        yield self._table(kept, fold=True, gap=1)

    def _table(self, kept: Sequence[int], *, fold: bool = False, gap: int = 2) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap - 1, 0, 0))
        table.header_style = "bold"
        table.add_column("policy", no_wrap=True)
        for i in kept:
            column = self.sheet.columns[i]
            table.add_column(
                column.heading,
                justify="left" if column.words else "right",
                no_wrap=not column.words,
                max_width=16 if column.words and fold else None,
            )
        for row in self.sheet.rows:
            name = _folded(row.name) if fold else row.name
            cells = [Text(row.cells[i].text, style=STYLES[row.cells[i].tone]) for i in kept]
            table.add_row(name, *cells)
        return table


def _folded(name: str, longest: int = 16) -> str:
    """A long name on two lines, broken after a hyphen."""
    if len(name) <= longest:
        return name
    cut = name.rfind("-", 0, longest) + 1 or longest
    return f"{name[:cut]}\n {name[cut:]}"


def outcomes_table(run: Run) -> Table:
    """Every outcome of a run: what happened in one period, per 1,000 person-years, and spread."""
    span = numbers.period(run.scenario.horizon)
    table = _table("outcome", f"in {span}", "per 1,000\nperson-years", "9 in 10\nsingle runs")
    table.add_column("unit")
    levels = run.levels
    for column in run.outcomes:
        estimate = levels.estimates[column.name]
        table.add_row(
            column.name,
            numbers.level(estimate),
            numbers.level(estimate, 1000.0 / levels.person_years)
            if _of_people(column.unit)
            else "",
            one_tour(levels, column.name),
            column.unit,
        )
    return table


def shares_line(levels: Levels) -> Text:
    """The three care goals in one line."""
    parts = [f"{GOALS[goal]} {numbers.percent(share)}" for goal, share in levels.shares.items()]
    return Text("Of the casualties counted: " + ", ".join(parts) + ".") if parts else Text("")


def sweep_table(sweep: Sweep) -> Table:
    """One row per point of the grid."""
    span = numbers.period(sweep.scenario.horizon)
    table = _table(*(axis.path for axis in sweep.axes))
    for heading in (f"deaths expected\nin {span}", "wounded", "patrol work\nof first"):
        table.add_column(heading, justify="right")
    table.add_column("difference in deaths\nto the first point")
    table.add_column("verdict")
    for point in sweep.points:
        one = point.against
        table.add_row(
            *point.labels,
            numbers.level(point.levels.deaths),
            numbers.level(point.levels.estimates["wounded"]),
            "100 %" if one is None else _work(one),
            "" if one is None else gap(one.deaths),
            "" if one is None else Text(answer.verdict(one), style=STYLES[tone(one)]),
        )
    return table


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


def _table(*headings: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        first = number == 0
        table.add_column(heading, justify="left" if first else "right", no_wrap=not first)
    return table


def _notes(lines: Iterable[str]) -> list[RenderableType]:
    return [Padding(Text(line), (0, 0, 0, 2)) for line in lines]


def _page(handling: str, *parts: RenderableType) -> RenderableType:
    head = [Text(handling, style="bold reverse")] if handling else []
    return Group(*head, *parts)
