"""Intercommunal violence around towns: patrols and a quick-reaction force step between."""

from pksim.engine import draw, end, hold, process, record, rule, spawn, wait
from pksim.engine.counts import negative_binomial
from pksim.engine.distributions import exponential
from pksim.mission.ambushes import shelter
from pksim.mission.calls import QUICK_REACTION, call_to_segment
from pksim.mission.evacuation import response
from pksim.mission.events import CIVILIANS_KILLED, INTERPOSED, VIOLENCE_BROKE_OUT
from pksim.mission.harm import caught_by, hit, is_spared
from pksim.mission.incidents import new_incident
from pksim.mission.laws import drawn
from pksim.mission.muster import leave_casualties, mount
from pksim.mission.patrols import column
from pksim.mission.regimes import is_due, until_due
from pksim.mission.signals import mood_changed
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    VIOLENCE_CIVILIANS,
    VIOLENCE_EVENTS,
    VIOLENCE_LASTS,
)
from pksim.mission.terms import CIVILIANS, NOBODY, VIOLENCE

ORDINALS = 2**32  # outbreaks around one town: their number is town * ORDINALS + ordinal
COLUMNS = 64  # columns that may interpose in one outbreak


@process
def violence(world: World, me: int, town: int) -> Story:
    """Violence breaks out around a town, a Poisson process on the threat clock of its area."""
    area = area_of(world, town)
    ordinal = 0
    due = 0.0
    while True:
        luck = draw(world, VIOLENCE_EVENTS, town, ordinal)
        due += exponential(luck, world.towns.between_violence[town])
        while not is_due(world, area, due):
            yield wait(mood_changed(area), until_due(world, area, due))
        yield spawn(outbreak, town * ORDINALS + ordinal)
        ordinal += 1


@process
def outbreak(world: World, me: int, event: int) -> Story:
    """One outbreak: a quick-reaction force is sent; whoever is there when it ends stood between."""
    force = break_out(world, event)
    if force != NOBODY:
        yield spawn(column, force)
    yield hold(drawn(world, world.violence.lasts[0], VIOLENCE_LASTS, event, 0))
    between = 0
    march = next_column_there(world, event, NOBODY)
    while march != NOBODY:
        yield spawn(response, step_between(world, event, between, march))
        between += 1
        march = next_column_there(world, event, march)
    count_civilians(world, event, between)
    yield end()


@rule
def area_of(world: World, town: int) -> int:
    """The threat area of a town."""
    return world.towns.area[town]


@rule
def town_of(event: int) -> int:
    """The town of an outbreak."""
    return event // ORDINALS


@rule
def break_out(world: World, event: int) -> int:
    """Violence breaks out; gives the quick-reaction force that is sent, if one is in reach."""
    town = town_of(event)
    record(world, VIOLENCE_BROKE_OUT, event, world.towns.site[town], 1.0)
    if world.towns.segment[town] < 0:
        return NOBODY
    return call_to_segment(world, QUICK_REACTION, world.towns.segment[town], event)


@rule
def next_column_there(world: World, event: int, after: int) -> int:
    """The next column under way around the town; `NOBODY` when there is no other."""
    m, town = world.marches, town_of(event)
    for march in range(after + 1, m.used[0]):
        under_way = m.key[march] != NOBODY and m.segment[march] >= 0
        if under_way and world.segments.town[m.segment[march]] == town:
            return march
    return NOBODY


@rule
def step_between(world: World, event: int, number: int, march: int) -> int:
    """A column interposes, and some of its people may be hurt. Gives the incident."""
    m, town = world.marches, town_of(event)
    key = event * COLUMNS + number % COLUMNS
    incident = new_incident(world, VIOLENCE, key, world.towns.site[town])
    caught = caught_by(world, VIOLENCE, key, 0)
    mount(world, march)
    seat = 0
    person = m.first_person[march]
    while seat < caught and person != NOBODY:
        if not is_spared(world, VIOLENCE, incident, seat, shelter(world, march, person)):
            hit(world, VIOLENCE, incident, seat, person)
        seat += 1
        person = world.people.next[person]
    leave_casualties(world, march)
    record(world, INTERPOSED, incident, world.towns.site[town], world.incidents.hurt[incident])
    return incident


@rule
def count_civilians(world: World, event: int, between: int) -> None:
    """Civilians killed in an outbreak: fewer where somebody stood between."""
    law = world.violence
    mean = law.civilians[0]
    if between > 0:
        mean *= law.deterred[0]
    killed = negative_binomial(draw(world, VIOLENCE_CIVILIANS, event, 0), mean, law.dispersion[0])
    world.others.killed[CIVILIANS] += killed
    world.others.hurt[CIVILIANS] += killed
    record(world, CIVILIANS_KILLED, event, world.towns.site[town_of(event)], killed)
