"""What a page looks like on a screen, for tests that read it."""

import io
from typing import Any

from rich.console import Console


def printed(shown: Any, width: int = 140) -> str:
    """The text that a terminal of this width would show."""
    screen = Console(file=io.StringIO(), width=width, markup=False)
    screen.print(shown)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()
