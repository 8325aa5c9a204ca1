"""Vaccination in the mission: a dose for a share of some units, a part of them each day."""

from pksim.engine import draw, end, hold, now, process, record, rule, spawn
from pksim.mission.events import VACCINATED
from pksim.mission.laws import time_until
from pksim.mission.people import AFTER_DOSE, keep_from_duty, let_back
from pksim.mission.story import Story, World
from pksim.mission.streams import COVID_DOSE_DAY, COVID_DOSE_TAKEN
from pksim.mission.terms import DEAD, NOWHERE
from pksim.mission.units_of_time import MINUTES_PER_DAY

DAYS = 2**20  # days of a campaign have numbers below this


@process
def campaign(world: World, me: int, campaign: int) -> Story:
    """Each day some get their dose and are off duty after it."""
    yield hold(time_until(world.campaigns.begins[campaign], now(world)))
    day = 0
    while day < world.campaigns.days[campaign]:
        vaccinate(world, campaign, day)
        yield spawn(after_dose, campaign * DAYS + day)
        yield hold(MINUTES_PER_DAY)
        day += 1
    yield end()


@process
def after_dose(world: World, me: int, which: int) -> Story:
    """Those who had their dose on a day of a campaign are back on duty in time."""
    yield hold(world.campaigns.off_duty[which // DAYS])
    back_after_dose(world, which // DAYS, which % DAYS)
    yield end()


@rule
def gets_dose(world: World, campaign: int, day: int, person: int) -> bool:
    """Whether somebody is to have the dose on this day of the campaign."""
    c, people = world.campaigns, world.people
    if c.member[campaign * len(world.units.base) + people.unit[person]] == 0:
        return False
    who = people.arrived[person]
    entity = campaign * len(people.state) + person
    if draw(world, COVID_DOSE_TAKEN, entity, who) >= c.uptake[campaign]:
        return False
    return int(draw(world, COVID_DOSE_DAY, entity, who) * c.days[campaign]) == day


@rule
def vaccinate(world: World, campaign: int, day: int) -> None:
    """The doses of a day."""
    people, given = world.people, 0
    for person in range(len(people.state)):
        if people.state[person] != DEAD and gets_dose(world, campaign, day, person):
            people.doses[person] += 1
            people.last_dose[person] = now(world)
            given += 1
            if world.campaigns.off_duty[campaign] > 0.0:
                keep_from_duty(world, person, AFTER_DOSE)
    record(world, VACCINATED, campaign, NOWHERE, given)


@rule
def back_after_dose(world: World, campaign: int, day: int) -> None:
    """Those of the day are back on duty."""
    for person in range(len(world.people.state)):
        off = (world.people.kept[person] & AFTER_DOSE) != 0
        if off and gets_dose(world, campaign, day, person):
            let_back(world, person, AFTER_DOSE)
