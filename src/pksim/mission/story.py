"""Two words used on every page: the `World` a process lives in, and the `Story` it is."""

from collections.abc import Iterator
from typing import Any, TypeAlias

World: TypeAlias = Any
"""What a process reads and writes: the columns laid out in `pksim.mission.world`."""

Story: TypeAlias = Iterator[tuple[int, float, int, int]]
"""A process: it yields one verb after another."""
