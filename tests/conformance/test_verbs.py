"""docs/verbs.md, rule by rule, on both clocks: exact times, and the exact order at one instant.

All answers were worked out by hand from the rules, and for tie-free cases they are what plain SimPy
does (`test_plain_simpy.py`).
"""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.conformance.timelines import Scene, play

from pksim.engine import Model, World, end, hold, process, record, run, spawn

PAGE = Path(__file__).parents[2] / "docs" / "verbs.md"

SCENES: list[tuple[str, Scene]] = [
    ("T1", Scene({"a": "hold 2", "b": "hold 1", "c": "hold 2"}, "0: a b c | 1: b | 2: a c")),
    ("T2", Scene({"a": "hold 0, hold 0", "b": "hold 0"}, "0: a b a b a")),
    ("T3", Scene({"a": "hold 1, hold 0", "b": "hold 1"}, "0: a b | 1: a b a")),
    # a timer would ring before d, who stands in line
    ("T4", Scene({"a": "hold 1, spawn d, hold 1e-300", "d": ""}, "0: a | 1: a a d a", later="d")),
    ("T5", Scene({"a": "hold 5, hold 5"}, "0: a | 5: a", until=10.0)),
    (
        "T6",
        Scene(
            {
                "a": "seize r, wait 1 0, seize r 0 0, release r, signal 1, capacity r 2, spawn c",
                "b": "",
                "c": "",
            },
            "0: a a+ a- a- a a a a b c",
            {"r": 1},
            later="c",
        ),
    ),
    ("T7", Scene({"c": "hold 1", "a": "", "b": "hold 1"}, "0: c a b | 1: c b")),
    (
        "T8",
        Scene(
            {"a": "hold inf", "b": "seize r, hold inf"},
            "0: a b b+",
            {"r": 1},
            until=7.0,
            usage={"r": {"in_use": 1.0}},
        ),
    ),
    (
        "T8",
        Scene(
            {"a": "seize r, hold 2"},
            "0: a a+ | 2: a",
            {"r": 1},
            until=8.0,
            usage={"r": {"in_use": 0.25, "capacity": 1.0}},
        ),
    ),
    (
        "T8",
        Scene(
            {"a": "seize r, hold 2, release r, hold 2"},
            "0: a a+ | 2: a a | 4: a",
            {"r": 1},
            until=float("inf"),
            usage={"r": {"in_use": 0.5, "capacity": 1.0}},
        ),
    ),
    ("H1", Scene({"a": "hold 0.1, hold 0.2"}, "0: a | 0.1: a | 0.30000000000000004: a")),
    ("H2", Scene({"a": "hold 3", "b": "hold 1, hold 2"}, "0: a b | 1: b | 3: a b")),
    ("S1", Scene({"a": "seize r"}, "0: a a+", {"r": 1})),
    (
        "S2",
        Scene(
            {
                "x": "seize r, hold 5, release r",
                "a": "hold 1, seize r 2",
                "b": "hold 2, seize r 1, hold 1, release r",
                "c": "hold 3, seize r 1, hold 1",
            },
            "0: x x+ a b c | 1: a | 2: b | 3: c | 5: x x b+ | 6: b b c+ | 7: c a+",
            {"r": 1},
        ),
    ),
    # x is more urgent than a and asks before a goes on, yet the unit is a's already
    (
        "S3",
        Scene(
            {"x": "seize r, hold 5, release r, seize r 0 0", "a": "seize r 9, hold 1"},
            "0: x x+ a | 5: x x x- a+ | 6: a",
            {"r": 1},
        ),
    ),
    (
        "S4",
        Scene(
            {"c": "hold 5, hold 0", "x": "seize r, hold 5, release r", "a": "seize r"},
            "0: c x x+ a | 5: c x x c a+",
            {"r": 1},
        ),
    ),
    (
        "S5",
        Scene({"a": "seize r 0 2.5"}, "0: a | 2.5: a-", {"r": 0}, usage={"r": {"gave_up": 1}}),
    ),
    ("S6", Scene({"a": "seize r 0 0, hold 1, seize r 0 1e-300"}, "0: a a- | 1: a a-", {"r": 0})),
    # x's hold was issued before the patience of a, so the grant comes first ...
    (
        "S7",
        Scene(
            {"x": "seize r, hold 5, release r", "a": "seize r 0 5"},
            "0: x x+ a | 5: x x a+",
            {"r": 1},
        ),
    ),
    # ... and here after it
    (
        "S7",
        Scene(
            {"x": "seize r, hold 1, hold 4, release r", "a": "seize r 0 5"},
            "0: x x+ a | 1: x | 5: a- x x",
            {"r": 1},
        ),
    ),
    (
        "S8",
        Scene(
            {
                "a": "seize r, seize r, seize s, hold 1, release r, hold 1, release s, release r",
                "b": "seize r, hold 5",
            },
            "0: a a+ a+ a+ b | 1: a a b+ | 2: a a a | 6: b",
            {"r": 2, "s": 1},
        ),
    ),
    # c preempts b, for what a kept is its unit of priority 0
    (
        "S9",
        Scene(
            {
                "a": "seize R 0, seize R 9, release R, hold 10",
                "b": "hold 1, seize R 5, hold 3",
                "c": "hold 2, seize R 3, hold 1, release R",
            },
            "0: a a+ a+ a b c | 1: b b+ | 2: c c+ | 3: c c | 5: b | 10: a",
            {"R": 2},
        ),
    ),
    (
        "S11",
        Scene(
            {"x": "seize r, hold 5", "a": "seize r 0", "b": "seize r -1"},
            "0: x x+ a b | 5: x b+ a+",
            {"r": 1},
        ),
    ),
    (
        "W1",
        Scene(
            {"a": "hold 1, wait 1", "b": "wait 1", "c": "hold 3, signal 1, hold 1"},
            "0: a b c | 1: a | 3: c c b+ a+ | 4: c",
        ),
    ),
    ("W2", Scene({"c": "signal 1, hold 3, signal 1", "a": "wait 1"}, "0: c c a | 3: c c a+")),
    ("W3", Scene({"a": "wait 1 2, wait 1 0"}, "0: a | 2: a- a-")),
    ("W4", Scene({"c": "hold 5, signal 1", "a": "wait 1 5"}, "0: c a | 5: c c a+")),
    ("W4", Scene({"c": "hold 1, hold 4, signal 1", "a": "wait 1 5"}, "0: c a | 1: c | 5: a- c c")),
    ("W5", Scene({"c": "signal 7, signal 2000000000"}, "0: c c c")),
    (
        "W6",
        Scene({"a": "wait 1", "b": "wait 2 9", "c": "hold 1, signal 2"}, "0: a b c | 1: c c b+"),
    ),
    (
        "P1",
        Scene(
            {"a": "spawn c, hold 1", "b": "", "c": "hold 1"}, "0: a a b c | 1: a c", later="c"
        ),
    ),
    (
        "P3",
        Scene(
            {"a": "seize r, seize s, hold 1", "b": "seize r", "c": "seize s"},
            "0: a a+ a+ b c | 1: a c+ b+",
            {"r": 1, "s": 1},
        ),
    ),
    (
        "C1",
        Scene(
            {
                "x": "seize r, hold 9",
                "a": "seize r, hold 1",
                "b": "seize r -1, hold 1",
                "k": "hold 2, capacity r 3",
            },
            "0: x x+ a b k | 2: k k b+ a+ | 3: b a | 9: x",
            {"r": 1},
        ),
    ),
    (
        "C2",
        Scene(
            {
                "x": "seize r, hold 2",
                "y": "seize r, hold 4",
                "a": "seize r, hold 1",
                "k": "hold 1, capacity r 1",
            },
            "0: x x+ y y+ a k | 1: k k | 2: x | 4: y a+ | 5: a",
            {"r": 2},
        ),
    ),
    ("C3", Scene({"a": "seize r", "k": "hold 3, capacity r 1"}, "0: a k | 3: k k a+", {"r": 0})),
    (
        "C4",
        Scene(
            {
                "x": "seize R 1, hold 5",
                "y": "seize R 2, hold 5",
                "k": "hold 2, capacity R 1, hold 1, capacity R 2",
            },
            "0: x x+ y y+ k | 2: k k | 3: k k | 5: x | 6: y",
            {"R": 2},
        ),
    ),
    (
        "C5",
        Scene(
            {
                "k": "seize R 9, capacity R 0, hold 2, release R, hold 1, capacity R 1",
                "a": "hold 1, seize R",
            },
            "0: k k+ k a | 1: a | 2: k k | 3: k k a+",
            {"R": 1},
        ),
    ),
    (
        "R1",
        Scene(
            {"a": "seize R 1, hold 5", "b": "hold 1, seize R 1, hold 1"},
            "0: a a+ b | 1: b | 5: a b+ | 6: b",
            {"R": 1},
            usage={"R": {"preempted": 0}},
        ),
    ),
    (
        "R1",
        Scene(
            {"a": "seize R 1, hold 5", "b": "hold 1, seize R 0, hold 1"},
            "0: a a+ b | 1: b b+ | 2: b | 6: a",
            {"R": 1},
            usage={"R": {"preempted": 1}},
        ),
    ),
    (
        "R2",
        Scene(
            {
                "x": "seize R 1, hold 9",
                "y": "seize R 2, hold 9",
                "z": "hold 1, seize R 0, hold 2, release R",
            },
            "0: x x+ y y+ z | 1: z z+ | 3: z z | 9: x | 11: y",
            {"R": 2},
        ),
    ),
    (
        "R2",
        Scene(
            {
                "x": "seize R 1, hold 9",
                "y": "seize R 1, hold 9",
                "z": "hold 1, seize R 0, hold 2, release R",
            },
            "0: x x+ y y+ z | 1: z z+ | 3: z z | 9: x | 11: y",
            {"R": 2},
        ),
    ),
    (
        "R3",
        Scene(
            {
                "a": "seize R 1, hold 4",
                "c": "hold 1, seize R 1, hold 1",
                "b": "hold 2, seize R 0, hold 1",
            },
            "0: a a+ c b | 1: c | 2: b b+ | 3: b | 5: a c+ | 6: c",
            {"R": 1},
        ),
    ),
    (
        "R4",
        Scene(
            {
                "a": "seize R 2, hold 5",
                "b": "hold 1, seize R 0, hold 3",
                "c": "hold 2, seize R 1, hold 2",
            },
            "0: a a+ b c | 1: b b+ | 2: c | 4: b c+ | 6: c | 10: a",
            {"R": 1},
        ),
    ),
    (
        "R5",
        Scene(
            {
                "a": "seize R 5, seize S 5, hold 10",
                "b": "hold 1, seize R 0, hold 2",
                "c": "hold 2, seize S 0, hold 4",
            },
            "0: a a+ a+ b c | 1: b b+ | 2: c c+ | 3: b | 6: c | 15: a",
            {"R": 1, "S": 1},
        ),
    ),
    (
        "R6",
        Scene(
            {
                "a": "seize R 5, hold 4",
                "b": "hold 1, seize R 0, hold 2, release R, hold 2, seize R 0, hold 1",
            },
            "0: a a+ b | 1: b b+ | 3: b b | 5: b b+ | 6: b | 7: a",
            {"R": 1},
        ),
    ),
    (
        "R7",
        Scene(
            {"b": "hold 1, seize R 0, hold 3", "a": "seize R 5, hold 1"},
            "0: b a a+ | 1: b b+ | 4: b a",
            {"R": 1},
        ),
    ),
    # the patience of a ends at 3, while it is frozen; it leaves the queue of r at that time
    (
        "R8",
        Scene(
            {
                "x": "seize r, hold 9",
                "a": "seize R 5, seize r 0 3, hold 1",
                "b": "hold 1, seize R 0, hold 5",
            },
            "0: x x+ a a+ b | 1: b b+ | 6: b a- | 7: a | 9: x",
            {"r": 1, "R": 1},
            until=10.0,
            usage={"r": {"queue": 0.3}},
        ),
    ),
    # the grant comes at 2, and is a's from then on
    (
        "R8",
        Scene(
            {
                "x": "seize r, hold 2",
                "a": "seize R 5, seize r 0 3, hold 1",
                "b": "hold 1, seize R 0, hold 5",
                "c": "hold 4, seize r 0 0",
            },
            "0: x x+ a a+ b c | 1: b b+ | 2: x | 4: c c- | 6: b a+ | 7: a",
            {"r": 1, "R": 1},
        ),
    ),
    (
        "R8",
        Scene(
            {
                "a": "seize R 5, wait 1",
                "b": "hold 1, seize R 0, hold 5",
                "c": "hold 2, signal 1",
            },
            "0: a a+ b c | 1: b b+ | 2: c c | 6: b a+",
            {"R": 1},
        ),
    ),
    ("R9", Scene({"a": "seize R 5, seize R 0 2, hold 1"}, "0: a a+ | 2: a- | 3: a", {"R": 1})),
    # a's own unit is the least urgent, but x's is taken
    (
        "R9",
        Scene(
            {"x": "seize R 4, hold 5", "a": "seize R 5, seize R 0, hold 1"},
            "0: x x+ a a+ a+ | 1: a | 6: x",
            {"R": 2},
        ),
    ),
    (
        "R10",
        Scene(
            {"b": "hold 1, seize R 0, hold 3", "c": "hold 4, hold 0", "a": "seize R 5, hold 1"},
            "0: b c a a+ | 1: b b+ | 4: c b c a",
            {"R": 1},
        ),
    ),
    (
        "R11",
        Scene(
            {"a": "seize R 5 2, hold 3", "b": "hold 1, seize R 0, hold 9"},
            "0: a a+ b | 1: b b+ | 10: b | 12: a",
            {"R": 1},
        ),
    ),
    (
        "U1",
        Scene(
            {"x": "seize r, hold 4, release r", "a": "hold 1, seize r, hold 2"},
            "0: x x+ a | 1: a | 4: x x a+ | 6: a",
            {"r": 1},
            until=10.0,
            usage={"r": {"in_use": 0.6, "queue": 0.3, "capacity": 1.0}},
        ),
    ),
    (
        "U1",
        Scene(
            {
                "a": "seize R 5, hold 4",
                "b": "hold 1, seize R 0, hold 2",
                "k": "hold 4, capacity R 3",
            },
            "0: a a+ b k | 1: b b+ | 3: b | 4: k k | 6: a",
            {"R": 1},
            until=10.0,
            usage={"R": {"in_use": 0.6, "queue": 0.2, "capacity": 2.2}},
        ),
    ),
    (
        "U2",
        Scene(
            {"x": "seize r, hold 4", "a": "seize r 0 0", "b": "seize r 0 1", "c": "seize r"},
            "0: x x+ a a- b c | 1: b- | 4: x c+",
            {"r": 1},
            usage={"r": {"seized": 2, "waited": 2, "gave_up": 2, "longest_queue": 2}},
        ),
    ),
    (
        "U2",
        Scene(
            {"a": "seize R 5, hold 4", "b": "hold 1, seize R 0, hold 2"},
            "0: a a+ b | 1: b b+ | 3: b | 6: a",
            {"R": 1},
            usage={"R": {"seized": 2, "waited": 0, "preempted": 1, "longest_queue": 1}},
        ),
    ),
]  # fmt: skip

