"""What a measure says, in words: its cost, its claims, who gets it, how it may be answered."""

from __future__ import annotations

import json
from typing import Any

from pksim.report import numbers
from pksim.scenario import Scenario
from pksim.scenario.costs import Cost, Estimate, Once, PerUnit, Yearly
from pksim.scenario.measures import Effect, Measure
from pksim.scenario.pricing import price, units_of

GRADES = {
    "A": "trials, or several studies that agree",
    "B": "one good comparison",
    "C": "indirect evidence, or the mechanism",
    "D": "assumption",
}
KINDS = {
    "threat": "Against attacks, devices and those who plan them",
    "care": "For the wounded",
    "health": "Against illness",
    "other": "Others",
}
_UNITS = {
    "person": ("person", "people"),
    "newcomer": ("newcomer", "newcomers"),
    "patrol-vehicle": ("patrol vehicle", "patrol vehicles"),
    "camp": ("camp", "camps"),
    "helicopter": ("helicopter", "helicopters"),
    "hospital": ("hospital", "hospitals"),
}
"""What costs are counted by: one, and several."""


def change(patch: Any) -> str:
    """A patch in words: ``times 1.5``, ``plus 10 min``, ``becomes 0.4``."""
    if isinstance(patch, dict) and len(patch) == 1:
        word, value = next(iter(patch.items()))
        if word in {"times", "plus"}:
            return f"{word} {value}"
    return f"becomes {json.dumps(patch, ensure_ascii=False) if isinstance(patch, dict) else patch}"


# ---------------------------------------------------------------------- cost


def money(amount: Estimate) -> str:
    """``4.0 M USD (2.0 M to 10 M)``; without a range where there is none."""
    best = f"{numbers.money(amount.best)} USD"
    if amount.low == amount.high:
        return best
    return f"{best} ({numbers.money(amount.low)} to {numbers.money(amount.high)})"


def cost(measure: Measure) -> str:
    """The cost as it is written: what is paid once, a year and by unit."""
    written = measure.ranged_cost
    parts = _parts(written.one_off, written.per_year, written)
    if written.per_unit is not None:
        each = " and ".join(_parts(written.per_unit.one_off, written.per_unit.per_year, written))
        parts.append(f"{each} for {_each(written.per_unit)}")
    return "; ".join(parts)


def _parts(once: Once | None, yearly: Yearly | None, written: Cost) -> list[str]:
    lasts = f" over {_years(written.lasts)}" if written.lasts else " once"
    found = [] if once is None else [money(once.estimate) + lasts]
    return found if yearly is None else [*found, f"{money(yearly.estimate)} a year"]


def _years(minutes: float) -> str:
    years = minutes / (365.25 * 1440.0)
    return f"{years:g} years" if years >= 1.0 else numbers.period(minutes)


def _each(per_unit: PerUnit) -> str:
    one, many = _UNITS[per_unit.what]
    if per_unit.count is not None:
        return f"each of {per_unit.count:g} {many}"
    return f"each {one}" + ("" if per_unit.share == 1 else f", {100 * per_unit.share:g} % of them")


def cost_here(measure: Measure, scenario: Scenario) -> str:
    """The cost in a scenario over its horizon, and for how many units."""
    whole = money(price(measure, scenario, scenario.horizon))
    text = f"{whole} in {numbers.period(scenario.horizon)}"
    if measure.cost.per_unit is None:
        return text
    units = units_of(measure, scenario)
    one, many = _UNITS[measure.cost.per_unit.what]
    return f"{text}, for {units:,.0f} {one if units == 1 else many}"


# ---------------------------------------------------------------------- claims


def claims(measure: Measure) -> str:
    """Every effect claimed, with its range; outcomes by their names."""
    return "; ".join(_claim(effect) for effect in measure.effect)


def _claim(effect: Effect) -> str:
    low, high = effect.ends
    note = f" ({effect.note})" if effect.note else ""
    how = f"× {low:g} to {high:g}" if effect.times else f"{low:+g} to {high:+g}"
    return f"{effect.what} {how}{note}"


def moves(measure: Measure) -> str:
    """The outcomes that it must move, and which way."""
    return ", ".join(f"{name} {way}" for name, way in measure.moves.items())


def recipients(measure: Measure) -> str:
    """Who gets it, and the units that it is limited to."""
    limited = f"units {', '.join(measure.units)} only" if measure.units else ""
    return "; ".join(filter(None, [measure.who, limited])) or "everybody"


def displacement(measure: Measure) -> str:
    """The share of its effect that the adversary makes good elsewhere; nothing if it cannot."""
    if measure.displacement is None:
        return ""
    best, ends = measure.displacement.best, measure.displacement.range
    return f"{best:g}" + (f" ({ends[0]:g} to {ends[1]:g})" if ends else "")
