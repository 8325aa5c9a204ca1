"""People: a row each, by unit; what their unit may not do, and how exposed it is."""

import math
from datetime import date
from functools import lru_cache
from typing import Any

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
    posts = np.concatenate([posts_of(unit) for unit in units])
    people = dict(zip(("company", "platoon", "section", "job"), posts.T.copy(), strict=True))
    strengths = [unit.strength for unit in units]
    return {
        "people": {
            "unit": np.repeat(np.arange(len(units)), strengths),
            **people,
            "age": np.concatenate([ages_of(unit) for unit in units]),
            "woman": np.concatenate([women_of(unit) for unit in units]),
            "doses": np.repeat(whole(unit.doses for unit in units), strengths),
            "last_dose": np.repeat(reals(last_dose(plan, unit) for unit in units), strengths),
            "state": np.zeros(len(posts), np.int64),
            "arrived": np.zeros(len(posts), np.int64),
            "next": np.full(len(posts), NOBODY),
            "vehicle": np.full(len(posts), NOBODY),
            "march": np.full(len(posts), NOBODY),
            # COVID-19, and whatever keeps people from duty.
            "kept": np.zeros(len(posts), np.int64),
            "infections": np.zeros(len(posts), np.int64),
            "case": np.full(len(posts), NOBODY),
            "apart_until": np.zeros(len(posts)),
            "quarantined_until": np.zeros(len(posts)),
        },
        "units": _units(plan, units),
        "bases": _bases(plan),
        "exposure": _exposure(plan, units),
        "rotations": _rotations(plan, units),
        "caveats": _caveats(plan),
    }


def posts_of(unit: Unit) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The posts of a unit, platoon after platoon, then support: post x (company ... job)."""
    shape = (unit.companies, unit.platoons, unit.sections, unit.section_strength)
    return _posts(shape, unit.drivers, tuple(unit.support.items()))


@lru_cache(maxsize=256)
def _posts(
    shape: tuple[int, int, int, int], drivers: int, support: tuple[tuple[str, int], ...]
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Company, platoon, section (nobody's for support) and job of each post."""
    companies, platoons, sections, strength = shape
    line = [
        (company, company * platoons + platoon, section, job_of(drivers, section, post))
        for company in range(companies)
        for platoon in range(platoons)
        for section in range(sections)
        for post in range(strength)
    ]
    staff = [
        (NOBODY, NOBODY, NOBODY, JOBS.index(job)) for job, posts in support for _ in range(posts)
    ]
    return np.array([*line, *staff], np.int64).reshape(-1, 4)


def job_of(drivers: int, section: int, post: int) -> int:
    """Drivers come first in a section; the next of the first section is the platoon's medic."""
    if post < drivers:
        return DRIVER
    return MEDIC if section == 0 and post == drivers else RIFLE


@lru_cache(maxsize=256)
def spread(shares: tuple[float, ...], people: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Numbers 0, 1 ... in these shares, mixed as evenly as they can be."""
    given = [0] * len(shares)
    order = []
    for person in range(1, people + 1):
        owed = [share * person - have for share, have in zip(shares, given, strict=True)]
        chosen = owed.index(max(owed))
        given[chosen] += 1
        order.append(chosen)
    return np.array(order, np.int64)


def ages_of(unit: Unit) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Age band of each post."""
    shares = {str(band): share for band, share in unit.ages.items()}
    return spread(tuple(shares.get(band, 0.0) for band in AGE_BANDS), unit.strength)


def last_dose(plan: Plan, unit: Unit) -> float:
    """When people of a unit had their last dose before they came."""
    return NEVER if unit.last_dose is None else plan.minutes(unit.last_dose)


def women_of(unit: Unit) -> np.ndarray[Any, np.dtype[np.int64]]:
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
