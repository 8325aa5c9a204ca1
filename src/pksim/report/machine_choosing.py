"""A choice among many for machines."""

from __future__ import annotations

from typing import Any

from pksim.report.choosing import selection_answer
from pksim.report.machine import comparison_document
from pksim.study.race import Race
from pksim.study.select import Selection


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
