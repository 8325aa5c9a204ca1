"""What `pksim check` tells of the pandemic, and imports by formula."""

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from pksim.report.scenario_page import scenario_document, scenario_page
from pksim.scenario import Scenario, describe
from pksim.scenario.describe_covid import OFF
from pksim.scenario.imported import Imported, imported, on_day

COVID: dict[str, Any] = {"contacts": {"r0": 2.5, "where": {"section": 0.4, "camp": 0.6}}}
HEADING = "COVID-19"


def with_covid(scenario: Scenario, **more: Any) -> Scenario:
    content = scenario.to_dict()
    return Scenario.from_dict({**content, "covid": {**COVID, **more}})


def told(scenario: Scenario) -> dict[str, str]:
    return dict(dict(describe(scenario))[HEADING])


def test_without_a_pandemic_nothing_is_told(scenario: Scenario) -> None:
    assert HEADING not in dict(describe(scenario))
    assert scenario_document(scenario)["covid"] is None


def test_how_it_spreads(scenario: Scenario) -> None:
    rows = told(with_covid(scenario))
    assert rows["spread"] == "one case infects 2.5 others: section 40%, camp 60%"
    assert "variants" not in rows
    contacts = {**COVID["contacts"], "crew": 0.3, "ward": "2 per week"}
    more = told(with_covid(scenario, contacts=contacts))["spread"]
    assert more.endswith("0.3 more a day on the march, 0.285714 more a day in hospital")
    two = {"first": {}, "second": {"from": "2018-03-10", "spread": 1.5, "severity": 2}}
    assert told(with_covid(scenario, variants=two))["variants"] == (
        "first (spread x 1, severe x 1), second from 2018-03-10 (spread x 1.5, severe x 2)"
    )


def test_how_badly_it_takes_people_of_these_ages(scenario: Scenario) -> None:
    everybody = {"symptomatic": 0.5, "severe": 0.1, "critical": 0.02, "dead": 0.01}
    course = {"severity": dict.fromkeys(("20s", "30s", "40s", "50s"), everybody)}
    assert told(with_covid(scenario, course=course))["illness"].startswith(
        "of 1,000 infected 500 have symptoms, 100 are severe, 20 critical and 10 die"
    )


# --- where it comes from ----------------------------------------------------------------


def test_a_curve_is_straight_between_its_dates_and_level_outside() -> None:
    """Its values are those of midnights, and a day is asked for at noon."""
    curve = {date(2020, 1, 1): 0.0, date(2020, 1, 11): 0.1}
    assert on_day({}, date(2020, 1, 1)) == 0.0
    assert on_day(curve, date(2019, 12, 1)) == 0.0
    assert on_day(curve, date(2020, 1, 1)) == pytest.approx(0.005)
    assert on_day(curve, date(2020, 1, 5)) == pytest.approx(0.045)
    assert on_day(curve, date(2020, 1, 11)) == 0.1
    assert on_day(curve, date(2021, 1, 1)) == 0.1


def _imported(scenario: Scenario) -> Imported:
    assert scenario.covid is not None
    return imported(scenario, scenario.covid)


def test_imports_are_rotations_and_contacts_times_shares(scenario: Scenario) -> None:
    """Unit A of 228 people rotates on day 14 of 30; 318 people are in camps."""
    assert (scenario.units["A"].strength, scenario.strength) == (228, 318)
    sick = with_covid(
        scenario,
        arrivals={"infected": {"2018-01-01": 0.01}},
        surroundings={"prevalence": {"2018-01-01": 0.002}, "gate": 0.05, "towns": 0.5},
        seeds=[{"at": "alpha", "cases": 3}],
    )
    found = _imported(sick)
    assert (found.exchanged, found.seeds) == (228, 3)
    assert found.newcomers == pytest.approx(2.28)
    assert found.gate == pytest.approx(318 * 0.05 * 0.002 * 30)
    # Three patrols a day of 4 vehicles, a convoy a week of 20 of which half are driven by others
    # and which stops twice, two foot patrols in 30 days; six people to a vehicle, an hour each.
    walkers = scenario.patrols["walk"].people
    people_hours = 3 * 24 + (1 / 7) * 60 * 2 + (2 / 30) * walkers
    assert found.towns == pytest.approx(people_hours / 24 * 0.5 * 0.002 * 30)
    assert found.total == pytest.approx(found.newcomers + found.gate + found.towns + 3)
    assert told(sick)["imports"] == (
        f"{found.total:.1f} expected if nothing holds them back: newcomers 2.3 of 228 exchanged,"
        f" at the gate {found.gate:.1f}, in towns {found.towns:.1f}, there at first 3"
    )
    assert told(with_covid(scenario))["imports"] == "none: nobody is ever infected"


