"""Evacuation: the call after an incident, and the lifts that answer it."""

import math

from pksim.engine import end, hold, process, seize, signal, spawn
from pksim.mission.casualties import casualty
from pksim.mission.covid.flights import clean, must_be_cleaned
from pksim.mission.destinations import choose_facility, diverts
from pksim.mission.incidents import first_casualty, next_casualty
from pksim.mission.lifts import (
    at_the_casualties,
    back_at_base,
    first_aboard,
    helicopter,
    leave,
    must_stay,
    next_aboard,
    retask,
    stand_down,
    take_aboard,
    to_base,
    to_hospital,
    to_the_casualties,
    unload,
    until_take_off,
)
from pksim.mission.orders import by_air
from pksim.mission.requests import (
    anybody_to_fetch,
    authorisation,
    authorise,
    call,
    call_for_lift,
)
from pksim.mission.signals import arrival, desk_called, pick_up
from pksim.mission.story import Story, World
from pksim.mission.terms import NOBODY


@process
def response(world: World, me: int, incident: int) -> Story:
    """What follows an incident: care for each casualty, a call, and leave to launch aircraft."""
    person = first_casualty(world, incident)
    while person != NOBODY:
        yield spawn(casualty, person)
        person = next_casualty(world, person)

    if anybody_to_fetch(world, incident):
        yield hold(call(world, incident))
        if anybody_to_fetch(world, incident):
            request = call_for_lift(world, incident)
            yield signal(desk_called())
            yield hold(authorisation(world, incident))
            authorise(world, request)
            yield signal(desk_called())
    yield end()


@process
def lift(world: World, me: int, lift: int) -> Story:
    """One lift, by helicopter or in vehicles of their own: to the casualties, to a facility, home.

    It takes as many as it has seats, the most urgent first.
    """
    if by_air(world, lift):
        yield seize(helicopter(world, lift), 0, math.inf)
        yield hold(until_take_off(world, lift))
        if retask(world, lift):
            yield signal(desk_called())
    if must_stay(world, lift):
        stand_down(world, lift)
        yield signal(desk_called())
        yield end()
    leave(world, lift)
    yield hold(to_the_casualties(world, lift))

    yield hold(at_the_casualties(world, lift))
    take_aboard(world, lift)
    yield signal(desk_called())
    person = first_aboard(world, lift)
    while person != NOBODY:
        yield signal(pick_up(person))
        person = next_aboard(world, person)

    choose_facility(world, lift)
    yield hold(to_hospital(world, lift))
    while diverts(world, lift):
        yield hold(to_hospital(world, lift))
    unload(world, lift)
    yield signal(desk_called())
    person = first_aboard(world, lift)
    while person != NOBODY:
        yield signal(arrival(person))
        person = next_aboard(world, person)

    if by_air(world, lift):
        yield hold(to_base(world, lift))
        if must_be_cleaned(world, lift):
            yield hold(clean(world, lift))
        back_at_base(world, lift)
        yield signal(desk_called())
    yield end()
