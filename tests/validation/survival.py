"""The series of casualties from Afghanistan, lived through by the mission itself.

Each file in ``series/`` is a scenario in which people of a camp are hurt one by one, in the mix of
severity that the fit gives (`tests.validation.survival_fit`), and are looked after as in that war.
Figures are percentages of a series, by its own definition of who is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pksim.mission import Mission
from pksim.mission.terms import DEAD, ON_DUTY
from pksim.scenario import Scenario, load
from tests.validation import survival_fit as fit
from tests.validation.estimators import grouped

SERIES = Path(__file__).parent / "series"
REPLICATIONS = 100
"""Of 2,000 casualties each who do not go back to duty: errors stay under a sixth of tolerances."""

Rows = npt.NDArray[np.void]
Estimate = tuple[float, float]
"""A value and its standard error, in percent or points."""


def variant(name: str) -> Scenario:
    """One of the series; `slow` and `fast` have the call of the other American one."""
    whose, _, times = name.partition(", ")
    scenario = load(SERIES / f"{whose}.yaml")
    if not times:
        return scenario
    other = load(SERIES / f"{fit.BEFORE if times == 'slow' else fit.AFTER}.yaml")
    return scenario.patched(
        {
            "evacuation.call": other.evacuation.call.written(),
            "care.enhanced_care.delay": other.care.enhanced_care.delay.written(),
        }
    )


def run(scenario: Scenario) -> tuple[Rows, ...]:
    """Casualties of every replication under seed 1: the same people meet the same luck."""
    mission = Mission(scenario)
    return tuple(mission.run(1, replication).casualties for replication in range(REPLICATIONS))


@cache
def casualties(name: str) -> tuple[Rows, ...]:
    """Casualties of every replication of a series, or of a variant."""
    return run(variant(name))


@cache
def without_damage() -> tuple[Rows, ...]:
    """The earlier American series, if what is borne before surgery did not count after it.

    The hazard after surgery is then the same for all, at the mean of what it was.
    """
    care = variant(fit.BEFORE).care.post_operative
    base = care.base + care.per_hazard * fit.borne_at_surgery(fit.BEFORE, fit.FITTED)
    flat = {"base": round(base, 4), "per_hazard": 0.0}
    return run(variant(fit.BEFORE).patched({"care.post_operative": flat}))


# --- figures of casualties --------------------------------------------------------------


def killed(rows: Rows) -> npt.NDArray[np.bool_]:
    """Killed in action: dead before a facility with surgery."""
    return np.asarray((rows["outcome"] == DEAD) & np.isnan(rows["hospital_after"]))


def percent(of: npt.NDArray[np.bool_], whom: npt.NDArray[np.bool_]) -> float:
    """Percent of some whom something is true of."""
    return float(100 * np.sum(of & whom) / np.sum(whom))


def figure(name: str) -> Callable[[Rows], float]:
    """KIA, DOW, CFR, `dead` or `by <minutes>`, as `tests.validation.survival_fit` defines them."""

    def value(rows: Rows) -> float:
        counted = rows["outcome"] != ON_DUTY
        lost, early = rows["outcome"] == DEAD, killed(rows)
        match name:
            case "KIA":
                return percent(early, counted)
            case "DOW":
                return percent(lost, counted & ~early)
            case "CFR":
                return percent(lost, np.ones(len(rows), bool))
            case "dead":
                return percent(lost, counted)
        return percent(rows["end_after"] <= float(name.removeprefix("by ")), early)

    return value


def estimate(name: str, value: Callable[[Rows], float]) -> Estimate:
    """A figure of a series over all replications."""
    return over(casualties(name), value)


def over(samples: tuple[Rows, ...], value: Callable[[Rows], float]) -> Estimate:
    """A figure over replications."""
    return grouped(lambda k: value(np.concatenate([samples[i] for i in k])), len(samples))


def difference(name: str, other: str, value: Callable[[Rows], float]) -> Estimate:
    """One series minus another, replication by replication: common luck goes out."""
    one, two = casualties(name), casualties(other)
    return grouped(
        lambda k: (
            value(np.concatenate([one[i] for i in k])) - value(np.concatenate([two[i] for i in k]))
        ),
        len(one),
    )


def halves(samples: tuple[Rows, ...]) -> Estimate:
    """DOW of those who took longer than the median to hospital, minus DOW of the others."""
    rows = np.concatenate(samples)
    middle = float(np.nanmedian(rows["hospital_after"]))
    of = figure("DOW")

    def gap(part: Rows) -> float:
        there = part[~np.isnan(part["hospital_after"])]
        slow = there["hospital_after"] > middle
        return of(there[slow]) - of(there[~slow])

    return over(samples, gap)


# --- rows -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of the table: what is wanted and why, and what the two ways of reckoning give.

    Attributes:
        name: What it is, in percent or percentage points.
        low: Lower end of what is tolerated.
        high: Upper end.
        wanted: The figure, as it is shown.
        how: What it did for the law: fitted, predicted, or follows from others.
        quadrature: By the fit's own arithmetic; nan where it was not reckoned.
        simulated: By the mission.
    """

    name: str
    low: float
    high: float
    wanted: str
    how: str
    quadrature: float
    simulated: Callable[[], Estimate]


TITLES = {
    fit.UK: "UK, Afghanistan 2004–14",
    fit.BEFORE: "US, before June 2009",
    fit.AFTER: "US, from June 2009",
}
WORDS = {
    "KIA": "killed in action",
    "DOW": "died of wounds",
    "CFR": "case fatality",
    "by 0": "of those killed in action, dead at once",
    "by 10": "… within 10 minutes",
    "by 60": "… within 60 minutes",
    "by 120": "… within 120 minutes",
}
WITH_RETURNED = {fit.BEFORE: ", 29.7 % returned to duty", fit.AFTER: ", 44.8 % returned to duty"}


