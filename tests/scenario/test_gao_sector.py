"""The shipped scenario says what the sources say, and everything in it holds together."""

import math
import re
from datetime import date
from pathlib import Path

import pytest

from pksim.scenario import Scenario, describe, load
from pksim.scenario.distances import (
    by_road,
    crewed_vehicle_km_per_day,
    great_circle,
    network,
    road_hours_per_day,
    road_length,
    vehicle_km_per_day,
    way,
)
from pksim.scenario.manning import crewed_by, people_wanted
from pksim.scenario.pricing import price

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GAO = SCENARIOS / "gao-sector.yaml"


@pytest.fixture(scope="module")
def gao() -> Scenario:
    return load(GAO)


# Great-circle distances between sites of the Geo-PKO deployment data; coordinates here are rounded
# to 0.1 degree, which moves a place by up to 8 km.
@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ("gao", "kidal", 286),
        ("gao", "menaka", 264),
        ("gao", "ansongo", 90),
        ("gao", "douentza", 342),
        ("gao", "timbuktu", 321),
        ("gao", "tessalit", 451),
        ("kidal", "aguelhok", 127),
        ("kidal", "tessalit", 200),
    ],
)
def test_distances(gao: Scenario, one: str, other: str, km: float) -> None:
    assert great_circle(gao.places[one], gao.places[other]) == pytest.approx(km, abs=10)


def test_road_from_gao_to_kidal(gao: Scenario) -> None:
    # 352 km, reports of the last convoy, November 2023
    assert by_road(network(gao), "gao")["kidal"] == pytest.approx(352, abs=15)


def test_the_way_from_gao_to_kidal(gao: Scenario) -> None:
    assert way(network(gao), "gao", "kidal") == ["gao", "anefis", "kidal"]
    assert way(network(gao), "kidal", "kidal") == ["kidal"]


def test_a_degree_of_latitude() -> None:
    from pksim.scenario.ground import Place

    one, other = Place(latitude=10, longitude=3), Place(latitude=11, longitude=3)
    assert great_circle(one, other) == pytest.approx(111.19, abs=0.01)  # 2 pi 6371 / 360


def test_coordinates_are_rounded_and_dates_past(gao: Scenario) -> None:
    for place in gao.places.values():
        assert place.latitude == round(place.latitude, 1)
        assert place.longitude == round(place.longitude, 1)
    assert gao.start < date(2021, 1, 1)


def test_tempo_is_eight_patrols_per_thousand_people_a_day(gao: Scenario) -> None:
    daily = sum(patrol.per_day for patrol in gao.patrols.values())
    assert 1000 * daily / gao.strength == pytest.approx(8.0, rel=0.01)


def test_reference_distance_is_what_uniformed_crews_drive(gao: Scenario) -> None:
    # 2 % of patrols do not leave: weather, a closure, caveats
    driven = 0.98 * crewed_vehicle_km_per_day(gao)
    assert gao.accidents.reference_vehicle_km == pytest.approx(driven, rel=0.01)


def test_there_is_more_than_one_way_near_gao_and_only_one_in_the_north(gao: Scenario) -> None:
    import networkx as nx

    graph = nx.Graph((road.from_, road.to) for road in gao.roads)
    assert len(list(nx.edge_disjoint_paths(graph, "gao", "ansongo"))) >= 2
    assert len(list(nx.edge_disjoint_paths(graph, "kidal", "tessalit"))) == 1


def test_mixture_of_vehicles_gives_the_pooled_law(gao: Scenario) -> None:
    """16 % armoured and 84 % soft-skin vehicles hurt nobody in 41 % of strikes (75 coded)."""
    from scipy import integrate, stats

    rho = gao.correlation
    nobody = 0.0
    for name, share in gao.fleet.items():
        law = gao.vehicles[name]
        for seats, weight in gao.occupants.items():

            def all_safe(z: float, hurt: float = law.hurt, seats: int = seats) -> float:
                safe = stats.norm.cdf((hurt - math.sqrt(rho) * z) / math.sqrt(1 - rho))
                return float(stats.norm.pdf(z) * safe**seats)

            missed = integrate.quad(all_safe, -8, 8)[0]
            nobody += share * weight * (law.defeats + (1 - law.defeats) * missed)
    assert nobody == pytest.approx(0.413, abs=0.01)


