"""What of COVID-19 cannot be meant is refused with a sentence, before anything runs."""

from typing import Any

import pytest

from pksim.scenario import ScenarioError
from tests.mission.covid_small import covid, ill, severity

CAMPAIGN = {"from": "2019-03-22", "uptake": 1.0}
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "where": (covid(contacts={"where": {"camp": 0.5}}), "must sum to 1"),
    "circle": (covid(contacts={"where": {"mess": 1.0}}), "where.mess"),
    "r0": (covid(contacts={"r0": -1}), "contacts.r0"),
    "dispersion": (covid(contacts={"dispersion": 0.01}), "contacts.dispersion"),
    "infectious": (covid({"infectious": "0 days"}), "must be above 0"),
    "severity": (covid({"severity": severity(0.1, 0.2)}), "none may be above the one before it"),
    "first variant": (covid(variants={"a": {"from": "2019-04-01"}}), "has no `from`"),
    "no variant": (covid(variants={}), "covid.variants"),
    "order": (
        covid(variants={"a": {}, "b": {"from": "2019-04-02"}, "c": {"from": "2019-04-01"}}),
        "in the order of their dates",
    ),
    "no sensitivity": (
        covid(tests={"pcr": {"sensitivity": {}, "specificity": 1.0, "turnaround": "1 h"}}),
        "sensitivity",
    ),
    "days": (
        covid(tests={"pcr": {"sensitivity": {-1: 0.5}, "specificity": 1.0, "turnaround": "1 h"}}),
        "whole days since infection",
    ),
    "no round": (covid(tests={"routine": {"every": "0 days"}}), "routine.every"),
    "unit of a round": (covid(tests={"routine": {"every": "1 h", "units": ["V"]}}), "no unit 'V'"),
    "freeze": (covid(freeze={"from": "2019-04-01", "until": "2019-03-01"}), "covid.freeze"),
    "doses": (covid(vaccine={"infection": [0.5]}), "as many each"),
    "unit of a campaign": (
        covid(vaccine={"campaigns": [{**CAMPAIGN, "units": ["V"]}]}),
        "no unit 'V'",
    ),
    "half life": (covid(vaccine={"half_life": "0 days"}), "vaccine.half_life"),
    "without bed": (covid({"without_bed": 0.5}), "course.without_bed"),
    "bubble": (covid(bubbles={"platoons": 0, "across": 0.5}), "bubbles.platoons"),
    "no such seed": (covid(seeds=[{"at": "nowhere", "cases": 1}]), "no place 'nowhere'"),
    "seed in a town": (covid(seeds=[{"at": "town", "cases": 1}]), "a base is wanted"),
    "seed where nobody lives": (covid(seeds=[{"at": "far", "cases": 1}]), "0 live at 'far'"),
    "late seed": (covid(seeds=[{"at": "camp", "cases": 1, "day": 40}]), "comes after the end"),
    "more cases than people": (covid(seeds=[{"at": "camp", "cases": 91}]), "and 90 live at"),
    "late measures": (covid(measures_from="2019-04-30"), "after the end of the run"),
    "late campaign": (
        covid(vaccine={"campaigns": [{**CAMPAIGN, "from": "2019-04-30"}]}),
        "after the end of the run",
    ),
    "gate without prevalence": (
        covid(surroundings={"gate": "1 per day"}),
        "infect nobody; write a curve",
    ),
    "wide bubble": (covid(bubbles={"platoons": 4, "across": 0.1}), "more than any unit has, 3"),
    "no cases": (covid(seeds=[{"at": "camp", "cases": 0}]), "seeds.0.cases"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_refused(name: str) -> None:
    content, words = BROKEN[name]
    with pytest.raises(ScenarioError, match="covid") as refused:
        ill(content)
    assert words in str(refused.value)
