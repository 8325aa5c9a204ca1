"""Care on the way and in hospital: when it comes, and what it does to the hazard."""

import math

from pksim.engine import draw, now, record, rule
from pksim.mission.duty import back_to_duty
from pksim.mission.events import (
    AT_HOSPITAL,
    FIRST_AID,
    MEDICAL_CARE,
    ONWARD,
    REPATRIATED,
    RETURNED_TO_DUTY,
    SURGERY,
)
from pksim.mission.hospitals import (
    give_up_place,
    hospital_of,
    intensive_care_stay,
    takes_blood,
    wait_for_surgery,
    ward_stay,
)
from pksim.mission.laws import drawn, sooner, time_until
from pksim.mission.steps import enter
from pksim.mission.story import World
from pksim.mission.streams import (
    PERSON_BLOOD,
    PERSON_BUDDY_AID,
    PERSON_BUDDY_DELAY,
    PERSON_DUTY,
    PERSON_MEDICAL_TEAM,
    PERSON_ONWARD,
    PERSON_RESUSCITATION,
    PERSON_SURGERY,
)
from pksim.mission.survival import hazard_of_share, hazard_with, minutes_since_wounding, suffer
from pksim.mission.terms import (
    ABROAD,
    IN_HOSPITAL,
    IN_OWN_VEHICLES,
    IN_QUEUE,
    IN_RESUSCITATION,
    NOBODY,
    ON_DUTY,
    ON_THE_GROUND,
    OUT_OF_CHAIN,
    SENT_HOME,
    T1,
    T3,
)

# --- when -------------------------------------------------------------------------------


@rule
def buddy_aid(world: World, person: int) -> float:
    """Minutes until somebody stops the bleeding: a buddy who can, else the medical team."""
    key = world.casualties.key[person]
    if draw(world, PERSON_BUDDY_AID, key, 0) >= world.care.bleeding_coverage[0]:
        return medical_team(world, person)
    delay = drawn(world, world.care.bleeding_delay[0], PERSON_BUDDY_DELAY, key, 0)
    return sooner(after_wounding(world, person, delay), medical_team(world, person))


@rule
def medical_team(world: World, person: int) -> float:
    """Minutes until a medical team brings enhanced field care."""
    key = world.casualties.key[person]
    delay = drawn(world, world.care.enhanced_delay[0], PERSON_MEDICAL_TEAM, key, 0)
    return after_wounding(world, person, delay)


@rule
def after_wounding(world: World, person: int, delay: float) -> float:
    """What is left of a delay that is counted from wounding."""
    return time_until(world.casualties.wounded_at[person] + delay, now(world))


@rule
def in_resuscitation(world: World, person: int) -> float:
    """Minutes in the bay, until the casualty can be operated on or moved to a bed."""
    law = world.hospitals.resuscitation[hospital_of(world, person)]
    return drawn(world, law, PERSON_RESUSCITATION, world.casualties.key[person], 0)


@rule
def on_the_table(world: World, person: int) -> float:
    """Minutes in surgery."""
    law = world.hospitals.surgery[hospital_of(world, person)]
    return drawn(world, law, PERSON_SURGERY, world.casualties.key[person], 0)


@rule
def picked_up(world: World, person: int) -> bool:
    """Whether a lift has taken the casualty aboard."""
    return world.casualties.where[person] != ON_THE_GROUND


@rule
def in_own_vehicles(world: World, person: int) -> bool:
    """Whether vehicles of those who were hit carry the casualty, with no medical staff aboard."""
    return world.casualties.where[person] == IN_OWN_VEHICLES


@rule
def is_in_hospital(world: World, person: int) -> bool:
    """Whether the casualty is where he or she can be treated."""
    return world.casualties.where[person] == IN_HOSPITAL


# --- what it does -----------------------------------------------------------------------


@rule
def first_aid(world: World, person: int) -> None:
    """Bleeding is controlled, as far as hands and a tourniquet can."""
    c, care = world.casualties, world.care
    c.first_aid_after[person] = minutes_since_wounding(world, person)
    record(world, FIRST_AID, person, c.site[person], c.first_aid_after[person])
    controlled = care.controlled_elsewhere[0]
    if c.extremity[person] == 1:
        controlled = care.controlled_extremity[0]
    suffer(world, person, hazard_with(world, person, controlled))


@rule
def enhanced_care(world: World, person: int) -> None:
    """A medical team, a medical crew that fetches them or a doctor gives enhanced care, once."""
    c, care = world.casualties, world.care
    if c.cared[person] == 1:
        return
    c.cared[person] = 1
    c.care_after[person] = minutes_since_wounding(world, person)
    record(world, MEDICAL_CARE, person, c.site[person], c.care_after[person])
    if draw(world, PERSON_BLOOD, c.key[person], 0) < care.field_blood[0]:
        give_blood(world, person)
    else:
        # Where a tourniquet alone does more than the rest of enhanced care, it stays on.
        enhanced = hazard_with(world, person, care.enhanced[0])
        suffer(world, person, min(c.rate[person], enhanced))


@rule
def care_on_the_way(world: World, person: int) -> None:
    """A facility without surgery gives blood, if it keeps any, to T1 casualties who must go on."""
    c, h = world.casualties, world.hospitals
    hospital = c.hospital[person]
    if hospital == NOBODY or c.severity[person] != T1 or h.blood_full[hospital] == 0:
        return
    if takes_blood(world, person):
        give_blood(world, person)


@rule
def give_blood(world: World, person: int) -> None:
    """Enhanced care with blood; where a tourniquet alone does more, it stays on."""
    c = world.casualties
    suffer(world, person, min(c.rate[person], hazard_with(world, person, world.care.blood[0])))


