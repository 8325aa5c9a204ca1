"""The illness of one case: duty, beds, intensive care, out of the country, well again or dead."""

import math

from pksim.engine import draw, end, granted, hold, now, process, record, release, rule, seize, spawn
from pksim.mission.covid.flights import hospital_of_case, needs_flight, transfer
from pksim.mission.covid.infection import holds_post, is_here, site_of
from pksim.mission.covid.isolation import report_sick, report_well
from pksim.mission.covid.testing import sick_bay, until_report
from pksim.mission.covid.words import INTENSIVE_CARE_PRIORITY, WARD_PRIORITY
from pksim.mission.duty import set_state
from pksim.mission.events import (
    CASE_ADMITTED,
    CRITICAL_CASE,
    DEATH_BY_COVID,
    LEFT_COUNTRY,
    NO_INTENSIVE_CARE,
    SEVERE_CASE,
    SYMPTOMS,
)
from pksim.mission.laws import drawn, sooner, time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import COVID_APPROVAL, COVID_REPORTS
from pksim.mission.terms import DEAD, EVACUATED, HURT, NOBODY


@process
def disease(world: World, me: int, case: int) -> Story:
    """A case with symptoms, until it is well or grows severe."""
    yield hold(until_onset(world, case))
    fall_ill(world, case)
    if reports(world, case):
        yield hold(sooner(until_report(world, case), until_severe(world, case)))
        yield spawn(sick_bay, case)
    yield hold(until_severe(world, case))
    if is_severe(world, case):
        yield spawn(severe_illness, case)
    else:
        report_well(world, case)
    yield end()


@process
def severe_illness(world: World, me: int, case: int) -> Story:
    """A severe case wants a ward bed, and a critical one a bed in intensive care instead."""
    worsen(world, case)
    yield spawn(sick_bay, case)
    if needs_flight(world, case):
        yield spawn(transfer, case)
    if takes_ward(world, case):
        yield seize(ward(world, case), WARD_PRIORITY, until_stage_is_over(world, case))
        if granted(world) and not is_admitted(world, case, 0):
            yield release(ward(world, case))
    yield hold(until_stage_is_over(world, case))
    if is_critical(world, case):
        if is_in_bed(world, case):
            leave_bed(world, case)
            yield release(ward(world, case))
        become_critical(world, case)
        if takes_intensive_care(world, case):
            yield seize(
                intensive_care(world, case),
                INTENSIVE_CARE_PRIORITY,
                until_crisis_or_leaving(world, case),
            )
            if granted(world) and not is_admitted(world, case, 1):
                yield release(intensive_care(world, case))
        yield hold(until_crisis_or_leaving(world, case))
        if leaves_country(world, case):
            if is_in_bed(world, case):
                leave_bed(world, case)
                yield release(intensive_care(world, case))
            go_abroad(world, case)
        yield hold(until_crisis(world, case))
        if dies(world, case):
            die(world, case)
        else:
            yield hold(until_well(world, case))
    leave_bed(world, case)
    report_well(world, case)
    yield end()


# --- mild -------------------------------------------------------------------------------


@rule
def until_onset(world: World, case: int) -> float:
    """Minutes until symptoms."""
    return time_until(world.infections.onset_at[case], now(world))


@rule
def fall_ill(world: World, case: int) -> None:
    """Symptoms begin."""
    i = world.infections
    since = now(world) - i.exposed_at[case]
    record(world, SYMPTOMS, case, site_of(world, i.person[case]), since)


@rule
def reports(world: World, case: int) -> bool:
    """Whether a case with mild symptoms goes to the sick bay; if they grow worse, all do."""
    luck = draw(world, COVID_REPORTS, world.infections.key[case], 0)
    ill = now(world) < world.infections.well_at[case]
    return ill and luck < world.isolation.reports[0] and is_here(world, case)


@rule
def until_severe(world: World, case: int) -> float:
    """Minutes until the case is severe, or well."""
    i = world.infections
    return time_until(min(i.severe_at[case], i.well_at[case]), now(world))


@rule
def is_severe(world: World, case: int) -> bool:
    """Whether the case is severe now."""
    return now(world) >= world.infections.severe_at[case]


# --- severe -----------------------------------------------------------------------------


@rule
def worsen(world: World, case: int) -> None:
    """Too ill for duty, whether it was reported or not."""
    record(world, SEVERE_CASE, case, site_of(world, world.infections.person[case]), 1.0)
    report_sick(world, case)


@rule
def until_stage_is_over(world: World, case: int) -> float:
    """Minutes until a severe case is critical, or well."""
    i = world.infections
    return time_until(min(i.critical_at[case], i.well_at[case]), now(world))


@rule
def until_well(world: World, case: int) -> float:
    """Minutes until the case is well."""
    return time_until(world.infections.well_at[case], now(world))


