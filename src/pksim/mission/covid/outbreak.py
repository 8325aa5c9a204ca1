"""The outbreak: whoever has been infected begins the course of a case."""

import math

from pksim.engine import process, rule, spawn, wait
from pksim.mission.covid.course import has_symptoms
from pksim.mission.covid.disease import disease
from pksim.mission.covid.infection import next_new_case
from pksim.mission.covid.testing import (
    is_screened,
    is_still_to_come,
    newcomers_tests,
    screening,
    tests_of_newcomers,
)
from pksim.mission.covid.transmission import transmission
from pksim.mission.signals import new_cases
from pksim.mission.story import Story, World
from pksim.mission.terms import NOBODY


@process
def outbreak(world: World, me: int, _: int) -> Story:
    """Each new case gets the processes that it needs; nobody else has any."""
    while True:
        case = next_new_case(world)
        while case != NOBODY:
            if has_symptoms(world, case):
                yield spawn(disease, case)
            if infects_anybody(world, case):
                yield spawn(transmission, case)
            if is_screened(world, case):
                yield spawn(screening, case)
            if has_newcomers_tests(world, case):
                yield spawn(newcomers_tests, case)
            case = next_new_case(world)
        yield wait(new_cases(), math.inf)


@rule
def infects_anybody(world: World, case: int) -> bool:
    """Whether the case has contacts that would infect."""
    return world.infections.contacts[case] > 0


@rule
def has_newcomers_tests(world: World, case: int) -> bool:
    """Whether the unit of the case has a test for newcomers before it."""
    last = tests_of_newcomers(world) - 1
    return last >= 0 and is_still_to_come(world, case, last)
