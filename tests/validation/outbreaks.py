"""Outbreaks that took place, beside those that the model gives for the same community.

One outbreak is one draw from a wide law, so each figure is held to the middle nine tenths of the
simulated outbreaks, sampling of the cases included where it is a share of them. One number was
fitted to outbreaks, r0 in closed communities, to one figure: how many were found on the Roosevelt.
Two were calibrated for their own scenarios: who comes infected among recruits, and the gate of the
UN missions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from pksim.mission import Mission, MissionRun
from pksim.mission import events as ev
from pksim.scenario import load
from tests.validation.sample import SCENARIOS, Numbers

FOLDER = SCENARIOS / "outbreaks"
SEED, REPLICATIONS = 1, 400
DAY = 1440.0
Cases = tuple["Outbreak", ...]
Figure = Callable[["Outbreak"], float]
Changes = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Outbreak:
    """What is kept of one replication; times are days of the run, one for each case.

    Attributes:
        infections: How many were infected.
        onset: When symptoms began; infinite for those who had none.
        well: When they were over.
        found: When the test was taken that found it; infinite if none did.
        severe: How many were severe.
        critical: How many were critical.
        deaths: How many died, expected given who was infected.
    """

    infections: float
    onset: Numbers
    well: Numbers
    found: Numbers
    severe: float
    critical: float
    deaths: float


def kept(run: MissionRun) -> Outbreak:
    """The cases of a recorded run."""
    world, journal = run.result.world, run.journal
    cases = int(world.column("infections.used")[0])

    def days(name: str) -> Numbers:
        return np.array(world.column(f"infections.{name}")[:cases], float) / DAY

    results = journal[journal["kind"] == ev.CONFIRMED]
    found = np.full(cases, np.inf)
    found[results["subject"].astype(int)] = results["time"] / DAY - 1.0  # a day until the result
    return Outbreak(
        infections=float(cases), onset=days("onset_at"), well=days("well_at"), found=found,
        severe=run["covid_severe"], critical=run["covid_critical"],
        deaths=run["expected_deaths_covid"],
    )  # fmt: skip


_RUN: dict[tuple[str, str], Cases] = {}


def outbreaks(name: str, changes: Changes = ()) -> Cases:
    """Replications of a scenario, run once."""
    key = name, repr(changes)
    if key not in _RUN:
        mission = Mission(load(FOLDER / f"{name}.yaml").patched(dict(changes)))
        _RUN[key] = tuple(kept(mission.run(SEED, i, record=True)) for i in range(REPLICATIONS))
    return _RUN[key]


# --- figures ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        name: What it is.
        seen: What happened, as it is told.
        value: The same as a number.
        source: Where it was read.
        how: fitted, calibrated, set or predicted.
        came: The figure in each simulated outbreak.
        unit: 100 for a share that is shown in percent.
        digits: To show.
    """

    name: str
    seen: str
    value: float
    source: str
    how: str
    came: Callable[[], Numbers]
    unit: float = 100.0
    digits: int = 1

    def span(self) -> tuple[float, float, float]:
        """Fifth percentile, median and ninety-fifth of the simulated outbreaks."""
        low, middle, high = np.percentile(self.came(), [5, 50, 95])
        return float(low), float(middle), float(high)

    @property
    def verdict(self) -> str:
        """Whether what happened lies among nine of ten simulated outbreaks."""
        if self.how == "what if":
            return "–"
        low, _, high = self.span()
        return "in" if low <= self.value <= high else "out"

    def line(self) -> str:
        """The line of the table."""
        low, middle, high = (f"{self.unit * x:.{self.digits}f}" for x in self.span())
        cells = (self.name, self.seen, self.source, self.how, middle, f"{low}–{high}", self.verdict)
        return f"| {' | '.join(cells)} |"


def each(found: Cases, figure: Figure) -> Numbers:
    """A figure of each outbreak."""
    return np.array([figure(o) for o in found])


def of_cases(found: Cases, count: Figure, cases: int) -> Numbers:
    """How many of so many cases would be counted: the pooled share, and binomial luck."""
    share = sum(count(o) for o in found) / sum(o.infections for o in found)
    luck = (np.arange(2000) + 0.5) / 2000
    return np.asarray(stats.binom.ppf(luck, cases, share), float)


