"""Ambush and direct fire on columns: a hazard by the minute, and whom it catches."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from pksim.mission import events as ev
from pksim.mission.ambushes import minutes_to_bear
from pksim.mission.terms import AMBUSH, KILLED, T1, T2
from pksim.scenario import Scenario
from tests.mission.checks import (
    Changes,
    Runs,
    all_casualties,
    counted,
    many,
    mean_is,
    outcomes,
    poisson_is,
    share_is,
    sizes,
    sum_is,
    variance_is,
)
from tests.mission.small import hot, patrol, small

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

LAW: dict[str, Any] = {
    "harmless": 0.46,
    "caught": {"mean": 4.0, "dispersion": 0.5},
    "killed": 0.185,
    "t1": 0.09,
    "t2": 0.20,
}  # as shipped: fitted to 42 attacks, coded from press reports of 2017-20
NOBODY_CAUGHT = {**LAW, "harmless": 1.0}
RATE = 1.5  # a day, for one column on the road
MINUTES = 260.0  # two vehicles out and back, with an hour there
PASSING = 2 * 2 * 0.05 * 60 / 30  # from head to tail, two vehicles 50 m apart, each way at 30 km/h


def fired_on(law: dict[str, Any], rate: float = RATE, **changes: Any) -> Scenario:
    """One patrol a day under fire, and no halt after it."""
    return small(
        **{
            "horizon": "60 days",
            "threats": {"ambush": law},
            "marching.halt": "0 min",
            "areas.*.ambushes": f"{rate} per day",
            **changes,
        }
    )


def many_people(vehicles: int) -> dict[str, Any]:
    """A unit that can crew long columns again and again."""
    return {
        "units": {"U": {"base": "camp", "companies": 50, "platoons": 2, "drivers": 10}},
        "patrols": {"p": patrol(vehicles=vehicles)},
    }


def test_ambushes_are_poisson_by_the_minutes_on_the_road() -> None:
    runs = many(fired_on(NOBODY_CAUGHT), 500)
    poisson_is(outcomes(runs, "ambushes"), 60 * RATE * (MINUTES + PASSING) / 1440, half=0.06)


def test_exposed_units_are_ambushed_oftener() -> None:
    units = {"U": {"base": "camp", "exposure": {"near": 3.0, "away": 0.5}}}
    runs = many(fired_on(NOBODY_CAUGHT, units=units), 300)
    # 40 % of the way lies near, and the stop at the far end is away
    driven = 200 + PASSING
    exposed = 3.0 * 0.4 * driven + 0.5 * (0.6 * driven + 60)
    poisson_is(outcomes(runs, "ambushes"), 60 * RATE * exposed / 1440, half=0.06)


def test_ambushes_go_with_the_mood_of_the_area() -> None:
    shock = [{"area": "near", "from": "2019-03-21", "until": "2019-06-21", "multiplier": 4}]
    runs = many(fired_on(NOBODY_CAUGHT, shocks=shock), 400)
    driven = 200 + PASSING
    wanted = 60 * RATE * (4 * 0.4 * driven + 0.6 * driven + 60) / 1440
    poisson_is(outcomes(runs, "ambushes"), wanted, half=0.07)


def test_darkness_counts_for_columns_that_move_in_it() -> None:
    law = {**NOBODY_CAUGHT, "night_factor": 3.0}
    dark = {"p": patrol(leave="20 h", night=True)}  # back by 1 h; near the equinox
    driven = MINUTES + PASSING
    by_night = many(fired_on(law, patrols=dark, horizon="61 days"), 200)
    last = outcomes(by_night, "patrols_run")
    assert set(last) == {61.0}
    # the last night is cut off at midnight, when all but the 20 minutes after 0:20 are over
    mean_is(outcomes(by_night, "ambushes"), 3 * 60.93 * RATE * driven / 1440, half=0.05)
    mean_is(outcomes(many(fired_on(law), 300), "ambushes"), 60 * RATE * driven / 1440, half=0.08)


# --- who stands --------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [0.0, 1.0, 4.0])
def test_a_column_that_stands_is_as_exposed_as_written(factor: float) -> None:
    # A device that is found halts the column for an hour; so does an ambush.
    scenario = small(
        horizon="60 days",
        threats={"ambush": {**NOBODY_CAUGHT, "halted_factor": factor}},
        patrols={"p": patrol(dwell="0 min")},
        **hot(devices=1.0),
        **{
            "marching.halt": "1 h",
            "areas.*.ambushes": f"{RATE} per day",
            "search.finds": 1.0,
            "ieds.trigger_per_vehicle": 1.0,
        },
    )
    standing, moving, ambushed, on_the_way = 0.0, 0.0, 0, 0
    for outcome in many(scenario, 150, record=True):
        for one in columns_of(outcome.journal):
            halts = union_of_halts(one)
            hours = one["value"][one["kind"] == ev.PATROL_RETURNED]
            standing += sum(end - begin for begin, end in halts)
            moving += float(hours.sum()) * 60 - sum(end - begin for begin, end in halts) + PASSING
            for row in one[one["kind"] == ev.AMBUSHED]:
                inside = any(begin < row["time"] <= end for begin, end in halts)
                ambushed += inside
                on_the_way += not inside
    sum_is(on_the_way, RATE * moving / 1440, RATE * moving / 1440, half=0.12)
    if factor == 0.0:
        assert ambushed == 0
        assert standing > 10_000
    else:
        wanted = factor * RATE * standing / 1440
        sum_is(ambushed, wanted, wanted, half=0.25)


def columns_of(journal: Any) -> list[Any]:
    """The journal cut at each return: one column a day, which is back before the next leaves."""
    ends = np.flatnonzero(journal["kind"] == ev.PATROL_RETURNED)
    return np.split(journal, ends + 1)[:-1]


def union_of_halts(told: Any) -> list[tuple[float, float]]:
    """From each find or ambush an hour, together where they overlap."""
    halts: list[tuple[float, float]] = []
    for row in told[np.isin(told["kind"], (ev.DEVICE_FOUND, ev.AMBUSHED))]:
        begin, end = float(row["time"]), float(row["time"]) + 60.0
        if halts and begin < halts[-1][1]:
            halts[-1] = halts[-1][0], max(end, halts[-1][1])
        else:
            halts.append((begin, end))
    return halts


# --- whom it catches ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_columns() -> Runs:
    """Columns of 160 people, so that the law of those caught is not cut off by their number."""
    return many(fired_on(LAW, rate=8.0, horizon="40 days", **many_people(40)), 260)


def test_casualties_have_the_moments_of_their_law(long_columns: Runs) -> None:
    hurt = sizes(long_columns, AMBUSH, outcomes(long_columns, "ambushes"))
    # With .54: 1 + NB(3, .5). No vehicle here stops fire.
    mean = 0.54 * 4.0
    second = 0.54 * (3 + 3**2 / 0.5 + 4.0**2)
    mean_is(hurt, mean, half=0.06)
    variance_is(hurt, second - mean**2, half=0.2)
    share_is(np.sum(hurt == 0), len(hurt), 0.46, half=0.05)


def test_ambushes_without_casualty_are_those_that_hurt_nobody(long_columns: Runs) -> None:
    hurt = sizes(long_columns, AMBUSH, outcomes(long_columns, "ambushes"))
    assert counted(long_columns, ev.AMBUSH_HARMLESS).sum() == np.sum(hurt == 0)


def test_severities_are_in_the_shares_of_the_law(long_columns: Runs) -> None:
    severity = all_casualties(long_columns)["severity"]
    shares = [LAW["killed"], LAW["t1"], LAW["t2"]]
    observed = np.array([np.sum(severity == s) for s in (KILLED, T1, T2)])
    observed = np.append(observed, len(severity) - observed.sum())
    wanted = np.array([*shares, 1 - sum(shares)]) * len(severity)
    assert len(severity) > 20_000
    assert stats.chisquare(observed, wanted).pvalue > 1e-4


def test_a_short_column_loses_little_of_the_law() -> None:
    # Eight people: min(caught, 8), exactly.
    runs = many(fired_on(LAW, rate=3.0, **many_people(2)), 200)
    hurt = sizes(runs, AMBUSH, outcomes(runs, "ambushes"))
    numbers = np.arange(400)
    law = stats.nbinom(0.5, 0.5 / 3.5).pmf(numbers)
    mean_is(hurt, 0.54 * np.minimum(1 + numbers, 8) @ law, half=0.1)


@pytest.mark.parametrize("stops", [0.4, 1.0])
def test_armour_stops_its_share_of_fire(stops: float) -> None:
    armour = {"fleet": {"soft": 0.5, "armoured": 0.5}, "vehicles.armoured.stops_fire": stops}
    runs = many(fired_on(LAW, rate=8.0, horizon="40 days", **many_people(40), **armour), 100)
    hurt = sizes(runs, AMBUSH, outcomes(runs, "ambushes"))
    mean_is(hurt, 0.54 * 4.0 * (1 - 0.5 * stops), half=0.12)


def test_nothing_stops_fire_on_foot() -> None:
    walk = {
        "p": patrol(mode="foot", people=60, vehicles=0, to=None, towards=["far"], distance="5 km")
    }
    sure = {"vehicles.*.stops_fire": 1.0}
    people = {**many_people(1), "patrols": walk}
    runs = many(fired_on(LAW, rate=8.0, **people, **sure), 60)
    hurt = sizes(runs, AMBUSH, outcomes(runs, "ambushes"))
    mean_is(hurt, 0.54 * 4.0, half=0.15)


def test_better_armour_hurts_nobody_whom_less_of_it_spared() -> None:
    # Rare enough that no column is fired on twice: whoever is spared could be hit the next time.
    soft = fired_on({**LAW, "harmless": 0.0}, rate=0.1, **many_people(40))
    change: Changes = {"vehicles.soft.stops_fire": 0.6}
    before, after = many(soft, 150), many(soft.patched(change), 150)
    spared = 0
    for one, other in zip(before, after, strict=True):
        hurt, still = (set(run.casualties["key"].tolist()) for run in (one, other))
        assert still <= hurt
        spared += len(hurt - still)
    assert spared > 100


# --- drones -----------------------------------------------------------------------------


@pytest.mark.parametrize("dust", [False, True])
def test_drones_avert_their_share_and_none_in_dust(dust: bool) -> None:
    weather = {"spells": {3: "50 per day", 4: "50 per day", 5: "50 per day"}, "lasts": "10 days"}
    watched: dict[str, Any] = {
        "drones": {"sees_ambushes": 0.5, "acted_on": 0.8},
        "areas.*.drones": 0.75,
        "weather": weather if dust else None,
    }
    runs = many(fired_on(NOBODY_CAUGHT, rate=0.5, **watched), 400)
    averted, fired = outcomes(runs, "ambushes_averted").sum(), outcomes(runs, "ambushes").sum()
    if dust:
        assert averted == 0
        assert fired > 1000
    else:
        share_is(averted, averted + fired, 0.75 * 0.5 * 0.8, half=0.16)
        # and what is left is what there was without them
        wanted = len(runs) * 60 * 0.5 * (MINUTES + PASSING) / 1440
        sum_is(averted + fired, wanted, wanted, half=0.1)


def test_no_ambush_where_the_threat_is_left_out() -> None:
    runs = many(small(**{"areas.*.ambushes": "9 per day"}), 3)
    assert outcomes(runs, "ambushes").sum() == 0


@pytest.mark.parametrize(
    ("hazard", "rate", "minutes"), [(1.0, 0.01, 100.0), (-0.1, 0.5, 0.0), (1.0, 0.0, np.inf)]
)
def test_minutes_to_bear_a_hazard(hazard: float, rate: float, minutes: float) -> None:
    assert minutes_to_bear(hazard, rate) == pytest.approx(minutes)
