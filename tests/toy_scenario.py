"""The shipped scenario with policies to be wary of: staying in camp, a guess, harm to others.

Every number of it is known, so that tables can be recomputed from single replications.
"""

from __future__ import annotations

import functools
from pathlib import Path

from pksim.scenario import Scenario, load

GAO = Path(__file__).parent.parent / "scenarios" / "gao-sector.yaml"
KEPT = (
    "mine-protected-vehicles", "jammers", "dismounted-search", "counter-ied-training",
    "camp-hardening",
)  # fmt: skip


@functools.cache
def gao(title: str = "Half of all patrols stay in camp") -> Scenario:
    content = load(GAO).to_dict()
    content["uncertain"] = {}
    # Of the measures as few as tests ask for: every draw reads the whole scenario anew.
    content["measures"] = {name: content["measures"][name] for name in KEPT}
    content["policies"] = {
        name: measures for name, measures in content["policies"].items() if {*measures} <= {*KEPT}
    }
    for measure in content["measures"].values():
        measure["ranges"] = {}
    content["measures"]["fewer-patrols"] = {
        "title": title,
        "cost": "0 USD per year",
        "evidence": {"grade": "D", "source": "none", "range": "none"},
        "side_effect": "Half of the mandate is not delivered.",
        "changes": {"patrols.*.per_day": {"times": 0.5}},
    }
    content["policies"]["fewer-patrols"] = ["fewer-patrols"]
    content["policies"]["guess"] = ["guess"]
    content["measures"]["guess"] = {
        "title": "A guess",
        "cost": "1 M USD per year",
        "evidence": {"grade": "D", "source": "none", "range": "none"},
        "side_effect": "Unknown.",
        "changes": {"search.finds": {"times": 1.6}},
    }
    content["policies"]["onto-others"] = ["onto-others"]
    content["measures"]["onto-others"] = {
        "title": "Finds devices, and drives as many onto others",
        "cost": "1 M USD per year",
        "evidence": {"grade": "B", "source": "none", "range": "none"},
        "side_effect": "Others bear it.",
        "changes": {"search.finds": {"times": 1.8}, "adversary.onto_others": {"times": 2}},
    }
    return Scenario.from_dict(content)
