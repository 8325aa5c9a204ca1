"""A choice among many for machines."""

from __future__ import annotations

from typing import Any

from pksim.report.choosing import selection_answer
from pksim.report.machine.numbers import difference
from pksim.report.machine.studies import comparison_document
from pksim.report.portfolio_page import guarantee, optimum_answer
from pksim.study.choosing.optimum import Optimum
from pksim.study.choosing.race import Race
from pksim.study.choosing.select import Selection


def selection_document(found: Selection) -> dict[str, Any]:
    """What `pksim compare --select --json` prints."""
    fresh = found.confirmation
    return {
        "format": 1,
        "command": "select",
        "title": found.scenario.title,
        "scenario_hash": found.scenario.content_hash,
        "complete": not found.interrupted,
        "answer": selection_answer(found),
        "baseline": found.baseline,
        "best": found.best,
        "leaders": list(found.leaders),
        "left_but_not_confirmed": list(found.unconfirmed),
        "guarantee": found.guarantee,
        "elimination": race_document(found.race),
        "confirmation": None if fresh is None else comparison_document(fresh),
    }


def race_document(race: Race) -> dict[str, Any]:
    """The elimination: replications are counted for one policy, runs for all together."""
    return {
        "policies": list(race.names),
        "survivors": list(race.survivors),
        "dropped_after": race.eliminated_at,
        "set_aside_for_patrol_work": race.less_work,
        "runner_up": race.runner_up,
        "indifference_deaths": race.indifference,
        "alpha": race.alpha,
        "replications": race.replications,
        "runs": race.runs,
        "runs_with_equal_allocation": race.equal_runs,
        "decided": race.decided,
    }


def optimum_document(found: Optimum) -> dict[str, Any]:
    """What `pksim optimise --json` prints."""
    fresh = found.confirmation
    return {
        "format": 1,
        "command": "optimise",
        "title": found.scenario.title,
        "scenario_hash": found.scenario.content_hash,
        "complete": not found.interrupted,
        "answer": optimum_answer(found),
        "baseline": found.baseline,
        "budget_usd": found.budget,
        "best": found.best,
        "leaders": list(found.leaders),
        "left_but_not_confirmed": list(found.unconfirmed),
        "in_all_leaders": list(found.common),
        "next_best": found.next_best,
        "next_best_difference": None if found.for_more is None else difference(found.for_more),
        "guarantee": guarantee(found),
        **choice_document(found),
        "confirmation": None if fresh is None else comparison_document(fresh),
    }


def choice_document(found: Optimum) -> dict[str, Any]:
    """How the portfolios were chosen that were run again."""
    return {
        "offered": list(found.offered),
        "every_portfolio_tried": found.enumerated,
        "runs_of_search": found.searched,
        "refused_by_search_for_patrol_work": found.refused,
        "cannot_be_together": [list(pair) for pair in found.apart],
        "less_work_accepted": found.accept_less_work,
        "portfolios": {
            name: {"measures": list(one.measures), "cost_usd": one.cost}
            for name, one in found.portfolios.items()
        },
        "elimination": race_document(found.race),
        "beyond_budget": None if found.beyond is None else race_document(found.beyond),
    }
