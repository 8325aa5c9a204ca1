"""Isolation of those who report sick or were found, and quarantine of whom they met."""

from pksim.engine import draw, end, hold, now, process, record, rule
from pksim.mission.covid.circles import circle
from pksim.mission.covid.infection import holds_post, is_here, site_of
from pksim.mission.covid.words import SECTION
from pksim.mission.duty import (
    APART,
    IN_QUARANTINE,
    UNWELL,
    keep_from_duty,
    let_back,
)
from pksim.mission.events import CONFIRMED, ISOLATION, TRACED
from pksim.mission.regimes import NEARLY
from pksim.mission.story import Story, World
from pksim.mission.streams import COVID_TRACED
from pksim.mission.terms import DEAD, EVACUATED, HURT, NOBODY, ON_TASK


@process
def isolation(world: World, me: int, case: int) -> Story:
    """Somebody is kept from duty and from others for a time."""
    keep_apart(world, case)
    yield hold(world.isolation.lasts[0])
    end_isolation(world, case)
    yield end()


@process
def tracing(world: World, me: int, case: int) -> Story:
    """After a result, those who were met go into quarantine."""
    yield hold(world.tracing.delay[0])
    trace(world, case)
    yield hold(world.tracing.lasts[0])
    end_quarantine(world, unit_of(world, case))
    yield end()


@rule
def measures_are_on(world: World) -> bool:
    """Whether the day has come from which measures are taken."""
    return now(world) >= world.covid.measures_at[0]


# --- isolation --------------------------------------------------------------------------


@rule
def keep_apart(world: World, case: int) -> None:
    """Into isolation; who is there already stays longer."""
    if is_here(world, case):
        person = world.infections.person[case]
        isolate(world, person, now(world) + world.isolation.lasts[0])


@rule
def isolate(world: World, person: int, until: float) -> None:
    """The person is isolated until then, or longer if that was said before."""
    people = world.people
    people.apart_until[person] = max(people.apart_until[person], until)
    keep_from_duty(world, person, APART)
    record(world, ISOLATION, person, site_of(world, person), until - now(world))


@rule
def end_isolation(world: World, case: int) -> None:
    """Out of isolation, unless it was made longer."""
    if holds_post(world, case):
        release(world, world.infections.person[case])


@rule
def release(world: World, person: int) -> None:
    """Out of isolation if its time is over."""
    if now(world) >= world.people.apart_until[person] - NEARLY:
        let_back(world, person, APART)


@rule
def report_sick(world: World, case: int) -> None:
    """Off duty until well; nothing, if the case is that by now."""
    if is_here(world, case) and now(world) < world.infections.well_at[case]:
        keep_from_duty(world, world.infections.person[case], UNWELL)


@rule
def report_well(world: World, case: int) -> None:
    """Back to duty, as far as this illness goes."""
    if holds_post(world, case):
        let_back(world, world.infections.person[case], UNWELL)


# --- found by a test --------------------------------------------------------------------


@rule
def confirm(world: World, case: int) -> None:
    """A test has found the case."""
    i = world.infections
    i.found[case] = 1
    record(world, CONFIRMED, case, site_of(world, i.person[case]), now(world) - i.exposed_at[case])


@rule
def is_traced(world: World, case: int) -> bool:
    """Whether anybody looks for those whom the case has met."""
    return world.tracing.found[0] > 0.0 and measures_are_on(world)


@rule
def trace(world: World, case: int) -> None:
    """Mates of the section, and of a march that is under way, go into quarantine."""
    people = world.people
    person = world.infections.person[case]
    if not is_here(world, case):
        return
    found = 0
    first, posts = circle(world, person, SECTION)
    for mate in range(first, first + posts):
        found += quarantine_mate(world, case, mate)
    march = people.march[person]
    if people.state[person] == ON_TASK and march != NOBODY:
        mate = world.marches.first_person[march]
        while mate != NOBODY:
            found += quarantine_mate(world, case, mate)
            mate = people.next[mate]
    record(world, TRACED, case, site_of(world, person), found)


@rule
def quarantine_mate(world: World, case: int, mate: int) -> int:
    """1 if this one, whom the case has met, goes into quarantine: if found and in the mission."""
    people = world.people
    if mate == world.infections.person[case] or people.state[mate] in (DEAD, HURT, EVACUATED):
        return 0
    if draw(world, COVID_TRACED, world.infections.key[case], mate) >= world.tracing.found[0]:
        return 0
    until = now(world) + world.tracing.lasts[0]
    people.quarantined_until[mate] = max(people.quarantined_until[mate], until)
    keep_from_duty(world, mate, IN_QUARANTINE)
    return 1


@rule
def end_quarantine(world: World, unit: int) -> None:
    """Those of a unit whose time in quarantine is over come out."""
    people, units = world.people, world.units
    first = units.first[unit]
    for person in range(first, first + units.strength[unit]):
        over = now(world) >= people.quarantined_until[person] - NEARLY
        if (people.kept[person] & IN_QUARANTINE) != 0 and over:
            let_back(world, person, IN_QUARANTINE)


@rule
def unit_of(world: World, case: int) -> int:
    """The unit of a case."""
    return world.people.unit[world.infections.person[case]]
