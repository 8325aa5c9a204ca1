"""What is said and printed: honest verdicts, escaped text, nothing fetched from anywhere."""

from __future__ import annotations

import functools
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from rich.text import Text
from tests.report.screen import printed
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.mission import OUTCOMES as SHIPPED
from pksim.report import answer
from pksim.report.console import comparison_page, run_page, sweep_page
from pksim.report.figures.charts import forest, marks
from pksim.report.fitted import folded
from pksim.report.html import report
from pksim.report.machine.studies import comparison_document, run_document, sweep_document
from pksim.report.scenario_page import scenario_document, scenario_page
from pksim.report.tables import sheets
from pksim.study import Comparison, compare, run, sweep

HOSTILE = '<script>alert("1")</script>'


@functools.cache
def found(*policies: str, replications: int = 200) -> Comparison:
    return compare(
        gao(HOSTILE),
        policies,
        replications=replications,
        mission=ToyMission,
        outcomes=OUTCOMES,
    )


def test_the_answer_comes_first_with_its_interval() -> None:
    text = printed(comparison_page(found("counter-ied-training", "jammers")), width=132)
    assert re.match(
        r"counter-ied-training averts the most: about \d\.\d+ deaths \(95 % interval", text
    )
    assert "in 180 days" in text
    assert "9,500 people" in text


def test_a_guess_is_called_an_assumption() -> None:
    assert "on the assumption that" in answer.answer(found("guess"))
    assert "assumption" not in answer.answer(found("counter-ied-training"))


def test_two_leaders_that_cannot_be_told_apart_are_both_named() -> None:
    twins = found("mine-protected-vehicles", "protection-package")
    said = answer.answer(twins)
    assert "mine-protected-vehicles and protection-package avert deaths" in said
    assert "undecided" in said


def test_staying_in_camp_never_leads_and_is_named_for_what_it_is() -> None:
    study = found("fewer-patrols", "jammers")
    assert answer.answer(study).startswith("No policy that keeps the patrols going")
    (caution,) = [line for line in answer.cautions(study) if line.startswith("fewer-patrols")]
    assert "delivers only 50 %" in caution
    assert "not a like-for-like gain" in caution
    assert "per 1,000 patrol hours" in caution
    assert "fewer deaths, less" in printed(comparison_page(study), width=132)


def test_harm_to_others_stands_in_the_headline_of_a_policy_that_shifts_it() -> None:
    study = found("onto-others", "counter-ied-training")
    said = answer.answer(study)
    assert said.startswith("onto-others averts the most")
    assert re.search(
        r"but with about [\d.]+ more civilians, host forces and contractors hurt or killed"
        r" \(95 % interval [\d.]+ to [\d.]+\)",
        said,
    )
    assert answer.others(study).endswith("more under onto-others, fewer under no policy.")
    assert any(line.startswith("Under onto-others there are") for line in answer.cautions(study))
    assert "more harm" in printed(comparison_page(study), width=132)
    document = comparison_document(study)
    assert [one["harms_others"] for one in document["policies"][1:]] == [True, False]
    assert document["policies"][1]["differences"]["others_hurt"]["verdict"] == "higher"


def test_a_leader_among_several_that_harms_others_is_named_with_it() -> None:
    said = answer.answer(found("mine-protected-vehicles", "protection-package", "onto-others"))
    assert said.startswith("onto-others averts the most")
    assert "but with about" in said
    assert "but with" not in answer.answer(found("mine-protected-vehicles", "protection-package"))


def test_the_second_line_is_there_when_nobody_else_is_harmed_more() -> None:
    text = " ".join(printed(comparison_page(found("guess", "jammers")), width=132).split())
    assert "Civilians, host forces and contractors hurt or killed:" in text
    assert "clearly more under no policy, fewer under no policy." in text


@functools.cache
def shipped(policies: int = 2, never: tuple[str, ...] = ()) -> Comparison:
    """A comparison with every outcome of the shipped mission, each a number of its own."""
    silent = [outcome.name in never for outcome in SHIPPED]

    class Numbers(ToyMission):
        def run(self, *given: Any, **how: Any) -> Any:
            run = super().run(*given, **how)
            risk = run.outcomes[1]
            run.outcomes = np.array([100.0 * i + risk for i in range(len(SHIPPED))])
            run.outcomes[silent] = 0.0
            return run

    names = ["jammers", "camp-hardening", "guess"][:policies]
    return compare(gao(), names, replications=40, mission=Numbers, outcomes=SHIPPED)


