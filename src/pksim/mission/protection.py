"""How vehicles protect: thresholds of the injury law, the mix of the fleet, who sits where."""

import math
from itertools import accumulate
from statistics import NormalDist

from pksim.mission.columns import Columns, reals, up_to, whole
from pksim.scenario import Scenario
from pksim.scenario.schema import Vehicle

NORMAL = NormalDist()
ON_FOOT = "foot"


def protection_columns(scenario: Scenario) -> Columns:
    """The injury law of each class, the fleet, and the occupants, as columns of the world."""
    vehicles = scenario.vehicles
    number = {name: i for i, name in enumerate(vehicles)}
    laws = [thresholds(vehicle) for vehicle in vehicles.values()]
    # best protection first, so that a better fleet never gives the vehicle struck a worse class
    fleet = sorted(scenario.fleet.items(), key=lambda item: -vehicles[item[0]].defeats)
    people = sorted(scenario.occupants.items())
    return {
        "protection": {
            "defeats": reals(v.defeats for v in vehicles.values()),
            "killed_above": reals(law[0] for law in laws),
            "t1_above": reals(law[1] for law in laws),
            "t2_above": reals(law[2] for law in laws),
            "hurt_above": reals(law[3] for law in laws),
            "expected_killed": reals(map(killed_per_person, vehicles.values())),
            "correlation": scenario.correlation,
            "foot": number[ON_FOOT],
        },
        "fleet": {
            "up_to": up_to(share for _, share in fleet),
            "protection": whole(number[name] for name, _ in fleet),
        },
        "occupants": {
            "up_to": up_to(share for _, share in people),
            "people": whole(count for count, _ in people),
        },
    }


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
