"""The same comparison at other displacements and under other outlooks."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest
from tests.toy_mission import NAMES, OUTCOMES, ToyRun
from tests.toy_scenario import gao

from pksim.report.answer import answer
from pksim.report.cases_tables import displacement_sheets, outlook_sheets, robust, robustness
from pksim.report.machine.studies import comparison_document
from pksim.scenario import Scenario
from pksim.study import Comparison, compare, store
from pksim.study.cases import DISPLACEMENT, replications_of_cases


class Displaced:
    """Jammers avert 4 of 10 deaths where nothing is displaced, none at 0.8; others bear it.

    A guess averts one death of 10, and six of the 20 where attacks are many.
    """

    averted, none_at = 4.0, 0.8

    def __init__(self, scenario: Scenario) -> None:
        phi = scenario.adversary.displacement
        many = scenario.areas["gao"].ambushes > gao().areas["gao"].ambushes
        deaths, others = (20.0 if many else 10.0), 5.0
        if "jammers" in scenario.applied:
            deaths -= self.averted * (1.0 - phi / self.none_at)
            others += 3.0 * phi
        if "guess" in scenario.applied:
            deaths -= 6.0 if many else 1.0
        self.values = np.full(len(OUTCOMES), 100.0)  # as much work whatever the policy
        self.values[[NAMES.index("deaths"), NAMES.index("expected_deaths")]] = deaths
        self.values[NAMES.index("others_hurt")] = others

    def run(
        self,
        seed: int,
        replication: int,
        clock: str = "native",
        record: bool = False,
        stop: threading.Event | None = None,
    ) -> ToyRun:
        luck = np.random.Generator(np.random.PCG64([seed, replication])).normal(1.0, 0.01)
        return ToyRun(self.values * luck)


class Weak(Displaced):
    """Nothing is left of it at one half."""

    none_at = 0.5


OUTLOOKS = {
    "now": {"title": "as it stands"},
    "worse": {"title": "worse", "changes": {"areas.gao.ambushes": {"times": 3}}},
}


def scenario(displacement: float = 0.5, mode: str = "responding") -> Scenario:
    content = gao().to_dict()
    content["adversary"] |= {"displacement": displacement, "mode": mode}
    content["outlooks"] = OUTLOOKS
    return Scenario.from_dict(content)


def studied(given: Scenario | None = None, mission: Any = Displaced, **how: Any) -> Comparison:
    names = ["jammers", "guess"]
    return compare(
        given or scenario(), names, replications=64, mission=mission, outcomes=OUTCOMES, **how
    )


def test_differences_at_none_half_and_all() -> None:
    cases = studied().displacement
    assert cases is not None
    assert cases.policies == ("jammers",)  # the adversary has no answer to a guess
    found = [case["jammers"] for case in cases.cases]
    assert [one.deaths.mean for one in found] == pytest.approx([-4.0, -1.5, 1.0], abs=0.05)
    harm = [one.others.mean for one in found if one.others is not None]
    assert harm == pytest.approx([0.0, 1.5, 3.0], abs=0.05)


def test_the_headline_says_whether_it_stands() -> None:
    said = answer(studied())
    assert said.startswith("jammers averts")
    assert "this stands with half of the effect displaced" in said
    assert "half of the effect displaced this is not certain" in answer(
        studied(scenario(0.0), mission=Weak)
    )


def test_the_table_of_displacement() -> None:
    (sheet,) = displacement_sheets(studied())
    (row,) = sheet.rows
    assert (row.name, row.cells[3].text) == ("jammers", "stands")
    assert row.cells[0].text.startswith("−4.0")


def test_no_displacement_where_nobody_responds_or_nobody_asks() -> None:
    assert studied(scenario(mode="fixed")).displacement is None
    assert studied(displacement=False).displacement is None


def test_regret_is_what_is_lost_to_the_best_of_each_outlook() -> None:
    """Now 10, 8.5 and 9 deaths, worse 20, 18.5 and 14: of baseline, jammers and guess."""
    found = studied(outlooks=True)
    choice, names = robust(found)
    regret = dict(zip(names, choice.regret.tolist(), strict=True))
    assert regret["jammers"] == pytest.approx([0.0, 4.5], abs=0.05)
    assert regret["guess"] == pytest.approx([0.5, 0.0], abs=0.05)
    assert names[choice.by_expected] == names[choice.by_regret] == "guess"
    assert robustness(found).startswith("Whatever the metric of robustness, guess is chosen")
    (sheet,) = outlook_sheets(found)
    assert [row.name for row in sheet.rows] == names


def test_the_metric_may_change_the_choice() -> None:
    content = scenario().to_dict()
    content["outlooks"]["now"]["weight"] = 20
    found = studied(Scenario.from_dict(content), outlooks=True)
    assert robustness(found).startswith(
        "The metric changes the choice: by expected deaths jammers, by minimax regret guess"
    )


def test_machines_are_told_the_same() -> None:
    document = comparison_document(studied(outlooks=True))
    assert document["displacement"]["stands_at_half"] == {"jammers": True}
    assert document["outlooks"]["by_minimax_regret"] == "guess"
    assert document["outlooks"]["metric_changes_the_choice"] is False


def test_what_a_case_sets_is_no_longer_unknown() -> None:
    content = gao().to_dict()
    content["uncertain"] = {DISPLACEMENT: {"range": [0.3, 1.0]}}
    under = Scenario.from_dict(content).under({DISPLACEMENT: 0.0})
    assert under.unknowns == ()
    assert under.adversary.displacement == 0.0


@pytest.mark.parametrize(("asked", "run"), [(8, 8), (64, 48), (400, 104), (1000, 256)])
def test_cases_are_run_less_often(asked: int, run: int) -> None:
    assert replications_of_cases(asked) == run


def test_cases_are_kept_and_go_when_they_were_not_asked_for(tmp_path: Path) -> None:
    """From the directory alone the displaced gain can be told: jammers lose 5 of 8 parts at 1/2."""
    found = studied(outlooks=True)
    store(found, tmp_path)
    frame = polars.read_parquet(tmp_path / "cases.parquet")
    assert set(frame["question"]) == {"displacement", "outlook"}
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert frame.columns == [*manifest["cases"], "policy", "replication", *NAMES]
    means = {
        (question, case, policy): float(rows["expected_deaths"].to_numpy().mean())
        for (question, case, policy), rows in frame.group_by("question", "case", "policy")
    }
    gone = means["displacement", "0.5", "baseline"] - means["displacement", "0.5", "jammers"]
    assert gone == pytest.approx(4.0 * (1.0 - 0.5 / 0.8), rel=0.02)
    assert means["outlook", "worse", "baseline"] == pytest.approx(20.0, rel=0.02)
    store(replace(found, displacement=None, outlooks=None), tmp_path)
    assert not (tmp_path / "cases.parquet").exists()


def test_a_case_that_changes_nothing_is_not_run_again() -> None:
    """At one half the scenario stands as it is: its replications are those of the comparison."""
    found = studied()
    assert found.displacement is not None
    half = found.displacement["0.5"]
    count = found.displacement.replications
    assert (half.baseline.sample.values == found.baseline.sample.values[:count]).all()
    elsewhere = studied(scenario(displacement=0.4)).displacement
    assert elsewhere is not None
    assert np.array_equal(
        elsewhere["0.5"]["jammers"].levels.sample.values, half["jammers"].levels.sample.values
    )
