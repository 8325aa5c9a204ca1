"""The answer in one sentence, with its interval, and the honest line when there is none.

Absolute numbers before relative ones, the time and the people they stand for named, the word
"significant" never used, and a policy that saves lives by staying in camp described as just that.
"""

from __future__ import annotations

from pksim.report import numbers
from pksim.report.cases_tables import survives
from pksim.report.widths import cannot_narrow
from pksim.statistics import Verdict, bonferroni_critical, paired_difference
from pksim.study import Against, Comparison
from pksim.study.against import OTHERS as OTHERS_HURT

NOT_A_FORECAST = (
    "Comparative, not a forecast: read the differences between policies under the same assumptions,"
    " not the number of deaths to expect."
)


def answer(comparison: Comparison) -> str:
    """What the comparison found, in one sentence."""
    candidates = [one for one in comparison.ranked if one.like_for_like]
    better = [one for one in candidates if one.deaths.verdict is Verdict.LOWER]
    if not better:
        return _none_better(comparison, candidates)
    together = leaders(better)
    if len(together) > 1:
        return _several_lead(comparison, together)
    return _one_leads(comparison, better[0], alone=len(candidates) == 1)


def leaders(better: list[Against]) -> list[Against]:
    """The first of ``better`` (lowest first) and those that cannot be told from it.

    Every pair is compared at Bonferroni's level, since the first was picked for being first.
    """
    first = better[0]
    score = first.levels.sample.score("deaths")
    pairs = len(better) * (len(better) - 1) // 2
    critical = bonferroni_critical(pairs, first.levels.sample.independent - 1)
    reference = first.levels.sample[score]
    return [first] + [
        one
        for one in better[1:]
        if not paired_difference(one.levels.sample[score], reference, critical=critical).decided
    ]


def _one_leads(comparison: Comparison, best: Against, *, alone: bool) -> str:
    most = "" if alone else "the most: "
    work = ""
    if best.patrol_work is not None:
        work = f", while doing {numbers.percent(best.patrol_work)} of its patrol work"
    return (
        f"{best.name} averts {most}about {_averted(best)} of the {_deaths(comparison)} expected"
        f" under {comparison.baseline.policy} in {_exposure(comparison)}{work}"
        f"{_at_whose_cost(best)}{_if_displaced(comparison, [best])}{_assumption(best)}."
    )


def _several_lead(comparison: Comparison, together: list[Against]) -> str:
    first = together[0]
    names = [one.name for one in together]
    return (
        f"{listed(names)} avert deaths, and which of them averts the most is undecided:"
        f" {first.name} about {_averted(first)} of the {_deaths(comparison)} expected under"
        f" {comparison.baseline.policy} in {_exposure(comparison)}{_at_whose_cost(*together)}"
        f"{_if_displaced(comparison, together)}{_assumption(*together)}."
    )


def _if_displaced(comparison: Comparison, policies: list[Against]) -> str:
    """Whether gains on the adversary stand when half of them is displaced."""
    asked = {one.name: survives(comparison, one) for one in policies}
    falls = [name for name, stands in asked.items() if stands is False]
    if falls:
        which = "" if len(policies) == 1 else f" under {listed(falls)}"
        return f"; with half of the effect displaced this is not certain{which}"
    if any(asked.values()):
        return "; this stands with half of the effect displaced"
    return ""


def _none_better(comparison: Comparison, candidates: list[Against]) -> str:
    undecided = [one for one in candidates if one.deaths.verdict is Verdict.UNDECIDED]
    few = [one for one in candidates if one.deaths.verdict is Verdict.TOO_FEW]
    runs = f"after {comparison.replications:,} replications"
    if undecided:
        nearest = min(undecided, key=lambda one: one.deaths.more_replications or 10**15)
        return (
            f"Undecided {runs}: no policy that keeps the patrols going has clearly fewer deaths"
            f" than {comparison.baseline.policy}; nearest to a decision is {nearest.name}"
            f" ({settling(nearest)})."
        )
    if few:
        return f"Undecided {runs}: too few deaths differ between policies to estimate any effect."
    return (
        f"No policy that keeps the patrols going has fewer deaths than"
        f" {comparison.baseline.policy} in {_exposure(comparison)}."
    )


def _averted(one: Against) -> str:
    """``1.2 deaths (95 % interval 0.9 to 1.5)``."""
    gap = one.deaths
    places = numbers.gap_decimals(gap.low, gap.high)
    ends = numbers.between(-gap.high, -gap.low, places)
    return f"{numbers.plain(-gap.mean, places)} deaths (95 % interval {ends})"


OTHERS = "civilians, host forces and contractors"


def _at_whose_cost(*policies: Against) -> str:
    """What a policy named best does to those who are not the mission's uniformed, if for certain.

    Deaths averted in the mission are not quoted without it.
    """
    harmful = [one for one in policies if one.harms_others]
    if not harmful:
        return ""
    if len(policies) == 1:
        return f", but with {_others_hurt(harmful[0])}"
    hurt = "; ".join(f"{_others_hurt(one)} under {one.name}" for one in harmful)
    return f", but with {hurt}"


def _others_hurt(one: Against) -> str:
    """``about 3.1 more civilians, host forces and contractors hurt or killed (...)``."""
    gap = one.others
    assert gap is not None
    places = numbers.gap_decimals(gap.low, gap.high)
    ends = numbers.between(gap.low, gap.high, places)
    mean = numbers.plain(gap.mean, places)
    return f"about {mean} more {OTHERS} hurt or killed (95 % interval {ends})"


