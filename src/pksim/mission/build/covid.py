"""COVID-19: laws, curves and measures as columns; without it there are columns of nothing."""

import math
from datetime import date
from itertools import accumulate

import numpy as np

from pksim.mission.build.columns import Columns, reals, whole
from pksim.mission.build.plan import Plan
from pksim.mission.covid.words import ANTIGEN_TEST, NO_TEST, PCR_TEST
from pksim.mission.duty import (
    AFTER_DOSE,
    APART,
    IN_QUARANTINE,
    UNWELL,
)
from pksim.mission.terms import AGE_BANDS, AIRCREW, JOBS, MEDIC, NOBODY, SURGEON
from pksim.mission.units_of_time import MINUTES_PER_DAY
from pksim.scenario.covid import Covid
from pksim.scenario.covid_course import Severity
from pksim.scenario.covid_measures import Sensitivity, Test
from pksim.scenario.covid_spread import Contacts

NONE = Covid(contacts=Contacts(r0=0.0))
"""What a scenario without the pandemic is laid out with."""
KINDS = {None: NO_TEST, "pcr": PCR_TEST, "antigen": ANTIGEN_TEST}
STAFF = (MEDIC, SURGEON, AIRCREW)
ALL = -1  # every bit
LONGEST_FOUND = 60.0  # days since infection after which no routine test is asked any more


def covid_columns(plan: Plan) -> Columns:
    """Everything of the pandemic."""
    covid = plan.scenario.covid or NONE
    return {
        "outbreak": {"first_new": NOBODY},
        "contacts": _contacts(covid),
        "course": _course(plan, covid),
        "variants": _variants(plan, covid),
        "surroundings": _surroundings(plan, covid),
        "seeds": _seeds(plan, covid),
        "arrivals": {
            "infected": _curve(plan, covid.arrivals.infected),
            "window": covid.arrivals.window,
            "screened": covid.arrivals.screened,
        },
        "isolation": _isolation(plan, covid),
        **_tests(plan, covid),
        "tracing": {
            "found": covid.tracing.found,
            "delay": covid.tracing.delay,
            "lasts": covid.tracing.lasts,
        },
        **_quarantine(covid),
        "bubbles": _bubbles(covid),
        "vaccine": _vaccine(covid),
        "campaigns": _campaigns(plan, covid),
        "covid": _couplings(plan, covid),
        "sick_list": _sick_list(covid),
    }


# --- how it spreads ---------------------------------------------------------------------


def _contacts(covid: Covid) -> Columns:
    contacts = covid.contacts
    per_minute = contacts.r0 / covid.course.infectious.mean
    rates = [per_minute * contacts.where.get(c, 0.0) for c in ("section", "platoon", "camp")]
    factors = contacts.factors
    return {
        "up_to": reals(accumulate(rates)),
        "crew": contacts.crew / MINUTES_PER_DAY,
        "ward": contacts.ward / MINUTES_PER_DAY,
        "factor": reals(
            [factors.section, factors.platoon, factors.camp, factors.crew, factors.ward]
        ),
        "dispersion": contacts.dispersion or 0.0,
        "early": contacts.early,
        "early_load": contacts.early_load,
        "asymptomatic": contacts.asymptomatic,
    }


def _course(plan: Plan, covid: Covid) -> Columns:
    course, law = covid.course, plan.law
    return {
        "latent": law(course.latent),
        "infectious": law(course.infectious),
        "onset": law(course.onset),
        "mild": law(course.mild),
        "severe_after": law(course.severe_after),
        "severe": law(course.severe),
        "critical_after": law(course.critical_after),
        "critical": law(course.critical),
        "death_after": law(course.death_after),
        "severity": reals(
            share
            for band in AGE_BANDS
            for share in _stages(course.severity[band])  # type: ignore[index]
        ),
        "without_bed": course.without_bed,
    }


def _stages(severity: Severity) -> tuple[float, float, float, float]:
    return severity.symptomatic, severity.severe, severity.critical, severity.dead


def _variants(plan: Plan, covid: Covid) -> Columns:
    variants = list(covid.variants.values())
    return {
        "begins": reals(-math.inf if v.from_ is None else plan.minutes(v.from_) for v in variants),
        "over": reals(v.over for v in variants),
        "spread": reals(v.spread for v in variants),
        "severity": reals(v.severity for v in variants),
        "escape": reals(v.escape for v in variants),
        "vaccine": reals(v.vaccine for v in variants),
    }


# --- where it comes from ----------------------------------------------------------------


def _curve(plan: Plan, curve: dict[date, float]) -> np.ndarray:
    """The value of a curve for each day of the run."""
    days = np.arange(math.ceil(plan.scenario.horizon / MINUTES_PER_DAY) + 2)
    if not curve:
        return np.zeros(len(days))
    at = [plan.minutes(day) / MINUTES_PER_DAY for day in curve]
    return np.interp(days + 0.5, at, list(curve.values()))


def _surroundings(plan: Plan, covid: Covid) -> Columns:
    around = covid.surroundings
    prevalence = _curve(plan, around.prevalence)
    return {
        "prevalence": prevalence,
        "in_towns": around.towns / MINUTES_PER_DAY,
        "at_gate": np.concatenate([[0.0], np.cumsum(prevalence * around.gate)]),
    }


def _seeds(plan: Plan, covid: Covid) -> Columns:
    return {
        "at": reals(seed.day * MINUTES_PER_DAY for seed in covid.seeds),
        "base": whole(plan.bases.index(seed.at) for seed in covid.seeds),
        "cases": whole(seed.cases for seed in covid.seeds),
    }


# --- what is done -----------------------------------------------------------------------


