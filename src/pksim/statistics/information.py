"""What it would be worth to know the unknown: EVPI and EVPPI.

``net_benefit`` is samples x options, higher better, in any unit: money, or minus the deaths. A
sample is one draw of the parameters, the same in every option and with the same luck. Values come
in the same unit, per decision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pksim.statistics.inputs import table
from pksim.statistics.intervals import Estimate, skewed_mean_interval, student_quantile

Values = npt.NDArray[np.float64]

_HALVINGS = 20
_HALVINGS_SEED = 20_481_031  # any fixed number: the same data must give the same value
_SAMPLES_PER_TERM = 10


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing some parameters would be worth, by regression.

    ``value`` is what the decision would gain on average; ``low`` and ``high`` its interval, none
    below zero. ``in_sample`` is the usual estimate from one fit, which noise inflates: where it
    is far above ``value`` the samples are too few. ``terms`` is the length of the polynomial.
    """

    value: float
    low: float
    high: float
    standard_error: float
    in_sample: float
    samples: int
    terms: int


def evpi(net_benefit: npt.ArrayLike, confidence: float = 0.95) -> Estimate:
    """Expected value of perfect information, ``mean(max) - max(mean)``, with its interval.

    Right only if each sample is the *mean* net benefit under its parameters. One noisy run a
    sample makes luck look like ignorance and inflates the value several times over (2.6 to 10
    times in our trials): use :func:`evpi_by_regression` there.
    """
    data = table(net_benefit, "net benefit", rows=2)
    best = int(data.mean(axis=0).argmax())
    found = skewed_mean_interval(data.max(axis=1) - data[:, best], confidence)
    return Estimate(found.mean, max(0.0, found.low), found.high, found.standard_error, found.count)


def evpi_by_regression(
    net_benefit: npt.ArrayLike, parameters: npt.ArrayLike, confidence: float = 0.95
) -> InformationValue:
    """What knowing all ``parameters`` (samples x parameters) would be worth, noise taken out.

    It is :func:`evppi` of all of them together.
    """
    return evppi(net_benefit, parameters, confidence)


def evppi(
    net_benefit: npt.ArrayLike, parameters: npt.ArrayLike, confidence: float = 0.95
) -> InformationValue:
    """What knowing ``parameters`` (samples, or samples x some of them) would be worth.

    Net benefits relative to the first option are regressed on a quadratic polynomial of the
    parameters (Strong, Oakley and Brennan 2014), interactions included if there are 10 samples
    for each term. One fit chooses by noise as well as by signal and would find value in
    anything. So the samples are halved: one half's fit chooses the option for each sample, the
    other half's fit says what that gains, both ways, averaged over 20 random halvings. A
    parameter that does not matter then comes out near zero, and one that does slightly too low
    where samples are few. The standard error is that of the single fit (influence function); the
    interval reaches from the lower estimate to the higher one, and is rough where noise is more
    than a few times what the parameters move.
    """
    gains, basis = _regression(net_benefit, parameters)
    choice_gain, influence = _in_sample(gains, basis)
    value = max(0.0, _crossed(gains, basis))
    error = float(influence.std(ddof=1)) / np.sqrt(len(gains))
    reach = student_quantile(0.5 + confidence / 2.0, len(gains) - basis.shape[1]) * error
    return InformationValue(
        value=value,
        low=max(0.0, min(value, choice_gain) - reach),
        high=max(value, choice_gain) + reach,
        standard_error=float(error),
        in_sample=choice_gain,
        samples=len(gains),
        terms=basis.shape[1],
    )


def conditional_net_benefit(net_benefit: npt.ArrayLike, parameters: npt.ArrayLike) -> Values:
    """The mean net benefit of each option given the parameters, by the regression of evppi.

    Samples x options. The first option keeps its own regression, the others its value plus their
    regressed gain, so noise that options share cannot reorder them.
    """
    gains, basis = _regression(net_benefit, parameters)
    first = np.asarray(net_benefit, dtype=np.float64)[:, :1]
    return np.asarray(basis @ _fit(basis, first) + basis @ _fit(basis, gains))


def _regression(net_benefit: npt.ArrayLike, parameters: npt.ArrayLike) -> tuple[Values, Values]:
    """Gains over the first option (samples x options) and the polynomial (samples x terms)."""
    benefit = table(net_benefit, "net benefit", rows=2)
    given = np.asarray(parameters, dtype=np.float64)
    known = table(given[:, None] if given.ndim == 1 else given, "parameters")
    if len(known) != len(benefit):
        raise ValueError(f"{len(benefit)} net benefits for {len(known)} parameter draws")
    return benefit - benefit[:, :1], _polynomial(known)


def _polynomial(known: Values) -> Values:
    """1, each normalised parameter, its square, and products where samples allow them."""
    samples, count = known.shape
    deviation = known.std(axis=0)
    scaled = (known - known.mean(axis=0)) / np.where(deviation > 0.0, deviation, 1.0)
    main = np.column_stack([np.ones(samples), scaled, scaled**2])
    if samples < _SAMPLES_PER_TERM * main.shape[1]:
        raise ValueError(
            f"{samples} samples are too few for {count} parameters: at least"
            f" {_SAMPLES_PER_TERM * main.shape[1]} are needed"
        )
    first, second = np.triu_indices(count, k=1)
    if samples < _SAMPLES_PER_TERM * (main.shape[1] + len(first)):
        return main
    return np.column_stack([main, scaled[:, first] * scaled[:, second]])


def _fit(basis: Values, gains: Values) -> Values:
    return np.asarray(np.linalg.lstsq(basis, gains, rcond=None)[0])


def _in_sample(gains: Values, basis: Values) -> tuple[float, Values]:
    """Value by one fit, and each sample's influence on it (noise of the fit included)."""
    fit = _fit(basis, gains)
    fitted = basis @ fit
    best = int(fitted.mean(axis=0).argmax())
    gained = fitted.max(axis=1) - fitted[:, best]
    chosen = np.eye(fitted.shape[1])[fitted.argmax(axis=1)]
    chosen[:, best] -= 1.0
    slope = basis.T @ chosen  # terms x options: how the value moves with each coefficient
    weights = basis @ np.linalg.pinv(basis.T @ basis) @ slope
    return float(gained.mean()), gained + (weights * (gains - fitted)).sum(axis=1)


def _crossed(gains: Values, basis: Values) -> float:
    """Value where one half of the samples chooses and the other half judges."""
    generator = np.random.Generator(np.random.PCG64(_HALVINGS_SEED))
    samples = np.arange(len(gains))
    found = []
    for _ in range(_HALVINGS):
        order = generator.permutation(samples)
        halves = np.array_split(order, 2)
        one, other = (basis @ _fit(basis[half], gains[half]) for half in halves)
        found += [_gained(one, other), _gained(other, one)]
    return float(np.mean(found))


def _gained(chooses: Values, judges: Values) -> float:
    """What choosing by the one table in each sample gains by the other, over one choice for all."""
    each = judges[np.arange(len(judges)), chooses.argmax(axis=1)]
    return float((each - judges[:, chooses.mean(axis=0).argmax()]).mean())