def others(comparison: Comparison) -> str:
    """The second line: harm to whoever is not the mission's uniformed; empty if not counted."""
    if OTHERS_HURT not in comparison.baseline.sample:
        return ""
    hurt = comparison.baseline.estimates[OTHERS_HURT]
    found = {Verdict.HIGHER: "more", Verdict.LOWER: "fewer"}
    parts = []
    for verdict_on_harm, word in found.items():
        names = [
            one.name
            for one in comparison.ranked
            if one.others is not None and one.others.verdict is verdict_on_harm
        ]
        parts.append(f"{word} under {listed(names) if names else 'no policy'}")
    return (
        f"{OTHERS[0].upper()}{OTHERS[1:]} hurt or killed: {numbers.bare(hurt)} in"
        f" {numbers.period(comparison.scenario.horizon)} under {comparison.baseline.policy};"
        f" clearly {', '.join(parts)}."
    )


def others_verdict(one: Against) -> str:
    """The verdict on harm to others in a few words."""
    if one.others is None:
        return ""
    words = {Verdict.LOWER: "less harm", Verdict.HIGHER: "more harm"}
    return words.get(one.others.verdict, str(one.others.verdict.value))


def _deaths(comparison: Comparison) -> str:
    deaths = comparison.baseline.deaths
    return numbers.plain(deaths.mean, numbers.decimals(deaths.half_width))


def _exposure(comparison: Comparison) -> str:
    scenario = comparison.scenario
    return f"{numbers.period(scenario.horizon)} among {scenario.strength:,.0f} people"


def _assumption(*policies: Against) -> str:
    grades = {one.levels.grade for one in policies}
    if "D" not in grades:
        return ""
    return ", on the assumption that measures without evidence (grade D) work as written"


def listed(names: list[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def settling(one: Against) -> str:
    """What would settle an undecided difference."""
    more = one.deaths.more_replications
    if more is None:
        return "no number of replications in reach would settle it"
    return (
        f"about {numbers.about(more)} more replications would settle it, two times in three,"
        " if the difference is as seen"
    )


def verdict(one: Against) -> str:
    """The verdict on deaths in a few words."""
    found = one.deaths.verdict
    if found is Verdict.LOWER:
        return "fewer deaths" if one.like_for_like else "fewer deaths, less patrol work"
    if found is Verdict.HIGHER:
        return "more deaths"
    return str(found.value)


def cautions(comparison: Comparison) -> list[str]:
    """What a reader must know before quoting the table, most important first."""
    found = []
    if comparison.interrupted:
        found.append(
            f"Interrupted: {comparison.replications:,} of {comparison.wanted:,} replications were"
            " finished under every policy; the figures rest on those."
        )
    found += [_work_not_done(one) for one in comparison.ranked if not one.like_for_like]
    found += [
        f"{one.name} has more deaths than {comparison.baseline.policy}: about"
        f" {_more(one)} in {_exposure(comparison)}."
        for one in comparison.ranked
        if one.deaths.verdict is Verdict.HIGHER
    ]
    found += [
        f"Under {one.name} there are {_others_hurt(one)} than under {comparison.baseline.policy}."
        for one in comparison.ranked
        if one.harms_others
    ]
    if said := cannot_narrow(comparison):
        found.append(said)
    undecided = [one.name for one in comparison.ranked if one.deaths.verdict is Verdict.UNDECIDED]
    if undecided:
        found.append(
            f"Undecided at {comparison.replications:,} replications, with zero inside the interval:"
            f" {listed(undecided)}."
        )
    return found


def less_exposed(comparison: Comparison) -> str:
    """That fewer patrols meet fewer attacks, and under which policies; empty if under none."""
    fewer = [(one.patrol_work, one.name) for one in comparison.policies if one.less_exposed]
    if not fewer:
        return ""
    fewer.sort(key=lambda pair: pair[0].mean if pair[0] else 0.0)
    names = [f"{name} ({numbers.percent(work)})" for work, name in fewer]
    return (
        "Patrols that are suspended or cancelled meet no attack, which lowers deaths and protects"
        f" nobody. So not all of a difference in deaths is protection under {listed(names)}: in"
        f" brackets, patrol work as a share of that under {comparison.baseline.policy}. Deaths by"
        " cause tell them apart."
    )


def _more(one: Against) -> str:
    gap = one.deaths
    places = numbers.gap_decimals(gap.low, gap.high)
    ends = numbers.between(gap.low, gap.high, places)
    return f"{numbers.plain(gap.mean, places)} more (95 % interval {ends})"


def _work_not_done(one: Against) -> str:
    """A policy that stays in camp: what it delivers, and deaths over the work done."""
    text = f"{one.name} delivers only {numbers.percent(one.patrol_work)} of the patrol work"
    before = one.baseline.deaths_per_1000_patrol_hours
    after = one.levels.deaths_per_1000_patrol_hours
    if before is None or after is None:
        return f"{text}: it is not a like-for-like gain."
    return (
        f"{text}: not a like-for-like gain. Deaths from all causes per 1,000 patrol hours:"
        f" {numbers.level(after)}, under {one.baseline.policy} {numbers.level(before)}."
    )
