"""The pandemic in the report: every figure can be recomputed from the results directory."""

from __future__ import annotations

import functools
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest
from tests.report.screen import printed
from tests.toy_covid import COVID_NAMES, COVID_OUTCOMES, ToyCovid, sick_gao
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.report import numbers
from pksim.report.answer import less_exposed
from pksim.report.console import comparison_page, run_page, sweep_page
from pksim.report.html import report
from pksim.report.machine.studies import comparison_document
from pksim.report.pandemic import TITLE
from pksim.report.pandemic_page import pandemic_sections
from pksim.report.sheet import Sheet
from pksim.report.tables import sheets
from pksim.statistics import (
    max_t_critical,
    mean_interval,
    paired_difference,
    share_of_sums,
)
from pksim.study import Comparison, compare, run, store, sweep
from pksim.study.pandemic import SOURCES

POLICIES = ("quarantine", "short-quarantine", "fewer-patrols")
EVERY = ("baseline", *POLICIES)


@functools.cache
def study() -> Comparison:
    return compare(sick_gao(), POLICIES, replications=90, mission=ToyCovid, outcomes=COVID_OUTCOMES)


@functools.cache
def page() -> str:
    return report(study())


# --- a stranger with nothing but the results directory ----------------------------------


class Stranger:
    """Reads what was stored, and does the sums again."""

    def __init__(self, folder: Path) -> None:
        self.outcomes = polars.read_parquet(folder / "outcomes.parquet")

    def values(self, policy: str, *names: str) -> np.ndarray[Any, Any]:
        rows = self.outcomes.filter(polars.col("policy") == policy)
        return rows.select(polars.sum_horizontal(names)).to_series().to_numpy()

    def gap(self, policy: str, *names: str, sign: float = 1.0) -> str:
        """The paired difference to the baseline, with the largest of three t statistics."""
        gaps = [
            sign * (self.values(one, *names) - self.values("baseline", *names)) for one in POLICIES
        ]
        mine = gaps[POLICIES.index(policy)]
        if not mine.any():
            return "none"
        # Both functions are held to tables by tests of their own.
        found = paired_difference(mine, np.zeros(len(mine)), critical=max_t_critical(gaps))
        return numbers.difference(found.mean, found.low, found.high)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    folder = tmp_path_factory.mktemp("kept")
    store(study(), folder)
    return Stranger(folder)


