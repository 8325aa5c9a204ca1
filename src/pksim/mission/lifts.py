"""A lift and those aboard: who is taken first, where they are brought, what turns it away."""

from pksim.engine import now, record, rule
from pksim.mission.destinations import give_back_places
from pksim.mission.dispatch import landing, load, site_of_hospital
from pksim.mission.duty import set_state
from pksim.mission.events import (
    LIFT_DELIVERED,
    LIFT_LEFT,
    PICKED_UP,
    RETASKED,
    STAGED,
    STOOD_DOWN,
)
from pksim.mission.fleet import dismiss_crew, flies_at_night, is_grounded, land
from pksim.mission.hospitals import can_treat
from pksim.mission.laws import time_until
from pksim.mission.orders import (
    aim,
    break_promise,
    by_air,
    promise,
    promised_step,
    site_of,
)
from pksim.mission.requests import (
    may_launch,
    most_urgent,
    open_request,
    urgency,
    wait_with,
)
from pksim.mission.steps import enter
from pksim.mission.story import World
from pksim.mission.sun import is_day
from pksim.mission.survival import minutes_since_wounding
from pksim.mission.terms import (
    ABOARD,
    BY_OWN_VEHICLES,
    EVACUATED,
    IN_ASSET,
    IN_CARE,
    IN_DISTANCE,
    IN_HOSPITAL,
    IN_LANDING_ZONE,
    IN_OWN_VEHICLES,
    IN_QUEUE,
    NOBODY,
    ON_THE_GROUND,
    T3,
)


@rule
def by_own_vehicles(world: World, lift: int) -> bool:
    """Whether vehicles of those who were hit drive."""
    return world.lifts.by[lift] == BY_OWN_VEHICLES


@rule
def helicopter(world: World, lift: int) -> int:
    """The helicopter of the lift, to be seized."""
    return world.helicopters.resource[world.lifts.asset[lift]]


# --- before it leaves -------------------------------------------------------------------


@rule
def until_take_off(world: World, lift: int) -> float:
    """Minutes until the helicopter can take off."""
    return time_until(world.lifts.take_off[lift], now(world))


@rule
def retask(world: World, lift: int) -> bool:
    """A crew that has not left goes to whoever is worst hurt; whether that is somebody else now."""
    own = most_urgent(world, world.lifts.request[lift], True)
    worst = T3 if own == NOBODY else world.casualties.severity[own]
    chosen = NOBODY
    request = world.board.first[0]
    while request != NOBODY:
        if urgency(world, request) < worst and can_serve(world, lift, request):
            chosen, worst = request, urgency(world, request)
        request = world.requests.next[request]
    if chosen == NOBODY:
        return False
    promised_step(world, lift, IN_ASSET)
    break_promise(world, lift)
    give_back_places(world, lift)
    aim(world, lift, chosen)
    promise(world, lift)
    record(world, RETASKED, lift, site_of(world, lift), worst)
    return True


@rule
def can_serve(world: World, lift: int, request: int) -> bool:
    """Whether this helicopter may fly to another call now: authorised, cleared, in range."""
    rq, lifts, h = world.requests, world.lifts, world.helicopters
    if not may_launch(world, request) or rq.refused[request] == 1:
        return False
    aircraft = lifts.asset[lift]
    if is_grounded(world, request, aircraft):
        return False
    n = world.distances.places[0]
    out = world.distances.air[rq.site[request] * n + h.base[aircraft]]
    back = world.distances.air[rq.site[request] * n + world.hospitals.place[lifts.hospital[lift]]]
    far = world.evacuation.maximum_radius[0]
    return out <= far and out + back <= h.range[aircraft]


@rule
def must_stay(world: World, lift: int) -> bool:
    """Whether nobody is left to fetch, or weather or the hour keep the helicopter on the ground."""
    request, aircraft = world.lifts.request[lift], world.lifts.asset[lift]
    if most_urgent(world, request, True) == NOBODY:
        return True
    if not by_air(world, lift):
        return False
    if is_grounded(world, request, aircraft):
        return True
    dark = not is_day(world, world.helicopters.base[aircraft], now(world))
    return dark and not flies_at_night(world, aircraft)


@rule
def stand_down(world: World, lift: int) -> None:
    """The lift does not leave; whoever waited for it has none."""
    record(world, STOOD_DOWN, lift, site_of(world, lift), 0.0)
    promised_step(world, lift, IN_ASSET)
    break_promise(world, lift)
    if by_air(world, lift):
        dismiss_crew(world, world.lifts.first_crew[lift])
        world.helicopters.busy[world.lifts.asset[lift]] = 0
        world.helicopters.free_at[world.lifts.asset[lift]] = now(world)


