"""What quarantine and tests keep out, against numerical integrals of the laws in the file.

Every newcomer was infected at home, evenly over the two weeks before travel, so each figure is an
expectation over the time since then and the log-normal stages of Covasim's parameter file. Each
check is at four standard errors over tens of thousands of newcomers; sensitivity by day is
Kucirka and others (2020).
"""

import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats
from tests.mission.checks import share_is, sum_is

from pksim.mission import Mission
from pksim.scenario import load
from pksim.scenario.covid_measures import ANTIGEN, PCR

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

FILE = Path(__file__).parent / "quarantine.yaml"
SEED, RUNS = 1, 4
NEWCOMERS = 10_000
WINDOW = 14.0  # days
Values = npt.NDArray[np.float64]


@cache
def total(outcome: str, *changes: tuple[str, Any]) -> float:
    """An outcome over a few replications."""
    return float(sum(run[outcome] for run in runs(*changes)))


@cache
def runs(*changes: tuple[str, Any]) -> tuple[Any, ...]:
    short = dict(changes)
    mission = Mission(load(FILE).patched({f"covid.{path}": _plain(v) for path, v in short.items()}))
    return tuple(mission.run(SEED, replication) for replication in range(RUNS))


def _plain(value: Any) -> Any:
    """Tests are given in tuples, since arguments must be hashable."""
    if isinstance(value, tuple) and isinstance(value[0], str):
        return {"every": value[0], "kind": value[1]}
    if isinstance(value, tuple):
        return [{"day": day, "kind": kind} for day, kind in value]
    return value


# --- laws and integrals -----------------------------------------------------------------


def middles(law: Any, points: int) -> Values:
    """Equally likely values of a law."""
    return np.asarray(law.ppf((np.arange(points) + 0.5) / points))


def lognormal(mean: float, sd: float) -> Any:
    """Days, by mean and standard deviation."""
    variance = math.log1p((sd / mean) ** 2)
    return stats.lognorm(s=math.sqrt(variance), scale=mean * math.exp(-variance / 2))


SINCE = middles(stats.uniform(0.0, WINDOW), 140)[:, None, None, None]  # infection to travel, days
LATENT = middles(lognormal(4.5, 1.5), 60)[None, :, None, None]
INFECTIOUS = middles(lognormal(8.0, 2.0), 60)[None, None, :, None]
ONSET = middles(lognormal(1.1, 0.9), 40)[None, None, None, :]


def still_infectious(days: float) -> Values:
    """Whether somebody can still infect others so many days after arrival."""
    return np.asarray(SINCE + days < LATENT + INFECTIOUS, float)


def spent(days: Values) -> Values:
    """What part of somebody's infectiousness is over then: in its first 0.3 double a day."""
    part = np.clip((days - LATENT) / INFECTIOUS, 0.0, 1.0)
    return np.asarray((np.minimum(part, 0.3) * 2.0 + np.maximum(part - 0.3, 0.0)) / 1.3)


def found(test: Any, days: Values) -> Values:
    """Chance that a test finds an infection so many days old."""
    at, share = np.array(list(test.sensitivity)), np.array(list(test.sensitivity.values()))
    return np.asarray(np.where(days < at[0], 0.0, np.interp(days, at, share)))


# --- quarantine -------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 5, 7, 10, 14])
def test_infectious_newcomers_who_are_let_out(days: int) -> None:
    let_out = total("released_infectious", ("quarantine.arrival", f"{days} days"))
    share_is(let_out, RUNS * NEWCOMERS, still_infectious(days).mean(), half=0.12)


@pytest.mark.parametrize("days", [7, 14])
@pytest.mark.parametrize("complies", [1.0, 0.5])
def test_quarantine_at_home(days: int, complies: float) -> None:
    changes = ("quarantine.before", f"{days} days"), ("quarantine.complies", complies)
    came = total("infected_arrival", *changes)
    wanted = 1 - complies * days / WINDOW
    if wanted > 0.0:
        share_is(came, RUNS * NEWCOMERS, wanted)
    assert (came > 0) == (wanted > 0.0)


def test_leak_of_quarantine_at_home() -> None:
    came = total("infected_arrival", ("quarantine.before", "14 days"), ("quarantine.leak", 0.3))
    share_is(came, RUNS * NEWCOMERS, 0.3)


@pytest.mark.parametrize(
    ("days", "complies", "leak"), [(0, 1.0, 0.0), (7, 1.0, 0.0), (7, 0.5, 0.0), (14, 0.5, 0.2)]
)
def test_whom_newcomers_infect(days: int, complies: float, leak: float) -> None:
    """The other unit: half of the contacts, and each infected there infects on."""
    r0 = 0.2
    later = 1 - spent(SINCE + days).mean()
    kept = 1 - spent(SINCE).mean() - later
    each = r0 / 2 * (later + kept * (1 - complies + complies * leak))
    cases = total(
        "infected_camp", ("contacts.r0", r0), ("quarantine.arrival", f"{days} days"),
        ("quarantine.complies", complies), ("quarantine.leak", leak),
    )  # fmt: skip
    wanted = each * RUNS * NEWCOMERS / (1 - r0 / 2)
    wanted *= 1 - each / 2  # some are infected twice
    # A case comes with those it infects in turn, and infectiousness varies with its length alone.
    sum_is(cases, wanted, 1.3 * wanted, half=0.25)


