"""Reads scenario files."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from pksim.scenario.scenario import Scenario


def load(path: str | Path) -> Scenario:
    """The scenario in a file."""
    return Scenario.from_dict(YAML(typ="safe", pure=True).load(Path(path)))
