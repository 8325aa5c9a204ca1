"""The tables beyond means: tails, money and mandate, and what is worth finding out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pksim.report import information_tables, money_tables
from pksim.report.information_tables import information_sheet
from pksim.report.money_tables import money_sheet
from pksim.report.sheet import Sheet
from pksim.report.tails_tables import tails_sheet
from pksim.study import Against, Comparison
from pksim.study.information import information
from pksim.study.tails import tails
from pksim.study.worth import worth


def worth_sheets(comparison: Comparison, policies: Sequence[Against]) -> Iterator[Sheet]:
    """The three tables; that of unknowns has no columns where nothing can be told."""
    yield tails_sheet(comparison, tails(comparison), policies)
    yield money_sheet(comparison, worth(comparison))
    yield information_sheet(comparison, information(comparison))


def said(comparison: Comparison) -> list[str]:
    """What the tables of money and of unknowns say, in sentences.

    Of unknowns where they are drawn, or where a price was named for a death averted.
    """
    found = [money_tables.said(comparison, worth(comparison))]
    if comparison.draws is not None or comparison.worth is not None:
        found.append(information_tables.said(comparison, information(comparison)))
    return found
