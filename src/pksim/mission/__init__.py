"""What happens: patrols, devices in the road, casualties, evacuation, hospitals; written once.

Every process is a story that reads from top to bottom; the arithmetic stands in small rules beside
it. Start with `casualties.py`.
"""

from pksim.mission.events import KINDS
from pksim.mission.mission import Mission, MissionRun
from pksim.mission.outcome import Outcome
from pksim.mission.outcomes import CASUALTY, OUTCOMES

__all__ = ["CASUALTY", "KINDS", "OUTCOMES", "Mission", "MissionRun", "Outcome"]
