"""People: a row each, by unit; what their unit may not do, and how exposed it is."""

import math
from datetime import date
from functools import lru_cache

import numpy as np

from pksim.mission.build.columns import Columns, reals, whole
from pksim.mission.build.plan import Plan
from pksim.mission.build.protection import fleet_mean, fleet_of
from pksim.mission.terms import AGE_BANDS, CAPABILITIES, DRIVER, JOBS, MEDIC, NOBODY, RIFLE
from pksim.scenario.people import Unit

NEVER = -math.inf


def people_columns(plan: Plan) -> Columns:
    """Everybody, their units, and what their units may not do."""
    units = plan.units_in_order
    rows = [row for number, unit in enumerate(units) for row in rows_of(number, unit)]
    names = ("unit", "company", "platoon", "section", "job")
    people = dict(zip(names, np.array(rows, np.int64).T.copy(), strict=True))
    strengths = [unit.strength for unit in units]
    return {
        "people": {
            **people,
            "age": whole(age for unit in units for age in ages_of(unit)),
            "woman": whole(woman for unit in units for woman in women_of(unit)),
            "doses": np.repeat(whole(unit.doses for unit in units), strengths),
            "last_dose": np.repeat(reals(last_dose(plan, unit) for unit in units), strengths),
            "state": np.zeros(len(rows), np.int64),
            "arrived": np.zeros(len(rows), np.int64),
            "next": np.full(len(rows), NOBODY),
            "vehicle": np.full(len(rows), NOBODY),
            "march": np.full(len(rows), NOBODY),
            # COVID-19, and whatever keeps people from duty.
            "kept": np.zeros(len(rows), np.int64),
            "infections": np.zeros(len(rows), np.int64),
            "case": np.full(len(rows), NOBODY),
            "apart_until": np.zeros(len(rows)),
            "quarantined_until": np.zeros(len(rows)),
        },
        "units": _units(plan, units),
        "bases": _bases(plan),
        "exposure": _exposure(plan, units),
        "rotations": _rotations(plan, units),
        "caveats": _caveats(plan),
    }


Row = tuple[int, int, int, int, int]
"""Unit, company, platoon, section (-1 for support) and job of one person."""


def rows_of(number: int, unit: Unit) -> list[Row]:
    """The posts of a unit: platoon after platoon, then support."""
    line = [
        (number, company, company * unit.platoons + platoon, section, job_of(unit, section, post))
        for company in range(unit.companies)
        for platoon in range(unit.platoons)
        for section in range(unit.sections)
        for post in range(unit.section_strength)
    ]
    support = [
        (number, NOBODY, NOBODY, NOBODY, JOBS.index(job))
        for job, posts in unit.support.items()
        for _ in range(posts)
    ]
    return [*line, *support]


def job_of(unit: Unit, section: int, post: int) -> int:
    """Drivers come first in a section; the next of the first section is the platoon's medic."""
    if post < unit.drivers:
        return DRIVER
    return MEDIC if section == 0 and post == unit.drivers else RIFLE


@lru_cache(maxsize=256)
def spread(shares: tuple[float, ...], people: int) -> tuple[int, ...]:
    """Numbers 0, 1 ... in these shares, mixed as evenly as they can be."""
    given = [0] * len(shares)
    order = []
    for person in range(1, people + 1):
        owed = [share * person - have for share, have in zip(shares, given, strict=True)]
        chosen = owed.index(max(owed))
        given[chosen] += 1
        order.append(chosen)
    return tuple(order)


def ages_of(unit: Unit) -> tuple[int, ...]:
    """Age band of each post."""
    shares = {str(band): share for band, share in unit.ages.items()}
    return spread(tuple(shares.get(band, 0.0) for band in AGE_BANDS), unit.strength)


def last_dose(plan: Plan, unit: Unit) -> float:
    """When people of a unit had their last dose before they came."""
    return NEVER if unit.last_dose is None else plan.minutes(unit.last_dose)


def women_of(unit: Unit) -> tuple[int, ...]:
    """1 for each post that a woman holds."""
    return spread((1.0 - unit.women, unit.women), unit.strength)


def _units(plan: Plan, units: list[Unit]) -> Columns:
    strengths = [unit.strength for unit in units]
    fleets = [len(fleet_of(plan.scenario, unit)) for unit in units]
    return {
        "base": whole(plan.network.site_of(unit.base) for unit in units),
        "home": whole(plan.bases.index(unit.base) for unit in units),
        "section_size": whole(unit.section_strength for unit in units),
        "doses": whole(unit.doses for unit in units),
        "last_dose": reals(last_dose(plan, unit) for unit in units),
        "arrived_at": np.full(len(units), NEVER),
        "first": whole(sum(strengths[:i]) for i in range(len(units))),
        "strength": whole(strengths),
        "platoons": whole(unit.companies * unit.platoons for unit in units),
        "platoon_size": whole(unit.sections * unit.section_strength for unit in units),
        "first_class": whole(sum(fleets[:i]) for i in range(len(units))),
        "accident_factor": reals(
            fleet_mean(plan.scenario, unit, "accident_factor") for unit in units
        ),
    }


def _bases(plan: Plan) -> Columns:
    """Camps where units live, in their order: the first of the people there, and how many."""
    units = plan.units_in_order
    people = [sum(unit.strength for unit in units if unit.base == base) for base in plan.bases]
    return {
        "first": whole(sum(people[:number]) for number in range(len(people))),
        "people": whole(people),
    }


def _exposure(plan: Plan, units: list[Unit]) -> Columns:
    """Fixed where the scenario says so; else drawn, or 1 where there is no law to draw from."""
    shape = plan.scenario.exposure_shape
    known = [shape is None or area in unit.exposure for unit in units for area in plan.areas]
    fixed = [unit.exposure.get(area, 1.0) for unit in units for area in plan.areas]
    return {"known": whole(known), "factor": reals(fixed), "shape": shape or 1.0}


def _rotations(plan: Plan, units: list[Unit]) -> Columns:
    """Rotations ahead; those of a freeze come on its last day, one of each unit."""
    dates = {
        (n, plan.minutes(_thawed(plan, day)))
        for n, unit in enumerate(units)
        for day in unit.rotations
    }
    ahead = sorted((at, unit) for unit, at in dates if at > 0.0)
    return {"unit": whole(unit for _, unit in ahead), "at": reals(at for at, _ in ahead)}


def _thawed(plan: Plan, day: date) -> date:
    covid = plan.scenario.covid
    if covid is None or covid.freeze is None:
        return day
    frozen = covid.freeze.from_ <= day < covid.freeze.until
    return covid.freeze.until if frozen else day


def _caveats(plan: Plan) -> Columns:
    caveats = plan.scenario.caveats
    return {
        "unit": whole(NOBODY if c.unit is None else plan.units[c.unit] for c in caveats),
        "capability": whole(CAPABILITIES.index(c.may_not) for c in caveats),
        "areas": whole(plan.bits(c.areas) for c in caveats),
        "begins": reals(NEVER if c.from_ is None else plan.minutes(c.from_) for c in caveats),
        "ends": reals(math.inf if c.until is None else plan.minutes(c.until) for c in caveats),
    }
