"""The sections of the report on the pandemic: lives against patrols, sources, how far it goes."""

from __future__ import annotations

from markupsafe import Markup

from pksim.report import numbers, pandemic
from pksim.report.chain_cells import TOO_FEW
from pksim.report.figures.panels import LEGEND, Panel, below, beside, row
from pksim.report.figures.svg import sign
from pksim.report.filling import filled
from pksim.report.section import SIZES, Part, Section
from pksim.report.sheet import Cell, Column, Sheet
from pksim.report.tables import mean
from pksim.study import Against, Comparison, Levels
from pksim.study.pandemic import FIGURE, SOURCES, Pandemic, difference, pandemic_of, patrols_lost

CURRENCIES = (
    "A measure against COVID-19 saves lives and costs patrols: those in quarantine or isolation do"
    " not go out, and a suspended programme does not either. Differences to {base}, under which"
    " {deaths} deaths from COVID-19 are expected and {patrols} patrols run in {span}. Left of zero"
    " is better in both."
)
COSTS = (
    "Days are those of people away from duty: unwell or isolated, and well but in quarantine or"
    " after a dose. They cost a patrol only where too few are left to crew it; wounds and other"
    " illness may be the cause as well. No weight between a life and a patrol is pksim's to set."
)
SOURCE = (
    "Shares of all infections. The first columns are infections within the mission, by where they"
    " happened; then those that came from outside, and the cases that were there at first."
)
SOURCE_FINE = (
    "Newcomers: infected before they came. Let out: newcomers who can still infect others when"
    " their quarantine ends, or when they come if there is none. In a long quarantine some are"
    " infected by those who are there."
)
FAR = "Number in {span}. Severe cases need a ward bed, critical ones a bed in intensive care."


def pandemic_sections(comparison: Comparison) -> list[Section]:
    """What is told of the pandemic; nothing where there is none, or of what never happens."""
    base = pandemic_of(comparison.baseline)
    if base is None:
        return []
    span = numbers.period(comparison.scenario.horizon)
    found = [_currencies(comparison, base, span), _sources(comparison), _far(comparison, span)]
    return [section for section in found if section.parts[0].sheet.columns]


def _currencies(comparison: Comparison, base: Pandemic, span: str) -> Section:
    """Deaths from COVID-19 beside patrols lost, and in a table what else each policy costs.

    The twin of the figure is the table in short, which stands before this section.
    """
    columns = [
        pandemic.level("cancelled:\ntoo few fit", "patrols_without_crew"),
        pandemic.mean("days unwell\nor isolated", "days_unwell"),
        pandemic.change("difference in\nthose days", "days_unwell"),
        pandemic.mean("days in\nquarantine", "days_in_quarantine"),
        pandemic.mean("tests", "tests"),
        pandemic.mean("false\nalarms", "false_alarms"),
    ]
    lead = CURRENCIES.format(
        base=comparison.baseline.policy,
        deaths=numbers.bare(base.figures["deaths"]),
        patrols=numbers.bare(base.figures["patrols_run"]),
        span=span,
    )
    part = Part(_sheet(comparison, columns), _figure(comparison, span))
    legend = tuple((Markup(sign(shape, colour)), words) for (colour, shape), words in LEGEND)  # noqa: S704
    return Section("Lives against patrols", lead, (part,), legend, COSTS)


def _figure(comparison: Comparison, span: str) -> dict[str, Markup]:
    """Both panels for wide and for narrow screens; `panels` escapes what it is given."""
    panels = (
        Panel(
            "Deaths from COVID-19, expected",
            ("fewer", "more"),
            tuple(row(one.name, difference(one, FIGURE["deaths"])) for one in comparison.ranked),
        ),
        Panel(
            "Patrols lost",
            ("more patrols run", "fewer run"),
            tuple(row(one.name, patrols_lost(one)) for one in comparison.ranked),
        ),
    )
    title = f"difference in {span} between each policy and {comparison.baseline.policy}"
    return {
        "wide": Markup(beside(panels, width=SIZES["wide"], title=title)),  # noqa: S704
        "narrow": Markup(below(panels, width=SIZES["narrow"], title=title)),  # noqa: S704
    }


def _sources(comparison: Comparison) -> Section:
    columns = [_source(name) for name in SOURCES]
    columns += [pandemic.mean("let out\ninfectious", "let_out_infectious")]
    sheet = _sheet(comparison, columns)
    return Section("Where infections come from", SOURCE, (Part(sheet),), fine=SOURCE_FINE)


def _source(name: str) -> Column:
    def say(levels: Levels, _: Against | None) -> Cell:
        text = pandemic.sources_of(Pandemic(levels))[name]
        return Cell(text, "open" if text == TOO_FEW else "")

    return Column(SOURCES[name], say, (f"infected_{name}",))


def _far(comparison: Comparison, span: str) -> Section:
    columns = [
        pandemic.change("infected,\ndifference", "infections"),
        mean("with\nsymptoms", "covid_symptomatic"),
        mean("found by\na test", "covid_confirmed"),
        pandemic.mean("severe", "severe"),
        pandemic.mean("critical", "critical"),
        mean("taken to\na bed", "covid_admissions"),
        mean("flown out of\nthe country", "covid_left_country"),
    ]
    sheet = _sheet(comparison, columns)
    return Section(
        "How badly it takes people", FAR.format(span=span), (Part(sheet),), fine=pandemic.PAIRED
    )


def _sheet(comparison: Comparison, columns: list[Column]) -> Sheet:
    return filled(comparison, comparison.ranked, ("", "", columns, ""))