def test_the_comparison_tells_deaths_by_cause_attacks_and_patrols_by_cause() -> None:
    tables = {sheet.title: sheet for sheet in sheets(shipped(), shipped().ranked)}
    assert list(tables)[:4] == [
        "Deaths and wounded",
        "If what a measure removes is displaced",
        "Harm to civilians, host forces and contractors",
        "Deaths expected by cause",
    ]
    causes = [c.label for c in tables["Deaths expected by cause"].columns]
    assert causes[:7] == [
        "devices",
        "ambush",
        "complex attack",
        "indirect fire",
        "violence",
        "accidents",
        "illness",
    ]
    attacks = tables["Attacks and devices"]
    assert {"strikes", "ambushes", "complex attacks", "indirect fire"} <= {
        c.label for c in attacks.columns
    }
    patrols = {c.label for c in tables["Patrols run, and why others were not"].columns}
    assert {
        "patrols run",
        "hours at towns",
        "too few fit",
        "area closed",
        "foul weather",
    } <= patrols


def test_what_never_happens_under_any_policy_takes_no_column() -> None:
    study = shipped(never=("violence_events", "cancelled_crew", "devices_cleared"))
    shown = {sheet.title: {c.label for c in sheet.columns} for sheet in sheets(study, study.ranked)}
    assert "violence" not in shown["Attacks and devices"]
    assert "violence" in shown["Deaths expected by cause"]
    assert "too few fit" not in shown["Patrols run, and why others were not"]
    assert "swept or removed" in shown["Attacks and devices"]  # the other half of it happens


def test_each_column_shows_its_own_outcome() -> None:
    """Outcome number i is 100 i and a little: a column with another's would be a hundred off."""
    study = shipped()
    number = {outcome.name: 100.0 * i for i, outcome in enumerate(SHIPPED)}
    for sheet in sheets(study, study.ranked):
        for place, column in enumerate(sheet.columns):
            text = sheet.rows[0].cells[place].text
            if len(column.needs) == 1 and re.fullmatch(r"[\d,.]+", text):
                mean = study.baseline.sample[column.needs[0]].mean()
                assert abs(mean - number[column.needs[0]]) < 50.0
                assert abs(float(text.replace(",", "")) - mean) < 1.0, column.label


@pytest.mark.parametrize("width", [72, 80, 100, 120, 160])
def test_no_cell_is_cut_on_a_screen_of_any_width(width: int) -> None:
    for page in (comparison_page(shipped()), comparison_page(found("guess", "onto-others"))):
        text = printed(page, width)
        assert "…" not in text
        assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    for policy in ("jammers", "camp-hardening"):
        assert policy in printed(comparison_page(shipped()), 80)


def test_a_long_name_is_folded_after_a_hyphen() -> None:
    assert folded(Text("mine-protected-vehicles")).plain == "mine-protected-\n vehicles"
    assert folded(Text("jammers")).plain == "jammers"


def test_undecided_is_said_in_the_first_line_with_what_would_settle_it() -> None:
    study = found("guess", replications=2)
    assert answer.answer(study).startswith("Undecided after 2 replications")
    assert "more replications would settle it" in answer.answer(study)


def test_words_that_mislead_are_not_used() -> None:
    text = printed(comparison_page(found("guess", "fewer-patrols")), width=132) + page()
    assert "significant" not in text
    assert "acceptable loss" not in text
    assert "not a forecast" in text
    assert "simulation error only" in text


def test_each_outcome_of_a_run_is_printed() -> None:
    study = run(gao(), "guess", replications=20, mission=ToyMission, outcomes=OUTCOMES)
    text = printed(run_page(study, "FOR THE SECTOR ONLY"), width=132)
    assert text.startswith("FOR THE SECTOR ONLY")
    assert all(outcome.name in text for outcome in OUTCOMES)
    json.dumps(run_document(study), allow_nan=False)


