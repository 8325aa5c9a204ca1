"""The injury law: the mission's own rules against the fitted table and against exact integrals."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from scipy.special import ndtr

from pksim.mission.injuries import shared
from pksim.mission.protection import killed_per_person, thresholds
from pksim.mission.terms import IED
from pksim.scenario import Scenario
from tests.mission.conftest import Runs, RunsOf, outcome, standard_error

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

RUNS = 120


def strike_sizes(runs: Runs) -> npt.NDArray[np.int64]:
    """People hurt or killed in each strike of the runs, strikes that hurt nobody included."""
    sizes: list[int] = []
    for run in runs:
        hurt = run.casualties[run.casualties["cause"] == IED]
        counts = np.unique(hurt["incident"], return_counts=True)[1]
        sizes += [*counts.tolist(), *[0] * (int(run["strikes"]) - len(counts))]
    return np.array(sizes)


def exact_sizes(scenario: Scenario) -> npt.NDArray[np.float64]:
    """P(0, 1, ... hurt) by Gauss-Hermite quadrature over the latent that a vehicle shares."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(101)
    weights = weights / weights.sum()
    rho = scenario.correlation
    out = np.zeros(max(scenario.occupants) + 1)
    for name, part in scenario.fleet.items():
        law = scenario.vehicles[name]
        hurt = ndtr((np.sqrt(rho) * nodes - law.hurt) / np.sqrt(1 - rho))
        out[0] += part * law.defeats
        for people, share in scenario.occupants.items():
            sizes = stats.binom.pmf(np.arange(len(out))[:, None], people, hurt) @ weights
            out += part * (1 - law.defeats) * share * sizes
    return out


def test_sizes_of_strikes_follow_the_exact_distribution(
    busy_runs_of: RunsOf, gao: Scenario
) -> None:
    sizes = strike_sizes(busy_runs_of("baseline", RUNS))
    exact = exact_sizes(gao)
    observed = np.bincount(sizes, minlength=len(exact)).astype(float)
    assert stats.chisquare(observed, exact / exact.sum() * observed.sum()).pvalue > 1e-4


def test_strikes_are_those_of_the_register_within_its_own_error(busy_runs_of: RunsOf) -> None:
    # 75 strikes on the mission's vehicles in 2017-20, coded from the press; tolerance: 1.5 standard
    # errors of the data themselves, which is far more than the simulation error here.
    sizes = strike_sizes(busy_runs_of("baseline", RUNS))
    some = sizes[sizes > 0]
    assert len(sizes) > 3500
    assert np.mean(sizes == 0) == pytest.approx(0.41, abs=0.03)
    assert some.mean() == pytest.approx(3.75, abs=0.25)
    assert sizes.var() / sizes.mean() == pytest.approx(3.15, abs=0.25)
    assert some.var() / some.mean() == pytest.approx(1.64, abs=0.2)


def test_lethal_share_is_that_of_the_register(busy_runs_of: RunsOf) -> None:
    runs = busy_runs_of("baseline", RUNS)
    hurt = sum(np.sum(run.casualties["cause"] == IED) for run in runs)
    lethal = outcome(runs, "expected_deaths_ied").sum() / hurt
    assert lethal == pytest.approx(0.14, abs=0.012)  # read: 13.2-14.5 %, 95 % interval 7-23 %


def test_shares_of_severity_are_those_written_in_the_scenario(gao: Scenario) -> None:
    soft = gao.vehicles["soft"]
    killed, t1, t2, hurt = thresholds(soft)
    above = [stats.norm.sf(x) / stats.norm.sf(soft.hurt) for x in (killed, t1, t2, hurt)]
    assert above == pytest.approx(
        [soft.killed, soft.killed + soft.t1, soft.killed + soft.t1 + soft.t2, 1.0]
    )


def test_killed_outright_are_scored_without_bias(busy_runs_of: RunsOf) -> None:
    runs = busy_runs_of("baseline", RUNS)
    scored = np.array([r.result.world.column("scores.killed_outright")[0] for r in runs])
    sampled = np.array([np.sum(r.casualties["severity"] == 0) for r in runs])
    accidents = np.array(
        [np.sum(r.casualties["severity"][r.casualties["cause"] != IED] == 0) for r in runs]
    )
    difference = sampled - accidents - scored
    assert abs(difference.mean()) < 4 * standard_error(difference)


def test_chance_to_be_killed_outright(gao: Scenario) -> None:
    armoured = gao.vehicles["armoured"]
    by_hand = 0.32 * stats.norm.sf(-0.205) * 0.011
    assert killed_per_person(armoured) == pytest.approx(by_hand)


def test_two_occupants_share_a_latent_with_the_correlation_given() -> None:
    rng = np.random.default_rng(1)
    blast, one, other = rng.standard_normal((3, 40_000))
    doses = np.array(
        [
            [shared(0.499, b, x), shared(0.499, b, y)]
            for b, x, y in zip(blast, one, other, strict=True)
        ]
    )
    assert np.corrcoef(doses.T)[0, 1] == pytest.approx(0.499, abs=0.02)
    assert doses.var(axis=0) == pytest.approx([1.0, 1.0], abs=0.03)


def test_better_protection_hurts_nobody_more(gao: Scenario) -> None:
    # Any shift of all thresholds upwards moves each person to the same severity or a lighter one.
    soft, better = thresholds(gao.vehicles["soft"]), thresholds(gao.vehicles["mine-protected"])
    assert all(b > s for s, b in zip(soft, better, strict=True))
    assert gao.vehicles["mine-protected"].defeats > gao.vehicles["soft"].defeats
