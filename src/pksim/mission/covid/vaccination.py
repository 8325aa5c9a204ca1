"""Vaccination in the mission: a dose for a share of some units, a part of them each day."""

from pksim.engine import draw, end, hold, now, process, record, rule, spawn
from pksim.mission.duty import AFTER_DOSE, keep_from_duty, let_back
from pksim.mission.events import VACCINATED
from pksim.mission.laws import time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import COVID_DOSE_DAY, COVID_DOSE_TAKEN
from pksim.mission.terms import DEAD, NOWHERE
from pksim.mission.units_of_time import MINUTES_PER_DAY

DAYS = 2**20  # days of a campaign have numbers below this


@process
def campaign(world: World, me: int, campaign: int) -> Story:
    """Each day some get their dose and are off duty after it; days before the run are over."""
    day = 0
    while day < world.campaigns.days[campaign]:
        yield hold(time_until(day_of_campaign(world, campaign, day), now(world)))
        vaccinate(world, campaign, day)
        yield spawn(after_dose, campaign * DAYS + day)
        day += 1
    yield end()


@process
def after_dose(world: World, me: int, which: int) -> Story:
    """Those who had their dose on a day of a campaign are back on duty in time."""
    yield hold(off_duty_left(world, which // DAYS, which % DAYS))
    back_after_dose(world, which // DAYS, which % DAYS)
    yield end()


@rule
def day_of_campaign(world: World, campaign: int, day: int) -> float:
    """When the doses of this day are given."""
    return world.campaigns.begins[campaign] + day * MINUTES_PER_DAY


@rule
def off_duty_left(world: World, campaign: int, day: int) -> float:
    """Minutes that those who have had their dose on this day are still off duty."""
    given_at = day_of_campaign(world, campaign, day)
    return time_until(given_at + world.campaigns.off_duty[campaign], now(world))


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
    given_at = day_of_campaign(world, campaign, day)
    off_duty = off_duty_left(world, campaign, day) > 0.0
    for person in range(len(people.state)):
        if people.state[person] != DEAD and gets_dose(world, campaign, day, person):
            people.doses[person] += 1
            people.last_dose[person] = given_at
            given += 1
            if off_duty:
                keep_from_duty(world, person, AFTER_DOSE)
    if given_at >= 0.0:  # a dose before the run is not one of the run
        record(world, VACCINATED, campaign, NOWHERE, given)


@rule
def back_after_dose(world: World, campaign: int, day: int) -> None:
    """Those of the day are back on duty."""
    for person in range(len(world.people.state)):
        off = (world.people.kept[person] & AFTER_DOSE) != 0
        if off and gets_dose(world, campaign, day, person):
            let_back(world, person, AFTER_DOSE)
