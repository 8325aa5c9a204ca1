"""People: every uniformed person is a row, with a unit, a job and a state.

The rows of a unit stand together, its platoons first, each as long as the others, then support. A
post is filled by one person after another: those who go home, and those who died, are replaced by
newcomers of the same job and age when their unit rotates.
"""

from pksim.engine import draw, end, hold, now, process, record, rule
from pksim.engine.distributions import gamma
from pksim.mission.duty import set_kept
from pksim.mission.events import ROTATED
from pksim.mission.laws import time_until
from pksim.mission.story import Story, World
from pksim.mission.streams import EXPOSURE
from pksim.mission.terms import DEAD, FIT, ON_TASK


@process
def deployment(world: World, me: int, unit: int) -> Story:
    """A unit takes up its area: how exposed it is there is drawn, where nobody knows it."""
    for area in range(len(world.areas.level)):
        draw_exposure(world, unit, area)
    yield end()


@process
def rotation(world: World, me: int, rotation: int) -> Story:
    """On its rotation date all people of a unit are exchanged."""
    yield hold(time_until(world.rotations.at[rotation], now(world)))
    exchange(world, world.rotations.unit[rotation])
    yield end()


# --- exposure ---------------------------------------------------------------------------


@rule
def draw_exposure(world: World, unit: int, area: int) -> None:
    """What multiplies the hostile hazards of this unit in this area: gamma with mean 1."""
    exposure = world.exposure
    cell = unit * len(world.areas.level) + area
    if exposure.known[cell] == 0:
        exposure.factor[cell] = gamma(draw(world, EXPOSURE, unit, area), exposure.shape[0], 1.0)


@rule
def exposed(world: World, unit: int, area: int) -> float:
    """What multiplies the hostile hazards of a unit in an area."""
    return world.exposure.factor[unit * len(world.areas.level) + area]


# --- rotation ---------------------------------------------------------------------------


@rule
def exchange(world: World, unit: int) -> None:
    """Newcomers fill every post of the unit; those out on a task are relieved where they are."""
    units, people = world.units, world.people
    first = units.first[unit]
    for person in range(first, first + units.strength[unit]):
        if people.state[person] == DEAD and people.infections[person] > 0:
            world.infections.dead[people.case[person]] = 1  # nobody dies twice
        people.arrived[person] += 1
        people.doses[person] = units.doses[unit]
        people.last_dose[person] = units.last_dose[unit]
        people.infections[person] = 0
        people.apart_until[person] = 0.0
        people.quarantined_until[person] = 0.0
        set_kept(world, person, 0)
        if people.state[person] != ON_TASK:
            people.state[person] = FIT
    record(world, ROTATED, unit, units.base[unit], units.strength[unit])
