"""The same results for machines: plain dictionaries whose keys are documented and stay.

Every number that is not finite becomes ``null``. Units are those of the outcome tables; ``deaths``
without a prefix is sampled, ``expected_deaths`` is the score that differences are taken on.
"""

from __future__ import annotations

from typing import Any

from pksim.report import answer
from pksim.report.machine.cases import (
    bands_document,
    displacement_document,
    outlooks_document,
)
from pksim.report.machine.numbers import difference, estimate, number
from pksim.report.machine.worth import information_document, tails_document, worth_document
from pksim.report.widths import which_interval
from pksim.study import Against, Comparison, Levels, Run, Sweep
from pksim.study.assets import FIGURES as USE
from pksim.study.assets import Assets
from pksim.study.chain import Chain
from pksim.study.pandemic import FIGURES, pandemic_of, patrols_lost
from pksim.study.pandemic import difference as pandemic_difference
from pksim.study.store import versions


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """What `pksim compare --json` prints."""
    return {
        **_head("compare", comparison),
        "answer": answer.answer(comparison),
        "others": answer.others(comparison) or None,
        "cautions": answer.cautions(comparison),
        "less_exposed": answer.less_exposed(comparison) or None,
        "baseline": comparison.baseline.policy,
        "displacement": displacement_document(comparison),
        "outlooks": outlooks_document(comparison),
        "tails": tails_document(comparison),
        "worth": worth_document(comparison),
        "information": information_document(comparison),
        "policies": [
            _levels(comparison.baseline),
            *({**_levels(one.levels), **_against(one)} for one in comparison.policies),
        ],
    }


def run_document(run: Run) -> dict[str, Any]:
    """What `pksim run --json` prints."""
    return {**_head("run", run), **_levels(run.levels)}


def sweep_document(sweep: Sweep) -> dict[str, Any]:
    """What `pksim sweep --json` prints."""
    paths = [axis.path for axis in sweep.axes]
    return {
        **_head("sweep", sweep),
        "policy": sweep.policy,
        "paths": paths,
        "points": [
            {
                "at": dict(zip(paths, point.labels, strict=True)),
                **_levels(point.levels),
                **(_against(point.against) if point.against else {}),
            }
            for point in sweep.points
        ],
    }


def _head(command: str, study: Run | Comparison | Sweep) -> dict[str, Any]:
    return {
        "format": 1,
        "command": command,
        "title": study.scenario.title,
        "scenario_hash": study.scenario.content_hash,
        "seed": study.seed,
        "clock": study.clock,
        "replications": study.replications,
        "complete": not study.interrupted,
        "horizon_days": study.scenario.horizon / 1440.0,
        "strength": study.scenario.strength,
        "confidence": 0.95,
        "interval": which_interval(study),
        "versions": versions(),
    }


def _levels(levels: Levels) -> dict[str, Any]:
    return {
        "policy": levels.policy,
        "measures": list(levels.measures),
        "weakest_evidence": levels.grade,
        "person_years": levels.person_years,
        "cost_usd": number(levels.cost),
        "outcomes": {name: estimate(found) for name, found in levels.estimates.items()},
        "shares": {name: estimate(found) for name, found in levels.shares.items()},
        "single_runs_90": {
            name: [number(low), number(high)] for name, (low, high) in levels.one_tour.items()
        },
        "deaths_per_1000_patrol_hours": estimate(levels.deaths_per_1000_patrol_hours),
        "chain": None if levels.chain is None else _chain_document(levels.chain),
        "assets": None if levels.assets is None else _assets_document(levels.assets),
        "pandemic": _pandemic_document(levels),
        "bands": bands_document(levels.bands(levels.sample.score("deaths"))),
    }


def _pandemic_document(levels: Levels) -> dict[str, Any] | None:
    """Figures of the pandemic, and the share of infections from each source."""
    pandemic = pandemic_of(levels)
    if pandemic is None:
        return None
    return {
        **{name: estimate(found) for name, found in pandemic.figures.items()},
        "sources": {name: estimate(found) for name, found in pandemic.sources.items()},
    }


def _chain_document(chain: Chain) -> dict[str, Any]:
    """The care chain of all places together, and of each."""
    places = {name: _chain_at(chain, place) for place, name in enumerate(chain.places)}
    return {**_chain_at(chain, None), "places": places}


def _chain_at(chain: Chain, place: int | None) -> dict[str, Any]:
    return {
        "counted": number(chain.mean("counted", place)),
        "reached": number(chain.mean("reached", place)),
        "minutes_to_surgery": estimate(chain.minutes(chain.steps, place)),
        "not_in_time": estimate(chain.late(chain.steps, place)),
        "steps": {
            step.name: {
                "minutes": estimate(chain.minutes([step], place)),
                "broke_the_goal": estimate(chain.late([step], place)),
            }
            for step in chain.steps
        },
    }


def _assets_document(assets: Assets) -> dict[str, Any]:
    return {
        asset.title: {
            "kind": asset.kind,
            "busy": estimate(asset.busy),
            **{figure.name: number(asset.mean(figure.name).mean) for figure in USE},
        }
        for asset in assets
    }


def _pandemic_differences(one: Against) -> dict[str, Any] | None:
    """Each figure of the pandemic, policy minus baseline, and patrols lost the other way round."""
    if pandemic_of(one.levels) is None or pandemic_of(one.baseline) is None:
        return None
    return {
        **{figure.name: difference(pandemic_difference(one, figure)) for figure in FIGURES},
        "patrols_lost": difference(patrols_lost(one)),
    }


def _against(one: Against) -> dict[str, Any]:
    price = one.cost_per_death_averted
    return {
        "verdict": one.deaths.verdict.value,
        "like_for_like": one.like_for_like,
        "harms_others": one.harms_others,
        "differences": {name: difference(one.difference(name)) for name in one.levels.sample.names},
        "patrol_work": estimate(one.patrol_work),
        "minutes_to_surgery_difference": estimate(one.to_surgery),
        "not_in_time_difference": estimate(one.late),
        "pandemic_differences": _pandemic_differences(one),
        "bands_of_difference": bands_document(one.bands),
        "extra_cost_usd": number(one.extra_cost),
        "usd_per_death_averted": None if price is None else [number(part) for part in price],
    }
