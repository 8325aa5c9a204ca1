"""What a scenario says of the pandemic: how it spreads, where it comes from, what is done."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pksim.scenario.covid import Covid
from pksim.scenario.covid_measures import Couplings, Quarantine, Tests
from pksim.scenario.covid_spread import Factors
from pksim.scenario.imported import imported
from pksim.scenario.quantities import MINUTES_PER_DAY
from pksim.scenario.schema import ScenarioFields
from pksim.scenario.wording import Rows, many

OFF = {
    "duty": "the sick and isolated go on patrol",
    "staff": "sick medics, surgeons and aircrew work on",
    "quarantine": "those in quarantine go on patrol",
    "beds": "no case takes a bed",
    "flights": "no case takes a helicopter",
}
"""What it means when a coupling is switched off."""


def pandemic(scenario: ScenarioFields) -> Rows:
    """Everything about COVID-19; nothing where the scenario has none."""
    covid = scenario.covid
    if covid is None:
        return []
    rows = [
        ("NOT COUPLED", _switched_off(covid)),
        ("spread", _spread(covid)),
        ("variants", _variants(covid)),
        ("illness", _illness(scenario, covid)),
        ("imports", _imports(scenario, covid)),
        ("sick bay", _sick_bay(covid)),
        ("measures", _measures(covid)),
        ("flights", _flights(covid)),
    ]
    return [(label, text) for label, text in rows if text]


def switched_off(covid: Covid) -> list[str]:
    """The couplings that are switched off, by name."""
    return [name for name in Couplings.model_fields if not getattr(covid.couplings, name)]


def _switched_off(covid: Covid) -> str:
    told = [f"{name} ({OFF[name]})" for name in switched_off(covid)]
    return f"{', '.join(told)}: no real mission is like that" if told else ""


# ---------------------------------------------------------------------- the virus


def _spread(covid: Covid) -> str:
    contacts = covid.contacts
    where = ", ".join(f"{name} {share:.0%}" for name, share in contacts.where.items() if share)
    told = [f"one case infects {contacts.r0:g} others: {where}"]
    for rate, place in ((contacts.crew, "on the march"), (contacts.ward, "in hospital")):
        if rate:
            told.append(f"{rate:g} more a day {place}")
    return ", ".join(told)


def _variants(covid: Covid) -> str:
    if len(covid.variants) == 1:
        return ""
    told = []
    for name, variant in covid.variants.items():
        begins = f" from {variant.from_}" if variant.from_ else ""
        told.append(f"{name}{begins} (spread x {variant.spread:g}, severe x {variant.severity:g})")
    return ", ".join(told)


def _illness(scenario: ScenarioFields, covid: Covid) -> str:
    """Of those infected in the mission, by the ages of its people and without vaccine."""
    shares = {
        stage: 1000 * _of_the_infected(scenario, covid, stage)
        for stage in ("symptomatic", "severe", "critical", "dead")
    }
    return (
        f"of 1,000 infected {shares['symptomatic']:.0f} have symptoms, {shares['severe']:.0f} are"
        f" severe, {shares['critical']:.2g} critical and {shares['dead']:.2g} die, of the first"
        f" variant and unvaccinated; {covid.course.without_bed:g} times as many of the critical die"
        " without intensive care"
    )


def _of_the_infected(scenario: ScenarioFields, covid: Covid, stage: str) -> float:
    """The share that comes to a stage, over all people of the mission."""
    units = scenario.units.values()
    reached = math.fsum(
        unit.strength * share * getattr(covid.course.severity[band], stage)
        for unit in units
        for band, share in unit.ages.items()
    )
    return reached / sum(unit.strength for unit in units)


def _imports(scenario: ScenarioFields, covid: Covid) -> str:
    """By formula, before anything holds a case back."""
    found = imported(scenario, covid)
    sources = (
        (found.newcomers, f"newcomers {found.newcomers:.1f} of {found.exchanged:,} exchanged"),
        (found.gate, f"at the gate {found.gate:.1f}"),
        (found.towns, f"in towns {found.towns:.1f}"),
        (found.seeds, f"there at first {found.seeds}"),
    )
    told = [text for number, text in sources if number]
    if not told:
        return "none: nobody is ever infected"
    return f"{found.total:.1f} expected if nothing holds them back: {', '.join(told)}"


# ---------------------------------------------------------------------- what is done


def _sick_bay(covid: Covid) -> str:
    isolation = covid.isolation
    if not isolation.reports:
        return "nobody with symptoms reports"
    return (
        f"{isolation.reports:.0%} of those with symptoms report after"
        f" {_days(isolation.delay.mean)}, and are off duty until well"
    )


def _measures(covid: Covid) -> str:
    told = [
        *_contacts(covid.contacts.factors),
        *_isolation(covid),
        *_tests(covid.tests),
        *_quarantine(covid.quarantine),
        *_moves(covid),
        *_vaccination(covid),
    ]
    begins = f" (contacts, tests, tracing, isolation and bubbles from {covid.measures_from} on)"
    return "; ".join(told) + begins * bool(told and covid.measures_from) or "none"


def _contacts(factors: Factors) -> Iterator[str]:
    names = {"section": "section", "platoon": "platoon", "camp": "camp"}
    names |= {"crew": "march", "ward": "hospital"}
    left = {title: getattr(factors, name) for name, title in names.items()}
    fewer = ", ".join(f"{title} x {share:g}" for title, share in left.items() if share < 1.0)
    if fewer:
        yield f"contacts: {fewer}"


def _isolation(covid: Covid) -> Iterator[str]:
    isolation, tracing = covid.isolation, covid.tracing
    if isolation.on_symptoms:
        yield f"{isolation.on_symptoms:.0%} of them isolated at once for {_days(isolation.lasts)}"
    if tracing.found:
        yield (
            f"{tracing.found:.0%} of those whom a confirmed case has met in quarantine for"
            f" {_days(tracing.lasts)}"
        )


def _tests(tests: Tests) -> Iterator[str]:
    if tests.on_symptoms:
        yield f"{tests.on_symptoms} test of whoever reports"
    if tests.routine is not None:
        whom = ", ".join([*tests.routine.units, *tests.routine.jobs]) or "everybody"
        yield f"{tests.routine.kind} test every {_days(tests.routine.every)} of {whom}"


def _quarantine(quarantine: Quarantine) -> Iterator[str]:
    lengths = ((quarantine.before, "before travel"), (quarantine.arrival, "on arrival"))
    stays = [f"{_days(length)} {when}" for length, when in lengths if length]
    if stays:
        yield f"quarantine of newcomers {' and '.join(stays)}, kept by {quarantine.complies:.0%}"
    if quarantine.tests:
        days = ", ".join(f"{test.kind} on day {test.day}" for test in quarantine.tests)
        yield f"tests of newcomers: {days}"


def _moves(covid: Covid) -> Iterator[str]:
    if covid.bubbles is not None:
        size, left = many(covid.bubbles.platoons, "platoon"), covid.bubbles.across
        yield f"bubbles of {size}, {left:.0%} of contacts across left"
    if covid.freeze is not None:
        yield f"no rotation from {covid.freeze.from_} to {covid.freeze.until}"


def _vaccination(covid: Covid) -> Iterator[str]:
    for campaign in covid.vaccine.campaigns:
        whom = f"units {', '.join(campaign.units)}" if campaign.units else "all"
        yield f"a dose for {campaign.uptake:.0%} of {whom} from {campaign.from_} on"


def _flights(covid: Covid) -> str:
    flights, told = covid.flights, []
    if flights.transfers:
        told.append("severe cases are flown to hospital")
    if flights.turn_round:
        told.append(
            f"a helicopter is cleaned for {flights.turn_round:.0f} min after the infectious"
        )
    if flights.approval is not None:
        hours = flights.approval.mean / 60.0
        told.append(f"critical cases leave the country {hours:.0f} h after they are critical")
    return "; ".join(told) or "no case is flown"


def _days(minutes: float) -> str:
    days = minutes / MINUTES_PER_DAY
    return f"{days:.3g} day{'s' * (days != 1.0)}"