def was_found(o: Outbreak) -> float:
    """How many were found by a test."""
    return float(np.isfinite(o.found).sum())


def share_of_found(o: Outbreak, which: Any) -> float:
    """The share of those found of whom something holds."""
    return float(np.mean(which[np.isfinite(o.found)]))


# --- ships ------------------------------------------------------------------------------

ROOSEVELT, DE_GAULLE = "ship-roosevelt", "ship-degaulle"
CREW = {ROOSEVELT: 4779, DE_GAULLE: 1767}
TOOK_OFF = 0.01  # what infects fewer of a crew than this died out and would not have been told of
FIVE_WEEKS = 54.0  # 28 April, five weeks after the first were known
KASPER = "Kasper and others, 2020"
DE_LAVAL = "de Laval and others, 2022"


def aboard(ship: str, changes: Changes = ()) -> Cases:
    """The outbreaks on a ship that took off."""
    return tuple(o for o in outbreaks(ship, changes) if o.infections > TOOK_OFF * CREW[ship])


def on(ship: str, figure: Figure, changes: Changes = ()) -> Callable[[], Numbers]:
    """A figure of each outbreak on a ship."""
    return lambda: each(aboard(ship, changes), figure)


def found_on_the_roosevelt(o: Outbreak) -> float:
    """The share of the crew found infected."""
    return was_found(o) / CREW[ROOSEVELT]


def in_port(cases: int) -> Changes:
    """So many were infected in port."""
    return (("covid.seeds", [{"at": "home", "cases": cases, "day": 2}]),)


def cases_on(ship: str, count: Figure, cases: int) -> Callable[[], Numbers]:
    """How many of so many cases on a ship come so far."""
    return lambda: of_cases(aboard(ship), count, cases)


def free_when_tested(o: Outbreak) -> float:
    """Of those found: no symptoms on the day of the test, not yet, not any more, or never."""
    return share_of_found(o, (o.found < o.onset) | (o.found >= o.well))


SHIPS: dict[str, tuple[Row, ...]] = {
    "U.S.S. Theodore Roosevelt, March to May 2020": (
        Row(
            "found infected, % of 4,779", "26.6", 0.266, KASPER, "fitted",
            on(ROOSEVELT, found_on_the_roosevelt),
        ),
        Row(
            "the same, had one been infected in port", "26.6", 0.266, KASPER, "what if",
            on(ROOSEVELT, found_on_the_roosevelt, in_port(1)),
        ),
        Row(
            "… ten", "26.6", 0.266, KASPER, "what if",
            on(ROOSEVELT, found_on_the_roosevelt, in_port(10)),
        ),
        Row(
            "… three, and measures from 28 March", "26.6", 0.266, KASPER, "what if",
            on(
                ROOSEVELT, found_on_the_roosevelt,
                (("covid.measures_from", "2020-03-28"),),
            ),
        ),
        Row(
            "of those found, % within five weeks of the first", "79 or more", 0.79,
            f"{KASPER}: more than 1,000 of 1,271", "predicted",
            on(ROOSEVELT, lambda o: share_of_found(o, o.found < FIVE_WEEKS)),
        ),
        Row(
            "of those found, % without symptoms when tested", "76.9", 0.769, KASPER, "predicted",
            on(ROOSEVELT, free_when_tested),
        ),
        Row(
            "of those found, % with symptoms at any time", "55.0", 0.55, KASPER, "predicted",
            on(ROOSEVELT, lambda o: share_of_found(o, np.isfinite(o.onset))),
        ),
        Row(
            "severe (in hospital), of 1,331", "23", 23, KASPER, "predicted",
            cases_on(ROOSEVELT, lambda o: o.severe, 1331), 1.0, 0,
        ),
        Row(
            "critical (intensive care), of 1,331", "4", 4, KASPER, "predicted",
            cases_on(ROOSEVELT, lambda o: o.critical, 1331), 1.0, 0,
        ),
        Row(
            "dead, of 1,331", "1", 1, KASPER, "predicted",
            cases_on(ROOSEVELT, lambda o: o.deaths, 1331), 1.0, 0,
        ),
    ),
    "Charles de Gaulle, March to April 2020": (
        Row(
            "infected, % of 1,767", "65 (62–68)", 0.65, DE_LAVAL, "predicted",
            on(DE_GAULLE, lambda o: o.infections / CREW[DE_GAULLE]),
        ),
        Row(
            "without symptoms at any time, of 1,148", "149", 149, f"{DE_LAVAL}: 13.0 %",
            "predicted", cases_on(DE_GAULLE, lambda o: float(np.isinf(o.onset).sum()), 1148), 1.0, 0,
        ),
        Row(
            "severe (oxygen), of 1,148", "30", 30, f"{DE_LAVAL}: 2.6 %", "predicted",
            cases_on(DE_GAULLE, lambda o: o.severe, 1148), 1.0, 0,
        ),
    ),
}  # fmt: skip

