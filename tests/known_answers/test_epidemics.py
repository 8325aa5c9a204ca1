"""Epidemics with known answers, through scenario files.

Final sizes in small groups are exact: the chain binomial of Reed and Frost (Abbey 1952) and the
Markov SIR model by its jump chain (Bailey 1975). Whole distributions are compared by chi-square at
the level of four standard errors, and a rival distribution of a reproduction number one fifth
higher must fail the same test: else agreeing would say little. In large groups the final size
equation holds (Kermack and McKendrick 1927), whatever latency, timing and superspreading are; with
sections, that of Longini and Koopman (1982). Extinction is that of a branching process with
negative binomial offspring (Lloyd-Smith and others 2005).
"""

import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import optimize, stats
from tests.mission.checks import mean_is, share_is

from pksim.mission import Mission
from pksim.scenario import load

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

HERE = Path(__file__).parent
SEED = 1
FOUR_ERRORS = 2 * stats.norm.sf(4.0)
Values = npt.NDArray[np.float64]


def runs(name: str, replications: int, **changes: Any) -> list[Any]:
    """Replications of a file; `people`, `r0` and paths may be changed."""
    paths = {"people": "units.U.support.staff", "r0": "covid.contacts.r0"}
    mission = Mission(
        load(HERE / f"{name}.yaml").patched({paths.get(k, k): v for k, v in changes.items()})
    )
    return [mission.run(SEED, replication) for replication in range(replications)]


@cache
def further_cases(name: str, replications: int, people: int, r0: float) -> npt.NDArray[np.int64]:
    """Infected beside the first case."""
    found = runs(name, replications, people=people, r0=r0)
    return np.array([run["infections"] for run in found]).astype(int) - 1


# --- exact distributions ----------------------------------------------------------------


def reed_frost(susceptible: int, p: float) -> Values:
    """Chances of 0, 1, 2, ... further cases from one, each pair meeting effectively with p."""
    found = np.zeros(susceptible + 1)
    state = {(susceptible, 1): 1.0}  # susceptible, infectious
    while state:
        after: dict[tuple[int, int], float] = {}
        for (left, cases), chance in state.items():
            if cases == 0 or left == 0:
                found[susceptible - left] += chance
                continue
            infected = 1 - (1 - p) ** cases
            for new in range(left + 1):
                key = (left - new, new)
                share = math.comb(left, new) * infected**new * (1 - infected) ** (left - new)
                after[key] = after.get(key, 0.0) + chance * share
        state = after
    return found


def markov_sir(people: int, r0: float) -> Values:
    """The same of the Markov SIR model in a group of so many, one of them infectious at first."""
    found, chance = np.zeros(people), np.zeros(people + 1)
    chance[1] = 1.0  # by the number infectious, while nobody more was infected
    for left in range(people - 1, -1, -1):
        infects = r0 * left / people / (1.0 + r0 * left / people)
        after = np.zeros(people + 1)
        for cases in range(people, 0, -1):
            after[min(cases + 1, people)] += chance[cases] * infects
            chance[cases - 1] += chance[cases] * (1.0 - infects)
        found[people - 1 - left] = chance[0]
        chance = after
    return found


def chi_square(sizes: npt.NDArray[np.int64], wanted: Values) -> float:
    """The p-value of sizes under a distribution, neighbours thrown together to ten expected."""
    expected = wanted * len(sizes)
    seen = np.bincount(sizes, minlength=len(wanted))
    group = (np.cumsum(expected) - expected / 2) // 10
    bins = np.unique(group, return_inverse=True)[1]
    return float(stats.chisquare(np.bincount(bins, seen), np.bincount(bins, expected)).pvalue)


def is_distributed(sizes: npt.NDArray[np.int64], wanted: Values, rival: Values) -> None:
    assert wanted.sum() == pytest.approx(1.0)
    assert chi_square(sizes, wanted) > FOUR_ERRORS
    assert chi_square(sizes, rival) < FOUR_ERRORS


def test_the_tables_are_those_published() -> None:
    table = [
        0.348678, 0.150095, 0.100506, 0.081228, 0.072085, 0.066387, 0.060505, 0.051795, 0.038764,
        0.022442, 0.007515,
    ]  # fmt: skip
    assert reed_frost(10, 0.1) == pytest.approx(table, abs=5e-7)
    assert reed_frost(3, 0.5) == pytest.approx([0.125, 0.09375, 0.1875, 0.59375])
    for people, r0, mean, none in ((30, 1.5, 6.5331, 0.408163), (200, 2.5, 105.2369, 0.286738)):
        chances = markov_sir(people, r0)
        assert chances @ np.arange(people) == pytest.approx(mean, abs=5e-5)
        assert chances[0] == pytest.approx(none, abs=5e-7)


