"""The small scenario with COVID-19 whose stages have fixed lengths, so that a case is a timetable.

A case is infectious from day 3 to day 9 and has symptoms on day 5. Mild, it is well on day 12;
severe on day 9, on day 29; critical on day 11, on day 26, unless it is dead on day 19.
"""

from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt

from pksim.mission import MissionRun
from pksim.mission import events as ev
from pksim.scenario import Scenario
from tests.mission.small import column, small, told

DAY = 1440.0
BANDS = ("20s", "30s", "40s", "50s")
COURSE: dict[str, Any] = {
    "latent": "3 days",
    "infectious": "6 days",
    "onset": "2 days",
    "mild": "7 days",
    "severe_after": "4 days",
    "severe": "20 days",
    "critical_after": "2 days",
    "critical": "15 days",
    "death_after": "8 days",
}
INFECTIOUS, ENDS, ONSET, WELL, SEVERE, CRITICAL, CRISIS = 3, 9, 5, 12, 9, 11, 19
WELL_SEVERE, WELL_CRITICAL = 29, 26
STAGES = ("symptomatic", "severe", "critical", "dead")


def severity(
    symptomatic: float, severe: float = 0, critical: float = 0, dead: float = 0
) -> dict[str, Any]:
    """The same shares in every age band."""
    shares = dict(zip(STAGES, (symptomatic, severe, critical, dead), strict=True))
    return dict.fromkeys(BANDS, shares)


SILENT, MILD = severity(0), severity(1)
ALL_SEVERE, ALL_CRITICAL, ALL_DIE = severity(1, 1), severity(1, 1, 1), severity(1, 1, 1, 1)


def covid(course: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A section with one case at the camp from the beginning, who infects nobody.

    `contacts` is merged with what stands here; everything else is replaced.
    """
    contacts = {"r0": 0.0, "dispersion": None, **changes.pop("contacts", {})}
    return {
        "contacts": contacts,
        "course": {**COURSE, "severity": MILD, **(course or {})},
        "seeds": [{"at": "camp", "cases": 1}],
        "isolation": {"reports": 1.0, "delay": "1 days"},
        **changes,
    }


def ill(content: dict[str, Any], horizon: str = "40 days", **changes: Any) -> Scenario:
    """The small scenario with such a section."""
    return small(horizon=horizon, covid=deepcopy(content), **changes)


def days(outcome: MissionRun, kind: int) -> list[float]:
    """The days on which something happened."""
    return [float(time) / DAY for time in told(outcome, kind)["time"]]


def infections(outcome: MissionRun, name: str) -> npt.NDArray[Any]:
    """A column of all infections."""
    used = int(column(outcome, "infections.used")[0])
    return column(outcome, f"infections.{name}")[:used]


def fates(outcome: MissionRun) -> dict[str, float]:
    """How many cases came how far."""
    names = ("infections", "covid_symptomatic", "covid_severe", "covid_critical", "deaths_covid")
    return {name: outcome[name] for name in names}


def overlap(spans: list[tuple[float, float]]) -> float:
    """How long at least one of some spans of time lasts."""
    total, reached = 0.0, -np.inf
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total


EVENTS = (ev.INFECTION, ev.SYMPTOMS, ev.SEVERE_CASE, ev.CRITICAL_CASE, ev.DEATH_BY_COVID)
