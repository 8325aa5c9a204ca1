"""Moods of areas and their threat clock: a Markov chain, and Poisson events on it."""

from typing import Any

import numpy as np
import pytest
from scipy.linalg import expm

from pksim.mission import events as ev
from pksim.mission.regimes import minutes_at
from pksim.scenario import Scenario
from tests.mission.checks import Runs, many, mean_is, share_is, sum_is, variance_is
from tests.mission.small import CONTENT, run, small, told

MOODS = {
    "calm": {"multiplier": 0.7, "share": 0.70, "dwell": "60 days"},
    "tense": {"multiplier": 1.3, "share": 0.22, "dwell": "30 days"},
    "crisis": {"multiplier": 3.0, "share": 0.08, "dwell": "15 days"},
}
LEVELS, SHARES = np.array([0.7, 1.3, 3.0]), np.array([0.70, 0.22, 0.08])
# Changes a day, as derived by hand from shares and dwells (a reversible chain has no others).
FLOWS = {(0, 1): 0.0068333, (0, 2): 0.0048333, (1, 2): 0.0005}
AREAS, DAYS, LAID = 10, 360, 1.0


def chain() -> Any:
    """The generator of the chain, per day."""
    rates = np.zeros((3, 3))
    for (a, b), flow in FLOWS.items():
        rates[a, b], rates[b, a] = flow / SHARES[a], flow / SHARES[b]
    return rates - np.diag(rates.sum(axis=1))


def integral_variance(days: float) -> float:
    """Variance of the integral of the level over so many days: by its autocovariance, exactly."""
    deviation = LEVELS - SHARES @ LEVELS
    steps = np.linspace(0.0, days, 2001)
    step = expm(chain() * (steps[1] - steps[0]))
    covariance, later = [], deviation.copy()
    for _ in steps:
        covariance.append(float((SHARES * deviation) @ later))
        later = step @ later
    return float(2 * np.trapezoid((days - steps) * np.array(covariance), steps))


def apart(**changes: Any) -> Scenario:
    """Ten areas of one road each, with devices and nobody on the road."""
    names = [f"r{i}" for i in range(AREAS)]
    far: dict[str, Any] = {"latitude": 16.0, "longitude": 0.0, "kind": "landing zone"}
    return small(
        **{
            "horizon": f"{DAYS} days",
            "places": {"camp": CONTENT["places"]["camp"], **dict.fromkeys(names, far)},
            "areas": {name: {"emplacement": f"{LAID} per day"} for name in names},
            "roads": [
                {"from": "camp", "to": name, "area": name, "length": "5 km"} for name in names
            ],
            "patrols": {"none": {"base": "camp", "to": "r0", "vehicles": 1}},
            "regimes": MOODS,
            "ieds.lifetime": "1 h",
            **changes,
        }
    )


@pytest.fixture(scope="module")
def runs() -> Runs:
    return many(apart(), 150, record=True)


Course = tuple[Any, Any, Any]


def courses(runs: Runs) -> list[Course]:
    """Begin and level of every stay, and the numbers of devices laid, of each area of each run."""
    found = []
    for outcome in runs:
        journal = outcome.journal
        moods = journal[journal["kind"] == ev.MOOD_CHANGED]
        laid = journal["subject"][journal["kind"] == ev.DEVICE_LAID] >> 40
        for area in range(AREAS):
            mine = moods[moods["subject"] == area]
            found.append((mine["time"] / 1440.0, mine["value"], np.sum(laid == area)))
    return found


def stays(course: Course) -> tuple[Any, Any]:
    """Days of each stay, the last cut off by the end of the run, and its mood."""
    begins, levels, _ = course
    return np.diff([*begins, DAYS]), np.searchsorted(LEVELS, levels)


@pytest.mark.slow
@pytest.mark.statistical
def test_each_mood_has_its_share_of_the_time(runs: Runs) -> None:
    times = np.array(
        [np.bincount(m, weights=d, minlength=3) / DAYS for d, m in map(stays, courses(runs))]
    )
    for mood, share in enumerate(SHARES):
        mean_is(times[:, mood], share, half=0.25)
    mean_is(times @ LEVELS, 1.016, half=0.05)


@pytest.mark.slow
@pytest.mark.statistical
def test_stays_are_exponential_with_their_dwell(runs: Runs) -> None:
    # Ends of stays over time spent there: the estimate of a rate that cutting off does not bias.
    days, moods = (np.concatenate(x) for x in zip(*map(stays, courses(runs)), strict=True))
    last = np.cumsum([len(begins) for begins, _, _ in courses(runs)]) - 1
    ended = np.ones(len(days), bool)
    ended[last] = False
    for mood, dwell in enumerate((60.0, 30.0, 15.0)):
        spent = days[moods == mood].sum()
        sum_is(np.sum(ended[moods == mood]), spent / dwell, spent / dwell, half=0.15)


@pytest.mark.slow
@pytest.mark.statistical
def test_moods_follow_each_other_as_the_flows_say(runs: Runs) -> None:
    jumps = np.zeros((3, 3))
    for course in courses(runs):
        _, moods = stays(course)
        np.add.at(jumps, (moods[:-1], moods[1:]), 1)
    # calm -> tense .5857, tense -> calm .9318, crisis -> calm .9062 (by hand from the flows)
    for a, b, wanted in ((0, 1, 0.5857), (1, 0, 0.9318), (2, 0, 0.9062)):
        share_is(jumps[a, b], jumps[a].sum(), wanted, half=0.1)


