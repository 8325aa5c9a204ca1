"""The mission of pksim as a good programmer writes it in plain SimPy.

The same stories with the same parameters as `pksim.mission`, read from the same tables. It uses
`env.process`, `with resource.request()`, events, and `|` for patience; it draws in order from one
generator, and keeps only what its outcomes need. Its means agree with pksim's
(tests/benchmarks); its single runs cannot, since the draws differ.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator

import simpy

from benchmarks.idiomatic_evacuation import DAY, KILLED, T1, T2, T3, Casualty, Evacuation, Story
from benchmarks.idiomatic_sector import Programme, Protection, Sector

HISTORY = 120.0 * DAY
SICK_PRIORITY = 5


class Device:
    """An improvised explosive device in the road."""

    __slots__ = ("end", "passed", "radio", "resistance", "segment")

    def __init__(self, segment: int, radio: bool, resistance: float, end: str) -> None:
        self.segment, self.radio, self.resistance, self.end = segment, radio, resistance, end
        self.passed = 0


class Mission(Evacuation):
    """One replication."""

    def __init__(self, sector: Sector, seed: int) -> None:
        self.sector = sector
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.count: Counter[str] = Counter()
        self.patrol_hours = self.vehicle_km = 0.0
        self.casualties: list[Casualty] = []
        self.devices: list[list[Device]] = [[] for _ in sector.km]
        self.traffic = [0.0] * len(sector.km)
        self.traffic_at = [0.0] * len(sector.km)
        self.exposure = 0.0
        self.accident_due = self.random.expovariate(1.0)
        self.free_at = [0.0] * len(sector.aircraft)
        self.helicopters = [simpy.PriorityResource(self.env) for _ in sector.aircraft]
        facilities = sector.facilities
        self.teams = [self.pool(facility.teams) for facility in facilities]
        self.intensive_care = [self.pool(facility.intensive_care) for facility in facilities]
        self.wards = [self.pool(facility.ward) for facility in facilities]
        for programme in sector.programmes:
            self.env.process(self.patrol_programme(programme))
        for interval, segments in sector.areas:
            self.env.process(self.emplacement(interval, segments))
        for story in (self.illness_deaths, self.illness_admissions, self.camp_accidents):
            self.env.process(story())

    def pool(self, units: int) -> simpy.PriorityResource | None:
        """So many teams or beds; SimPy knows no resource of none."""
        return simpy.PriorityResource(self.env, units) if units else None

    def run(self) -> dict[str, float]:
        """Run to the horizon; the outcomes by pksim's names."""
        self.env.run(until=self.sector.horizon)
        count = self.count
        dead = sum(c.dead for c in self.casualties)
        return {
            "deaths": dead + count["illness"],
            "deaths_ied": sum(c.dead and c.by_device for c in self.casualties),
            "wounded": len(self.casualties) - dead,
            "evacuations": count["picked up"],
            "lifts": count["lift"],
            "patrols_run": count["patrol"],
            "patrols_cut_short": count["cut short"],
            "patrol_hours": self.patrol_hours,
            "vehicle_km": self.vehicle_km,
            "strikes": count["strike"],
            "strikes_without_casualty": count["harmless"],
            "devices_emplaced": count["laid"],
            "devices_found": count["found"] + count["found by others"],
            "devices_civilian": count["civilian"],
        }

    # --- patrols ------------------------------------------------------------------------

    def patrol_programme(self, programme: Programme) -> Story:
        """At each midnight the departures of the day are set."""
        day = departures = 0
        while True:
            due = int(programme.per_day * (day + 1) + 0.5)
            while departures < due:
                self.env.process(self.patrol(programme))
                departures += 1
            yield self.env.timeout(DAY)
            day += 1

    def patrol(self, programme: Programme) -> Story:
        """Out along a route and back, segment by segment."""
        env, sector, luck = self.env, self.sector, self.random
        yield env.timeout(programme.leave(luck))
        left = env.now
        self.count["patrol"] += 1
        route = luck.choice(programme.routes)
        way = route + route[::-1]
        vehicles = programme.vehicles
        driven = 0.0
        leg = 0
        while leg < len(way):
            segment = way[leg]
            yield env.timeout(sector.minutes[segment])
            vehicle_km = sector.km[segment] * vehicles
            driven += vehicle_km
            self.traffic[segment] = self.recent_traffic(segment) + vehicles
            self.traffic_at[segment] = env.now
            self.exposure += vehicle_km * sector.accidents["per_vehicle_km"]
            if self.exposure >= self.accident_due:
                self.accident_due += luck.expovariate(1.0)
                self.accident(segment)
            halted = False
            if self.devices[segment]:
                halted = self.meet_devices(segment, vehicles)
            if halted:
                yield env.timeout(sector.ieds["halt"](luck))
                if leg < len(route) and luck.random() < sector.ieds["turn_back"]:
                    self.count["cut short"] += 1
                    leg = len(way) - leg
                    continue
            leg += 1
            if leg == len(route):
                yield env.timeout(programme.dwell(luck))
        self.patrol_hours += (env.now - left) / 60.0
        self.vehicle_km += driven

    def recent_traffic(self, segment: int) -> float:
        """Vehicles that passed lately, fading."""
        since = self.env.now - self.traffic_at[segment]
        return self.traffic[segment] * math.exp(-since / self.sector.ieds["traffic_memory"])

    # --- devices ------------------------------------------------------------------------

    def emplacement(self, interval: float, segments: list[int]) -> Story:
        """A Poisson process of devices in one area, begun long before the run."""
        laid = -HISTORY
        while True:
            laid += self.random.expovariate(1.0 / interval)
            if laid > self.env.now:
                yield self.env.timeout(laid - self.env.now)
            self.lay(laid, segments)

    def lay(self, laid: float, segments: list[int]) -> None:
        """Put a device on a segment, unless it went before the run began."""
        ieds, luck = self.sector.ieds, self.random
        ends = (
            (luck.expovariate(1.0 / ieds["until_civilian"]), "civilian"),
            (luck.expovariate(1.0 / ieds["until_finder"]), "found by others"),
            (ieds["lifetime"](luck), "expired"),
        )
        stays, end = min(ends)
        if laid + stays <= self.env.now:
            return
        radio = luck.random() < ieds["radio_controlled"]
        device = Device(self.place_for_device(segments), radio, luck.expovariate(1.0), end)
        self.devices[device.segment].insert(0, device)
        if laid >= 0.0:
            self.count["laid"] += 1
        self.env.process(self.device(device, laid + stays))

    def place_for_device(self, segments: list[int]) -> int:
        """Long segments and those with recent patrol traffic are likelier."""
        recent = [self.recent_traffic(segment) for segment in segments]
        traffic = sum(recent)
        weights = [self.sector.standing[segment] for segment in segments]
        if traffic > 0.0:
            watched = self.sector.ieds["traffic_weight"]
            weights = [
                (1.0 - watched) * w + watched * r / traffic
                for w, r in zip(weights, recent, strict=True)
            ]
        return self.random.choices(segments, weights)[0]

    def device(self, device: Device, goes_at: float) -> Story:
        """A device in the road, until it goes by itself."""
        yield self.env.timeout(goes_at - self.env.now)
        if device in self.devices[device.segment]:
            self.devices[device.segment].remove(device)
            self.count[device.end] += 1

    def meet_devices(self, segment: int, vehicles: int) -> bool:
        """A column drives over what lies on a segment; whether it has to halt."""
        ieds, search, luck = self.sector.ieds, self.sector.search, self.random
        per_vehicle = -math.log1p(-ieds["trigger_per_vehicle"])
        halted = False
        for device in tuple(self.devices[segment]):
            worn_out_by = int(device.resistance / per_vehicle)
            device.passed += vehicles
            if worn_out_by >= device.passed:
                continue
            on_foot = luck.random() < search["on_foot"]
            if luck.random() < search["foot_finds" if on_foot else "finds"]:
                self.count["found"] += 1
                self.devices[segment].remove(device)
                halted = True
            elif (
                device.radio
                and luck.random() < ieds["jammer_coverage"]
                and luck.random() < ieds["jammer_effect"]
            ):
                if luck.random() < ieds["displacement"]:
                    device.radio, device.passed, device.resistance = False, 0, luck.expovariate(1.0)
                else:
                    self.devices[segment].remove(device)
            else:
                self.devices[segment].remove(device)
                self.strike(segment, on_foot)
                halted = True
        return halted

    # --- injuries -----------------------------------------------------------------------

    def strike(self, site: int, on_foot: bool) -> None:
        """A device functions under a vehicle or among those on foot."""
        sector, luck = self.sector, self.random
        if on_foot:
            protection, people = sector.foot, sector.search["foot_exposed"]
        else:
            kinds, shares = sector.fleet
            protection = luck.choices(kinds, cum_weights=shares)[0]
            counts, shares = sector.occupants
            people = luck.choices(counts, cum_weights=shares)[0]
        hurt: list[Casualty] = []
        if luck.random() >= protection.defeats:
            severities = self.severities(protection, people)
            hurt = [Casualty(self.env, severity, True, luck) for severity in severities]
        self.count["strike"] += 1
        if not hurt:
            self.count["harmless"] += 1
        self.env.process(self.response(site, hurt))

    def severities(self, protection: Protection, people: int) -> Iterator[int]:
        """How badly each of those hurt is: a latent shared by all, and one of their own."""
        shared = math.sqrt(self.sector.correlation) * self.random.gauss()
        spread = math.sqrt(1.0 - self.sector.correlation)
        for _ in range(people):
            dose = shared + spread * self.random.gauss()
            if dose > protection.killed_above:
                yield KILLED
            elif dose > protection.t1_above:
                yield T1
            elif dose > protection.t2_above:
                yield T2
            elif dose > protection.hurt_above:
                yield T3

    def accident(self, site: int) -> None:
        """One victim, killed outright or wounded as T2 or T3."""
        luck = self.random.random()
        accidents = self.sector.accidents
        severity = (
            KILLED if luck < accidents["killed"] else T2 if luck < accidents["killed_or_t2"] else T3
        )
        self.env.process(self.response(site, [Casualty(self.env, severity, False, self.random)]))

    # --- background ---------------------------------------------------------------------

    def illness_deaths(self) -> Story:
        """Deaths from illness."""
        while True:
            yield self.env.timeout(
                self.random.expovariate(1.0 / self.sector.illness["between_deaths"])
            )
            self.count["illness"] += 1

    def illness_admissions(self) -> Story:
        """The sick who need a bed."""
        while True:
            between = self.sector.illness["between_admissions"]
            yield self.env.timeout(self.random.expovariate(1.0 / between))
            _, ward = self.random.choice(self.sector.bases)
            if ward >= 0:
                self.env.process(self.sick(ward))

    def sick(self, ward: int) -> Story:
        """A ward bed until well."""
        with self.wards[ward].request(priority=SICK_PRIORITY) as bed:
            yield bed
            yield self.env.timeout(self.sector.illness["stay"](self.random))

    def camp_accidents(self) -> Story:
        """Accidents off the road."""
        while True:
            between = self.sector.accidents["between_in_camp"]
            yield self.env.timeout(self.random.expovariate(1.0 / between))
            self.accident(self.random.choice(self.sector.bases)[0])
