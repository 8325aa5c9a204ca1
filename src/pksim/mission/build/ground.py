"""Segments, sites, towns, areas with their moods, the sun and the weather."""

import math
from itertools import accumulate

import numpy as np

from pksim.mission.build.columns import Columns, between_events, reals, runs, up_to, whole
from pksim.mission.build.daylight import sun_times
from pksim.mission.build.plan import Plan
from pksim.mission.roadside import NO_DEVICE
from pksim.mission.units_of_time import DAYS_PER_YEAR, MINUTES_PER_DAY

SPARE_DAYS = 60  # sun times beyond the horizon, for lifts that wait for a morning after it
TOWN_RADIUS = 15.0  # km by road within which a column is around a town (assumption, range 5-25)


def ground_columns(plan: Plan) -> Columns:
    """Where everything happens, and under which sky."""
    return {
        "segments": _segments(plan),
        "sites": _sites(plan),
        "towns": _towns(plan),
        "areas": _areas(plan),
        "area_segments": {"segment": whole(i for group in _by_area(plan) for i in group)},
        "distances": {
            "places": len(plan.scenario.places),
            "segments": len(plan.network.segments),
            "air": plan.network.air_km.ravel(),
            "road": plan.network.road_km.ravel(),
        },
        "daylight": _daylight(plan),
        "calendar": _calendar(plan),
        "moods": _moods(plan),
        "shocks": _shocks(plan),
        "closures": _closures(plan),
    }


def _by_area(plan: Plan) -> list[list[int]]:
    segments = plan.network.segments
    return [[i for i, s in enumerate(segments) if s.area == a] for a in plan.areas.values()]


def _segments(plan: Plan) -> Columns:
    segments = plan.network.segments
    n = len(segments)
    km = [sum(segments[i].km for i in group) for group in _by_area(plan)]
    nearest = plan.network.road_km[:n].argmin(axis=1)
    towns = _town_places(plan)
    return {
        "minutes": reals(s.minutes for s in segments),
        "km": reals(s.km for s in segments),
        "area": whole(s.area for s in segments),
        "sun": whole(nearest),
        "town": whole(_town_around(plan, towns, i, int(p)) for i, p in enumerate(nearest)),
        "standing": reals(s.km / km[s.area] for s in segments),
        "usual": reals(s.traffic * s.km for s in segments),
        "weight": np.zeros(n),
        "traffic": np.zeros(n),
        "traffic_at": np.zeros(n),
        "removed": np.zeros(n),
        "removed_at": np.zeros(n),
        "first_device": np.full(n, NO_DEVICE),
    }


def _town_around(plan: Plan, towns: list[int], segment: int, place: int) -> int:
    """The town that a column on this segment is around; -1 for none."""
    near = plan.network.road_km[segment, place] <= TOWN_RADIUS
    return towns.index(place) if near and place in towns else -1


def _town_places(plan: Plan) -> list[int]:
    """Towns, and whatever place has violence around it."""
    places = plan.scenario.places.values()
    return [i for i, place in enumerate(places) if place.kind == "town" or place.violence > 0]


def _sites(plan: Plan) -> Columns:
    segments = [s.area for s in plan.network.segments]
    return {
        "area": whole(plan.area_of_place),
        "area_of_site": whole([*segments, *plan.area_of_place]),
        "segment": whole(_beside(plan, place) for place in range(len(plan.scenario.places))),
    }


def _towns(plan: Plan) -> Columns:
    places = list(plan.scenario.places.values())
    towns = _town_places(plan)
    n = len(plan.network.segments)
    return {
        "site": whole(n + place for place in towns),
        "area": whole(plan.area_of_place[place] for place in towns),
        "segment": whole(_beside(plan, place) for place in towns),
        "between_violence": reals(between_events(places[place].violence) for place in towns),
        "presence": np.zeros(len(towns)),
    }


def _beside(plan: Plan, place: int) -> int:
    """The segment nearest to a place; -1 if no road leads there."""
    km = plan.network.road_km[: len(plan.network.segments), place]
    nearest = int(km.argmin())
    return nearest if np.isfinite(km[nearest]) else -1


