"""Tests: how likely one finds a case by the day, when cases are tested, and false alarms."""

import math

from pksim.engine import draw, end, hold, now, process, record, rule, spawn
from pksim.engine.distributions import poisson
from pksim.mission.covid.infection import is_here, site_of
from pksim.mission.covid.isolation import (
    confirm,
    is_traced,
    isolate,
    isolation,
    measures_are_on,
    release,
    report_sick,
    tracing,
)
from pksim.mission.covid.words import NO_TEST
from pksim.mission.duty import is_in_camp
from pksim.mission.events import FALSE_ALARM, TESTED
from pksim.mission.laws import drawn, time_until
from pksim.mission.regimes import NEARLY
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    COVID_ARRIVAL_TEST,
    COVID_FALSE_ALARM,
    COVID_FALSE_ALARMS,
    COVID_ISOLATES,
    COVID_REPORT_DELAY,
    COVID_ROUTINE_TEST,
    COVID_SYMPTOM_TEST,
    COVID_TURNAROUND,
)
from pksim.mission.terms import NOBODY, NOWHERE
from pksim.mission.units_of_time import MINUTES_PER_DAY


@process
def sick_bay(world: World, me: int, case: int) -> Story:
    """Somebody is seen for the first time: off duty, perhaps isolated at once, perhaps tested."""
    if is_seen_first(world, case):
        report_sick(world, case)
        if is_isolated_at_once(world, case):
            yield spawn(isolation, case)
        if is_tested_for_symptoms(world, case) and symptoms_test_finds(world, case):
            yield spawn(result, case)
    yield end()


@process
def result(world: World, me: int, case: int) -> Story:
    """A positive result comes after its turnaround: isolation, and a look for contacts."""
    yield hold(turnaround(world, case))
    if is_news(world, case):
        confirm(world, case)
        yield spawn(isolation, case)
        if is_traced(world, case):
            yield spawn(tracing, case)
    yield end()


@process
def screening(world: World, me: int, case: int) -> Story:
    """One case in the routine tests of its unit, until it is found or cannot be."""
    while is_to_be_screened(world, case):
        yield hold(until_next_round(world))
        if routine_test_finds(world, case):
            yield spawn(result, case)
            yield end()
    yield end()


@process
def newcomers_tests(world: World, me: int, case: int) -> Story:
    """One case in the tests that newcomers have on some days after their arrival."""
    test = 0
    while test < tests_of_newcomers(world):
        if is_still_to_come(world, case, test):
            yield hold(until_newcomers_test(world, case, test))
            if finds(world, case, world.newcomers_tests.kind[test], COVID_ARRIVAL_TEST, test):
                yield spawn(result, case)
                yield end()
        test += 1
    yield end()


@process
def routine(world: World, me: int, _: int) -> Story:
    """The rounds of routine tests: counted, and with false alarms among those who are well."""
    round_ = 0
    while True:
        yield hold(until_next_round(world))
        alarm, alarms = 0, false_alarms(world, round_)
        while alarm < alarms:
            yield spawn(false_alarm, person_of_alarm(world, round_, alarm))
            alarm += 1
        round_ += 1


@process
def false_alarm(world: World, me: int, person: int) -> Story:
    """Somebody well is isolated until a second test, which takes as long as a PCR test."""
    if is_in_camp(world, person):
        record(world, FALSE_ALARM, person, site_of(world, person), 1.0)
        isolate(world, person, now(world) + world.tests.confirmed_in[0])
        yield hold(world.tests.confirmed_in[0])
        release(world, person)
    yield end()


# --- one test ---------------------------------------------------------------------------


@rule
def sensitivity(world: World, kind: int, days: float) -> float:
    """The chance that a test finds a case so many days after infection: straight lines in a table.

    None before the first day of the table, and level after its last.
    """
    t = world.sensitivity
    first, points = t.first[kind], t.points[kind]
    if days < t.day[first]:
        return 0.0
    for point in range(first + 1, first + points):
        if days < t.day[point]:
            return between(
                t.share[point - 1], t.share[point], days - t.day[point - 1], t.day[point] - days
            )
    return t.share[first + points - 1]


@rule
def between(before: float, after: float, since: float, left: float) -> float:
    """On the straight line between two points."""
    return before + (after - before) * since / (since + left)


@rule
def would_find(world: World, kind: int, key: int, purpose: int, days: float, occasion: int) -> bool:
    """Whether this test finds an infection of so many days."""
    return draw(world, purpose, key, occasion) < sensitivity(world, kind, days)


@rule
def finds(world: World, case: int, kind: int, purpose: int, occasion: int) -> bool:
    """Whether a test of this case now finds it; one that was found is not tested again."""
    i = world.infections
    if i.found[case] == 1 or not is_here(world, case):
        return False
    i.tested_by[case] = kind
    days = (now(world) - i.exposed_at[case]) / MINUTES_PER_DAY
    return would_find(world, kind, i.key[case], purpose, days, occasion)


