"""Where the minutes from wounding to surgery went, and which step broke the two-hour goal.

Every casualty keeps a clock for each step of the chain; together they run from wounding to surgery
(or to death, or to the end of the run), so the steps add up. Counted are casualties who need
surgery: T1 and T2.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.mission.terms import (
    IN_CARE,
    KILLED,
    STEPS,
    T3,
)
from pksim.scenario.reach import TWO_HOURS

Values = npt.NDArray[np.float64]
Rows = npt.NDArray[np.void]

GOAL = TWO_HOURS
"""Minutes from wounding to surgery: the 2 of 10-1-2."""


@dataclass(frozen=True)
class Step:
    """One step of the chain: its stable name, and what it is in words."""

    name: str
    title: str
    meaning: str


STEP = (
    Step("call", "call", "until the call for evacuation is made"),
    Step("authorisation", "launch authorisation", "until an aircraft may be launched"),
    Step("asset", "no asset free", "while all are busy, broken, tasked, resting or not cleared"),
    Step("weather", "weather", "while foul weather keeps aircraft on the ground"),
    Step("night", "night", "until sunrise, for want of an aircraft that flies at night"),
    Step("readiness", "readiness", "from the order until take-off or leaving"),
    Step("distance", "distance", "flights and drives, to the casualty and to hospital"),
    Step("landing_zone", "landing zone", "until it is safe; hoisting, carrying and loading"),
    Step("queue", "queue at hospital", "for a resuscitation bay or an operating team"),
    Step("resuscitation", "resuscitation", "in the bay"),
)
"""The steps, by number (`pksim.mission.terms`)."""

CHAIN = (
    "counted",
    "reached",
    "in_time",
    *(f"in_{step.name}" for step in STEP),
    *(f"late_by_{step.name}" for step in STEP),
)
"""Columns of a chain table: casualties counted, those of them who reached surgery, and those who
did within two hours; minutes of each step, summed over those who reached it; and casualties who did
not reach it within two hours, by the step that took longest."""


def chain_of(casualties: Rows, until: float) -> Values:
    """One row of `CHAIN` for each casualty (a row of zeros for those not counted).

    Args:
        casualties: Rows of `pksim.mission.outcomes.CASUALTY`.
        until: The end of the run in minutes; who is under way then is neither late nor in time,
            unless two hours have passed.
    """
    counted = (casualties["severity"] > KILLED) & (casualties["severity"] < T3)
    spent = np.stack([casualties[f"in_{step.name}"] for step in STEP], axis=1)
    after = casualties["surgery_after"]
    reached = counted & ~np.isnan(after)
    in_time = reached & (np.nan_to_num(after, nan=np.inf) <= GOAL)
    under_way = (casualties["outcome"] == IN_CARE) & (until - casualties["wounded_at"] <= GOAL)
    late = counted & ~in_time & (reached | ~under_way)
    longest = np.argmax(spent, axis=1)
    broke = (longest[:, None] == np.arange(STEPS)) & late[:, None]
    return np.column_stack([counted, reached, in_time, spent * reached[:, None], broke]).astype(
        np.float64
    )


def chain_by_place(casualties: Rows, until: float, place_of_site: npt.NDArray[np.int64]) -> Values:
    """A row of `CHAIN` for each place: sums over the casualties nearest to it."""
    places = int(place_of_site.max()) + 1 if len(place_of_site) else 0
    table = np.zeros((places, len(CHAIN)))
    np.add.at(table, place_of_site[casualties["site"]], chain_of(casualties, until))
    return table
