"""What all parts of the layout share: the scenario, its network, its laws and its resources."""

from datetime import date
from functools import cached_property

from pksim.engine import Resource
from pksim.mission.build.geography import Road, network_of
from pksim.mission.laws import LawBook
from pksim.mission.units_of_time import MINUTES_PER_DAY
from pksim.scenario import Law, Scenario
from pksim.scenario.distances import road_length
from pksim.scenario.people import Unit


class Plan:
    """One scenario, one policy already applied, while its world is laid out."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.laws = LawBook()
        self.resources: list[Resource] = []
        self.areas = {name: i for i, name in enumerate(scenario.areas)}
        self.units = {name: i for i, name in enumerate(self._units_by_base())}
        self.vehicles = {name: i for i, name in enumerate(scenario.vehicles)}
        places = ((name, (p.latitude, p.longitude)) for name, p in scenario.places.items())
        self.network = network_of(tuple(places), tuple(self._roads()), scenario.segment)

    def _roads(self) -> list[Road]:
        places = self.scenario.places
        return [
            Road(
                r.from_, r.to, road_length(r, places), r.speed, self.areas[r.area], r.usual_traffic
            )
            for r in self.scenario.roads
        ]

    def _units_by_base(self) -> list[str]:
        """Names of the units; those of one base stand together, and so do their people."""
        bases = list(dict.fromkeys(unit.base for unit in self.scenario.units.values()))
        return sorted(
            self.scenario.units, key=lambda name: bases.index(self.scenario.units[name].base)
        )

    @property
    def units_in_order(self) -> list[Unit]:
        """The units by their number."""
        return [self.scenario.units[name] for name in self.units]

    @property
    def bases(self) -> list[str]:
        """Camps where units live, in the order of their people."""
        return list(dict.fromkeys(unit.base for unit in self.units_in_order))

    def law(self, law: Law) -> int:
        """The number under which processes draw from a law."""
        return self.laws.number(law)

    def resource(self, title: str, units: int) -> int:
        """The number of a new resource."""
        self.resources.append(Resource(title, units))
        return len(self.resources) - 1

    def minutes(self, day: date) -> float:
        """The first midnight of a day, on the clock of the run."""
        return (day - self.scenario.start).days * MINUTES_PER_DAY

    def bits(self, areas: tuple[str, ...]) -> int:
        """A bit for each of some areas; all of them for none named."""
        if not areas:
            return -1
        return sum(1 << self.areas[name] for name in areas)

    @cached_property
    def area_of_place(self) -> list[int]:
        """The threat area of each place: as written, or that of the first road that touches it."""
        found = []
        for name, place in self.scenario.places.items():
            touching = [r.area for r in self.scenario.roads if name in (r.from_, r.to)]
            area = place.area or (touching[0] if touching else next(iter(self.areas)))
            found.append(self.areas[area])
        return found
