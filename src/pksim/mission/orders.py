"""Orders: whom the desk sends where, and what is promised to the casualties by it."""

import math

from pksim.engine import new_row, now, record, rule
from pksim.mission.calls import order_ambulance
from pksim.mission.dispatch import (
    air_km,
    choose,
    road_km,
    segment_at,
    site_of_hospital,
    travel,
    what_keeps,
)
from pksim.mission.events import LIFT_ORDERED
from pksim.mission.fleet import readiness, take_crew
from pksim.mission.laws import later, sooner, time_until
from pksim.mission.requests import is_waiting, most_urgent, put_in_step, unserved, urgency
from pksim.mission.steps import enter
from pksim.mission.story import World
from pksim.mission.terms import BY_AIR, BY_AMBULANCE, IN_READINESS, NOBODY, T3

# --- one look at the board --------------------------------------------------------------


@rule
def make_orders(world: World) -> None:
    """Plan for every call, the most urgent first; what can go now is ordered, the rest waits.

    A helicopter that is due back is kept for whoever it is planned for. Nothing that only is
    planned binds: at the next look it is planned anew, for those who are there then.
    """
    board, h = world.board, world.helicopters
    board.first_order[0] = NOBODY
    board.look_at[0] = math.inf
    clear_board(world)
    if board.first[0] == NOBODY:
        return
    board.look_at[0] = now(world) + world.desk.looks_again[0]
    for aircraft in range(len(h.base)):
        h.planned[aircraft] = later(now(world), h.free_at[aircraft])
        if h.busy[aircraft] == 1:
            h.planned[aircraft] = later(h.planned[aircraft], now(world) + 1.0)
    request = most_urgent_call(world)
    while request != NOBODY:
        plan(world, request)
        world.requests.planned[request] = 1
        request = most_urgent_call(world)


@rule
def clear_board(world: World) -> None:
    """Calls with whom nobody waits any more go off the board; the others are not planned yet."""
    rq, board = world.requests, world.board
    request, last = board.first[0], NOBODY
    board.first[0] = NOBODY
    while request != NOBODY:
        rq.planned[request] = 0
        if most_urgent(world, request, True) != NOBODY:
            if last == NOBODY:
                board.first[0] = request
            else:
                rq.next[last] = request
            last = request
        request = rq.next[request]
    if last != NOBODY:
        rq.next[last] = NOBODY


@rule
def most_urgent_call(world: World) -> int:
    """The call to be planned next: by triage, then by who called first."""
    rq = world.requests
    chosen, worst = NOBODY, T3 + 1
    request = world.board.first[0]
    while request != NOBODY:
        if rq.planned[request] == 0 and unserved(world, request) > 0:
            severity = urgency(world, request)
            sooner_called = chosen != NOBODY and rq.called_at[request] < rq.called_at[chosen]
            if severity < worst or (severity == worst and sooner_called):
                chosen, worst = request, severity
        request = rq.next[request]
    return chosen


@rule
def plan(world: World, request: int) -> None:
    """Lifts for all who wait with a call; an order is given where the asset can go now."""
    choice = world.choice
    left = unserved(world, request)
    kept = 0
    while left > 0 and choose(world, request):
        if choice.order_at[0] <= now(world):
            left -= give_order(world, request)
        else:
            kept = 1
            left -= reserve(world)
    if left > 0 or kept == 1:
        put_in_step(world, request, what_keeps(world, request))


@rule
def reserve(world: World) -> int:
    """Keep a helicopter, for this look at the board, for when it can go. Gives its seats."""
    choice, h = world.choice, world.helicopters
    aircraft = choice.asset[0]
    home = air_km(world, site_of_hospital(world, choice.hospital[0]), h.base[aircraft])
    h.planned[aircraft] = choice.delivered[0] + travel(home, h.speed[aircraft])
    world.board.look_at[0] = sooner(world.board.look_at[0], choice.order_at[0])
    return h.seats[aircraft]


@rule
def until_next_look(world: World) -> float:
    """Minutes until the desk looks at the board without being called; never if it is empty."""
    return time_until(world.board.look_at[0], now(world))


# --- an order ---------------------------------------------------------------------------


