"""Casualties, their evacuation and their care, in plain SimPy: one half of `idiomatic_mission`."""

import math
import random
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

import simpy

from benchmarks.idiomatic_sector import Facility, Sector

DAY = 1440.0
KILLED, T1, T2, T3 = range(4)
BY_ROAD = -1
AN_INSTANT = 1e-6  # minutes; a casualty due to die within it is dead
Story = Generator[Any, Any, Any]


class Casualty:
    """Somebody hurt, with a hazard that builds up to a threshold of their own."""

    def __init__(
        self, env: simpy.Environment, severity: int, by_device: bool, luck: random.Random
    ) -> None:
        self.env, self.severity, self.by_device = env, severity, by_device
        self.wounded_at = self.since = env.now
        self.threshold = luck.expovariate(1.0)
        self.hazard = self.rate = 0.0
        self.dies_at = math.inf
        self.dead = False
        self.facility: Facility | None = None
        self.hospital = -1
        self.picked_up, self.arrived = env.event(), env.event()

    def suffer(self, rate: float) -> None:
        """From now on the hazard grows at `rate`."""
        now = self.env.now
        self.hazard += self.rate * (now - self.since)
        self.since, self.rate = now, rate
        left = max(0.0, self.threshold - self.hazard)
        self.dies_at = now + left / rate if rate > 0.0 else math.inf

    def until_death(self) -> Any:
        """The event of the casualty's death, if care stays as it is."""
        return self.env.timeout(max(0.0, self.dies_at - self.env.now))

    def minutes(self, delay: float) -> Any:
        """So many minutes, unless death comes first."""
        return self.env.timeout(min(delay, max(0.0, self.dies_at - self.env.now)))

    def has_died(self) -> bool:
        """Whether the hazard has reached the threshold."""
        if self.env.now >= self.dies_at - AN_INSTANT:
            self.dead = True
        return self.dead


class Lift:
    """An evacuation by helicopter or by road."""

    def __init__(
        self, hospital: int, aircraft: int, seats: int, take_off: float, *ways: float
    ) -> None:
        self.hospital, self.aircraft, self.seats, self.take_off = (
            hospital,
            aircraft,
            seats,
            take_off,
        )
        self.out, self.back, self.home = ways