def test_lethal_share_of_casualties_in_soft_vehicles(gao: Scenario) -> None:
    # read: 13-15 % of the mission's casualties of devices died; some of the T1 are saved
    soft = gao.vehicles["soft"]
    assert soft.killed < 0.14 < soft.killed + soft.t1


def test_strength_follows_the_patrols(gao: Scenario) -> None:
    """About 9,500 people over eight places, roughly as their patrols; units are letters."""
    assert 9_000 <= gao.strength <= 10_000
    assert all(len(name) == 1 for name in gao.units)
    people: dict[str, int] = {}
    patrols: dict[str, float] = {}
    for unit in gao.units.values():
        people[unit.base] = people.get(unit.base, 0) + unit.strength
    for patrol in gao.patrols.values():
        patrols[patrol.base] = patrols.get(patrol.base, 0.0) + patrol.per_day
    assert people.keys() == patrols.keys()
    total = sum(patrols.values())
    for base, number in people.items():
        assert number / gao.strength == pytest.approx(patrols[base] / total, abs=0.02), base


def test_platoons_suffice_for_the_tempo(gao: Scenario) -> None:
    """The people that leave in a day are at most three quarters of those in the unit's platoons."""
    leaving: dict[str, float] = {}
    for patrol in gao.patrols.values():
        unit = crewed_by(patrol, gao)
        assert unit is not None
        daily = patrol.per_day * people_wanted(patrol, gao)
        leaving[unit] = leaving.get(unit, 0.0) + daily
    for unit, daily in leaving.items():
        assert daily < 0.75 * gao.units[unit].line, unit
    assert sum(p.per_day * people_wanted(p, gao) for p in gao.patrols.values()) > 2_000


def test_usual_traffic_is_what_the_programmes_drive(gao: Scenario) -> None:
    driven = sum(road.usual_traffic * road_length(road, gao.places) for road in gao.roads)
    assert driven == pytest.approx(vehicle_km_per_day(gao), rel=0.02)


def test_attacks_in_half_a_year(gao: Scenario) -> None:
    # derived: per 1,000 person-years x 1.15, over 4,682 person-years; moods multiply by 1.016
    assert gao.regimes is not None
    mood = sum(mood.share * mood.multiplier for mood in gao.regimes.moods)
    assert mood == pytest.approx(1.016)
    camps = gao.camps.values()
    assert 180 * mood * sum(c.complex_attacks for c in camps) == pytest.approx(0.40, rel=0.05)
    assert 180 * mood * sum(c.indirect_fire for c in camps) == pytest.approx(4.5, rel=0.05)
    hours = road_hours_per_day(gao)
    fired = sum(hours[name] / 24 * area.ambushes for name, area in gao.areas.items())
    # on the move; with those who stand, and what follows strikes, 3.8 (docs/validation.md)
    assert 180 * mood * fired == pytest.approx(1.9, rel=0.3)
    assert set(gao.camps) == {name for name, place in gao.places.items() if place.kind == "base"}


def test_casualties_of_an_attack(gao: Scenario) -> None:
    """Means of the casualty laws against events coded from press reports, 2017-20."""
    ambush, bomb, fire = gao.threats.ambush, gao.threats.complex_attack, gao.threats.indirect_fire
    assert ambush is not None
    assert bomb is not None
    assert fire is not None
    spared = sum(share * gao.vehicles[name].stops_fire for name, share in gao.fleet.items())
    hit = (1 - ambush.harmless) * ambush.caught.mean * (1 - spared)
    assert hit == pytest.approx(80 / 42, abs=0.1)
    camp = gao.camps["gao"]
    reached = 1 - camp.gate + camp.gate * camp.stand_off
    assert bomb.caught.mean * reached * (1 - camp.hardening) == pytest.approx(57 / 3, rel=0.05)
    a_round = fire.hit * fire.caught.mean * (1 - camp.cover)
    assert fire.rounds.mean * a_round == pytest.approx(60 / 46, abs=0.1)


