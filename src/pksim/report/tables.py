"""The tables of a comparison, told once: the console and the HTML page draw the same ones.

A table without columns is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pksim.report import answer, chain, numbers, pandemic, widths
from pksim.report.cases_tables import displacement_sheets, outlook_sheets
from pksim.report.cells import gap, price, tone
from pksim.report.filling import Told, filled
from pksim.report.sheet import Cell, Column, Sheet, Write
from pksim.report.worth_tables import worth_sheets
from pksim.statistics import Verdict
from pksim.study import Against, Comparison, Levels
from pksim.study.pandemic import pandemic_of

GOAL_HEADINGS = {
    "within_10_min": "first aid\n≤ 10 min",
    "within_1_hour": "care\n≤ 1 h",
    "within_2_hours": "surgery\n≤ 2 h",
}


def sheets(comparison: Comparison, policies: tuple[Against, ...]) -> list[Sheet]:
    """All tables, the baseline first and then these policies in their order."""
    found = [filled(comparison, policies, told) for told in _told(comparison)]
    found[1:1] = [*displacement_sheets(comparison)]
    found += outlook_sheets(comparison)
    found += worth_sheets(comparison, policies)
    return [sheet for sheet in found if sheet.columns]


WAY = "From wounding to surgery"
"""The title of the table that tells the care chain in short."""

HARM = (
    "Hurt or killed in {span}, counted beside the mission's own people. A measure that drives"
    " devices away from patrols may drive them onto others: the difference to {base} shows it."
)
WORK = (
    "A policy that saves lives by staying in camp shows it here. Shares are of {base}; patrols that"
    " did not leave are counted by cause, in {span}."
)
NO_PRICE = (
    "No cost per death averted is given where less than 95 % of the patrol work is done or fewer"
    " deaths are not certain."
)
COSTS = (
    "Shares are of the casualties who need surgery. Costs are those of the measures over {span};"
    " they are estimates with the ranges given with each measure."
)
SCORES = (
    "Differences are taken on expected deaths: the chance of dying that each person had, given"
    " what happened to them. It has the same mean as deaths sampled, and less noise. “Pairing"
    " worth” is how many times more replications independent runs would have needed."
)


def _told(comparison: Comparison) -> Iterator[Told]:
    """Title, lead, columns and small print of every table."""
    span = numbers.period(comparison.scenario.horizon)
    words = {"base": comparison.baseline.policy, "span": span}
    deaths, harm = _deaths(span), _others()
    yield "Deaths and wounded", "", deaths, answer.less_exposed(comparison)
    yield (
        "Harm to civilians, host forces and contractors",
        HARM.format(**words),
        harm,
        ("By devices, and civilians killed in intercommunal violence."),
    )
    yield "Deaths expected by cause", f"Of uniformed people, in {span}.", _causes(), ""
    yield (
        "Attacks and devices",
        f"Number in {span}.",
        _attacks(),
        ("Strikes are devices that function under or beside a column."),
    )
    yield (
        "Patrols run, and why others were not",
        WORK.format(**words),
        _patrols(),
        ("Hours at towns are those that columns spend around people who live there."),
    )
    if pandemic_of(comparison.baseline) is not None:
        short = pandemic.SHORT.format(**words)
        yield pandemic.TITLE, short, pandemic.short_columns(span), pandemic.PAIRED
    if comparison.baseline.chain is not None:
        yield WAY, chain.SHORT, chain.short_columns(), chain.PAIRED
    care = _care_and_cost(comparison)
    yield "Care reached, and cost", NO_PRICE, care, COSTS.format(**words)
    yield widths.TITLE, widths.which_interval(comparison), widths.columns(comparison), SCORES


# --- the columns ------------------------------------------------------------------------


def _deaths(span: str) -> list[Column]:
    return [
        Column(f"deaths expected\nin {span}", lambda levels, _: numbers.level(levels.deaths)),
        Column(
            "per 1,000\nperson-years",
            lambda levels, _: numbers.bare(levels.deaths, 1000.0 / levels.person_years),
            spare=True,
        ),
        Column(
            "difference to\nthe baseline", _if_compared(lambda one: gap(one.deaths), "baseline")
        ),
        Column("verdict on\ndeaths", _verdict, words=True),
        _level(f"wounded\nin {span}", "wounded", spare=True),
    ]


def _others() -> list[Column]:
    return [
        mean("civilians", "civilians_hurt"),
        mean("host\nforces", "host_forces_hurt"),
        mean("contrac\u00ad\ntors", "contractors_hurt"),
        mean("all of\nthem", "others_hurt", spare=True),
        mean("killed\nof all", "others_killed", spare=True),
        Column(
            "difference\nin all",
            _if_compared(lambda one: gap(one.difference("others_hurt")), "baseline"),
            ("others_hurt",),
        ),
        Column("verdict on\nharm", _others_verdict, ("others_hurt",), words=True),
    ]


def _causes() -> list[Column]:
    return [
        mean("devices", "expected_deaths_ied"),
        mean("ambush", "expected_deaths_ambush"),
        mean("complex\nattack", "expected_deaths_complex"),
        mean("indirect\nfire", "expected_deaths_indirect"),
        mean("violence", "expected_deaths_violence"),
        mean("accidents", "expected_deaths_accident"),
        mean("illness", "expected_deaths_illness"),
        mean("COVID-19", "expected_deaths_covid"),
        Column(
            "all hostile,\ndifference",
            _if_compared(lambda one: gap(one.difference("expected_deaths_malicious"))),
            ("expected_deaths_malicious",),
            spare=True,
        ),
    ]


def _attacks() -> list[Column]:
    return [
        mean("strikes", "strikes"),
        mean("ambushes", "ambushes"),
        mean("complex\nattacks", "complex_attacks"),
        mean("indirect\nfire", "indirect_fires"),
        mean("violence", "violence_events"),
        mean("devices\nlaid", "devices_emplaced", spare=True),
        mean("found by\ncolumns", "devices_found_by_patrols", spare=True),
        _sum("swept or\nremoved", ("devices_cleared", "devices_removed")),
        mean("jammed", "devices_jammed", spare=True),
        mean("function\non others", "devices_civilian"),
    ]


def _patrols() -> list[Column]:
    return [
        mean("patrols\nrun", "patrols_run"),
        _share("patrol\nhours", "patrol_hours"),
        _share("vehicle-\nkm", "vehicle_km"),
        _share("hours at\ntowns", "presence_hours"),
        mean("too few\nfit", "cancelled_crew"),
        mean("no\ndrivers", "cancelled_drivers"),
        mean("caveat", "cancelled_caveat"),
        mean("area\nclosed", "cancelled_closed"),
        mean("foul\nweather", "cancelled_weather"),
        mean("cut\nshort", "patrols_cut_short", spare=True),
        Column(
            "deaths per\n1,000 hours",
            lambda levels, _: _rate(levels),
            ("patrol_hours", "deaths"),
            spare=True,
        ),
    ]


def _care_and_cost(comparison: Comparison) -> list[Column]:
    return [
        *(_goal(goal) for goal in comparison.baseline.shares),
        Column("extra cost\nUSD", _if_compared(lambda one: numbers.money(one.extra_cost))),
        Column("USD per death\naverted", _if_compared(price)),
        Column("weakest\nevidence", lambda levels, _: levels.grade or ""),
    ]


# --- what they say ----------------------------------------------------------------------


def _if_compared(say: Callable[[Against], str], baseline: str = "") -> Write:
    """Something said of the difference to the baseline only."""
    return lambda _, one: baseline if one is None else say(one)


def mean(heading: str, outcome: str, *, spare: bool = False) -> Column:
    """The mean of an outcome, in as many digits as it has."""
    return Column(
        heading,
        lambda levels, _: numbers.bare(levels.estimates[outcome]),
        (outcome,),
        spare=spare,
    )


def _sum(heading: str, outcomes: tuple[str, ...]) -> Column:
    """The mean of several outcomes together."""
    return Column(
        heading,
        lambda levels, _: numbers.bare(levels.sum_of(outcomes)),
        outcomes,
        spare=True,
    )


def _level(heading: str, outcome: str, *, spare: bool = False) -> Column:
    """The mean of an outcome with its interval."""
    return Column(
        heading,
        lambda levels, _: numbers.level(levels.estimates[outcome]),
        (outcome,),
        spare=spare,
    )


def _share(heading: str, outcome: str) -> Column:
    """An outcome as a share of the baseline's."""

    def say(_: Levels, one: Against | None) -> Cell:
        if one is None:
            return Cell("100 %")
        tone = "" if one.like_for_like else "less-work"
        return Cell(numbers.percent(one.relative(outcome)), tone)

    return Column(heading, say, (outcome,))


def _goal(goal: str) -> Column:
    return Column(
        GOAL_HEADINGS[goal], lambda levels, _: numbers.percent(levels.shares[goal]), (goal,)
    )


def _rate(levels: Levels) -> str:
    rate = levels.deaths_per_1000_patrol_hours
    return numbers.NOT_KNOWN if rate is None else numbers.bare(rate)


def _verdict(_: Levels, one: Against | None) -> Cell:
    return Cell("") if one is None else Cell(answer.verdict(one), tone(one))


def _others_verdict(_: Levels, one: Against | None) -> Cell:
    if one is None or one.others is None:
        return Cell("")
    tones = {Verdict.HIGHER: "more", Verdict.LOWER: "fewer"}
    return Cell(answer.others_verdict(one), tones.get(one.others.verdict, "open"))