def test_whoever_should_come_in_a_freeze_comes_on_its_last_day(scenario: Scenario) -> None:
    rising = {"infected": {"2018-03-01": 0.0, "2018-03-31": 0.3}}
    usual = _imported(with_covid(scenario, arrivals=rising))
    freeze = {"from": "2018-03-10", "until": "2018-03-25"}
    frozen = _imported(with_covid(scenario, arrivals=rising, freeze=freeze))
    assert usual.newcomers == pytest.approx(228 * 0.145)
    assert frozen.newcomers == pytest.approx(228 * 0.245)
    never = {"from": "2018-03-10", "until": "2018-05-01"}
    assert _imported(with_covid(scenario, arrivals=rising, freeze=never)).exchanged == 0


# --- what is done -----------------------------------------------------------------------


def test_no_measure_is_said_plainly(scenario: Scenario) -> None:
    rows = told(with_covid(scenario))
    assert rows["measures"] == "none"
    assert rows["flights"] == "no case is flown"
    assert rows["sick bay"] == (
        "70% of those with symptoms report after 1 day, and are off duty until well"
    )
    nobody = told(with_covid(scenario, isolation={"reports": 0}))["sick bay"]
    assert nobody == "nobody with symptoms reports"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            {"contacts": {**COVID["contacts"], "factors": {"camp": 0.5, "crew": 0.7}}},
            "contacts: camp x 0.5, march x 0.7",
        ),
        ({"isolation": {"on_symptoms": 0.9}}, "90% of them isolated at once for 10 days"),
        (
            {"tracing": {"found": 0.7}},
            "70% of those whom a confirmed case has met in quarantine for 14 days",
        ),
        ({"tests": {"on_symptoms": "pcr"}}, "pcr test of whoever reports"),
        (
            {"tests": {"routine": {"every": "3.5 days", "jobs": ["medic"], "units": ["A"]}}},
            "antigen test every 3.5 days of A, medic",
        ),
        ({"tests": {"routine": {"every": "1 days"}}}, "antigen test every 1 day of everybody"),
        (
            {"quarantine": {"before": "14 days", "arrival": "7 days"}},
            "quarantine of newcomers 14 days before travel and 7 days on arrival, kept by 80%",
        ),
        (
            {"quarantine": {"tests": [{"day": -2}, {"day": 5, "kind": "antigen"}]}},
            "tests of newcomers: pcr on day -2, antigen on day 5",
        ),
        ({"bubbles": {"platoons": 1, "across": 0.4}}, "bubbles of 1 platoon, 40% of contacts"),
        (
            {"freeze": {"from": "2018-03-01", "until": "2018-03-20"}},
            "no rotation from 2018-03-01 to 2018-03-20",
        ),
        (
            {"vaccine": {"campaigns": [{"from": "2018-03-02", "uptake": 0.8, "units": ["A"]}]}},
            "a dose for 80% of units A from 2018-03-02 on",
        ),
    ],
)
def test_measures_in_force(scenario: Scenario, measure: dict[str, Any], words: str) -> None:
    assert words in told(with_covid(scenario, **measure))["measures"]


def test_when_measures_begin(scenario: Scenario) -> None:
    late = with_covid(scenario, measures_from="2018-03-10", tests={"on_symptoms": "antigen"})
    assert told(late)["measures"] == (
        "antigen test of whoever reports"
        " (contacts, tests, tracing, isolation and bubbles from 2018-03-10 on)"
    )


def test_flights(scenario: Scenario) -> None:
    flights = {"transfers": True, "turn_round": "1 h", "approval": "72 h"}
    assert told(with_covid(scenario, flights=flights))["flights"] == (
        "severe cases are flown to hospital; a helicopter is cleaned for 60 min after the"
        " infectious; critical cases leave the country 72 h after they are critical"
    )


# --- couplings --------------------------------------------------------------------------


def test_a_coupling_that_is_switched_off_comes_first_and_loud(scenario: Scenario) -> None:
    assert "NOT COUPLED" not in told(with_covid(scenario))
    off = with_covid(scenario, couplings={"duty": False, "beds": False})
    first = dict(describe(off))[HEADING][0]
    assert first == (
        "NOT COUPLED",
        f"duty ({OFF['duty']}), beds ({OFF['beds']}): no real mission is like that",
    )
    screen = Console(width=200, force_terminal=True, color_system="standard", record=True)
    with screen.capture() as shown:
        screen.print(scenario_page(off))
    line = next(line for line in shown.get().splitlines() if "NOT COUPLED" in line)
    assert "\x1b[1;31m" in line


def test_the_machine_form(scenario: Scenario) -> None:
    off = with_covid(scenario, couplings={"staff": False}, seeds=[{"at": "alpha", "cases": 2}])
    document = json.loads(json.dumps(scenario_document(off)))["covid"]
    assert document["r0"] == 2.5
    assert document["not_coupled"] == ["staff"]
    assert document["imports_expected"]["seeds"] == 2


def test_telling_of_it_opens_neither_mission_nor_compiler() -> None:
    code = "import sys, pksim.scenario.describe_covid; print([*sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for module in ("'numba'", "'pksim.mission'", "'pksim.engine'", "'numpy'"):
        assert module not in done.stdout
