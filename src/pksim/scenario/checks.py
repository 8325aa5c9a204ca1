"""Checks that need two parts of a scenario at once.

They work on plain values, so that they still find what they can when other parts are wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pksim.scenario.problems import Problem


def check(content: Mapping[str, Any]) -> list[Problem]:
    """Every problem between the parts of a scenario."""
    return []
