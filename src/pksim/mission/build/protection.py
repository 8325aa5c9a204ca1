"""How vehicles protect: thresholds of the injury law, the mix of the fleet, who sits where."""

import math
from collections.abc import Sequence
from itertools import accumulate
from statistics import NormalDist

from pksim.mission.build.columns import Columns, reals, up_to, whole
from pksim.scenario import Scenario
from pksim.scenario.background import Accidents
from pksim.scenario.patrols import Vehicle
from pksim.scenario.people import Unit

NORMAL = NormalDist()
ON_FOOT = "foot"


def protection_columns(scenario: Scenario, units: Sequence[Unit]) -> Columns:
    """The injury law of each class, the fleet, and the occupants, as columns of the world."""
    number = {name: i for i, name in enumerate(scenario.vehicles)}
    fleets = [fleet_of(scenario, unit) for unit in units]
    people = sorted(scenario.occupants.items())
    return {
        "protection": {**injury_laws(scenario), "foot": number[ON_FOOT], "crash": len(number)},
        "fleet": {
            "up_to": reals(x for fleet in fleets for x in up_to(share for _, share in fleet)),
            "protection": whole(number[name] for fleet in fleets for name, _ in fleet),
        },
        "occupants": {
            "up_to": up_to(share for _, share in people),
            "people": whole(count for count, _ in people),
        },
    }


def injury_laws(scenario: Scenario) -> Columns:
    """A row for each class of vehicle, by the strikes that happen, and one for a crash."""
    vehicles, f = list(scenario.vehicles.values()), scenario.reporting
    crash = crash_of(scenario.accidents)
    laws = [thresholds(vehicle) for vehicle in [*vehicles, crash]]
    return {
        "defeats": reals([*(unreported(v.defeats, f) for v in vehicles), crash.defeats]),
        "killed_above": reals(law[0] for law in laws),
        "t1_above": reals(law[1] for law in laws),
        "t2_above": reals(law[2] for law in laws),
        "hurt_above": reals(law[3] for law in laws),
        "expected_killed": reals(
            [*(killed_per_person(v) / f for v in vehicles), killed_per_person(crash)]
        ),
        "stops_fire": reals(v.stops_fire for v in vehicles),
        "correlation": reals(
            [*(scenario.correlation for _ in vehicles), scenario.accidents.same_vehicle]
        ),
    }


def crash_of(accidents: Accidents) -> Vehicle:
    """The injury law of people in a vehicle that has an accident; it has no T1."""
    killed = 1.0 / (1.0 + accidents.wounded_per_death)
    return Vehicle(
        defeats=0.0,
        hurt=accidents.hurt,
        killed=killed,
        t1=0.0,
        t2=(1.0 - killed) * accidents.wounded_t2,
    )


def fleet_of(scenario: Scenario, unit: Unit) -> list[tuple[str, float]]:
    """Class and share of a unit's vehicles, best protection first.

    So a better fleet never gives the vehicle struck a worse class.
    """
    fleet = scenario.fleet if unit.fleet is None else unit.fleet
    return sorted(fleet.items(), key=lambda item: -scenario.vehicles[item[0]].defeats)


def fleet_mean(scenario: Scenario, unit: Unit, attribute: str) -> float:
    """The mean of a number over the vehicles of a unit."""
    fleet = fleet_of(scenario, unit)
    return sum(share * getattr(scenario.vehicles[name], attribute) for name, share in fleet)


def unreported(defeats: float, reporting: float) -> float:
    """The chance that nobody is hurt, where only one in `reporting` strikes is reported.

    The strikes that are missing from the reports hurt nobody.
    """
    return 1.0 - (1.0 - defeats) / reporting


def thresholds(vehicle: Vehicle) -> tuple[float, float, float, float]:
    """The dose above which somebody is killed outright, T1 or worse, T2 or worse, hurt at all."""
    hurt = NORMAL.cdf(-vehicle.hurt)
    worse = accumulate((vehicle.killed, vehicle.t1, vehicle.t2))
    killed, t1, t2 = (dose_exceeded_by(hurt * min(share, 1.0)) for share in worse)
    return killed, t1, t2, vehicle.hurt


def dose_exceeded_by(share: float) -> float:
    """The dose that this share of people exceed; infinite for nobody."""
    return -NORMAL.inv_cdf(share) if share > 0.0 else math.inf


def killed_per_person(vehicle: Vehicle) -> float:
    """The chance that one person in a vehicle struck is killed outright."""
    return (1.0 - vehicle.defeats) * NORMAL.cdf(-vehicle.hurt) * vehicle.killed