class Evacuation:
    """What follows an incident. `Mission` has the rest."""

    sector: Sector
    env: simpy.Environment
    random: random.Random
    count: Counter[str]
    casualties: list[Casualty]
    free_at: list[float]
    helicopters: list[simpy.PriorityResource]
    teams: list[Any]
    intensive_care: list[Any]
    wards: list[Any]

    def response(self, site: int, hurt: list[Casualty]) -> Story:
        """Care for each casualty, a call, permission, and lifts for all."""
        luck, evacuation = self.random, self.sector.evacuation
        for casualty in hurt:
            self.env.process(self.casualty(casualty))
        fetched = [c for c in hurt if c.severity != KILLED]
        if not fetched:
            return
        yield self.env.timeout(evacuation["call"](luck))
        yield self.env.timeout(evacuation["authorisation"](luck))
        loading = evacuation["load"](luck)
        aircraft = [
            (a.by_day(luck), a.by_night(luck)) if luck.random() < a.serviceable else None
            for a in self.sector.aircraft
        ]
        without_a_seat = len(waiting(fetched))
        while without_a_seat > 0:
            lift = self.plan_lift(site, without_a_seat, loading, aircraft)
            if lift is None:
                return
            self.env.process(self.lift(lift, fetched, loading))
            without_a_seat -= lift.seats

    def plan_lift(
        self, site: int, people: int, loading: float, readiness: list[tuple[float, float] | None]
    ) -> Lift | None:
        """The lift that brings casualties to surgery first."""
        sector, now = self.sector, self.env.now
        speed, radius = sector.evacuation["ambulance_speed"], sector.evacuation["ambulance_radius"]
        best, chosen = math.inf, None
        for hospital, facility in enumerate(sector.facilities):
            if facility.teams == 0:
                continue
            km = sector.road[site][facility.place]
            if km <= radius and now + loading + km / speed * 60.0 < best:
                best, chosen = now + loading + km / speed * 60.0, (hospital, BY_ROAD)
            for number, ready in enumerate(readiness):
                if ready is None:
                    continue
                delivery = self.delivery_by_air(site, facility.place, number, ready) + loading
                if delivery < best:
                    best, chosen = delivery, (hospital, number)
        if chosen is None:
            roads = [
                (sector.road[site][f.place], i)
                for i, f in enumerate(sector.facilities)
                if f.teams > 0
            ]
            km, hospital = min(roads, default=(math.inf, -1))
            if km == math.inf:
                return None
            chosen = hospital, BY_ROAD
        hospital, number = chosen
        place = sector.facilities[hospital].place
        if number == BY_ROAD:
            return Lift(
                hospital, number, people, now, 0.0, sector.road[site][place] / speed * 60.0, 0.0
            )
        craft = sector.aircraft[number]
        home = sector.air[len(sector.km) + place][craft.base]
        ways = [
            km / craft.speed * 60.0
            for km in (sector.air[site][craft.base], sector.air[site][place], home)
        ]
        self.free_at[number] = best + ways[2]
        return Lift(hospital, number, craft.seats, best - loading - ways[0] - ways[1], *ways)

    def delivery_by_air(
        self, site: int, place: int, number: int, ready: tuple[float, float]
    ) -> float:
        """When the helicopter would be at the hospital, loading apart; never if out of range."""
        craft = self.sector.aircraft[number]
        out, back = self.sector.air[site][craft.base], self.sector.air[site][place]
        if out > self.sector.evacuation["maximum_radius"] or out + back > craft.range:
            return math.inf
        return self.take_off(number, *ready) + (out + back) / craft.speed * 60.0

    def take_off(self, number: int, by_day: float, by_night: float) -> float:
        """When the helicopter can take off, by day or by night."""
        free = max(self.env.now, self.free_at[number])
        sector = self.sector
        day = min(int(free / DAY), len(sector.sunrise) - 2)
        hour = free - day * DAY
        if sector.sunrise[day] <= hour < sector.sunset[day]:
            return free + by_day
        dawn = day * DAY + sector.sunrise[day]
        if hour >= sector.sunrise[day]:
            dawn = (day + 1) * DAY + sector.sunrise[day + 1]
        if not sector.aircraft[number].night:
            return dawn + by_day
        return min(free + by_night, dawn + by_day)

    def lift(self, lift: Lift, hurt: list[Casualty], loading: float) -> Story:
        """One lift: to the casualties, to the hospital, and back to base."""
        if lift.aircraft == BY_ROAD:
            yield from self.journey(lift, hurt, loading)
            return
        urgency = min((c.severity for c in waiting(hurt)), default=T3)
        with self.helicopters[lift.aircraft].request(priority=urgency) as helicopter:
            yield helicopter
            yield self.env.timeout(max(0.0, lift.take_off - self.env.now))
            yield from self.journey(lift, hurt, loading)
            yield self.env.timeout(lift.home)

    def journey(self, lift: Lift, hurt: list[Casualty], loading: float) -> Story:
        """From take-off to the hospital door; the most urgent go aboard first."""
        self.count["lift"] += 1
        yield self.env.timeout(lift.out)
        yield self.env.timeout(loading)
        aboard = sorted(waiting(hurt), key=lambda c: c.severity)[: lift.seats]
        for casualty in aboard:
            self.count["picked up"] += 1
            casualty.picked_up.succeed()
        yield self.env.timeout(lift.back)
        for casualty in aboard:
            if not casualty.dead:
                casualty.hospital = lift.hospital
                casualty.facility = self.sector.facilities[lift.hospital]
                casualty.arrived.succeed()

    def casualty(self, c: Casualty) -> Story:
        """One casualty, from the point of wounding to duty, home or death."""
        self.casualties.append(c)
        if c.severity == KILLED:
            c.dead = True
            return
        care, luck = self.sector.care, self.random
        base = 1.0 / care["t1_death_time"] if c.severity == T1 else 0.0
        c.suffer(base)
        medics = care["enhanced_delay"](luck)
        buddies = medics
        if luck.random() < care["bleeding_coverage"]:
            buddies = min(medics, care["bleeding_delay"](luck))

        yield c.picked_up | c.minutes(buddies)
        if c.has_died():
            return
        c.suffer(base * care["bleeding_controlled"])
        if not c.picked_up.triggered:
            yield c.picked_up | c.minutes(c.wounded_at + medics - self.env.now)
            if c.has_died():
                return
        c.suffer(base * care["enhanced"])
        if not c.picked_up.triggered:
            yield c.picked_up | c.until_death()
            if c.has_died():
                return
        yield c.arrived | c.until_death()
        if not c.has_died():
            yield from self.in_hospital(c, base)

    def in_hospital(self, c: Casualty, base: float) -> Story:
        """Resuscitation, surgery, recovery."""
        care, luck = self.sector.care, self.random
        facility = c.facility
        assert facility is not None
        c.suffer(base * care["hospital"])
        yield c.minutes(facility.resuscitation(luck))
        if c.has_died():
            return
        recovery = -math.log1p(-care["late_death"])
        if c.severity < T3:
            with self.teams[c.hospital].request(priority=c.severity) as team:
                yield team | c.until_death()
                if c.has_died():
                    return
                c.suffer(0.0)
                if c.severity == T1:
                    damage = care["recovery_base"] + care["recovery_per_hazard"] * c.hazard
                    recovery = facility.quality * damage
                yield self.env.timeout(facility.surgery(luck))
        if c.severity == T1 and facility.intensive_care:
            stay = facility.intensive_care_stay(luck)
            yield from self.in_bed(c, self.intensive_care[c.hospital], stay, recovery)
            recovery = 0.0
        if facility.ward and not c.dead:
            yield from self.in_bed(c, self.wards[c.hospital], facility.ward_stay(luck), recovery)
        if not c.dead:
            c.suffer(0.0)

    def in_bed(self, c: Casualty, beds: Any, stay: float, recovery: float) -> Story:
        """A stay in bed, over which the hazard of the recovery is spread."""
        with beds.request(priority=c.severity) as bed:
            yield bed
            c.suffer(recovery / stay)
            yield c.minutes(stay)
            c.has_died()


def waiting(hurt: Iterable[Casualty]) -> list[Casualty]:
    """Those alive on the ground."""
    return [c for c in hurt if not c.dead and not c.picked_up.triggered]