@pytest.mark.parametrize(("susceptible", "p"), [(10, 0.1), (3, 0.5)])
def test_reed_frost(susceptible: int, p: float) -> None:
    people = susceptible + 1
    r0 = -people * math.log1p(-p)
    sizes = further_cases("reed-frost", 2000, people, r0)
    rival = reed_frost(susceptible, -math.expm1(-1.2 * r0 / people))
    is_distributed(sizes, reed_frost(susceptible, p), rival)


@pytest.mark.parametrize(("people", "r0"), [(30, 1.5), (200, 2.5)])
def test_markov_sir(people: int, r0: float) -> None:
    sizes = further_cases("markov", 2000, people, r0)
    wanted = markov_sir(people, r0)
    is_distributed(sizes, wanted, markov_sir(people, 1.2 * r0))
    mean_is(sizes, wanted @ np.arange(people), half=0.15)


# --- many people ------------------------------------------------------------------------


def final_size(r0: float, seeded: float) -> float:
    """The share infected in the end, those seeded among them."""
    return float(optimize.brentq(lambda z: 1 - z - (1 - seeded) * math.exp(-r0 * z), 1e-9, 1.0))


@pytest.mark.parametrize(
    ("r0", "dispersion", "share"),
    [(1.5, None, 0.582812), (2.0, 0.45, 0.796812), (2.5, 0.45, 0.892645), (3.0, None, 0.940480)],
)
def test_final_size_of_a_major_outbreak(r0: float, dispersion: float | None, share: float) -> None:
    assert final_size(r0, 1e-12) == pytest.approx(share, abs=5e-7)
    found = runs("large-camp", 30, **{"r0": r0, "covid.contacts.dispersion": dispersion})
    sizes = [run["infections"] / 10_000 for run in found]
    mean_is(sizes, final_size(r0, 20 / 10_000), half=0.02)


# --- extinction -------------------------------------------------------------------------


def pgf(s: float) -> float:
    """Generating function of negative binomial offspring with mean 2.5 and k 0.45."""
    return float((1 + 2.5 / 0.45 * (1 - s)) ** -0.45)


def test_extinction_with_superspreading() -> None:
    cases = 2500
    found = runs("generations", cases)
    generations = [
        int(run.result.world.column("infections.exposed_at").max() / 7200.0 + 0.5) for run in found
    ]
    gone = 0.0
    for generation in range(1, 6):
        gone = pgf(gone)  # nobody in this generation
        share_is(np.sum(np.array(generations) < generation), cases, gone, half=0.15)
    assert optimize.brentq(lambda s: pgf(s) - s, 0.1, 0.9) == pytest.approx(0.583037, abs=5e-7)
    assert gone == pytest.approx(0.583037, abs=0.02)  # five generations are nearly all


# --- sections ---------------------------------------------------------------------------


def section_sizes(people: int, local: float, outside: float) -> Values:
    """Chances of 0, 1, ... infected in a section by Longini and Koopman's recursion.

    `local` is the chance to escape from one infected mate, `outside` that to escape from the camp.
    """
    chances = np.zeros((people + 1, people + 1))  # infected, of a section of so many
    chances[0, 0] = 1.0
    for size in range(1, people + 1):
        for infected in range(size):
            chances[infected, size] = (
                math.comb(size, infected) * chances[infected, infected]
                * outside ** (size - infected) * local ** (infected * (size - infected))
            )  # fmt: skip
        chances[size, size] = 1.0 - chances[:size, size].sum()
    return np.asarray(chances[:, people])


def camp_of_sections(size: int, local_r0: float, camp_r0: float) -> float:
    """The share infected in a camp of such groups, consistent with the chance to escape it."""

    def surplus(share: float) -> float:
        escape = math.exp(-camp_r0 * share)
        chances = section_sizes(size, math.exp(-local_r0 / (size - 1)), escape)
        return float(chances @ np.arange(size + 1)) / size - share

    return float(optimize.brentq(surplus, 0.05, 0.999))


@pytest.mark.parametrize(
    ("circle", "size", "r0", "share"), [("section", 10, 2.0, 0.6), ("platoon", 20, 1.6, 0.7)]
)
def test_final_size_in_a_camp_of_sections(circle: str, size: int, r0: float, share: float) -> None:
    changes = {"covid.contacts.where": {circle: share, "camp": 1 - share}, "r0": r0}
    found = [run["infections"] / 10_000 for run in runs("sections", 24, **changes)]
    wanted = camp_of_sections(size, share * r0, (1 - share) * r0)
    assert abs(wanted - final_size(r0, 1e-12)) > 0.02  # else it would not matter who meets whom
    mean_is(found, wanted, half=0.08)
