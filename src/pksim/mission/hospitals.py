"""Hospitals: who needs what, who waits for it, how much room there is, and who is on duty."""

import math

from pksim.engine import capacity, hold, now, process, record, rule, signal
from pksim.mission.events import BLOOD_SHORT
from pksim.mission.fleet import fit_with_job
from pksim.mission.laws import drawn, later
from pksim.mission.signals import desk_called
from pksim.mission.story import Story, World
from pksim.mission.streams import PERSON_INTENSIVE_STAY, PERSON_WARD_STAY
from pksim.mission.terms import NOBODY, SURGEON, T1, T2, T3
from pksim.mission.units_of_time import MINUTES_PER_DAY

FULL = 1e7  # minutes by which a facility without room is put behind all that have some


@process
def roster(world: World, me: int, hospital: int) -> Story:
    """Operating teams on duty are counted at each change of shift: by hour, and by who is fit."""
    while True:
        yield capacity(world.hospitals.operating_teams[hospital], on_duty(world, hospital))
        yield signal(desk_called())
        yield hold(until_next_shift(world, hospital))


@process
def blood_supply(world: World, me: int, hospital: int) -> Story:
    """Every so often the stock of blood is filled up."""
    while True:
        yield hold(world.hospitals.resupply[hospital])
        world.hospitals.blood[hospital] = world.hospitals.blood_full[hospital]


# --- on duty ----------------------------------------------------------------------------


