"""The casualty: from the point of wounding to duty, home, or death."""

import math

from pksim.engine import end, hold, process, release, seize, wait
from pksim.mission.care import (
    buddy_aid,
    discharge,
    enhanced_care,
    first_aid,
    medical_team,
    out_of_danger,
    recover,
    resuscitate,
    resuscitation,
    start_surgery,
    surgery,
)
from pksim.mission.hospitals import (
    intensive_care_bed,
    intensive_care_stay,
    needs_intensive_care,
    needs_surgery,
    needs_ward,
    operating_team,
    triage,
    ward_bed,
    ward_stay,
)
from pksim.mission.laws import sooner
from pksim.mission.lifts import picked_up
from pksim.mission.signals import arrival, pick_up
from pksim.mission.story import Story, World
from pksim.mission.survival import died, killed_outright, time_to_death


@process
def casualty(world: World, me: int, person: int) -> Story:  # noqa: C901 - as long as the way is
    """One casualty, from the point of wounding to duty, home or death (clock in minutes).

    Care lowers the hazard; death comes when the hazard accumulated reaches the person's own
    threshold. Every wait is cut short by death.
    """
    if killed_outright(world, person):
        yield end()

    # On the ground: buddies stop the bleeding, a medical team comes, unless a lift is there first.
    yield wait(pick_up(person), sooner(buddy_aid(world, person), time_to_death(world, person)))
    if died(world, person):
        yield end()
    first_aid(world, person)

    if not picked_up(world, person):
        yield wait(
            pick_up(person), sooner(medical_team(world, person), time_to_death(world, person))
        )
        if died(world, person):
            yield end()
    enhanced_care(world, person)

    if not picked_up(world, person):
        yield wait(pick_up(person), time_to_death(world, person))
        if died(world, person):
            yield end()

    # Under way, in the care of the crew.
    yield wait(arrival(person), time_to_death(world, person))
    if died(world, person):
        yield end()

    # In hospital: resuscitation, surgery, recovery.
    resuscitate(world, person)
    yield hold(sooner(resuscitation(world, person), time_to_death(world, person)))
    if died(world, person):
        yield end()

    if needs_surgery(world, person):
        yield seize(
            operating_team(world, person), triage(world, person), time_to_death(world, person)
        )
        if died(world, person):
            yield end()
        start_surgery(world, person)
        yield hold(surgery(world, person))
        yield release(operating_team(world, person))

    if needs_intensive_care(world, person):
        yield seize(intensive_care_bed(world, person), triage(world, person), math.inf)
        recover(world, person, intensive_care_stay(world, person))
        yield hold(sooner(intensive_care_stay(world, person), time_to_death(world, person)))
        if died(world, person):
            yield end()
        out_of_danger(world, person)
        yield release(intensive_care_bed(world, person))

    if needs_ward(world, person):
        yield seize(ward_bed(world, person), triage(world, person), math.inf)
        recover(world, person, ward_stay(world, person))
        yield hold(sooner(ward_stay(world, person), time_to_death(world, person)))
        if died(world, person):
            yield end()
        yield release(ward_bed(world, person))

    discharge(world, person)
    yield end()
