"""Life and death of a casualty: hazard builds up, slower with care, until it reaches a threshold.

Each casualty has one threshold, exponential with mean 1 and drawn once, so whoever survives slower
care survives faster care too. Sources of rates and multipliers: docs/model.md, "Survival".
"""

import math

from pksim.engine import draw, formula, now, record, rule
from pksim.engine.distributions import exponential
from pksim.mission.duty import set_state
from pksim.mission.events import DEATH_IN_ACCIDENT, DIED_OF_WOUNDS, KILLED_IN_ACTION
from pksim.mission.hospitals import give_up_place
from pksim.mission.laws import time_until
from pksim.mission.steps import enter, start_steps
from pksim.mission.story import World
from pksim.mission.streams import PERSON_EXTREMITY, PERSON_THRESHOLD
from pksim.mission.terms import (
    CAMP_ACCIDENT,
    DEAD,
    IN_CARE,
    IN_HOSPITAL,
    KILLED,
    NOBODY,
    ON_THE_GROUND,
    OUT_OF_CHAIN,
    ROAD_ACCIDENT,
    T1,
)

AN_INSTANT = 1e-6  # minutes; a casualty due to die within it is dead


@rule
def begin_survival(world: World, person: int, mechanism: int) -> None:
    """At the point of wounding: no hazard yet, and no care.

    By the mechanism a share of T1 casualties bleeds from a limb, where a tourniquet reaches.
    """
    c = world.casualties
    luck = draw(world, PERSON_EXTREMITY, c.key[person], 0)
    c.extremity[person] = luck < world.care.extremity[mechanism]
    c.where[person] = ON_THE_GROUND
    c.request[person] = NOBODY
    c.promised[person] = NOBODY
    c.next_waiting[person] = NOBODY
    c.bound_for[person] = NOBODY
    c.awaits[person] = 0
    c.cared[person] = 0
    c.recovers_at[person] = math.nan
    c.leaves_at[person] = math.inf
    start_steps(world, person)
    c.threshold[person] = exponential(draw(world, PERSON_THRESHOLD, c.key[person], 0), 1.0)
    c.hazard[person] = 0.0
    c.rate[person] = 0.0
    c.since[person] = now(world)
    c.wounded_at[person] = now(world)
    c.outcome[person] = IN_CARE
    c.hospital[person] = NOBODY
    c.first_aid_after[person] = math.nan
    c.care_after[person] = math.nan
    c.pick_up_after[person] = math.nan
    c.hospital_after[person] = math.nan
    c.surgery_after[person] = math.nan
    c.end_after[person] = math.nan
    suffer(world, person, hazard_with(world, person, 1.0))


@rule
def hazard_with(world: World, person: int, care: float) -> float:
    """Hazard per minute before surgery, multiplied by care; only a T1 casualty can die of it."""
    if world.casualties.severity[person] != T1:
        return 0.0
    return care / world.care.t1_death_time[0]


@rule
def suffer(world: World, person: int, rate: float) -> None:
    """From now on the hazard is `rate` per minute; what has built up stays."""
    c = world.casualties
    c.hazard[person] += c.rate[person] * (now(world) - c.since[person])
    c.since[person] = now(world)
    c.rate[person] = rate
    c.dies_at[person] = now(world) + minutes_left(c.threshold[person], c.hazard[person], rate)


@formula
def minutes_left(threshold: float, hazard: float, rate: float) -> float:
    """Minutes until the hazard reaches the threshold; for ever if it does not grow."""
    if rate <= 0.0:
        return math.inf
    return max(0.0, threshold - hazard) / rate


@rule
def time_to_death(world: World, person: int) -> float:
    """Minutes until the casualty dies, if care stays as it is."""
    return time_until(world.casualties.dies_at[person], now(world))


@rule
def killed_outright(world: World, person: int) -> bool:
    """Whether the casualty was beyond all help at the point of wounding."""
    if world.casualties.severity[person] != KILLED:
        return False
    die(world, person)
    return True


@rule
def died(world: World, person: int) -> bool:
    """Whether the hazard has reached the casualty's threshold by now."""
    c = world.casualties
    if now(world) < c.dies_at[person] - AN_INSTANT:
        return False
    c.hazard[person] = c.threshold[person]
    c.rate[person] = 0.0
    die(world, person)
    return True


@rule
def die(world: World, person: int) -> None:
    """Record a death: killed in action before a facility with surgery, died of wounds after."""
    c = world.casualties
    c.outcome[person] = DEAD
    c.end_after[person] = minutes_since_wounding(world, person)
    enter(world, person, OUT_OF_CHAIN)
    give_up_place(world, person)
    kind = DIED_OF_WOUNDS if c.where[person] >= IN_HOSPITAL else KILLED_IN_ACTION
    if c.cause[person] in (ROAD_ACCIDENT, CAMP_ACCIDENT):
        kind = DEATH_IN_ACCIDENT
    set_state(world, c.person[person], c.arrived[person], DEAD)
    record(world, kind, person, c.site[person], c.end_after[person])


@rule
def minutes_since_wounding(world: World, person: int) -> float:
    """The clock of 10-1-2: it starts at wounding."""
    return now(world) - world.casualties.wounded_at[person]


@formula
def hazard_of_share(share: float) -> float:
    """The hazard, in all, of which this share dies."""
    return -math.log1p(-share)
