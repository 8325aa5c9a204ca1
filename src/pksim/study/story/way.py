"""One casualty's way to surgery: minutes by step, and the step that broke the two-hour goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pksim.mission.chain import CHAIN, GOAL, STEP, chain_of
from pksim.study.story.words import clock_time


@dataclass(frozen=True)
class Way:
    """Minutes of each step by its title; `surgery_after` is None for whom it never came."""

    steps: dict[str, float]
    surgery_after: float | None
    broke: str | None

    def lines(self) -> list[str]:
        """The way in two sentences."""
        spent = ", ".join(f"{title} {clock_time(m)}" for title, m in self.steps.items() if m > 0.0)
        whole = clock_time(sum(self.steps.values()))
        to = "to surgery" if self.surgery_after is not None else "without surgery"
        goal = f"the goal of surgery within {GOAL / 60.0:g} hours"
        if self.broke is not None:
            verdict = f"{goal} was missed; the longest step was {self.broke}"
        else:
            verdict = f"{goal} {'is still open' if self.surgery_after is None else 'was met'}"
        return [f"{whole} from wounding, {to}: {spent or 'no time at all'}", verdict]

    def document(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "minutes": self.steps,
            "surgery_after": self.surgery_after,
            "broke_the_goal": self.broke,
        }


def way_of(rows: Any, until: float) -> Way | None:
    """The way of one casualty; None for who needs no surgery or was killed outright.

    Args:
        rows: A slice of `MissionRun.casualties` with this one row.
        until: The end of the run in minutes.
    """
    told = dict(zip(CHAIN, chain_of(rows, until)[0].tolist(), strict=True))
    if not told["counted"]:
        return None
    row = rows[0]
    broke = [step.title for step in STEP if told[f"late_by_{step.name}"]]
    return Way(
        steps={step.title: float(row[f"in_{step.name}"]) for step in STEP},
        surgery_after=float(row["surgery_after"]) if told["reached"] else None,
        broke=broke[0] if broke else None,
    )
