"""What is wrong in a process ends the run with an error naming the process, its time, its verb."""

import math
from typing import Any

import numpy as np
import pytest
from numba import config

from pksim.engine import (
    Model,
    Resource,
    Rows,
    World,
    capacity,
    end,
    formula,
    granted,
    hold,
    new_row,
    process,
    record,
    release,
    rule,
    run,
    seize,
    signal,
    wait,
)
from pksim.engine.verbs import SPAWN
from pksim.errors import ModelError

CLOCKS = ["native", "simpy"]
INTERPRETED = bool(config.DISABLE_JIT)
RESOURCES = [Resource("beds", 1), Resource("teams", 1)]


@process
def culprit(world: Any, me: int, crime: int) -> Any:  # noqa: C901
    """Breaks one rule at time 1.5, as data say: so one compilation serves all."""
    yield hold(1.5)
    if crime == 0:
        yield hold(-1.0)
    elif crime == 1:
        yield hold(world.numbers.nan[0])
    elif crime == 2:
        yield seize(7, 0, 1.0)
    elif crime == 3:
        yield seize(0, 0, -2.0)
    elif crime == 4:
        yield release(1)
    elif crime == 5:
        yield release(-1)
    elif crime == 6:
        yield wait(-3, 1.0)
    elif crime == 7:
        yield wait(1, world.numbers.nan[0])
    elif crime == 8:
        yield signal(1 << 31)
    elif crime == 9:
        yield capacity(0, -1)
    elif crime == 10:
        yield SPAWN, 0.0, 12345, 0
    elif crime == 11:
        yield 9, 0.0, 0, 0
    elif crime == 12:
        for _ in range(1000):
            new_row(world, world.patients)
    elif crime == 13:
        for i in range(1000):
            record(world, 0, i, 0, 1.0)
    elif crime == 14:
        return
    elif crime == 15:
        yield capacity(2, 1)
    elif crime == 16:
        yield wait(1 << 40, 1.0)
    elif crime == 17:
        yield seize(-1, 0, 1.0)
    yield end()


@process
def bystander(world: Any, me: int, arg: int) -> Any:
    while True:
        yield seize(0, 0, math.inf)
        yield hold(0.4)
        yield release(0)


MODEL = Model("crimes", start=[culprit, bystander], kinds=("note",))

CRIMES = {
    0: "yielding hold: a hold must last 0 minutes or more, not -1.0",
    1: "yielding hold: a hold must last 0 minutes or more, not nan",
    2: "yielding seize: there is no resource 7",
    3: "yielding seize: patience must be 0 minutes or more, not -2.0",
    4: "yielding release: it holds no unit of resource 1 that it could release",
    5: "yielding release: there is no resource -1",
    6: "yielding wait: a signal is a number from 0 to 2147483647, not -3",
    7: "yielding wait: patience must be 0 minutes or more, not nan",
    8: "yielding signal: a signal is a number from 0 to 2147483647, not 2147483648",
    9: "yielding capacity: a resource cannot have -1 units",
    10: "yielding spawn: it spawns a process that the model does not know",
    11: "yielding verb 9: it yielded something that is not a verb",
    12: "took more than 256 new rows in one turn",
    13: "recorded more than 256 events in one turn",
    14: r"returned without `yield end\(\)`",
    15: "yielding capacity: there is no resource 2",
    16: "yielding wait: a signal is a number from 0 to 2147483647, not 1099511627776",
    17: "yielding seize: there is no resource -1",
}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("crime", CRIMES)
def test_a_broken_rule_names_process_time_and_verb(crime: int, clock: str) -> None:
    world = World(
        MODEL,
        columns={"numbers": {"nan": math.nan}},
        rows={"patients": Rows(age=int)},
        resources=RESOURCES,
        record=True,
    )
    for _ in range(3):
        world.start(bystander, 0)
    world.start(culprit, crime)
    where = r"process tests\.engine\.test_faults\.culprit number 3 at time 1\.5"
    with pytest.raises(ModelError, match=f"{where}.*{CRIMES[crime]}"):
        run(world, until=10.0, clock=clock)


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_run_after_a_fault_is_not_disturbed(clock: str) -> None:
    world = World(MODEL, {"numbers": {"nan": math.nan}}, {"patients": Rows(age=int)}, RESOURCES)
    world.start(culprit, 99)
    world.start(culprit, 0)
    with pytest.raises(ModelError, match=r"number 1 at time 1.5, yielding hold"):
        run(world, until=10.0, clock=clock)
    again = world.fresh(1, 0)
    again.starts = again.starts[:1]
    assert run(again, until=10.0, clock=clock).turns == 2


