"""Attacks on camps: how often, how many are hurt, and what gate, stand-off, walls and cover do."""

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from pksim.mission import events as ev
from pksim.mission.camps import spared_by_both, under_cover
from pksim.mission.terms import COMPLEX_ATTACK, INDIRECT_FIRE, KILLED, T1, T2
from pksim.scenario import Scenario
from tests.mission.checks import (
    Changes,
    Runs,
    all_casualties,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    share_is,
    sizes,
    told_in,
    variance_is,
)
from tests.mission.small import patrol, small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

# The laws that ship (scenarios/gao-sector.yaml), fitted to attacks coded from the press of 2017-20.
COMPLEX: dict[str, Any] = {
    "caught": {"mean": 33, "dispersion": 5}, "killed": 0.18, "t1": 0.09, "t2": 0.20,
}  # fmt: skip
FIRE: dict[str, Any] = {
    "rounds": {"mean": 5, "dispersion": 1.5},
    "hit": 0.0626,
    "caught": {"mean": 5.2, "dispersion": 0.4},
    "killed": 0.02,
    "t1": 0.065,
    "t2": 0.15,
}
CAMP: dict[str, Any] = {"gate": 0.5, "stand_off": 0.4, "hardening": 0.2, "cover": 0.2}
MANY_PEOPLE = {"U": {"base": "camp", "companies": 50, "platoons": 2}}  # 3,000


def attacked(threat: dict[str, Any], camp: dict[str, Any], **changes: Any) -> Scenario:
    """One camp of many, attacked again and again; nobody goes out."""
    return small(
        **{
            "horizon": "20 days",
            "units": MANY_PEOPLE,
            "patrols": {"none": patrol(per_day=0)},
            "threats": threat,
            "camps": {"camp": {**CAMP, **camp}},
            **changes,
        }
    )


def bombed(**camp: Any) -> Scenario:
    return attacked({"complex_attack": COMPLEX}, {"complex_attacks": "1 per day", **camp})


def shelled(fire: Any = FIRE, rate: Any = "15 per day", **camp: Any) -> Scenario:
    return attacked({"indirect_fire": fire}, {"indirect_fire": rate, **camp})


@pytest.fixture(scope="module")
def bombs() -> Runs:
    return many(bombed(), 250, record=True)


@pytest.fixture(scope="module")
def shells() -> Runs:
    return many(shelled(), 200)


# --- complex attacks --------------------------------------------------------------------


def test_complex_attacks_are_poisson(bombs: Runs) -> None:
    poisson_is(outcomes(bombs, "complex_attacks"), 20.0, half=0.1)


def test_the_gate_holds_by_its_chance(bombs: Runs) -> None:
    attacks = outcomes(bombs, "complex_attacks").sum()
    share_is(outcomes(bombs, "core_reached").sum(), attacks, 0.5, half=0.1)


def thinned_moments(mean: float, k: float, exposed: list[tuple[float, float]]) -> Any:
    """Mean and variance of 1 + NB(mean - 1, k) thinned by a share that is itself one of several."""
    variance = (mean - 1) + (mean - 1) ** 2 / k
    first = sum(p * q * mean for p, q in exposed)
    second = sum(p * (q * q * (variance + mean**2 - mean) + q * mean) for p, q in exposed)
    return first, second - first**2


def test_casualties_of_complex_attacks_have_the_moments_of_their_law(bombs: Runs) -> None:
    hurt = sizes(bombs, COMPLEX_ATTACK, outcomes(bombs, "complex_attacks"))
    mean, variance = thinned_moments(33, 5, [(0.5, 0.8), (0.5, 0.8 * 0.4)])
    assert mean == pytest.approx(18.5, abs=0.05)  # 57 casualties of 3 attacks: 19
    mean_is(hurt, mean, half=0.06)
    variance_is(hurt, variance, half=0.2)


def test_deaths_of_complex_attacks_are_those_of_the_fit(bombs: Runs) -> None:
    # 4.66 a complex attack with the care of the sector; K alone gives .18 of 18.5.
    attacks = outcomes(bombs, "complex_attacks").sum()
    killed = np.sum(all_casualties(bombs)["severity"] == KILLED)
    assert killed / attacks == pytest.approx(0.18 * 18.48, abs=0.15)


