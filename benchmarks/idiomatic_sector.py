"""What the plain SimPy mission knows before its clock starts: the tables that pksim solves too.

Solving geography is no part of the comparison, so both start from the same numbers: the columns of
pksim's world, as lists and small objects that plain Python reads quickly.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pksim.engine import distributions as families
from pksim.engine.world import World

AIRCRAFT = (
    "base", "speed", "range", "readiness_day", "readiness_night", "night", "serviceable", "seats"
)  # fmt: skip
FACILITY = (
    "place", "teams", "intensive_beds", "ward_beds", "quality",
    "resuscitation", "surgery", "intensive_care_stay", "ward_stay",
)  # fmt: skip
Draw = Callable[[random.Random], float]
"""Draws a time in minutes from one law."""


def law(family: int, a: float, b: float, c: float) -> Draw:
    """The law as the standard library draws it."""
    draws: dict[int, Draw] = {
        families.FIXED: lambda _: a,
        families.UNIFORM: lambda r: r.uniform(a, b),
        families.EXPONENTIAL: lambda r: r.expovariate(1.0 / a),
        families.WEIBULL: lambda r: r.weibullvariate(a, b),
        families.LOGNORMAL: lambda r: a * r.lognormvariate(0.0, b),
        families.LOGLOGISTIC: lambda r: a * (1.0 / (1.0 - r.random()) - 1.0) ** (1.0 / b),
        families.TRIANGULAR: lambda r: r.triangular(a, c, b),
        families.GAMMA: lambda r: r.gammavariate(a, b / a),
        families.BETA: lambda r: c * r.betavariate(a, b),
    }
    return draws[family]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of patrols."""

    per_day: float
    vehicles: int
    leave: Draw
    dwell: Draw
    routes: list[list[int]]


@dataclass(frozen=True, slots=True)
class Protection:
    """Thresholds of the injury law of one class of vehicle."""

    defeats: float
    killed_above: float
    t1_above: float
    t2_above: float
    hurt_above: float


@dataclass(frozen=True, slots=True)
class Aircraft:
    """A helicopter."""

    base: int
    speed: float
    range: float
    by_day: Draw
    by_night: Draw
    night: bool
    serviceable: float
    seats: int


@dataclass(frozen=True, slots=True)
class Facility:
    """A hospital."""

    place: int
    teams: int
    intensive_care: int
    ward: int
    quality: float
    resuscitation: Draw
    surgery: Draw
    intensive_care_stay: Draw
    ward_stay: Draw


class Sector:
    """The tables of one world, with scalars as attributes: ``sector.ieds["turn_back"]``."""

    def __init__(self, world: World, horizon: float) -> None:
        self._world = world
        self.horizon = horizon
        self.laws = [
            law(*row)
            for row in zip(*(self[f"laws.{x}"] for x in ("family", "a", "b", "c")), strict=True)
        ]
        for group in ("ieds", "search", "care", "evacuation", "accidents", "illness"):
            setattr(self, group, self._scalars(group))
        self.minutes: list[float] = self["segments.minutes"]
        self.km: list[float] = self["segments.km"]
        self.standing = self["segments.standing"]
        self.areas = self._areas()
        self.programmes = [self._programme(i) for i in range(len(self["programmes.base"]))]
        self.protection = [
            Protection(*row) for row in self._rows("protection", *Protection.__slots__)
        ]
        self.correlation = self["protection.correlation"][0]
        self.foot = self.protection[self["protection.foot"][0]]
        self.fleet = self._choice("fleet", [self.protection[i] for i in self["fleet.protection"]])
        self.occupants = self._choice("occupants", self["occupants.people"])
        self.sunrise: list[float] = self["daylight.sunrise"]
        self.sunset: list[float] = self["daylight.sunset"]
        self.aircraft = [self._aircraft(*row) for row in self._rows("helicopters", *AIRCRAFT)]
        self.facilities = [self._facility(*row) for row in self._rows("hospitals", *FACILITY)]
        places = self["distances.places"][0]
        air: list[float] = self["distances.air"]
        road: list[float] = self["distances.road"]
        self.air = [air[i : i + places] for i in range(0, len(air), places)]
        self.road = [road[i : i + places] for i in range(0, len(road), places)]
        self.bases = list(
            zip(self["bases.site"], map(self._ward_number, self["bases.ward"]), strict=True)
        )

    ieds: dict[str, Any]
    search: dict[str, Any]
    care: dict[str, Any]
    evacuation: dict[str, Any]
    accidents: dict[str, Any]
    illness: dict[str, Any]

    def __getitem__(self, path: str) -> list[Any]:
        """A column of pksim's world as a list."""
        column: list[Any] = self._world.column(path).tolist()
        return column

    def _rows(self, group: str, *columns: str) -> Any:
        return zip(*(self[f"{group}.{name}"] for name in columns), strict=True)

    def _scalars(self, group: str) -> dict[str, Any]:
        names = [
            path.split(".")[1]
            for path in self._world.layout.columns
            if path.startswith(group + ".")
        ]
        found = {name: self[f"{group}.{name}"][0] for name in names}
        drawn = {
            "lifetime",
            "halt",
            "bleeding_delay",
            "enhanced_delay",
            "call",
            "authorisation",
            "load",
            "stay",
        }
        return {name: self.laws[value] if name in drawn else value for name, value in found.items()}

    def _areas(self) -> list[tuple[float, list[int]]]:
        segments = self["area_segments.segment"]
        rows = self._rows("areas", "interval", "first_segment", "segments")
        return [(interval, segments[first : first + count]) for interval, first, count in rows]

    def _programme(self, i: int) -> Programme:
        first, count = self["programmes.first_route"][i], self["programmes.routes"][i]
        routes = list(self._rows("routes", "first", "length"))[first : first + count]
        segments = self["ways.segment"]
        return Programme(
            self["programmes.per_day"][i],
            self["programmes.vehicles"][i],
            self.laws[self["programmes.leave"][i]],
            self.laws[self["programmes.dwell"][i]],
            [segments[at : at + length] for at, length in routes],
        )

    def _choice(self, group: str, values: list[Any]) -> tuple[list[Any], list[float]]:
        return values, self[f"{group}.up_to"]

    def _aircraft(
        self, base: int, speed: float, far: float, day: int, night: int, *rest: Any
    ) -> Aircraft:
        return Aircraft(base, speed, far, self.laws[day], self.laws[night], *rest)

    def _facility(
        self, place: int, teams: int, care: int, ward: int, quality: float, *stays: int
    ) -> Facility:
        return Facility(place, teams, care, ward, quality, *(self.laws[stay] for stay in stays))

    def _ward_number(self, resource: int) -> int:
        """Which hospital the ward beds belong to, -1 for none."""
        return self["hospitals.ward"].index(resource) if resource >= 0 else -1