@rule
def arrive(world: World, person: int) -> None:
    """The casualty is in a hospital where he or she can be treated."""
    c = world.casualties
    c.hospital_after[person] = minutes_since_wounding(world, person)
    record(world, AT_HOSPITAL, person, c.site[person], c.hospital_after[person])


@rule
def resuscitate(world: World, person: int) -> None:
    """In the bay there is blood, unless it has run out."""
    enter(world, person, IN_RESUSCITATION)
    if takes_blood(world, person):
        give_blood(world, person)


@rule
def wait_for_team(world: World, person: int) -> None:
    """Ready for the table."""
    enter(world, person, IN_QUEUE)


@rule
def start_surgery(world: World, person: int) -> None:
    """Surgery stops the hazard of the wound; what it costs comes after it."""
    c = world.casualties
    c.surgery_after[person] = minutes_since_wounding(world, person)
    record(world, SURGERY, person, c.site[person], c.surgery_after[person])
    suffer(world, person, 0.0)
    c.recovery_hazard[person] = hazard_after_surgery(world, person)
    world.hospitals.operating[hospital_of(world, person)] += 1


@rule
def end_surgery(world: World, person: int) -> None:
    """Off the table; who needs more than the hospital has goes on in so many hours."""
    c, hospital = world.casualties, hospital_of(world, person)
    world.hospitals.operating[hospital] -= 1
    more = c.severity[person] == T1 and world.hospitals.definitive[hospital] == 0
    if more and world.evacuation.onward[0] != NOBODY:
        delay = drawn(world, world.evacuation.onward[0], PERSON_ONWARD, c.key[person], 0)
        c.leaves_at[person] = now(world) + delay


@rule
def out_of_queue(world: World, person: int) -> None:
    """The casualty waits for no surgeon any more; the way from wounding to surgery is over."""
    enter(world, person, OUT_OF_CHAIN)
    if world.casualties.bound_for[person] != NOBODY:
        wait_for_surgery(world, person, 0)


@rule
def hazard_after_surgery(world: World, person: int) -> float:
    """Hazard of the recovery in all: it grows with the damage done before surgery.

    So slow evacuation also costs lives in hospital.
    """
    c, care = world.casualties, world.care
    if c.severity[person] != T1:
        return hazard_of_share(care.late_death[0])
    quality = world.hospitals.quality[hospital_of(world, person)]
    return quality * (care.recovery_base[0] + care.recovery_per_hazard[0] * c.hazard[person])


# --- in bed -----------------------------------------------------------------------------


@rule
def recover(world: World, person: int, stay: float) -> float:
    """A stay in bed of so many minutes; the hazard of the recovery is spread over the first one.

    Gives the minutes until it is over, or the casualty leaves for another place.
    """
    c = world.casualties
    if c.severity[person] == T3:
        c.recovery_hazard[person] = hazard_of_share(world.care.late_death[0])
    suffer(world, person, c.recovery_hazard[person] / stay if stay > 0.0 else 0.0)
    c.recovery_hazard[person] = 0.0
    c.recovers_at[person] = now(world) + stay
    return sooner(stay, until_leaving(world, person))


@rule
def until_leaving(world: World, person: int) -> float:
    """Minutes until the casualty leaves the hospital for another; for ever if not."""
    return time_until(world.casualties.leaves_at[person], now(world))


@rule
def stays(world: World, person: int) -> bool:
    """Whether the casualty stays where he or she is, as yet."""
    return now(world) < world.casualties.leaves_at[person]


@rule
def end_of_stay(world: World, person: int) -> None:
    """The hazard of the recovery is spent if the stay was whole; waiting for a bed adds none."""
    c = world.casualties
    if now(world) >= c.recovers_at[person]:
        suffer(world, person, 0.0)


@rule
def limit_ward_stay(world: World, person: int) -> None:
    """Nobody stays longer than the hospital may hold: who needs to is sent on when that is over."""
    c, h = world.casualties, world.hospitals
    hospital = hospital_of(world, person)
    if ward_stay(world, person) > h.holding[hospital] and world.evacuation.onward[0] != NOBODY:
        c.leaves_at[person] = sooner(c.leaves_at[person], now(world) + h.holding[hospital])


@rule
def go_onward(world: World, person: int) -> float:
    """To a hospital out of the country. Gives the minutes of recovery that are left."""
    c = world.casualties
    site = world.distances.segments[0] + world.hospitals.place[hospital_of(world, person)]
    record(world, ONWARD, person, site, minutes_since_wounding(world, person))
    give_up_place(world, person)
    c.where[person] = ABROAD
    if c.recovery_hazard[person] > 0.0:
        return recover_abroad(world, person)
    if math.isnan(c.recovers_at[person]):
        return 0.0
    return time_until(c.recovers_at[person], now(world))


@rule
def recover_abroad(world: World, person: int) -> float:
    """The whole recovery out of the country, for whom no bed came free before."""
    stay = intensive_care_stay(world, person)
    if world.casualties.severity[person] != T1:
        stay = ward_stay(world, person)
    world.casualties.leaves_at[person] = math.inf
    return recover(world, person, stay)


@rule
def discharge(world: World, person: int) -> None:
    """Back to duty, or home."""
    c = world.casualties
    suffer(world, person, 0.0)
    give_up_place(world, person)
    fit = draw(world, PERSON_DUTY, c.key[person], 0) < world.care.t3_returned[0]
    returns = c.severity[person] == T3 and fit
    c.outcome[person] = ON_DUTY if returns else SENT_HOME
    c.end_after[person] = minutes_since_wounding(world, person)
    if returns:
        back_to_duty(world, c.person[person], c.arrived[person])
    kind = RETURNED_TO_DUTY if returns else REPATRIATED
    record(world, kind, person, c.site[person], c.end_after[person])
