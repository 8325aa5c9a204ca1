"""Preemption and shift calendars together: small timelines worked out by hand, on both clocks.

A resource in capitals preempts. `k` is the calendar, an ordinary process that changes a capacity.
Who works when stands beside each case; tests/conformance/timelines.py says how to read a timeline.
"""

import pytest
from tests.conformance.timelines import Scene, play

CIW_JOBS = {
    "p1": "hold 7, seize R 1, hold 5.5",
    "q1": "hold 13, seize R 0, hold 1.5",
    "p2": "hold 14, seize R 1, hold 5.5",
    "p3": "hold 21, seize R 1, hold 5.5",
    "q2": "hold 26, seize R 0, hold 1.5",
    "p4": "hold 28, seize R 1, hold 5.5",
}

CASES = {
    # a works 2-5, the shift ends with 3 left, the next begins at 9: 9-12
    "a shift ends within a service": Scene(
        {"k": "hold 5, capacity R 0, hold 4, capacity R 1", "a": "hold 2, seize R, hold 6"},
        "0: k a | 2: a a+ | 5: k k | 9: k k | 12: a",
        {"R": 1},
        until=20.0,
        # busy 6 of 20; a queues 5-9; open 0-5 and 9-20
        usage={"R": {"in_use": 6 / 20, "queue": 4 / 20, "capacity": 16 / 20, "preempted": 1}},
    ),
    # a 0-2 (8 left), b 2-4 (3 left), closed 4-6, then b is first: b 6-9, a 9-17
    "a preemption, and then the shift ends": Scene(
        {
            "a": "seize R 2, hold 10",
            "b": "hold 2, seize R 1, hold 5",
            "k": "hold 4, capacity R 0, hold 2, capacity R 1",
        },
        "0: a a+ b k | 2: b b+ | 4: k k | 6: k k | 9: b | 17: a",
        {"R": 1},
        until=20.0,
        # busy 0-4 and 6-17; a queues 2-9, b 4-6
        usage={"R": {"in_use": 15 / 20, "queue": 9 / 20, "preempted": 2}},
    ),
    # a 0-3 (3 left), closed 3-5; b comes at 4 and is more urgent: b 5-7, a 7-10
    "somebody more urgent comes while it is closed": Scene(
        {
            "a": "seize R 2, hold 6",
            "b": "hold 4, seize R 1, hold 2",
            "k": "hold 3, capacity R 0, hold 2, capacity R 1",
        },
        "0: a a+ b k | 3: k k | 4: b | 5: k k b+ | 7: b | 10: a",
        {"R": 1},
    ),
    # one of two goes off at 3: b stops (1 left). c takes a's at 4 (4 left): c 4-6, a 6-10, b 7-8
    "two servers, one goes home, and then an emergency": Scene(
        {
            "a": "seize R 1, hold 8",
            "b": "seize R 2, hold 4",
            "c": "hold 4, seize R 0, hold 2",
            "k": "hold 3, capacity R 1, hold 4, capacity R 2",
        },
        "0: a a+ b b+ c k | 3: k k | 4: c c+ | 6: c | 7: k k | 8: b | 10: a",
        {"R": 2},
    ),
    # equals never preempt each other, but a shift takes the last to ask: b stops 2-4, before c
    "among equals a shift takes from the last who asked": Scene(
        {
            "a": "seize R 1, hold 6",
            "b": "seize R 1, hold 6",
            "c": "hold 1, seize R 1, hold 3",
            "k": "hold 2, capacity R 1, hold 2, capacity R 2",
        },
        "0: a a+ b b+ c k | 1: c | 2: k k | 4: k k | 6: a c+ | 8: b | 9: c",
        {"R": 2},
    ),
    # a holds a bed and queues for a surgeon with patience 1-5; the ward is closed 3-7
    "patience ends in a frozen process": Scene(
        {
            "x": "seize r, hold 8",
            "a": "seize R 5, hold 1, seize r 0 4, hold 2",
            "k": "hold 3, capacity R 0, hold 4, capacity R 1",
        },
        "0: x x+ a a+ k | 1: a | 3: k k | 7: k k a- | 8: x | 9: a",
        {"r": 1, "R": 1},
        until=10.0,
        usage={"r": {"queue": 4 / 10, "in_use": 8 / 10}},
    ),
    # the same, but the surgeon is free at 4: a's from then on, and y gets nothing at 5
    "a grant comes to a frozen process": Scene(
        {
            "x": "seize r, hold 4",
            "a": "seize R 5, hold 1, seize r 0 4, hold 2",
            "y": "hold 5, seize r 0 0",
            "k": "hold 3, capacity R 0, hold 4, capacity R 1",
        },
        "0: x x+ a a+ y k | 1: a | 3: k k | 4: x | 5: y y- | 7: k k a+ | 9: a",
        {"r": 1, "R": 1},
        until=10.0,
        usage={"r": {"in_use": 9 / 10}},
    ),
    # a works 0-2; the team is away 2-4, the theatre closed 3-6; so a works on 6-9
    "a process that loses two things waits for both": Scene(
        {
            "a": "seize R 5, seize S 5, hold 5",
            "b": "hold 2, seize R 1, hold 2",
            "k": "hold 3, capacity S 0, hold 3, capacity S 1",
        },
        "0: a a+ a+ b k | 2: b b+ | 3: k k | 4: b | 6: k k | 9: a",
        {"R": 1, "S": 1},
    ),
    "closed and opened at one instant costs no time": Scene(
        {"a": "seize R, hold 4", "k": "hold 2, capacity R 0, capacity R 1"},
        "0: a a+ k | 2: k k k | 4: a",
        {"R": 1},
        usage={"R": {"preempted": 1, "longest_queue": 1}},
    ),
    # the shift ends first at 4: a has nothing left to do, but goes on only when it has a unit again
    "the shift ends at the instant at which the service does, before it": Scene(
        {"k": "hold 4, capacity R 0, hold 2, capacity R 1", "a": "seize R, hold 4"},
        "0: k a a+ | 4: k k | 6: k k a",
        {"R": 1},
    ),
    "the shift ends at the instant at which the service does, after it": Scene(
        {"a": "seize R, hold 4", "k": "hold 4, capacity R 0, hold 2, capacity R 1"},
        "0: a a+ k | 4: a k k | 6: k k",
        {"R": 1},
    ),
    # a 0-1 (8 left), b 1-2 (3 left), c 2-3 (1 left), closed 3-4; c 4-5, b 5-8, a 8-16
    "three deep, and then the shift ends": Scene(
        {
            "a": "seize R 3, hold 9",
            "b": "hold 1, seize R 2, hold 4",
            "c": "hold 2, seize R 1, hold 2",
            "k": "hold 3, capacity R 0, hold 1, capacity R 1",
        },
        "0: a a+ b c k | 1: b b+ | 2: c c+ | 3: k k | 4: k k | 5: c | 8: b | 16: a",
        {"R": 1},
    ),
    # without preemption who works at the end of the shift works on to the end of the service
    "a shift that does not preempt": Scene(
        {
            "a": "seize r, hold 5",
            "b": "hold 1, seize r",
            "k": "hold 2, capacity r 0, hold 6, capacity r 1",
        },
        "0: a a+ b k | 1: b | 2: k k | 5: a | 8: k k b+",
        {"r": 1},
    ),
    # nobody is more urgent than the unit that was taken: a resumes 6-8 and d, though earlier, waits
    "what was lost comes before what is new, but after what is more urgent": Scene(
        {
            "a": "seize R 2, hold 4",
            "d": "hold 1, seize R 3, hold 1",
            "b": "hold 2, seize R 1, hold 2",
            "c": "hold 3, seize R 1, hold 2",
        },
        "0: a a+ d b c | 1: d | 2: b b+ | 3: c | 4: b c+ | 6: c | 8: a d+ | 9: d",
        {"R": 1},
    ),
    # three cases of Ciw's own tests (test_scheduling.py of Ciw 3.2: resume options, zero servers)
    "Ciw: a schedule that resumes": Scene(
        {"a": "hold 1, seize R, hold 10", "k": "hold 5, capacity R 0, hold 4, capacity R 1"},
        "0: a k | 1: a a+ | 5: k k | 9: k k | 15: a",
        {"R": 1},
    ),
    "Ciw: priorities, and a server who is away while nobody is there": Scene(
        {**CIW_JOBS, "k": "hold 20.3, capacity R 0, hold 0.3, capacity R 1"},
        "0: p1 q1 p2 p3 q2 p4 k | 7: p1 p1+ | 12.5: p1 | 13: q1 q1+ | 14: p2 | 14.5: q1 p2+"
        " | 20: p2 | 20.3: k k | 20.6: k k | 21: p3 p3+ | 26: q2 q2+ | 27.5: q2 | 28: p4 p3 p4+"
        " | 33.5: p4",
        {"R": 1},
    ),
    "Ciw: priorities, and a server who is away while somebody comes": Scene(
        {**CIW_JOBS, "k": "hold 20.3, capacity R 0, hold 1.7, capacity R 1"},
        "0: p1 q1 p2 p3 q2 p4 k | 7: p1 p1+ | 12.5: p1 | 13: q1 q1+ | 14: p2 | 14.5: q1 p2+"
        " | 20: p2 | 20.3: k k | 21: p3 | 22: k k p3+ | 26: q2 q2+ | 27.5: q2 | 28: p4"
        " | 29: p3 p4+ | 34.5: p4",
        {"R": 1},
    ),
    # known answer: three jobs at 0, 10 minutes each, one server: they wait 0, 10 and 20
    "first in, first out": Scene(
        {"a": "seize r, hold 10", "b": "seize r, hold 10", "c": "seize r, hold 10"},
        "0: a a+ b c | 10: a b+ | 20: b c+ | 30: c",
        {"r": 1},
        until=30.5,
        usage={"r": {"in_use": 30 / 30.5, "queue": 30 / 30.5}},
    ),
}


@pytest.mark.parametrize("clock", ["native", "simpy"])
@pytest.mark.parametrize("case", CASES)
def test_as_worked_out_by_hand(case: str, clock: str) -> None:
    scene = CASES[case]
    timeline, result = play(scene, clock)
    assert timeline == scene.happens
    for row, resource in zip(result.usage, result.world.resources, strict=True):
        for name, value in scene.usage.get(resource.name, {}).items():
            assert row[name] == pytest.approx(value, abs=1e-12), name