def told(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Cells by the name of the row and the label of the column."""
    labels = [column.label for column in sheet.columns]
    return {
        row.name: dict(zip(labels, (cell.text for cell in row.cells), strict=True))
        for row in sheet.rows
    }


def _short() -> dict[str, dict[str, str]]:
    (sheet,) = [sheet for sheet in sheets(study(), study().ranked) if sheet.title == TITLE]
    return told(sheet)


def _bare(values: np.ndarray[Any, Any]) -> str:
    return numbers.bare(mean_interval(values))


def test_the_short_table_can_be_recomputed(stranger: Stranger) -> None:
    cells = _short()
    assert cells.keys() == set(EVERY)
    for policy in EVERY:
        row = cells[policy]
        assert row["infected in 180 days"] == _bare(stranger.values(policy, "infections"))
        deaths = stranger.values(policy, "expected_deaths_covid")
        assert row["deaths expected"] == numbers.level(mean_interval(deaths))
        bed = stranger.values(policy, "covid_without_intensive_care")
        assert row["no intensive care"] == _bare(bed)
        most = stranger.values(policy, "covid_most_absent") / sick_gao().strength
        assert row["most away at once"] == numbers.percent(mean_interval(most))
    assert cells["baseline"]["patrols lost"] == "baseline"
    for policy in POLICIES:
        assert cells[policy]["difference in deaths"] == stranger.gap(
            policy, "expected_deaths_covid"
        )
        lost = stranger.gap(policy, "patrols_run", sign=-1.0)
        assert cells[policy]["patrols lost"] == lost


def test_costs_sources_and_severity_can_be_recomputed(stranger: Stranger) -> None:
    costs, sources, badly = (told(section.parts[0].sheet) for section in pandemic_sections(study()))
    for policy in EVERY:
        infected = stranger.values(policy, "infections")
        cancelled = stranger.values(policy, "cancelled_crew", "cancelled_drivers")
        assert costs[policy]["cancelled: too few fit"] == numbers.level(mean_interval(cancelled))
        days = stranger.values(policy, "quarantine_days")
        assert costs[policy]["days in quarantine"] == _bare(days)
        assert costs[policy]["days unwell or isolated"] == _bare(
            stranger.values(policy, "covid_days")
        )
        for source, title in SOURCES.items():
            if source == "seed":  # nobody was there at first
                assert title not in sources[policy]
                continue
            of_it = stranger.values(policy, f"infected_{source}")
            assert sources[policy][title] == _share(of_it, infected)
        assert badly[policy]["severe"] == _bare(stranger.values(policy, "covid_severe"))
    for policy in POLICIES:
        assert costs[policy]["difference in those days"] == stranger.gap(policy, "covid_days")
        assert badly[policy]["infected, difference"] == stranger.gap(policy, "infections")
    assert "tests" not in costs["baseline"]  # nobody was tested


def _share(top: np.ndarray[Any, Any], bottom: np.ndarray[Any, Any]) -> str:
    return numbers.percent(share_of_sums(top, bottom))


# --- what is shown ----------------------------------------------------------------------


def test_the_figure_says_what_the_short_table_says() -> None:
    lives = pandemic_sections(study())[0]
    assert lives.title == "Lives against patrols"
    figure, cells = lives.parts[0].figure, _short()
    assert figure is not None
    assert set(figure) == {"wide", "narrow"}
    for policy in POLICIES:
        for drawn in figure.values():
            assert escape(policy) in drawn
            assert escape(cells[policy]["difference in deaths"]) in drawn
            assert escape(cells[policy]["patrols lost"]) in drawn
    assert figure["wide"].count("<svg") == 1
    assert figure["narrow"].count("<svg") == 2
    assert len(lives.legend) == 3


def test_marks_and_words_stay_in_the_figure() -> None:
    figure = pandemic_sections(study())[0].parts[0].figure
    assert figure is not None
    for name, width in (("wide", 960.0), ("narrow", 344.0)):
        found = re.findall(r'(?:cx|x|x1|x2)="(-?[\d.]+)"', figure[name])
        assert found
        assert all(0.0 <= float(x) <= width for x in found)
    assert "nan" not in figure["wide"] + figure["narrow"]


def test_deaths_from_covid_stand_among_the_causes() -> None:
    (sheet,) = [s for s in sheets(study(), study().ranked) if s.title == "Deaths expected by cause"]
    deaths = study().baseline.estimates["expected_deaths_covid"]
    assert told(sheet)["baseline"]["COVID-19"] == numbers.bare(deaths)


def test_the_page_has_the_pandemic_only_where_there_is_one() -> None:
    titles = ("Lives against patrols", "Where infections come from", "How badly it takes people")
    text = page()
    assert [text.index(f"<h2>{title}</h2>") for title in (TITLE, *titles)] == sorted(
        text.index(f"<h2>{title}</h2>") for title in (TITLE, *titles)
    )
    assert "<b>14 days</b>" not in text
    assert "&lt;b&gt;14 days&lt;/b&gt; of quarantine" in text
    bare = report(compare(gao(), ["guess"], replications=20, mission=ToyMission, outcomes=OUTCOMES))
    for title in (TITLE, *titles):
        assert f"<h2>{title}</h2>" not in bare
    assert "COVID" not in bare


def test_that_fewer_patrols_meet_fewer_attacks_is_said_under_the_first_table() -> None:
    line = less_exposed(study())
    assert "under fewer-patrols (50 %) and quarantine (96 %)" in line
    assert "short-quarantine" not in line
    first = sheets(study(), study().ranked)[0]
    assert first.fine == line
    assert comparison_document(study())["less_exposed"] == line
    assert "meet no attack" in re.sub(r"\s+", " ", printed(comparison_page(study())))
    like = compare(gao(), ["guess"], replications=20, mission=ToyMission, outcomes=OUTCOMES)
    assert less_exposed(like) == ""
    assert comparison_document(like)["less_exposed"] is None


def test_a_comparison_prints_one_table_more_and_a_run_its_sources() -> None:
    text = printed(comparison_page(study()))
    assert text.count(f"{TITLE}\n") == 1
    assert "Lives against patrols" not in text
    one = run(sick_gao(), "quarantine", replications=30, mission=ToyCovid, outcomes=COVID_OUTCOMES)
    text = printed(run_page(one))
    assert "COVID-19: where infections come from" in text
    assert "newcomers" in text
    assert "at first" not in text
    plain = run(gao(), "guess", replications=30, mission=ToyMission, outcomes=OUTCOMES)
    assert "COVID" not in printed(run_page(plain))


def test_a_narrow_screen_has_the_two_currencies() -> None:
    text = printed(comparison_page(study()), width=80)
    table = text.split(f"{TITLE}\n")[1]
    for word in ("infected", "deaths", "lost"):
        assert word in table


def test_a_run_without_a_pandemic_has_no_outcomes_of_it() -> None:
    plain = run(gao(), "guess", replications=8, mission=PlainToy, outcomes=COVID_OUTCOMES)
    assert "infected_gate" not in printed(run_page(plain))
    assert "patrols_run" in printed(run_page(plain))


class PlainToy(ToyMission):
    """A mission that counts what never happens."""

    def run(self, *given: Any, **how: Any) -> Any:
        run = super().run(*given, **how)
        run.outcomes = np.concatenate(
            [run.outcomes, np.zeros(len(COVID_NAMES) - len(run.outcomes))]
        )
        return run


def test_a_sweep_shows_how_many_are_infected() -> None:
    found = sweep(
        sick_gao(),
        ["covid.quarantine.arrival=0 days,10 days"],
        replications=20,
        mission=ToyCovid,
        outcomes=COVID_OUTCOMES,
    )
    assert "infections" in printed(sweep_page(found), width=200)


def test_the_machine_form_has_figures_shares_and_differences() -> None:
    document = json.loads(json.dumps(comparison_document(study()), allow_nan=False))
    baseline, quarantine = document["policies"][:2]
    assert sum(one["mean"] for one in baseline["pandemic"]["sources"].values()) == pytest.approx(1)
    assert quarantine["pandemic_differences"]["infections"]["verdict"] == "lower"
    assert quarantine["pandemic_differences"]["patrols_lost"]["verdict"] == "higher"
    assert quarantine["pandemic"]["most_absent"]["mean"] < 1.0
    plain = compare(gao(), ["guess"], replications=8, mission=ToyMission, outcomes=OUTCOMES)
    document = comparison_document(plain)
    assert document["policies"][0]["pandemic"] is None
    assert document["policies"][1]["pandemic_differences"] is None


def test_where_hardly_anybody_is_infected_nothing_is_claimed() -> None:
    for mission, replications in ((ToyCovid, 2), (ToyCovid, 1), (WellToy, 20)):
        few = compare(
            sick_gao(),
            ["quarantine"],
            replications=replications,
            mission=mission,
            outcomes=COVID_OUTCOMES,
        )
        text = report(few) + printed(comparison_page(few))
        assert "nan" not in re.sub(r"[a-z-]*nan[a-z]+", "", text.lower())
        assert comparison_document(few)["policies"][1]["pandemic"] is not None


class WellToy(ToyCovid):
    """Nobody is ever infected."""

    def run(self, *given: Any, **how: Any) -> Any:
        run = super().run(*given, **how)
        for number, name in enumerate(COVID_NAMES):
            if "infect" in name or "covid" in name:
                run.outcomes[number] = 0.0
        return run
