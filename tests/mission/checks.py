"""Statistical checks with stated error bars, and many runs of one scenario.

Every check has the form |estimate - wanted| < 4 standard errors, and fails as well if these four
are wider than `half` of what is wanted: a check that could hardly fail says nothing.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.mission import Mission, MissionRun
from pksim.mission.mission import COLUMN
from pksim.scenario import Scenario
from tests.mission.small import SEED

Changes = dict[str, Any]
Values = npt.NDArray[np.float64]
Runs = list[MissionRun]


def many(scenario: Scenario, number: int, record: bool = False) -> Runs:
    """So many replications on the native clock."""
    mission = Mission(scenario)
    return [mission.run(SEED, i, record=record) for i in range(number)]


def outcomes(runs: Runs, name: str) -> Values:
    """One outcome of every run."""
    return np.array([run.outcomes[COLUMN[name]] for run in runs])


def told_in(runs: Runs, kind: int) -> npt.NDArray[Any]:
    """The events of one kind in all recorded runs, one run after another."""
    return np.concatenate([run.journal[run.journal["kind"] == kind] for run in runs])


def counted(runs: Runs, kind: int) -> Values:
    """How often something happened in each run; it need not have recorded."""
    return np.array([float(run.result.count[kind]) for run in runs])


def all_casualties(runs: Runs) -> npt.NDArray[Any]:
    """The casualties of all runs."""
    return np.concatenate([run.casualties for run in runs])


def sizes(runs: Runs, cause: int, events: Values) -> Values:
    """Hurt or killed in each event of a cause, none included; `events` is their number by run."""
    found: list[float] = []
    for run, number in zip(runs, events, strict=True):
        of_cause = run.casualties[run.casualties["cause"] == cause]
        counts = np.unique(of_cause["incident"], return_counts=True)[1]
        found += [*counts.tolist(), *[0.0] * (int(number) - len(counts))]
    return np.array(found)


# --- checks -----------------------------------------------------------------------------


def mean_is(values: npt.ArrayLike, wanted: Any, half: float = 0.1) -> None:
    """The mean of independent values."""
    values = np.asarray(values, float)
    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    _within(float(values.mean()), wanted, error, half)


def variance_is(values: npt.ArrayLike, wanted: float, half: float = 0.25) -> None:
    """The variance of independent values; its error by their fourth moment."""
    values = np.asarray(values, float)
    variance, n = float(values.var(ddof=1)), len(values)
    fourth = float(np.mean((values - values.mean()) ** 4))
    error = math.sqrt(max(fourth - variance**2 * (n - 3) / (n - 1), 0.0) / n)
    _within(variance, wanted, error, half)


def poisson_is(
    values: npt.ArrayLike, wanted: float, half: float = 0.1, spread: float = 0.45
) -> None:
    """Poisson counts: their mean is as wanted, and so is their variance."""
    mean_is(values, wanted, half)
    variance_is(values, wanted, spread)


def share_is(hits: Any, of: Any, wanted: float, half: float = 0.1) -> None:
    """A share of independent trials."""
    _within(hits / of, wanted, math.sqrt(wanted * (1 - wanted) / of), half)


def sum_is(total: Any, wanted: Any, variance: Any, half: float = 0.1) -> None:
    """A sum whose variance is known, such as a count given what drove it."""
    _within(total, wanted, math.sqrt(variance), half)


def _within(estimate: float, wanted: float, error: float, half: float) -> None:
    assert 4 * error <= half * abs(wanted), f"too wide: {wanted:g} +- {4 * error:.2g}"
    assert abs(estimate - wanted) < 4 * error, f"{estimate:g}, wanted {wanted:g} +- {4 * error:.2g}"
