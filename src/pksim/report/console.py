"""Tables for a terminal, and for a pipe, where they are as wide as they need to be."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pksim.report import answer, numbers
from pksim.statistics import PairedDifference, Verdict
from pksim.study import Against, Comparison, Levels, Run, Sweep
from pksim.study.levels import GOALS

PIPE_WIDTH = 132
RUN_INTERVAL = (
    "The interval is 95 % and shows simulation error only; nine in ten single replications fell in"
    " the range of the last number column."
)
GOAL_HEADINGS = {
    "within_10_min": "first aid\n≤ 10 min",
    "within_1_hour": "care\n≤ 1 h",
    "within_2_hours": "surgery\n≤ 2 h",
}


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
        casualties_table(comparison),
        work_table(comparison),
        chance_table(comparison),
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


def casualties_table(comparison: Comparison) -> Table:
    """Deaths and wounded per policy, the baseline first, then as asked for."""
    span = numbers.period(comparison.scenario.horizon)
    table = _table("policy", f"deaths expected\nin {span}", "per 1,000\nperson-years")
    table.add_column("difference to\nthe baseline", no_wrap=True)
    table.add_column("verdict on\ndeaths")
    table.add_column(f"wounded\nin {span}", justify="right", no_wrap=True)
    for levels, one in _rows(comparison):
        table.add_row(
            levels.policy,
            numbers.level(levels.deaths),
            numbers.bare(levels.deaths, 1000.0 / levels.person_years),
            "baseline" if one is None else gap(one.deaths),
            "" if one is None else Text(answer.verdict(one), style=_style(one)),
            numbers.level(levels.estimates["wounded"]),
        )
    return table


def chance_table(comparison: Comparison) -> Table:
    """How much of it is chance: sampled deaths, one tour, what pairing gave, what would settle."""
    table = _table("policy", "deaths sampled", "difference in\ndeaths sampled")
    for heading in (
        "deaths in 9 of 10\nsingle runs",
        "pairing\nworth",
        "replications more\nto settle",
    ):
        table.add_column(heading, justify="right")
    for levels, one in _rows(comparison):
        table.add_row(
            levels.policy,
            numbers.level(levels.estimates["deaths"]),
            "" if one is None else gap(one.difference("deaths")),
            one_tour(levels),
            "" if one is None else times(one.deaths.variance_ratio),
            "" if one is None else to_settle(one),
        )
    return table


def to_settle(one: Against) -> str:
    """How many more replications an undecided policy would need."""
    more = one.deaths.more_replications
    if one.deaths.verdict is not Verdict.UNDECIDED:
        return ""
    return "out of reach" if more is None else f"about {numbers.about(more)}"


def _rows(comparison: Comparison) -> list[tuple[Levels, Against | None]]:
    return [(comparison.baseline, None), *((one.levels, one) for one in comparison.policies)]


def work_table(comparison: Comparison) -> Table:
    """Patrol work delivered, care goals and cost."""
    table = _table("policy", "patrol work\nof baseline")
    goals = list(comparison.baseline.shares)
    for heading in [GOAL_HEADINGS[goal] for goal in goals]:
        table.add_column(heading, justify="right")
    for heading in ("extra cost\nUSD", "USD per death\naverted", "weakest\nevidence"):
        table.add_column(heading, justify="right")
    for levels, one in _rows(comparison):
        table.add_row(
            levels.policy,
            "100 %" if one is None else _work(one),
            *(numbers.percent(levels.shares[goal]) for goal in goals),
            "" if one is None else numbers.money(one.extra_cost),
            "" if one is None else price(one),
            levels.grade or "",
        )
    return table


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
            "" if one is None else Text(answer.verdict(one), style=_style(one)),
        )
    return table


def gap(difference: PairedDifference) -> str:
    """A difference with its interval, or the reason why there is none."""
    if difference.verdict in {Verdict.IDENTICAL, Verdict.TOO_FEW}:
        return "none" if difference.verdict is Verdict.IDENTICAL else "too few events"
    return numbers.difference(difference.mean, difference.low, difference.high)


def one_tour(levels: Levels, name: str = "deaths") -> str:
    """The range of nine in ten single replications."""
    low, high = levels.one_tour[name]
    whole = high >= 10.0 or (low == round(low) and high == round(high))
    return numbers.between(low, high, 0 if whole else 1)


def times(ratio: float) -> str:
    """A variance ratio as ``12 ×``."""
    if not math.isfinite(ratio):
        return numbers.NOT_KNOWN
    return f"{numbers.plain(ratio, 0 if ratio >= 10 else 1)} ×"


def price(one: Against) -> str:
    """USD per death averted with its interval, or why none is given."""
    found = one.cost_per_death_averted
    if found is not None:
        mean, low, high = found
        error = (high - low) / 2.0
        shown = (numbers.money(value, error) for value in (mean, low, high))
        return "{} ({}–{})".format(*shown)
    if not one.like_for_like:
        return "not like for like"
    if one.deaths.verdict is Verdict.LOWER:
        return "costs no more"
    return numbers.NOT_KNOWN


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
    style = "" if one.like_for_like else "bold red"
    return Text(numbers.percent(one.patrol_work), style=style)


def _style(one: Against) -> str:
    if one.deaths.verdict is Verdict.LOWER and one.like_for_like:
        return "green"
    if one.deaths.verdict in {Verdict.HIGHER, Verdict.LOWER}:
        return "red"
    return "yellow"


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
