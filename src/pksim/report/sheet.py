"""What a table is made of: cells, columns, rows, and the sheet that holds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pksim.study import Against, Levels


@dataclass(frozen=True)
class Cell:
    """A text, and how it is coloured: fewer, more, less-work, open, or not at all."""

    text: str
    tone: str = ""


Write = Callable[[Levels, Against | None], Cell | str]
"""What a column says of a policy; the baseline stands beside nothing."""


def unsaid(_levels: Levels, _one: Against | None) -> str:
    """What a column says in a table that fills its rows itself."""
    return ""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it says of a policy, and the outcomes it needs.

    A heading has lines; one that ends in a soft hyphen is broken only where room is scarce.
    `words` stand at the left; a `spare` column is left out where a screen is narrow.
    """

    heading: str
    write: Write = unsaid
    needs: tuple[str, ...] = ()
    words: bool = False
    spare: bool = False

    @property
    def label(self) -> str:
        """The heading in one line."""
        return self.whole.replace("-\n", "-").replace("\n", " ")

    @property
    def whole(self) -> str:
        """The heading where there is room for every word."""
        return self.heading.replace("\u00ad\n", "")


@dataclass(frozen=True)
class Row:
    """One policy, or whatever the rows are."""

    name: str
    cells: tuple[Cell, ...]
    is_baseline: bool


@dataclass(frozen=True)
class Sheet:
    """One table: a title, what it is about, its columns and rows, and what to know of it.

    `names` is what the rows are: policies, unless it says otherwise.
    """

    title: str
    lead: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    fine: str = ""
    names: str = "policy"
