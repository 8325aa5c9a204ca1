"""Targets: figures from outside, the interval in which each is known, and what simulates it.

`how` says what the figure did for the model: **set** (a parameter is this number), **fitted** (a
law was fitted to these data), **calibrated** (a parameter was moved until the simulation met it),
**predicted** (nothing was moved for it).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tests.validation import estimators as est
from tests.validation.estimators import Estimator

How = Literal["set", "fitted", "calibrated", "predicted"]
NORTH = (
    1.15  # hostile rates in the north against the whole mission: staff in the capital dilute them
)


@dataclass(frozen=True)
class Target:
    """One figure.

    Attributes:
        name: What it is, with its unit.
        wanted: The figure.
        low: Lower end of the interval in which the source leaves it.
        high: Upper end.
        source: Where it comes from.
        how: What it did for the model.
        simulated: Value and standard error over a sample.
        digits: To show.
    """

    name: str
    wanted: float
    low: float
    high: float
    source: str
    how: How
    simulated: Estimator
    digits: int = 2


REGISTER = "UN register of fatalities"
CODED = "press reports of 2017-20 coded event by event"

GAO = (
    Target(
        "deaths by malicious acts per 1,000 person-years", 1.13 * NORTH, 0.87 * NORTH, 1.45 * NORTH,
        f"{REGISTER}, 62 deaths in 54,707 person-years, exact 95 %, × 1.15", "calibrated",
        est.per_1000("expected_deaths_malicious"),
    ),
    Target(
        "share of devices in these deaths", 0.35, 0.24, 0.49,
        f"{REGISTER} matched with {CODED}: 22 of 62, exact 95 %", "calibrated",
        est.share_of_malicious("ied"),
    ),
    Target(
        "share of complex attacks on camps", 0.31, 0.20, 0.44, "the same: 19 of 62", "calibrated",
        est.share_of_malicious("complex"),
    ),
    Target(
        "share of ambush and direct fire", 0.27, 0.17, 0.40, "the same: 17 of 62", "calibrated",
        est.share_of_malicious("ambush"),
    ),
    Target(
        "share of indirect fire", 0.06, 0.02, 0.16, "the same: 4 of 62", "calibrated",
        est.share_of_malicious("indirect"),
    ),
    Target(
        "fatal malicious events per 1,000 person-years", 0.494 * NORTH, 0.325 * NORTH,
        0.718 * NORTH, f"{REGISTER}, 27 events, × 1.15", "predicted",
        lambda s: est.grouped(
            lambda k: 1000 * sum(len(s.fatal_events[i]) for i in k) / len(k) / s.person_years,
            len(s.fatal_events),
        ),
    ),
    Target(
        "deaths per fatal event", 2.43, 1.97, 2.89, f"{REGISTER}, 70 events 2013-23", "predicted",
        est.of_events(lambda s: s.fatal_events, lambda x: float(x.mean())),
    ),
    Target(
        "fatal events with a single death, share", 0.44, 0.32, 0.56, "the same", "predicted",
        est.of_events(lambda s: s.fatal_events, est.singles),
    ),
    Target(
        "fatal events with five deaths or more, share", 0.143, 0.07, 0.25,
        "the same: 10 of 70, exact 95 %", "predicted",
        est.of_events(lambda s: s.fatal_events, est.at_least(5)), 3,
    ),
    Target(
        "largest of 70 fatal events, median", 10, 7, 16, "the same: 10 observed; 90 % of the "
        "compound law", "predicted", est.largest_of(70), 0,
    ),
    Target(
        "variance/mean of monthly deaths", 4.75, 3.2, 6.0, f"{REGISTER}, 108 months 2014-22, "
        "bootstrap 95 %", "predicted", est.monthly_dispersion(0),
    ),
    Target(
        "variance/mean of monthly fatal events", 1.25, 1.00, 1.49, "the same", "predicted",
        est.monthly_dispersion(1),
    ),
    Target(
        "strikes per 1,000 person-years", 1.37 * NORTH, 1.1 * NORTH, 1.7 * NORTH,
        f"{CODED}: 75 in 54,707 person-years, × 1.15", "predicted", est.per_1000("strikes"),
    ),
    Target(
        "strikes per 10,000 patrols", 5.5, 4.0, 12.0, "75 strikes over about 32,000 patrols a year; "
        "the upper end with under-reporting", "predicted",
        lambda s: est.grouped(
            lambda k: 1e4 * s["strikes"][k].sum() / s["patrols_run"][k].sum(), len(s["strikes"])
        ), 1,
    ),
    Target(
        "strikes without casualty, share", 0.41, 0.31, 0.52, f"{CODED}: 31 of 75", "fitted",
        est.of_events(est.strike_sizes, est.none_hurt),
    ),
    Target(
        "casualties of a strike that causes any", 3.75, 3.0, 4.5, "the same", "fitted",
        est.of_events(est.strike_sizes, est.mean_given_any),
    ),
    Target(
        "variance/mean of casualties over all strikes", 3.15, 2.2, 4.2, "the same, 3.15-3.19; "
        "bootstrap", "fitted", est.of_events(est.strike_sizes, est.dispersion),
    ),
    Target(
        "lethal share of casualties by devices", 0.145, 0.07, 0.23, f"{CODED}: 24 of 165; 0.12-0.19 "
        "of ISAF", "calibrated", est.ratio(["deaths_ied"], ["deaths_ied", "wounded_ied"]), 3,
    ),
    Target(
        "direct and complex attacks per 1,000 person-years", 0.82 * NORTH, 0.6 * NORTH,
        1.1 * NORTH, f"{CODED}: 45, × 1.15", "predicted",
        lambda s: est.grouped(
            lambda k: 1000 * (s["ambushes"][k] + s["complex_attacks"][k]).mean() / s.person_years,
            len(s["ambushes"]),
        ),
    ),
    Target(
        "complex attacks per 1,000 person-years", 0.055 * NORTH, 0.011 * NORTH, 0.16 * NORTH,
        f"{CODED}: 3, × 1.15", "calibrated", est.per_1000("complex_attacks"), 3,
    ),
    Target(
        "attacks by indirect fire per 1,000 person-years", 0.84 * NORTH, 0.6 * NORTH, 1.1 * NORTH,
        f"{CODED}: 46, × 1.15", "calibrated", est.per_1000("indirect_fires"),
    ),
    Target(
        "indirect fire without casualty, share", 0.76, 0.63, 0.87, f"{CODED}: 35 of 46", "fitted",
        est.of_events(est.fire_sizes, est.none_hurt),
    ),
    Target(
        "casualties of an attack by indirect fire", 1.30, 0.4, 2.5, "the same", "fitted",
        est.of_events(est.fire_sizes, lambda x: float(x.mean())),
    ),
    Target(
        "wounded for each death by malicious acts", 4.2, 3.4, 5.9, "3.6 in all to April 2018 "
        "(press), 4.8 coded", "predicted", est.ratio(["wounded_malicious"], ["deaths_malicious"]),
    ),
    Target(
        "devices found, of those found or functioned", 0.30, 0.20, 0.40, "Mali, mid-2020 (press; "
        "definition not given); range assumed", "calibrated",
        est.ratio(["devices_found"], ["devices_found", "devices_civilian", "strikes"]),
    ),
    Target(
        "devices that function on others, in 180 days", 52, 45, 62, "order of magnitude "
        "(assumption)", "calibrated", est.mean("devices_civilian"), 0,
    ),
    Target(
        "others killed by a device that functions on them", 0.45, 0.33, 0.57,
        "Mali 2020: 76 in 169 incidents", "fitted",
        # host forces: civilians are also killed in intercommunal violence
        lambda s: est.grouped(
            lambda k: s["host_forces_killed"][k].sum() / (0.37 * s["devices_civilian"][k].sum()),
            len(s["strikes"]),
        ),
    ),
    Target(
        "deaths from illness per 1,000 person-years", 0.52, 0.39, 0.69,
        f"{REGISTER}, 53 deaths in 101,174 person-years 2014-21", "set",
        est.per_1000("deaths_illness"),
    ),
    Target(
        "deaths in accidents per 1,000 person-years", 0.32, 0.22, 0.45, "the same: 32", "calibrated",
        est.per_1000("expected_deaths_accident"),
    ),
    Target(
        "deaths per fatal road accident", 1.37, 1.16, 1.58, f"{REGISTER} 2011-22, all missions, "
        "less those in camp: 97 events", "fitted",
        est.of_events(lambda s: s.fatal_road_accidents, lambda x: float(x.mean())),
    ),
    Target(
        "wounded for each death in accidents", 2.3, 1.7, 3.0, "154 and 68 to April 2018 (press)",
        "set",
        lambda s: est.grouped(
            lambda k: (s["wounded"][k] - s["wounded_malicious"][k]).sum()
            / s["deaths_accident"][k].sum(),
            len(s["wounded"]),
        ),
    ),
    Target(
        "patrols a day", 76, 28, 86, "8 per 1,000 troops a day (3-9 by other counting rules)", "set",
        est.mean("patrols_run", per=180.0), 1,
    ),
)  # fmt: skip


def fits(target: Target, value: float, error: float) -> str:
    """The verdict: `in` the interval, `out` of it, or `?` where noise leaves it open."""
    if target.low <= value <= target.high:
        return "in"
    near = min(abs(value - target.low), abs(value - target.high))
    return "?" if near < 2 * error else "out"


def shown(value: float, digits: int) -> str:
    """A figure with so many decimals."""
    return f"{np.round(value, digits):.{digits}f}"
