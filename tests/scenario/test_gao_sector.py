"""The shipped scenario says what the sources say, and everything in it holds together."""

import math
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pksim.scenario import Scenario, describe, json_schema, load
from pksim.scenario.distances import by_road, great_circle, network, vehicle_km_per_day
from pksim.scenario.documents import plain, read_yaml

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GAO = SCENARIOS / "gao-sector.yaml"

jsonschema = pytest.importorskip("jsonschema")


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


def test_a_degree_of_latitude() -> None:
    from pksim.scenario.schema import Place

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


def test_reference_distance_is_what_the_programmes_drive(gao: Scenario) -> None:
    assert gao.accidents.reference_vehicle_km == pytest.approx(vehicle_km_per_day(gao), rel=0.01)


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


def test_devices_laid_in_half_a_year(gao: Scenario) -> None:
    assert 90 <= 180 * sum(area.emplacement for area in gao.areas.values()) <= 130


def test_at_least_eight_measures_each_with_cost_evidence_and_side_effect(gao: Scenario) -> None:
    assert len(gao.measures) >= 8
    for name, measure in gao.measures.items():
        assert measure.cost_range is not None, name
        assert measure.cost_range[0] <= measure.cost <= measure.cost_range[1], name
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
    assert gao.with_policy("jammers").ieds.jammer_coverage > gao.ieds.jammer_coverage
    launch = gao.with_policy("delegated-launch").evacuation.authorisation
    assert launch.mean < gao.evacuation.authorisation.mean
    team = gao.with_policy("forward-surgical-team").hospitals
    assert team["kidal-forward-surgery"].operating_teams == 1
    assert team["gao-level-2"].surgery.mean > gao.hospitals["gao-level-2"].surgery.mean
    assert gao.with_policy("forward-helicopter").evacuation.helicopters["kidal-1"].serviceable > 0


def test_no_nationality_is_named() -> None:
    words = r"\b(chad|guinea|togo|niger|egypt|bangladesh|senegal|burkin|german|canad|french)\w*"
    for path in SCENARIOS.rglob("*.yaml"):
        assert not re.search(words, path.read_text().casefold()), path


def test_every_number_stands_beside_its_source() -> None:
    marks = r"read|derived|fitted|calibrated|assumption|remembered|scaled"
    text = GAO.read_text()
    for section in ("ieds", "search", "care", "illness", "accidents"):
        block = re.split(rf"^{section}:", text, flags=re.MULTILINE)[1]
        block = re.split(r"^\w", block, maxsplit=1, flags=re.MULTILINE)[0]
        comments = re.findall(rf"#.*({marks})", block)
        assert len(comments) >= 1, section


def test_description_fits_a_screen(gao: Scenario) -> None:
    sections = dict(describe(gao))
    assert sum(1 + len(rows) for rows in sections.values()) <= 60
    assert dict(sections["Patrols"])["a day"] == "76.0 patrols, 8.0 per 1,000 people"
    assert dict(sections["Scenario"])["assumptions"].split()[0].isdigit()
    assert "closed" in dict(sections["Hospitals"])["kidal-forward-surgery"]


# ------------------------------------------------------------------ the schema for editors


@pytest.fixture(scope="module")
def checker() -> Any:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_editors_accept_the_shipped_scenario(checker: Any) -> None:
    content = plain(read_yaml(GAO.read_text(), str(GAO))[0])
    checker.validate(content)


def test_editors_accept_the_small_scenario(checker: Any, small: str) -> None:
    checker.validate(plain(read_yaml(small, "small")[0]))


def test_editors_accept_a_file_that_extends_another(
    checker: Any,
) -> None:
    checker.validate({"extends": "gao-sector.yaml", "horizon": "90 days"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dwell: 1 h", "dwell: 2 km"),
        ("dwell: 1 h", "dwel: 1 h"),
        ("horizon: 30 days", "horizon: 30"),
        ("{exponential: 60 days}", "{expo: 60 days}"),
        ("title: Two places\n", ""),
        ("kind: town", "kind: villa"),
        ("night: false", "night: maybe"),
    ],
)
def test_editors_refuse_what_the_loader_refuses(
    checker: Any, small: str, old: str, new: str
) -> None:
    content = plain(read_yaml(small.replace(old, new), "small")[0])
    assert not checker.is_valid(content)


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
