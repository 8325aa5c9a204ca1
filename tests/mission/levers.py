"""What the measures of the Gao sector must move, and what each may touch first.

What a measure moves stands in its file, under `moves`; here is what no outcome says by itself.
"""

from collections.abc import Callable

import numpy as np

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.mission.chain import CHAIN
from pksim.scenario import Scenario, load
from tests.mission.conftest import GAO

PLACES = [*load(GAO).places]

Number = Callable[[MissionRun], float]


def of(name: str) -> Number:
    return lambda run: run[name]


def per(name: str, other: str) -> Number:
    return lambda run: run[name] / run[other]


def found(run: MissionRun) -> float:
    """Of devices that columns trip, the share that they find."""
    return run["devices_found_by_patrols"] / (run["devices_found_by_patrols"] + run["strikes"])


def concentration(run: MissionRun) -> float:
    """How predictable traffic is: the sum of squares of the shares of each segment."""
    traffic = run.result.world.column("segments.traffic")
    return float(np.sum((traffic / traffic.sum()) ** 2))


def warned(run: MissionRun) -> float:
    """How many pairs of unit and segment have a warning at the end that has reached the unit."""
    knows, until = (run.result.world.column(f"warnings.known_{x}") for x in ("from", "until"))
    return float(np.sum((knows <= run.result.until) & (run.result.until < until)))


def surgeons_busy_at_gao(run: MissionRun) -> float:
    """Mean number of operating teams at work there."""
    return float(run.usage["in_use"][run.resources.index("operating teams gao-level-2")])


def flown(run: MissionRun) -> float:
    """Share of the lifts that a helicopter flies."""
    return run["lifts_by_air"] / run["lifts"]


def way_from_the_north(run: MissionRun) -> float:
    """Mean minutes of flights and drives to surgery, of those hurt at Kidal and north of it."""
    north = [PLACES.index(place) for place in ("kidal", "aguelhok", "tessalit")]
    reached, minutes = (run.chain[north, CHAIN.index(x)].sum() for x in ("reached", "in_distance"))
    return float(minutes / max(reached, 1.0))


hours = per("patrol_hours", "patrols_run")
malicious = of("expected_deaths_malicious")


def outcome(name: str) -> Number:
    """An outcome that a measure moves: deaths by their score, waiting as a mean."""
    if name.startswith("deaths"):
        return of(f"expected_{name}")
    if name.startswith("chain_"):
        return per(name, "surgery_given")
    return flown if name == "lifts_by_air" else of(name)


Claim = tuple[str, Number, int]

MORE: dict[str, list[Claim]] = {
    "mine-protected-vehicles": [("side effect: slower", hours, +1)],
    "dismounted-search": [("found", found, +1)],
    "counter-ied-training": [("found", found, +1)],
    "route-randomisation": [("predictable traffic", concentration, -1)],
    "information-sharing": [("warned", warned, +1)],
    "forward-helicopter": [("shorter flights in the north", way_from_the_north, -1)],
}
"""What a measure moves that is no outcome."""

NOT_ALL_AT_ONCE = {
    ("tourniquet-training", "deaths_malicious"),
    ("forward-helicopter", "deaths_malicious"),
}
"""What the other parts of a measure drown in the luck of other columns; tried by itself."""


def claims(gao: Scenario) -> dict[str, list[Claim]]:
    """What each measure says that it moves, and the side effects that it admits to."""
    way = {"up": +1, "down": -1}
    return {
        name: [
            *(
                (what, outcome(what), way[how])
                for what, how in measure.moves.items()
                if (name, what) not in NOT_ALL_AT_ONCE
            ),
            *MORE.get(name, []),
        ]
        for name, measure in gao.measures.items()
    }


ALONE: list[tuple[str, str, Number, int]] = [
    # What the other parts of a measure hide, or drown in the luck of other columns: by itself.
    ("sense-and-warn", "camps.*.cover_warned", of("expected_deaths_indirect"), +1),
    ("forward-surgical-team", "hospitals.gao-level-2.surgery", surgeons_busy_at_gao, +1),
    ("tourniquet-training", "care.bleeding_control.coverage", malicious, -1),
    ("forward-helicopter", "evacuation.helicopters.kidal-1.serviceable", malicious, -1),
]

ON_THE_WAY = {
    ev.PATROL_RETURNED,
    ev.PATROL_HALTED,
    ev.DEVICE_LAID,  # where recent traffic leads it
    ev.DEVICE_FOUND,
    ev.DEVICE_STRIKES,
    ev.AMBUSHED,
    ev.ACCIDENT,
    ev.TEAM_ARRIVED,
    ev.TEAM_RETURNED,
}
FIRST: dict[str, set[int]] = {
    # a departure that falls out, or stands in the timetable as well
    "mine-protected-vehicles": {ev.PATROL_LEFT},
    "counter-ied-training": {ev.PATROL_LEFT},
    "route-clearance": {ev.PATROL_LEFT},
    "tips": {ev.PATROL_LEFT},
    "information-sharing": {ev.PATROL_LEFT},
    "tourniquet-training": {ev.PATROL_LEFT},
    "jammers": {ev.DEVICE_JAMMED, ev.CALLED_FOR},
    "dismounted-search": ON_THE_WAY,
    "route-randomisation": {ev.PATROL_LEFT, *ON_THE_WAY},
    "road-safety": ON_THE_WAY,
    "air-bridge": {ev.PATROL_LEFT, ev.LIFT_ORDERED, ev.MEDICAL_CARE, ev.WOUNDED, *ON_THE_WAY},
    "fewer-larger-convoys": {ev.PATROL_LEFT, *ON_THE_WAY},
    "night-movement-ban": {ev.PATROL_LEFT, *ON_THE_WAY},
    "vehicle-serviceability": {ev.PATROL_LEFT, ev.WOUNDED, *ON_THE_WAY},
    "malaria-prophylaxis": {ev.PATROL_LEFT, ev.FELL_SICK, ev.SICK_ADMITTED},
    "surveillance-drones": {ev.DEVICE_SEEN, ev.AMBUSH_AVERTED, ev.WOUNDED, ev.AMBUSHED},
    "camp-hardening": {ev.WOUNDED, ev.CORE_REACHED, ev.FIRED_ON, ev.PATROL_LEFT, *ON_THE_WAY},
    "sense-and-warn": {ev.WOUNDED, ev.FIRED_ON, ev.FIRE_HARMLESS},
    "delegated-launch": {ev.LIFT_ORDERED, ev.MEDICAL_CARE},
    "forward-helicopter": {ev.LIFT_ORDERED, ev.PATROL_LEFT},
    "forward-surgical-team": {ev.LIFT_ORDERED, ev.SURGERY, ev.CALLED_FOR, ev.AT_HOSPITAL},
    "night-capable-crew": {ev.LIFT_ORDERED, ev.LIFT_LEFT},
    "blood-forward": {ev.BLOOD_SHORT, ev.PATROL_LEFT, ev.KILLED_IN_ACTION},
    "serviceability": {ev.LIFT_ORDERED, ev.MEDICAL_CARE},
}
"""What may be told first where a measure is in force."""