@pytest.mark.parametrize(
    ("camp", "share"),
    [
        ({"gate": 1.0, "stand_off": 0.4, "hardening": 0.0}, 0.4),
        ({"gate": 0.0, "stand_off": 0.4, "hardening": 0.0}, 1.0),
        ({"gate": 0.0, "stand_off": 0.4, "hardening": 0.6}, 0.4),
        ({"gate": 1.0, "stand_off": 0.5, "hardening": 0.5}, 0.25),
        ({"gate": 1.0, "stand_off": 0.0, "hardening": 0.0}, 0.0),
    ],
)
def test_gate_stand_off_and_walls_thin_the_caught(camp: dict[str, float], share: float) -> None:
    runs = many(bombed(**camp), 60)
    hurt = sizes(runs, COMPLEX_ATTACK, outcomes(runs, "complex_attacks"))
    if share == 0.0:
        assert hurt.sum() == 0
    else:
        mean, variance = thinned_moments(33, 5, [(1.0, share)])
        mean_is(hurt, mean, half=0.1)
        variance_is(hurt, variance, half=0.35)


def test_two_protections_spare_together() -> None:
    assert spared_by_both(0.2, 0.6) == pytest.approx(1 - 0.8 * 0.4)
    assert spared_by_both(0.0, 0.3) == pytest.approx(0.3)
    assert spared_by_both(1.0, 0.3) == 1.0


@pytest.mark.parametrize("cause", [COMPLEX_ATTACK, INDIRECT_FIRE])
def test_severities_are_in_the_shares_of_the_law(bombs: Runs, shells: Runs, cause: int) -> None:
    law, runs = (COMPLEX, bombs) if cause == COMPLEX_ATTACK else (FIRE, shells)
    severity = all_casualties(runs)["severity"]
    shares = [law["killed"], law["t1"], law["t2"]]
    wanted = np.array([*shares, 1 - sum(shares)]) * len(severity)
    observed = np.array([np.sum(severity == s) for s in (KILLED, T1, T2)])
    observed = np.append(observed, len(severity) - observed.sum())
    assert len(severity) > 50_000
    assert stats.chisquare(observed, wanted).pvalue > 1e-4


# --- indirect fire ----------------------------------------------------------------------


def test_indirect_fires_are_poisson(shells: Runs) -> None:
    poisson_is(outcomes(shells, "indirect_fires"), 300.0, half=0.02)


def test_indirect_fire_hurts_as_often_and_as_many_as_the_46_attacks_on_record(shells: Runs) -> None:
    fires = outcomes(shells, "indirect_fires")
    hurt = sizes(shells, INDIRECT_FIRE, fires)
    # exact figures of the fitted law: .761 without casualty, 1.302 each, variance/mean 12.3
    share_is(outcomes(shells, "indirect_fires_harmless").sum(), fires.sum(), 0.7610, half=0.02)
    mean_is(hurt, 1.302, half=0.06)
    variance_is(hurt, 12.3 * 1.302, half=0.25)
    assert np.sum(hurt == 0) == outcomes(shells, "indirect_fires_harmless").sum()
    killed = np.sum(all_casualties(shells)["severity"] == KILLED)
    share_is(killed, hurt.sum(), 0.02, half=0.1)


def test_rounds_follow_their_law() -> None:
    runs = many(shelled(fire={**FIRE, "hit": 0.0}), 60, record=True)
    rounds = told_in(runs, ev.FIRE_HARMLESS)["value"]
    assert len(rounds) == outcomes(runs, "indirect_fires").sum()
    mean_is(rounds, 5.0, half=0.03)
    variance_is(rounds, 4 + 4**2 / 1.5, half=0.1)
    share_is(np.sum(rounds == 1), len(rounds), (1 + 4 / 1.5) ** -1.5, half=0.1)


def cover_after(seconds: float) -> float:
    """Two tenths under cover without warning, seven tenths after a long one, 8 s to get there."""
    return 0.2 + 0.5 * (1 - math.exp(-seconds / 8))


@pytest.mark.parametrize(("detects", "seconds"), [(1.0, 5), (1.0, 15), (1.0, 60), (0.5, 15)])
def test_warning_brings_people_under_cover(detects: float, seconds: float) -> None:
    warned = {"detects": detects, "warning_seconds": seconds, "cover_warned": 0.7}
    runs = many(shelled(rate="20 per day", **warned), 120)
    cover = detects * cover_after(seconds) + (1 - detects) * 0.2
    caught = 5 * 0.0626 * 5.2
    hurt = sizes(runs, INDIRECT_FIRE, outcomes(runs, "indirect_fires"))
    mean_is(hurt, caught * (1 - cover), half=0.09)


