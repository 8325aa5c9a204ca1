"""The care chain in the report: every figure can be recomputed from the results directory."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest
from scipy import stats
from tests.report.screen import printed
from tests.toy_care import PLACES, ToyCare
from tests.toy_mission import OUTCOMES, ToyMission
from tests.toy_scenario import gao

from pksim.report import assets, numbers
from pksim.report import chain_tables as chain
from pksim.report.care_page import care_sections
from pksim.report.console import comparison_page, run_page
from pksim.report.figures.bars import COLOURS, Bar, stacked
from pksim.report.figures.svg import tick_words
from pksim.report.html import report
from pksim.report.machine.studies import comparison_document
from pksim.report.sheet import Sheet
from pksim.report.tables import WAY, sheets
from pksim.statistics import Estimate
from pksim.study import Comparison, compare, run, store

POLICIES = ("guess", "jammers", "fewer-patrols")


@functools.cache
def study() -> Comparison:
    return compare(gao(), POLICIES, replications=90, mission=ToyCare, outcomes=OUTCOMES)


@functools.cache
def page() -> str:
    return report(study())


# --- a stranger with nothing but the results directory ----------------------------------


class Stranger:
    """Reads what was stored, and does the sums again without pksim's statistics."""

    def __init__(self, folder: Path) -> None:
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.chain = polars.read_parquet(folder / "chain.parquet")
        self.assets = polars.read_parquet(folder / "assets.parquet")
        self.steps = [
            name.removeprefix("in_")
            for name, column in self.manifest["chain"].items()
            if name.startswith("in_") and column["unit"] == "minutes"
        ]

    def titles(self) -> dict[str, str]:
        """The name of each step by its title, as the manifest has it."""
        meanings = {step: self.manifest["chain"][f"in_{step}"]["meaning"] for step in self.steps}
        return {meaning.split(",")[0]: step for step, meaning in meanings.items()}

    def sums(self, policy: str, columns: Sequence[str], place: str | None) -> np.ndarray[Any, Any]:
        rows = self.chain.filter(polars.col("policy") == policy)
        if place is not None:
            rows = rows.filter(polars.col("place") == place)
        by = rows.group_by("replication", maintain_order=True).agg(polars.col(columns).sum())
        return by.select(polars.sum_horizontal(columns)).to_series().to_numpy()

    def minutes(self, policy: str, steps: Sequence[str], place: str | None = None) -> Estimate:
        spent = self.sums(policy, [f"in_{step}" for step in steps], place)
        return ratio(spent, self.sums(policy, ["reached"], place))

    def late(self, policy: str, steps: Sequence[str], place: str | None = None) -> Estimate:
        late = self.sums(policy, [f"late_by_{step}" for step in steps], place)
        counted = self.sums(policy, ["counted"], place)
        found = ratio(late, counted)
        low, high = found.low, found.high
        if found.mean in {0.0, 1.0}:
            exact = stats.binomtest(int(late.sum()), int(counted.sum())).proportion_ci()
            low, high = float(exact.low), float(exact.high)
        elif min(late.sum(), (counted - late).sum()) < 50:
            low, high = korn_graubard(found, counted.sum())
        return Estimate(
            found.mean, max(low, 0.0), min(high, 1.0), found.standard_error, found.count
        )


def ratio(top: np.ndarray[Any, Any], bottom: np.ndarray[Any, Any]) -> Estimate:
    """A ratio of sums with the interval of its residuals (delta method)."""
    mean, n = float(top.sum() / bottom.sum()), len(top)
    error = float(np.std(top - mean * bottom, ddof=1) / math.sqrt(n) / bottom.mean())
    reach = float(stats.t.ppf(0.975, n - 1)) * error
    return Estimate(mean, mean - reach, mean + reach, error, n)


