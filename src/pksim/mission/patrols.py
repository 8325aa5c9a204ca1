"""Columns: patrols, convoys and clearance of the timetable, and teams called to those who halt."""

from pksim.engine import end, granted, hold, process, seize, signal, spawn, wait
from pksim.mission.ambulances import (
    ambulance_leaves,
    arrive_at_casualties,
    cannot_leave,
    load_ambulance,
    unload_ambulance,
)
from pksim.mission.calls import call_for_help, team_of, waits_for_team
from pksim.mission.covid.surroundings import mingle
from pksim.mission.encounters import leave_stop, next_incident, pass_segment, stand
from pksim.mission.evacuation import response
from pksim.mission.halts import go_on, is_halted, until_something
from pksim.mission.lifts import next_aboard
from pksim.mission.march import (
    bring_help,
    come_home,
    fall_in,
    is_at_a_stop,
    is_home,
    must_rest,
    over_the_segment,
    relieves,
    stay_here,
    step,
    until_light,
)
from pksim.mission.programmes import column_key, departures_on, is_team, until_leaving
from pksim.mission.signals import arrival, desk_called, new_cases, pick_up, relieved
from pksim.mission.story import Story, World
from pksim.mission.terms import NOBODY
from pksim.mission.units_of_time import MINUTES_PER_DAY


@process
def patrol_programme(world: World, me: int, programme: int) -> Story:
    """A programme: at each midnight the departures of the day are set."""
    day = 0
    while True:
        slot = 0
        while slot < departures_on(world, programme, day):
            yield spawn(column, column_key(programme, day, slot))
            slot += 1
        yield hold(MINUTES_PER_DAY)
        day += 1


@process
def column(world: World, me: int, key: int) -> Story:  # noqa: C901, PLR0915 - one march
    """One column, from the gate and back to it; `key` is its place in the timetable.

    A team that was called goes the same way, to whoever called it, as soon as it is free.
    """
    if is_team(world, key):
        yield seize(team_of(world, key), 0, waits_for_team(world, key))
        if not granted(world):
            yield end()
    yield hold(until_leaving(world, key))
    march = fall_in(world, key)
    if march == NOBODY:
        if cannot_leave(world, key):
            yield signal(desk_called())
        yield end()
    ambulance_leaves(world, key)

    while not is_home(world, march):
        # It stays at the far end and at places on the way; else it goes over the next segment.
        if is_at_a_stop(world, march):
            bring_help(world, march)
            arrive_at_casualties(world, march)
            yield hold(stay_here(world, march))
            if mingle(world, march):
                yield signal(new_cases())
            leave_stop(world, march)
            casualty = load_ambulance(world, march)
            while casualty != NOBODY:
                yield signal(pick_up(casualty))
                casualty = next_aboard(world, casualty)
            if relieves(world, march) != NOBODY:
                yield signal(relieved(relieves(world, march)))
        else:
            if must_rest(world, march):
                yield hold(until_light(world, march))
            yield hold(over_the_segment(world, march))
            pass_segment(world, march)

        # Whatever waited there.
        incident = next_incident(world, march)
        while incident != NOBODY:
            yield spawn(response, incident)
            incident = next_incident(world, march)

        # A find, a strike or an ambush halts it, until a team has helped or it can go on alone.
        while is_halted(world, march):
            help_on_its_way = call_for_help(world, march)
            if help_on_its_way != NOBODY:
                yield spawn(column, help_on_its_way)
            yield wait(relieved(march), until_something(world, march))
            stand(world, march)
            go_on(world, march, granted(world))
            incident = next_incident(world, march)
            while incident != NOBODY:
                yield spawn(response, incident)
                incident = next_incident(world, march)
        step(world, march)

    casualty = unload_ambulance(world, march)
    while casualty != NOBODY:
        yield signal(arrival(casualty))
        casualty = next_aboard(world, casualty)
    come_home(world, march)
    if is_team(world, key):
        yield signal(desk_called())
    yield end()
