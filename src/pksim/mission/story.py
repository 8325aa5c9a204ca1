"""Three words used on every page: the `World` a process lives in, a `Column` of it, the `Story`."""

from collections.abc import Iterator
from typing import Any, TypeAlias

World: TypeAlias = Any
"""What a process reads and writes: the columns laid out in `pksim.mission.world`."""

Column: TypeAlias = Any
"""One column of a world, as an argument: numbers by position."""

Story: TypeAlias = Iterator[tuple[int, float, int, int]]
"""A process: it yields one verb after another."""