def _areas(plan: Plan) -> Columns:
    groups = _by_area(plan)
    areas = plan.scenario.areas.values()
    n = len(groups)
    ambushed = plan.scenario.threats.ambush is not None
    ambushes = [area.ambushes if ambushed else 0.0 for area in areas]
    laid = [area.emplacement if group else 0.0 for area, group in zip(areas, groups, strict=True)]
    return {
        "interval": reals(map(between_events, laid)),
        "ambushes": reals(per_day / MINUTES_PER_DAY for per_day in ambushes),
        "drones": reals(area.drones for area in areas),
        "level": np.ones(n),
        "clock": np.zeros(n),
        "clock_at": np.zeros(n),
        "mood": np.zeros(n, np.int64),
        "foul_until": np.zeros(n),
        "owed": np.zeros(n, np.int64),
        **runs(groups, "first_segment", "segments"),
    }


# --- sun and weather --------------------------------------------------------------------


def _days(plan: Plan) -> int:
    return math.ceil(plan.scenario.horizon / MINUTES_PER_DAY) + SPARE_DAYS


def _daylight(plan: Plan) -> Columns:
    places = list(plan.scenario.places.values())
    offset = plan.scenario.utc_offset
    if offset is None:
        offset = float(np.mean([place.longitude for place in places])) / 15.0
    times = [
        sun_times(p.latitude, p.longitude, offset, plan.scenario.start, _days(plan)) for p in places
    ]
    return {
        "days": _days(plan),
        "sunrise": np.concatenate([rise for rise, _ in times]),
        "sunset": np.concatenate([set_ for _, set_ in times]),
    }


def _calendar(plan: Plan) -> Columns:
    """Events expected up to each midnight, where their rate goes with the month."""
    scenario, weather, illness = plan.scenario, plan.scenario.weather, plan.scenario.illness
    spells = {} if weather is None else weather.spells
    per_day = illness.episodes * scenario.strength / DAYS_PER_YEAR
    episodes = {month: per_day * illness.by_month.get(month, 1.0) for month in range(1, 13)}
    return {
        "spells": _expected(plan, spells),
        "episodes": _expected(plan, episodes),
        "spell_lasts": 0 if weather is None else plan.law(weather.lasts),
        "mean_spell": 0.0 if weather is None else weather.lasts.mean,
        "foul_speed": 1.0 if weather is None else weather.speed_factor,
        "foul_grounds": 0.0 if weather is None else weather.grounds_patrols,
    }


def _expected(plan: Plan, per_day_by_month: dict[int, float]) -> np.ndarray:
    start = np.datetime64(plan.scenario.start)
    months = (start + np.arange(_days(plan))).astype("datetime64[M]").astype(int) % 12 + 1
    return reals(accumulate((per_day_by_month.get(int(m), 0.0) for m in months), initial=0.0))


# --- moods ------------------------------------------------------------------------------


def _moods(plan: Plan) -> Columns:
    """Cumulative chances in rows: at first, then after calm, tense and crisis."""
    regimes = plan.scenario.regimes
    if regimes is None:
        return {
            "up_to": np.ones(12),
            "dwell": np.full(3, math.inf),
            "multiplier": np.ones(3),
        }
    calm_tense, calm_crisis, tense_crisis = regimes.flows()
    flows = [
        [mood.share for mood in regimes.moods],
        [0.0, calm_tense, calm_crisis],
        [calm_tense, 0.0, tense_crisis],
        [calm_crisis, tense_crisis, 0.0],
    ]
    chances = [up_to(x / sum(row) if sum(row) else 1.0 for x in row) for row in flows]
    return {
        "up_to": np.concatenate(chances),
        "dwell": reals(mood.dwell for mood in regimes.moods),
        "multiplier": reals(mood.multiplier for mood in regimes.moods),
    }


def _shocks(plan: Plan) -> Columns:
    shocks = plan.scenario.shocks
    begins = [max(plan.minutes(s.from_), 0.0) for s in shocks]
    ends = [max(plan.minutes(s.until), 0.0) for s in shocks]
    return {
        "area": whole(plan.areas[s.area] for s in shocks),
        "begins": reals(begins),
        "lasts": reals(end - begin for begin, end in zip(begins, ends, strict=True)),
        "multiplier": reals(s.multiplier for s in shocks),
        "on": np.zeros(len(shocks), np.int64),
    }


def _closures(plan: Plan) -> Columns:
    closures = plan.scenario.closures
    return {
        "areas": whole(plan.bits((c.area,)) for c in closures),
        "begins": reals(plan.minutes(c.from_) for c in closures),
        "ends": reals(plan.minutes(c.until) for c in closures),
    }