# --- tests ------------------------------------------------------------------------------

ON_ARRIVAL, ON_DAY_5, ON_DAY_14 = (0, "pcr"), (5, "pcr"), (14, "pcr")
KINDS = {"pcr": PCR, "antigen": ANTIGEN}


@pytest.mark.parametrize(
    "tests",
    [
        (ON_ARRIVAL,), (ON_DAY_5,), (ON_DAY_14,), ((3, "antigen"),),
        (ON_ARRIVAL, ON_DAY_5), (ON_ARRIVAL, ON_DAY_5, ON_DAY_14),
    ],
)  # fmt: skip
def test_newcomers_missed_by_tests(tests: tuple[tuple[int, str], ...]) -> None:
    missed = np.ones_like(SINCE)
    for day, kind in tests:
        missed = missed * (1 - found(KINDS[kind], SINCE + day))
    seen = total("covid_confirmed", ("quarantine.tests", tests))
    share_is(RUNS * NEWCOMERS - seen, RUNS * NEWCOMERS, missed.mean())


@pytest.mark.parametrize("day", [1, 3])
def test_a_test_before_travel_holds_back(day: int) -> None:
    came = total("infected_arrival", ("quarantine.tests", ((-day, "pcr"),)))
    share_is(came, RUNS * NEWCOMERS, 1 - found(PCR, SINCE - day).mean())


def test_a_week_and_a_test_on_day_five() -> None:
    """Whoever is found on day five is isolated from day six on, beyond the week."""
    let_out = total(
        "released_infectious", ("quarantine.arrival", "7 days"), ("quarantine.tests", (ON_DAY_5,))
    )
    wanted = (still_infectious(7) * (1 - found(PCR, SINCE + 5))).mean()
    share_is(let_out, RUNS * NEWCOMERS, wanted)


@pytest.mark.parametrize("kind", ["pcr", "antigen"])
@pytest.mark.parametrize("wait", [0, 2])
def test_those_with_symptoms_are_tested(kind: str, wait: int) -> None:
    """Six in ten have symptoms, eight of whom report them: at once, or after two days."""
    since = middles(stats.uniform(0.0, 4.0), 40)[:, None, None, None]
    seen = total(
        "covid_confirmed", ("tests.on_symptoms", kind), ("isolation.reports", 0.8),
        ("isolation.delay", f"{wait * 1440} min"), ("arrivals.window", "4 days"),
    )  # fmt: skip
    at = np.maximum(LATENT + ONSET, since) + wait
    share_is(seen, RUNS * NEWCOMERS, 0.6 * 0.8 * found(KINDS[kind], at).mean())


def test_routine_rounds() -> None:
    """A week after arrival, and every week: in the fourth round nobody can be found any more."""
    missed = np.ones_like(SINCE)
    for round_ in range(1, 5):
        missed = missed * (1 - found(PCR, SINCE + 7 * round_))
    seen = total("covid_confirmed", ("tests.routine", ("7 days", "pcr")))
    share_is(RUNS * NEWCOMERS - seen, RUNS * NEWCOMERS, missed.mean())


# --- isolation --------------------------------------------------------------------------


@pytest.mark.parametrize("leak", [0.0, 0.4])
def test_isolation_at_the_first_symptom(leak: float) -> None:
    """Of those with symptoms what they spread before is left, and the leak; of others all."""
    r0 = 0.2
    cases = total(
        "infected_camp", ("contacts.r0", r0), ("isolation.reports", 1.0),
        ("isolation.on_symptoms", 1.0), ("isolation.delay", "0 min"),
        ("isolation.lasts", "60 days"), ("isolation.leak", leak), ("arrivals.window", "4 days"),
    )  # fmt: skip
    since = middles(stats.uniform(0.0, 4.0), 40)[:, None, None, None]
    brought, caught = (r0 / 2 * left_by_isolation(t, leak) for t in (since, np.zeros(1)))
    wanted = RUNS * NEWCOMERS * brought / (1 - caught) * (1 - brought / 2)
    sum_is(cases, wanted, 1.3 * wanted, half=0.25)


def left_by_isolation(since: Values, leak: float) -> float:
    """What is left of the infectiousness of somebody who comes so many days after infection."""
    onset = np.maximum(LATENT + ONSET, since)
    without = (1 - spent(since)).mean()
    with_ = (spent(onset) - spent(since) + leak * (1 - spent(onset))).mean()
    return float(0.4 * without + 0.6 * with_)