# --------------------------------------------------------------- models that are refused when made


def test_a_process_that_may_return_is_refused() -> None:
    @process
    def quits(world: Any, me: int, arg: int) -> Any:
        yield hold(1.0)

    with pytest.raises(ModelError, match=r"quits must finish with `yield end\(\)`"):
        Model("quitters", start=[quits])


def test_an_exponential_outside_a_formula_is_refused() -> None:
    @rule
    def decay(world: Any) -> float:
        return math.exp(-1.0)

    @process
    def decays(world: Any, me: int, arg: int) -> Any:
        yield hold(decay(world))
        yield end()

    with pytest.raises(ModelError, match=r"rule .*decay uses exp\(\): put it into a @formula"):
        Model("decaying", start=[decays])


def test_a_plain_function_is_refused_as_a_start() -> None:
    def plain(world: Any, me: int, arg: int) -> Any:
        yield hold(1.0)

    with pytest.raises(ModelError, match=r"plain .*is not decorated with @process"):
        Model("plain", start=[plain])


def test_a_rule_is_refused_as_a_start() -> None:
    @rule
    def nothing(world: Any, me: int, arg: int) -> int:
        return 1

    with pytest.raises(ModelError, match=r"nothing is a rule"):
        Model("rules only", start=[nothing])


def test_a_process_that_yields_nothing_is_refused() -> None:
    @process
    def silent(world: Any, me: int, arg: int) -> Any:
        return 1

    with pytest.raises(ModelError, match=r"silent yields nothing"):
        Model("silent", start=[silent])


def test_a_process_with_other_arguments_is_refused() -> None:
    @process
    def short(world: Any) -> Any:
        yield end()

    with pytest.raises(ModelError, match=r"short must take three arguments"):
        Model("short", start=[short])


def test_a_world_refuses_a_process_of_another_model() -> None:
    @process
    def stranger(world: Any, me: int, arg: int) -> Any:
        yield end()

    world = World(MODEL, {"numbers": {"nan": math.nan}}, {"patients": Rows(age=int)}, RESOURCES)
    with pytest.raises(
        ModelError, match=r"model crimes does not know .*; it has bystander, culprit"
    ):
        world.start(stranger, 0)


def test_a_world_refuses_what_is_not_a_flat_column_of_numbers() -> None:
    with pytest.raises(ModelError, match=r"column places\.map must be a scalar or a flat array"):
        World(MODEL, {"places": {"map": np.zeros((2, 2))}})
    with pytest.raises(ModelError, match=r"column places\.name must be a scalar or a flat array"):
        World(MODEL, {"places": {"name": "gate"}})


def test_a_world_refuses_a_name_twice_and_the_name_of_the_engine() -> None:
    with pytest.raises(ModelError, match=r"world has the name beds twice"):
        World(MODEL, {"beds": {"free": 1}}, {"beds": Rows(free=int)})
    with pytest.raises(ModelError, match=r"engine is the engine's own"):
        World(MODEL, {"engine": {"now": 1.0}})


def test_an_unknown_clock_is_refused() -> None:
    with pytest.raises(ModelError, match=r"no clock 'sundial'; there are native and simpy"):
        run(World(MODEL), until=1.0, clock="sundial")


