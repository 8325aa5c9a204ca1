"""Who is hurt when a device functions: an ordered probit, one latent per vehicle, one per person.

Source of the law: docs/model.md, "Injury". A shift of any threshold moves every person the same
way, so better protection never hurts anybody who would have been spared without it.
"""

import math

from pksim.engine import draw, formula, new_row, now, record, rule
from pksim.engine.distributions import normal
from pksim.mission.events import DEVICE_STRIKES, STRIKE, STRIKE_HARMLESS, WOUNDED
from pksim.mission.ieds import is_searched_on_foot, remove
from pksim.mission.story import World
from pksim.mission.streams import (
    PERSON_LATENT,
    VEHICLE_CLASS,
    VEHICLE_DEFEATS,
    VEHICLE_LATENT,
    VEHICLE_OCCUPANTS,
)
from pksim.mission.survival import begin_survival
from pksim.mission.terms import IED, KILLED, NOBODY, ON_THE_GROUND, T1, T2, T3, UNHURT

PERSONS = 64  # persons of one incident: a person's key is the incident's key + seat
CAUSES = 2**57  # an incident's key is cause * CAUSES + number of the event * PERSONS


@rule
def strike(world: World, device: int) -> int:
    """A device functions under a vehicle, or among the searchers on foot. Gives the incident."""
    devices = world.devices
    key = devices.key[device]
    record(world, DEVICE_STRIKES, key, devices.segment[device], devices.vehicle[device])
    incident = new_incident(world, IED, key, devices.segment[device])
    if is_searched_on_foot(world, device):
        expose(world, incident, key, world.protection.foot[0], world.search.foot_exposed[0])
    else:
        expose(world, incident, key, vehicle_class(world, key), occupants(world, key))
    remove(world, device)
    return incident


@rule
def expose(world: World, incident: int, key: int, protection: int, people: int) -> None:
    """Everybody within reach is hurt or not, by their protection and their own luck."""
    incidents, law = world.incidents, world.protection
    world.scores.killed_outright[0] += people * law.expected_killed[protection]
    if draw(world, VEHICLE_DEFEATS, key, 0) >= law.defeats[protection]:
        blast = normal(draw(world, VEHICLE_LATENT, key, 0), 0.0, 1.0)
        for seat in range(people):
            severity = severity_of(world, incidents.key[incident] + seat, protection, blast)
            if severity != UNHURT:
                add_casualty(world, incident, seat, severity)
    hurt = incidents.hurt[incident]
    site = incidents.site[incident]
    record(world, STRIKE, incident, site, hurt)
    if hurt == 0:
        record(world, STRIKE_HARMLESS, incident, site, people)


@rule
def vehicle_class(world: World, key: int) -> int:
    """The protection class of the vehicle struck, by the mix of the fleet."""
    luck = draw(world, VEHICLE_CLASS, key, 0)
    kind = 0
    while luck >= world.fleet.up_to[kind]:
        kind += 1
    return world.fleet.protection[kind]


@rule
def occupants(world: World, key: int) -> int:
    """How many people sit in the vehicle struck."""
    luck = draw(world, VEHICLE_OCCUPANTS, key, 0)
    kind = 0
    while luck >= world.occupants.up_to[kind]:
        kind += 1
    return world.occupants.people[kind]


@rule
def severity_of(world: World, person: int, protection: int, blast: float) -> int:
    """How badly one person is hurt: the shared blast and own luck against thresholds."""
    law = world.protection
    own = normal(draw(world, PERSON_LATENT, person, 0), 0.0, 1.0)
    dose = shared(law.correlation[0], blast, own)
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


# --- incidents and their casualties -----------------------------------------------------


@rule
def new_incident(world: World, cause: int, event: int, site: int) -> int:
    """Something has happened at a site, nobody is hurt yet."""
    incidents = world.incidents
    incident = new_row(world, incidents)
    incidents.key[incident] = cause * CAUSES + event * PERSONS
    incidents.cause[incident] = cause
    incidents.site[incident] = site
    incidents.at[incident] = now(world)
    incidents.hurt[incident] = 0
    incidents.first_casualty[incident] = NOBODY
    return incident


@rule
def add_casualty(world: World, incident: int, seat: int, severity: int) -> None:
    """One more casualty of the incident, with a resistance to death that is the person's own."""
    casualties, incidents = world.casualties, world.incidents
    person = new_row(world, casualties)
    casualties.key[person] = incidents.key[incident] + seat
    casualties.incident[person] = incident
    casualties.cause[person] = incidents.cause[incident]
    casualties.site[person] = incidents.site[incident]
    casualties.severity[person] = severity
    casualties.where[person] = ON_THE_GROUND
    casualties.next[person] = incidents.first_casualty[incident]
    incidents.first_casualty[incident] = person
    incidents.hurt[incident] += 1
    begin_survival(world, person)
    if severity != KILLED:
        record(world, WOUNDED, person, incidents.site[incident], severity)


@rule
def first_casualty(world: World, incident: int) -> int:
    """A casualty of the incident, or `NOBODY`."""
    return world.incidents.first_casualty[incident]


@rule
def next_casualty(world: World, person: int) -> int:
    """The next casualty of the same incident, or `NOBODY`."""
    return world.casualties.next[person]
