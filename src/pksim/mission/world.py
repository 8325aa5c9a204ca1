"""From a scenario to the world its processes live in: columns, rows, resources, and who starts.

Everything that can be solved before the clock starts is solved here, once for each policy. The
parts of the layout are in `pksim.mission.build`.
"""

from collections.abc import Iterator
from typing import Any

from pksim.engine import Model, World
from pksim.mission.accidents import camp_accidents
from pksim.mission.build.background import background_columns
from pksim.mission.build.care import care_columns, hospital_of_each_unit
from pksim.mission.build.columns import Columns
from pksim.mission.build.covid import covid_columns
from pksim.mission.build.deployment import people_columns
from pksim.mission.build.evacuation import evacuation_columns
from pksim.mission.build.ground import ground_columns
from pksim.mission.build.plan import Plan
from pksim.mission.build.programmes import programme_columns
from pksim.mission.build.protection import protection_columns
from pksim.mission.build.threats import threat_columns
from pksim.mission.camps import KINDS_OF_ATTACK, camp_attacks
from pksim.mission.covid.arrivals import newcomers
from pksim.mission.covid.outbreak import outbreak
from pksim.mission.covid.surroundings import gate, seeding
from pksim.mission.covid.testing import routine
from pksim.mission.covid.vaccination import campaign
from pksim.mission.desk import evacuation_desk
from pksim.mission.emplacement import emplacement
from pksim.mission.events import KINDS
from pksim.mission.fleet import KINDS_OF_ABSENCE, absences
from pksim.mission.hospitals import blood_supply, roster
from pksim.mission.illness import KINDS_OF_DEATH, deaths, illness
from pksim.mission.patrols import patrol_programme
from pksim.mission.people import deployment, rotation
from pksim.mission.regimes import regime, shock
from pksim.mission.rows import ROWS
from pksim.mission.scheduled import scheduled
from pksim.mission.violence import violence
from pksim.mission.weather import weather
from pksim.scenario import Scenario

STARTS = (
    regime,
    shock,
    deployment,
    weather,
    rotation,
    patrol_programme,
    emplacement,
    camp_attacks,
    violence,
    illness,
    deaths,
    camp_accidents,
    scheduled,
    absences,
    roster,
    blood_supply,
    evacuation_desk,
)
"""The processes that begin at midnight of the first day, in their order."""

PANDEMIC_STARTS = (outbreak, newcomers, seeding, gate, routine, campaign)
"""Those of a pandemic, after all others."""

MODEL = Model("mission", start=STARTS, kinds=KINDS)
"""The processes of the mission."""

PANDEMIC = Model("mission in a pandemic", start=(*STARTS, *PANDEMIC_STARTS), kinds=KINDS)
"""The same with a pandemic: apart, so that nobody waits for its compilation who has none."""


class WorldBuilder:
    """Lays out the world of one scenario, one policy already applied."""

    def __init__(self, scenario: Scenario) -> None:
        self.plan = Plan(scenario)
        self.network = self.plan.network

    def build(self) -> World:
        """The world at its beginning; `World.fresh` gives one for each replication."""
        model = MODEL if self.plan.scenario.covid is None else PANDEMIC
        world = World(model, self._columns(), ROWS, self.plan.resources)
        for process, number in self._starts():
            world.start(process, number)
        return world

    def _columns(self) -> Columns:
        plan = self.plan
        columns: Columns = {
            **ground_columns(plan),
            **people_columns(plan),
            **programme_columns(plan),
            **threat_columns(plan),
            **protection_columns(plan.scenario, plan.units_in_order),
            **care_columns(plan),
            **evacuation_columns(plan),
            **background_columns(plan),
            **covid_columns(plan),
        }
        columns["units"] |= hospital_of_each_unit(plan)
        self._begun = {
            name: _length(columns[name]) for name in ("camps", "towns", "rotations", "bases")
        }
        return {**columns, "laws": plan.laws.columns()}

    def _starts(self) -> Iterator[tuple[Any, int]]:
        scenario, threats = self.plan.scenario, self.plan.scenario.threats
        numbers = {
            regime: len(scenario.areas),
            shock: len(scenario.shocks),
            deployment: len(scenario.units),
            weather: len(scenario.areas) if scenario.weather else 0,
            rotation: self._begun["rotations"],
            patrol_programme: len(scenario.patrols),
            emplacement: len(scenario.areas),
            camp_attacks: KINDS_OF_ATTACK * self._begun["camps"],
            deaths: KINDS_OF_DEATH,
            violence: self._begun["towns"] if threats.violence else 0,
            scheduled: len(scenario.incidents),
            absences: KINDS_OF_ABSENCE * len(scenario.evacuation.helicopters),
            roster: len(scenario.hospitals),
            blood_supply: len(scenario.hospitals),
            **self._pandemic(),
        }
        for process in (*STARTS, *PANDEMIC_STARTS):
            for number in range(numbers.get(process, 1)):
                yield process, number

    def _pandemic(self) -> dict[Any, int]:
        covid = self.plan.scenario.covid
        if covid is None:
            return dict.fromkeys(PANDEMIC_STARTS, 0)
        return {
            newcomers: self._begun["rotations"],
            seeding: len(covid.seeds),
            gate: self._begun["bases"] if covid.surroundings.gate else 0,
            routine: 0 if covid.tests.routine is None else 1,
            campaign: len(covid.vaccine.campaigns),
        }


def _length(group: Columns) -> int:
    return len(next(iter(group.values())))
