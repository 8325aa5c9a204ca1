"""What pages of choices say, on toys: who is named best, who never is, and from which figures."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType
from tests.study.test_optimise import YEARLY, _optimise
from tests.study.test_select import _select

from pksim.report.choosing import selection_answer, selection_page
from pksim.report.machine.choosing import optimum_document, selection_document
from pksim.report.portfolio_page import optimum_answer, optimum_page


def _printed(page: RenderableType, width: int) -> list[str]:
    screen = Console(width=width, file=io.StringIO())
    screen.print(page)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue().splitlines()


def test_the_best_is_named_with_fresh_figures_and_what_it_costs_others() -> None:
    found = _select()
    said = selection_answer(found)
    assert said.startswith("The fewest deaths of 4 policies that keep the patrols going")
    assert "onto-others averts about" in said
    assert "more civilians, host forces and contractors hurt" in said


def test_no_best_is_named_where_none_is_known() -> None:
    assert selection_answer(_select("baseline", "jammers")).startswith("Undecided which of 2")


def test_an_interrupted_choice_gives_no_figures() -> None:
    found = replace(_select("baseline", "guess"), confirmation=None)
    assert "no figures are given" in selection_answer(found)
    assert "no figures are given" in optimum_answer(
        replace(_optimise("2 M USD"), confirmation=None)
    )


@pytest.mark.parametrize("width", [80, 132])
def test_pages_fit_the_screen(width: int) -> None:
    choice = _printed(selection_page(_select()), width)
    optimum = _printed(optimum_page(_optimise("3.9 M USD", *YEARLY, "stay")), width)
    assert max(map(len, choice + optimum)) <= width
    assert any("set aside: 50 % of the patrol work" in line for line in choice)
    assert any("50 % of work" in line for line in optimum)


def test_a_portfolio_is_named_with_measures_cost_and_what_more_buys() -> None:
    found = _optimise("3.9 M USD")
    said = optimum_answer(found)
    assert said.startswith("Best for 3.9 M USD: P")
    assert "(b + c, 3.0 M USD)" in said
    assert any("A tenth more would buy" in line for line in _printed(optimum_page(found), 132))


def test_an_assumption_is_called_one() -> None:
    assert "(grade D) work as written" in selection_answer(_select("baseline", "guess"))


def test_documents_are_json_and_hold_what_was_dropped() -> None:
    choice = json.loads(json.dumps(selection_document(_select()), allow_nan=False))
    optimum = json.loads(json.dumps(optimum_document(_optimise("3 M USD")), allow_nan=False))
    assert choice["best"] == "onto-others"
    assert choice["elimination"]["set_aside_for_patrol_work"].keys() == {"fewer-patrols"}
    assert optimum["portfolios"][optimum["best"]]["measures"] == ["b", "c"]
    assert optimum["budget_usd"] == 3e6