def test_sick_list(gao: Scenario) -> None:
    weekly = 100 * gao.illness.episodes * 7 / 365.25
    assert 2 <= weekly <= 5
    assert 1000 * gao.illness.episodes * gao.illness.admitted == pytest.approx(60, rel=0.05)
    assert 2 <= gao.illness.away.mean / 1440 <= 4
    assert sum(gao.illness.by_month.values()) / 12 == pytest.approx(1.0)


def test_everything_is_on(gao: Scenario) -> None:
    patrols = gao.patrols.values()
    assert {patrol.kind for patrol in patrols} == {"patrol", "convoy", "escort", "clearance"}
    assert {patrol.mode for patrol in patrols} == {"mounted", "foot"}
    assert any(patrol.night for patrol in patrols)
    assert any(unit.rotations for unit in gao.units.values())
    threats = gao.threats
    assert all((threats.ambush, threats.complex_attack, threats.indirect_fire, threats.violence))
    assert gao.weather is not None
    assert gao.others is not None
    assert gao.closures
    assert gao.caveats
    others = [team for team in gao.teams.values() if team.role != "ambulance"]
    assert {(team.role, team.base) for team in others} == {
        (role, base)
        for role in ("quick reaction", "eod")
        for base in ("gao", "kidal", "timbuktu", "menaka", "douentza")
    }


def test_devices_laid_in_half_a_year(gao: Scenario) -> None:
    assert 90 <= 180 * sum(area.emplacement for area in gao.areas.values()) <= 130


def test_at_least_eight_measures_each_with_cost_evidence_and_side_effect(gao: Scenario) -> None:
    assert len(gao.measures) >= 8
    for name, measure in gao.measures.items():
        cost = price(measure, gao, gao.horizon)
        assert cost.low < cost.high, name
        assert len(measure.evidence.source) > 5, name
        assert any(character.isdigit() for character in measure.evidence.range), name
        assert len(measure.side_effect) > 30, name
        assert len(measure.changes) >= 2, f"{name}: the side effect must be among its changes"


def test_every_measure_has_a_policy_of_its_own_and_every_policy_applies(gao: Scenario) -> None:
    assert set(gao.measures) <= set(gao.policies)
    assert gao.policies["baseline"] == ()
    assert {"protection-package", "care-package"} <= set(gao.policies)
    hashes = {gao.with_policy(name).content_hash for name in gao.policies}
    assert len(hashes) == len(gao.policies)


def test_measures_move_what_they_are_about(gao: Scenario) -> None:
    assert gao.with_policy("mine-protected-vehicles").fleet["mine-protected"] == 0.4
    jammed = gao.with_policy("jammers").patrols
    assert all(jammed[name].jammers > patrol.jammers for name, patrol in gao.patrols.items())
    postures = {n: p.posture for n, p in gao.with_policy("dismounted-search").patrols.items()}
    assert {postures[name] for name in ("gao-short", "kidal-long", "convoy-kidal")} == {"dismount"}
    assert (postures["gao-clearance"], postures["gao-foot"]) == ("clearance", "mounted")
    assert gao.patrols["gao-clearance"].per_day == 0
    assert gao.with_policy("route-clearance").patrols["gao-clearance"].per_day > 0
    assert gao.with_policy("tips").ieds.tips > gao.ieds.tips
    assert all(area.drones > 0 for area in gao.with_policy("surveillance-drones").areas.values())
    shared = gao.with_policy("information-sharing").warnings
    assert shared is not None
    assert gao.warnings is not None
    assert (gao.warnings.shared_after, shared.shared_after) == (48 * 60, 4 * 60)
    hardened, warned = gao.with_policy("camp-hardening").camps, gao.with_policy("sense-and-warn")
    assert all(hardened[name].gate > camp.gate for name, camp in gao.camps.items())
    assert warned.camps["kidal"].detects > gao.camps["kidal"].detects
    launch = gao.with_policy("delegated-launch").evacuation.authorisation
    assert launch.mean < gao.evacuation.authorisation.mean
    team = gao.with_policy("forward-surgical-team").hospitals
    assert team["kidal-level-1"].operating_teams == 1
    assert team["gao-level-2"].surgery.mean > gao.hospitals["gao-level-2"].surgery.mean
    assert gao.with_policy("forward-helicopter").evacuation.helicopters["kidal-1"].serviceable > 0