@rule
def leave(world: World, lift: int) -> None:
    """The lift is on its way."""
    since = now(world) - world.requests.called_at[world.lifts.request[lift]]
    record(world, LIFT_LEFT, lift, site_of(world, lift), since)
    promised_step(world, lift, IN_DISTANCE)
    world.lifts.left[lift] = 1


# --- at the casualties ------------------------------------------------------------------


@rule
def to_the_casualties(world: World, lift: int) -> float:
    """Minutes from base to the casualties."""
    return world.lifts.out[lift]


@rule
def at_the_casualties(world: World, lift: int) -> float:
    """Minutes there until everybody is aboard: until it is safe to land, and loading."""
    promised_step(world, lift, IN_LANDING_ZONE)
    request = world.lifts.request[lift]
    unsafe = time_until(world.requests.safe_at[request], now(world))
    if by_air(world, lift):
        return unsafe + landing(world, request, world.lifts.asset[lift])
    return unsafe + load(world, request)


@rule
def take_aboard(world: World, lift: int) -> None:
    """Fill the seats, most urgent first; who has found none has no lift."""
    lifts, c = world.lifts, world.casualties
    lifts.first_aboard[lift] = NOBODY
    request, last = lifts.request[lift], NOBODY
    for _ in range(lifts.seats[lift]):
        person = most_urgent(world, request, True)
        if person == NOBODY:
            break
        c.where[person] = IN_OWN_VEHICLES if by_own_vehicles(world, lift) else ABOARD
        set_state(world, c.person[person], c.arrived[person], EVACUATED)
        c.pick_up_after[person] = minutes_since_wounding(world, person)
        c.next_aboard[person] = NOBODY
        if last == NOBODY:
            lifts.first_aboard[lift] = person
        else:
            c.next_aboard[last] = person
        last = person
        enter(world, person, IN_DISTANCE)
        record(world, PICKED_UP, person, site_of(world, lift), c.pick_up_after[person])
    promised_step(world, lift, IN_ASSET)
    break_promise(world, lift)


@rule
def first_aboard(world: World, lift: int) -> int:
    """One of those aboard, or `NOBODY`."""
    return world.lifts.first_aboard[lift]


@rule
def next_aboard(world: World, person: int) -> int:
    """The next of those aboard, or `NOBODY`."""
    return world.casualties.next_aboard[person]


# --- at the facility --------------------------------------------------------------------


@rule
def to_hospital(world: World, lift: int) -> float:
    """Minutes from the casualties to the facility."""
    return world.lifts.back[lift]


@rule
def unload(world: World, lift: int) -> None:
    """Those aboard, alive, are in hospital; whoever must go on waits there for another lift."""
    c, hospital = world.casualties, world.lifts.hospital[lift]
    delivered, onward = 0, NOBODY
    person = world.lifts.first_aboard[lift]
    while person != NOBODY:
        if c.outcome[person] == IN_CARE:
            delivered += 1
            if can_treat(world, hospital, c.severity[person]):
                c.where[person] = IN_HOSPITAL
                c.hospital[person] = hospital
                enter(world, person, IN_QUEUE)
            else:
                if onward == NOBODY:
                    onward = call_from_facility(world, lift)
                c.where[person] = ON_THE_GROUND
                c.hospital[person] = hospital
                wait_with(world, onward, person, IN_ASSET)
                site = site_of_hospital(world, hospital)
                record(world, STAGED, person, site, minutes_since_wounding(world, person))
        person = c.next_aboard[person]
    record(world, LIFT_DELIVERED, lift, site_of_hospital(world, hospital), delivered)


@rule
def call_from_facility(world: World, lift: int) -> int:
    """A facility without surgery calls for a lift onward, under the authority first asked for."""
    rq, before = world.requests, world.lifts.request[lift]
    site = site_of_hospital(world, world.lifts.hospital[lift])
    request = open_request(world, rq.key[before] + 1, site)
    rq.root[request] = rq.root[before]
    rq.called_at[request] = rq.called_at[before]
    rq.refused[request] = rq.refused[before]
    rq.staged[request] = 1
    return request


@rule
def to_base(world: World, lift: int) -> float:
    """Minutes from the facility back to base."""
    return world.lifts.home[lift]


@rule
def back_at_base(world: World, lift: int) -> None:
    """The helicopter is free, its crew too."""
    lifts = world.lifts
    dismiss_crew(world, lifts.first_crew[lift])
    land(world, lifts.asset[lift], now(world) - lifts.take_off[lift])
    world.helicopters.free_at[lifts.asset[lift]] = now(world)
