"""Where a lift brings those aboard: chosen again when they are loaded, and at a full door."""

from pksim.engine import now, record, rule
from pksim.mission.dispatch import site_of_hospital, travel
from pksim.mission.events import DIVERTED
from pksim.mission.hospitals import can_treat, give_up_place, keep_place, treated_at
from pksim.mission.orders import bind_for, by_air, site_of
from pksim.mission.story import World
from pksim.mission.terms import IN_CARE, NOBODY, T3

DIVERT_FOR = 30.0  # minutes by which surgery must come sooner elsewhere (assumption, range 10-60)


@rule
def worst_aboard(world: World, lift: int) -> int:
    """Triage category of the worst hurt who is aboard and alive; `T3` for nobody."""
    c, worst = world.casualties, T3
    person = world.lifts.first_aboard[lift]
    while person != NOBODY:
        if c.outcome[person] == IN_CARE:
            worst = min(worst, c.severity[person])
        person = c.next_aboard[person]
    return worst


@rule
def choose_facility(world: World, lift: int) -> None:
    """Once they are aboard, the facility is chosen again: room and queues may have changed."""
    severity = worst_aboard(world, lift)
    lifts = world.lifts
    if by_air(world, lift) and can_treat(world, lifts.hospital[lift], severity):
        best = best_from(world, lift, site_of(world, lift), severity, 0.0)
        if best != NOBODY:
            bind_for(world, lift, best)
    if by_air(world, lift):
        km = lifts.back[lift] * world.helicopters.speed[lifts.asset[lift]] / 60.0
        lifts.km_left[lift] -= km
    keep_places(world, lift)


@rule
def best_from(world: World, lift: int, site: int, severity: int, gain: float) -> int:
    """The facility in range with the earliest surgery, if it is so much earlier than as planned."""
    lifts, h = world.lifts, world.helicopters
    aircraft = lifts.asset[lift]
    chosen, n = NOBODY, world.distances.places[0]
    planned = lifts.hospital[lift]
    km = world.distances.air[site * n + world.hospitals.place[planned]]
    soonest = (
        treated_at(world, planned, now(world) + travel(km, h.speed[aircraft]), severity) - gain
    )
    for hospital in range(len(world.hospitals.place)):
        km = world.distances.air[site * n + world.hospitals.place[hospital]]
        if hospital != planned and km <= lifts.km_left[lift]:
            arrival = now(world) + travel(km, h.speed[aircraft])
            treated = treated_at(world, hospital, arrival, severity)
            if treated < soonest:
                chosen, soonest = hospital, treated
    return chosen


@rule
def keep_places(world: World, lift: int) -> None:
    """Beds are kept for those aboard, where they can be treated."""
    c, hospital = world.casualties, world.lifts.hospital[lift]
    person = world.lifts.first_aboard[lift]
    while person != NOBODY:
        treated = can_treat(world, hospital, c.severity[person])
        if c.outcome[person] == IN_CARE and treated:
            keep_place(world, person, hospital)
        person = c.next_aboard[person]


@rule
def give_back_places(world: World, lift: int) -> None:
    """Beds kept for those aboard are free again."""
    person = world.lifts.first_aboard[lift]
    while person != NOBODY:
        give_up_place(world, person)
        person = world.casualties.next_aboard[person]


@rule
def diverts(world: World, lift: int) -> bool:
    """At the door: whether the helicopter flies on, because surgery comes much sooner elsewhere."""
    lifts = world.lifts
    severity = worst_aboard(world, lift)
    if not by_air(world, lift) or severity >= T3:
        return False
    here = site_of_hospital(world, lifts.hospital[lift])
    give_back_places(world, lift)
    best = best_from(world, lift, here, severity, DIVERT_FOR)
    if best == NOBODY:
        keep_places(world, lift)
        return False
    h, aircraft = world.helicopters, lifts.asset[lift]
    n = world.distances.places[0]
    km = world.distances.air[here * n + world.hospitals.place[best]]
    there = site_of_hospital(world, best)
    lifts.hospital[lift] = best
    lifts.back[lift] = travel(km, h.speed[aircraft])
    lifts.home[lift] = travel(world.distances.air[there * n + h.base[aircraft]], h.speed[aircraft])
    lifts.km_left[lift] -= km
    keep_places(world, lift)
    record(world, DIVERTED, lift, there, lifts.back[lift])
    return True
