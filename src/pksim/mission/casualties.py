"""The casualty: from the point of wounding to duty, home, or death."""

from pksim.engine import end, granted, hold, process, release, seize, wait
from pksim.mission.care import (
    arrive,
    buddy_aid,
    care_on_the_way,
    discharge,
    end_of_stay,
    end_surgery,
    enhanced_care,
    first_aid,
    go_onward,
    in_own_vehicles,
    in_resuscitation,
    is_in_hospital,
    limit_ward_stay,
    medical_team,
    on_the_table,
    out_of_queue,
    picked_up,
    recover,
    resuscitate,
    start_surgery,
    stays,
    until_leaving,
    wait_for_team,
)
from pksim.mission.hospitals import (
    bay,
    has_bays,
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
from pksim.mission.signals import arrival, pick_up
from pksim.mission.story import Story, World
from pksim.mission.survival import died, killed_outright, time_to_death


@process
def casualty(world: World, me: int, person: int) -> Story:  # noqa: C901, PLR0915 - as long as the way is
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
    if in_own_vehicles(world, person):
        # The medical team catches up with them, unless they reach a doctor first.
        yield wait(
            arrival(person), sooner(medical_team(world, person), time_to_death(world, person))
        )
        if died(world, person):
            yield end()
    enhanced_care(world, person)

    # Under way, in the care of the crew; perhaps by way of a facility without surgery.
    while not is_in_hospital(world, person):
        if not picked_up(world, person):
            care_on_the_way(world, person)
            yield wait(pick_up(person), time_to_death(world, person))
            if died(world, person):
                yield end()
        yield wait(arrival(person), time_to_death(world, person))
        if died(world, person):
            yield end()

    # In hospital: a bay, blood, surgery.
    arrive(world, person)
    if has_bays(world, person):
        yield seize(bay(world, person), triage(world, person), time_to_death(world, person))
        if died(world, person):
            yield end()
    resuscitate(world, person)
    yield hold(sooner(in_resuscitation(world, person), time_to_death(world, person)))
    if died(world, person):
        yield end()
    if needs_surgery(world, person):
        wait_for_team(world, person)
        yield seize(
            operating_team(world, person), triage(world, person), time_to_death(world, person)
        )
        if died(world, person):
            yield end()
        start_surgery(world, person)
    out_of_queue(world, person)
    if has_bays(world, person):
        yield release(bay(world, person))
    if needs_surgery(world, person):
        yield hold(on_the_table(world, person))
        end_surgery(world, person)
        yield release(operating_team(world, person))

    # Recovery: intensive care, the ward, and for who needs more a hospital out of the country.
    if needs_intensive_care(world, person):
        yield seize(
            intensive_care_bed(world, person), triage(world, person), until_leaving(world, person)
        )
        if granted(world):
            stay = recover(world, person, intensive_care_stay(world, person))
            yield hold(sooner(stay, time_to_death(world, person)))
            if died(world, person):
                yield end()
            end_of_stay(world, person)
            yield release(intensive_care_bed(world, person))
    if needs_ward(world, person) and stays(world, person):
        yield seize(ward_bed(world, person), triage(world, person), until_leaving(world, person))
        if granted(world):
            limit_ward_stay(world, person)
            stay = recover(world, person, ward_stay(world, person))
            yield hold(sooner(stay, time_to_death(world, person)))
            if died(world, person):
                yield end()
            end_of_stay(world, person)
            yield release(ward_bed(world, person))
    if not stays(world, person):
        yield hold(sooner(go_onward(world, person), time_to_death(world, person)))
        if died(world, person):
            yield end()

    discharge(world, person)
    yield end()
