"""Measures: named, costed and sourced sets of changes, what they claim and how well it is known.

Here is what one measure says by itself; whether its paths exist only a scenario can tell
(`pksim.scenario.policies`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from pksim.scenario.costs import Cost, CostOf
from pksim.scenario.parts import Name, Part, Text, wrong
from pksim.scenario.problems import Problem, nearest
from pksim.scenario.quantities import (
    Number,
    QuantityError,
    Share,
    YearlyCost,
    dimension_of,
    parse,
    shown,
)

Kind = Literal["threat", "care", "health", "other"]
"""What a measure acts on: attacks and accidents, care of casualties, illness, or something else."""

Words = Annotated[Text, Field(min_length=1)]
Path = Annotated[str, Field(min_length=1, max_length=200)]


class Evidence(Part):
    """How well the effect of a measure is known.

    A: trials or several agreeing studies; B: one good comparison; C: indirect or mechanism;
    D: assumption.
    """

    grade: Literal["A", "B", "C", "D"]
    source: Words
    range: Words


class Effect(Part):
    """What the source, or the catalogue, claims of one outcome, as a range.

    `what` is the name of an outcome where there is one. `times` and `plus` are [low, high]; what is
    added has the unit of the outcome.
    """

    what: Words
    times: Annotated[tuple[Number, Number] | None, Field(strict=False)] = None
    plus: Annotated[tuple[Number, Number] | None, Field(strict=False)] = None
    note: Text = ""

    @model_validator(mode="after")
    def _one_range_in_order(self) -> Self:
        if (self.times is None) == (self.plus is None):
            raise wrong("say either `times` or `plus`, as [low, high]")
        low, high = self.ends
        if low > high:
            raise wrong(f"[{low:g}, {high:g}] is not in order; write [low, high]")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The lower and the upper end of the range."""
        return self.times or self.plus or (0.0, 0.0)


class Displacement(Part):
    """The share of the effect that the adversary makes good elsewhere: best guess and range."""

    best: Share
    range: Annotated[tuple[Share, Share] | None, Field(strict=False)] = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.range and not self.range[0] <= self.best <= self.range[1]:
            raise wrong("best lies outside its range, which is [low, high]")
        return self


class Displaced(Part):
    """What stands at a path is multiplied by this where all of the effect is displaced."""

    times: Annotated[Number, Field(ge=0)]


class Measure(Part):
    """A named, costed, sourced set of changes to a scenario; `changes` maps paths to patches.

    `ranges` holds, for a path of `changes`, the number of its patch at its [weakest, strongest]
    effect. `displaced` are further changes where the adversary answers: at a displacement of d a
    value is multiplied by 1 + (times - 1) d. `units` limits all changes to what belongs to these
    units; none: to nobody. A path in `optional` may match nothing.
    """

    title: Words
    kind: Kind = "other"
    mechanism: Text = ""
    who: Text = ""
    cost: CostOf
    cost_range: Annotated[tuple[YearlyCost, YearlyCost] | None, Field(strict=False)] = None
    evidence: Evidence
    effect: Annotated[tuple[Effect, ...], Field(strict=False)] = ()
    moves: dict[Words, Literal["up", "down"]] = Field(default_factory=dict)
    side_effect: Words
    changes: dict[Path, Any] = Field(min_length=1)
    ranges: dict[Path, Annotated[tuple[Any, Any], Field(strict=False)]] = Field(
        default_factory=dict
    )
    displacement: Displacement | None = None
    displaced: dict[Path, Displaced] = Field(default_factory=dict)
    optional: Annotated[tuple[Path, ...], Field(strict=False)] = ()
    units: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    notes: Text = ""

    @model_validator(mode="after")
    def _cost_in_its_range(self) -> Self:
        if self.cost_range is None:
            return self
        yearly = self.cost.per_year
        if self.cost.one_off or self.cost.per_unit or yearly is None or yearly.range:
            raise wrong(
                "cost_range belongs to a cost of so much a year; write `range` beside each amount"
            )
        if not self.cost_range[0] <= yearly.best <= self.cost_range[1]:
            raise wrong("cost lies outside cost_range, which is [low, high]")
        return self

    @property
    def ranged_cost(self) -> Cost:
        """The cost, with `cost_range` in its place."""
        if self.cost_range is None or self.cost.per_year is None:
            return self.cost
        ranged = self.cost.per_year.model_copy(update={"range": self.cost_range})
        return self.cost.model_copy(update={"per_year": ranged})


# ---------------------------------------------------------------------- what contradicts itself


def measure_contradictions(measure: Measure) -> Iterator[Problem]:
    """What is wrong within a measure, each with its location in it."""
    yield from _ranges(measure)
    for number, path in enumerate(measure.optional):
        if path not in {*measure.changes, *measure.displaced}:
            hint = nearest(path, [*measure.changes, *measure.displaced])
            yield Problem(("optional", number), f"{path!r} is not among `changes`{hint}")
    if measure.displaced and measure.displacement is None:
        message = "say how much is displaced, in `displacement`"
        yield Problem(("displaced",), message)


def _ranges(measure: Measure) -> Iterator[Problem]:
    for path, ends in measure.ranges.items():
        where = ("ranges", path)
        if path not in measure.changes:
            message = f"{path!r} is not among `changes`{nearest(path, measure.changes)}"
            yield Problem(where, message)
            continue
        try:
            weakest, best, strongest = _alike(measure.changes[path], ends)
        except QuantityError as error:
            yield Problem(where, str(error))
            continue
        if not min(weakest, strongest) <= best <= max(weakest, strongest):
            said = f"[{shown(ends[0])}, {shown(ends[1])}]"
            message = f"the best guess lies outside {said}, which is [weakest, strongest]"
            yield Problem(where, message)


def _alike(patch: Any, ends: tuple[Any, Any]) -> tuple[float, float, float]:
    """Weakest, best and strongest, all as numbers of one dimension."""
    best = patch
    if isinstance(patch, Mapping) and len(patch) == 1 and {"times", "plus"} & patch.keys():
        best = next(iter(patch.values()))
    wanted = dimension_of(best) or "a share"
    try:
        middle = parse(best, wanted)
    except QuantityError:
        message = f"{shown(patch)} is no single number; write {{times: x}}, or a path to a number"
        raise QuantityError(message) from None
    return parse(ends[0], wanted), middle, parse(ends[1], wanted)
