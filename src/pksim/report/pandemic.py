"""The pandemic in short, for a terminal too: who is infected, who dies, and which patrols it costs.

Deaths are expected ones, as everywhere: given who was infected, and who found no bed.
"""

from __future__ import annotations

from collections.abc import Callable

from pksim.report import numbers
from pksim.report.cells import gap
from pksim.report.chain_cells import TOO_FEW, row
from pksim.report.sheet import Column, Sheet
from pksim.statistics import Estimate, PairedDifference
from pksim.study import Against, Levels
from pksim.study.pandemic import (
    FIGURE,
    SOURCES,
    Counted,
    Pandemic,
    difference,
    pandemic_of,
    patrols_lost,
)

TITLE = "COVID-19"
"""The title of the table that tells the pandemic in short."""

SHORT = (
    "Infected, whether anybody knows it or not, and deaths expected given who was infected and who"
    " found no bed. Most away: unwell, isolated, in quarantine or after a dose at the worst moment,"
    " as a share of all people. Patrols lost: how many fewer leave than under {base}, whatever"
    " keeps them in camp."
)
PAIRED = (
    "Intervals are 95 % and show simulation error only; those of differences hold for all policies"
    " together."
)


def short_columns(span: str) -> list[Column]:
    """The whole of it in one table."""
    return [
        mean(f"infected\nin {span}", "infections"),
        level("deaths\nexpected", "deaths"),
        change("difference\nin deaths", "deaths"),
        mean("no intensive\ncare", "without_intensive_care", spare=True),
        share("most away\nat once", "most_absent"),
        lost("patrols\nlost"),
    ]


def of_one(levels: Levels) -> Sheet | None:
    """One policy on its own: a row for each source. None where there is no pandemic."""
    pandemic = pandemic_of(levels)
    if pandemic is None:
        return None
    rows = tuple(
        row(SOURCES[name], [numbers.bare(levels.estimates[f"infected_{name}"]), share])
        for name, share in sources_of(pandemic).items()
        if levels.sample[f"infected_{name}"].any()
    )
    heads = (Column(f"in {numbers.period(levels.scenario.horizon)}"), Column("share"))
    return Sheet("COVID-19: where infections come from", "", heads, rows, names="source")


def sources_of(pandemic: Pandemic) -> dict[str, str]:
    """The share of infections from each source; `too few` where there is hardly an infection."""
    if pandemic.few:
        return dict.fromkeys(SOURCES, TOO_FEW)
    return {name: numbers.percent(found) for name, found in pandemic.sources.items()}


# --- columns ----------------------------------------------------------------------------


def level(heading: str, name: str, *, spare: bool = False) -> Column:
    """A figure with its interval."""
    return _said(heading, FIGURE[name], numbers.level, spare=spare)


def mean(heading: str, name: str, *, spare: bool = False) -> Column:
    """A figure alone, in as many digits as it has."""
    return _said(heading, FIGURE[name], numbers.bare, spare=spare)


def share(heading: str, name: str) -> Column:
    """A figure that is a share of all people."""
    return _said(heading, FIGURE[name], numbers.percent)


def change(heading: str, name: str, *, spare: bool = False) -> Column:
    """The difference in a figure to the baseline."""
    figure = FIGURE[name]
    return _compared(heading, lambda one: difference(one, figure), figure.outcomes, spare=spare)


def lost(heading: str) -> Column:
    """Patrols lost to the baseline."""
    return _compared(heading, patrols_lost, FIGURE["patrols_run"].outcomes)


def _said(
    heading: str, figure: Counted, write: Callable[[Estimate], str], *, spare: bool = False
) -> Column:
    def say(levels: Levels, _: Against | None) -> str:
        return write(Pandemic(levels).figure(figure))

    return Column(heading, say, figure.outcomes, spare=spare)


def _compared(
    heading: str,
    take: Callable[[Against], PairedDifference],
    needs: tuple[str, ...],
    *,
    spare: bool = False,
) -> Column:
    def say(_: Levels, one: Against | None) -> str:
        return "baseline" if one is None else gap(take(one))

    return Column(heading, say, needs, spare=spare)
