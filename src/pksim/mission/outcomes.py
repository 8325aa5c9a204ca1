"""What comes out of one run: stable names, units, and how each is counted."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from pksim.engine import Result
from pksim.mission import events as ev
from pksim.mission.care_outcomes import CARE_OUTCOMES, care_outcomes
from pksim.mission.chain import STEP
from pksim.mission.covid.outcomes import COVID_OUTCOMES, covid_outcomes, expected_deaths
from pksim.mission.outcome import Outcome, persons
from pksim.mission.terms import (
    ACCIDENTS,
    AMBUSH,
    CAUSES,
    CIVILIANS,
    COMPLEX_ATTACK,
    CONTRACTORS,
    DEAD,
    HOST_FORCES,
    IED,
    IN_CARE,
    INDIRECT_FIRE,
    KILLED,
    MALICIOUS,
    VIOLENCE,
)
from pksim.mission.units_of_time import MINUTES_PER_DAY

Values = npt.NDArray[np.float64]
Rows = npt.NDArray[np.void]

CASUALTY = np.dtype(
    [
        ("key", "i8"),
        ("person", "i8"),
        ("incident", "i8"),
        ("cause", "i8"),
        ("site", "i8"),
        ("severity", "i8"),
        ("hospital", "i8"),
        ("outcome", "i8"),
        ("threshold", "f8"),
        ("hazard", "f8"),
        ("rate", "f8"),
        ("since", "f8"),
        ("wounded_at", "f8"),
        ("first_aid_after", "f8"),
        ("care_after", "f8"),
        ("pick_up_after", "f8"),
        ("hospital_after", "f8"),
        ("surgery_after", "f8"),
        ("end_after", "f8"),
        *((f"in_{step.name}", "f8") for step in STEP),
    ]
)
"""One row for each casualty; `..._after` are minutes since wounding, nan where it never came, and
`in_...` the minutes of each step from wounding to surgery."""


BY_CAUSE = {
    "ied": ("by improvised explosive devices", (IED,)),
    "ambush": ("by ambush and direct fire", (AMBUSH,)),
    "complex": ("by complex attacks on camps", (COMPLEX_ATTACK,)),
    "indirect": ("by indirect fire on camps", (INDIRECT_FIRE,)),
    "violence": ("in intercommunal violence", (VIOLENCE,)),
    "accident": ("in accidents", ACCIDENTS),
}
"""Causes of casualties that are told apart: suffix, words, and the causes in it."""

OTHER_PEOPLE = {"civilians": CIVILIANS, "host_forces": HOST_FORCES, "contractors": CONTRACTORS}
"""Who is counted beside the mission's uniformed."""


def _deaths_of(prefix: str, given: str) -> tuple[Outcome, ...]:
    """Deaths of all causes and of each, sampled or expected."""
    return (
        persons(f"{prefix}deaths", f"uniformed deaths of all causes{given}"),
        persons(f"{prefix}deaths_malicious", f"deaths by malicious acts{given}"),
        *(
            persons(f"{prefix}deaths_{name}", f"deaths {words}{given}")
            for name, (words, _) in BY_CAUSE.items()
        ),
        persons(f"{prefix}deaths_illness", f"deaths from illness, COVID-19 apart{given}"),
        persons(f"{prefix}deaths_covid", f"deaths from COVID-19{given}"),
        persons(f"{prefix}deaths_self_inflicted", f"self-inflicted and other deaths{given}"),
    )