def _isolation(plan: Plan, covid: Covid) -> Columns:
    isolation = covid.isolation
    return {
        "reports": isolation.reports,
        "delay": plan.law(isolation.delay),
        "on_symptoms": isolation.on_symptoms,
        "lasts": isolation.lasts,
        "leak": isolation.leak,
    }


def _tests(plan: Plan, covid: Covid) -> Columns:
    kinds: tuple[Test, ...] = (covid.tests.pcr, covid.tests.antigen)
    routine, units = covid.tests.routine, list(plan.units)
    named = set(routine.units) if routine and routine.units else set(units)
    jobs = set(routine.jobs) if routine and routine.jobs else set(JOBS)
    covered = [routine is not None and unit in named for unit in units]
    tested = [routine is not None and job in jobs for job in JOBS]
    people = sum(
        strength
        for unit, strength in _people_by_job(plan)
        if routine is not None and unit[0] in named and unit[1] in jobs
    )
    return {
        "tests": {
            "on_symptoms": KINDS[covid.tests.on_symptoms],
            "turnaround": whole(plan.law(kind.turnaround) for kind in kinds),
            "specificity": reals(kind.specificity for kind in kinds),
            "confirmed_in": covid.tests.pcr.turnaround.median,
            "found_until": min(LONGEST_FOUND, max(map(_last_day, kinds))),
        },
        "sensitivity": {
            "first": whole([0, len(kinds[0].sensitivity)]),
            "points": whole(len(kind.sensitivity) for kind in kinds),
            "day": reals(day for kind in kinds for day in kind.sensitivity),
            "share": reals(share for kind in kinds for share in kind.sensitivity.values()),
        },
        "routine": {
            "every": math.inf if routine is None else routine.every,
            "kind": PCR_TEST if routine is None else KINDS[routine.kind],
            "units": whole(covered),
            "jobs": whole(tested),
            "people": people,
        },
    }


def _last_day(test: Test) -> float:
    """Days since infection after which a test finds nobody."""
    table: Sensitivity = test.sensitivity
    last = max(table)
    return float(last) if table[last] == 0.0 else math.inf


def _people_by_job(plan: Plan) -> list[tuple[tuple[str, str], int]]:
    """How many of each job each unit has."""
    found = []
    for name in plan.units:
        unit = plan.scenario.units[name]
        platoons = unit.companies * unit.platoons
        medics = platoons if unit.section_strength > unit.drivers else 0
        line = {"driver": unit.line_drivers, "medic": medics}
        line["rifle"] = unit.line - sum(line.values())
        for job in JOBS:
            people = unit.support.get(job, 0) + line.get(job, 0)  # type: ignore[call-overload]
            found.append(((name, job), people))
    return found


def _quarantine(covid: Covid) -> Columns:
    quarantine = covid.quarantine
    before = [test for test in quarantine.tests if test.day < 0]
    after = sorted((t for t in quarantine.tests if t.day >= 0), key=lambda t: t.day)
    return {
        "quarantine": {
            "before": quarantine.before,
            "arrival": quarantine.arrival,
            "complies": quarantine.complies,
            "leak": quarantine.leak,
            "inside": quarantine.inside,
            "tests_before": len(before),
        },
        "tests_before_travel": {
            "before": reals(-test.day * MINUTES_PER_DAY for test in before),
            "kind": whole(KINDS[test.kind] for test in before),
        },
        "newcomers_tests": {
            "after": reals(test.day * MINUTES_PER_DAY for test in after),
            "kind": whole(KINDS[test.kind] for test in after),
        },
    }


def _bubbles(covid: Covid) -> Columns:
    bubbles = covid.bubbles
    return {
        "platoons": 0 if bubbles is None else bubbles.platoons,
        "across": 1.0 if bubbles is None else bubbles.across,
    }


def _vaccine(covid: Covid) -> Columns:
    vaccine = covid.vaccine
    return {
        "infection": reals(vaccine.infection),
        "onward": reals(vaccine.onward),
        "severe": reals(vaccine.severe),
        "takes": vaccine.takes,
        "half_life": vaccine.half_life,
    }


def _campaigns(plan: Plan, covid: Covid) -> Columns:
    campaigns = covid.vaccine.campaigns
    return {
        "begins": reals(plan.minutes(c.from_) for c in campaigns),
        "days": whole(max(1, round(c.over / MINUTES_PER_DAY)) for c in campaigns),
        "uptake": reals(c.uptake for c in campaigns),
        "off_duty": reals(c.off_duty for c in campaigns),
        "member": whole(not c.units or unit in c.units for c in campaigns for unit in plan.units),
    }


# --- what it reaches --------------------------------------------------------------------


def _couplings(plan: Plan, covid: Covid) -> Columns:
    flights, on = covid.flights, covid.couplings
    return {
        "measures_at": -math.inf
        if covid.measures_from is None
        else plan.minutes(covid.measures_from),
        "beds": on.beds,
        "transfers": on.flights and flights.transfers,
        "turn_round": flights.turn_round if on.flights else 0.0,
        "approval": NOBODY if flights.approval is None else plan.law(flights.approval),
    }


def _sick_list(covid: Covid) -> Columns:
    on = covid.couplings
    kept_well = ALL if on.quarantine else ALL & ~(IN_QUARANTINE | AFTER_DOSE)
    unwell = [on.staff if job in STAFF else on.duty for job in range(len(JOBS))]
    return {
        "counts": whole(kept_well & (ALL if counts else ~(UNWELL | APART)) for counts in unwell),
        "unwell": 0,
        "quarantined": 0,
        "unwell_minutes": 0.0,
        "quarantined_minutes": 0.0,
        "since": 0.0,
        "most": 0,
    }
