"""The sections of the report on the care chain and its assets: figures, and tables beside them."""

from __future__ import annotations

from markupsafe import Markup

from pksim.mission.chain import GOAL
from pksim.report import assets
from pksim.report import chain_tables as chain
from pksim.report.chain_cells import chains_of, happening
from pksim.report.figures.bars import COLOURS, Bar, stacked
from pksim.report.section import SIZES, Part, Section
from pksim.report.sheet import Sheet
from pksim.study import Comparison


def care_sections(comparison: Comparison) -> list[Section]:
    """What is told of the care chain; nothing where the mission does not count it.

    Places are told apart only where casualties were wounded near several of them.
    """
    if comparison.baseline.chain is None:
        return []
    found = [_minutes(comparison), _broke(comparison)]
    return [*found, _used(comparison)] if comparison.baseline.assets is not None else found


def _minutes(comparison: Comparison) -> Section:
    base = comparison.baseline.policy
    places = Part(
        _with_lead(chain.minutes_by_place(comparison), chain.PLACES.format(base=base)),
        _figure(
            chain.bars_of_places(comparison),
            f"Mean minutes from wounding to surgery by step, for each place under {base}",
        ),
    )
    policies = Part(
        chain.minutes_by_policy(comparison),
        _figure(
            chain.bars_of_policies(comparison),
            "Mean minutes from wounding to surgery by step, for each policy",
        ),
    )
    more = [Part(sheet) for sheet in chain.places_by_policy(comparison)]
    by_place = [places, *more] if len(places.sheet.rows) > 1 else []
    return Section(
        "Where the minutes go",
        chain.MINUTES,
        (policies, *by_place),
        _legend(comparison),
        "Minutes are means over those who reached surgery: a policy that brings more of the worst"
        " cases there alive may lengthen them.",
    )


def _broke(comparison: Comparison) -> Section:
    sheet = chain.broke_by_policy(comparison)
    places = chain.broke_by_place(comparison)
    by_place = [Part(places)] if len(places.rows) > 1 else []
    return Section(sheet.title, sheet.lead, (Part(sheet), *by_place), fine=sheet.fine)


def _used(comparison: Comparison) -> Section:
    levels = chain.shown(comparison)
    sheet = assets.by_kind(comparison, levels)
    each = tuple(
        Part(assets.one_by_one(one), folded=f"Each asset under {one.policy}") for one in levels
    )
    return Section(sheet.title, sheet.lead, (Part(sheet), *each), fine=sheet.fine)


def _with_lead(sheet: Sheet, lead: str) -> Sheet:
    return Sheet(sheet.title, lead, sheet.columns, sheet.rows, sheet.fine, sheet.names)


def _figure(bars: list[Bar], title: str) -> dict[str, Markup] | None:
    """The figure in both sizes; None where nobody reached surgery. `bars` escapes its words."""
    if not bars:
        return None
    return {
        name: Markup(stacked(bars, width=width, goal=GOAL, title=title))  # noqa: S704
        for name, width in SIZES.items()
    }


def _legend(comparison: Comparison) -> tuple[tuple[Markup, str], ...]:
    """The steps that happen, in the order of the pieces of a bar."""
    steps = happening(chains_of(comparison.levels))
    return tuple((_sign(step.name), f"{step.title}: {step.meaning}") for step in steps)


def _sign(step: str) -> Markup:
    return Markup(  # noqa: S704
        '<svg width="16" height="16" aria-hidden="true"><rect width="16" height="16" rx="2"'
        f' fill="{COLOURS[step]}"/></svg>'
    )