OUTCOMES = (
    *_deaths_of("", ""),
    *_deaths_of("expected_", ", expected given the trajectory"),
    persons("killed_in_action", "deaths by malicious acts before a hospital with surgery"),
    persons("died_of_wounds", "deaths by malicious acts in a hospital with surgery"),
    persons("worst_incident_deaths", "most uniformed dead of one incident; illness is none"),
    *CARE_OUTCOMES,
    *(
        persons(f"{name}_{what}", f"{name.replace('_', ' ')} {words}, beside the headline")
        for name in OTHER_PEOPLE
        for what, words in (("killed", "killed"), ("hurt", "hurt or killed"))
    ),
    persons("others_killed", "civilians, host forces and contractors killed"),
    persons("others_hurt", "civilians, host forces and contractors hurt or killed"),
    Outcome("patrols_run", "patrols", "patrols that left"),
    Outcome("patrols_cancelled", "patrols", "patrols that did not leave, for whatever cause"),
    Outcome("cancelled_crew", "patrols", "cancelled: too few of the platoons were fit"),
    Outcome("cancelled_drivers", "patrols", "cancelled: too few drivers were fit"),
    Outcome("cancelled_caveat", "patrols", "cancelled: the unit may not do this"),
    Outcome("cancelled_closed", "patrols", "cancelled: the way leads through a closed area"),
    Outcome("cancelled_weather", "patrols", "cancelled: foul weather"),
    Outcome("patrols_cut_short", "patrols", "patrols that turned back after an incident"),
    Outcome("patrol_hours", "hours", "hours outside the gate of patrols that returned"),
    Outcome("presence_hours", "hours", "hours of columns around towns"),
    Outcome("vehicle_km", "km", "driven by patrols that returned"),
    Outcome("teams_sent", "teams", "quick-reaction and EOD teams that left"),
    Outcome("sick_days", "days", "days away from duty by illness, out of bed"),
    Outcome("strikes", "strikes", "devices that functioned under or beside a column"),
    Outcome("strikes_without_casualty", "strikes", "strikes on uniformed people that hurt nobody"),
    Outcome("strikes_on_contractors", "strikes", "strikes on vehicles that civilians drive"),
    Outcome("strikes_reported", "strikes", "strikes that would have been reported"),
    Outcome("devices_emplaced", "devices", "laid in the road"),
    Outcome("devices_found", "devices", "found by columns or others, and removed"),
    Outcome("devices_found_by_patrols", "devices", "found by columns, and removed"),
    Outcome("devices_cleared", "devices", "removed by clearance columns"),
    Outcome("devices_removed", "devices", "removed by EOD teams after a tip or a sighting"),
    Outcome("devices_jammed", "devices", "stopped by a jammer"),
    Outcome("devices_civilian", "devices", "functioned on civilians, contractors or host forces"),
    Outcome("devices_laid_again", "devices", "laid again elsewhere after a removal"),
    Outcome("ambushes", "attacks", "ambushes and direct fire on columns"),
    Outcome("ambushes_averted", "attacks", "ambushes that a drone saw in time"),
    Outcome("complex_attacks", "attacks", "complex attacks on camps"),
    Outcome("core_reached", "attacks", "complex attacks that reached the core of a camp"),
    Outcome("indirect_fires", "attacks", "attacks on camps by indirect fire"),
    Outcome("indirect_fires_harmless", "attacks", "of those: without casualty"),
    Outcome("violence_events", "events", "outbreaks of intercommunal violence"),
    Outcome("interposed", "columns", "columns that stepped between"),
    *COVID_OUTCOMES,
    Outcome("cost_usd", "USD", "cost of the measures over the horizon"),
)
"""All outcomes, in the order of `MissionRun.outcomes`."""


def casualties_of(result: Result) -> Rows:
    """The casualties of a run; hazard is brought up to the end of the run."""
    world = result.world
    rows = np.zeros(int(world.column("casualties.used")[0]), CASUALTY)
    for name in CASUALTY.names or ():
        rows[name] = world.column(f"casualties.{name}")[: len(rows)]
    step, since = (world.column(f"casualties.{n}")[: len(rows)] for n in ("step", "step_since"))
    for number, one in enumerate(STEP):
        rows[f"in_{one.name}"] += np.where(step == number, result.until - since, 0.0)
    alive = rows["outcome"] == IN_CARE
    to_the_end = np.where(alive, rows["rate"] * (result.until - rows["since"]), 0.0)
    rows["hazard"] = np.minimum(rows["hazard"] + to_the_end, rows["threshold"])
    return rows


def outcomes_of(result: Result, casualties: Rows, cost: float, reporting: float) -> Values:
    """Every outcome of a run, in the order of `OUTCOMES`."""
    named = {
        **_deaths(result, casualties),
        **_scores(result, casualties),
        **care_outcomes(result, casualties),
        **_others(result),
        **_work(result),
        **_threats(result, reporting),
        **covid_outcomes(result),
        "cost_usd": cost,
    }
    return np.array([named[outcome.name] for outcome in OUTCOMES], np.float64)


def _summed(
    prefix: str, by_cause: Values, illness: float, covid: float, self_inflicted: float
) -> dict[str, float]:
    """Deaths by name from deaths by cause."""
    total = float(by_cause.sum()) + illness + covid + self_inflicted
    return {
        f"{prefix}deaths": total,
        f"{prefix}deaths_malicious": float(by_cause[list(MALICIOUS)].sum()),
        **{
            f"{prefix}deaths_{name}": float(by_cause[list(causes)].sum())
            for name, (_, causes) in BY_CAUSE.items()
        },
        f"{prefix}deaths_illness": illness,
        f"{prefix}deaths_covid": covid,
        f"{prefix}deaths_self_inflicted": self_inflicted,
    }


