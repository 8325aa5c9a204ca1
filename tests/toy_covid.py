"""A toy mission with a pandemic: quarantine lowers infections, and keeps patrols in camp."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from pksim.scenario import Scenario
from pksim.study.pandemic import FIGURES, SOURCES
from tests.toy_mission import NAMES, ToyMission, ToyOutcome, ToyRun
from tests.toy_scenario import gao

OTHER = (
    "deaths_covid",
    "expected_deaths_covid",
    "covid_symptomatic",
    "covid_confirmed",
    "covid_admissions",
    "covid_left_country",
    *(f"infected_{source}" for source in SOURCES),
)
_COUNTED = [outcome for figure in FIGURES for outcome in figure.outcomes]
COVID_NAMES = (*NAMES, *dict.fromkeys(o for o in (*_COUNTED, *OTHER) if o not in NAMES))
COVID_OUTCOMES = tuple(ToyOutcome(name) for name in COVID_NAMES)

_MEASURE = {
    "cost": "1 M USD per year",
    "evidence": {"grade": "D", "source": "none", "range": "none"},
    "side_effect": "Fewer patrols.",
}


@functools.cache
def sick_gao() -> Scenario:
    """The sector with a pandemic, a quarantine, and a policy that suspends patrols."""
    content = gao("Suspended").to_dict()
    content["covid"] = {"contacts": {"r0": 2.0}, "seeds": [{"at": "gao", "cases": 2}]}
    for name, days in (("quarantine", "14 days"), ("short-quarantine", "1 days")):
        content["measures"][name] = {
            **_MEASURE,
            "title": f"<b>{days}</b> of quarantine",
            "changes": {"covid.quarantine.arrival": days},
        }
        content["policies"][name] = [name]
    return Scenario.from_dict(content)


class ToyCovid(ToyMission):
    """Many are infected in some replications, nobody in others; quarantine spares some."""

    def __init__(self, scenario: Scenario, seconds: float = 0.0) -> None:
        super().__init__(scenario, seconds)
        assert scenario.covid is not None
        self.days = scenario.covid.quarantine.arrival / 1440.0

    def run(self, seed: int, replication: int, *how: Any, **more: Any) -> ToyRun:
        base = super().run(seed, replication, *how, **more).outcomes
        found = dict(zip(NAMES, base, strict=True))
        generator = np.random.default_rng([seed, replication, 11])
        luck = generator.random(int(generator.gamma(0.5, 80.0)))
        kept = luck[luck > 0.04 * self.days]
        shares = np.arange(1.0, 1.0 + len(SOURCES))
        shares[-1] = 0.0  # nobody is there at first
        of = generator.choice(len(SOURCES), len(luck), p=shares / shares.sum())
        of = of[luck > 0.04 * self.days]
        infected = dict(zip(SOURCES, np.bincount(of, minlength=len(SOURCES)), strict=True))
        cancelled = generator.poisson(4.0) + generator.binomial(3, 0.5) * self.days
        found |= {
            **{f"infected_{source}": float(number) for source, number in infected.items()},
            "infections": float(len(kept)),
            "covid_symptomatic": float((kept < 0.7).sum()),
            "covid_severe": float((kept < 0.2).sum()),
            "covid_critical": float((kept < 0.1).sum()),
            "covid_without_intensive_care": float((kept < 0.03).sum()),
            "deaths_covid": float((kept < 0.02).sum()),
            "expected_deaths_covid": 0.02 * len(kept),
            "covid_days": 8.0 * len(kept),
            "quarantine_days": 850.0 * self.days,
            "covid_most_absent": 0.3 * len(kept) + 10.0 * self.days,
            "cancelled_crew": float(cancelled),
            "cancelled_drivers": 1.0,
            "patrols_run": 1000.0 * self.patrols - cancelled,
            "patrol_hours": found["patrol_hours"] * (1.0 - 0.003 * self.days),
            "released_infectious": float(infected["arrival"] // 2),
        }
        values = [found.get(name, 0.0) for name in COVID_NAMES]
        return ToyRun(np.array(values, dtype=np.float64))
