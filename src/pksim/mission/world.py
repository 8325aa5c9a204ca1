"""From a scenario to the world its processes live in: columns, rows, resources, and who starts.

Everything that can be solved before the clock starts is solved here, once for each policy.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from pksim.engine import Model, Resource, World
from pksim.mission.background import camp_accidents, illness_admissions, illness_deaths
from pksim.mission.columns import Columns, between_events, reals, runs, whole
from pksim.mission.daylight import MINUTES_PER_DAY, sun_times
from pksim.mission.events import KINDS
from pksim.mission.geography import Network, Road
from pksim.mission.ieds import NO_DEVICE, emplacement
from pksim.mission.laws import LawBook
from pksim.mission.patrols import patrol_programme
from pksim.mission.protection import protection_columns
from pksim.mission.rows import ROWS
from pksim.scenario import Scenario
from pksim.scenario.distances import road_length, vehicle_km_per_day
from pksim.scenario.schema import Patrol

DAYS_PER_YEAR = 365.25
SPARE_DAYS = 60  # sun times beyond the horizon, for lifts that wait for a morning after it

MODEL = Model(
    "mission",
    start=[patrol_programme, emplacement, illness_deaths, illness_admissions, camp_accidents],
    kinds=KINDS,
)
"""The processes of the mission."""


class WorldBuilder:
    """Lays out the world of one scenario, one policy already applied."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.laws = LawBook()
        self.resources: list[Resource] = []
        self.areas = {name: i for i, name in enumerate(scenario.areas)}
        self.network = Network(scenario.places, list(self._roads()), scenario.segment)

    def build(self) -> World:
        """The world at its beginning; `World.fresh` gives one for each replication."""
        columns = self._columns()
        world = World(MODEL, columns, ROWS, self.resources)
        for programme in range(len(self.scenario.patrols)):
            world.start(patrol_programme, programme)
        for area in range(len(self.scenario.areas)):
            world.start(emplacement, area)
        for process in (illness_deaths, illness_admissions, camp_accidents):
            world.start(process, 0)
        return world

    def _columns(self) -> Columns:
        columns: Columns = {
            **self._ground(),
            **self._patrols(),
            **self._devices(),
            **protection_columns(self.scenario),
            **self._care(),
            **self._hospitals(),
            **self._background(),
            "scores": {"killed_outright": 0.0},
        }
        return {**columns, "laws": self.laws.columns()}

    # --- ground -------------------------------------------------------------------------

    def _roads(self) -> Iterable[Road]:
        for road in self.scenario.roads:
            km = road_length(road, self.scenario.places)
            yield Road(road.from_, road.to, km, road.speed * self._pace(), self.areas[road.area])

    def _pace(self) -> float:
        """How fast columns move against the speed of the road: search, and the mix of vehicles."""
        vehicles = self.scenario.vehicles
        mix = sum(
            share * vehicles[name].speed_factor for name, share in self.scenario.fleet.items()
        )
        return mix * self.scenario.search.speed_factor

    def _ground(self) -> Columns:
        segments = self.network.segments
        in_area = [[i for i, s in enumerate(segments) if s.area == a] for a in self.areas.values()]
        area_km = [sum(segments[i].km for i in members) for members in in_area]
        rates = [area.emplacement for area in self.scenario.areas.values()]
        latitudes = [place.latitude for place in self.scenario.places.values()]
        days = math.ceil(self.scenario.horizon / MINUTES_PER_DAY) + SPARE_DAYS
        sunrise, sunset = sun_times(float(np.mean(latitudes)), self.scenario.start, days)
        return {
            "segments": {
                "minutes": reals(s.minutes for s in segments),
                "km": reals(s.km for s in segments),
                "standing": reals(s.km / area_km[s.area] for s in segments),
                "traffic": np.zeros(len(segments)),
                "traffic_at": np.zeros(len(segments)),
                "first_device": np.full(len(segments), NO_DEVICE),
            },
            "areas": {
                "interval": reals(
                    between_events(rate if km else 0.0)
                    for rate, km in zip(rates, area_km, strict=True)
                ),
                **runs(in_area, "first_segment", "segments"),
            },
            "area_segments": {"segment": whole(i for members in in_area for i in members)},
            "distances": {
                "places": len(self.scenario.places),
                "segments": len(segments),
                "air": self.network.air_km.ravel(),
                "road": self.network.road_km.ravel(),
            },
            "daylight": {"sunrise": sunrise, "sunset": sunset},
        }

    # --- patrols ------------------------------------------------------------------------

    def _patrols(self) -> Columns:
        programmes = list(self.scenario.patrols.values())
        routes = [self._routes(programme) for programme in programmes]
        ways = [way for group in routes for way in group]
        return {
            "programmes": {
                "base": whole(self.network.site_of(p.base) for p in programmes),
                "per_day": reals(p.per_day for p in programmes),
                "vehicles": whole(p.vehicles for p in programmes),
                "leave": whole(self.laws.number(p.leave) for p in programmes),
                "dwell": whole(self.laws.number(p.dwell) for p in programmes),
                **runs(routes, "first_route", "routes"),
            },
            "routes": runs(ways, "first", "length"),
            "ways": {"segment": whole(segment for way in ways for segment in way)},
        }

    def _routes(self, patrol: Patrol) -> list[list[int]]:
        """The ways out that are open to a programme."""
        alternatives = self.scenario.routes.alternatives
        if patrol.to is not None:
            return list(self.network.ways(patrol.base, patrol.to, alternatives))
        assert patrol.distance is not None
        return [
            self.network.within(way, patrol.distance)
            for town in patrol.towards
            for way in self.network.ways(patrol.base, town, alternatives)
        ]

    # --- threats ------------------------------------------------------------------------

    def _devices(self) -> Columns:
        ieds, search = self.scenario.ieds, self.scenario.search
        return {
            "ieds": {
                "traffic_weight": ieds.traffic_weight,
                "traffic_memory": ieds.traffic_memory,
                "trigger_per_vehicle": ieds.trigger_per_vehicle,
                "until_civilian": between_events(ieds.civilian_triggering),
                "until_finder": between_events(ieds.found_by_others),
                "lifetime": self.laws.number(ieds.lifetime),
                "radio_controlled": ieds.radio_controlled,
                "jammer_coverage": ieds.jammer_coverage,
                "jammer_effect": ieds.jammer_effect,
                "displacement": ieds.displacement,
                "halt": self.laws.number(ieds.halt),
                "turn_back": ieds.turn_back,
            },
            "search": {
                "finds": search.finds,
                "on_foot": search.on_foot,
                "foot_finds": search.foot_finds,
                "foot_exposed": search.foot_exposed,
            },
        }

    # --- care ---------------------------------------------------------------------------

    def _care(self) -> Columns:
        care, evacuation = self.scenario.care, self.scenario.evacuation
        fleet = list(evacuation.helicopters.items())
        craft = [helicopter for _, helicopter in fleet]
        law = self.laws.number
        return {
            "care": {
                "bleeding_coverage": care.bleeding_control.coverage,
                "bleeding_delay": law(care.bleeding_control.delay),
                "enhanced_delay": law(care.enhanced_care.delay),
                "t1_death_time": care.t1_death_time,
                "bleeding_controlled": care.bleeding_controlled,
                "enhanced": care.enhanced,
                "hospital": care.hospital,
                "recovery_base": care.post_operative.base,
                "recovery_per_hazard": care.post_operative.per_hazard,
                "late_death": care.late_death,
                "t3_returned": care.t3_returned,
            },
            "evacuation": {
                "call": law(evacuation.call),
                "authorisation": law(evacuation.authorisation),
                "load": law(evacuation.load),
                "maximum_radius": evacuation.maximum_radius or math.inf,
                "ambulance_speed": evacuation.ambulance.speed,
                "ambulance_radius": evacuation.ambulance.radius,
            },
            "helicopters": {
                "resource": whole(self._resource(f"helicopter {name}", 1) for name, _ in fleet),
                "base": whole(self.network.number[h.base] for h in craft),
                "speed": reals(h.speed for h in craft),
                "range": reals(h.range for h in craft),
                "readiness_day": whole(law(h.readiness_day) for h in craft),
                "readiness_night": whole(law(h.readiness_night) for h in craft),
                "night": whole(h.night for h in craft),
                "serviceable": reals(h.serviceable for h in craft),
                "seats": whole(h.seats for h in craft),
                "free_at": np.zeros(len(craft)),
            },
        }

    def _hospitals(self) -> Columns:
        named = list(self.scenario.hospitals.items())
        all_ = [hospital for _, hospital in named]
        law = self.laws.number
        wards = [self._resource(f"ward beds {name}", h.ward) for name, h in named]
        return {
            "hospitals": {
                "place": whole(self.network.number[h.at] for h in all_),
                "teams": whole(h.operating_teams for h in all_),
                "operating_teams": whole(
                    self._resource(f"operating teams {n}", h.operating_teams) for n, h in named
                ),
                "intensive_care": whole(
                    self._resource(f"intensive care {n}", h.intensive_care) for n, h in named
                ),
                "intensive_beds": whole(h.intensive_care for h in all_),
                "ward": whole(wards),
                "ward_beds": whole(h.ward for h in all_),
                "quality": reals(h.quality for h in all_),
                "resuscitation": whole(law(h.resuscitation) for h in all_),
                "surgery": whole(law(h.surgery) for h in all_),
                "intensive_care_stay": whole(law(h.intensive_care_stay) for h in all_),
                "ward_stay": whole(law(h.ward_stay) for h in all_),
            },
            "bases": self._bases(wards),
        }

    def _bases(self, wards: Sequence[int]) -> Columns:
        """The bases, each with the ward beds of the nearest open hospital (-1 for none)."""
        bases = sorted({patrol.base for patrol in self.scenario.patrols.values()})
        road = self.network.road_km
        with_beds = [
            (wards[i], self.network.number[hospital.at])
            for i, hospital in enumerate(self.scenario.hospitals.values())
            if hospital.ward > 0 and hospital.operating_teams > 0
        ]
        sites = [self.network.site_of(base) for base in bases]
        nearest = [
            min(((road[site, at], ward) for ward, at in with_beds), default=(0.0, -1))
            for site in sites
        ]
        return {"site": whole(sites), "ward": whole(ward for _, ward in nearest)}

    def _resource(self, title: str, units: int) -> int:
        self.resources.append(Resource(title, units))
        return len(self.resources) - 1

    # --- background ---------------------------------------------------------------------

    def _background(self) -> Columns:
        illness, accidents = self.scenario.illness, self.scenario.accidents
        victims = self._per_day(accidents.deaths * (1.0 + accidents.wounded_per_death))
        killed = 1.0 / (1.0 + accidents.wounded_per_death)
        driven = accidents.reference_vehicle_km or vehicle_km_per_day(self.scenario)
        on_the_road = victims * accidents.road_share * self._accident_factor()
        return {
            "illness": {
                "between_deaths": between_events(self._per_day(illness.deaths)),
                "between_admissions": between_events(self._per_day(illness.admissions)),
                "stay": self.laws.number(illness.stay),
            },
            "accidents": {
                "between_in_camp": between_events(victims * (1.0 - accidents.road_share)),
                "per_vehicle_km": on_the_road / driven if driven > 0 else 0.0,
                "killed": killed,
                "killed_or_t2": killed + (1.0 - killed) * accidents.wounded_t2,
                "exposure": 0.0,
                "due_at": 0.0,
                "road_ordinal": 0,
            },
        }

    def _per_day(self, per_person_year: float) -> float:
        return per_person_year * self.scenario.strength / DAYS_PER_YEAR

    def _accident_factor(self) -> float:
        """How likely the fleet is to have accidents, against one of ordinary vehicles."""
        vehicles = self.scenario.vehicles
        return sum(
            share * vehicles[name].accident_factor for name, share in self.scenario.fleet.items()
        )