def _deaths(result: Result, casualties: Rows) -> Mapping[str, float]:
    dead = casualties[casualties["outcome"] == DEAD]
    by_cause = np.bincount(dead["cause"], minlength=CAUSES).astype(np.float64)
    illness = float(result.count[ev.DEATH_BY_ILLNESS])
    covid = float(result.count[ev.DEATH_BY_COVID])
    self_inflicted = float(result.count[ev.DEATH_SELF_INFLICTED])
    return {
        **_summed("", by_cause, illness, covid, self_inflicted),
        "killed_in_action": float(result.count[ev.KILLED_IN_ACTION]),
        "died_of_wounds": float(result.count[ev.DIED_OF_WOUNDS]),
        "worst_incident_deaths": float(np.bincount(dead["incident"], minlength=1).max()),
    }


def _scores(result: Result, casualties: Rows) -> Mapping[str, float]:
    """Expected deaths given what happened: E[min(threshold, hazard)] = 1 - exp(-hazard).

    Killed outright are scored where people were exposed, and the wounded by the hazard they bore.
    """
    world = result.world
    borne = np.where(casualties["severity"] == KILLED, 0.0, casualties["hazard"])
    borne_by_cause = np.bincount(casualties["cause"], weights=borne, minlength=CAUSES)
    by_cause: Values = world.column("scores.killed_outright") + borne_by_cause
    illness, self_inflicted = result.until / world.column("illness.between_deaths")
    covid = expected_deaths(result)
    return _summed("expected_", by_cause, float(illness), covid, float(self_inflicted))


def _others(result: Result) -> Mapping[str, float]:
    """Harm to those who are not the mission's uniformed."""
    killed, hurt = (result.world.column(f"others.{what}") for what in ("killed", "hurt"))
    return {
        **{f"{name}_killed": float(killed[who]) for name, who in OTHER_PEOPLE.items()},
        **{f"{name}_hurt": float(hurt[who]) for name, who in OTHER_PEOPLE.items()},
        "others_killed": float(killed.sum()),
        "others_hurt": float(hurt.sum()),
    }


CANCELLED = {
    "cancelled_crew": ev.NO_CREW,
    "cancelled_drivers": ev.NO_DRIVERS,
    "cancelled_caveat": ev.CAVEAT,
    "cancelled_closed": ev.CLOSED,
    "cancelled_weather": ev.WEATHER,
}


def _work(result: Result) -> Mapping[str, float]:
    count, total = result.count, result.total
    cancelled = {name: float(count[kind]) for name, kind in CANCELLED.items()}
    return {
        "patrols_run": float(count[ev.PATROL_LEFT]),
        "patrols_cancelled": sum(cancelled.values()),
        **cancelled,
        "patrols_cut_short": float(count[ev.PATROL_CUT_SHORT]),
        "patrol_hours": float(total[ev.PATROL_RETURNED]),
        "presence_hours": float(result.world.column("towns.presence").sum()),
        "vehicle_km": float(total[ev.PATROL_DRIVEN]),
        "teams_sent": float(count[ev.TEAM_LEFT]),
        "sick_days": float(total[ev.FELL_SICK]) / MINUTES_PER_DAY,
    }


def _threats(result: Result, reporting: float) -> Mapping[str, float]:
    count = result.count
    return {
        "strikes": float(count[ev.STRIKE]),
        "strikes_without_casualty": float(count[ev.STRIKE_HARMLESS]),
        "strikes_on_contractors": float(count[ev.CONTRACTORS_STRUCK]),
        "strikes_reported": float(count[ev.STRIKE]) / reporting,
        "devices_emplaced": float(count[ev.DEVICE_LAID]),
        "devices_found": float(count[ev.DEVICE_FOUND] + count[ev.DEVICE_FOUND_BY_OTHERS]),
        "devices_found_by_patrols": float(count[ev.DEVICE_FOUND]),
        "devices_cleared": float(count[ev.DEVICE_CLEARED]),
        "devices_removed": float(count[ev.DEVICE_REMOVED]),
        "devices_jammed": float(count[ev.DEVICE_JAMMED]),
        "devices_civilian": float(count[ev.DEVICE_CIVILIAN]),
        "devices_laid_again": float(count[ev.DEVICE_LAID_AGAIN]),
        "ambushes": float(count[ev.AMBUSHED]),
        "ambushes_averted": float(count[ev.AMBUSH_AVERTED]),
        "complex_attacks": float(count[ev.COMPLEX_ATTACKED]),
        "core_reached": float(count[ev.CORE_REACHED]),
        "indirect_fires": float(count[ev.FIRED_ON]),
        "indirect_fires_harmless": float(count[ev.FIRE_HARMLESS]),
        "violence_events": float(count[ev.VIOLENCE_BROKE_OUT]),
        "interposed": float(count[ev.INTERPOSED]),
    }