@rule
def give_order(world: World, request: int) -> int:
    """What was chosen goes. Gives how many it can take."""
    lifts, choice, board = world.lifts, world.choice, world.board
    lift = new_row(world, lifts)
    lifts.request[lift] = request
    lifts.by[lift] = choice.by[0]
    lifts.asset[lift] = choice.asset[0]
    lifts.hospital[lift] = choice.hospital[0]
    lifts.first_crew[lift] = NOBODY
    lifts.first_aboard[lift] = NOBODY
    lifts.take_off[lift] = now(world)
    lifts.out[lift] = 0.0
    lifts.home[lift] = 0.0
    lifts.km_left[lift] = 0.0
    lifts.call[lift] = NOBODY
    lifts.left[lift] = 0
    if choice.by[0] == BY_AIR:
        order_aircraft(world, lift)
    elif choice.by[0] == BY_AMBULANCE:
        send_ambulance(world, lift)
    else:
        lifts.seats[lift] = unserved(world, request)
        km = road_km(
            world, world.requests.site[request], world.hospitals.place[lifts.hospital[lift]]
        )
        lifts.back[lift] = travel(km, world.evacuation.own_speed[0])
    lifts.next_order[lift] = board.first_order[0]
    board.first_order[0] = lift
    promise(world, lift)
    site = world.requests.site[request]
    record(world, LIFT_ORDERED, lift, site, time_until(choice.delivered[0], now(world)))
    return lifts.seats[lift]


@rule
def order_aircraft(world: World, lift: int) -> None:
    """A helicopter with its crew gets ready."""
    lifts, h = world.lifts, world.helicopters
    aircraft, request = lifts.asset[lift], lifts.request[lift]
    h.busy[aircraft] = 1
    lifts.seats[lift] = h.seats[aircraft]
    lifts.first_crew[lift] = take_crew(world, aircraft)
    lifts.take_off[lift] = now(world) + readiness(world, request, aircraft, now(world))
    aim(world, lift, request)


@rule
def aim(world: World, lift: int, request: int) -> None:
    """The flight out to a call, and when the helicopter will be back."""
    lifts, h = world.lifts, world.helicopters
    aircraft, hospital = lifts.asset[lift], lifts.hospital[lift]
    out = air_km(world, world.requests.site[request], h.base[aircraft])
    lifts.request[lift] = request
    lifts.out[lift] = travel(out, h.speed[aircraft])
    lifts.km_left[lift] = h.range[aircraft] - out
    bind_for(world, lift, hospital)
    busy_for = lifts.out[lift] + lifts.back[lift] + lifts.home[lift]
    h.free_at[aircraft] = lifts.take_off[lift] + busy_for + world.evacuation.load_mean[0]
    h.planned[aircraft] = h.free_at[aircraft]


@rule
def bind_for(world: World, lift: int, hospital: int) -> None:
    """The helicopter will fly from the casualties to this facility, and home."""
    lifts, h = world.lifts, world.helicopters
    aircraft, site = lifts.asset[lift], world.requests.site[lifts.request[lift]]
    lifts.hospital[lift] = hospital
    back = air_km(world, site, world.hospitals.place[hospital])
    home = air_km(world, site_of_hospital(world, hospital), h.base[aircraft])
    lifts.back[lift] = travel(back, h.speed[aircraft])
    lifts.home[lift] = travel(home, h.speed[aircraft])


@rule
def send_ambulance(world: World, lift: int) -> None:
    """An ambulance team is called, and will go as a column of its own."""
    lifts = world.lifts
    team, request = lifts.asset[lift], lifts.request[lift]
    world.teams.out[team] += 1
    segment = segment_at(world, world.requests.site[request])
    world.lifts.seats[lift] = world.teams.seats[team]
    order_ambulance(world, team, segment, lift, world.requests.key[request])


@rule
def by_air(world: World, lift: int) -> bool:
    """Whether a helicopter flies; else vehicles drive."""
    return world.lifts.by[lift] == BY_AIR


@rule
def site_of(world: World, lift: int) -> int:
    """Where the casualties are."""
    return world.requests.site[world.lifts.request[lift]]


# --- what is promised -------------------------------------------------------------------


@rule
def promise(world: World, lift: int) -> None:
    """The most urgent who have no lift wait for this one from now on."""
    c, lifts = world.casualties, world.lifts
    for _ in range(lifts.seats[lift]):
        person = most_urgent(world, lifts.request[lift], False)
        if person == NOBODY:
            break
        c.promised[person] = lift
        enter(world, person, IN_READINESS)


@rule
def promised_step(world: World, lift: int, step: int) -> None:
    """Those who wait for this lift are in a step."""
    c = world.casualties
    person = world.requests.first[world.lifts.request[lift]]
    while person != NOBODY:
        if c.promised[person] == lift and is_waiting(world, person):
            enter(world, person, step)
        person = c.next_waiting[person]


@rule
def break_promise(world: World, lift: int) -> None:
    """Those who waited for this lift have none any more."""
    c = world.casualties
    person = world.requests.first[world.lifts.request[lift]]
    while person != NOBODY:
        if c.promised[person] == lift:
            c.promised[person] = NOBODY
        person = c.next_waiting[person]