def test_under_cover_by_hand() -> None:
    assert under_cover(0.2, 0.7, 0.0, 8.0) == pytest.approx(0.2)
    assert under_cover(0.2, 0.7, 8.0, 8.0) == pytest.approx(0.2 + 0.5 * (1 - math.exp(-1)))
    # deaths with 5, 10, 15, 20, 30 s of warning against none: x .71 .55 .47 .43 .39
    left = [(1 - under_cover(0.2, 0.7, s, 8.0)) / 0.8 for s in (5.0, 10.0, 15.0, 20.0, 30.0)]
    assert left == pytest.approx([0.71, 0.55, 0.47, 0.43, 0.39], abs=0.005)


# --- exposure, people, and better protection ---------------------------------------------


def test_a_camp_is_as_exposed_as_its_people_in_the_mean() -> None:
    units = {
        "U": {"base": "camp", "companies": 3, "exposure": {"near": 3.0}},
        "V": {"base": "camp", "companies": 1, "exposure": {"near": 0.2}},
    }
    threats = {"complex_attack": COMPLEX, "indirect_fire": FIRE}
    camp = {"complex_attacks": "0.2 per day", "indirect_fire": "1 per day"}
    scenario = attacked(threats, camp, units=units, patrols={"p": patrol(unit="U", per_day=0)})
    runs = many(scenario, 300)
    factor = (3 * 3.0 + 1 * 0.2) / 4
    poisson_is(outcomes(runs, "indirect_fires"), factor * 20, half=0.05)
    poisson_is(outcomes(runs, "complex_attacks"), factor * 4, half=0.1)


def test_whoever_is_out_is_not_caught_in_camp() -> None:
    # Ninety people live there and forty are on the road for most of the day and night.
    away = {"p": patrol(vehicles=10, dwell="20 h", leave="1 h", night=True)}
    camp = {"complex_attacks": "1 per day"}
    scenario = attacked(
        {"complex_attack": COMPLEX}, camp, units={"U": {"base": "camp"}}, patrols=away
    )
    for outcome in many(scenario, 20, record=True):
        journal = outcome.journal
        left = journal[journal["kind"] == ev.PATROL_LEFT]["time"]
        back = journal[journal["kind"] == ev.PATROL_RETURNED]["time"]
        rows = outcome.casualties
        assert len(np.unique(rows["person"])) <= 270
        for at in np.unique(rows["wounded_at"]):
            out = np.sum(left < at) > np.sum(back < at)
            there = 270 - 40 if out else 270
            assert np.sum(rows["wounded_at"] == at) <= there


BETTER: list[tuple[str, Scenario, Changes]] = [
    ("gate", bombed(), {"camps.camp.gate": 0.9}),
    ("stand-off", bombed(), {"camps.camp.stand_off": 0.1}),
    ("hardening", bombed(), {"camps.camp.hardening": 0.6}),
    ("cover", shelled(), {"camps.camp.cover": 0.5}),
    ("radar", shelled(), {"camps.camp.detects": 0.8}),
    ("longer warning", shelled(detects=0.8), {"camps.camp.warning_seconds": 40}),
]


@pytest.mark.parametrize(("what", "scenario", "change"), BETTER, ids=[b[0] for b in BETTER])
def test_better_protection_hurts_nobody_whom_less_of_it_spared(
    what: str, scenario: Scenario, change: Changes
) -> None:
    before, after = many(scenario, 100), many(scenario.patched(change), 100)
    spared = 0
    for one, other in zip(before, after, strict=True):
        assert one.result.count[ev.FIRED_ON] == other.result.count[ev.FIRED_ON]
        hurt, still = (set(run.casualties["key"].tolist()) for run in (one, other))
        assert still <= hurt
        spared += len(hurt - still)
    assert spared > 100, what


def test_no_camp_is_attacked_where_the_threat_is_left_out() -> None:
    camp = {"complex_attacks": "9 per day", "indirect_fire": "9 per day"}
    (run,) = many(attacked({}, camp), 1)
    assert counted([run], ev.COMPLEX_ATTACKED).sum() == counted([run], ev.FIRED_ON).sum() == 0
