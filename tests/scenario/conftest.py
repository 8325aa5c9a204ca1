"""A small, complete scenario for tests to break."""

from pathlib import Path

import pytest

from pksim.scenario import Scenario, load

SMALL = """\
title: Two places
start: 2018-03-01
horizon: 30 days
places:
  alpha: {latitude: 16.0, longitude: 0.0}
  bravo: {latitude: 16.5, longitude: 0.5, kind: town}
  charlie: {latitude: 16.9, longitude: 0.1, kind: operating base, area: river}
areas:
  river:
    emplacement: 0.1 per day
    ambushes: 0.002 per day
roads:
  - from: alpha
    to: bravo
    area: river
    winding: 1.2
    usual_traffic: 12
  - from: bravo
    to: charlie
    area: river
    speed: 25 km/h
segment: 5 km
regimes:
  calm: {multiplier: 0.7, share: 0.7, dwell: 60 days}
  tense: {multiplier: 1.3, share: 0.22, dwell: 30 days}
  crisis: {multiplier: 3, share: 0.08, dwell: 15 days}
shocks:
  - {area: river, from: 2018-03-10, until: 2018-03-12, multiplier: 2}
closures:
  - {area: river, from: 2018-03-20, until: 2018-03-21}
weather:
  spells: {3: 2 per month, 4: 1 per month}
  lasts: {lognormal: {median: 8 h, p90: 24 h}}
units:
  A:
    base: alpha
    companies: 2
    support: {driver: 20, medic: 6, eod: 12, surgeon: 4, aircrew: 4, staff: 2}
    rotations: [2018-03-15]
  B:
    base: charlie
    companies: 1
    exposure: {river: 2.0}
    fleet: {soft: 1}
exposure_shape: 2.2
caveats:
  - {unit: B, may_not: night, areas: [river]}
teams:
  reaction:
    role: quick reaction
    base: alpha
    people: 30
    readiness: 30 min
    work: 1 h
    radius: 100 km
  disposal:
    role: eod
    base: alpha
    unit: A
    readiness: 1 h
    work: 1 h
    radius: 100 km
  ambulance:
    role: ambulance
    base: alpha
    people: 6
    readiness: 15 min
    work: 10 min
    radius: 50 km
vehicles:
  soft:
    defeats: 0.25
    hurt: -0.035
    killed: 0.075
    t1: 0.09
    t2: 0.20
  foot: {defeats: 0.2, hurt: -0.3, killed: 0.185, t1: 0.09, t2: 0.20}
correlation: 0.499
occupants: {4: 0.5, 8: 0.5}
fleet:
  soft: 1.0
patrols:
  short:
    base: alpha
    towards: [bravo]
    distance: 35 km
    per_day: 3
    vehicles: 4
    leave: {uniform: [6 h, 9 h]}
    dwell: 1 h
  convoy:
    base: alpha
    to: charlie
    via: [bravo]
    per_day: 1 per week
    vehicles: 20
    contractors: 0.5
  walk:
    base: charlie
    towards: [bravo]
    distance: 4 km
    timetable: [2018-03-05, 2018-03-06]
    mode: foot
    people: 12
search:
  finds: 41 %
  foot_finds: 0.79
ieds:
  traffic_weight: 0.5
  trigger_per_vehicle: 0.001
  civilian_triggering: 0.03 per day
  found_by_others: 0.01 per day
  lifetime: {exponential: 60 days}
  initiators: {victim-operated: 84 %, radio-controlled: 16 %}
warnings: {shared_after: 24 h}
threats:
  ambush: {harmless: 0.5, caught: {mean: 4, dispersion: 0.5}, killed: 0.2, t1: 0.1, t2: 0.2}
  complex_attack: {caught: {mean: 30, dispersion: 4}, killed: 0.18, t1: 0.09, t2: 0.2}
  indirect_fire:
    rounds: {mean: 5, dispersion: 1.5}
    hit: 0.06
    caught: {mean: 5, dispersion: 0.4}
    killed: 0.02
    t1: 0.065
    t2: 0.15
camps:
  alpha: {complex_attacks: 0.1 per year, indirect_fire: 1 per year}
  charlie: {indirect_fire: 2 per year}
others: {hurt: {mean: 2}, killed: 0.2, host_forces: 0.4, contractors: 0.1}
illness:
  deaths: 0.52 per 1000 person-years
accidents:
  deaths: 0.32 per 1000 person-years
  road_share: 0.65
care:
  bleeding_control:
    coverage: 0.5
    delay: {lognormal: {median: 6 min, sigma: 0.6}}
  enhanced_care:
    delay: {lognormal: {median: 60 min, p90: 120 min}}
  t1_death_time: 113 min
  bleeding_controlled: {extremity: 0.2, elsewhere: 0.6}
  extremity: {mounted: 0.35, dismounted: 0.6, fire: 0.45}
  enhanced: 0.163
  blood: 0.041
  post_operative: {base: 0.135, per_hazard: 0.278}
  late_death: 0.0028
evacuation:
  call: 12 min
  authorisation: {lognormal: {median: 50 min, p90: 120 min}}
  load: {triangular: [5 min, 10 min, 25 min]}
  refused: 5 %
  landing_zone: {hot: {ambush: 0.5, complex attack: 0.5}, safe_after: 45 min}
  isolated: {share: 0.05}
  onward: 36 h
  helicopters:
    alpha-1:
      base: alpha
      speed: 220 km/h
      range: 600 km
      readiness_day: 15 min
      readiness_night: 30 min
      night: false
      serviceable: 0.8
      tasked: 0.15
      seats: 6
      unit: A
  own_vehicles: {speed: 30 km/h, radius: 40 km}
hospitals:
  alpha-level-2:
    at: alpha
    level: 2
    bays: 2
    operating_teams: 2
    night_teams: 1
    unit: A
    intensive_care: 4
    ward: 20
    blood: 20
    resuscitation: 25 min
    surgery: {gamma: {shape: 4, mean: 100 min}}
    intensive_care_stay: 2 days
    ward_stay: 4 days
  charlie-level-1:
    at: charlie
    level: 1
    operating_teams: 0
    intensive_care: 0
    ward: 5
    holding: 2 days
    resuscitation: 25 min
    surgery: 100 min
    intensive_care_stay: 1 days
    ward_stay: 1 days
incidents:
  - {at: charlie, cause: complex attack, day: 9, hour: 6 h, killed: 1, t1: 1, t2: 2, t3: 3}
measures:
  jammers:
    title: Jammers
    cost: 1.2 M USD per year
    evidence: {grade: C, source: somebody, range: 0.5-0.9}
    side_effect: later calls
    changes:
      patrols.*.jammers: 0.8
      evacuation.call: {times: 1.1}
  delegated:
    title: Delegated launch
    cost: 0 USD per year
    evidence: {grade: D, source: assumption, range: unknown}
    side_effect: more launches
    changes:
      evacuation.authorisation: {times: 0.5}
policies:
  baseline: []
  both: [jammers, delegated]
"""


@pytest.fixture
def small() -> str:
    return SMALL


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The small scenario, read once: nobody can change it."""
    path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return load(path)