# --- recruits ---------------------------------------------------------------------------

RECRUITS, ARRIVED = 1848, 7.0  # day of the run
LETIZIA = "Letizia and others, 2020"
HALF: Changes = (
    ("covid.quarantine.complies", 0.5),
    ("covid.arrivals.infected", {"2020-06-01": 0.03}),
)
"""Half keep to quarantine; fewer are infected at home, so that as many are found on arrival."""


def found_between(first: float, last: float, changes: Changes = ()) -> Callable[[], Numbers]:
    """The share of recruits found by tests between two days after arrival."""

    def share(o: Outbreak) -> float:
        day = o.found - ARRIVED
        return float(np.sum((day > first) & (day < last))) / RECRUITS

    return lambda: each(outbreaks("recruits-quarantine", changes), share)


QUARANTINED: dict[str, tuple[Row, ...]] = {
    "Recruits in supervised quarantine, 2020": (
        Row(
            "found on arrival, % of 1,848", "0.9", 16 / RECRUITS, f"{LETIZIA}: 16", "calibrated",
            found_between(0, 3),
        ),
        Row(
            "found in the two weeks after, %", "1.9", 35 / RECRUITS, f"{LETIZIA}: 35", "predicted",
            found_between(3, 16),
        ),
        Row(
            "the same if half keep to quarantine, not 0.8: on arrival", "0.9", 16 / RECRUITS,
            f"{LETIZIA}: 16", "calibrated", found_between(0, 3, HALF),
        ),
        Row(
            "… in the two weeks after, %", "1.9", 35 / RECRUITS, f"{LETIZIA}: 35", "what if",
            found_between(3, 16, HALF),
        ),
    ),
}  # fmt: skip

# --- UN peacekeeping --------------------------------------------------------------------

UN, TENTHS = "un-mission-2020", 10.0
MAY_29 = 58.0  # day of the run


def un(figure: Figure) -> Callable[[], Numbers]:
    """A figure of all missions: ten tenths by themselves, each drawn from the replications."""

    def everywhere() -> Numbers:
        tenths = each(outbreaks(UN), figure)
        groups = np.random.default_rng(SEED).choice(tenths, (2000, int(TENTHS)))
        return np.asarray(groups.sum(axis=1))

    return everywhere


def un_deaths() -> Numbers:
    """Deaths in all missions, with Poisson luck."""
    expected = un(lambda o: o.deaths)()
    return np.random.default_rng(SEED).poisson(expected).astype(float)


MISSIONS: dict[str, tuple[Row, ...]] = {
    "UN peacekeeping, April to 9 September 2020": (
        Row(
            "cases known", "1,049", 1049, "UN, 9 September 2020 (press)", "calibrated",
            un(was_found), 1.0, 0,
        ),
        Row(
            "of them known by 29 May", "137", 137, "UN, 29 May 2020 (press)", "predicted",
            un(lambda o: float(np.sum(o.found < MAY_29))), 1.0, 0,
        ),
        Row(
            "deaths, of any personnel", "18", 18, "UN, 9 September 2020 (press)", "predicted",
            un_deaths, 1.0, 0,
        ),
        Row(
            "deaths of uniformed people from illness beyond the usual", "19 (6–34)", 19,
            "UN register: 48 in 2020, 29.2 a year before; exact 95 % of 48", "predicted",
            un_deaths, 1.0, 0,
        ),
    ),
}  # fmt: skip
