"""What the user wrote: scenario files, quantities with units, measures and policies."""

from pksim.scenario.catalogue import load_measures
from pksim.scenario.describe import describe
from pksim.scenario.editors import json_schema
from pksim.scenario.files import load
from pksim.scenario.laws import Law
from pksim.scenario.problems import Problem, ScenarioError
from pksim.scenario.scenario import Scenario
from pksim.scenario.vary import parse_vary

__all__ = [
    "Law",
    "Problem",
    "Scenario",
    "ScenarioError",
    "describe",
    "json_schema",
    "load",
    "load_measures",
    "parse_vary",
]
