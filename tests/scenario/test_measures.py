"""What a measure says: its cost in any scenario, its ranges, who gets it, how it is answered."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pksim.scenario import Scenario, ScenarioError, json_schema, load

YEAR = 365.25 * 1440.0
DAY = 1440.0


def with_measure(scenario: Scenario, **keys: Any) -> Scenario:
    """The small scenario, whose measure `jammers` says otherwise."""
    content = scenario.to_dict()
    content["measures"]["jammers"] |= keys
    content["policies"] = {"baseline": [], "jammers": ["jammers"]}
    return Scenario.from_dict(content)


def refused(scenario: Scenario, says: str, **keys: Any) -> None:
    """The measure is wrong, when it is read or when it is applied."""
    with pytest.raises(ScenarioError, match=says):
        with_measure(scenario, **keys).with_measures(["jammers"])


def cost(scenario: Scenario, horizon: float, written: Any) -> tuple[float, float, float]:
    priced = with_measure(scenario, cost=written).with_policy("jammers").cost_over(horizon)
    return priced.best, priced.low, priced.high


# ------------------------------------------------------------------ cost


def test_a_yearly_cost_is_paid_by_the_day(scenario: Scenario) -> None:
    assert cost(scenario, YEAR / 2, "4 M USD per year") == (2e6, 2e6, 2e6)
    ranged = {
        "per_year": {"best": "4 M USD per year", "range": ["1 M USD per year", "9 M USD per year"]}
    }
    assert cost(scenario, YEAR / 2, ranged) == (2e6, 0.5e6, 4.5e6)


def test_the_short_form_has_its_range_beside_it(scenario: Scenario) -> None:
    ends = ["1 M USD per year", "9 M USD per year"]
    priced = with_measure(scenario, cost="4 M USD per year", cost_range=ends)
    found = priced.with_policy("jammers").cost_over(YEAR)
    assert (found.best, found.low, found.high) == (4e6, 1e6, 9e6)


def test_what_is_paid_once_is_paid_whole_or_in_a_straight_line(scenario: Scenario) -> None:
    assert cost(scenario, 30 * DAY, {"one_off": "6 M USD"}) == (6e6, 6e6, 6e6)
    lasting = {"one_off": {"best": "6 M USD", "range": ["5 M USD", "8 M USD"]}, "lasts": "10 years"}
    assert cost(scenario, YEAR, lasting) == pytest.approx((0.6e6, 0.5e6, 0.8e6))


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("person", 318),  # 228 of unit A, 90 of unit B
        ("camp", 2),
        ("helicopter", 1),
        ("hospital", 2),
        ("newcomer", 228),  # one rotation of unit A in thirty days
    ],
)
def test_a_cost_by_unit_follows_the_scenario(scenario: Scenario, what: str, count: int) -> None:
    by_unit = {"per_unit": {"what": what, "one_off": "1,000 USD"}}
    assert cost(scenario, 30 * DAY, by_unit)[0] == 1000 * count


def test_patrol_vehicles_are_those_that_leave_on_a_day(scenario: Scenario) -> None:
    each = {"per_unit": {"what": "patrol-vehicle", "share": 0.4, "per_year": "105 k USD per year"}}
    # three short patrols a day of four vehicles; of the weekly convoy of twenty, half is its own
    wanted = 3 * 4 + 20 * 0.5 / 7
    assert cost(scenario, YEAR, each)[0] == pytest.approx(0.4 * wanted * 105e3)
    told = {"per_unit": {"what": "patrol-vehicle", "count": 160, "per_year": "105 k USD per year"}}
    assert cost(scenario, YEAR, told)[0] == pytest.approx(160 * 105e3)


def test_a_measure_for_some_units_costs_for_them(scenario: Scenario) -> None:
    by_head = {"per_unit": {"what": "person", "one_off": "100 USD"}}
    some = with_measure(scenario, cost=by_head, units=["A"], changes={"patrols.*.jammers": 0.8})
    assert some.with_policy("jammers").cost_over(DAY).best == 22_800


def test_what_one_measure_costs_does_not_depend_on_the_others(scenario: Scenario) -> None:
    each = {"per_unit": {"what": "patrol-vehicle", "one_off": "1,000 USD"}}
    content = with_measure(scenario, cost=each).to_dict()
    content["measures"]["more"] = content["measures"]["delegated"] | {
        "changes": {"patrols.*.per_day": {"times": 2}}
    }
    both = Scenario.from_dict(content)
    one, two = (both.with_measures(names) for names in (["jammers"], ["jammers", "more"]))
    assert one.cost_over(DAY) == two.cost_over(DAY)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("4 M USD", "measures.jammers.cost: '4 M USD' is money; a yearly cost is wanted"),
        ({}, "is empty; give `one_off`, `per_year` or `per_unit`"),
        ({"one_off": "4 M USD per year"}, "cost.one_off: .* is a yearly cost; money is wanted"),
        ({"one_of": "4 M USD"}, "unknown key 'one_of'; did you mean 'one_off'"),
        ({"per_year": "1 USD per year", "lasts": "2 years"}, "`lasts` belongs to `one_off`"),
        (
            {"one_off": {"best": "4 USD", "range": ["5 USD", "6 USD"]}},
            "best lies outside its range",
        ),
        ({"per_unit": {"what": "person"}}, "costs nothing"),
        ({"per_unit": {"what": "people", "one_off": "1 USD"}}, "'people' is not one of 'person'"),
        (
            {"per_unit": {"what": "camp", "share": 0.5, "count": 2, "one_off": "1 USD"}},
            "`share` is of",
        ),
    ],
)
def test_a_wrong_cost_is_answered(scenario: Scenario, written: Any, says: str) -> None:
    refused(scenario, says, cost=written)


def test_a_range_of_the_short_form_beside_the_long_one(scenario: Scenario) -> None:
    ends = ["1 USD per year", "2 USD per year"]
    refused(
        scenario, "write `range` beside each amount", cost={"one_off": "1 USD"}, cost_range=ends
    )


# ------------------------------------------------------------------ effect and ranges

CHANGES = {
    "patrols.*.jammers": 0.8,
    "evacuation.call": {"times": 1.1},
    "warnings.shared_after": "4 h",
}


@pytest.mark.parametrize(
    ("ranges", "says"),
    [
        ({"patrols.*.jamers": [0.5, 0.9]}, "not among `changes`; did you mean 'patrols"),
        (
            {"patrols.*.jammers": [0.9, 1.0]},
            r"outside \[0.9, 1.0\], which is \[weakest, strongest\]",
        ),
        ({"warnings.shared_after": ["6 h", "2 km"]}, "'2 km' is a length; a duration is wanted"),
        ({"warnings.shared_after": [6, 2]}, "has no unit"),
        ({"patrols.*.jammers": [0.9]}, "ranges"),
    ],
)
def test_a_wrong_range_is_answered(scenario: Scenario, ranges: Any, says: str) -> None:
    refused(scenario, says, changes=CHANGES, ranges=ranges)


def test_a_range_has_the_form_of_its_patch(scenario: Scenario) -> None:
    ranges = {
        "patrols.*.jammers": [0.5, "90 %"],
        "evacuation.call": [1.3, 1.0],  # weakest first, so a high number may stand there
        "warnings.shared_after": ["6 h", "120 min"],
    }
    assert with_measure(scenario, changes=CHANGES, ranges=ranges).measures["jammers"].ranges
    law = {"evacuation.call": {"exponential": "10 min"}}
    refused(scenario, "no single number", changes=law, ranges={"evacuation.call": [1, 2]})


@pytest.mark.parametrize(
    ("effect", "says"),
    [
        ({"what": "deaths", "times": [0.9, 0.5]}, r"not in order; write \[low, high\]"),
        ({"what": "deaths"}, "either `times` or `plus`"),
        ({"what": "deaths", "times": [0.5, 0.9], "plus": [1, 2]}, "either `times` or `plus`"),
        ({"times": [0.5, 0.9]}, "'what' is missing"),
    ],
)
def test_a_wrong_effect_is_answered(scenario: Scenario, effect: Any, says: str) -> None:
    refused(scenario, says, effect=[effect])


# ------------------------------------------------------------------ displacement


@pytest.mark.parametrize(
    ("adversary", "factor"),
    [
        ({"mode": "responding", "displacement": 0.0}, 1.0),
        ({"mode": "responding", "displacement": 0.5}, 1.05),
        ({"mode": "responding", "displacement": 1.0}, 1.1),
        ({"mode": "fixed", "displacement": 1.0}, 1.0),
    ],
)
def test_what_is_displaced_grows_with_the_answer(
    scenario: Scenario, adversary: dict[str, Any], factor: float
) -> None:
    roads = [{"usual_traffic": 5.0, **road} for road in scenario.to_dict()["roads"]]
    answered = scenario.patched({"adversary": adversary, "roads": roads})
    moved = with_measure(
        answered, displacement={"best": 0.5}, displaced={"areas.*.ambushes": {"times": 1.1}}
    ).with_policy("jammers")
    before, after = (x.areas["river"].ambushes for x in (answered, moved))
    assert before > 0
    assert after == pytest.approx(factor * before)


def test_displaced_needs_a_displacement(scenario: Scenario) -> None:
    moved = {"areas.*.ambushes": {"times": 1.1}}
    refused(scenario, "say how much is displaced", displaced=moved)
    refused(
        scenario, "'ambushe' is in none", displacement={"best": 0.5},
        displaced={"areas.*.ambushe": {"times": 1.1}},
    )  # fmt: skip
    refused(scenario, "outside its range", displacement={"best": 0.5, "range": [0.6, 1]})


# ------------------------------------------------------------------ who gets it


def test_a_measure_for_one_unit_changes_what_is_its_own(scenario: Scenario) -> None:
    content = scenario.to_dict()
    content["patrols"]["short"]["unit"] = "A"
    named = Scenario.from_dict(content)
    some = with_measure(named, units=["A"], changes={"patrols.*.jammers": 0.8})
    changed = some.with_policy("jammers").patrols
    theirs = {name for name, p in named.patrols.items() if p.unit == "A" or p.base == "alpha"}
    assert {name for name, p in changed.items() if p.jammers == 0.8} == theirs != set(changed)


def test_camps_belong_to_who_lives_there(scenario: Scenario) -> None:
    some = with_measure(scenario, units=["A"], changes={"camps.*.gate": 0.9})
    camps = some.with_policy("jammers").camps
    at = scenario.units["A"].base
    assert {name for name, camp in camps.items() if camp.gate == 0.9} == {at}


def test_units_that_do_not_exist_or_have_nothing(scenario: Scenario) -> None:
    refused(scenario, "there is no unit 'AA'; did you mean 'A'", units=["AA"])
    changes = {"search.finds": 0.5}
    refused(scenario, "nothing here belongs to 'A'", units=["A"], changes=changes)


# ------------------------------------------------------------------ paths


def test_entries_of_which_something_is_true(scenario: Scenario) -> None:
    changed = scenario.patched({"patrols.*[mode=mounted].jammers": 0.5})
    assert {name for name, p in changed.patrols.items() if p.jammers} == {"short", "convoy"}
    both = scenario.patched({"patrols.*[night=false][vehicles=20].jammers": 0.5})
    assert {name for name, p in both.patrols.items() if p.jammers} == {"convoy"}
    with pytest.raises(ScenarioError, match=r"there is no '\*\[kind=escort\]' in 'patrols'"):
        scenario.patched({"patrols.*[kind=escort].jammers": 0.5})
    with pytest.raises(ScenarioError, match=r"write NAME\[key=value\]"):
        scenario.patched({"patrols.*[kind].jammers": 0.5})


def test_an_optional_path_may_match_nothing(scenario: Scenario) -> None:
    nowhere = "patrols.*[kind=escort].per_day"
    changes = {"patrols.*.jammers": 0.8, nowhere: {"times": 1.1}}
    refused(scenario, "there is no", changes=changes)
    assert with_measure(scenario, changes=changes, optional=[nowhere]).with_policy(
        "jammers"
    ).applied == ("jammers",)
    wrong = "patrols.*[kind].per_day"
    refused(scenario, "write NAME", changes={wrong: {"times": 1.1}}, optional=[wrong])
    refused(scenario, "is not among `changes`", optional=["patrols.*.vehicles"])


# ------------------------------------------------------------------ as a whole


def test_everything_survives_and_editors_accept_it(scenario: Scenario) -> None:
    whole = with_measure(
        scenario,
        kind="threat",
        mechanism="Stops the signal.",
        who="four columns in five",
        cost={
            "one_off": "1 M USD",
            "lasts": "5 years",
            "per_year": {"best": "1 USD per year", "range": ["0 USD per year", "2 USD per year"]},
            "per_unit": {"what": "camp", "share": 0.5, "one_off": "100 k USD"},
        },
        effect=[{"what": "strikes", "times": [0.5, 0.9]}, {"what": "deaths", "plus": [-2, 0]}],
        moves={"strikes": "down"},
        ranges={"patrols.*.jammers": [0.5, 0.9]},
        displacement={"best": 0.5, "range": [0.3, 1.0]},
        displaced={"areas.*.ambushes": {"times": 1.1}},
    )
    again = Scenario.from_dict(whole.to_dict())
    assert again == whole
    assert again.content_hash == whole.content_hash
    applied = whole.with_policy("jammers")
    assert Scenario.from_dict(applied.to_dict()).content_hash == applied.content_hash
    content = whole.to_dict()
    del content["applied"]
    jsonschema.Draft202012Validator(json_schema()).validate(content)


def test_errors_of_a_measure_name_its_line(small_file: Path) -> None:
    text = small_file.read_text()
    added = (
        "    ranges:\n      patrols.*.jammers: [0.9, 1.0]\n    changes:\n      patrols.*.jammers"
    )
    small_file.write_text(text.replace("    changes:\n      patrols.*.jammers", added))
    line = small_file.read_text().splitlines().index("      patrols.*.jammers: [0.9, 1.0]") + 1
    with pytest.raises(ScenarioError, match=rf":{line}: measures.jammers.ranges.*outside"):
        load(small_file)


def test_measures_are_applied_by_name(scenario: Scenario) -> None:
    assert scenario.with_measures(["jammers"]).applied == ("jammers",)
    assert scenario.with_measures([]) == scenario
    with pytest.raises(ScenarioError, match="no measure 'jamers'; did you mean 'jammers'"):
        scenario.with_measures(["jamers"])
