"""Outlooks: how the threat might turn out, of which nobody says that it will.

A policy must stand under several. They change the threat before any measure does, and are for
judging policies only: nothing looks for the worst.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from pksim.scenario.parts import Part, Text
from pksim.scenario.quantities import PositiveFactor

THREAT = ("areas", "camps", "ieds", "adversary", "threats", "regimes", "places")
"""The parts of a scenario that an outlook may change."""


class Outlook(Part):
    """One way the threat might turn out: `changes` by path, as in a measure; none: as it stands.

    `weight` is how much it counts in the mean over outlooks.
    """

    title: Annotated[Text, Field(min_length=1)]
    changes: dict[str, Any] = Field(default_factory=dict)
    weight: PositiveFactor = 1.0
    source: Text = ""
