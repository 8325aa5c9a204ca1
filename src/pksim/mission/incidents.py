"""Incidents and their casualties: what happened where, and to whom."""

from pksim.engine import new_row, now, record, rule
from pksim.mission.duty import set_state
from pksim.mission.events import WOUNDED
from pksim.mission.story import World
from pksim.mission.survival import begin_survival
from pksim.mission.terms import DEAD, HURT, KILLED, NOBODY

PERSONS = 1024  # persons of one incident: a person's key is the incident's key + seat
EVENTS = 2**57  # an incident's key is cause * EVENTS + number of the event * PERSONS


@rule
def new_incident(world: World, cause: int, event: int, site: int) -> int:
    """Something has happened at a site, nobody is hurt yet."""
    incidents = world.incidents
    incident = new_row(world, incidents)
    incidents.key[incident] = cause * EVENTS + event * PERSONS
    incidents.cause[incident] = cause
    incidents.site[incident] = site
    incidents.at[incident] = now(world)
    incidents.exposed[incident] = 0
    incidents.hurt[incident] = 0
    incidents.first_casualty[incident] = NOBODY
    return incident


@rule
def device_of(world: World, incident: int) -> int:
    """The key of the device behind a strike."""
    return world.incidents.key[incident] % EVENTS // PERSONS


@rule
def add_casualty(
    world: World, incident: int, seat: int, severity: int, person: int, mechanism: int
) -> None:
    """One person is hurt, with a resistance to death that goes with the place in the incident."""
    casualties, incidents = world.casualties, world.incidents
    row = new_row(world, casualties)
    casualties.key[row] = incidents.key[incident] + seat
    casualties.person[row] = person
    casualties.arrived[row] = world.people.arrived[person]
    casualties.incident[row] = incident
    casualties.cause[row] = incidents.cause[incident]
    casualties.site[row] = incidents.site[incident]
    casualties.severity[row] = severity
    casualties.next[row] = incidents.first_casualty[incident]
    incidents.first_casualty[incident] = row
    incidents.hurt[incident] += 1
    set_state(world, person, world.people.arrived[person], DEAD if severity == KILLED else HURT)
    begin_survival(world, row, mechanism)
    if severity != KILLED:
        record(world, WOUNDED, row, incidents.site[incident], severity)


@rule
def first_casualty(world: World, incident: int) -> int:
    """A casualty of the incident, or `NOBODY`."""
    return world.incidents.first_casualty[incident]


@rule
def next_casualty(world: World, person: int) -> int:
    """The next casualty of the same incident, or `NOBODY`."""
    return world.casualties.next[person]
