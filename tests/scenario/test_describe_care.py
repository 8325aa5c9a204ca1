"""What `pksim check` tells of the care chain."""

from pksim.scenario import Scenario, describe

NO_SURGERY = {
    "hospitals.alpha-level-2.night_teams": None,
    "hospitals.alpha-level-2.operating_teams": 0,
}
REACH = "Surgery within two hours of the call"


def sections_of(scenario: Scenario) -> dict[str, dict[str, str]]:
    return {heading: dict(rows) for heading, rows in describe(scenario)}


def test_hospitals_by_level_with_teams_bays_beds_and_blood(scenario: Scenario) -> None:
    assert sections_of(scenario)["Hospitals"] == {
        "alpha-level-2": "level 2, 2 operating teams (1 by night), 2 bays,"
        " 4 intensive-care and 20 ward beds, 20 units of blood, at alpha",
        "without surgery": "level 1, 5 ward beds, always blood, at charlie",
    }


def test_what_has_no_beds_and_no_blood(scenario: Scenario) -> None:
    bare = {"hospitals.charlie-level-1.ward": 0, "hospitals.charlie-level-1.blood": 0}
    told = sections_of(scenario.patched(bare))["Hospitals"]
    assert told["without surgery"] == "level 1, no beds, no blood, at charlie"


def test_that_nobody_operates_is_said_plainly(scenario: Scenario) -> None:
    sections = sections_of(scenario.patched(NO_SURGERY))
    assert sections["Hospitals"]["surgery"].startswith("no facility has surgery")
    assert "at alpha" in sections["Hospitals"]["without surgery"]
    assert REACH not in sections


def test_helicopters_and_own_vehicles(scenario: Scenario) -> None:
    told = sections_of(scenario)["Evacuation"]
    assert told["alpha-1"] == (
        "at alpha, 220 km/h, 6 seats, by day, serviceable 80% x not tasked 85% = 68%,"
        " crews from unit A"
    )
    assert told["own vehicles"] == "30 km/h within 40 km"
    absent = scenario.patched({"evacuation.helicopters.alpha-1.serviceable": 0.0})
    assert sections_of(absent)["Evacuation"]["alpha-1"].startswith("not there")


def test_ambulances(scenario: Scenario) -> None:
    assert sections_of(scenario)["Evacuation"]["ambulances"] == "at alpha"
    assert "ambulance" not in sections_of(scenario)["People"]["teams"]
    none = {**scenario.to_dict(), "teams": {}}
    assert "ambulances" not in sections_of(Scenario.from_dict(none))["Evacuation"]


def test_times_and_what_stands_in_the_way(scenario: Scenario) -> None:
    told = sections_of(scenario)["Evacuation"]
    assert told["in the mean"].startswith("call 12 min, authorisation 63 min after it")
    assert told["in the mean"].endswith("out of the country 36 h after surgery")
    assert told["obstacles"] == (
        "5% of flights not cleared;"
        " fired at on landing after ambush 50%, complex attack 50%, for 45 min;"
        " 5% of sites on the road without a place to land"
    )
    free = {
        "evacuation.refused": 0.0,
        "evacuation.landing_zone": {},
        "evacuation.isolated": {},
        "evacuation.onward": None,
    }
    told = sections_of(scenario.patched(free))["Evacuation"]
    assert "obstacles" not in told
    assert "country" not in told["in the mean"]


def test_what_is_scheduled(scenario: Scenario) -> None:
    told = sections_of(scenario)["Threats"]["scheduled"]
    assert told == "complex attack at charlie on day 9, 1 killed and 6 wounded"
    often = sections_of(scenario.patched({"incidents.0.times": 20}))["Threats"]["scheduled"]
    assert "on day 9, 20 times, 1 killed" in often


def test_what_is_scheduled_for_after_the_end_is_not_counted(scenario: Scenario) -> None:
    """From day 9, 6 h, once a day until day 30: on days 9 to 29."""
    often = sections_of(scenario.patched({"incidents.0.times": 40}))["Threats"]["scheduled"]
    assert "21 times before the end (40 are written)" in often


def test_bases_by_what_two_hours_suffice_for(scenario: Scenario) -> None:
    """Charlie is 101 km away: twice 27.4 min in the air, after 50 + 15 on the ground."""
    told = sections_of(scenario)[REACH]
    assert told["in reach"] == (
        "alpha (surgery there); charlie 120 min (alpha-1, 55 of them on the way)"
    )
    slow = scenario.patched({"evacuation.helicopters.alpha-1.readiness_day": "20 min"})
    assert sections_of(slow)[REACH]["if sooner"].startswith("charlie 125 min (alpha-1, 55 of")
    far = scenario.patched({"evacuation.helicopters.alpha-1.speed": "100 km/h"})
    assert sections_of(far)[REACH]["out of reach"].startswith("charlie 186 min (alpha-1, 121 of")
    near = scenario.patched({"evacuation.maximum_radius": "50 km"})
    assert sections_of(near)[REACH]["out of reach"] == "charlie (nothing goes so far)"
    by_road = scenario.patched(
        {"evacuation.own_vehicles": {"speed": "100 km/h", "radius": "1e4 km"}}
    )
    assert "(own vehicles)" in sections_of(by_road)[REACH]["in reach"]