@rule
def ward(world: World, case: int) -> int:
    """The ward beds of the hospital that treats severe cases of this camp."""
    return world.hospitals.ward[hospital_of_case(world, case)]


@rule
def intensive_care(world: World, case: int) -> int:
    """Its beds in intensive care."""
    return world.hospitals.intensive_care[hospital_of_case(world, case)]


@rule
def may_take_bed(world: World, case: int) -> bool:
    """Whether the case is there to be put in a bed, and does not lie in one as wounded."""
    state = world.people.state[world.infections.person[case]]
    wounded = state in (HURT, EVACUATED)
    return world.covid.beds[0] == 1 and is_here(world, case) and not wounded


@rule
def takes_ward(world: World, case: int) -> bool:
    """Whether the case seeks a ward bed."""
    hospital = hospital_of_case(world, case)
    if not may_take_bed(world, case) or hospital == NOBODY:
        return False
    return world.hospitals.ward_beds[hospital] > 0


@rule
def takes_intensive_care(world: World, case: int) -> bool:
    """Whether the case seeks a bed in intensive care."""
    hospital = hospital_of_case(world, case)
    if not may_take_bed(world, case) or hospital == NOBODY:
        return False
    return world.hospitals.intensive_beds[hospital] > 0


@rule
def is_admitted(world: World, case: int, to_intensive_care: int) -> bool:
    """Whether the case has the bed, which no casualty can have now; not if it has died or gone."""
    i, hospital = world.infections, hospital_of_case(world, case)
    if not may_take_bed(world, case):
        return False
    i.bed[case] = hospital
    i.nursed[case] = to_intensive_care
    world.hospitals.inside[hospital] += 1
    record(world, CASE_ADMITTED, case, site_of(world, i.person[case]), 1.0)
    return True


@rule
def is_in_bed(world: World, case: int) -> bool:
    """Whether the case has a bed."""
    return world.infections.bed[case] != NOBODY


@rule
def leave_bed(world: World, case: int) -> None:
    """The bed is free, if there was one."""
    i = world.infections
    if i.bed[case] != NOBODY:
        world.hospitals.inside[i.bed[case]] -= 1
        i.bed[case] = NOBODY


# --- critical ---------------------------------------------------------------------------


@rule
def is_critical(world: World, case: int) -> bool:
    """Whether the case is critical now."""
    return now(world) >= world.infections.critical_at[case]


@rule
def become_critical(world: World, case: int) -> None:
    """Without a bed in intensive care more die. Where beds are not modelled there is one."""
    i = world.infections
    if world.covid.beds[0] == 0:
        i.nursed[case] = 1
    record(world, CRITICAL_CASE, case, site_of(world, i.person[case]), 1.0)


@rule
def until_crisis(world: World, case: int) -> float:
    """Minutes until it shows who dies."""
    return time_until(world.infections.crisis_at[case], now(world))


@rule
def until_crisis_or_leaving(world: World, case: int) -> float:
    """Minutes until then, or until the case is flown out of the country if that comes first."""
    i, law = world.infections, world.covid.approval[0]
    i.leaves_at[case] = math.inf
    if law != NOBODY:
        approved = drawn(world, law, COVID_APPROVAL, i.key[case], 0)
        i.leaves_at[case] = i.critical_at[case] + approved
    return sooner(until_crisis(world, case), time_until(i.leaves_at[case], now(world)))


@rule
def leaves_country(world: World, case: int) -> bool:
    """Whether the case is flown out now."""
    i = world.infections
    return i.leaves_at[case] < i.crisis_at[case] and is_here(world, case)


@rule
def go_abroad(world: World, case: int) -> None:
    """To intensive care out of the country; the post stays empty until the unit rotates."""
    i = world.infections
    i.nursed[case] = 1
    i.gone[case] = 1
    set_state(world, i.person[case], i.arrived[case], EVACUATED)
    record(world, LEFT_COUNTRY, case, site_of(world, i.person[case]), 1.0)


@rule
def dies(world: World, case: int) -> bool:
    """Whether the case dies now; more do without intensive care."""
    i = world.infections
    share = i.share_dead[case]
    if i.nursed[case] == 0:
        share = min(share * world.course.without_bed[0], i.share_critical[case])
        record(world, NO_INTENSIVE_CARE, case, site_of(world, i.person[case]), 1.0)
    i.share_of_death[case] = share
    return i.luck[case] < share


@rule
def die(world: World, case: int) -> None:
    """The case dies, if nothing else has killed this person before."""
    i = world.infections
    person = i.person[case]
    if i.dead[case] == 1 or (holds_post(world, case) and world.people.state[person] == DEAD):
        return
    set_state(world, person, i.arrived[case], DEAD)
    i.dead[case] = 1
    record(world, DEATH_BY_COVID, case, site_of(world, person), now(world) - i.exposed_at[case])