ELSEWHERE = {"P2", "P4", "S10"}  # the tests below, and tests/engine/test_faults.py


@pytest.mark.parametrize("clock", ["native", "simpy"])
@pytest.mark.parametrize(
    "scene", [pytest.param(s, id=f"{rule}-{i}") for i, (rule, s) in enumerate(SCENES)]
)
def test_each_rule_of_the_page(scene: Scene, clock: str) -> None:
    timeline, result = play(scene, clock)
    assert timeline == scene.happens
    for row, resource in zip(result.usage, result.world.resources, strict=True):
        for name, value in scene.usage.get(resource.name, {}).items():
            assert row[name] == pytest.approx(value, abs=1e-12), name


@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_p2_no_number_is_used_twice(clock: str) -> None:
    """Number 2 is over before number 3 is born, which may take its place but not its number."""
    scene = Scene({"a": "hold 1, spawn c, hold 1, spawn c", "b": "", "c": ""}, "", later="c")
    _, result = play(scene, clock)
    assert result.journal["subject"].tolist() == [0, 1, 0, 0, 2, 0, 0, 3]


BORN, WOKEN = range(2)


@process
def family(world: Any, me: int, generation: int) -> Any:
    """Two children, a minute apart, until the third generation."""
    record(world, BORN, me, generation, 0.0)
    for _ in range(2):
        if generation < 3:
            yield spawn(family, generation + 1)
        yield hold(1.0)
    record(world, WOKEN, me, generation, 0.0)
    yield end()


