"""What every entry of the catalogue of measures must fulfil, whatever it is about."""

from functools import cache
from typing import Any

from pksim.mission.outcomes import OUTCOMES
from pksim.scenario import Scenario, load_measures
from pksim.scenario.catalogue import tried
from pksim.scenario.measures import Measure
from pksim.scenario.pricing import price
from tests.scenarios.conftest import FOLDER, scenario_of

NAMES = {outcome.name for outcome in OUTCOMES}
ENTRIES = load_measures(FOLDER / "measures")


@cache
def applied(name: str) -> Scenario:
    """The sector under this measure alone."""
    return home(name).with_measures([name])


@cache
def home(name: str) -> Scenario:
    """The sector that has the entry: that of 2020 for measures against COVID-19."""
    sector = scenario_of("gao-sector")
    return sector if name in sector.measures else scenario_of("gao-sector-2020")


def at(measure: Measure, strength: float) -> dict[str, Any]:
    """The changes with every ranged number between its weakest (0) and its strongest (1)."""
    return {
        path: between(path, patch, measure, strength) for path, patch in measure.changes.items()
    }


def between(path: str, patch: Any, measure: Measure, strength: float) -> Any:
    """One patch, at its weakest or strongest end."""
    if path not in measure.ranges:
        return patch
    end = measure.ranges[path][round(strength)]
    return {next(iter(patch)): end} if isinstance(patch, dict) else end


class EveryEntry:
    """Mixed into a test class that gives `name`, the entry, as a parameter."""

    def test_says_what_it_does_and_for_whom(self, name: str) -> None:
        measure = ENTRIES[name]
        assert len(measure.title) > 10
        assert measure.mechanism.endswith(".")
        assert measure.mechanism.count(".") == 1, "one sentence"
        assert len(measure.who) > 3
        assert len(measure.side_effect) > 30

    def test_costs_a_range(self, name: str) -> None:
        cost = price(ENTRIES[name], home(name), home(name).horizon)
        assert cost.low <= cost.best <= cost.high
        assert cost.low < cost.high
        assert cost.best >= 0

    def test_claims_a_range_of_an_outcome(self, name: str) -> None:
        measure = ENTRIES[name]
        assert measure.effect
        for effect in measure.effect:
            assert effect.what in NAMES
            assert effect.ends[0] < effect.ends[1]
        assert measure.moves
        assert measure.moves.keys() <= NAMES

    def test_rests_on_evidence(self, name: str) -> None:
        evidence = ENTRIES[name].evidence
        assert len(evidence.source) > 5
        assert any(character.isdigit() for character in evidence.range)
        assert ("assumption" in evidence.source) >= (evidence.grade == "D")

    def test_says_how_it_is_answered(self, name: str) -> None:
        measure = ENTRIES[name]
        assert (measure.displacement is not None) == (measure.kind == "threat")
        if measure.displacement:
            assert measure.displacement.range

    def test_survives_being_kept(self, name: str) -> None:
        again = Measure.model_validate(ENTRIES[name].model_dump(mode="json"))
        assert again == ENTRIES[name]
        whole = applied(name)
        assert Scenario.from_dict(whole.to_dict()).content_hash == whole.content_hash

    def test_applies_at_either_end_of_its_ranges(self, name: str) -> None:
        measure, sector = ENTRIES[name], home(name)
        for strength in (0.0, 1.0):
            other = measure.model_copy(update={"changes": at(measure, strength)})
            assert tried({name: other}, sector) == {name: []}, strength

    def test_all_its_paths_match_somewhere(self, name: str) -> None:
        required = ENTRIES[name].model_copy(update={"optional": ()})
        assert tried({name: required}, home(name)) == {name: []}
