"""Numbers of the signals that processes wait for: six interleaved kinds, each counted from 0."""

from pksim.engine import rule


@rule
def pick_up(person: int) -> int:
    """The signal that this casualty is taken aboard."""
    return 6 * person


@rule
def arrival(person: int) -> int:
    """The signal that this casualty is at the hospital."""
    return 6 * person + 1


@rule
def relieved(march: int) -> int:
    """The signal that a team has done its work for a column that has halted."""
    return 6 * march + 2


@rule
def mood_changed(area: int) -> int:
    """The signal that the hazards of an area have changed."""
    return 6 * area + 3


@rule
def desk_called() -> int:
    """The signal that there is something new for the evacuation desk."""
    return 4


@rule
def new_cases() -> int:
    """The signal that somebody has been infected."""
    return 5
