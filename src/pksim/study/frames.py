"""A study as Polars frames: outcomes, the care chain by place, and the use of assets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from pksim.study.assets import FIGURES, kind_and_name
from pksim.study.cases import Cases
from pksim.study.compare import Comparison
from pksim.study.draws import Draws
from pksim.study.levels import Levels
from pksim.study.single import Run
from pksim.study.sweep import Sweep

if TYPE_CHECKING:
    import polars

    from pksim.study.assets import Assets
    from pksim.study.chain import Chain

BUSY = "busy"
"""The column that is no figure of its own: units in use over units there, null without any."""


def levels_in(study: Run | Comparison | Sweep) -> tuple[Levels, ...]:
    """Every policy (or point) of a study, in its order."""
    if isinstance(study, Run):
        return (study.levels,)
    if isinstance(study, Comparison):
        return study.levels
    return tuple(point.levels for point in study.points)


def outcomes_frame(study: Run | Comparison | Sweep) -> Any:
    """A Polars frame: one row per policy and replication, one column per outcome."""
    import polars

    return polars.concat(_outcomes(one) for one in levels_in(study))


def chain_frame(study: Run | Comparison | Sweep) -> Any:
    """A Polars frame: one row per policy, replication and place; None where there is no chain."""
    import polars

    found = [(one, one.chain) for one in levels_in(study) if one.chain is not None]
    return polars.concat(_chain(one, chain) for one, chain in found) if found else None


def assets_frame(study: Run | Comparison | Sweep) -> Any:
    """A Polars frame: one row per policy, replication and asset; None where none are counted."""
    import polars

    found = [(one, one.assets) for one in levels_in(study) if one.assets is not None]
    return polars.concat(_assets(one, assets) for one, assets in found) if found else None


def draws_in(study: Run | Comparison | Sweep) -> Draws | None:
    """How unknown numbers of a study were drawn; None where none were."""
    return None if isinstance(study, Sweep) else study.draws


def draws_frame(study: Run | Comparison | Sweep) -> Any:
    """A Polars frame: one row per draw, the quantile of each unknown; None without draws."""
    import polars

    draws = draws_in(study)
    if draws is None:
        return None
    met = np.unique(levels_in(study)[0].numbers // draws.each)
    columns = dict(zip(draws.names, draws.table(met.tolist()).T, strict=True))
    return polars.DataFrame({"draw": met, **columns})


def cases_frame(study: Run | Comparison | Sweep) -> Any:
    """A Polars frame like that of outcomes, for each case compared; None where none was.

    ``question`` is what the cases differ in, displacement or outlook, and ``case`` names one.
    """
    import polars

    found = [
        _outcomes(one).select(
            polars.lit(question).alias("question"), polars.lit(case.name).alias("case"), "*"
        )
        for question, cases in cases_in(study).items()
        for case in cases.cases
        for one in (case.baseline, *(policy.levels for policy in case.policies))
    ]
    return polars.concat(found) if found else None


def cases_in(study: Run | Comparison | Sweep) -> dict[str, Cases]:
    """The cases that a study was compared in, by what they differ in."""
    if not isinstance(study, Comparison):
        return {}
    asked = {"displacement": study.displacement, "outlook": study.outlooks}
    return {question: cases for question, cases in asked.items() if cases is not None}


def _outcomes(one: Levels) -> polars.DataFrame:
    import polars

    columns: Mapping[str, Any] = {
        "policy": [one.policy] * one.replications,
        "replication": one.numbers,
        **{name: one.sample.runs(name) for name in one.sample.names},
    }
    return polars.DataFrame(columns)


def _chain(one: Levels, chain: Chain) -> polars.DataFrame:
    values = {c.name: chain.values[:, :, i].ravel() for i, c in enumerate(chain.columns)}
    return _rows(one, {"place": chain.places}, values)


def _assets(one: Levels, assets: Assets) -> polars.DataFrame:
    import polars

    kinds = tuple(kind_and_name(title, one.scenario)[0] for title in assets.titles)
    values = {f.name: assets.values[:, :, i].ravel() for i, f in enumerate(FIGURES)}
    there = values["capacity"] > 0.0
    busy = np.divide(values["in_use"], values["capacity"], where=there, out=np.zeros(len(there)))
    named = {"asset": assets.titles, "kind": kinds}
    frame = _rows(one, named, {**values, BUSY: busy})
    return frame.with_columns(
        polars.when(polars.col("capacity") > 0.0).then(polars.col(BUSY)).alias(BUSY)
    )


def _rows(
    one: Levels,
    named: Mapping[str, tuple[str, ...]],
    values: Mapping[str, Any],
) -> polars.DataFrame:
    """Every replication has a row for each name; numbers are given in that order."""
    import polars

    each = len(next(iter(named.values())))
    order = np.tile(np.arange(each), one.replications)
    return polars.DataFrame(
        {
            "policy": polars.Series([one.policy]).new_from_index(0, len(order)),
            "replication": np.repeat(one.numbers, each),
            **{name: polars.Series(list(words))[order] for name, words in named.items()},
            **values,
        }
    )


def meanings(study: Run | Comparison | Sweep) -> dict[str, Any]:
    """What the columns of the chain and of the assets are, for the manifest."""
    found: dict[str, Any] = {}
    first = levels_in(study)[0]
    if first.chain is not None:
        found["chain"] = {
            "place": _meaning("", "the place nearest to where casualties were wounded"),
            **{c.name: _meaning(c.unit, c.meaning) for c in first.chain.columns},
        }
    if first.assets is not None:
        found["assets"] = {
            "asset": _meaning("", "a helicopter, kind of team, or part of a hospital, by name"),
            "kind": _meaning("", "what it is; teams by their role"),
            **{figure.name: _meaning(figure.unit, figure.meaning) for figure in FIGURES},
            BUSY: _meaning("share", "in_use over capacity; null where there is no unit"),
        }
    draws = draws_in(study)
    if draws is not None:
        words = "quantile (0 to 1) of what is not known of this number"
        found["drawn"] = {
            "draw": _meaning("", f"replication k met draw k // {draws.each}"),
            **{name: _meaning("share", words) for name in draws.names},
        }
    if cases_in(study):
        found["cases"] = {
            "question": _meaning(
                "", "what cases differ in: displacement, or outlook on the threat"
            ),
            "case": _meaning("", "share displaced (see adversary.displacement), or an outlook"),
        }
    return found


def _meaning(unit: str, meaning: str) -> dict[str, str]:
    return {"unit": unit, "meaning": meaning}
