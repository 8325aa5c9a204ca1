"""Survival against the series from Afghanistan, and care measures against what size they may be."""

import pytest

from pksim.scenario import load
from tests.validation import check_of_size as size
from tests.validation import survival
from tests.validation import survival_fit as fit
from tests.validation.sample import SCENARIOS
from tests.validation.survival import Row

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

ROWS = [*survival.rows_of_targets(), *survival.rows_of_contrasts()]
SERIES = (fit.UK, fit.BEFORE, fit.AFTER)


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_figure_of_the_series_is_within_its_tolerance(row: Row) -> None:
    value, error = row.simulated()
    assert row.low <= value <= row.high
    assert 4 * error < row.high - row.low  # else the test would say nothing


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_simulated_and_integrated_figures_agree(row: Row) -> None:
    if row.quadrature == row.quadrature:
        value, error = row.simulated()
        assert abs(value - row.quadrature) < 4 * error


def test_damage_before_surgery_is_what_keeps_died_of_wounds_level() -> None:
    with_, error = survival.halves(survival.casualties(fit.BEFORE))
    without, other = survival.halves(survival.without_damage())
    assert without + 3 * (error + other) < with_  # else slow care would lose few in hospital


def test_no_nearby_set_fits_much_better() -> None:
    # Rounding costs little, and every free number has a minimum there.
    best = fit.fit(fit.FITTED)
    assert fit.loss(best) <= fit.loss(fit.FITTED) < fit.loss(best) + 0.1


@pytest.mark.parametrize("name", ["gao-sector", "timbuktu-camp", "jonglei-protection", *SERIES])
def test_scenarios_hold_what_was_fitted(name: str) -> None:
    folder = survival.SERIES if name in SERIES else SCENARIOS
    care, p = load(folder / f"{name}.yaml").care, fit.FITTED
    assert care.t1_death_time == p.death_time
    assert care.bleeding_controlled.extremity == p.extremity
    assert care.bleeding_controlled.elsewhere == p.elsewhere
    assert (care.enhanced, care.blood, care.late_death) == (p.enhanced, p.blood, p.late_death)
    assert care.post_operative.base == p.base
    assert care.post_operative.per_hazard == p.per_hazard


@pytest.mark.parametrize("name", SERIES)
def test_a_series_is_hurt_and_looked_after_as_the_fit_has_it(name: str) -> None:
    scenario, s = load(survival.SERIES / f"{name}.yaml"), fit.series_of(fit.FITTED)[name]
    number = {kind: sum(i.times for i in scenario.incidents if getattr(i, kind)) for kind in KINDS}
    whole = number["killed"] + number["t1"] + number["t2"]
    assert whole == 2000
    assert number["killed"] / whole == pytest.approx(s.outright)
    assert number["t1"] / whole == pytest.approx(fit.FITTED.t1)
    assert number["t3"] / (whole + number["t3"]) == pytest.approx(s.returned, abs=2e-4)
    care, way = scenario.care, scenario.evacuation
    assert care.bleeding_control.coverage == s.coverage
    assert care.enhanced_care.blood == s.with_blood
    assert care.extremity.dismounted == s.limb
    assert (way.call.a, way.call.b, way.load.a) == (s.median, s.sigma, s.before)
    delay = care.enhanced_care.delay
    assert (delay.a, delay.b) == pytest.approx((s.team_after, s.sigma))
    assert scenario.hospitals["hospital"].quality == s.quality


KINDS = ("killed", "t1", "t2", "t3")


# --- check of size ----------------------------------------------------------------------

REPLICATIONS = 150
HELD = ("forward-helicopter", "all-care")


def test_one_helicopter_averts_less_than_a_tenth_of_hostile_deaths() -> None:
    ratio = size.change(size.values(HELD, REPLICATIONS), "forward-helicopter", size.HOSTILE)
    assert ratio.low > 0.90
    assert ratio.high < 1.03


def test_all_care_averts_about_a_fifth_of_deaths_by_devices() -> None:
    ratio = size.change(size.values(HELD, REPLICATIONS), "all-care", size.DEVICES)
    assert ratio.low < 0.87  # no less than the lower end of what is expected
    assert ratio.high > 0.75  # and no more than the upper
    assert ratio.high < 0.97  # an effect there is, and the interval says how much
