"""Incidents that the scenario schedules: so many people of a camp hurt, at a time it names."""

from pksim.engine import draw, end, hold, now, process, rule, spawn
from pksim.mission.duty import next_in_camp, somebody_in_camp
from pksim.mission.evacuation import response
from pksim.mission.harm import mechanism_of
from pksim.mission.incidents import add_casualty, new_incident
from pksim.mission.laws import time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import SCHEDULED_WHO
from pksim.mission.terms import KILLED, MOUNTED, NOBODY, ROAD_ACCIDENT, T1, T2, T3

OCCASIONS = 2**20  # of one entry; its incidents have the numbers entry * OCCASIONS + occasion
APART = 2**40  # from the numbers of incidents that come by chance


@process
def scheduled(world: World, me: int, entry: int) -> Story:
    """One entry of the schedule, as often as it happens."""
    occasion = 0
    while occasion < world.schedule.times[entry]:
        yield hold(time_until(due_at(world, entry, occasion), now(world)))
        yield spawn(response, scheduled_incident(world, entry, occasion))
        occasion += 1
    yield end()


@rule
def due_at(world: World, entry: int, occasion: int) -> float:
    """When it happens."""
    return world.schedule.at[entry] + occasion * world.schedule.every[entry]


@rule
def scheduled_incident(world: World, entry: int, occasion: int) -> int:
    """People of the camp are hurt as the scenario says, whoever is there. Gives the incident."""
    schedule = world.schedule
    number = APART + entry * OCCASIONS + occasion
    cause = schedule.cause[entry]
    incident = new_incident(world, cause, number, schedule.site[entry])
    mechanism = MOUNTED if cause == ROAD_ACCIDENT else mechanism_of(cause)
    first, people = schedule.first_person[entry], schedule.people[entry]
    luck = draw(world, SCHEDULED_WHO, number, 0)
    person = somebody_in_camp(world, first, people, luck)
    world.scores.killed_outright[cause] += schedule.killed[entry]
    seat = 0
    while person != NOBODY and seat < schedule.hurt[entry]:
        add_casualty(world, incident, seat, severity_at(world, entry, seat), person, mechanism)
        person = next_in_camp(world, first, people, person)
        seat += 1
    return incident


@rule
def severity_at(world: World, entry: int, seat: int) -> int:
    """The killed come first, then T1, T2 and T3."""
    schedule = world.schedule
    if seat < schedule.killed[entry]:
        return KILLED
    seat -= schedule.killed[entry]
    if seat < schedule.t1[entry]:
        return T1
    return T2 if seat - schedule.t1[entry] < schedule.t2[entry] else T3
