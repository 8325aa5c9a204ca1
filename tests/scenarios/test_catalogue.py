"""The catalogue of measures: complete, and every entry as it must be."""

from itertools import product

import pytest

from pksim.scenario import Scenario
from tests.scenarios.catalogue import ENTRIES, EveryEntry, at
from tests.scenarios.conftest import scenario_of

# The rows of the table of measures that this catalogue was drawn up from.
ROWS = {
    "mine-protected-vehicles", "jammers", "dismounted-search", "counter-ied-training",
    "route-clearance", "route-randomisation", "surveillance-drones", "air-bridge",
    "fewer-larger-convoys", "night-movement-ban", "camp-hardening", "sense-and-warn",
    "delegated-launch", "forward-helicopter", "night-capable-crew", "forward-surgical-team",
    "blood-forward", "tourniquet-training", "quarantine-before-deployment", "arrival-test",
    "vaccination", "bubbles", "rotation-freeze", "information-sharing", "road-safety",
    "malaria-prophylaxis", "serviceability", "vehicle-serviceability",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ENTRIES))
class TestEntry(EveryEntry):
    """Each entry of the shipped files."""


def test_every_row_has_an_entry() -> None:
    assert set(ENTRIES) >= ROWS


def test_every_entry_has_a_policy() -> None:
    sector = scenario_of("gao-sector-2020")
    assert set(sector.measures) == set(ENTRIES)
    used = {name for names in sector.policies.values() for name in names}
    assert used == set(ENTRIES)


@pytest.mark.parametrize("scenario", ["gao-sector", "gao-sector-2020"])
def test_bundles_apply_however_strong_each_measure_is(scenario: str) -> None:
    """Two strong measures together must not push a share above one."""
    sector = scenario_of(scenario)
    for policy, names in sector.policies.items():
        if len(names) < 2:
            continue
        for ends in product((0.0, 1.0), repeat=2):
            strengths = [ends[number % 2] for number in range(len(names))]
            content = sector.to_dict()
            for name, strength in zip(names, strengths, strict=True):
                content["measures"][name]["changes"] = at(sector.measures[name], strength)
                content["measures"][name]["ranges"] = {}
            assert Scenario.from_dict(content).with_policy(policy).applied == names
