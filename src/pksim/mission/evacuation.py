"""Evacuation: from the call after an incident to the hospital door."""

import math

from pksim.engine import end, hold, process, record, seize, signal, spawn
from pksim.mission.casualties import casualty
from pksim.mission.dispatch import NO_LIFT, authorisation, call, plan_lift
from pksim.mission.events import LIFT_LEFT
from pksim.mission.incidents import first_casualty, next_casualty
from pksim.mission.lifts import (
    by_air,
    first_aboard,
    helicopter,
    loading,
    minutes_since_incident,
    next_aboard,
    seats,
    site_of,
    take_aboard,
    to_base,
    to_be_fetched,
    to_hospital,
    to_the_casualties,
    unload,
    until_take_off,
    urgency,
)
from pksim.mission.signals import arrival, pick_up
from pksim.mission.story import Story, World
from pksim.mission.terms import NOBODY


@process
def response(world: World, me: int, incident: int) -> Story:
    """What follows an incident: care for each casualty, a call, permission, and lifts for all."""
    person = first_casualty(world, incident)
    while person != NOBODY:
        yield spawn(casualty, person)
        person = next_casualty(world, person)

    if to_be_fetched(world, incident) > 0:
        yield hold(call(world, incident))
        yield hold(authorisation(world, incident))

    without_a_seat = to_be_fetched(world, incident)
    while without_a_seat > 0:
        planned = plan_lift(world, incident, without_a_seat)
        if planned == NO_LIFT:
            break
        yield spawn(lift, planned)
        without_a_seat -= seats(world, planned)
    yield end()


@process
def lift(world: World, me: int, lift: int) -> Story:
    """One lift, by helicopter or road: to the casualties, to the hospital, and back to base.

    It takes as many as it has seats, the most urgent first.
    """
    if by_air(world, lift):
        yield seize(helicopter(world, lift), urgency(world, lift), math.inf)
        yield hold(until_take_off(world, lift))
    record(world, LIFT_LEFT, lift, site_of(world, lift), minutes_since_incident(world, lift))
    yield hold(to_the_casualties(world, lift))

    yield hold(loading(world, lift))
    take_aboard(world, lift)
    person = first_aboard(world, lift)
    while person != NOBODY:
        yield signal(pick_up(person))
        person = next_aboard(world, person)

    yield hold(to_hospital(world, lift))
    unload(world, lift)
    person = first_aboard(world, lift)
    while person != NOBODY:
        yield signal(arrival(person))
        person = next_aboard(world, person)

    if by_air(world, lift):
        yield hold(to_base(world, lift))
    yield end()
