"""What the tables beyond means say: tails, money and mandate, and what is worth finding out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.made_study import made, quantiles

from pksim.report import information_tables, money_tables, tails_tables
from pksim.report.frequencies import frequency
from pksim.report.html import report
from pksim.report.machine.studies import comparison_document
from pksim.report.worth_tables import said, worth_sheets
from pksim.statistics import at_least
from pksim.study import Comparison
from pksim.study.information import information

DRAWS, EACH = 200, 4
NAMES = ("decides", "idle")


@functools.cache
def studied() -> Comparison:
    """Jammers avert U deaths of 5 and cost 1 M USD; a guess averts 1/4 for sure and costs 3 M."""
    decides = np.repeat(quantiles(NAMES, DRAWS)[:, 0], EACH)
    rng = np.random.default_rng(7)
    count = DRAWS * EACH
    luck = rng.normal(0.0, 0.2, count)
    worst = np.where(np.arange(count) % 40 == 0, 5.0, 1.0)
    rest = {
        "patrol_hours": np.full(count, 100.0),
        "vehicle_km": np.full(count, 1000.0),
        "worst_incident_deaths": worst,
    }

    def one(averted: np.ndarray, cost: float) -> dict[str, np.ndarray]:
        expected = 5.0 + luck - averted
        sampled = rng.poisson(np.maximum(expected, 0.0)).astype(float)
        return {
            "deaths": sampled,
            "expected_deaths": expected,
            "cost_usd": np.full(count, cost),
            **rest,
        }

    policies = {
        "baseline": one(np.zeros(count), 0.0),
        "jammers": one(decides, 1e6),
        "guess": one(np.full(count, 0.25), 3e6),
    }
    return made(policies, unknowns=NAMES, each=EACH)


def sheet(title: str) -> Iterator[str]:
    """The words of one table, cell by cell."""
    (found,) = (one for one in worth_sheets(studied(), studied().ranked) if one.title == title)
    for row in found.rows:
        yield from (row.name, *(cell.text for cell in row.cells))


def test_an_incident_that_one_in_forty_periods_has_is_told_so() -> None:
    """20 of 800 periods: two and a half in a hundred, over a bound that is rounded outwards."""
    text = " | ".join(sheet(tails_tables.TITLE))
    assert re.search(r"\b[23] in 100 \(1–\d\)", text)
    assert "at most 2 in 100" in text  # ten dead in one incident: never, in 200 draws


def test_what_a_further_death_averted_costs() -> None:
    """Jammers avert twice as many for a third of the money: the guess is dominated."""
    cells = list(sheet(money_tables.TITLE))
    assert cells[cells.index("guess") + 3] == "dominated"
    assert cells[cells.index("jammers") + 3] == "on the frontier"
    assert cells[cells.index("jammers") + 4].startswith(("2.0 M", "1.9 M", "2.1 M"))


def test_the_unknown_that_decides_is_named_first() -> None:
    text = " ".join(said(studied()))
    assert "Knowing decides would change the choice" in text
    assert "idle" not in text
    assert next(iter(sheet(information_tables.TITLE))) == "decides"


@pytest.mark.parametrize(("price", "best"), [(1e6, "baseline"), (4e6, "jammers")])
def test_at_a_price_the_best_of_these_is_named(price: float, best: str) -> None:
    """Half a death is averted in the mean for a million: worth it from 2 M USD a death on."""
    priced = replace(studied(), worth=price)
    assert f"for a death averted the best of these policies is {best}" in " ".join(said(priced))
    assert information(priced).best == best
    document = comparison_document(priced)["information"]
    assert (document["usd_for_a_death_averted"], document["best"]) == (price, best)
    assert sum(document["probability_best"].values()) == pytest.approx(1.0)


def test_without_draws_a_price_still_names_the_best() -> None:
    bare = replace(studied(), draws=None, worth=4e6)
    text = " ".join(said(bare))
    assert "the best of these policies is jammers. Nothing is drawn" in text
    assert said(replace(bare, worth=None)) == said(bare)[:1]


def test_the_page_draws_curves_and_the_plane_twice() -> None:
    """Wide and narrow; each with a title that says what is drawn to whoever cannot see it."""
    page = report(studied())
    for title in ("have at least so many deaths, by policy", "deaths averted in"):
        assert len(re.findall(rf"<title>[^<]*{title}[^<]*</title>", page)) == 2
    assert "nan" not in re.findall(r'd="[^"]*"', page)


def test_frequencies_are_natural_and_rounded_outwards() -> None:
    """31 of 1,000: exact bounds .0212 to .0437 (R, binom.test)."""
    seen = np.zeros(1000)
    seen[:31] = 1.0
    assert frequency(at_least(seen, 1)) == "3 in 100 (2–5)"
    assert frequency(at_least(np.zeros(1000), 1)) == "at most 4 in 1,000"  # 1 - .025^(1/1000)