@rule
def on_duty(world: World, hospital: int) -> int:
    """Operating teams on duty now; also kept where the desk looks for it."""
    h = world.hospitals
    teams = h.night_teams[hospital] if is_night(world, hospital) else h.teams[hospital]
    if h.unit[hospital] != NOBODY:
        surgeons = fit_with_job(world, h.unit[hospital], SURGEON)
        teams = min(teams, surgeons // h.surgeons[hospital])
    h.on_duty[hospital] = teams
    return teams


@rule
def is_night(world: World, hospital: int) -> bool:
    """Whether the night shift is on duty."""
    h, hour = world.hospitals, now(world) % MINUTES_PER_DAY
    return hour >= h.night_from[hospital] or hour < h.night_until[hospital]


@rule
def until_next_shift(world: World, hospital: int) -> float:
    """Minutes until the shift changes."""
    h, hour = world.hospitals, now(world) % MINUTES_PER_DAY
    if hour < h.night_until[hospital]:
        return h.night_until[hospital] - hour
    if hour < h.night_from[hospital]:
        return h.night_from[hospital] - hour
    return MINUTES_PER_DAY + h.night_until[hospital] - hour


# --- room, and who waits ----------------------------------------------------------------


@rule
def operates(world: World, hospital: int) -> bool:
    """Whether there is surgery: a facility without operating teams has none."""
    return world.hospitals.teams[hospital] > 0


@rule
def can_treat(world: World, hospital: int, severity: int) -> bool:
    """Whether a casualty need not go on from there: T3 if there are beds, others if surgery."""
    if operates(world, hospital):
        return True
    return severity >= T3 and world.hospitals.ward_beds[hospital] > 0


@rule
def is_full(world: World, hospital: int) -> bool:
    """Whether every bed has somebody in it, or on the way to it."""
    h = world.hospitals
    beds = h.intensive_beds[hospital] + h.ward_beds[hospital]
    return 0 < beds <= h.inside[hospital]


@rule
def treated_at(world: World, hospital: int, arrival: float, severity: int) -> float:
    """When surgery would begin for a casualty who arrives then; for T3, the arrival.

    Those before it are who is on the table, inside or on the way, of no lower priority. Infinite
    where the casualty cannot be treated; behind all others where there is no room.
    """
    if not can_treat(world, hospital, severity):
        return math.inf
    put_off = FULL if is_full(world, hospital) else 0.0
    if severity >= T3:
        return arrival + put_off
    h = world.hospitals
    at = arrival + h.resuscitation_mean[hospital]
    teams, free_from = h.on_duty[hospital], now(world)
    if teams == 0:
        teams = h.teams[hospital]
        free_from += until_next_shift(world, hospital)
    ahead = h.operating[hospital] + h.awaiting_t1[hospital]
    if severity == T2:
        ahead += h.awaiting_t2[hospital]
    if ahead >= teams:
        free_from += (ahead - teams + 1) * h.surgery_mean[hospital] / teams
    return later(at, free_from) + put_off


@rule
def keep_place(world: World, person: int, hospital: int) -> None:
    """A bed is kept for a casualty on the way, who will wait for surgery there."""
    c, h = world.casualties, world.hospitals
    give_up_place(world, person)
    c.bound_for[person] = hospital
    h.inside[hospital] += 1
    if operates(world, hospital):
        wait_for_surgery(world, person, 1)


@rule
def give_up_place(world: World, person: int) -> None:
    """The casualty goes elsewhere, home, or has died."""
    c, h = world.casualties, world.hospitals
    hospital = c.bound_for[person]
    if hospital != NOBODY:
        wait_for_surgery(world, person, 0)
        h.inside[hospital] -= 1
        c.bound_for[person] = NOBODY


@rule
def wait_for_surgery(world: World, person: int, awaits: int) -> None:
    """Count the casualty, or no more, among those who wait for surgery."""
    c, h = world.casualties, world.hospitals
    more, hospital = awaits - c.awaits[person], c.bound_for[person]
    if c.severity[person] == T1:
        h.awaiting_t1[hospital] += more
    elif c.severity[person] == T2:
        h.awaiting_t2[hospital] += more
    c.awaits[person] = awaits


# --- what one casualty needs ------------------------------------------------------------


@rule
def triage(world: World, person: int) -> int:
    """Place in every queue: the most urgent first."""
    return world.casualties.severity[person]


@rule
def needs_surgery(world: World, person: int) -> bool:
    """T1 at once, T2 when a team is free, T3 not."""
    return world.casualties.severity[person] < T3


@rule
def has_bays(world: World, person: int) -> bool:
    """Whether resuscitation bays are counted there."""
    return world.hospitals.bay_count[hospital_of(world, person)] > 0


@rule
def needs_intensive_care(world: World, person: int) -> bool:
    """T1 casualties recover in intensive care, where the hospital has any."""
    beds = world.hospitals.intensive_beds[hospital_of(world, person)]
    return world.casualties.severity[person] == T1 and beds > 0


@rule
def needs_ward(world: World, person: int) -> bool:
    """Everybody goes through the ward, where the hospital has one."""
    return world.hospitals.ward_beds[hospital_of(world, person)] > 0


@rule
def hospital_of(world: World, person: int) -> int:
    """The hospital that treats the casualty."""
    return world.casualties.hospital[person]


@rule
def bay(world: World, person: int) -> int:
    """The resuscitation bays of the casualty's hospital."""
    return world.hospitals.bays[hospital_of(world, person)]


@rule
def operating_team(world: World, person: int) -> int:
    """The operating teams of the casualty's hospital."""
    return world.hospitals.operating_teams[hospital_of(world, person)]


@rule
def intensive_care_bed(world: World, person: int) -> int:
    """The intensive-care beds of the casualty's hospital."""
    return world.hospitals.intensive_care[hospital_of(world, person)]


@rule
def ward_bed(world: World, person: int) -> int:
    """The ward beds of the casualty's hospital."""
    return world.hospitals.ward[hospital_of(world, person)]


@rule
def intensive_care_stay(world: World, person: int) -> float:
    """Minutes in intensive care."""
    law = world.hospitals.intensive_care_stay[hospital_of(world, person)]
    return drawn(world, law, PERSON_INTENSIVE_STAY, world.casualties.key[person], 0)


@rule
def ward_stay(world: World, person: int) -> float:
    """Minutes in the ward."""
    law = world.hospitals.ward_stay[hospital_of(world, person)]
    return drawn(world, law, PERSON_WARD_STAY, world.casualties.key[person], 0)


# --- blood ------------------------------------------------------------------------------


@rule
def takes_blood(world: World, person: int) -> bool:
    """Whether there is blood for the casualty; a T1 casualty takes it from the stock."""
    h, hospital = world.hospitals, hospital_of(world, person)
    wanted = h.blood_per_casualty[hospital]
    if world.casualties.severity[person] != T1 or h.blood_full[hospital] < 0:
        return True
    if h.blood[hospital] < wanted:
        site = world.distances.segments[0] + h.place[hospital]
        record(world, BLOOD_SHORT, person, site, h.blood[hospital])
        return False
    h.blood[hospital] -= wanted
    return True
