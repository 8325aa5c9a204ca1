"""Who is hurt in a vehicle: an ordered probit, one latent per vehicle, one per person.

Source of the law: docs/model.md, "Injury". A shift of any threshold moves every person the same
way, so better protection never hurts anybody who would have been spared without it.
"""

import math

from pksim.engine import draw, formula, record, rule
from pksim.engine.distributions import normal
from pksim.mission.events import CONTRACTORS_STRUCK, STRIKE, STRIKE_HARMLESS
from pksim.mission.incidents import add_casualty
from pksim.mission.muster import mount
from pksim.mission.story import World
from pksim.mission.streams import PERSON_LATENT, VEHICLE_DEFEATS, VEHICLE_LATENT
from pksim.mission.terms import DISMOUNTED, KILLED, MOUNTED, NOBODY, T1, T2, T3, UNHURT

NEIGHBOUR = 512  # seats of the vehicle next to the one struck begin here


@rule
def expose_vehicle(world: World, march: int, incident: int, vehicle: int, protection: int) -> int:
    """Everybody in one vehicle of a column is hurt or not; gives how many were in it."""
    mount(world, march)
    first_seat = 0 if world.incidents.exposed[incident] == 0 else NEIGHBOUR
    luck = world.incidents.key[incident] + first_seat
    held = is_defeated(world, luck, protection)
    blast = blast_of(world, luck)
    seat = first_seat
    person = world.marches.first_person[march]
    while person != NOBODY:
        if world.people.vehicle[person] == vehicle:
            expose(world, incident, seat, person, protection, held, blast)
            seat += 1
        person = world.people.next[person]
    return seat - first_seat


@rule
def expose_on_foot(world: World, march: int, incident: int, people: int) -> int:
    """Those in front, who were on foot beside the device, are hurt or not; gives how many."""
    luck, foot = world.incidents.key[incident], world.protection.foot[0]
    held = is_defeated(world, luck, foot)
    blast = blast_of(world, luck)
    seat = 0
    person = world.marches.first_person[march]
    while person != NOBODY and seat < people:
        expose(world, incident, seat, person, foot, held, blast)
        seat += 1
        person = world.people.next[person]
    return seat


@rule
def expose(
    world: World, incident: int, seat: int, person: int, protection: int, held: bool, blast: float
) -> None:
    """One person within reach, whose hull or distance defeats the blast or not."""
    world.incidents.exposed[incident] += 1
    if held:
        return
    severity = severity_of(world, world.incidents.key[incident] + seat, protection, blast)
    if severity != UNHURT:
        mechanism = DISMOUNTED if protection == world.protection.foot[0] else MOUNTED
        add_casualty(world, incident, seat, severity, person, mechanism)


@rule
def is_defeated(world: World, luck: int, protection: int) -> bool:
    """Whether hull or distance defeats the device: then nobody is hurt."""
    return draw(world, VEHICLE_DEFEATS, luck, 0) < world.protection.defeats[protection]


@rule
def blast_of(world: World, luck: int) -> float:
    """What all occupants of the vehicle share."""
    return normal(draw(world, VEHICLE_LATENT, luck, 0), 0.0, 1.0)


@rule
def tell_strike(world: World, incident: int, on_contractors: bool) -> None:
    """Write down what the strike came to, and whether it was on a vehicle that civilians drive."""
    incidents = world.incidents
    hurt, site = incidents.hurt[incident], incidents.site[incident]
    record(world, STRIKE, incident, site, hurt)
    if on_contractors:
        record(world, CONTRACTORS_STRUCK, incident, site, 1.0)
    elif hurt == 0:
        record(world, STRIKE_HARMLESS, incident, site, incidents.exposed[incident])


@rule
def severity_of(world: World, luck: int, protection: int, blast: float) -> int:
    """How badly one person is hurt: the shared blast and own luck against thresholds."""
    law = world.protection
    own = normal(draw(world, PERSON_LATENT, luck, 0), 0.0, 1.0)
    dose = shared(law.correlation[protection], blast, own)
    if dose > law.killed_above[protection]:
        return KILLED
    if dose > law.t1_above[protection]:
        return T1
    if dose > law.t2_above[protection]:
        return T2
    return T3 if dose > law.hurt_above[protection] else UNHURT


@formula
def shared(correlation: float, blast: float, own: float) -> float:
    """A standard normal latent that two occupants share with this correlation."""
    return math.sqrt(correlation) * blast + math.sqrt(1.0 - correlation) * own
