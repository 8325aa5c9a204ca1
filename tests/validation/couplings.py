"""What each coupling of the pandemic to the rest of the model costs: each is switched off alone.

The same luck with and without a coupling, so that the difference is its own. Written for any
scenario with the pandemic; the page has the sector in 2020.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pksim.mission import Mission
from pksim.mission.mission import COLUMN
from pksim.scenario import load
from pksim.statistics import Estimate, mean_interval
from pksim.study.replicate import replicate
from tests.validation.sample import SCENARIOS, Numbers

REPLICATIONS = 64
SECTOR = SCENARIOS / "gao-sector-2020.yaml"
POLICIES = ("baseline", "arrival-quarantine")
AS_IT_IS = "as it is"
WITHOUT: Mapping[str, tuple[str, dict[str, Any]]] = {
    "newcomers bring it": ("rotation", {"covid.arrivals.infected": {}}),
    "quarantine keeps from duty": ("rotation", {"covid.couplings.quarantine": False}),
    "the sick and isolated go on no patrol": ("absence", {"covid.couplings.duty": False}),
    "medics, surgeons and aircrew among them do not work": (
        "medics and aircrew", {"covid.couplings.staff": False},
    ),
    "cases take beds": ("beds", {"covid.couplings.beds": False}),
    "cases take helicopters": ("flights", {"covid.couplings.flights": False}),
    "all of it: no pandemic": ("–", {"covid": None}),
}  # fmt: skip
"""What reaches the rest of the model -> its place in the expected ranking, and how to stop it."""
EXPECTED = ("rotation", "absence", "medics and aircrew", "beds", "flights")
"""By size, as was reckoned before the model was built."""
AWAY = COLUMN["covid_most_absent"]
LOST = ("expected_deaths_covid", "expected_deaths", "patrols_run")


@cache
def values(scenario: Path, policy: str, replications: int) -> Mapping[str, Numbers]:
    """Outcomes as it is and without each coupling, replication x outcome, under common luck."""
    base = load(scenario).with_policy(policy)
    missions = {AS_IT_IS: Mission(base)}
    for name, (_, changes) in WITHOUT.items():
        missions[name] = Mission(base.patched(changes))
    found = replicate(missions, replications, seed=1, outcomes=len(COLUMN), with_care=False)
    return found.values


def cost(found: Mapping[str, Numbers], coupling: str, outcome: str) -> Estimate:
    """What a coupling adds to an outcome; for patrols, what it takes away."""
    column = COLUMN[outcome]
    more = found[AS_IT_IS][:, column] - found[coupling][:, column]
    return mean_interval(-more if outcome == "patrols_run" else more)


def shown(estimate: Estimate, digits: int) -> str:
    """A figure with its 95 % interval; without one where nothing differs."""
    if np.ptp([estimate.low, estimate.high]) == 0.0:
        return f"{np.round(estimate.mean, digits) + 0.0:.{digits}f}"
    low, middle, high = (
        f"{np.round(x, digits) + 0.0:.{digits}f}"
        for x in (estimate.low, estimate.mean, estimate.high)
    )
    return f"{middle} ({low} to {high})".replace("-", "−")


def ranking(found: Mapping[str, Numbers], outcome: str) -> list[str]:
    """The places of the expected ranking, by the largest cost of what belongs to each."""
    size = {
        place: max(cost(found, n, outcome).mean for n, (of, _) in WITHOUT.items() if of == place)
        for place in EXPECTED
    }
    return sorted(EXPECTED, key=lambda place: -size[place])


HEAD = """
## What each coupling of the pandemic costs

{title}: {replications} replications with each coupling in turn
switched off and all else alike, luck included; 95 % intervals of pairs. Expected deaths and patrols that the coupling
costs in {days:.0f} days, without measures against the virus and with two weeks of quarantine on arrival. A figure
below zero is saved.

| what reaches the rest | {heads} |
|---|{rules}
"""

TAIL = """
Expected before the model was built: rotation and its quarantine, then absence, medics and aircrew, beds, flights. Only
the first comes out. **Absence costs no patrol**, nor do absent medics and aircrew cost anybody's life: at the worst
moment {baseline:.0f} of {strength:,} people are away by the virus (with quarantine on arrival {arrival_quarantine:.0f}), and a platoon that lacks
people is filled up from the next, while patrols take a third of those in platoons on any day. That the sick stay home
even saves infections on the march. **Beds** come second, because those in wards infect staff and wounded: without
contacts there the cost is gone, since intensive care is hardly ever full. **Quarantine on arrival** costs patrols by
the hundred and deaths below zero: who does not drive is not attacked. That is no protection, and stands beside what is
not delivered. A scenario with fewer people to spare will differ.
"""


def coupling_table(scenario: Path = SECTOR, replications: int = REPLICATIONS) -> str:
    """The part of the page about couplings."""
    loaded = load(scenario)
    cells = [f"{policy}: {what}" for policy in POLICIES for what in COLUMNS]
    head = HEAD.format(
        title=loaded.title, replications=replications, days=loaded.horizon / 1440.0,
        heads=" | ".join(cells), rules="---|" * len(cells),
    )  # fmt: skip
    lines = []
    for name in WITHOUT:
        row = [name]
        for policy in POLICIES:
            found = values(scenario, policy, replications)
            row += [
                shown(cost(found, name, outcome), 0 if outcome == "patrols_run" else 2)
                for outcome in LOST
            ]
        lines.append(f"| {' | '.join(row)} |")
    away = {p: values(scenario, p, replications)[AS_IT_IS][:, AWAY].mean() for p in POLICIES}
    tail = TAIL.format(strength=loaded.strength, **{p.replace("-", "_"): away[p] for p in POLICIES})
    return head + "\n".join(lines) + "\n" + tail


COLUMNS = ("deaths from COVID-19", "deaths of all causes", "patrols lost")
