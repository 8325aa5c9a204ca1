"""What a run tells of the pandemic."""

import numpy as np
import numpy.typing as npt

from pksim.engine import Result
from pksim.mission import events as ev
from pksim.mission.covid.words import SOURCES
from pksim.mission.outcome import Outcome, persons
from pksim.mission.units_of_time import MINUTES_PER_DAY

COVID_OUTCOMES = (
    persons("infections", "infected with COVID-19, known or not"),
    *(
        persons(f"infected_{source}", f"of those: {words}")
        for source, words in (
            ("section", "in their section"),
            ("platoon", "in their platoon"),
            ("camp", "in camp"),
            ("crew", "on the march"),
            ("ward", "in hospital"),
            ("town", "in towns"),
            ("gate", "by contractors and local staff"),
            ("arrival", "before they came"),
            ("seed", "there at first"),
        )
    ),
    persons("covid_symptomatic", "of those infected: with symptoms"),
    persons("covid_severe", "of those infected: severe"),
    persons("covid_critical", "of those infected: critical"),
    persons("covid_confirmed", "of those infected: found by a test"),
    Outcome("covid_admissions", "admissions", "to a ward or intensive care, with COVID-19"),
    persons("covid_without_intensive_care", "critical, and no bed in intensive care"),
    Outcome("covid_flights", "flights", "helicopters that bring severe cases to a hospital"),
    persons("covid_left_country", "critical, flown out of the country"),
    persons("released_infectious", "newcomers let out who can still infect others"),
    Outcome("covid_tests", "tests", "for COVID-19"),
    persons("covid_false_alarms", "isolated by a test, and not infected"),
    persons("contacts_quarantined", "contacts of cases who went into quarantine"),
    Outcome("doses", "doses", "of vaccine, given in the mission"),
    Outcome("covid_days", "days", "away from duty, unwell or isolated"),
    Outcome("quarantine_days", "days", "away from duty in quarantine or after a dose, and well"),
    persons("covid_most_absent", "away by COVID-19 and its measures at the worst moment"),
)
"""Outcomes of the pandemic, in their order."""


def covid_outcomes(result: Result) -> dict[str, float]:
    """Every outcome of the pandemic."""
    count, total = result.count, result.total
    sources = _infections(result)["source"]
    by_source = np.bincount(sources, minlength=len(SOURCES))
    unwell, quarantined, most = _days(result)
    return {
        "infections": float(len(sources)),
        **{f"infected_{name}": float(by_source[n]) for n, name in enumerate(SOURCES)},
        "covid_symptomatic": float(count[ev.SYMPTOMS]),
        "covid_severe": float(count[ev.SEVERE_CASE]),
        "covid_critical": float(count[ev.CRITICAL_CASE]),
        "covid_confirmed": float(count[ev.CONFIRMED]),
        "covid_admissions": float(count[ev.CASE_ADMITTED]),
        "covid_without_intensive_care": float(count[ev.NO_INTENSIVE_CARE]),
        "covid_flights": float(count[ev.CASE_FLOWN]),
        "covid_left_country": float(count[ev.LEFT_COUNTRY]),
        "released_infectious": float(total[ev.RELEASED]),
        "covid_tests": float(total[ev.TESTED]),
        "covid_false_alarms": float(count[ev.FALSE_ALARM]),
        "contacts_quarantined": float(total[ev.TRACED]),
        "doses": float(total[ev.VACCINATED]),
        "covid_days": unwell,
        "quarantine_days": quarantined,
        "covid_most_absent": most,
    }


def expected_deaths(result: Result) -> float:
    """Deaths from COVID-19 expected given who was infected, and who found no bed.

    Every case whose crisis falls into the run counts with the share of such cases that die. Of
    those critical who had no bed in intensive care, more die: each counts with what that adds,
    given that it was critical.
    """
    i = _infections(result)
    due = i["crisis_at"] < result.until
    more = i["share_of_death"] - i["share_dead"]
    without = due & (i["critical_at"] < result.until) & (i["share_of_death"] > i["share_dead"])
    extra = more[without] / i["share_critical"][without]
    return float(i["share_dead"][due].sum() + extra.sum())


def _infections(result: Result) -> dict[str, npt.NDArray[np.float64]]:
    """The columns of all infections that are counted here."""
    names = ("source", "crisis_at", "critical_at", "share_dead", "share_critical", "share_of_death")
    column = result.world.column
    used = int(column("infections.used")[0])
    return {name: column(f"infections.{name}")[:used] for name in names}


def _days(result: Result) -> tuple[float, float, float]:
    """Days away unwell, days away well, and the most people away at once."""

    def of(name: str) -> float:
        return float(result.world.column(f"sick_list.{name}")[0])

    since = result.until - of("since")
    unwell = of("unwell_minutes") + of("unwell") * since
    quarantined = of("quarantined_minutes") + of("quarantined") * since
    most = max(of("most"), of("unwell") + of("quarantined"))
    return unwell / MINUTES_PER_DAY, quarantined / MINUTES_PER_DAY, most
