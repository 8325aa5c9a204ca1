"""Calls for evacuation: casualties at one site who wait to be fetched, on the board of the desk."""

import math

from pksim.engine import draw, new_row, now, record, rule
from pksim.mission.events import CALLED_FOR
from pksim.mission.laws import drawn, later
from pksim.mission.steps import enter
from pksim.mission.story import World
from pksim.mission.streams import (
    INCIDENT_AUTHORISATION,
    INCIDENT_CALL,
    INCIDENT_HOT,
    INCIDENT_ISOLATED,
    INCIDENT_REFUSED,
    INCIDENT_SAFE,
)
from pksim.mission.terms import IN_ASSET, IN_AUTHORISATION, IN_CARE, NOBODY, ON_THE_GROUND, T3

# --- before it is on the board ----------------------------------------------------------


@rule
def call(world: World, incident: int) -> float:
    """Minutes until the call for evacuation is made and understood."""
    return drawn(world, world.evacuation.call[0], INCIDENT_CALL, world.incidents.key[incident], 0)


@rule
def authorisation(world: World, incident: int) -> float:
    """Minutes from the call until somebody who may launch an aircraft says yes."""
    law = world.evacuation.authorisation[0]
    return drawn(world, law, INCIDENT_AUTHORISATION, world.incidents.key[incident], 0)


@rule
def is_waiting(world: World, person: int) -> bool:
    """Whether the casualty is alive on the ground."""
    c = world.casualties
    return c.where[person] == ON_THE_GROUND and c.outcome[person] == IN_CARE


@rule
def anybody_to_fetch(world: World, incident: int) -> bool:
    """Whether a casualty of an incident is alive on the ground."""
    person = world.incidents.first_casualty[incident]
    while person != NOBODY:
        if is_waiting(world, person):
            return True
        person = world.casualties.next[person]
    return False


# --- the board --------------------------------------------------------------------------


@rule
def call_for_lift(world: World, incident: int) -> int:
    """The call is on the board: vehicles may go, aircraft wait for their authorisation."""
    request = open_request(world, world.incidents.key[incident], world.incidents.site[incident])
    rq, key = world.requests, world.incidents.key[incident]
    rq.refused[request] = draw(world, INCIDENT_REFUSED, key, 0) < world.evacuation.refused[0]
    rq.safe_at[request] = world.incidents.at[incident] + until_safe_there(world, incident)
    rq.isolated[request] = is_isolated(world, incident)
    person = world.incidents.first_casualty[incident]
    while person != NOBODY:
        if is_waiting(world, person):
            wait_with(world, request, person, IN_AUTHORISATION)
        person = world.casualties.next[person]
    if authorisation(world, incident) == 0.0:  # the desk need not wait for a word from anybody
        authorise(world, request)
    return request


@rule
def open_request(world: World, key: int, site: int) -> int:
    """A row on the board, nobody waiting with it yet."""
    rq = world.requests
    request = new_row(world, rq)
    rq.key[request] = key
    rq.site[request] = site
    rq.first[request] = NOBODY
    rq.called_at[request] = now(world)
    rq.root[request] = request
    rq.authorised[request] = 0
    rq.authorised_at[request] = now(world) + world.evacuation.authorisation_mean[0]
    rq.refused[request] = 0
    rq.isolated[request] = 0
    rq.staged[request] = 0
    rq.safe_at[request] = -math.inf
    rq.planned[request] = 0
    rq.next[request] = world.board.first[0]
    world.board.first[0] = request
    record(world, CALLED_FOR, request, site, 0.0)
    return request


@rule
def wait_with(world: World, request: int, person: int, step: int) -> None:
    """The casualty waits with this call."""
    c, rq = world.casualties, world.requests
    c.request[person] = request
    c.promised[person] = NOBODY
    c.next_waiting[person] = rq.first[request]
    rq.first[request] = person
    enter(world, person, step)


@rule
def authorise(world: World, request: int) -> None:
    """Aircraft may be launched."""
    rq = world.requests
    rq.authorised[request] = 1
    rq.authorised_at[request] = now(world)
    person = rq.first[request]
    while person != NOBODY:
        if is_unserved(world, person):
            enter(world, person, IN_ASSET)
        person = world.casualties.next_waiting[person]


@rule
def may_launch(world: World, request: int) -> bool:
    """Whether aircraft may be launched: one authority holds for a call and for the way onward."""
    return world.requests.authorised[world.requests.root[request]] == 1


@rule
def launch_from(world: World, request: int) -> float:
    """When aircraft may be launched, or when the desk reckons that they may."""
    at = world.requests.authorised_at[world.requests.root[request]]
    # Not authorised and overdue: nobody knows when; not now, in any case.
    return at if may_launch(world, request) else later(at, now(world) + 1.0)


@rule
def until_safe_there(world: World, incident: int) -> float:
    """Minutes from the incident until nobody fires at those who land; none if nobody does."""
    key, cause = world.incidents.key[incident], world.incidents.cause[incident]
    if draw(world, INCIDENT_HOT, key, 0) >= world.landing.hot[cause]:
        return 0.0
    return drawn(world, world.landing.safe_after[0], INCIDENT_SAFE, key, 0)


@rule
def is_isolated(world: World, incident: int) -> bool:
    """Whether nothing can land where the casualties are: on the road only."""
    if world.incidents.site[incident] >= world.distances.segments[0]:
        return False
    key = world.incidents.key[incident]
    return draw(world, INCIDENT_ISOLATED, key, 0) < world.landing.isolated[0]


# --- who waits --------------------------------------------------------------------------


@rule
def is_unserved(world: World, person: int) -> bool:
    """Whether the casualty waits, and no lift is on its way for him or her."""
    return is_waiting(world, person) and world.casualties.promised[person] == NOBODY


@rule
def unserved(world: World, request: int) -> int:
    """How many wait with a call and have no lift on its way."""
    number = 0
    person = world.requests.first[request]
    while person != NOBODY:
        number += is_unserved(world, person)
        person = world.casualties.next_waiting[person]
    return number


@rule
def most_urgent(world: World, request: int, promised: bool) -> int:
    """The worst hurt who waits with a call; without `promised` only those who have no lift."""
    chosen = NOBODY
    person = world.requests.first[request]
    while person != NOBODY:
        wanted = is_waiting(world, person) if promised else is_unserved(world, person)
        if wanted and (chosen == NOBODY or is_worse(world, person, chosen)):
            chosen = person
        person = world.casualties.next_waiting[person]
    return chosen


@rule
def is_worse(world: World, person: int, other: int) -> bool:
    """Whether one casualty goes before another: by triage, then in order of seat."""
    c = world.casualties
    if c.severity[person] != c.severity[other]:
        return c.severity[person] < c.severity[other]
    return c.key[person] < c.key[other]


@rule
def urgency(world: World, request: int) -> int:
    """Triage category of the worst hurt who waits with a call and has no lift; `T3` for nobody."""
    person = most_urgent(world, request, False)
    return T3 if person == NOBODY else world.casualties.severity[person]


@rule
def put_in_step(world: World, request: int, step: int) -> None:
    """All who wait with a call and have no lift are in this step."""
    person = world.requests.first[request]
    while person != NOBODY:
        if is_unserved(world, person):
            enter(world, person, step)
        person = world.casualties.next_waiting[person]