@rule
def turnaround(world: World, case: int) -> float:
    """Minutes until the result."""
    i, tests = world.infections, world.tests
    law = tests.turnaround[i.tested_by[case]]
    return drawn(world, law, COVID_TURNAROUND, i.key[case], 0)


@rule
def is_news(world: World, case: int) -> bool:
    """Whether the case is there, and no other test has found it meanwhile."""
    return is_here(world, case) and world.infections.found[case] == 0


# --- those with symptoms ----------------------------------------------------------------


@rule
def until_report(world: World, case: int) -> float:
    """Minutes from symptoms until the sick bay."""
    key = world.infections.key[case]
    return drawn(world, world.isolation.delay[0], COVID_REPORT_DELAY, key, 0)


@rule
def is_seen_first(world: World, case: int) -> bool:
    """Whether the case is there, not well by then, and was not seen before; it is seen now."""
    i = world.infections
    first = i.seen[case] == 0 and is_here(world, case) and now(world) < i.well_at[case]
    if first:
        i.seen[case] = 1
    return first


@rule
def is_isolated_at_once(world: World, case: int) -> bool:
    """Whether symptoms are enough for isolation."""
    luck = draw(world, COVID_ISOLATES, world.infections.key[case], 0)
    return luck < world.isolation.on_symptoms[0] and measures_are_on(world)


@rule
def is_tested_for_symptoms(world: World, case: int) -> bool:
    """Whether those who report sick are tested; the test is counted."""
    if world.tests.on_symptoms[0] == NO_TEST or not measures_are_on(world):
        return False
    record(world, TESTED, case, site_of(world, world.infections.person[case]), 1.0)
    return True


@rule
def symptoms_test_finds(world: World, case: int) -> bool:
    """Whether that test finds the case."""
    return finds(world, case, world.tests.on_symptoms[0], COVID_SYMPTOM_TEST, 0)


# --- routine ----------------------------------------------------------------------------


@rule
def is_screened(world: World, case: int) -> bool:
    """Whether the case belongs to those who are tested in routine."""
    people, person = world.people, world.infections.person[case]
    unit, job = people.unit[person], people.job[person]
    return world.routine.units[unit] == 1 and world.routine.jobs[job] == 1


@rule
def is_to_be_screened(world: World, case: int) -> bool:
    """Whether a test could still find it."""
    i = world.infections
    days = (now(world) - i.exposed_at[case]) / MINUTES_PER_DAY
    return is_here(world, case) and i.found[case] == 0 and days < world.tests.found_until[0]


@rule
def routine_test_finds(world: World, case: int) -> bool:
    """Whether the round finds the case."""
    if not measures_are_on(world):
        return False
    return finds(world, case, world.routine.kind[0], COVID_ROUTINE_TEST, round_of(world))


@rule
def until_next_round(world: World) -> float:
    """Minutes until the next round; never, without routine tests."""
    every = world.routine.every[0]
    if every == math.inf:
        return math.inf
    return every * (1 + round_of(world)) - now(world)


@rule
def round_of(world: World) -> int:
    """Rounds so far."""
    return int((now(world) + NEARLY) / world.routine.every[0])


@rule
def false_alarms(world: World, number: int) -> int:
    """How many of those tested in a round are found who are not infected; the tests are counted."""
    r = world.routine
    if not measures_are_on(world):
        return 0
    record(world, TESTED, NOBODY, NOWHERE, r.people[0])
    luck = draw(world, COVID_FALSE_ALARMS, number, 0)
    return poisson(luck, r.people[0] * (1.0 - world.tests.specificity[r.kind[0]]))


@rule
def person_of_alarm(world: World, number: int, alarm: int) -> int:
    """Who is found wrongly: any post of those who are tested, each as likely."""
    people, r = world.people, world.routine
    left = int(draw(world, COVID_FALSE_ALARM, number, alarm) * r.people[0])
    for person in range(len(people.state)):
        if r.units[people.unit[person]] == 1 and r.jobs[people.job[person]] == 1:
            if left == 0:
                return person
            left -= 1
    return 0


# --- newcomers --------------------------------------------------------------------------


@rule
def tests_of_newcomers(world: World) -> int:
    """How many tests newcomers have after they have come."""
    return len(world.newcomers_tests.after)


@rule
def is_still_to_come(world: World, case: int, test: int) -> bool:
    """Whether this test of the case's unit is not over yet."""
    return newcomers_test_at(world, case, test) >= now(world) - NEARLY


@rule
def until_newcomers_test(world: World, case: int, test: int) -> float:
    """Minutes until it."""
    return time_until(newcomers_test_at(world, case, test), now(world))


@rule
def newcomers_test_at(world: World, case: int, test: int) -> float:
    """When the unit of a case has this test: days after it arrived, never if it did not."""
    unit = world.people.unit[world.infections.person[case]]
    return world.units.arrived_at[unit] + world.newcomers_tests.after[test]
