"""The care chain in full: its tables by policy and by place, and the bars of the figures."""

from __future__ import annotations

from collections.abc import Callable

from pksim.report import numbers
from pksim.report.chain_cells import (
    breaking,
    chain_of,
    chains_of,
    happening,
    known,
    late_cell,
    minutes_cell,
    row,
)
from pksim.report.figures.bars import Bar
from pksim.report.sheet import Column, Sheet
from pksim.statistics import Estimate, mean_interval
from pksim.study import Comparison, Levels
from pksim.study.chain import Chain

LONG_WORDS = {"authorisation": "authori\u00ad\nsation", "resuscitation": "resusci\u00ad\ntation"}
MINUTES = (
    "Mean minutes from wounding to surgery, by step, for casualties who need surgery (T1, T2) and"
    " reached it. The broken line is the goal: surgery within two hours."
)
PLACES = (
    "The same under {base}, by the place nearest to where they were wounded. Places where"
    " fewer than five replications had anybody reach surgery are left out."
)
BROKE = (
    "Share of casualties who need surgery (T1, T2) and had none within two hours, dead or alive,"
    " and the step that took longest for them. Shares by step add up to the share that was late."
)
LEFT_OUT = (
    "Intervals are 95 % and show simulation error only. Places where fewer than five replications"
    " had such a casualty are left out."
)


def minutes_by_policy(comparison: Comparison) -> Sheet:
    """The twin of the figure of policies."""
    levels, steps = shown(comparison), happening(chains_of(comparison.levels))
    rows = []
    for one in levels:
        chain = chain_of(one)
        cells = [minutes_cell(chain, [step]) for step in steps]
        cells.append(minutes_cell(chain, chain.steps, interval=True))
        rows.append(row(one.policy, cells, baseline=one is comparison.baseline))
    heads = [*(Column(_broken(step.title)) for step in steps), Column("all, minutes")]
    return Sheet("", "", tuple(heads), tuple(rows))


def broke_by_policy(comparison: Comparison) -> Sheet:
    """Which step broke the goal, by policy."""
    steps = breaking(chains_of(comparison.levels))
    rows = []
    for one in shown(comparison):
        chain = chain_of(one)
        cells = [
            numbers.bare(one_period(chain, "counted")),
            late_cell(chain, chain.steps, interval=True),
            *(late_cell(chain, [step]) for step in steps),
        ]
        rows.append(row(one.policy, cells, baseline=one is comparison.baseline))
    span = numbers.period(comparison.scenario.horizon)
    heads = [
        Column(f"casualties\nin {span}"),
        Column("not within\n2 hours"),
        *(Column(_broken(step.title)) for step in steps),
    ]
    return Sheet("Which step broke the goal", BROKE, tuple(heads), tuple(rows), LEFT_OUT)


# --- tables of places -------------------------------------------------------------------


def minutes_by_place(comparison: Comparison) -> Sheet:
    """The twin of the figure of places."""
    chain = chain_of(comparison.baseline)
    steps = happening([chain])
    rows = [
        row(
            chain.places[place],
            [
                *(minutes_cell(chain, [step], place) for step in steps),
                minutes_cell(chain, chain.steps, place, interval=True),
            ],
        )
        for place in known("reached", [chain])
    ]
    heads = [*(Column(_broken(step.title)) for step in steps), Column("all, minutes")]
    return Sheet("", "", tuple(heads), tuple(rows), names="place")


def broke_by_place(comparison: Comparison) -> Sheet:
    """Which step broke the goal, by place, under the baseline."""
    chain = chain_of(comparison.baseline)
    steps = breaking([chain])
    rows = [
        row(
            chain.places[place],
            [
                numbers.bare(one_period(chain, "counted", place)),
                late_cell(chain, chain.steps, place, interval=True),
                *(late_cell(chain, [step], place) for step in steps),
            ],
        )
        for place in known("counted", [chain])
    ]
    span = numbers.period(comparison.scenario.horizon)
    heads = [
        Column(f"casualties\nin {span}"),
        Column("not within\n2 hours"),
        *(Column(_broken(step.title)) for step in steps),
    ]
    lead = f"Under {comparison.baseline.policy}, by the place nearest to where they were wounded."
    return Sheet("", lead, tuple(heads), tuple(rows), names="place")


def places_by_policy(comparison: Comparison) -> list[Sheet]:
    """Minutes to surgery, and the share that was late, at each place under each policy."""
    levels = shown(comparison)
    chains = [chain_of(one) for one in levels]
    told: list[tuple[str, str, Callable[[Chain, int], str]]] = [
        (
            "reached",
            "Mean minutes from wounding to surgery, by policy and place.",
            lambda chain, place: minutes_cell(chain, chain.steps, place),
        ),
        (
            "counted",
            "Share without surgery within two hours, by policy and place.",
            lambda chain, place: late_cell(chain, chain.steps, place),
        ),
    ]
    found = []
    for whom, lead, say in told:
        places = known(whom, chains)
        heads = tuple(Column(chains[0].places[place]) for place in places)
        rows = tuple(
            row(
                one.policy,
                [say(chain_of(one), place) for place in places],
                baseline=one is comparison.baseline,
            )
            for one in levels
        )
        found.append(Sheet("", lead, heads, rows))
    return found


# --- figures ----------------------------------------------------------------------------


def bars_of_policies(comparison: Comparison) -> list[Bar]:
    """A bar for every policy under which anybody reached surgery."""
    return [
        _bar(one.policy, chain_of(one))
        for one in shown(comparison)
        if not chain_of(one).few("reached")
    ]


def bars_of_places(comparison: Comparison) -> list[Bar]:
    """A bar for every place, under the baseline."""
    chain = chain_of(comparison.baseline)
    return [_bar(chain.places[place], chain, place) for place in known("reached", [chain])]


def _bar(name: str, chain: Chain, place: int | None = None) -> Bar:
    minutes = {step.name: chain.minutes([step], place).mean for step in chain.steps}
    written = {step.name: minutes_cell(chain, [step], place) for step in chain.steps}
    whole = minutes_cell(chain, chain.steps, place, interval=True)
    return Bar(name, minutes, written, f"{whole} min")


# --- parts ------------------------------------------------------------------------------


def shown(comparison: Comparison) -> list[Levels]:
    """The baseline, then the policies as ranked."""
    return [comparison.baseline, *(one.levels for one in comparison.ranked)]


def one_period(chain: Chain, name: str, place: int | None = None) -> Estimate:
    """A column of the chain per replication, with its interval."""
    return mean_interval(chain.sums([name], place))


def _broken(title: str) -> str:
    """A heading over as many lines as it has words or hyphens."""
    for word, parts in LONG_WORDS.items():
        title = title.replace(word, parts)
    return title.replace("-", "-\n").replace(" ", "\n")