def test_no_nationality_is_named() -> None:
    words = r"\b(chad|guinea|togo|niger|egypt|bangladesh|senegal|burkin|german|canad|french)\w*"
    for path in SCENARIOS.rglob("*.yaml"):
        assert not re.search(words, path.read_text().casefold()), path


def test_every_number_stands_beside_its_source() -> None:
    marks = r"read|derived|fitted|calibrated|assumption|remembered|scaled"
    texts = [GAO.read_text(), (GAO.parent / "parts" / "laws.yaml").read_text()]
    for section in (
        *("regimes", "weather", "units", "teams", "patrols", "marching", "search", "ieds"),
        *("adversary", "drones", "warnings", "threats", "others", "illness", "accidents", "care"),
    ):
        blocks = [found for text in texts if (found := _section_of(text, section))]
        assert blocks, section
        for block in blocks:
            assert re.search(rf"#.*({marks})", block), section


def _section_of(text: str, section: str) -> str:
    """A section of a file with the comment above it; nothing if the file has none."""
    parts = re.split(rf"^{section}:", text, flags=re.MULTILINE)
    if len(parts) == 1:
        return ""
    above = re.search(r"(?:^#.*\n)*\Z", parts[0], flags=re.MULTILINE)
    own = re.split(r"^\w", parts[1], maxsplit=1, flags=re.MULTILINE)[0]
    return (above[0] if above else "") + own


def test_description_fits_a_screen(gao: Scenario) -> None:
    sections = dict(describe(gao))
    assert sum(1 + len(rows) for rows in sections.values()) <= 78
    assert dict(sections["Patrols"])["a day"] == "76.0 patrols, 8.0 per 1,000 people"
    assert re.search(r"\d+ assumptions marked", dict(sections["Scenario"])["files"])
    assert dict(sections["People"])["strength"] == "9,500 uniformed, 4,682 person-years"
    assert "eod at gao (2)" in dict(sections["People"])["teams"]
    assert dict(sections["Patrols"])["programmes"].startswith("30 (2 of them never leave)")
    assert dict(sections["Threats"])["camps"].startswith("0.39 vehicle bombs")
    assert "at kidal" in dict(sections["Hospitals"])["without surgery"]


def test_description_leaves_out_what_does_not_happen(small_file: Path) -> None:
    small = load(small_file)
    rows = dict(dict(describe(small))["Threats"])
    assert rows["camps"] == "0.01 vehicle bombs, 0.3 times indirect fire, at 2 camps"
    assert "violence" not in rows
    content = small.to_dict()
    content |= {"threats": {}, "regimes": None, "weather": None, "teams": {}, "incidents": []}
    sections = dict(describe(Scenario.from_dict(content)))
    assert [label for label, _ in sections["Threats"]] == ["devices", "background"]
    assert [label for label, _ in sections["Places and roads"]] == ["places", "roads"]
    assert [label for label, _ in sections["People"]] == ["strength", "units"]
    assert dict(sections["People"])["units"].startswith("2 of 90 to 228 people at 2 bases")


def test_the_scenario_floor_loads_fast() -> None:
    import subprocess
    import sys

    program = (
        "import pydantic, time; t = time.perf_counter(); import pksim.scenario;"
        "import sys; assert not {'numba', 'scipy', 'numpy'} & set(sys.modules);"
        "print(time.perf_counter() - t)"
    )
    seconds = min(
        float(
            subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        )
        for _ in range(3)
    )
    assert seconds < 0.6  # 0.2 on an idle machine