@pytest.mark.slow
@pytest.mark.statistical
def test_devices_are_poisson_on_the_threat_clock(runs: Runs) -> None:
    # Given the course of the moods the count is Poisson with the integral of the level.
    numbers = np.array([laid for _, _, laid in courses(runs)], float)
    clock = np.array([(days * LEVELS[moods]).sum() for days, moods in map(stays, courses(runs))])
    sum_is(numbers.sum(), LAID * clock.sum(), LAID * clock.sum(), half=0.01)
    variance_is((numbers - LAID * clock) / np.sqrt(LAID * clock), 1.0, half=0.2)


@pytest.mark.slow
@pytest.mark.statistical
def test_counts_are_as_clumped_as_the_chain_makes_them(runs: Runs) -> None:
    # Mean 1.016 x rate; variance by the exact autocovariance of the level, added to the Poisson's.
    numbers = np.array([laid for _, _, laid in courses(runs)], float)
    mean_is(numbers, 1.016 * LAID * DAYS, half=0.05)
    variance_is(numbers, 1.016 * LAID * DAYS + integral_variance(DAYS) * LAID**2, half=0.3)


def test_a_month_of_one_area_is_clumped_as_was_computed_elsewhere() -> None:
    # Monthly variance/mean of one area at the rate of the register's fatal events, .61 a month.
    rate = 0.61 / 30.4 / 1.016
    mean = rate * 1.016 * 30.4
    assert 1 + integral_variance(30.4) * rate**2 / mean == pytest.approx(1.128, abs=0.08)


@pytest.mark.slow
@pytest.mark.statistical
def test_areas_are_independent(runs: Runs) -> None:
    per_area = np.array([laid for _, _, laid in courses(runs)], float).reshape(-1, AREAS)
    correlations = np.corrcoef(per_area.T)[np.triu_indices(AREAS, 1)]
    assert abs(correlations.mean()) < 4 / np.sqrt(per_area.shape[0] * len(correlations))


# --- shocks, and luck -------------------------------------------------------------------

SHOCK = [{"area": "r0", "from": "2019-04-01", "until": "2019-05-01", "multiplier": 5}]


@pytest.mark.slow
@pytest.mark.statistical
def test_a_shock_multiplies_hazards_while_it_lasts_and_nowhere_else() -> None:
    runs = many(apart(shocks=SHOCK, regimes=None, horizon="60 days"), 150, record=True)
    laid = np.concatenate([r.journal[r.journal["kind"] == ev.DEVICE_LAID] for r in runs])
    day, here = laid["time"] / 1440.0, laid["subject"] >> 40 == 0
    inside = (day >= 11) & (day < 41)
    share = len(runs) * LAID
    sum_is(np.sum(here & inside), 5 * 30 * share, 5 * 30 * share, half=0.05)
    sum_is(np.sum(here & ~inside), 30 * share, 30 * share, half=0.1)
    sum_is(np.sum(~here), 9 * 60 * share, 9 * 60 * share, half=0.05)


def test_before_a_shock_nothing_changes_and_then_the_same_devices_come_sooner() -> None:
    plain = told(run(apart(regimes=None, horizon="60 days")), ev.DEVICE_LAID)
    shaken = told(run(apart(regimes=None, horizon="60 days", shocks=SHOCK)), ev.DEVICE_LAID)
    elsewhere = [x[(x["subject"] >> 40 != 0) | (x["time"] < 11 * 1440.0)] for x in (plain, shaken)]
    assert (elsewhere[0] == elsewhere[1]).all()
    when = {row["subject"]: row["time"] for row in shaken}
    assert all(when[row["subject"]] <= row["time"] + 1e-6 for row in plain)
    first = next(row for row in plain if row["subject"] >> 40 == 0 and row["time"] > 11 * 1440.0)
    begins = 11 * 1440.0
    assert when[first["subject"]] == pytest.approx(begins + (first["time"] - begins) / 5)


def test_a_shock_that_stills_an_area_stops_its_threats() -> None:
    still = [{**SHOCK[0], "multiplier": 0}]
    laid = told(run(apart(regimes=None, horizon="60 days", shocks=still)), ev.DEVICE_LAID)
    day = laid["time"][laid["subject"] >> 40 == 0] / 1440.0
    assert len(day) > 10
    assert not np.any((day > 11) & (day < 41))


def test_without_moods_every_level_is_one() -> None:
    outcome = run(small(horizon="30 days"))
    changed = told(outcome, ev.MOOD_CHANGED)
    assert changed["value"].tolist() == [1.0, 1.0]
    assert changed["time"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("left", "level", "minutes"), [(60, 1, 60), (60, 3, 20), (-1, 2, 0), (60, 0, np.inf)]
)
def test_minutes_of_a_clock_that_runs_faster(left: float, level: float, minutes: float) -> None:
    assert minutes_at(float(left), float(level)) == minutes
