"""The natural history of a case: when, how far, and who dies; the score beside the sampled deaths."""

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
from tests.mission.small import SEED, column, run, small, told

EVERYBODY = [{"at": "camp", "cases": 90}]


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
