"""A choice among many in words and tables: who is best, who was dropped when, what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from pksim.report import answer, numbers, widths
from pksim.report.console import drawn
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.report.tables import sheets
from pksim.study import Comparison
from pksim.study.choosing.race import Race
from pksim.study.choosing.select import Selection

MOST_ROWS = 40
"""Rows of the table of the elimination, in which the last to be dropped come first."""

FRESH = (
    "The figures below come from {count:,} fresh replications, which had no part in the choice: a"
    " leader owes a part of its lead to luck, and here that part is gone."
)


def selection_page(found: Selection, handling: str = "") -> RenderableType:
    """Everything `pksim compare --select` prints: the answer first."""
    head = [Text(handling, style="bold reverse")] if handling else []
    return Group(
        *head,
        Text(selection_answer(found), style="bold"),
        Text(found.guarantee),
        Text(_setting(found), style="dim"),
        drawn(race_sheet(found.race, found.baseline)),
        *notes(race_notes(found.race, found.baseline)),
        *([] if found.confirmation is None else confirmation_parts(found.confirmation)),
    )


def selection_answer(found: Selection) -> str:
    """Which policy has the fewest deaths, or that this is not known, in a sentence or two."""
    count = counted(found.race)
    if found.confirmation is None:
        return not_confirmed(found.race, count)
    if not found.with_best:
        return answer.answer(found.confirmation)
    if found.unconfirmed or found.best is None:
        together = list(dict.fromkeys([*found.leaders, *found.unconfirmed]))
        first = f"Undecided which of {count} has the fewest deaths: {_left(together)}."
        return f"{first} {answer_of_first(found.confirmation, found.leaders)}"
    if found.best == found.baseline:
        return f"None of {count} has fewer deaths than {found.baseline}, the baseline."
    return f"The fewest deaths of {count}: {answer_of_first(found.confirmation, [found.best])}"


def counted(race: Race, what: str = "policies") -> str:
    """How many took part, less those set aside."""
    if not race.less_work:
        return f"{len(race.names)} {what}"
    return f"{len(race.names) - len(race.less_work)} {what} that keep the patrols going"


def not_confirmed(race: Race, count: str) -> str:
    """What is known where the leaders were not run again."""
    return (
        f"Interrupted after {race.replications:,} replications of the leaders. Of {count} these are"
        f" left: {answer.listed(list(race.survivors))}. They were not run again on fresh"
        " replications, so no figures are given."
    )


def answer_of_first(confirmation: Comparison, leaders: Sequence[str]) -> str:
    """What the first of the leaders that is not the baseline averts."""
    named = [name for name in leaders if name != confirmation.baseline.policy]
    chosen = [one for one in confirmation.policies if one.name in named[:1]]
    if not chosen:
        return ""
    return answer.answer(replace(confirmation, policies=tuple(chosen)))


def _left(names: list[str]) -> str:
    if len(names) <= 8:
        return f"{answer.listed(names)} cannot be told apart"
    return f"{len(names)} of them cannot be told apart, among them {answer.listed(names[:8])}"


def race_sheet(race: Race, baseline: str) -> Sheet:
    """Who is left, who was dropped after how many replications, and who was set aside."""
    columns = (Column("what became of it", words=True), Column("replications"))
    rows = [*((name, Cell("left", "fewer"), race.replications) for name in race.survivors)]
    rows += [(name, Cell("dropped"), at) for name, at in race.eliminated_at.items()]
    rows += [(name, _aside(share), 0) for name, share in race.less_work.items()]
    shown = tuple(
        Row(name, (cell, Cell(f"{count:,}" if count else "")), name == baseline)
        for name, cell, count in rows[:MOST_ROWS]
    )
    hidden = len(rows) - len(shown)
    fine = f"{hidden} more were dropped or set aside." if hidden else ""
    return Sheet("Elimination, on the same luck for all", "", columns, shown, fine)


def _aside(share: float) -> Cell:
    return Cell(f"set aside: {100.0 * share:.0f} % of the patrol work", "less-work")


def race_notes(race: Race, baseline: str) -> list[str]:
    """What the elimination cost and saved, and what must be known of who is not in it."""
    found = [_effort(race)]
    if race.stopped:
        found.append("Interrupted: more replications would have dropped more.")
    elif not race.decided:
        found.append(
            f"Those left were not told apart by {race.replications:,} replications, the most that"
            " were allowed (-n)."
        )
    if len(race.survivors) == 1 and race.runner_up is not None:
        found.append(
            f"{race.runner_up} is the runner-up: of those dropped, the nearest to the one left."
        )
    if race.less_work:
        found.append(
            f"Set aside is what delivers less than 95 % of the patrol work of {baseline}: columns"
            " that stay in camp meet no attack, which is no like-for-like gain."
        )
    return found


def _effort(race: Race) -> str:
    if race.runs == race.equal_runs:
        return f"{race.runs:,} runs led here: all had as many as those left."
    return (
        f"{race.runs:,} runs led here; as many for each as for those left would have been"
        f" {race.equal_runs:,}."
    )


def confirmation_parts(found: Comparison) -> list[RenderableType]:
    """The leaders on fresh replications: all tables of a comparison, and its cautions."""
    return [
        Text(FRESH.format(count=found.replications)),
        *(drawn(sheet) for sheet in sheets(found, found.policies)),
        *notes([*answer.cautions(found), answer.less_exposed(found)]),
        *notes([widths.which_interval(found), answer.NOT_A_FORECAST]),
    ]


def notes(lines: Sequence[str]) -> list[RenderableType]:
    """Small print, one paragraph a line; what is empty is left out."""
    return [Padding(Text(line), (0, 0, 0, 2)) for line in lines if line]


def _setting(found: Selection) -> str:
    scenario, fresh = found.scenario, found.confirmation
    parts = [
        scenario.title,
        numbers.period(scenario.horizon),
        f"{scenario.strength:,.0f} people",
        f"up to {found.race.replications:,} replications to choose",
    ]
    if fresh is not None:
        parts.append(f"{fresh.replications:,} fresh · seed {fresh.seed} · {fresh.clock} clock")
    return " · ".join(parts)