def test_a_sweep_has_a_row_for_each_point() -> None:
    study = sweep(
        gao(), ["search.finds=0.2,0.4"], replications=20, mission=ToyMission, outcomes=OUTCOMES
    )
    text = printed(sweep_page(study), width=132)
    assert "search.finds" in text
    document = json.loads(json.dumps(sweep_document(study), allow_nan=False))
    assert [point["at"] for point in document["points"]] == [
        {"search.finds": "0.2"},
        {"search.finds": "0.4"},
    ]
    assert "differences" not in document["points"][0]


def test_the_machine_form_says_what_the_page_says() -> None:
    study = found("guess", "jammers", "fewer-patrols")
    document = json.loads(json.dumps(comparison_document(study), allow_nan=False))
    assert document["answer"] == answer.answer(study)
    assert [one["policy"] for one in document["policies"]] == [
        "baseline",
        "guess",
        "jammers",
        "fewer-patrols",
    ]
    guess, jammers, fewer = document["policies"][1:]
    assert guess["differences"]["expected_deaths"]["verdict"] == "lower"
    assert jammers["verdict"] == "identical in all runs"
    assert not fewer["like_for_like"]
    assert fewer["usd_per_death_averted"] is None


def test_a_scenario_fits_a_screen() -> None:
    text = printed(scenario_page(gao()), width=132)
    assert text.count("\n") < 100
    assert "9,500 uniformed" in text
    assert "180 days from 2019-01-01" in text
    assert "not there (serviceable 0 %), would stand at kidal" in text
    assert "without surgery   level 1, 2 bays" in text
    assert "fired at on landing after ambush 50%" in text
    assert "a facility without surgery first, if surgery is put off by 30 min at most" in text
    assert "kidal G 850, H 590;" in text
    assert "quick reaction at gao" in text
    assert "calm 70%, tense 22%, in crisis 8%" in text
    assert "vehicle bombs" in text
    parts = scenario_document(gao())["parts"]
    assert "kidal-1 (not there)" in parts["helicopters"]
    assert "kidal-level-1 (no surgery)" in parts["hospitals"]
    units = scenario_document(gao())["units"]
    assert sum(unit["strength"] for unit in units.values()) == 9500
    assert json.dumps(scenario_document(gao()))


# ---------------------------------------------------------------------- the HTML report


def page() -> str:
    study = found("guess", "fewer-patrols", "jammers")
    return report(study, handling="<b>SECRET</b>", command=["pksim", "compare", "a b.yaml"])


class Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_report_fetches_nothing() -> None:
    parts = Parts()
    parts.feed(page())
    names = {tag for tag, _ in parts.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert not [found for _, attrs in parts.tags for found in attrs if found in {"src", "href"}]
    assert "url(" not in page()
    assert "@import" not in page()
    assert "default-src 'none'" in page()


def test_text_of_the_scenario_is_escaped() -> None:
    assert HOSTILE not in page()
    assert "&lt;script&gt;" in page()
    assert "&lt;b&gt;SECRET&lt;/b&gt;" in page()


def test_the_report_can_be_reproduced_from_itself() -> None:
    study = found("guess", "fewer-patrols", "jammers")
    text = page()
    assert "pksim compare &#39;a b.yaml&#39;" in text
    assert study.scenario.content_hash in text
    assert all(one.levels.scenario.content_hash in text for one in study.policies)
    assert "times 0.5" in text
    assert "Half of the mandate is not delivered." in text


def test_the_figure_names_each_policy_and_its_difference_twice_coded() -> None:
    rows = marks(found("guess", "fewer-patrols", "jammers").ranked)
    drawn = forest(rows, width=960, title="a < b")
    assert [row.shape for row in rows] == ["circle", "ring", "triangle"]
    assert all(row.name in drawn and row.text in drawn for row in rows)
    assert "<title>a &lt; b</title>" in drawn


def test_a_name_cannot_break_out_of_the_figure() -> None:
    rows = marks(found("guess").ranked)
    evil = type(rows[0])(HOSTILE[:20], -1.0, -2.0, -0.5, HOSTILE, "#000", "circle")
    assert "<script" not in forest([evil], width=344, title=HOSTILE)
