"""Programmes of patrols, and teams, which are programmes too: one table for both."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from pksim.mission.build.columns import Columns, reals, runs, whole
from pksim.mission.build.plan import Plan
from pksim.mission.build.protection import fleet_mean
from pksim.mission.calls import AMBULANCE, EOD_TEAM, QUICK_REACTION
from pksim.mission.terms import CAPABILITIES, EOD, MEDIC, NOBODY, POSTURES
from pksim.scenario.distances import per_day
from pksim.scenario.manning import crewed_by, manned_by
from pksim.scenario.patrols import SPACING, Patrol, Search
from pksim.scenario.people import Team

ROLES = {"quick reaction": QUICK_REACTION, "eod": EOD_TEAM, "ambulance": AMBULANCE}
SPECIALISTS = {"eod": EOD, "ambulance": MEDIC}
"""The job of the people that a team takes; without one it takes a platoon."""


@dataclass(frozen=True)
class Way:
    """One way out: its segments, and which of them begin at a stop."""

    segments: list[int]
    stops: list[int]


def programme_columns(plan: Plan) -> Columns:
    """The timetable, the teams, and the ways open to everybody."""
    patrols = list(plan.scenario.patrols.values())
    teams = list(plan.scenario.teams.values())
    ways = [ways_of(plan, patrol) for patrol in patrols]
    every = [way for group in ways for way in group]
    areas = [way_areas(plan, way) for way in every]
    rows = [_patrol(plan, patrol) for patrol in patrols] + [_team(plan, team) for team in teams]
    groups = [*ways, *([] for _ in teams)]
    dates = [[(d - plan.scenario.start).days for d in p.timetable] for p in patrols]
    return {
        "programmes": {
            **_by_column(rows),
            **runs(groups, "first_route", "routes"),
            **runs([*dates, *([] for _ in teams)], "first_date", "dates"),
            **_turns(plan, patrols, len(teams)),
        },
        "timetable": {"day": whole(day for days in dates for day in days)},
        "routes": {**runs([w.segments for w in every], "first", "length"), "areas": whole(areas)},
        "ways": {
            "segment": whole(segment for way in every for segment in way.segments),
            "stop": whole(i in way.stops for way in every for i in range(len(way.segments))),
        },
        "teams": _teams(plan, teams, len(patrols)),
        "trees": _trees(plan, teams),
        "marching": {
            "halt": plan.law(plan.scenario.marching.halt),
            "turn_back": plan.scenario.marching.turn_back,
            "night_accidents": plan.scenario.marching.night_accidents,
        },
    }


Cells = dict[str, Any]


def _by_column(rows: list[Cells]) -> Columns:
    """Rows of a table, turned into columns; whole where every cell is."""
    columns: Columns = {}
    for name in rows[0]:
        cells = [row[name] for row in rows]
        columns[name] = whole(cells) if all(isinstance(c, int) for c in cells) else reals(cells)
    return columns


def _patrol(plan: Plan, patrol: Patrol) -> Cells:
    unit = unit_of(plan, crewed_by(patrol, plan.scenario))
    on_foot = patrol.people if patrol.mode == "foot" else 0
    lead = NOBODY if patrol.lead is None else plan.vehicles[patrol.lead]
    return {
        "unit": unit,
        "base": plan.network.site_of(patrol.base),
        "capability": CAPABILITIES.index(patrol.kind),
        "per_day": float(patrol.per_day),
        "vehicles": 0 if on_foot else patrol.vehicles,
        "on_foot": on_foot,
        "seats": 0,
        "crew": 0,
        "specialists": NOBODY,
        "minimum": float(patrol.minimum),
        "contractors": float(patrol.contractors),
        "night": int(patrol.night),
        "posture": POSTURES.index(patrol.posture),
        "lead": lead,
        "spacing": float(patrol.spacing),
        "neighbour": within_reach(plan, patrol.spacing),
        "jammers": float(patrol.jammers),
        "pace": pace(plan, unit, patrol.posture),
        "minutes_per_km": 60.0 / plan.scenario.marching.foot_speed if on_foot else 0.0,
        "leave": plan.law(patrol.leave),
        "dwell": plan.law(patrol.dwell),
    }


def _team(plan: Plan, team: Team) -> Cells:
    unit = unit_of(plan, manned_by(team, plan.scenario))
    return {
        "unit": unit,
        "base": plan.network.site_of(team.base),
        "capability": CAPABILITIES.index("team"),
        "per_day": 0.0,
        "vehicles": team.vehicles,
        "on_foot": 0,
        "seats": math.ceil(team.people / team.vehicles),
        "crew": team.people,
        "specialists": SPECIALISTS.get(team.role, NOBODY),
        "minimum": float(team.minimum),
        "contractors": 0.0,
        "night": 1,
        "posture": POSTURES.index("mounted"),
        "lead": NOBODY,
        "spacing": SPACING,
        "neighbour": within_reach(plan, SPACING),
        "jammers": 0.0,
        "pace": pace(plan, unit, "mounted"),
        "minutes_per_km": 0.0,
        "leave": plan.law(team.readiness),
        "dwell": plan.law(team.work),
    }


def unit_of(plan: Plan, name: str | None) -> int:
    """The number of a unit that the checks of the scenario have found."""
    assert name is not None
    return plan.units[name]


def within_reach(plan: Plan, spacing: float) -> float:
    """The chance that the vehicle behind the one struck is within reach of the device."""
    return math.exp(-spacing / plan.scenario.ieds.reach)


def pace(plan: Plan, unit: int, posture: str) -> float:
    """How fast a column moves against the speed of the road: its vehicles, and its search."""
    return fleet_mean(plan.scenario, plan.units_in_order[unit], "speed_factor") * search_pace(
        plan.scenario.search, posture
    )


def search_pace(search: Search, posture: str) -> float:
    """What a posture multiplies the speed by."""
    by_posture = {"dismount": search.speed_factor, "clearance": search.clearance_speed}
    return by_posture.get(posture, 1.0)


def _turns(plan: Plan, patrols: list[Patrol], teams: int) -> Columns:
    """How the platoons of a unit take turns: each programme begins where the one before ended."""
    a_day = [math.ceil(per_day(patrol, plan.scenario)) for patrol in patrols]
    first, taken = [], dict.fromkeys(plan.units.values(), 0)
    for patrol, turns in zip(patrols, a_day, strict=True):
        unit = unit_of(plan, crewed_by(patrol, plan.scenario))
        first.append(taken[unit])
        taken[unit] += turns
    return {
        "turns_a_day": whole([*a_day, *[0] * teams]),
        "first_turn": whole([*first, *[0] * teams]),
    }


# --- ways -------------------------------------------------------------------------------


def ways_of(plan: Plan, patrol: Patrol) -> list[Way]:
    """The ways out that are open to a programme."""
    network, alternatives = plan.network, plan.scenario.routes.alternatives
    if patrol.to is not None:
        places = [patrol.base, *patrol.via, patrol.to]
        return [Way(way, stops) for way, stops in network.by_way_of(places, alternatives)]
    assert patrol.distance is not None
    return [
        Way(network.within(way, patrol.distance), [])
        for town in patrol.towards
        for way in network.ways(patrol.base, town, alternatives)
    ]


def way_areas(plan: Plan, way: Way) -> int:
    """A bit for each area that a way leads through."""
    bits = 0
    for segment in way.segments:
        bits |= 1 << plan.network.segments[segment].area
    return bits


# --- teams ------------------------------------------------------------------------------


def _teams(plan: Plan, teams: list[Team], first: int) -> Columns:
    names = list(plan.scenario.teams)
    return {
        "first_programme": first,
        "role": whole(ROLES[team.role] for team in teams),
        "number": whole(team.teams for team in teams),
        "radius": reals(team.radius for team in teams),
        "work": whole(plan.law(team.work) for team in teams),
        "work_mean": reals(team.work.mean for team in teams),
        "readiness_mean": reals(team.readiness.mean for team in teams),
        "seats": whole(team.seats for team in teams),
        "hospital": whole(_facility(plan, team) for team in teams),
        "out": np.zeros(len(teams), np.int64),
        "unable_until": np.zeros(len(teams)),
        "resource": whole(
            plan.resource(f"team {name}", team.teams)
            for name, team in zip(names, teams, strict=True)
        ),
    }


def _facility(plan: Plan, team: Team) -> int:
    """The facility at an ambulance's base, one with surgery if there is; -1 for other teams."""
    at_base = [
        (hospital.operating_teams == 0, number)
        for number, hospital in enumerate(plan.scenario.hospitals.values())
        if hospital.at == team.base and team.role == "ambulance"
    ]
    return min(at_base)[1] if at_base else NOBODY


def _trees(plan: Plan, teams: list[Team]) -> Columns:
    """The shortest way from every segment to the base of every team."""
    by_base = {base: plan.network.tree(base) for base in {team.base for team in teams}}
    trees = [by_base[team.base] for team in teams]
    return {
        "nearer": np.concatenate([whole(()), *(tree.nearer for tree in trees)]),
        "depth": np.concatenate([whole(()), *(tree.depth for tree in trees)]),
        "km": np.concatenate([reals(()), *(tree.km for tree in trees)]),
    }