# ---------------------------------------------------------------------- outside the compiled subset


@process
def scribe(world: Any, me: int, arg: int) -> Any:
    """Uses dictionaries and text, which the native clock does not compile."""
    notes: dict[str, Any] = {}
    yield hold(2.0)
    notes[f"word {arg}"] = [arg]
    record(world, 0, len(notes), 0, 1.0)
    yield end()


SCRIBES = Model("scribes", start=[scribe], kinds=("note",))


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_native_refuses_what_it_cannot_compile_and_says_what_to_do() -> None:
    world = World(SCRIBES, record=True)
    world.start(scribe, 5)
    words = r"process .*scribe is not in the compiled subset of Python.*clock=\"simpy\""
    with pytest.raises(ModelError, match=words):
        run(world, until=10.0)


def test_simpy_runs_what_native_refuses() -> None:
    world = World(SCRIBES, record=True)
    world.start(scribe, 5)
    assert run(world, until=10.0, clock="simpy").journal["time"].tolist() == [2.0]


@process
def hoarder(world: Any, me: int, arg: int) -> Any:
    """Keeps a column across a yield, which growth would leave dangling."""
    column = world.places.weight
    yield hold(1.0)
    column[0] += 1.0
    yield end()


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_native_refuses_a_column_kept_across_a_yield() -> None:
    world = World(Model("hoarders", start=[hoarder]), {"places": {"weight": np.ones(3)}})
    world.start(hoarder, 0)
    with pytest.raises(ModelError, match=r"hoarder keeps a .*rray.* across a yield"):
        run(world, until=10.0)


@process
def forgetful(world: Any, me: int, arg: int) -> Any:
    yield hold(0.25)
    yield hold(world.places.no_such_column[0])
    yield end()


FORGETFUL = Model("forgetful", start=[forgetful])


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_native_names_the_process_that_reads_a_missing_column() -> None:
    world = World(FORGETFUL, {"places": {"weight": np.ones(3)}})
    world.start(forgetful, 0)
    with pytest.raises(ModelError, match=r"(?s)forgetful.*no_such_column"):
        run(world, until=10.0)


def test_simpy_names_the_process_that_raised_and_its_time() -> None:
    world = World(FORGETFUL, {"places": {"weight": np.ones(3)}})
    world.start(forgetful, 0)
    words = "forgetful number 0 at time 0.25 raised AttributeError: .*no_such_column"
    with pytest.raises(ModelError, match=words) as caught:
        run(world, until=10.0, clock="simpy")
    assert isinstance(caught.value.__cause__, AttributeError)


@process
def outsider(world: Any, me: int, arg: int) -> Any:
    yield hold(0.5)
    world.places.weight[arg] = 1.0
    yield end()


def test_simpy_names_the_process_that_indexes_outside_its_column() -> None:
    """Natively only the bounds-check lane would see this; see docs/engine.md."""
    world = World(Model("outsiders", start=[outsider]), {"places": {"weight": np.ones(3)}})
    world.start(outsider, 9)
    with pytest.raises(ModelError, match=r"outsider number 0 at time 0.5 raised IndexError"):
        run(world, until=10.0, clock="simpy")


@formula
def ratio(a: float, b: float) -> float:
    return a / b


@process
def divider(world: Any, me: int, arg: int) -> Any:
    record(world, 0, 0, 0, ratio(1.0, 0.0))
    yield seize(0, 0, 0.0)
    record(world, 0, 1, 0, 1.0 if granted(world) else 0.0)
    yield end()


@pytest.mark.skipif(INTERPRETED, reason="a formula that is not compiled raises")
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_formula_divides_by_zero_without_raising(clock: str) -> None:
    model = Model("dividers", start=[divider], kinds=("r",))
    world = World(model, resources=RESOURCES, record=True)
    world.start(divider, 0)
    assert run(world, until=1.0, clock=clock).journal["value"].tolist() == [math.inf, 1.0]