def korn_graubard(share: Estimate, people: float) -> tuple[float, float]:
    """The exact binomial interval at the number of independent people that the scatter allows."""
    freedom = stats.t.ppf(0.975, share.count - 1) / stats.norm.ppf(0.975)
    variance = (share.standard_error * freedom) ** 2
    if variance > 0.0:
        people = min(people, share.mean * (1.0 - share.mean) / variance)
    got = people * share.mean
    low = stats.beta.ppf(0.025, got, people - got + 1.0)
    return float(low), float(stats.beta.ppf(0.975, got + 1.0, people - got))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    folder = tmp_path_factory.mktemp("kept")
    store(study(), folder)
    return Stranger(folder)


def told(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Cells by the name of the row and the label of the column."""
    labels = [column.label.replace("\u00ad", "") for column in sheet.columns]
    return {
        row.name: dict(zip(labels, (cell.text for cell in row.cells), strict=True))
        for row in sheet.rows
    }


def share(found: Estimate) -> str:
    """As a share with its interval is printed."""
    mean, _, ends = numbers.level(found, 100.0).partition(" ")
    return f"{mean} % {ends}"


def test_minutes_by_policy_and_by_place_can_be_recomputed(stranger: Stranger) -> None:
    every, titles = stranger.steps, stranger.titles()
    rows = [(name, name, None) for name in ("baseline", *POLICIES)]
    places = [(place, "baseline", place) for place in PLACES[:2]]
    for sheet, named in (
        (chain.minutes_by_policy(study()), rows),
        (chain.minutes_by_place(study()), places),
    ):
        cells = told(sheet)
        assert cells.keys() == {name for name, _, _ in named}
        for name, policy, place in named:
            whole = stranger.minutes(policy, every, place)
            assert cells[name].pop("all, minutes") == numbers.level(whole)
            for title, text in cells[name].items():
                assert text == numbers.bare(stranger.minutes(policy, [titles[title]], place))


def test_which_step_broke_the_goal_can_be_recomputed(stranger: Stranger) -> None:
    every, titles = stranger.steps, stranger.titles()
    rows = [(name, name, None) for name in ("baseline", *POLICIES)]
    places = [(place, "baseline", place) for place in PLACES[:2]]
    for sheet, named in (
        (chain.broke_by_policy(study()), rows),
        (chain.broke_by_place(study()), places),
    ):
        cells = told(sheet)
        assert cells.keys() == {name for name, _, _ in named}
        for name, policy, place in named:
            counted = stranger.sums(policy, ["counted"], place)
            assert float(cells[name].pop("casualties in 180 days")) == pytest.approx(
                counted.mean(), abs=0.06
            )
            late = stranger.late(policy, every, place)
            assert cells[name].pop("not within 2 hours") == share(late)
            for title, text in cells[name].items():
                assert text == numbers.percent(stranger.late(policy, [titles[title]], place))


def test_places_under_each_policy_can_be_recomputed(stranger: Stranger) -> None:
    minutes, late = chain.places_by_policy(study())
    assert told(minutes).keys() == told(late).keys() == {"baseline", *POLICIES}
    for place in PLACES[:2]:
        for policy in ("baseline", *POLICIES):
            found = stranger.minutes(policy, stranger.steps, place)
            assert told(minutes)[policy][place] == numbers.bare(found)
            found = stranger.late(policy, stranger.steps, place)
            assert told(late)[policy][place] == numbers.percent(found)


def test_the_short_table_can_be_recomputed(stranger: Stranger) -> None:
    (sheet,) = [sheet for sheet in sheets(study(), study().ranked) if sheet.title == WAY]
    cells = told(sheet)
    for policy in ("baseline", *POLICIES):
        assert cells[policy]["minutes to surgery"] == numbers.level(
            stranger.minutes(policy, stranger.steps)
        )
        assert cells[policy]["not within 2 hours"] == share(stranger.late(policy, stranger.steps))
        shares = {title: stranger.late(policy, [step]) for title, step in stranger.titles().items()}
        first, second = sorted(shares, key=lambda title: -shares[title].mean)[:2]
        assert cells[policy]["longest steps of the late"] == ", ".join(
            f"{title} {numbers.percent(shares[title])}" for title in (first, second)
        )
    assert cells["baseline"]["difference, minutes"] == "baseline"
    assert cells["jammers"]["difference, minutes"] == "none"
    assert cells["guess"]["difference, minutes"] == _gap(stranger, "minutes", 1.0)
    assert cells["guess"]["difference, points"] == _gap(stranger, "late", 100.0)


def _gap(stranger: Stranger, what: str, scale: float) -> str:
    """The paired difference of `guess` to the baseline, one of three (Bonferroni)."""
    below = "reached" if what == "minutes" else "counted"
    prefix = "in_" if what == "minutes" else "late_by_"
    parts, means = [], []
    for policy in ("guess", "baseline"):
        top = stranger.sums(policy, [f"{prefix}{step}" for step in stranger.steps], None)
        bottom = stranger.sums(policy, [below], None)
        means.append(top.sum() / bottom.sum())
        parts.append((top - means[-1] * bottom) / bottom.mean())
    moved = parts[0] - parts[1]
    reach = stats.t.ppf(1.0 - 0.025 / 3.0, len(moved) - 1) * moved.std(ddof=1) / len(moved) ** 0.5
    mean = means[0] - means[1]
    return numbers.difference(scale * mean, scale * (mean - reach), scale * (mean + reach))


def test_the_use_of_assets_can_be_recomputed(stranger: Stranger) -> None:
    table = stranger.assets.filter(polars.col("policy") == "guess")
    cells = told(assets.one_by_one(study().levels[1]))
    assert list(cells) == ["gao-1", "gao-ambulance", "gao-level-2"]  # kidal-1 never flies
    for name, row in cells.items():
        own = table.filter(polars.col("asset").str.ends_with(name))
        total = own.select(polars.col("in_use", "capacity", "seized", "waited", "queue").sum())
        used, there, jobs, waited, queue = total.row(0)
        assert row["kind"] == own["kind"][0]
        assert row["in use"] == assets.small_percent(used / there)
        assert float(row["jobs in 180 days"]) == pytest.approx(jobs / own.height, abs=0.6)
        assert row["had to wait"] == (assets.small_percent(waited / jobs) if jobs else "–")
        assert float(row["mean queue"]) == pytest.approx(queue / own.height, abs=5e-5)
        assert row["longest queue"] == f"{own['longest_queue'].to_numpy().max():.0f}"
        assert own["busy"].to_list() == pytest.approx((own["in_use"] / own["capacity"]).to_list())
    together = told(assets.by_kind(study(), study().levels))["guess"]
    lifts = table.filter(
        polars.col("kind") == "helicopter", polars.col("asset").str.contains("gao")
    )
    used, there = (float(lifts[figure].sum()) for figure in ("in_use", "capacity"))
    assert together["helicopters"].startswith(f"{assets.small_percent(used / there)} · ")


# --- what is shown ----------------------------------------------------------------------


def test_each_figure_has_its_table_and_they_say_the_same() -> None:
    minutes, _, used = care_sections(study())
    assert minutes.title == "Where the minutes go"
    assert used.title.startswith("How much helicopters")
    policies, places = [part for part in minutes.parts if part.figure is not None]
    for part in (policies, places):
        assert part.figure is not None
        for row in part.sheet.rows:
            drawn = part.figure["wide"]
            assert f"{row.cells[-1].text} min" in drawn
            assert escape(row.name) in drawn
    assert len(policies.sheet.rows) == 4
    assert [row.name for row in places.sheet.rows] == list(PLACES[:2])
    assert len(minutes.legend) == len(COLOURS) - 1  # the toy's weather is always good


def test_the_page_has_the_chain_and_nothing_of_a_name_gets_through() -> None:
    text = page()
    for words in ("Where the minutes go", "Which step broke the goal", "goal: 2 hours"):
        assert words in text
    assert "<b>away</b>" not in text
    assert "far &lt;b&gt;away" in text
    assert text.count("<details>") == 4
    bare = report(compare(gao(), ["guess"], replications=20, mission=ToyMission, outcomes=OUTCOMES))
    assert "Where the minutes go" not in bare
    assert WAY not in bare


def test_a_comparison_prints_one_table_more_and_a_run_its_steps() -> None:
    text = printed(comparison_page(study()))
    assert text.count("not within") == 1
    assert WAY in text
    one = run(gao(), "guess", replications=30, mission=ToyCare, outcomes=OUTCOMES)
    text = printed(run_page(one))
    for words in ("launch authorisation", "queue at hospital", "all steps"):
        assert words in text
    assert "weather  " not in text


def test_the_machine_form_has_the_chain_and_no_interval_of_too_few() -> None:
    document = json.loads(json.dumps(comparison_document(study()), allow_nan=False))
    baseline, guess = document["policies"][:2]
    assert guess["minutes_to_surgery_difference"]["high"] < 0.0
    assert guess["not_in_time_difference"]["mean"] < 0.0
    steps = baseline["chain"]["steps"].values()
    assert sum(step["minutes"]["mean"] for step in steps) == pytest.approx(
        baseline["chain"]["minutes_to_surgery"]["mean"]
    )
    assert baseline["chain"]["places"]["nowhere"]["not_in_time"]["low"] is None
    assert baseline["assets"]["helicopter gao-1"]["kind"] == "helicopter"


def test_one_place_alone_is_not_told_twice() -> None:
    class Alone(ToyCare):
        def run(self, *given: Any, **how: Any) -> Any:
            run = super().run(*given, **how)
            run.chain[1:] = 0.0
            return run

    alone = compare(gao(), ["guess"], replications=20, mission=Alone, outcomes=OUTCOMES)
    minutes, broke, _ = care_sections(alone)
    assert len(minutes.parts) == len(broke.parts) == 1


def test_where_hardly_anybody_was_hurt_nothing_is_claimed() -> None:
    """Two replications, and a mission in which nobody needs surgery."""

    class Unhurt(ToyCare):
        def run(self, *given: Any, **how: Any) -> Any:
            run = super().run(*given, **how)
            run.chain[:] = 0.0
            return run

    for mission, replications in ((ToyCare, 2), (ToyCare, 1), (Unhurt, 20)):
        few = compare(
            gao(), ["guess"], replications=replications, mission=mission, outcomes=OUTCOMES
        )
        (sheet,) = [sheet for sheet in sheets(few, few.ranked) if sheet.title == WAY]
        for row in sheet.rows:
            assert [cell.text for cell in row.cells[:4]].count("too few") >= 2
        text = report(few)
        assert "goal: 2 hours" not in text
        assert "nan" not in printed(comparison_page(few)).lower()
        assert comparison_document(few)["policies"][1]["chain"] is not None


# --- figures ----------------------------------------------------------------------------


def _bars(minutes: float) -> list[Bar]:
    spent = {"call": 15.0, "distance": minutes}
    return [Bar("a policy", spent, {"call": "15", "distance": f"{minutes:.0f}"}, "all of it")]


@pytest.mark.parametrize("width", [960, 344])
@pytest.mark.parametrize("minutes", [30.0, 200.0, 3000.0])
def test_bars_stay_in_the_figure_and_cross_the_goal_only_when_late(
    minutes: float, width: int
) -> None:
    drawn = stacked(_bars(minutes), width=width, goal=120.0, title="t")
    pieces = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    end = max(float(x) + float(wide) for x, wide in pieces)
    (goal,) = set(re.findall(r'<line x1="([\d.]+)"[^>]*dasharray', drawn))
    assert end <= width
    assert (end > float(goal)) == (15.0 + minutes > 120.0)
    assert drawn.count(" h</text>") < 12


def test_the_words_of_the_last_tick_stay_inside() -> None:
    assert 'text-anchor="end"' in tick_words(340.0, 0.0, "+0.25", 344)
    assert 'x="343.0"' in tick_words(340.0, 0.0, "+0.25", 344)
    assert 'text-anchor="start"' in tick_words(4.0, 0.0, "−0.25", 344)
    assert 'text-anchor="middle"' in tick_words(170.0, 0.0, "0", 344)
