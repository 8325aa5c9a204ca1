"""What comes out of one run: stable names, units, and how each is counted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.engine import Result
from pksim.mission import events as ev
from pksim.mission.daylight import MINUTES_PER_DAY
from pksim.mission.terms import DEAD, IED, IN_CARE, KILLED, T3

Values = npt.NDArray[np.float64]
Rows = npt.NDArray[np.void]

CASUALTY = np.dtype(
    [
        ("key", "i8"),
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
    ]
)
"""One row for each casualty; `..._after` are minutes since wounding, nan where it never came."""


@dataclass(frozen=True)
class Outcome:
    """One number of a run: its stable name, its unit, and what it counts."""

    name: str
    unit: str
    meaning: str


OUTCOMES = (
    Outcome("deaths", "persons", "uniformed deaths of all causes"),
    Outcome("deaths_malicious", "persons", "deaths by malicious acts"),
    Outcome("deaths_ied", "persons", "deaths by improvised explosive devices"),
    Outcome("deaths_accident", "persons", "deaths in accidents"),
    Outcome("deaths_illness", "persons", "deaths from illness"),
    Outcome("expected_deaths", "persons", "expected deaths of all causes, given the trajectory"),
    Outcome("expected_deaths_malicious", "persons", "expected deaths by malicious acts, likewise"),
    Outcome("expected_deaths_ied", "persons", "expected deaths by devices, likewise"),
    Outcome("expected_deaths_accident", "persons", "expected deaths in accidents, likewise"),
    Outcome("expected_deaths_illness", "persons", "expected deaths from illness, likewise"),
    Outcome(
        "killed_in_action", "persons", "deaths by malicious acts before a hospital with surgery"
    ),
    Outcome("died_of_wounds", "persons", "deaths by malicious acts in a hospital with surgery"),
    Outcome("wounded", "persons", "hurt by malicious acts or accidents, and not dead"),
    Outcome("wounded_ied", "persons", "hurt by devices, and not dead"),
    Outcome("casualties_in_care", "persons", "wounded who are still in care at the end"),
    Outcome("casualties_counted", "persons", "wounded who need surgery (T1, T2): the 10-1-2 goals"),
    Outcome("within_10_min", "persons", "of those counted: first aid within 10 minutes"),
    Outcome("within_1_hour", "persons", "of those counted: enhanced field care within 1 hour"),
    Outcome("within_2_hours", "persons", "of those counted: surgery within 2 hours"),
    Outcome("first_aid_given", "persons", "of those counted: reached by first aid"),
    Outcome("care_given", "persons", "of those counted: reached by enhanced field care"),
    Outcome("surgery_given", "persons", "of those counted: reached surgery"),
    Outcome("minutes_to_first_aid", "minutes", "sum over those reached, from wounding"),
    Outcome("minutes_to_care", "minutes", "sum over those reached, from wounding"),
    Outcome("minutes_to_surgery", "minutes", "sum over those reached, from wounding"),
    Outcome("evacuations", "persons", "casualties taken aboard a lift"),
    Outcome("lifts", "lifts", "evacuation lifts by air or road"),
    Outcome("patrols_run", "patrols", "patrols that left"),
    Outcome("patrols_cut_short", "patrols", "patrols that turned back after an incident"),
    Outcome("patrol_hours", "hours", "hours outside the gate of patrols that returned"),
    Outcome("vehicle_km", "km", "driven by patrols that returned"),
    Outcome("strikes", "strikes", "devices that functioned under or beside a patrol"),
    Outcome("strikes_without_casualty", "strikes", "strikes that hurt nobody"),
    Outcome("devices_emplaced", "devices", "laid in the road"),
    Outcome("devices_found", "devices", "found by patrols or others, and removed"),
    Outcome("devices_found_by_patrols", "devices", "found by patrols, and removed"),
    Outcome("devices_jammed", "devices", "stopped by a jammer"),
    Outcome("devices_civilian", "devices", "functioned on civilians, contractors or host forces"),
    Outcome("cost_usd", "USD", "cost of the measures over the horizon"),
)
"""All outcomes, in the order of `MissionRun.outcomes`."""


def casualties_of(result: Result) -> Rows:
    """The casualties of a run; hazard is brought up to the end of the run."""
    world = result.world
    rows = np.zeros(int(world.column("casualties.used")[0]), CASUALTY)
    for name in CASUALTY.names or ():
        rows[name] = world.column(f"casualties.{name}")[: len(rows)]
    alive = rows["outcome"] == IN_CARE
    to_the_end = np.where(alive, rows["rate"] * (result.until - rows["since"]), 0.0)
    rows["hazard"] = np.minimum(rows["hazard"] + to_the_end, rows["threshold"])
    return rows


def outcomes_of(result: Result, casualties: Rows, cost: float) -> Values:
    """Every outcome of a run, in the order of `OUTCOMES`."""
    named = {
        **_deaths(result, casualties),
        **_scores(result, casualties),
        **_wounded(casualties),
        **_goals(casualties),
        **_work(result),
        "cost_usd": cost,
    }
    return np.array([named[outcome.name] for outcome in OUTCOMES], np.float64)


def _deaths(result: Result, casualties: Rows) -> Mapping[str, float]:
    dead = casualties["outcome"] == DEAD
    by_device = float(np.sum(dead & (casualties["cause"] == IED)))
    accident = float(result.count[ev.DEATH_IN_ACCIDENT])
    illness = float(result.count[ev.DEATH_BY_ILLNESS])
    return {
        "deaths": by_device + accident + illness,
        "deaths_malicious": by_device,
        "deaths_ied": by_device,
        "deaths_accident": accident,
        "deaths_illness": illness,
        "killed_in_action": float(result.count[ev.KILLED_IN_ACTION]),
        "died_of_wounds": float(result.count[ev.DIED_OF_WOUNDS]),
    }


def _scores(result: Result, casualties: Rows) -> Mapping[str, float]:
    """Expected deaths given what happened: E[min(threshold, hazard)] = 1 - exp(-hazard).

    Killed outright are scored where people were exposed, and the wounded by the hazard they bore.
    """
    world = result.world
    borne = np.where(casualties["severity"] == KILLED, 0.0, casualties["hazard"])
    by_device = casualties["cause"] == IED
    devices = float(world.column("scores.killed_outright")[0] + borne[by_device].sum())
    victims = float(world.column("accidents.exposure")[0])
    victims += result.until / float(world.column("accidents.between_in_camp")[0])
    accidents = victims * float(world.column("accidents.killed")[0])
    accidents += float(borne[~by_device].sum())
    illness = result.until / float(world.column("illness.between_deaths")[0])
    return {
        "expected_deaths": devices + accidents + illness,
        "expected_deaths_malicious": devices,
        "expected_deaths_ied": devices,
        "expected_deaths_accident": accidents,
        "expected_deaths_illness": illness,
    }


def _wounded(casualties: Rows) -> Mapping[str, float]:
    living = casualties["outcome"] != DEAD
    return {
        "wounded": float(living.sum()),
        "wounded_ied": float(np.sum(living & (casualties["cause"] == IED))),
        "casualties_in_care": float(np.sum(casualties["outcome"] == IN_CARE)),
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


def _work(result: Result) -> Mapping[str, float]:
    count, total = result.count, result.total
    return {
        "evacuations": float(count[ev.PICKED_UP]),
        "lifts": float(count[ev.LIFT_LEFT]),
        "patrols_run": float(count[ev.PATROL_LEFT]),
        "patrols_cut_short": float(count[ev.PATROL_CUT_SHORT]),
        "patrol_hours": float(total[ev.PATROL_RETURNED]),
        "vehicle_km": float(total[ev.PATROL_DRIVEN]),
        "strikes": float(count[ev.STRIKE]),
        "strikes_without_casualty": float(count[ev.STRIKE_HARMLESS]),
        "devices_emplaced": float(count[ev.DEVICE_LAID]),
        "devices_found": float(count[ev.DEVICE_FOUND] + count[ev.DEVICE_FOUND_BY_OTHERS]),
        "devices_found_by_patrols": float(count[ev.DEVICE_FOUND]),
        "devices_jammed": float(count[ev.DEVICE_JAMMED]),
        "devices_civilian": float(count[ev.DEVICE_CIVILIAN]),
    }


def years_of(minutes: float) -> float:
    """Years of 365.25 days."""
    return minutes / MINUTES_PER_DAY / 365.25
