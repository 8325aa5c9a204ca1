"""Each shipped measure moves what it claims to move, and nothing before its first effect.

The list of measures comes from the files: a new one without a claim here fails.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from pksim.mission import Mission, MissionRun
from pksim.mission import events as ev
from pksim.mission.chain import CHAIN
from pksim.scenario import Scenario, load
from pksim.scenario.pricing import price
from tests.mission.checks import Changes, Runs, Values, many, outcomes
from tests.mission.conftest import GAO, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

MEASURES = sorted(load(GAO).measures)  # those against COVID-19: tests/scenarios
RUNS = 40
NO_CARE, NO_FLEET = "no measure of care", "no measure of the fleet"
RUNS_OF = {"": RUNS, NO_CARE: 100, NO_FLEET: 300}
PLACES = [*load(GAO).places]
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
OF_FLEET = {"serviceability"}

# --- what is looked at: a number of one run ----------------------------------------------

Number = Callable[[MissionRun], float]


def of(name: str) -> Number:
    return lambda run: run[name]


def per(name: str, other: str) -> Number:
    return lambda run: run[name] / run[other]


def found(run: MissionRun) -> float:
    """Of devices that columns trip, the share that they find."""
    return run["devices_found_by_patrols"] / (run["devices_found_by_patrols"] + run["strikes"])


def concentration(run: MissionRun) -> float:
    """How predictable traffic is: the sum of squares of the shares of each segment."""
    traffic = run.result.world.column("segments.traffic")
    return float(np.sum((traffic / traffic.sum()) ** 2))


def warned(run: MissionRun) -> float:
    """How many pairs of unit and segment have a warning at the end that has reached the unit."""
    knows, until = (run.result.world.column(f"warnings.known_{x}") for x in ("from", "until"))
    return float(np.sum((knows <= run.result.until) & (run.result.until < until)))


def surgeons_busy_at_gao(run: MissionRun) -> float:
    """Mean number of operating teams at work there."""
    return float(run.usage["in_use"][run.resources.index("operating teams gao-level-2")])


def flown(run: MissionRun) -> float:
    """Share of the lifts that a helicopter flies."""
    return run["lifts_by_air"] / run["lifts"]


def way_from_the_north(run: MissionRun) -> float:
    """Mean minutes of flights and drives to surgery, of those hurt at Kidal and north of it."""
    north = [PLACES.index(place) for place in ("kidal", "aguelhok", "tessalit")]
    reached, minutes = (run.chain[north, CHAIN.index(x)].sum() for x in ("reached", "in_distance"))
    return float(minutes / max(reached, 1.0))


def step(name: str) -> Number:
    """Mean minutes in a step of the chain, of those who reached surgery."""
    return per(f"chain_{name}", "surgery_given")


hours = per("patrol_hours", "patrols_run")
malicious, accident = of("expected_deaths_malicious"), of("expected_deaths_accident")

Claim = tuple[str, Number, int]

CLAIMS: dict[str, list[Claim]] = {
    "mine-protected-vehicles": [
        ("deaths by devices", of("expected_deaths_ied"), -1),
        ("deaths in ambushes", of("expected_deaths_ambush"), -1),
        ("side effect: accidents", accident, +1),
        ("side effect: slower", hours, +1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "jammers": [
        ("jammed", of("devices_jammed"), +1),
        ("strikes", of("strikes"), -1),
        ("side effect: called later", step("call"), +1),
    ],
    "dismounted-search": [
        ("found", found, +1),
        ("strikes", of("strikes"), -1),
        ("side effect: slower", hours, +1),
        ("side effect: longer exposed to ambush", of("ambushes"), +1),
    ],
    "counter-ied-training": [
        ("found", found, +1),
        ("strikes", of("strikes"), -1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "route-randomisation": [
        ("predictable traffic", concentration, -1),
        ("side effect: longer ways", hours, +1),
        ("side effect: accidents", accident, +1),
    ],
    "road-safety": [("accidents", accident, -1), ("side effect: slower", hours, +1)],
    "route-clearance": [
        ("cleared", of("devices_cleared"), +1),
        ("strikes", of("strikes"), -1),
        ("side effect: laid again elsewhere", of("devices_laid_again"), +1),
        ("side effect: other patrols", of("patrols_run"), -1),
    ],
    "tips": [
        ("removed", of("devices_removed"), +1),
        ("side effect: teams on the road", of("teams_sent"), +1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "surveillance-drones": [
        ("removed", of("devices_removed"), +1),
        ("ambushes averted", of("ambushes_averted"), +1),
    ],
    "information-sharing": [
        ("warned", warned, +1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "camp-hardening": [
        ("core reached", of("core_reached"), -1),
        ("deaths by complex attack", of("expected_deaths_complex"), -1),
        ("deaths by indirect fire", of("expected_deaths_indirect"), -1),
        ("side effect: ambushes", of("ambushes"), +1),
        ("side effect: convoys", of("vehicle_km"), +1),
    ],
    "sense-and-warn": [("deaths by indirect fire", of("expected_deaths_indirect"), -1)],
    "delegated-launch": [
        ("launch", step("authorisation"), -1),
        ("in surgery within 2 hours", of("within_2_hours"), +1),
        ("deaths", malicious, -1),
    ],
    "forward-helicopter": [
        ("shorter flights in the north", way_from_the_north, -1),
        ("side effect: fuel by road", of("vehicle_km"), +1),
    ],
    "forward-surgical-team": [
        ("in surgery within 2 hours", of("within_2_hours"), +1),
        ("deaths", malicious, -1),
    ],
    "tourniquet-training": [
        ("first aid within 10 minutes", of("within_10_min"), +1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "night-capable-crew": [
        ("waiting for the day", step("night"), -1),
        ("side effect: take-off", step("readiness"), +1),
    ],
    "blood-forward": [
        ("deaths", malicious, -1),
        ("side effect: patrols", of("patrols_run"), -1),
    ],
    "serviceability": [("flown, not driven", flown, +1)],
}
"""What each measure says that it moves, and the side effect that it admits to."""

ALONE: list[tuple[str, str, Number, int]] = [
    # What the other parts of a measure hide, or drown in the luck of other columns: by itself.
    ("sense-and-warn", "camps.*.cover_warned", of("expected_deaths_indirect"), +1),
    ("forward-surgical-team", "hospitals.gao-level-2.surgery", surgeons_busy_at_gao, +1),
    ("tourniquet-training", "care.bleeding_control.coverage", malicious, -1),
    ("forward-helicopter", "evacuation.helicopters.kidal-1.serviceable", malicious, -1),
]

ON_THE_WAY = {
    ev.PATROL_RETURNED,
    ev.PATROL_HALTED,
    ev.DEVICE_LAID,  # where recent traffic leads it
    ev.DEVICE_FOUND,
    ev.DEVICE_STRIKES,
    ev.AMBUSHED,
    ev.ACCIDENT,
    ev.TEAM_ARRIVED,
    ev.TEAM_RETURNED,
}
FIRST: dict[str, set[int]] = {
    # a departure that falls out, or stands in the timetable as well
    "mine-protected-vehicles": {ev.PATROL_LEFT},
    "counter-ied-training": {ev.PATROL_LEFT},
    "route-clearance": {ev.PATROL_LEFT},
    "tips": {ev.PATROL_LEFT},
    "information-sharing": {ev.PATROL_LEFT},
    "tourniquet-training": {ev.PATROL_LEFT},
    "jammers": {ev.DEVICE_JAMMED, ev.CALLED_FOR},
    "dismounted-search": ON_THE_WAY,
    "route-randomisation": {ev.PATROL_LEFT, *ON_THE_WAY},
    "road-safety": ON_THE_WAY,
    "surveillance-drones": {ev.DEVICE_SEEN, ev.AMBUSH_AVERTED, ev.WOUNDED, ev.AMBUSHED},
    "camp-hardening": {ev.WOUNDED, ev.CORE_REACHED, ev.FIRED_ON, ev.PATROL_LEFT, *ON_THE_WAY},
    "sense-and-warn": {ev.WOUNDED, ev.FIRED_ON, ev.FIRE_HARMLESS},
    "delegated-launch": {ev.LIFT_ORDERED, ev.MEDICAL_CARE},
    "forward-helicopter": {ev.LIFT_ORDERED, ev.PATROL_LEFT},
    "forward-surgical-team": {ev.LIFT_ORDERED, ev.SURGERY, ev.CALLED_FOR, ev.AT_HOSPITAL},
    "night-capable-crew": {ev.LIFT_ORDERED, ev.LIFT_LEFT},
    "blood-forward": {ev.BLOOD_SHORT, ev.PATROL_LEFT, ev.KILLED_IN_ACTION},
    "serviceability": {ev.LIFT_ORDERED, ev.MEDICAL_CARE},
}
"""What may be told first where a measure is in force."""

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
    return {"": BUSY, NO_CARE: CARE, NO_FLEET: SCARCE}[baseline_of(name)]


def baseline_of(name: str) -> str:
    """The name of the runs without a measure, that a measure is compared with."""
    if name in OF_FLEET:
        return NO_FLEET
    if name in OF_CARE:
        return NO_CARE
    return name if name in RUNS_OF else ""


def with_parts(gao: Scenario, name: str, parts: tuple[str, ...] | None = None) -> Scenario:
    """The busy sector under a measure, or parts of it."""
    busy = gao.patched(busy_for(name))
    if name in RUNS_OF:
        return busy
    changes = gao.measures[name].changes
    return busy.patched(changes if parts is None else {part: changes[part] for part in parts})


def moved(before: Runs, after: Runs, number: Number) -> tuple[float, float]:
    """Mean of the paired difference, and its standard error."""
    pairs = zip(before, after, strict=True)
    difference: npt.NDArray[Any] = np.array([number(b) - number(a) for a, b in pairs])
    return float(difference.mean()), standard_error(difference)


def test_every_shipped_measure_has_a_claim_here(gao: Scenario) -> None:
    assert sorted(CLAIMS) == sorted(FIRST) == MEASURES
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
    # One more convoy in twenty is two more in two years on the road to Kidal, and one to Timbuktu.
    quiet = {"horizon": "720 days", "areas.*.emplacement": "0 per day", "threats": {}}
    sector = gao.patched(quiet)
    (before,) = many(sector, 1)
    (after,) = many(sector.patched(gao.measures["surveillance-drones"].changes), 1)
    departures = [run["patrols_run"] + run["patrols_cancelled"] for run in (before, after)]
    assert departures[0] + 2 <= departures[1] <= departures[0] + 4


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
