"""Each shipped measure moves what it claims to move, and nothing before its first effect.

The measures, and what they claim, come from the files: a new one without a claim fails.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from pksim.scenario import Scenario, load
from pksim.scenario.pricing import price
from tests.mission.checks import Changes, Runs, Values, many, outcomes
from tests.mission.conftest import GAO, standard_error
from tests.mission.levers import ALONE, FIRST, Claim, Number, claims

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

MEASURES = sorted(load(GAO).measures)
CLAIMS = claims(load(GAO))
RUNS = 40
NO_CARE, NO_FLEET, NO_BAN = "no measure of care", "no measure of the fleet", "no ban"
RUNS_OF = {"": RUNS, NO_CARE: 100, NO_FLEET: 120, NO_BAN: 20}
BUSY: Changes = {
    "horizon": "40 days",
    "areas.*.emplacement": {"times": 15.0},
    "areas.*.ambushes": {"times": 15.0},
    "camps.*.complex_attacks": {"times": 40.0},
    "camps.*.indirect_fire": {"times": 20.0},
    "accidents.deaths": {"times": 10.0},
}
"""Forty days of the sector with as much to see as in two years."""

OF_CARE = {
    "delegated-launch", "forward-helicopter", "forward-surgical-team", "tourniquet-training",
    "night-capable-crew", "blood-forward",
}  # fmt: skip
CARE: Changes = {
    "horizon": "90 days",
    "areas.*.emplacement": {"times": 4.0},
    "areas.*.ambushes": {"times": 3.0},
    "vehicles.soft.killed": 0.02,
    "vehicles.soft.t1": 0.5,
    "threats.ambush.t1": 0.4,
}
"""For measures of care: so many casualties that care can save, and not all of them at once."""
SCARCE: Changes = {
    **CARE,
    "evacuation.helicopters.gao-2.serviceable": 0.0,
    "evacuation.helicopters.timbuktu-1.serviceable": 0.0,
}
"""For what keeps a helicopter away: one for the whole sector."""
NIGHTLY: Changes = {
    "horizon": "10 days",
    "patrols.gao-night.per_day": 20,
    "accidents.deaths": {"times": 100.0},
}
"""For the ban on movement by night: so much of it, and so many accidents, that it is seen."""
BASELINE_OF = {
    **dict.fromkeys(OF_CARE, NO_CARE),
    "serviceability": NO_FLEET,
    "night-movement-ban": NO_BAN,
}
BUSY_OF = {"": BUSY, NO_CARE: CARE, NO_FLEET: SCARCE, NO_BAN: NIGHTLY}

# --- runs --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def runs_with(gao: Scenario) -> Callable[[str], Runs]:
    """Runs of the busy sector with one measure, or with none; each is run once."""
    done = dict[str, Runs]()

    def of_measure(name: str) -> Runs:
        if name not in done:
            done[name] = many(with_parts(gao, name), RUNS_OF[baseline_of(name)])
        return done[name]

    return of_measure


def busy_for(name: str) -> Changes:
    """The changes that make the sector busy, for a measure or its baseline."""
    return BUSY_OF[baseline_of(name)]


def baseline_of(name: str) -> str:
    """The name of the runs without a measure, that a measure is compared with."""
    return name if name in RUNS_OF else BASELINE_OF.get(name, "")


def with_parts(gao: Scenario, name: str, parts: tuple[str, ...] | None = None) -> Scenario:
    """The busy sector under a measure, or parts of it."""
    busy = gao.patched(busy_for(name))
    if name in RUNS_OF:
        return busy
    if parts is None:
        return busy.with_measures([name])
    changes = gao.measures[name].changes
    return busy.patched({part: changes[part] for part in parts})


def moved(before: Runs, after: Runs, number: Number) -> tuple[float, float]:
    """Mean of the paired difference, and its standard error."""
    pairs = zip(before, after, strict=True)
    difference: npt.NDArray[Any] = np.array([number(b) - number(a) for a, b in pairs])
    return float(difference.mean()), standard_error(difference)


def test_every_shipped_measure_has_a_claim_here(gao: Scenario) -> None:
    assert sorted(CLAIMS) == sorted(FIRST) == MEASURES
    assert sorted(gao.measures) == MEASURES
    assert {m for measures in gao.policies.values() for m in measures} == set(MEASURES)


@pytest.mark.parametrize(
    ("measure", "claim"),
    [(measure, claim) for measure, claims in CLAIMS.items() for claim in claims],
    ids=lambda part: part if isinstance(part, str) else part[0],
)
def test_a_measure_moves_what_it_claims(
    runs_with: Callable[[str], Runs], measure: str, claim: Claim
) -> None:
    _, number, direction = claim
    mean, error = moved(runs_with(baseline_of(measure)), runs_with(measure), number)
    assert direction * mean > 2 * error, f"{mean:g} +- {error:g}"


@pytest.mark.parametrize(("measure", "part", "number", "direction"), ALONE)
def test_a_part_by_itself(
    gao: Scenario,
    runs_with: Callable[[str], Runs],
    measure: str,
    part: str,
    number: Number,
    direction: int,
) -> None:
    after = many(with_parts(gao, measure, (part,)), RUNS_OF[baseline_of(measure)])
    mean, error = moved(runs_with(baseline_of(measure)), after, number)
    assert direction * mean > 2 * error, f"{mean:g} +- {error:g}"


def test_drones_are_supplied_by_road(gao: Scenario) -> None:
    # One more convoy or escort in fifty: eight convoys a month, so four more in two years.
    quiet = {"horizon": "720 days", "areas.*.emplacement": "0 per day", "threats": {}}
    sector = gao.patched(quiet)
    (before,) = many(sector, 1)
    (after,) = many(sector.with_measures(["surveillance-drones"]), 1)
    departures = [run["patrols_run"] + run["patrols_cancelled"] for run in (before, after)]
    assert departures[0] + 1 <= departures[1] <= departures[0] + 8


@pytest.mark.parametrize("measure", MEASURES)
def test_journals_agree_up_to_the_first_event_touched(gao: Scenario, measure: str) -> None:
    busy = gao.patched(busy_for(measure))
    changed = with_parts(gao, measure)
    differ = 0
    for replication in range(3):
        before, after = (
            Mission(x).run(1, replication, record=True).journal for x in (busy, changed)
        )
        length = min(len(before), len(after))
        apart = np.flatnonzero(before[:length] != after[:length])
        differ += len(apart) > 0
        for first in apart[:1]:
            # of the two, the one that comes sooner is what the measure brings, or takes away
            sooner = min(before[first], after[first], key=lambda row: row["time"])
            assert sooner["kind"] in FIRST[measure], ev.KINDS[sooner["kind"]]
    assert differ > 0


def test_every_shipped_policy_costs_what_its_measures_cost(gao: Scenario) -> None:
    for policy, measures in gao.policies.items():
        short = gao.patched({"horizon": "10 days"})
        wanted = sum(price(gao.measures[name], short, short.horizon).best for name in measures)
        (run,) = many(short.with_policy(policy), 1)
        assert run["cost_usd"] == pytest.approx(wanted)


def test_pairing_pays(gao: Scenario, runs_with: Callable[[str], Runs]) -> None:
    # The same devices and the same people under both policies: the difference is far less noisy.
    base = outcomes(runs_with(NO_CARE), "expected_deaths_malicious")
    sooner = outcomes(runs_with("delegated-launch"), "expected_deaths_malicious")
    assert base.var() + sooner.var() > 5 * (sooner - base).var()


@pytest.mark.parametrize(
    ("change", "low", "high"),
    [
        # What each should come to (arithmetic of the fitted laws) is 3-7 % and 3-6 % of deaths by
        # devices; more here, where half of those hurt in a strike are T1 and few die at once.
        ({"care.bleeding_control.coverage": 0.85}, 0.01, 0.2),
        ({"evacuation.authorisation": {"times": 0.4}}, 0.01, 0.12),
    ],
)
def test_sooner_care_saves_as_much_as_it_can(
    gao: Scenario, runs_with: Callable[[str], Runs], change: Changes, low: float, high: float
) -> None:
    before: Values = outcomes(runs_with(NO_CARE), "expected_deaths_ied")
    after = outcomes(many(gao.patched({**CARE, **change}), RUNS_OF[NO_CARE]), "expected_deaths_ied")
    saved = (before - after) / before.mean()
    assert low < saved.mean() < high
    assert saved.mean() > 2 * standard_error(saved)


CARE_ONLY: list[tuple[Changes, set[int]]] = [
    ({"care.bleeding_control.coverage": 0.9}, {ev.FIRST_AID}),
    ({"care.enhanced_care.delay": {"times": 0.5}}, {ev.FIRST_AID, ev.MEDICAL_CARE}),
    ({"evacuation.authorisation": {"times": 0.25}}, {ev.LIFT_ORDERED}),
    ({"hospitals.*.resuscitation": {"times": 0.25}}, {ev.SURGERY, ev.RETURNED_TO_DUTY}),
]


@pytest.mark.parametrize(("change", "first"), CARE_ONLY, ids=lambda x: next(iter(x)))
def test_care_changes_nothing_that_is_done_to_the_mission(
    gao: Scenario, change: Changes, first: set[int]
) -> None:
    # Nobody mends within three days, so that crews are the same too.
    busy = gao.patched({**BUSY, "horizon": "3 days"})
    before = Mission(busy).run(1, 3, record=True).journal
    after = Mission(busy.patched(change)).run(1, 3, record=True).journal
    length = min(len(before), len(after))
    apart = np.flatnonzero(before[:length] != after[:length])[0]
    sooner = min(before[apart], after[apart], key=lambda row: row["time"])
    assert sooner["kind"] in first
    attacks = (ev.STRIKE, ev.AMBUSHED, ev.COMPLEX_ATTACKED, ev.FIRED_ON, ev.ACCIDENT, ev.WOUNDED)
    for kind in (*attacks, *range(ev.DEVICE_EXPIRED + 1), ev.DEATH_BY_ILLNESS, ev.PATROL_HALTED):
        assert (before[before["kind"] == kind] == after[after["kind"] == kind]).all()
