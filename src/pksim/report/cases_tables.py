"""Whether an answer stands: if the adversary makes good what a measure removes, and otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from pksim.report import numbers
from pksim.report.cells import gap
from pksim.report.sheet import Cell, Column, Row, Sheet
from pksim.statistics import RobustChoice, Verdict, robust_choice
from pksim.study import Against, Comparison
from pksim.study.cases import DISPLACEMENTS, Case, displaced

HALF = displaced(0.5)
STANDS, FALLS = "stands", "not certain"

DISPLACEMENT_LEAD = (
    "What a measure removes may come back elsewhere. Differences to {base} with none, half and all"
    " of it displaced, over {runs:,} replications; a gain stands if it is certain at one half."
)
OUTLOOK_LEAD = (
    "Deaths expected in {span} if the threat turns out otherwise, over {runs:,} replications."
    " Regret is what a policy loses to the best one of an outlook; the target is what {base} has as"
    " the scenario stands, {target} deaths."
)


def displacement_sheets(comparison: Comparison) -> Iterator[Sheet]:
    """The table of displacement, where the adversary answers some policy."""
    cases = comparison.displacement
    if cases is None:
        return
    lead = DISPLACEMENT_LEAD.format(base=comparison.baseline.policy, runs=cases.replications)
    counted = comparison.baseline.sample
    heads = [f"deaths,\n{_words(share)} displaced" for share in DISPLACEMENTS]
    harm = [f"others hurt,\n{_words(share)}" for share in DISPLACEMENTS]
    columns = [
        *(Column(head) for head in heads),
        Column("at half", words=True),
        *(Column(head, spare=True) for head in harm if "others_hurt" in counted),
    ]
    order = [one.name for one in comparison.ranked if one.name in cases.policies]
    rows = tuple(_displaced_row(cases.cases, policy) for policy in order)
    yield Sheet("If what a measure removes is displaced", lead, tuple(columns), rows)


def _words(share: float) -> str:
    return {0.0: "none", 0.5: "half", 1.0: "all"}[share]


def _displaced_row(cases: tuple[Case, ...], policy: str) -> Row:
    at = [case[policy] for case in cases]
    half = next(case for case in cases if case.name == HALF)[policy]
    lower = half.deaths.verdict is Verdict.LOWER
    verdict = Cell(STANDS, "fewer") if lower else Cell(FALLS, "open")
    others = [one.others for one in at]
    harm = tuple(Cell(gap(other)) for other in others if other is not None)
    return Row(policy, (*(Cell(gap(one.deaths)) for one in at), verdict, *harm), False)


def survives(comparison: Comparison, one: Against) -> bool | None:
    """Whether fewer deaths are certain with half of the effect displaced; None if not asked.

    Where the scenario itself has half displaced, the comparison has more replications to say so.
    """
    cases = comparison.displacement
    if cases is None or one.name not in cases.policies:
        return None
    if comparison.scenario.adversary.displacement == 0.5:
        return one.deaths.verdict is Verdict.LOWER
    return cases[HALF][one.name].deaths.verdict is Verdict.LOWER


# --- outlooks ---------------------------------------------------------------------------


def outlook_sheets(comparison: Comparison) -> Iterator[Sheet]:
    """The table of outlooks, where they were asked for."""
    cases = comparison.outlooks
    if cases is None:
        return
    choice, names = robust(comparison)
    lead = OUTLOOK_LEAD.format(
        span=numbers.period(comparison.scenario.horizon),
        runs=cases.replications,
        base=comparison.baseline.policy,
        target=numbers.plain(_target(comparison), 1),
    )
    titles = {name: one.title for name, one in comparison.scenario.outlooks.items()}
    columns = [
        *(Column(f"{case.name}") for case in cases.cases),
        Column("weighted\nmean"),
        Column("largest\nregret"),
        Column("target met,\nby weight"),
    ]
    rows = tuple(_outlook_row(comparison, choice, names, policy) for policy in names)
    what = "; ".join(f"{name}: {title}" for name, title in titles.items())
    fine = f"{robustness(comparison)} Outlooks: {what}. Policies with less patrol work: left out."
    yield Sheet("If the threat turns out otherwise", lead, tuple(columns), rows, fine)


def _target(comparison: Comparison) -> float:
    return comparison.baseline.deaths.mean


def robust(comparison: Comparison) -> tuple[RobustChoice, list[str]]:
    """The choice under outlooks by each metric, and the policies it is among."""
    cases = comparison.outlooks
    assert cases is not None
    names = [comparison.baseline.policy, *(o.name for o in comparison.ranked if o.like_for_like)]
    means = [[_level(case, policy) for case in cases.cases] for policy in names]
    weights = [comparison.scenario.outlooks[case.name].weight for case in cases.cases]
    return robust_choice(means, weights, _target(comparison)), names


def _level(case: Case, policy: str) -> float:
    levels = case.baseline if policy == case.baseline.policy else case[policy].levels
    return levels.deaths.mean


def _outlook_row(
    comparison: Comparison, choice: RobustChoice, names: list[str], policy: str
) -> Row:
    cases = comparison.outlooks
    assert cases is not None
    assert choice.satisfied is not None
    number = names.index(policy)
    levels = [Cell(numbers.plain(_level(case, policy), 1)) for case in cases.cases]
    found = [
        Cell(numbers.plain(float(choice.expected[number]), 2)),
        Cell(numbers.plain(float(choice.worst_regret[number]), 2)),
        Cell(f"{100.0 * float(choice.satisfied[number]):.0f} %"),
    ]
    return Row(policy, (*levels, *found), is_baseline=number == 0)


def robustness(comparison: Comparison) -> str:
    """Which policy each metric of robustness chooses, and whether the metric changes the choice."""
    if comparison.outlooks is None:
        return ""
    choice, names = robust(comparison)
    expected, regret = names[choice.by_expected], names[choice.by_regret]
    if not choice.choices_differ:
        return f"Whatever the metric of robustness, {expected} is chosen (estimates, not certain)."
    satisficing = names[choice.by_satisficing or 0]
    return (
        f"The metric changes the choice: by expected deaths {expected}, by minimax regret {regret},"
        f" by the target met most often {satisficing} (estimates, not certain)."
    )
