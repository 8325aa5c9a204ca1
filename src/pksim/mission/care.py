"""Care on the way and in hospital: when it comes, and what it does to the hazard."""

from pksim.engine import draw, now, record, rule
from pksim.mission.events import (
    AT_HOSPITAL,
    FIRST_AID,
    MEDICAL_CARE,
    REPATRIATED,
    RETURNED_TO_DUTY,
    SURGERY,
)
from pksim.mission.laws import drawn, sooner, time_until
from pksim.mission.people import back_to_duty
from pksim.mission.story import World
from pksim.mission.streams import (
    PERSON_BUDDY_AID,
    PERSON_BUDDY_DELAY,
    PERSON_DUTY,
    PERSON_MEDICAL_TEAM,
    PERSON_RESUSCITATION,
    PERSON_SURGERY,
)
from pksim.mission.survival import hazard_of_share, hazard_with, minutes_since_wounding, suffer
from pksim.mission.terms import ON_DUTY, SENT_HOME, T1, T3

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
def resuscitation(world: World, person: int) -> float:
    """Minutes from arrival until the casualty can be operated on or moved to a bed."""
    c, hospitals = world.casualties, world.hospitals
    law = hospitals.resuscitation[c.hospital[person]]
    return drawn(world, law, PERSON_RESUSCITATION, c.key[person], 0)


@rule
def surgery(world: World, person: int) -> float:
    """Minutes on the table."""
    c, hospitals = world.casualties, world.hospitals
    return drawn(world, hospitals.surgery[c.hospital[person]], PERSON_SURGERY, c.key[person], 0)


# --- what it does -----------------------------------------------------------------------


@rule
def first_aid(world: World, person: int) -> None:
    """Bleeding is controlled."""
    c = world.casualties
    c.first_aid_after[person] = minutes_since_wounding(world, person)
    record(world, FIRST_AID, person, c.site[person], c.first_aid_after[person])
    suffer(world, person, hazard_with(world, person, world.care.bleeding_controlled[0]))


@rule
def enhanced_care(world: World, person: int) -> None:
    """A medical team, or the crew of the lift, gives enhanced field care."""
    c = world.casualties
    c.care_after[person] = minutes_since_wounding(world, person)
    record(world, MEDICAL_CARE, person, c.site[person], c.care_after[person])
    suffer(world, person, hazard_with(world, person, world.care.enhanced[0]))


@rule
def resuscitate(world: World, person: int) -> None:
    """The casualty is in hospital, with blood and a doctor."""
    c = world.casualties
    c.hospital_after[person] = minutes_since_wounding(world, person)
    record(world, AT_HOSPITAL, person, c.site[person], c.hospital_after[person])
    suffer(world, person, hazard_with(world, person, world.care.hospital[0]))


@rule
def start_surgery(world: World, person: int) -> None:
    """Surgery stops the hazard of the wound; what it costs comes after it."""
    c = world.casualties
    c.surgery_after[person] = minutes_since_wounding(world, person)
    record(world, SURGERY, person, c.site[person], c.surgery_after[person])
    suffer(world, person, 0.0)
    c.recovery_hazard[person] = hazard_after_surgery(world, person)


@rule
def hazard_after_surgery(world: World, person: int) -> float:
    """Hazard of the recovery in all: it grows with the damage done before surgery.

    So slow evacuation also costs lives in hospital.
    """
    c, care = world.casualties, world.care
    if c.severity[person] != T1:
        return hazard_of_share(care.late_death[0])
    quality = world.hospitals.quality[c.hospital[person]]
    return quality * (care.recovery_base[0] + care.recovery_per_hazard[0] * c.hazard[person])


@rule
def recover(world: World, person: int, stay: float) -> None:
    """A stay in bed; the hazard of the recovery is spread over the first one."""
    c = world.casualties
    if c.severity[person] == T3:
        c.recovery_hazard[person] = hazard_of_share(world.care.late_death[0])
    suffer(world, person, c.recovery_hazard[person] / stay if stay > 0.0 else 0.0)
    c.recovery_hazard[person] = 0.0


@rule
def out_of_danger(world: World, person: int) -> None:
    """The hazard of the recovery is spent; waiting for another bed adds none."""
    suffer(world, person, 0.0)


@rule
def discharge(world: World, person: int) -> None:
    """Back to duty, or home."""
    c = world.casualties
    out_of_danger(world, person)
    fit = draw(world, PERSON_DUTY, c.key[person], 0) < world.care.t3_returned[0]
    returns = c.severity[person] == T3 and fit
    c.outcome[person] = ON_DUTY if returns else SENT_HOME
    c.end_after[person] = minutes_since_wounding(world, person)
    if returns:
        back_to_duty(world, c.person[person], c.arrived[person])
    kind = RETURNED_TO_DUTY if returns else REPATRIATED
    record(world, kind, person, c.site[person], c.end_after[person])
