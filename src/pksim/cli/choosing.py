"""Choosing among many: `pksim compare --select`."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pksim.cli.screen import emit, watched

if TYPE_CHECKING:
    from pksim.study import Comparison
    from pksim.study.race import Race


def refuse_beside_select(given: Mapping[str, bool]) -> None:
    """Refuse options that a selection cannot follow; ``given`` says which were used.

    Raises:
        InputError: naming the option, and what would be right.
    """
    from pksim.errors import InputError

    used = [option for option, there in given.items() if there]
    if used:
        raise InputError(
            f"{used[0]} cannot be used with --select; compare the few policies that are left with"
            " `pksim compare --policies`"
        )


def compare_and_select(
    scenario: Path,
    policies: Sequence[str] | None,
    indifference: str | None,
    *,
    replications: int | None,
    out: Path | None,
    handling: str,
    as_json: bool,
    command: Sequence[str],
    **how: Any,
) -> None:
    """Drop policies that cannot be best, confirm the leaders, and show who is left.

    Raises:
        InputError: no indifference is given, or the scenario or a policy is wrong.
        Interrupted: after what was found so far has been shown.
    """
    from pksim.errors import InputError
    from pksim.report.choosing import selection_page
    from pksim.report.machine_choosing import race_document, selection_document
    from pksim.scenario import load
    from pksim.study.mission_like import shipped_mission
    from pksim.study.select import CAP, select

    if indifference is None:
        raise InputError(
            "--select needs --indifference: the least difference in deaths that matters, such as"
            " 0.2 (deaths in the period) or 5% (of those under the baseline)"
        )
    read = load(scenario)
    with watched() as seen:
        found = select(
            read,
            policies,
            indifference=indifference,
            cap=CAP if replications is None else replications,
            progress=seen.progress,
            mission=functools.partial(shipped_mission, on_compile=seen.on_compile),
            **how,
        )
    keep(found.confirmation, out, command, "selection", race_document(found.race))
    emit(selection_document(found) if as_json else selection_page(found, handling))
    end(found.race, interrupted=found.interrupted)


def keep(
    confirmation: Comparison | None,
    out: Path | None,
    command: Sequence[str],
    kind: str,
    chosen: Mapping[str, Any],
) -> None:
    """Keep the fresh replications, and in the manifest how those were chosen that had them."""
    if out is not None and confirmation is not None:
        from pksim.study import store

        store(confirmation, out, command, {"kind": kind, "elimination": dict(chosen)})


def end(race: Race, *, interrupted: bool) -> None:
    """An interrupted study has shown what it has; its exit status says that it is not all."""
    if interrupted:
        from pksim.errors import Interrupted

        raise Interrupted(
            f"interrupted: {race.runs:,} runs of the elimination finished; the leaders were not,"
            " or not all, run again"
        )