def rows_of_targets() -> list[Row]:
    """The figures of the series themselves."""
    got = {name: fit.expected(s, fit.FITTED) for name, s in fit.series_of(fit.FITTED).items()}
    rows = []
    for how, wanted in (("fitted", fit.FITTED_TO), ("follows", fit.ALSO)):
        for w in wanted:
            note = WITH_RETURNED.get(w.series, "") if w.figure == "CFR" else ""
            rows.append(
                Row(
                    f"{TITLES[w.series]}: {WORDS[w.figure]}{note}",
                    w.value - w.tolerance,
                    w.value + w.tolerance,
                    f"{w.value:.1f} ± {w.tolerance:.1f}",
                    how,
                    got[w.series][w.figure],
                    lambda w=w: estimate(w.series, figure(w.figure)),  # type: ignore[misc]
                )
            )
    order = list(TITLES)
    return sorted(rows, key=lambda row: [row.name.startswith(TITLES[s]) for s in order].index(True))


def rows_of_contrasts() -> list[Row]:
    """What only times change, and whether DOW stays level."""
    got = {name: fit.expected(s, fit.FITTED) for name, s in fit.series_of(fit.FITTED).items()}
    dead = {name: fit.dead(figures) for name, figures in got.items()}
    of_all, wounds = figure("dead"), figure("DOW")
    return [
        Row(
            "the later US care and mix at the earlier times: points more dead",
            2.0, 3.7, "2.0–3.7", "fitted", dead[fit.SLOW] - dead[fit.AFTER],
            lambda: difference(fit.SLOW, fit.AFTER, of_all),
        ),
        Row(
            "the earlier US care and mix at the later times: points fewer dead",
            2.0, 6.1, "less than the 6.1 seen", "predicted", dead[fit.BEFORE] - dead[fit.FAST],
            lambda: difference(fit.BEFORE, fit.FAST, of_all),
        ),
        Row(
            "died of wounds, earlier US series minus later: points",
            -0.5, 0.5, "−0.2 ± 0.5", "follows", got[fit.BEFORE]["DOW"] - got[fit.AFTER]["DOW"],
            lambda: difference(fit.BEFORE, fit.AFTER, wounds),
        ),
        Row(
            "died of wounds, later US series at the earlier times minus its own: points",
            -0.5, 0.5, "0 ± 0.5", "predicted", got[fit.SLOW]["DOW"] - got[fit.AFTER]["DOW"],
            lambda: difference(fit.SLOW, fit.AFTER, wounds),
        ),
        Row(
            "died of wounds, slower half of the earlier US series minus the quicker: points",
            -0.8, 0.8, "0 ± 0.8", "predicted", float("nan"),
            lambda: halves(casualties(fit.BEFORE)),
        ),
    ]  # fmt: skip


def verdict(row: Row) -> str:
    """`in` what is tolerated, `out` of it, or `?` where noise leaves it open."""
    value, error = row.simulated()
    if row.low <= value <= row.high:
        return "in"
    return "?" if min(abs(value - row.low), abs(value - row.high)) < 2 * error else "out"


HEAD = f"""
## Survival: British and American casualties in Afghanistan

{REPLICATIONS} × 2,000 casualties of each series who do not go back to duty, lived through by the mission
(`tests/validation/series`) under the shipped law of survival; beside it the same figures by quadrature, which
is how the law was fitted (`tests/validation/survival_fit.py`). All in percent or percentage points.

- **Killed in action** is death before the first facility with surgery, of those who do not go back to duty within
  72 hours; **died of wounds** is death after it, of those of them who reach it; **case fatality** is all deaths,
  in the US series over all casualties with those who go back to duty, in the UK series over its own 2,413.
- **Fitted**, with ten figures and the first contrast below as targets: the time to death of a T1 casualty without
  care, the share of T1 (one for all series), the shares killed outright (UK, US), what bleeding control does away
  from limbs, and what enhanced care does (with a prior on its range). **Held** from an earlier fit: blood, hazard
  after surgery, quality of UK hospitals (0.6), late deaths. **Assumed**: shares of limbs, what a tourniquet does
  to one, coverage and times of care in each series. Loss {fit.loss(fit.FITTED):.1f} (squares of misses over their
  tolerances).
- *Follows* means arithmetic on fitted figures; *predicted*, nothing was moved for it.

| figure | wanted | how | quadrature | simulated | verdict |
|---|---|---|---|---|---|
"""


def line(row: Row) -> str:
    """One line of the table."""
    value, error = row.simulated()
    by_hand = "–" if np.isnan(row.quadrature) else f"{row.quadrature:.2f}"
    cells = (
        row.name, row.wanted, row.how, by_hand, f"{value:.2f} ± {error:.2f}", verdict(row),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def tail() -> str:
    """What the table does not hold."""
    with_, error = halves(casualties(fit.BEFORE))
    without, other = halves(without_damage())
    return f"""
Died of wounds stays level by mechanism: whoever comes late and lives has borne more, and hospital costs more
lives of those. Slower half minus quicker half of the earlier US series: {with_:+.2f} ± {error:.2f} points; if the
damage borne before surgery did not count after it, {without:+.2f} ± {other:.2f}. The set is not unique: what a
tourniquet does and what bleeding control does elsewhere trade off, and so do shares killed outright and T1.
"""


def survival_table() -> str:
    """The part of the page about survival."""
    rows = [*rows_of_targets(), *rows_of_contrasts()]
    return HEAD + "\n".join(line(row) for row in rows) + "\n" + tail()
