"""What the measures of a scenario cost in it: counts of those who get them, and sums."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from pksim.scenario.costs import NOTHING, Countable, Estimate
from pksim.scenario.distances import per_day
from pksim.scenario.measures import Measure
from pksim.scenario.patrols import Patrol
from pksim.scenario.people import Unit
from pksim.scenario.quantities import DAYS_PER_YEAR, MINUTES_PER_DAY
from pksim.scenario.schema import ScenarioFields


def price(measure: Measure, scenario: ScenarioFields, horizon: float) -> Estimate:
    """USD that a measure costs in a scenario over a horizon in minutes."""
    return measure.ranged_cost.over(horizon, units_of(measure, scenario))


def cost_over(scenario: ScenarioFields, horizon: float) -> Estimate:
    """USD over a horizon in minutes: the base cost and that of every measure applied."""
    base = scenario.costs.base * horizon / (DAYS_PER_YEAR * MINUTES_PER_DAY)
    applied = [price(scenario.measures[name], scenario, horizon) for name in scenario.applied]
    return sum(applied, NOTHING + Estimate(base, base, base))


def units_of(measure: Measure, scenario: ScenarioFields) -> float:
    """How many get a measure that costs by unit: as written, or a share of those there are."""
    per_unit = measure.cost.per_unit
    if per_unit is None:
        return 0.0
    if per_unit.count is not None:
        return per_unit.count
    return per_unit.share * counted(per_unit.what, scenario, measure.units)


def counted(what: Countable, scenario: ScenarioFields, units: Collection[str] = ()) -> float:
    """How many of something these units have; none named: how many there are in all.

    A person is uniformed. A newcomer comes with a rotation within the horizon, all of its unit. A
    camp is a base where units live. A helicopter is there if it is ever serviceable.
    """
    named = {name: unit for name, unit in scenario.units.items() if name in (units or [name])}
    bases = {unit.base for unit in named.values()}

    def theirs(unit: str | None, base: str) -> bool:
        return not units or (unit in named if unit else base in bases)

    if what == "person":
        return sum(unit.strength for unit in named.values())
    if what == "newcomer":
        return sum(unit.strength * _arrivals(unit, scenario) for unit in named.values())
    if what == "camp":
        return len(bases)
    if what == "hospital":
        return sum(theirs(one.unit, one.at) for one in scenario.hospitals.values())
    if what == "helicopter":
        crafts = scenario.evacuation.helicopters.values()
        return sum(craft.serviceable > 0 and theirs(craft.unit, craft.base) for craft in crafts)
    columns = [one for one in scenario.patrols.values() if theirs(one.unit, one.base)]
    return _vehicles(columns, scenario)


def _arrivals(unit: Unit, scenario: ScenarioFields) -> int:
    """Rotations of a unit within the horizon."""
    days = scenario.horizon / MINUTES_PER_DAY
    return sum(0 <= (day - scenario.start).days < days for day in unit.rotations)


def _vehicles(columns: Sequence[Patrol], scenario: ScenarioFields) -> float:
    """Vehicles with uniformed crews that leave on a day; at least those of the largest column."""
    own = [(one.vehicles * (1 - one.contractors), per_day(one, scenario)) for one in columns]
    daily = math.fsum(vehicles * rate for vehicles, rate in own)
    return max(daily, max((vehicles for vehicles, _ in own), default=0.0))
