"""Ambush and direct fire on columns: a hazard for every minute on the road, more while they stand.

A column has a resistance, exponential with mean 1; the hazard it has borne brings the first ambush
when it reaches it, and further ones after further amounts of its own.
"""

import math

from pksim.engine import draw, formula, now, record, rule
from pksim.engine.distributions import exponential
from pksim.mission.events import AMBUSH_AVERTED, AMBUSH_HARMLESS, AMBUSHED
from pksim.mission.harm import caught_by, hit, is_spared
from pksim.mission.incidents import new_incident
from pksim.mission.muster import mount
from pksim.mission.people import exposed
from pksim.mission.programmes import vehicle_class
from pksim.mission.story import World
from pksim.mission.streams import AMBUSH_DUE, AMBUSH_VEHICLE, DRONE_SEES, DRONE_WATCHES
from pksim.mission.sun import is_dark
from pksim.mission.terms import AMBUSH, NOBODY
from pksim.mission.weather import is_foul

OCCASIONS = 8  # ambushes on one column that have a luck of their own
CLOSE = 1e-9  # hazard; an ambush that lacks no more than this is due


@rule
def ambush_rate(world: World, march: int, halted: bool) -> float:
    """Hazard of an ambush, per minute: the area's, its mood, the unit's exposure, the hour."""
    m, areas = world.marches, world.areas
    area = world.segments.area[m.segment[march]]
    rate = areas.ambushes[area] * areas.level[area] * exposed(world, m.unit[march], area)
    if halted:
        rate *= world.ambush.halted_factor[0]
    if (halted or m.night[march] == 1) and is_dark(world, m.segment[march], now(world)):
        rate *= world.ambush.night_factor[0]
    return rate


@rule
def bear_ambush_hazard(world: World, march: int, minutes: float, halted: bool) -> None:
    """The column has spent some minutes on its segment."""
    world.marches.ambush_borne[march] += minutes * ambush_rate(world, march, halted)


@rule
def until_ambush(world: World, march: int) -> float:
    """Minutes until a column that stands is ambushed, as things are."""
    m = world.marches
    left = m.ambush_due[march] - m.ambush_borne[march]
    return minutes_to_bear(left, ambush_rate(world, march, True))


@formula
def minutes_to_bear(hazard: float, rate: float) -> float:
    """Minutes until this much hazard has been borne."""
    return max(hazard, 0.0) / rate if rate > 0.0 else math.inf


@rule
def ambush(world: World, march: int) -> int:
    """The ambush that is due on a column, unless a drone saw it in time; `NOBODY` if none is."""
    m = world.marches
    if m.ambush_borne[march] < m.ambush_due[march] - CLOSE:
        return NOBODY
    occasion = m.ambushes[march]
    m.ambushes[march] += 1
    m.ambush_due[march] += exponential(draw(world, AMBUSH_DUE, m.luck[march], occasion + 1), 1.0)
    if is_seen(world, march, occasion):
        record(world, AMBUSH_AVERTED, m.key[march], m.segment[march], 1.0)
        return NOBODY
    return open_fire(world, march, m.luck[march] * OCCASIONS + occasion % OCCASIONS)


@rule
def is_seen(world: World, march: int, occasion: int) -> bool:
    """Whether a drone watches, sees the party, and the column can act on it."""
    m = world.marches
    area = world.segments.area[m.segment[march]]
    if draw(world, DRONE_WATCHES, m.luck[march], occasion) >= world.areas.drones[area]:
        return False
    sees = world.drones.sees_ambushes[0] * world.drones.acted_on[0]
    return not is_foul(world, area) and draw(world, DRONE_SEES, m.luck[march], occasion) < sees


@rule
def open_fire(world: World, march: int, event: int) -> int:
    """Fire on a column: people from some vehicle onwards are caught. Gives the incident."""
    m = world.marches
    incident = new_incident(world, AMBUSH, event, m.segment[march])
    number = caught_by(world, AMBUSH, event, 0)
    mount(world, march)
    person = first_under_fire(world, march, event)
    for seat in range(min(number, people_there(world, march))):
        spared = shelter(world, march, person)
        if not is_spared(world, AMBUSH, incident, seat, spared):
            hit(world, AMBUSH, incident, seat, person)
        person = next_under_fire(world, march, person)
    hurt = world.incidents.hurt[incident]
    record(world, AMBUSHED, incident, m.segment[march], hurt)
    if hurt == 0:
        record(world, AMBUSH_HARMLESS, incident, m.segment[march], number)
    return incident


@rule
def people_there(world: World, march: int) -> int:
    """How many people are with the column."""
    number = 0
    person = world.marches.first_person[march]
    while person != NOBODY:
        number += 1
        person = world.people.next[person]
    return number


@rule
def first_under_fire(world: World, march: int, event: int) -> int:
    """Somebody of the column with whom the fire begins, each as likely."""
    skip = int(draw(world, AMBUSH_VEHICLE, event, 0) * people_there(world, march))
    person = world.marches.first_person[march]
    for _ in range(skip):
        person = world.people.next[person]
    return person


@rule
def next_under_fire(world: World, march: int, person: int) -> int:
    """Who stands next in the column; after the last comes the first."""
    after = world.people.next[person]
    return world.marches.first_person[march] if after == NOBODY else after


@rule
def shelter(world: World, march: int, person: int) -> float:
    """The chance that the person's vehicle stops direct fire; none on foot."""
    vehicle = world.people.vehicle[person]
    if vehicle == NOBODY:
        return 0.0
    return world.protection.stops_fire[vehicle_class(world, world.marches.key[march], vehicle)]
