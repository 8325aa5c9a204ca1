"""For machines: the three widths, and the comparison in cases of displacement and outlooks."""

from __future__ import annotations

from typing import Any

from pksim.report.cases_tables import robust, robustness, survives
from pksim.report.machine.numbers import difference, estimate, number
from pksim.statistics import Bands
from pksim.study import Comparison
from pksim.study.cases import Case, Cases


def bands_document(bands: Bands | None) -> dict[str, Any] | None:
    """Simulation error (95 %), nine in ten draws of what is not known, nine in ten single runs."""
    if bands is None:
        return None
    split = bands.variance
    return {
        "simulation_95": [number(bands.simulation.low), number(bands.simulation.high)],
        "parameters_90": [number(end) for end in bands.parameters],
        "one_tour_90": [number(end) for end in bands.one_tour],
        "share_of_variance_not_known": {
            "mean": number(split.share),
            "low": number(split.share_low),
            "high": number(split.share_high),
        },
        "more_runs_cannot_narrow": bands.runs_cannot_narrow,
        "draws": split.draws,
        "runs_per_draw": split.runs,
    }


def displacement_document(comparison: Comparison) -> dict[str, Any] | None:
    """Differences by displacement, and whether a gain stands at one half."""
    if comparison.displacement is None:
        return None
    stands = {
        one.name: survives(comparison, one)
        for one in comparison.policies
        if one.name in comparison.displacement.policies
    }
    return {**_cases(comparison.displacement), "stands_at_half": stands}


def outlooks_document(comparison: Comparison) -> dict[str, Any] | None:
    """Deaths and differences by outlook, and the choice by each metric of robustness."""
    if comparison.outlooks is None:
        return None
    choice, names = robust(comparison)
    satisficing = choice.by_satisficing
    return {
        **_cases(comparison.outlooks),
        "weights": {name: one.weight for name, one in comparison.scenario.outlooks.items()},
        "by_expected": names[choice.by_expected],
        "by_minimax_regret": names[choice.by_regret],
        "by_satisficing": None if satisficing is None else names[satisficing],
        "metric_changes_the_choice": choice.choices_differ,
        "said": robustness(comparison),
    }


def _cases(cases: Cases) -> dict[str, Any]:
    return {
        "replications": cases.replications,
        "cases": {case.name: _case(case) for case in cases.cases},
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "baseline": {"expected_deaths": estimate(case.baseline.deaths)},
        "policies": {
            one.name: {
                "expected_deaths": estimate(one.levels.deaths),
                "difference": difference(one.deaths),
                "others_hurt": None if one.others is None else difference(one.others),
            }
            for one in case.policies
        },
    }
