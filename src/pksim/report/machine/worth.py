"""For machines: tails, money and mandate, and what is worth finding out."""

from __future__ import annotations

from typing import Any

from pksim.report import information_tables, money_tables
from pksim.report.machine.numbers import difference, estimate, number
from pksim.statistics import (
    Exceedance,
    InformationValue,
    PairedDifference,
    TailDifference,
    TailMean,
)
from pksim.study import Comparison
from pksim.study.against import OTHERS
from pksim.study.information import Unknown, information
from pksim.study.tails import PolicyTails, tails
from pksim.study.worth import WORK, Option, worth


def tails_document(comparison: Comparison) -> dict[str, Any]:
    """Chances and tail means of sampled deaths by policy; no estimate where too few reach there."""
    found = tails(comparison)
    return {
        "deaths": "sampled",
        "runs_per_draw": found.each,
        "policies": {one.policy: _tails(one) for one in found.policies},
    }


def _tails(one: PolicyTails) -> dict[str, Any]:
    return {
        "at_least": [_chance(chance) for chance in one.curve],
        "dead_in_one_incident": [_chance(chance) for chance in one.incidents],
        "worst": [{"level": mean.level, **_tail(mean)} for mean in one.worst],
        "worst_differences": [{"level": gap.level, **_tail(gap)} for gap in one.differences],
    }


def _chance(chance: Exceedance) -> dict[str, Any]:
    return {
        "deaths": chance.threshold,
        "probability": number(chance.probability) if chance.enough else None,
        "low": number(chance.low),
        "high": number(chance.high),
        "runs": chance.count,
        "draws": chance.independent,
    }


def _tail(found: TailMean | TailDifference) -> dict[str, Any]:
    known = found.enough
    ends = {name: number(getattr(found, name)) if known else None for name in ("low", "high")}
    return {"mean": number(found.mean) if known else None, **ends, "beyond": found.exceedances}


def worth_document(comparison: Comparison) -> dict[str, Any]:
    """Policies by cost and deaths averted, cheapest first, those that stand aside at the end."""
    found = worth(comparison)
    return {
        "said": money_tables.said(comparison, found),
        "frontier": [one.policy for one in found.frontier],
        "policies": [_option(one) for one in found.options],
    }


def _option(one: Option) -> dict[str, Any]:
    return {
        "policy": one.policy,
        "extra_cost_usd": {
            name: number(getattr(one.cost, name)) for name in ("best", "low", "high")
        },
        "deaths_averted": estimate(one.averted),
        "standing": one.standing.name.lower(),
        "same_within_cost_ranges": one.firm,
        "usd_per_further_death_averted": None if one.icer is None else number(one.icer),
        "beside": one.icer_against,
        **{f"{name}_difference": _gap(one.beside(name)) for name in (*WORK, OTHERS)},
    }


def _gap(found: PairedDifference | None) -> dict[str, Any] | None:
    return None if found is None else difference(found)


def information_document(comparison: Comparison) -> dict[str, Any] | None:
    """What each unknown is worth knowing; None where none is drawn and no price was named."""
    if comparison.draws is None and comparison.worth is None:
        return None
    found = information(comparison)
    return {
        "said": information_tables.said(comparison, found),
        "unit": found.unit,
        "usd_for_a_death_averted": found.worth,
        "policies": list(found.policies),
        "best": found.best,
        "leader": found.leader,
        "draws": found.draws,
        "together": None if found.together is None else _value(found.together),
        "probability_best": dict(found.chances) or None,
        "unknowns": {one.name: _unknown(one) for one in found.unknowns},
    }


def _unknown(one: Unknown) -> dict[str, Any]:
    return {
        "value": _value(one.value),
        "changes_the_choice": one.changes_the_choice,
        "share_of_deaths": estimate(one.of_deaths),
        "share_of_the_leaders_difference": estimate(one.of_difference),
    }


def _value(found: InformationValue) -> dict[str, Any]:
    return {name: number(getattr(found, name)) for name in ("value", "low", "high")}