FAMILY = Model("family", start=[family], kinds=("born", "woken"))


@pytest.mark.parametrize("clock", ["native", "simpy"])
def test_p4_a_process_spawns_its_own_like(clock: str) -> None:
    """1 + 2 + 4 members; at time t the children of whoever spawned at t, in order of birth."""
    world = World(FAMILY, columns={}, record=True)
    world.start(family, 1)
    journal = run(world, 100.0, clock=clock).journal
    born = journal[journal["kind"] == BORN]
    assert born["place"].tolist() == [1, 2, 3, 2, 3, 3, 3]
    assert born["time"].tolist() == [0, 0, 0, 1, 1, 1, 2]
    assert born["subject"].tolist() == [0, 1, 2, 3, 4, 5, 6]
    # Each goes on where it stood, two minutes after its birth.
    woken = {row["subject"]: row["time"] for row in journal[journal["kind"] == WOKEN]}
    assert woken == {row["subject"]: row["time"] + 2 for row in born}


def test_the_page_and_the_scenes_have_the_same_rules() -> None:
    on_the_page = re.findall(r"^- \*\*([A-Z]\d+)\.\*\*", PAGE.read_text(), re.M)
    assert len(on_the_page) == len(set(on_the_page))
    assert {rule for rule, _ in SCENES} | ELSEWHERE == set(on_the_page)


def test_the_private_parts_of_simpy_that_the_clock_builds_on() -> None:
    """What the SimPy clock overrides or calls; a new version of SimPy must be looked at first."""
    import simpy
    from simpy.resources.resource import PriorityRequest

    assert simpy.__version__.startswith("4.1.")
    pool: Any = simpy.PreemptiveResource(simpy.Environment(), 1)
    assert pool._capacity == 1
    assert {"_trigger_put", "_do_put", "put_queue", "users"} <= set(dir(pool))
    assert "cancel" in dir(PriorityRequest)
