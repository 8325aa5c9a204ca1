"""The natural history of a case: when, how far, and who dies; the score beside the deaths."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pksim.mission import Mission
from pksim.mission import events as ev
from tests.mission.checks import share_is
from tests.mission.covid_small import (
    ALL_CRITICAL,
    ALL_DIE,
    ALL_SEVERE,
    BANDS,
    CRISIS,
    CRITICAL,
    DAY,
    ENDS,
    EVENTS,
    INFECTIOUS,
    MILD,
    ONSET,
    SEVERE,
    SILENT,
    WELL,
    WELL_CRITICAL,
    WELL_SEVERE,
    covid,
    days,
    fates,
    ill,
    infections,
    severity,
)
from tests.mission.small import CONTENT, SEED, column, run, told

EVERYBODY = [{"at": "camp", "cases": 90}]


def beds_for(intensive_care: int, ward: int = 90) -> dict[str, Any]:
    """The hospital with so many beds."""
    beds = {"intensive_care": intensive_care, "ward": ward}
    return {"hospital": {**CONTENT["hospitals"]["hospital"], **beds}}


def test_a_severe_variant_makes_nobody_severe_who_has_no_symptoms() -> None:
    """Four times as severe: all with symptoms die, and the score knows that no more can."""
    content = covid(
        {"severity": severity(0.3, 0.25, 0.2, 0.2)},
        seeds=EVERYBODY,
        variants={"first": {"severity": 4.0}},
    )
    outcome = run(ill(content))
    assert len({*fates(outcome).values()} - {90.0}) == 1
    assert outcome["expected_deaths_covid"] == pytest.approx(90 * 0.3)


TIMES = {
    "silent": (SILENT, [0], [], [], [], []),
    "mild": (MILD, [0], [ONSET], [], [], []),
    "severe": (ALL_SEVERE, [0], [ONSET], [SEVERE], [], []),
    "critical": (ALL_CRITICAL, [0], [ONSET], [SEVERE], [CRITICAL], []),
    "fatal": (ALL_DIE, [0], [ONSET], [SEVERE], [CRITICAL], [CRISIS]),
}


@pytest.mark.parametrize("name", TIMES)
def test_every_stage_comes_when_it_is_due(name: str) -> None:
    shares, *wanted = TIMES[name]
    outcome = run(ill(covid({"severity": shares})))
    assert [days(outcome, kind) for kind in EVENTS] == wanted
    assert (infections(outcome, "infectious_at") / DAY).tolist() == [INFECTIOUS]
    assert (infections(outcome, "ends_at") / DAY).tolist() == [ENDS]
    since = [told(outcome, kind)["value"].tolist() for kind in (ev.SYMPTOMS, ev.DEATH_BY_COVID)]
    assert since == [[at * DAY for at in days_] for days_ in (wanted[1], wanted[4])]


WELL_ON = {"mild": (MILD, WELL), "severe": (ALL_SEVERE, WELL_SEVERE)}
WELL_ON |= {"critical": (ALL_CRITICAL, WELL_CRITICAL), "silent": (SILENT, ENDS)}


@pytest.mark.parametrize("name", WELL_ON)
def test_the_body_is_over_it_when_it_is_well(name: str) -> None:
    shares, well = WELL_ON[name]
    outcome = run(ill(covid({"severity": shares}), "60 days"))
    over = max(column(outcome, f"infections.{what}")[0] for what in ("well_at", "ends_at"))
    assert well <= over / 1440.0 <= well + 1


def test_whoever_is_critical_is_not_well_before_the_crisis() -> None:
    """Three days of intensive care would be over on day 14, and the crisis is on day 19."""
    content = covid({"severity": ALL_CRITICAL, "critical": "3 days"})
    assert (infections(run(ill(content)), "well_at") / DAY).tolist() == [CRISIS]


@pytest.mark.slow
def test_shares_are_of_all_infections_and_nested() -> None:
    """One number tells how far each gets: the dead are among the critical, and so on."""
    shares = (0.8, 0.4, 0.2, 0.1)
    content = covid({"severity": severity(*shares)}, seeds=EVERYBODY)
    mission = Mission(ill(content, hospitals=beds_for(90)))
    runs = [mission.run(SEED, i, clock="simpy", record=True) for i in range(12)]
    for name, share in zip(
        ("covid_symptomatic", "covid_severe", "covid_critical", "deaths_covid"), shares, strict=True
    ):
        share_is(sum(r[name] for r in runs), 90 * len(runs), share, half=0.5)
    for r in runs:
        cases = [set(told(r, kind)["subject"].tolist()) for kind in EVENTS]
        assert all(later <= earlier for earlier, later in pairwise(cases))
        luck = infections(r, "luck")
        assert cases[1] == set(np.flatnonzero(luck < 0.8).tolist())


def test_the_old_are_worse() -> None:
    """Shares go by the age of the person, and every age has some."""
    shares = {band: severity(share)["20s"] for band, share in zip(BANDS, (0, 1, 0, 1), strict=True)}
    outcome = run(ill(covid({"severity": shares}, seeds=EVERYBODY)))
    ages = column(outcome, "people.age")[infections(outcome, "person")]
    with_symptoms = np.isfinite(infections(outcome, "onset_at"))
    assert set(ages[with_symptoms]) == {1, 3}
    assert set(ages[~with_symptoms]) == {0, 2}


# --- the score ---------------------------------------------------------------------------

DEADLY = severity(0.9, 0.6, 0.5, 0.2)
BEDS = {"enough": 90, "some": 15, "none": 0}


@pytest.mark.slow
@pytest.mark.parametrize("beds", BEDS)
def test_the_score_is_the_mean_of_the_deaths(beds: str) -> None:
    """Also where beds are short: the difference has mean 0 within four standard errors."""
    content = covid({"severity": DEADLY, "without_bed": 2.0}, seeds=EVERYBODY)
    mission = Mission(ill(content, hospitals=beds_for(BEDS[beds])))
    runs = [mission.run(SEED, i, clock="simpy") for i in range(30)]
    dead, score = (np.array([r[f"{x}deaths_covid"] for r in runs]) for x in ("", "expected_"))
    gap = dead - score
    assert abs(gap.mean()) < 4 * gap.std(ddof=1) / np.sqrt(len(runs))
    assert score.std() < 0.6 * dead.std()
    share = {"enough": 0.2, "some": 0.4 - 0.2 * 15 / 45, "none": 0.4}[beds]
    share_is(dead.sum(), 90 * len(runs), share, half=0.3)


def test_without_a_bed_no_more_die_than_are_critical() -> None:
    content = covid({"severity": severity(1, 1, 0.5, 0.4), "without_bed": 4.0}, seeds=EVERYBODY)
    outcome = run(ill(content, hospitals=beds_for(0, ward=20)))
    assert outcome["deaths_covid"] == outcome["covid_critical"]
    assert outcome["covid_without_intensive_care"] == outcome["covid_critical"]


@pytest.mark.parametrize(("horizon", "dead"), [(CRISIS, 0), (CRISIS + 1, 90)])
def test_the_score_counts_no_crisis_after_the_end(horizon: int, dead: int) -> None:
    outcome = run(ill(covid({"severity": ALL_DIE}, seeds=EVERYBODY), f"{horizon} days"))
    assert outcome["deaths_covid"] == outcome["expected_deaths_covid"] == dead
