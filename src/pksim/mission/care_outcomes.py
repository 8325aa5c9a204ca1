"""What a run tells of the wounded: how it ended for them, and how soon care came."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from pksim.engine import Result
from pksim.mission import events as ev
from pksim.mission.chain import CHAIN, STEP, chain_of
from pksim.mission.outcome import Outcome, persons
from pksim.mission.terms import (
    BY_AIR,
    DEAD,
    IED,
    IN_CARE,
    KILLED,
    MALICIOUS,
    ON_DUTY,
    SENT_HOME,
    T3,
)
from pksim.mission.units_of_time import MINUTES_PER_DAY

Rows = npt.NDArray[np.void]

CARE_OUTCOMES = (
    persons("wounded", "hurt by malicious acts or accidents, and not dead"),
    persons("wounded_malicious", "hurt by malicious acts, and not dead"),
    persons("wounded_ied", "hurt by devices, and not dead"),
    persons("hurt", "hurt or killed by malicious acts or accidents"),
    persons("returned_to_duty", "of those hurt: back on duty"),
    persons("repatriated", "of those hurt: sent home"),
    persons("casualties_in_care", "of those hurt: still in care at the end"),
    persons("casualties_counted", "wounded who need surgery (T1, T2): the 10-1-2 goals"),
    persons("within_10_min", "of those counted: first aid within 10 minutes"),
    persons("within_1_hour", "of those counted: enhanced field care within 1 hour"),
    persons("within_2_hours", "of those counted: surgery within 2 hours"),
    persons("first_aid_given", "of those counted: reached by first aid"),
    persons("care_given", "of those counted: reached by enhanced field care"),
    persons("surgery_given", "of those counted: reached surgery"),
    Outcome("minutes_to_first_aid", "minutes", "sum over those reached, from wounding"),
    Outcome("minutes_to_care", "minutes", "sum over those reached, from wounding"),
    Outcome("minutes_to_surgery", "minutes", "sum over those reached, from wounding"),
    *(
        Outcome(f"chain_{s.name}", "minutes", f"{s.meaning}; sum over those who reached surgery")
        for s in STEP
    ),
    *(
        persons(f"late_by_{s.name}", f"of those counted: no surgery within 2 hours, {s.title} most")
        for s in STEP
    ),
    persons("evacuations", "casualties taken aboard a lift"),
    Outcome("lifts", "lifts", "evacuation lifts by air or road"),
    Outcome("lifts_by_air", "lifts", "of those: by helicopter"),
    Outcome("diverted", "lifts", "helicopters that flew on to another hospital"),
    persons("staged", "casualties brought to a facility without surgery first"),
    persons("onward", "casualties sent on to a hospital out of the country"),
    persons("blood_short", "T1 casualties for whom a hospital had no blood left"),
    Outcome("days_lost", "days", "of those hurt who live: from wounding to duty, or to the end"),
)
"""Outcomes of care, in their order."""


def care_outcomes(result: Result, casualties: Rows) -> dict[str, float]:
    """Every outcome of care."""
    return {
        **_wounded(casualties),
        **_goals(casualties),
        **_chain(casualties, result.until),
        **_evacuation(result, casualties),
    }


def _wounded(casualties: Rows) -> Mapping[str, float]:
    living = casualties["outcome"] != DEAD
    malicious = np.isin(casualties["cause"], MALICIOUS)
    ends = np.bincount(casualties["outcome"], minlength=4)
    return {
        "wounded": float(living.sum()),
        "wounded_malicious": float(np.sum(living & malicious)),
        "wounded_ied": float(np.sum(living & (casualties["cause"] == IED))),
        "hurt": float(len(casualties)),
        "returned_to_duty": float(ends[ON_DUTY]),
        "repatriated": float(ends[SENT_HOME]),
        "casualties_in_care": float(ends[IN_CARE]),
    }


def _goals(casualties: Rows) -> Mapping[str, float]:
    """The 10-1-2 goals, among those whose life may hang on them."""
    severity = casualties["severity"]
    counted = casualties[(severity > KILLED) & (severity < T3)]
    found = {"casualties_counted": float(len(counted))}
    for step, column, goal, limit in (
        ("first_aid", "first_aid_after", "within_10_min", 10.0),
        ("care", "care_after", "within_1_hour", 60.0),
        ("surgery", "surgery_after", "within_2_hours", 120.0),
    ):
        minutes = counted[column]
        reached = ~np.isnan(minutes)
        found[goal] = float(np.sum(minutes[reached] <= limit))
        found[f"{step}_given"] = float(reached.sum())
        found[f"minutes_to_{step}"] = float(minutes[reached].sum())
    return found


def _chain(casualties: Rows, until: float) -> Mapping[str, float]:
    """Minutes of each step, and the step that broke the two-hour goal."""
    total = dict(zip(CHAIN, chain_of(casualties, until).sum(axis=0), strict=True))
    return {
        **{f"chain_{step.name}": float(total[f"in_{step.name}"]) for step in STEP},
        **{f"late_by_{step.name}": float(total[f"late_by_{step.name}"]) for step in STEP},
    }


def _evacuation(result: Result, casualties: Rows) -> Mapping[str, float]:
    world, count = result.world, result.count
    lifts = slice(int(world.column("lifts.used")[0]))
    flown = world.column("lifts.left")[lifts] * (world.column("lifts.by")[lifts] == BY_AIR)
    back = casualties["outcome"] == ON_DUTY
    away = np.where(back, casualties["end_after"], result.until - casualties["wounded_at"])
    return {
        "evacuations": float(count[ev.PICKED_UP]),
        "lifts": float(count[ev.LIFT_LEFT]),
        "lifts_by_air": float(flown.sum()),
        "diverted": float(count[ev.DIVERTED]),
        "staged": float(count[ev.STAGED]),
        "onward": float(count[ev.ONWARD]),
        "blood_short": float(count[ev.BLOOD_SHORT]),
        "days_lost": float(away[casualties["outcome"] != DEAD].sum()) / MINUTES_PER_DAY,
    }
