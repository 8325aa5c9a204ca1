"""What the user wrote: scenario files, quantities with units, measures and policies."""

from pksim.scenario.files import load
from pksim.scenario.laws import Law
from pksim.scenario.scenario import Scenario

__all__ = ["Law", "Scenario", "load"]
