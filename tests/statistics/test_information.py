"""The value of information against the closed form of a linear decision with normal unknowns.

Option 1 gains m + b'x over option 0, x standard normal: knowing x is worth s L(|m| / s), where
s = |b| and L(z) = phi(z) - z (1 - Phi(z)), the unit normal loss (Raiffa and Schlaifer 1961).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from pksim.statistics import conditional_net_benefit, evpi, evpi_by_regression, evppi

Values = npt.NDArray[np.float64]
SLOPES = np.array([1.0, 0.5, 0.0])
MEAN = 0.3


def worth(deviation: float) -> float:
    z = MEAN / deviation
    return float(deviation * (stats.norm.pdf(z) - z * stats.norm.sf(z)))


def decision(samples: int, noise: float, seed: int) -> tuple[Values, Values]:
    """Net benefits under shared luck of deviation 10 and noise of the option's own."""
    generator = np.random.default_rng(seed)
    unknown = generator.normal(size=(samples, 3))
    shared = generator.normal(0.0, 10.0, samples)
    gain = MEAN + unknown @ SLOPES + generator.normal(0.0, noise, samples)
    return np.column_stack([shared, shared + gain]), unknown


def test_evpi_of_mean_net_benefits_is_the_closed_form() -> None:
    benefit, _ = decision(100_000, 0.0, 1)
    found = evpi(benefit)
    assert abs(found.mean - worth(math.hypot(1.0, 0.5))) < 4 * found.standard_error
    assert found.standard_error < 0.002
    assert found.low < found.mean < found.high


def test_evpi_of_noisy_runs_is_inflated_and_regression_takes_the_noise_out() -> None:
    """Noise of three deviations: plain EVPI more than doubled, by regression within 4 errors."""
    truth = worth(math.hypot(1.0, 0.5))
    benefit, unknown = decision(20_000, 3.0, 2)
    assert evpi(benefit).mean > 2.6 * truth
    found = evpi_by_regression(benefit, unknown)
    assert abs(found.value - truth) < 4 * found.standard_error
    assert found.standard_error < 0.05 * truth
    assert found.value == pytest.approx(truth, rel=0.1)


@pytest.mark.parametrize(("column", "truth"), [(0, worth(1.0)), (1, worth(0.5))])
def test_evppi_of_each_parameter_is_the_closed_form(column: int, truth: float) -> None:
    benefit, unknown = decision(20_000, 1.0, 3)
    found = evppi(benefit, unknown[:, column])
    assert abs(found.value - truth) < 4 * found.standard_error
    assert found.standard_error < 0.08 * truth


def test_a_parameter_that_does_not_matter_is_worth_nothing() -> None:
    """Where both options are equal on average any noise finds value; halving does not."""
    found, plain = [], []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        benefit = np.column_stack([np.zeros(400), generator.normal(0.0, 5.0, 400)])
        value = evppi(benefit, generator.normal(size=400))
        found.append(value.value)
        plain.append(value.in_sample)
        assert value.low == 0.0
    assert np.mean(found) < 0.6 * np.mean(plain)
    assert np.mean(found) < 0.02 * evpi(benefit).mean
    constant = evppi(benefit, np.ones(400))
    assert constant.value == pytest.approx(0.0, abs=1e-12)


@pytest.mark.statistical
def test_the_interval_covers_what_a_parameter_is_worth() -> None:
    """150 studies of 1,000 samples, noise of one deviation: .95 less two errors of .018."""
    truth, hits = worth(math.hypot(1.0, 0.5)), []
    for seed in range(150):
        found = evpi_by_regression(*decision(1000, 1.0, seed))
        hits.append(found.low <= truth <= found.high)
    assert np.mean(hits) >= 0.95 - 2 * 0.018


def test_two_parameters_that_matter_only_together_are_worth_something_together() -> None:
    """Gain x y: each alone tells nothing; both are worth E|xy| / 2 = 1 / pi."""
    generator = np.random.default_rng(4)
    unknown = generator.normal(size=(20_000, 2))
    benefit = np.column_stack([np.zeros(20_000), unknown.prod(axis=1)])
    both = evppi(benefit, unknown)
    assert both.terms == 6
    assert both.value == pytest.approx(1.0 / math.pi, rel=0.05)
    assert evppi(benefit, unknown[:, 0]).value < 0.02


def test_conditional_net_benefit_is_the_mean_given_the_parameters() -> None:
    benefit, unknown = decision(20_000, 3.0, 5)
    fitted = conditional_net_benefit(benefit, unknown)
    gain = fitted[:, 1] - fitted[:, 0]
    assert np.abs(gain - (MEAN + unknown @ SLOPES)).mean() < 0.1
    assert evpi(fitted).mean == pytest.approx(worth(math.hypot(1.0, 0.5)), rel=0.1)


def test_deaths_alone_are_a_net_benefit() -> None:
    """A decision that no draw can change is worth no study."""
    generator = np.random.default_rng(6)
    unknown = generator.uniform(size=1000)
    deaths = np.column_stack([3.0 + unknown, 1.0 + unknown])
    assert evppi(-deaths, unknown).value == pytest.approx(0.0, abs=1e-12)
    assert evpi(-deaths).mean == 0.0


def test_many_parameters_go_without_products_and_too_many_are_refused() -> None:
    generator = np.random.default_rng(7)
    benefit = generator.normal(size=(250, 2))
    assert evpi_by_regression(benefit, generator.normal(size=(250, 10))).terms == 21
    with pytest.raises(ValueError, match="at least 410 are needed"):
        evpi_by_regression(benefit, generator.normal(size=(250, 20)))
    with pytest.raises(ValueError, match="250 net benefits for 3 parameter draws"):
        evppi(benefit, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="parameters must be finite"):
        evppi(benefit, np.full(250, math.nan))
