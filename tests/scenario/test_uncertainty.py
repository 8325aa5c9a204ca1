"""What is not known of a number: how it is written, where it is drawn, what is refused."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests.toy_scenario import GAO

from pksim.scenario import Scenario, ScenarioError, load
from pksim.scenario.uncertainty import Unknown, triangle

SHARES = (np.arange(2000) + 0.5) / 2000


def written(tmp_path: Path, text: str) -> Path:
    """The shipped scenario with something more, in a folder of its own."""
    for name in ("parts", "measures"):
        shutil.copytree(GAO.parent / name, tmp_path / name)
    shutil.copy(GAO, tmp_path)
    path = tmp_path / "mine.yaml"
    path.write_text(f"extends: gao-sector.yaml\n{text}")
    return path


@pytest.mark.parametrize(("low", "best", "high"), [(0.0, 2.0, 6.0), (1.0, 1.0, 3.0), (1, 3, 3)])
def test_a_range_is_a_triangle_with_its_top_at_the_best_guess(
    low: float, best: float, high: float
) -> None:
    drawn = [triangle(share, low, best, high) for share in SHARES]
    law = stats.triang((best - low) / (high - low), loc=low, scale=high - low)
    assert drawn == pytest.approx(law.ppf(SHARES), abs=1e-9)


def test_a_falling_range_falls() -> None:
    assert [triangle(share, 0.9, 0.7, 0.5) for share in (0.0, 1.0)] == [0.9, 0.5]


def test_a_lognormal_law_is_that_of_its_median_and_p90() -> None:
    unknown = Unknown.model_validate({"lognormal": {"median": "40 min", "p90": "90 min"}})
    drawn = [float(str(unknown.at(s, "50 min")).split()[0]) for s in SHARES]
    sigma = math.log(90 / 40) / stats.norm.ppf(0.9)
    assert drawn == pytest.approx(stats.lognorm(sigma, scale=40).ppf(SHARES), rel=1e-9)


def test_a_factor_on_a_law_leaves_its_shape() -> None:
    unknown = Unknown.model_validate({"times": {"range": [0.5, 2]}})
    before = {"lognormal": {"median": "50 min", "sigma": 0.6}}
    assert unknown.at(1.0, before) == {"lognormal": {"median": "100 min", "sigma": 0.6}}
    assert unknown.at(0.5, before) == {"lognormal": {"median": "50 min", "sigma": 0.6}}


def test_in_place_and_by_path_are_the_same(tmp_path: Path) -> None:
    inside = "ieds: {reach: {uncertain: {best: 10 m, range: [5 m, 20 m]}}}"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    by_path = load(written(tmp_path / "a", "uncertain: {ieds.reach: {range: [5 m, 20 m]}}"))
    assert load(written(tmp_path / "b", inside)) == by_path
    assert by_path.drawn({"ieds.reach": 1.0}).ieds.reach == pytest.approx(0.02)


def test_a_draw_survives_writing_and_reading() -> None:
    scenario = load(GAO)
    drawn = scenario.drawn(dict.fromkeys(scenario.unknowns, 0.3))
    assert Scenario.from_dict(drawn.to_dict()) == drawn
    assert drawn.uncertain == scenario.uncertain


def test_what_is_not_drawn_keeps_its_best_guess() -> None:
    scenario = load(GAO)
    assert scenario.drawn({}) == scenario
    one = scenario.drawn({"illness.deaths": 0.9})
    assert one.illness.deaths > scenario.illness.deaths
    assert one.accidents == scenario.accidents


def test_the_strength_of_a_measure_moves_all_its_numbers() -> None:
    scenario = load(GAO)
    name, measure = next((n, m) for n, m in scenario.measures.items() if len(m.ranges) > 1)
    weak, strong = (scenario.drawn({f"measures.{name}": s}).measures[name] for s in (0.0, 1.0))
    for path, ends in measure.ranges.items():
        for found, end in ((weak, ends[0]), (strong, ends[1])):
            patch = found.changes[path]
            value = next(iter(patch.values())) if isinstance(patch, dict) else patch
            assert value == pytest.approx(end) or value == end


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("uncertain: {ieds.reach: {range: [11 m, 20 m]}}", r"mine.yaml:2.*does not hold the best"),
        ("uncertain: {ieds.raech: {range: [5 m, 20 m]}}", r"mine.yaml:2.*did you mean 'reach'"),
        ("uncertain: {ieds.reach: {range: [5 h, 20 h]}}", r"mine.yaml:2.*a length is wanted"),
        ("uncertain: {ieds.reach: {}}", r"mine.yaml:2.*one way to be uncertain is wanted"),
        ("uncertain: {drones.acted_on: {range: [0, 2]}}", r"mine.yaml:2.*at most 1"),
        ("uncertain: {evacuation.call: {range: [1, 2]}}", r"mine.yaml:2.*not one number"),
        ("uncertain: {ieds.reach: {times: {range: [0, 2]}}}", r"mine.yaml:2.*above 0"),
        ("ieds: {reach: {uncertain: {range: [5 m, 20 m]}}}", r"mine.yaml:2.*needs its best guess"),
        (
            "outlooks: {bad: {title: x, changes: {care.enhanced: 1}}}",
            r"mine.yaml:2.*threat only",
        ),
        (
            "outlooks: {bad: {title: x, changes: {areas.*.ambush: 1}}}",
            r"mine.yaml:2.*matches noth",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ScenarioError, match=complaint):
        load(written(tmp_path, text))


def test_a_number_may_not_be_uncertain_twice(tmp_path: Path) -> None:
    text = (
        "uncertain: {ieds.reach: {range: [5 m, 20 m]}}\n"
        "ieds: {reach: {uncertain: {best: 10 m, range: [5 m, 20 m]}}}\n"
    )
    with pytest.raises(ScenarioError, match=r"mine.yaml:3.*said on line 2 too"):
        load(written(tmp_path, text))
