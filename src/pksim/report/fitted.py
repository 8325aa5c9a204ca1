"""A table for a terminal of any width: spare columns are left out first, then names are folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

FOLDED = 16  # columns that a folded name, or words, may take
ENDLESS = 10_000


@dataclass(frozen=True)
class Head:
    """The head of a column; `words` stand at the left and may wrap, a `spare` one may go."""

    text: str
    words: bool = False
    spare: bool = False


@dataclass(frozen=True)
class Fitted:
    """Rows under heads, the first of which names the row."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Text]]

    def __rich_console__(self, screen: Console, options: ConsoleOptions) -> RenderResult:
        """The fullest of its forms that fits; the barest one where none does."""
        room = options.max_width
        endless = options.update(max_width=ENDLESS)
        form = Table()
        for form in self._forms():
            if Measurement.get(screen, endless, form).maximum <= room:
                break
        yield form

    def _forms(self) -> Iterator[Table]:
        """From the fullest to the barest."""
        kept = list(range(len(self.heads)))
        yield self._table(kept)
        for spare in [i for i in reversed(kept) if self.heads[i].spare]:
            kept.remove(spare)
            yield self._table(kept)
        yield self._table(kept, fold=True)
        yield self._table(kept, fold=True, gap=1)
        yield self._table(kept, fold=True, gap=1, wrap=True)

    def _table(
        self, kept: Sequence[int], *, fold: bool = False, gap: int = 2, wrap: bool = False
    ) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap - 1, 0, 0))
        table.header_style = "bold"
        for i in kept:
            head = self.heads[i]
            table.add_column(
                head.text.replace("\u00ad", "-") if fold else head.text.replace("\u00ad\n", ""),
                justify="left" if head.words or i == 0 else "right",
                no_wrap=not (head.words or wrap),
                overflow="fold",
                max_width=FOLDED if fold and head.words else None,
            )
        for row in self.rows:
            name = folded(row[0]) if fold else row[0]
            table.add_row(*(name if i == 0 else row[i] for i in kept))
        return table


def folded(name: Text) -> Text:
    """A long name on two lines, broken after a hyphen or underscore."""
    if len(name) <= FOLDED:
        return name
    plain = name.plain
    cut = max(plain.rfind(sign, 0, FOLDED) for sign in "-_") + 1 or FOLDED
    return Text(f"{plain[:cut]}\n {plain[cut:]}", style=name.style)
