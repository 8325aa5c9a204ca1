"""Policies are patches by path: what they change, and what they may not."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pksim.scenario import Law, Scenario, ScenarioError, load, parse_vary


def test_a_value_replaces(scenario: Scenario) -> None:
    changed = scenario.patched({"search.finds": "60 %", "evacuation.call": "1 h"})
    assert changed.search.finds == 0.6
    assert changed.evacuation.call == Law(0, 60.0)
    assert scenario.search.finds == 0.41, "the scenario itself never changes"


def test_times_scales_durations_of_a_law_but_not_its_shape(scenario: Scenario) -> None:
    before = scenario.evacuation.authorisation
    after = scenario.patched({"evacuation.authorisation": {"times": 0.5}}).evacuation.authorisation
    assert (after.a, after.b) == (before.a / 2, before.b)
    surgery = (
        scenario.patched({"hospitals.*.surgery": {"times": 2}}).hospitals["alpha-level-2"].surgery
    )
    assert (surgery.name, surgery.a, surgery.b) == ("gamma", 4.0, 200.0)


def test_plus_adds_in_the_same_kind_of_unit(scenario: Scenario) -> None:
    changed = scenario.patched(
        {
            "evacuation.call": {"plus": "0.5 h"},
            "hospitals.alpha-level-2.operating_teams": {"plus": -1},
            "search.finds": {"plus": "9 %"},
            "patrols.short.leave": {"plus": "1 h"},
        }
    )
    assert changed.evacuation.call.a == 42.0
    assert changed.hospitals["alpha-level-2"].operating_teams == 1
    assert changed.search.finds == 0.5
    assert (changed.patrols["short"].leave.a, changed.patrols["short"].leave.b) == (420.0, 600.0)


def test_star_means_every_entry(scenario: Scenario) -> None:
    changed = scenario.patched({"patrols.*.per_day": {"times": 2}, "roads.*.speed": "20 km/h"})
    assert [patrol.per_day for patrol in changed.patrols.values()] == [6.0, 2 / 7, 0.0]
    assert {road.speed for road in changed.roads} == {20.0}


def test_a_star_within_a_name_means_any_letters(scenario: Scenario) -> None:
    changed = scenario.patched({"patrols.*o*.jammers": 0.5})
    assert {name: patrol.jammers for name, patrol in changed.patrols.items()} == {
        "short": 0.5,
        "convoy": 0.5,
        "walk": 0.0,
    }
    ends = scenario.patched({"patrols.c*y.jammers": 0.5, "patrols.w*.night": True}).patrols
    assert (ends["convoy"].jammers, ends["short"].jammers, ends["walk"].night) == (0.5, 0.0, True)
    assert scenario.patched({"roads.*-charlie.speed": "9 km/h"}).roads[1].speed == 9.0


def test_roads_are_named_by_their_ends_or_number(scenario: Scenario) -> None:
    changed = scenario.patched({"roads.alpha-bravo.speed": "11 km/h", "roads.1.speed": "12 km/h"})
    assert [road.speed for road in changed.roads] == [11.0, 12.0]


def test_a_whole_law_or_mapping_can_be_replaced(scenario: Scenario) -> None:
    law = {"lognormal": {"median": "10 min", "sigma": 0.4}}
    changed = scenario.patched({"evacuation.call": law, "occupants": {"6": 1.0}})
    assert changed.evacuation.call == Law(4, 10.0, 0.4)
    assert changed.occupants == {6: 1.0}


@pytest.mark.parametrize(
    ("path", "patch", "says"),
    [
        ("ieds.jamer_effect", 0.5, r"matches nothing.*did you mean 'jammer_effect'"),
        ("evacuation.helicopters.alpha-2.seats", 4, r"no 'alpha-2' in 'evacuation.helicopters'"),
        ("helicopters.alpha-1.seats", 4, "there is no 'helicopters'"),
        ("evacuation.helicopters.*.seat", 4, "in none of the entries"),
        ("patrols..per_day", 4, "is not a path"),
        ("", 4, "is not a path"),
        ("title.*", 4, "no entries"),
        ("patrols.night-*.jammers", 0.5, r"there is no 'night-\*' in 'patrols'"),
        ("patrols.s*x*t*.jammers", 0.5, r"there is no 's\*x\*t\*'"),
        ("patrols.wal*alk.jammers", 0.5, "there is no"),
        ("patrols.wa*.jamers", 0.5, "'jamers' is in none of the entries"),
        ("units.A.bas", "bravo", "did you mean 'base'"),
        ("units.A.base", "bravo", "units.A.base: 'bravo' is a town; a base is wanted"),
        ("teams.reaction.people", 200, "takes 200 people, and unit 'A' has 180"),
        ("camps.*.cover", 0.9, "cover_warned is below cover"),
        ("regimes.calm.share", {"times": 0.5}, "must sum to 1"),
        ("search.finds", 1.5, "search.finds: 1.5 is too large"),
        ("search.finds", {"times": 10}, "search.finds: 4.1 is too large"),
        ("search.finds", {"times": "2 min"}, "times: '2 min' is a duration"),
        ("search.finds", {"plus": "2 min"}, "plus: '2 min' is a duration"),
        ("evacuation.helicopters.alpha-1.night", {"times": 2}, "false cannot be multiplied"),
        ("evacuation.helicopters.alpha-1.seats", {"times": 1.1}, "a whole number is wanted"),
        ("evacuation.authorisation", {"plus": "5 min"}, "lognormal law cannot be shifted"),
        ("title", {"plus": 1}, "nothing can be added"),
        ("roads.0.length", {"times": 2}, "nothing cannot be multiplied"),
        ("patrols.convoy.to", "bravoo", "did you mean 'bravo'"),
    ],
)
def test_what_cannot_be_patched(scenario: Scenario, path: str, patch: Any, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        scenario.patched({path: patch})


def test_policy_applies_its_measures_in_order(scenario: Scenario) -> None:
    both = scenario.with_policy("both")
    assert {patrol.jammers for patrol in both.patrols.values()} == {0.8}
    assert both.evacuation.call.a == pytest.approx(13.2)
    assert both.evacuation.authorisation.a == 25.0
    assert both.applied == ("jammers", "delegated")
    year = 365.25 * 1440
    assert both.cost_over(year).best == 1_200_000.0
    assert scenario.with_policy("baseline").cost_over(year).best == 0.0


def test_a_policy_may_exchange_people_but_not_their_number(scenario: Scenario) -> None:
    content = scenario.to_dict()
    measure = dict(content["measures"]["delegated"])
    content["measures"]["later"] = measure | {"changes": {"units.A.rotations": ["2018-03-20"]}}
    content["measures"]["fewer"] = measure | {"changes": {"units.A.companies": {"plus": -1}}}
    content["policies"] |= {"later": ["later"], "fewer": ["later", "fewer"]}
    changed = Scenario.from_dict(content)
    assert changed.with_policy("later").units["A"].rotations[0].day == 20
    with pytest.raises(ScenarioError, match=r"makes 'units' wrong: 228 people, not 318; who is"):
        changed.with_policy("fewer")


def test_unknown_policy_is_suggested(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="no policy 'baselin'; did you mean 'baseline'"):
        scenario.with_policy("baselin")


def test_a_policy_is_applied_once(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match="applied already"):
        scenario.with_policy("both").with_policy("both")


def test_content_round_trips_and_the_hash_tells_scenarios_apart(scenario: Scenario) -> None:
    again = Scenario.from_dict(scenario.to_dict())
    assert again == scenario
    assert again.content_hash == scenario.content_hash
    assert scenario.with_policy("both").content_hash != scenario.content_hash
    assert scenario.with_policy("baseline").content_hash == scenario.content_hash


def test_the_hash_does_not_depend_on_how_a_quantity_is_written(small_file: Path) -> None:
    one = load(small_file).content_hash
    small_file.write_text(small_file.read_text().replace("dwell: 1 h", "dwell: 60 min # same"))
    assert load(small_file).content_hash == one


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_multiplying_twice_is_multiplying_by_the_product(one: float, other: float) -> None:
    path = Path(__file__).parent / "conftest.py"
    scenario = _small(path)
    twice = scenario.patched({"evacuation.call": {"times": one}})
    twice = twice.patched({"evacuation.call": {"times": other}})
    assert twice.evacuation.call.a == pytest.approx(12 * one * other)


_LOADED: dict[Path, Scenario] = {}


def _small(path: Path) -> Scenario:
    """The small scenario, read once."""
    if path not in _LOADED:
        from pksim.scenario.documents import plain, read_yaml

        text = path.read_text().partition('SMALL = """\\\n')[2].partition('"""')[0]
        _LOADED[path] = Scenario.from_dict(plain(read_yaml(text, "small")[0]))
    return _LOADED[path]


# ------------------------------------------------------------------ --vary


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a.b=1,2,3", [1, 2, 3]),
        ("a.b=0.5", [0.5]),
        ("a.b=10 min, 1 h", ["10 min", "1 h"]),
        ("a.b=true,false", [True, False]),
        ("a.b=0..1:5", [0, 0.25, 0.5, 0.75, 1]),
        ("a.b=1..3:3", [1, 2, 3]),
        ("a.b=0.1..0.3:3", [0.1, 0.2, 0.3]),
        ("a.b=10 min..1 h:3", ["10 min", "35 min", "60 min"]),
        ("a.b=10..50 min:3", ["10 min", "30 min", "50 min"]),
        ("a.b=0.5x..2x:4", [{"times": 0.5}, {"times": 1.0}, {"times": 1.5}, {"times": 2.0}]),
        ("a.b=1x,3x", [{"times": 1.0}, {"times": 3.0}]),
        ("a.b = 10 % .. 30 % : 3", None),
    ],
)
def test_vary(text: str, values: list[Any] | None) -> None:
    if values is None:
        with pytest.raises(ScenarioError, match="lacks the number of values"):
            parse_vary(text)
        return
    assert parse_vary(text) == ("a.b", values)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a", "is not a variation; write PATH=1,2,3"),
        ("a=", "is not a variation"),
        ("=1", "is not a variation"),
        ("a=1,,2", "missing between the commas"),
        ("a=1..2", r"lacks the number of values, as in 1..2:5"),
        ("a=1..2:1", "at least 2"),
        ("a=1..2:999999", "at most 10000"),
        ("a=1x..2:3", "both ends multiply"),
        ("a=1 km..2 min:3", "is a length; a duration"),
        ("a=b..c:3", "is not a number"),
    ],
)
def test_vary_errors(text: str, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        parse_vary(text)
