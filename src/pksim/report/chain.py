"""The care chain told: where the minutes to surgery go, and which step broke the two-hour goal.

Minutes are means over casualties who need surgery (T1, T2) and reached it. Shares are of all who
need it: those who died or waited longer than two hours are late, and charged to their longest step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pksim.report import numbers
from pksim.report.bars import Bar
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import Estimate, mean_interval
from pksim.study import Against, Comparison, Levels
from pksim.study.chain import Chain
from pksim.study.mission_like import StepLike

TOO_FEW = "too few"
LONG_WORDS = {"authorisation": "authori\u00ad\nsation", "resuscitation": "resusci\u00ad\ntation"}
LONGEST = 2  # steps named in the short table

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
SHORT = (
    "Mean minutes from wounding to surgery for casualties who need it (T1, T2) and reached it; and"
    " the share of all who need it and had none within two hours, with the steps that took longest."
)
LEFT_OUT = (
    "Intervals are 95 % and show simulation error only. Places where fewer than five replications"
    " had such a casualty are left out."
)
PAIRED = (
    "Intervals are 95 % and show simulation error only; those of differences hold for all policies"
    " together. Differences of shares are in percentage points."
)


def happening(chains: Sequence[Chain]) -> tuple[StepLike, ...]:
    """The steps that take any time, or break the goal, under any of the policies."""
    return tuple(
        step
        for step in chains[0].steps
        if any(chain.sums([f"in_{step.name}", f"late_by_{step.name}"]).any() for chain in chains)
    )


def breaking(chains: Sequence[Chain]) -> tuple[StepLike, ...]:
    """The steps that break the goal under any of the policies."""
    return tuple(
        step
        for step in chains[0].steps
        if any(chain.sums([f"late_by_{step.name}"]).any() for chain in chains)
    )


def chains_of(levels: Sequence[Levels]) -> list[Chain]:
    """The chains of some policies; empty where the mission has none."""
    return [one.chain for one in levels if one.chain is not None]


# --- what stands in a cell --------------------------------------------------------------


def minutes_cell(
    chain: Chain, steps: Sequence[StepLike], place: int | None = None, *, interval: bool = False
) -> str:
    """Mean minutes of some steps; `too few` where hardly anybody reached surgery."""
    if chain.few("reached", place):
        return TOO_FEW
    found = chain.minutes(steps, place)
    return numbers.level(found) if interval else numbers.bare(found)


def late_cell(
    chain: Chain, steps: Sequence[StepLike], place: int | None = None, *, interval: bool = False
) -> str:
    """The share that was late, some steps longest; `too few` where hardly anybody was hurt."""
    if chain.few("counted", place):
        return TOO_FEW
    found = chain.late(steps, place)
    return share_with_interval(found) if interval else numbers.percent(found)


def share_with_interval(found: Estimate) -> str:
    """``79 % (77–81)``."""
    shown = numbers.level(found, 100.0)
    mean, _, ends = shown.partition(" ")
    return f"{mean} % {ends}".rstrip()


def points(found: Estimate | None) -> str:
    """A difference in minutes or per cent with its interval, or none."""
    if found is None:
        return numbers.NOT_KNOWN
    if found.mean == found.low == found.high == 0.0:
        return "none"
    return numbers.difference(found.mean, found.low, found.high)


def in_per_cent(found: Estimate | None) -> Estimate | None:
    """A share, or a difference of shares, as per cent."""
    if found is None:
        return None
    return Estimate(
        100.0 * found.mean,
        100.0 * found.low,
        100.0 * found.high,
        100.0 * found.standard_error,
        found.count,
    )


def longest_steps(chain: Chain) -> str:
    """The steps that broke the goal most often: ``distance 44 %, queue at hospital 21 %``."""
    shares = [(chain.late([step]).mean, step) for step in chain.steps]
    first = sorted(shares, key=lambda one: -one[0])[:LONGEST]
    return ", ".join(f"{s.title} {numbers.percent(chain.late([s]))}" for m, s in first if m > 0.0)


# --- tables of policies -----------------------------------------------------------------


def short_columns() -> list[Column]:
    """The whole of it in one table, also for a terminal."""
    return [
        Column("minutes to\nsurgery", _said(lambda c: minutes_cell(c, c.steps, interval=True))),
        Column("difference,\nminutes", _compared(lambda one: points(one.to_surgery))),
        Column("not within\n2 hours", _said(lambda c: late_cell(c, c.steps, interval=True))),
        Column(
            "difference,\npoints",
            _compared(lambda one: points(in_per_cent(one.late))),
            spare=True,
        ),
        Column("longest steps of the late", _said(longest_steps), words=True, spare=True),
    ]


def _said(say: Callable[[Chain], str]) -> Callable[[Levels, Against | None], str]:
    """Something said of the chain of a policy."""
    return lambda levels, _: "" if levels.chain is None else say(levels.chain)


def _compared(say: Callable[[Against], str]) -> Callable[[Levels, Against | None], str]:
    """Something said of the difference to the baseline."""
    return lambda _, one: "baseline" if one is None else say(one)


def minutes_by_policy(comparison: Comparison) -> Sheet:
    """The twin of the figure of policies."""
    levels, steps = shown(comparison), happening(chains_of(comparison.levels))
    rows = []
    for one in levels:
        chain = _chain(one)
        cells = [minutes_cell(chain, [step]) for step in steps]
        cells.append(minutes_cell(chain, chain.steps, interval=True))
        rows.append(_row(one.policy, cells, baseline=one is comparison.baseline))
    heads = [*(Column(_broken(step.title)) for step in steps), Column("all, minutes")]
    return Sheet("", "", tuple(heads), tuple(rows))


def broke_by_policy(comparison: Comparison) -> Sheet:
    """Which step broke the goal, by policy."""
    steps = breaking(chains_of(comparison.levels))
    rows = []
    for one in shown(comparison):
        chain = _chain(one)
        cells = [
            numbers.bare(one_period(chain, "counted")),
            late_cell(chain, chain.steps, interval=True),
            *(late_cell(chain, [step]) for step in steps),
        ]
        rows.append(_row(one.policy, cells, baseline=one is comparison.baseline))
    span = numbers.period(comparison.scenario.horizon)
    heads = [
        Column(f"casualties\nin {span}"),
        Column("not within\n2 hours"),
        *(Column(_broken(step.title)) for step in steps),
    ]
    return Sheet("Which step broke the goal", BROKE, tuple(heads), tuple(rows), LEFT_OUT)


def of_one(levels: Levels) -> Sheet | None:
    """One policy on its own: a row for each step. None where the mission has no chain."""
    chain = levels.chain
    if chain is None:
        return None
    rows = [
        _row(step.title, [minutes_cell(chain, [step]), late_cell(chain, [step])])
        for step in happening([chain])
    ]
    together = [
        minutes_cell(chain, chain.steps, interval=True),
        late_cell(chain, chain.steps, interval=True),
    ]
    heads = (Column("minutes to\nsurgery"), Column("longest step of who\nwas not within 2 hours"))
    title = "From wounding to surgery, for casualties who need it (T1, T2)"
    return Sheet(title, "", heads, (*rows, _row("all steps", together)), names="step")


# --- tables of places -------------------------------------------------------------------


def minutes_by_place(comparison: Comparison) -> Sheet:
    """The twin of the figure of places."""
    chain = _chain(comparison.baseline)
    steps = happening([chain])
    rows = [
        _row(
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
    chain = _chain(comparison.baseline)
    steps = breaking([chain])
    rows = [
        _row(
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
    chains = [_chain(one) for one in levels]
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
            _row(
                one.policy,
                [say(_chain(one), place) for place in places],
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
        _bar(one.policy, _chain(one)) for one in shown(comparison) if not _chain(one).few("reached")
    ]


def bars_of_places(comparison: Comparison) -> list[Bar]:
    """A bar for every place, under the baseline."""
    chain = _chain(comparison.baseline)
    return [_bar(chain.places[place], chain, place) for place in known("reached", [chain])]


def _bar(name: str, chain: Chain, place: int | None = None) -> Bar:
    minutes = {step.name: chain.minutes([step], place).mean for step in chain.steps}
    written = {step.name: minutes_cell(chain, [step], place) for step in chain.steps}
    whole = minutes_cell(chain, chain.steps, place, interval=True)
    return Bar(name, minutes, written, f"{whole} min")


# --- parts ------------------------------------------------------------------------------


def known(whom: str, chains: Sequence[Chain]) -> list[int]:
    """Places where under any policy enough are `counted`, or `reached` surgery, to be told of."""
    places = range(len(chains[0].places))
    return [place for place in places if not all(chain.few(whom, place) for chain in chains)]


def shown(comparison: Comparison) -> list[Levels]:
    """The baseline, then the policies as ranked."""
    return [comparison.baseline, *(one.levels for one in comparison.ranked)]


def one_period(chain: Chain, name: str, place: int | None = None) -> Estimate:
    """A column of the chain per replication, with its interval."""
    return mean_interval(chain.sums([name], place))


def _chain(levels: Levels) -> Chain:
    assert levels.chain is not None
    return levels.chain


def _row(name: str, texts: Sequence[str], *, baseline: bool = False) -> Row:
    cells = tuple(Cell(text, "open" if text == TOO_FEW else "") for text in texts)
    return Row(name, cells, baseline)


def _broken(title: str) -> str:
    """A heading over as many lines as it has words or hyphens."""
    for word, parts in LONG_WORDS.items():
        title = title.replace(word, parts)
    return title.replace("-", "-\n").replace(" ", "\n")
