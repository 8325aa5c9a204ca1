"""Every broken file is answered with file, line, what stood there and what would be right."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pksim.errors import InputError
from pksim.scenario import ScenarioError, load


@dataclass(frozen=True)
class Break:
    """One way to break the small scenario, and what must be said about it."""

    name: str
    old: str
    new: str
    at: str  # the text on the line that must be named
    says: list[str] = field(default_factory=list)


BREAKS = [
    # ---- keys and names
    Break("unknown key", "horizon:", "horizont:", "horizont:", ["unknown key", "'horizon'"]),
    Break("key missing", "title: Two places\n", "", "start:", ["'title' is missing"]),
    Break("nested key missing", "    t2: 0.20\n", "", "  soft:", ["vehicles.soft", "'t2'"]),
    Break("mistyped nested key", "dwell: 1 h", "dwel: 1 h", "dwel:", ["did you mean 'dwell'"]),
    Break("key twice", "segment: 5 km", "segment: 5 km\nsegment: 4 km", "segment: 4", ["twice"]),
    Break("key twice within", "seats: 6", "seats: 6\n      seats: 7", "seats: 7", ["twice"]),
    Break("name with a dot", "  bravo: {", "  br.avo: {", "  br.avo: {", ["not a name"]),
    Break("unknown place in road", "to: bravo\n", "to: bravoo\n", "bravoo", ["mean 'bravo'"]),
    Break("unknown area", "area: river\n    win", "area: rivr\n    win", "rivr", ["mean 'river'"]),
    Break(
        "unknown base", "    base: alpha\n    to:", "    base: alfa\n    to:", "alfa", ["'alpha'"]
    ),
    Break("unknown towards", "[bravo]", "[brvo]", "[brvo]", ["towards.0", "no place 'brvo'"]),
    Break("unknown destination", "to: charlie\n    via", "to: delta\n    via", "delta", ["known"]),
    Break(
        "unknown helicopter base", "base: alpha\n      sp", "base: alhpa\n      sp", "alhpa", ["'a"]
    ),
    Break("unknown hospital place", "at: alpha", "at: gamma", "at: gamma", ["no place 'gamma'"]),
    Break("unknown vehicle", "  soft: 1.0", "  sofft: 1.0", "sofft", ["vehicle class", "'soft'"]),
    Break("unknown measure", "[jammers, del", "[jamers, del", "jamers", ["did you mean 'jammers'"]),
    Break("no foot class", "  foot: {", "  feet: {", "vehicles:", ["'foot' is missing"]),
    Break("foot in fleet", "  soft: 1.0", "  soft: 0.9\n  foot: 0.1", "foot: 0.1", ["no share"]),
    # ---- quantities
    Break("no unit", "horizon: 30 days", "horizon: 30", "horizon:", ["no unit", "45 min"]),
    Break("length for duration", "dwell: 1 h", "dwell: 2 km", "2 km", ["a length", "a duration"]),
    Break("duration for length", "distance: 35 km", "distance: 1 h", "distance:", ["98 km"]),
    Break("unknown unit", "dwell: 1 h", "dwell: 1 hrz", "1 hrz", ["'hrz' is not a unit"]),
    Break("decimal comma", "dwell: 1 h", "dwell: '1,5 h'", "1,5", ["decimal comma"]),
    Break("words", "dwell: 1 h", "dwell: soon", "soon", ["'soon' is not a duration"]),
    Break("nothing", "dwell: 1 h", "dwell:", "dwell:\n", ["nothing is not a duration"]),
    Break("rate for speed", "speed: 25 km/h", "speed: 3 per day", "3 per", ["a rate", "35 km/h"]),
    Break("per person", "deaths: 0.52 per 1000 person-years", "deaths: 0.52", "0.52", ["no unit"]),
    Break("negative horizon", "horizon: 30 days", "horizon: -3 days", "-3", ["above 0 min"]),
    Break("far too long", "horizon: 30 days", "horizon: 90 years", "90 y", ["at most ten years"]),
    Break("negative shape", "shape: 2.2", "shape: -2.2", "-2.2", ["must be above 0"]),
    Break("not a number", "shape: 2.2", "shape: .nan", ".nan", ["not a finite number"]),
    Break("infinite", "shape: 2.2", "shape: .inf", ".inf", ["not a finite number"]),
    Break("infinite by size", "shape: 2.2", "shape: 1e999", "1e999", ["not a finite"]),
    Break("share above one", "finds: 41 %", "finds: 141 %", "141 %", ["at most 1"]),
    Break("share below zero", "finds: 41 %", "finds: -1 %", "-1 %", ["at least 0"]),
    Break("true for a share", "finds: 41 %", "finds: true", "true", ["true is not a share"]),
    Break("half a vehicle", "vehicles: 4", "vehicles: 4.5", "4.5", ["a whole number"]),
    Break("fewer than no vehicles", "vehicles: 4", "vehicles: -1", "vehicles: -1", ["0 or more"]),
    Break("yes for true", "night: false", "night: no", "night: no", ["true or false"]),
    Break("seats as words", "seats: 6", "seats: six", "six", ["a whole number is wanted"]),
    Break("latitude", "latitude: 16.0", "latitude: 160", "160", ["at most 90"]),
    Break(
        "winding below one",
        "winding: 1.2",
        "winding: 0.5",
        "winding: 0.5",
        ["shorter than the straight"],
    ),
    # ---- laws
    Break(
        "unknown law", "{exponential: 60 days}", "{expo: 60 days}", "{expo:", ["not a law", "gamma"]
    ),
    Break(
        "two families",
        "{gamma: {shape: 4, mean: 100 min}}",
        "{gamma: {shape: 4, mean: 1 h}, fixed: 1 h}",
        "fixed",
        ["exactly one family"],
    ),
    Break(
        "p90 below median", "p90: 120 min}}\n  t1", "p90: 20 min}}\n  t1", "20 min", ["p90 must be"]
    ),
    Break(
        "parameter missing",
        "{median: 6 min, sigma: 0.6}",
        "{median: 6 min}",
        "{median: 6 min}",
        ["median and sigma or median and p90"],
    ),
    Break("unknown parameter", "sigma: 0.6", "sigmma: 0.6", "sigmma", ["no 'sigmma'"]),
    Break("uniform falls", "[6 h, 9 h]", "[9 h, 6 h]", "[9 h, 6 h]", ["must rise"]),
    Break("law of km", "{exponential: 60 days}", "{exponential: 60 km}", "60 km", ["a duration"]),
    Break("list for law", "dwell: 1 h", "dwell: [1 h]", "[1 h]", ["a list is not a duration"]),
    Break("sigma of zero", "sigma: 0.6", "sigma: 0", "sigma: 0", ["above 0"]),
    Break("one list too long", "[6 h, 9 h]", "[6 h, 7 h, 9 h]", "7 h", ["low and high"]),
    # ---- shape of the file
    Break(
        "list for mapping",
        "areas:\n  river:\n    emplacement: 0.1 per day\n    ambushes: 0.002 per day",
        "areas: [river]",
        "areas:",
        ["a list stands here", "a mapping"],
    ),
    Break("mapping for list", "[bravo]", "{bravo: 1}", "{bravo", ["a mapping stands here; a list"]),
    Break(
        "text for mapping",
        "search:\n  finds: 41 %\n  foot_finds: 0.79",
        "search: hard",
        "search: hard",
        ["'hard' stands here", "a mapping of keys"],
    ),
    Break(
        "no patrols",
        "short:\n    base: alpha",
        "short: {}\n  other:\n    base: alpha",
        "short: {}",
        ["'base' is missing"],
    ),
    # ---- what must fit together
    Break("future", "start: 2018-03-01", "start: 2999-01-01", "2999", ["lies in the future"]),
    Break("no date", "start: 2018-03-01", "start: 1 March", "1 March", ["2019-01-01"]),
    Break("wrong kind", "kind: town", "kind: villa", "villa", ["'base'", "'town'"]),
    Break("fleet sums", "  soft: 1.0", "  soft: 0.9", "fleet:\n  soft", ["sum to 1", "0.9"]),
    Break("occupants sum", "8: 0.5}", "8: 0.4}", "occupants", ["sum to 1", "0.9"]),
    Break("occupants key", "{4: 0.5,", "{four: 0.5,", "four", ["number of occupants"]),
    Break("severity shares", "killed: 0.075", "killed: 0.9", "  soft:", ["sum to 1.19, above 1"]),
    Break(
        "two ways to go",
        "    to: charlie\n    via",
        "    to: charlie\n    towards: [bravo]\n    via",
        "  convoy:",
        ["either `to`"],
    ),
    Break("towards how far", "    distance: 35 km\n", "", "  short:", ["`distance` belongs"]),
    Break("too far", "distance: 35 km", "distance: 350 km", "350 km", ["beyond 'bravo'"]),
    Break(
        "starts in a town",
        "    base: alpha\n    to: charlie",
        "    base: bravo\n    to: charlie",
        "base: bravo",
        ["is a town; a base"],
    ),
    Break(
        "goes nowhere", "to: charlie\n    via", "to: alpha\n    via", "  convoy:", ["goes there"]
    ),
    Break("road to itself", "to: bravo\n", "to: alpha\n", "- from: alpha", ["to itself"]),
    Break(
        "road twice",
        "to: charlie\n    area",
        "to: alpha\n    area",
        "- from: bravo",
        ["second road"],
    ),
    Break(
        "no road",
        "  - from: alpha\n    to: bravo\n    area: river\n    winding: 1.2\n"
        "    usual_traffic: 12\n",
        "",
        "  short:",
        ["no road leads from 'alpha' to 'bravo'"],
    ),
    Break("too many segments", "segment: 5 km", "segment: 0.1 m", "0.1 m", ["segments"]),
    Break(
        "road too short", "winding: 1.2", "length: 20 km", "length: 20", ["straight line", "77 km"]
    ),
    Break("cannot fly there", "at: alpha", "at: charlie", "range: 600 km", []),
    # ---- people
    Break("nobody in a unit", "companies: 1", "companies: 0", "  B:", ["nobody is in this unit"]),
    Break(
        "more drivers than people",
        "companies: 1",
        "section_strength: 2",
        "  B:",
        ["3 drivers in a section of 2"],
    ),
    Break("unknown job", "driver: 20", "cook: 20", "cook", ["'driver'"]),
    Break(
        "unknown unit base", "base: charlie\n    comp", "base: charly\n    comp", "charly", ["'ch"]
    ),
    Break(
        "unit in a town",
        "base: charlie\n    comp",
        "base: bravo\n    comp",
        "base: bravo",
        ["town"],
    ),
    Break("ages", "companies: 1", "ages: {20s: 0.5}", "ages:", ["sum to 1; they sum to 0.5"]),
    Break("age band", "companies: 1", "ages: {60s: 1}", "60s", ["'20s'"]),
    Break("fleet of a unit", "{soft: 1}", "{soft: 0.5}", "{soft: 0.5}", ["sum to 1"]),
    Break("vehicle of a unit", "{soft: 1}", "{sift: 1}", "{sift", ["class 'sift'", "'soft'"]),
    Break("foot in a unit's fleet", "{soft: 1}", "{soft: 0.5, foot: 0.5}", "foot: 0.5", ["share"]),
    Break(
        "area of exposure", "{river: 2.0}", "{rivr: 2.0}", "{rivr", ["no area 'rivr'", "'river'"]
    ),
    Break("dose nobody had", "companies: 1", "last_dose: 2018-01-01", "  B:", ["`doses` is 0"]),
    Break("rotation", "[2018-03-15]", "[soon]", "[soon]", ["'soon' is not a date"]),
    Break("unit of a caveat", "unit: B, may", "unit: C, may", "unit: C", ["no unit 'C'"]),
    Break("area of a caveat", "areas: [river]", "areas: [rever]", "[rever]", ["no area 'rever'"]),
    Break(
        "unknown capability", "may_not: night", "may_not: sleep", "sleep", ["'patrol'", "'night'"]
    ),
    Break(
        "caveat backwards",
        "may_not: night,",
        "may_not: night, from: 2018-03-09, until: 2018-03-08,",
        "may_not",
        ["begins on 2018-03-09"],
    ),
    Break("team role", "role: eod", "role: fire", "role: fire", ["'quick reaction'"]),
    Break("team base", "base: alpha\n    people", "base: alfa\n    people", "alfa", ["'alpha'"]),
    Break("team unit", "unit: A\n    readi", "unit: D\n    readi", "unit: D", ["no unit 'D'"]),
    Break("team without drivers", "people: 30", "people: 2", "  reaction:", ["drive 3 vehicles"]),
    Break(
        "team larger than its unit",
        "people: 30\n",
        "people: 30\n    teams: 9\n",
        "  reaction:",
        ["takes 270 people", "'A' has 180 people in platoons"],
    ),
    Break(
        "no disposal people",
        "eod: 12, ",
        "",
        "  disposal:",
        ["takes 12 people", "0 people with the job eod"],
    ),
    Break(
        "team from nowhere",
        "base: alpha\n    unit: A\n",
        "base: charlie\n",
        "  disposal:",
        ["no unit with people with the job eod is based at 'charlie'"],
    ),
    Break(
        "base without a unit",
        "base: charlie\n    comp",
        "base: alpha\n    comp",
        "  walk:",
        ["no unit with platoons is based at 'charlie'"],
    ),
    Break(
        "base with two units",
        "base: charlie\n    comp",
        "base: alpha\n    comp",
        "  short:",
        ["A, B", "which `unit`"],
    ),
    Break(
        "camp where nobody lives",
        "base: charlie\n    comp",
        "base: alpha\n    comp",
        "  charlie: {indirect",
        ["no unit is based here"],
    ),
    Break(
        "crew larger than the unit",
        "vehicles: 20\n    contractors: 0.5",
        "vehicles: 40\n    contractors: 0.2",
        "  convoy:",
        ["wants 192 people", "'A' has 180"],
    ),
    Break(
        "more vehicles than drivers",
        "companies: 2\n",
        "companies: 2\n    drivers: 0\n",
        "  short:",
        ["wants 4 drivers", "'A' has 0"],
    ),
    Break("nobody aboard", "contractors: 0.5", "contractors: 1", "  convoy:", ["wants nobody"]),
    # ---- patrols
    Break("unknown via", "via: [bravo]", "via: [brvo]", "[brvo]", ["via.0", "mean 'bravo'"]),
    Break("via home", "via: [bravo]", "via: [alpha]", "  convoy:", ["starts at 'alpha'"]),
    Break(
        "via with towards",
        "distance: 35 km",
        "distance: 35 km\n    via: [charlie]",
        "  short:",
        ["`via` belongs to `to`"],
    ),
    Break("unknown crew", "    via:", "    unit: Z\n    via:", "unit: Z", ["no unit 'Z'"]),
    Break("unknown lead", "    via:", "    lead: tank\n    via:", "lead: tank", ["class 'tank'"]),
    Break("foot in front", "    via:", "    lead: foot\n    via:", "lead: foot", ["cannot lead"]),
    Break(
        "lead vehicle unnamed",
        "    via:",
        "    posture: lead vehicle\n    via:",
        "  convoy:",
        ["needs `lead`"],
    ),
    Break(
        "lead vehicle without a chance",
        "    via:",
        "    posture: lead vehicle\n    lead: soft\n    via:",
        "posture:",
        ["`search.lead_finds` does not say"],
    ),
    Break(
        "clearance that does not clear",
        "    via:",
        "    kind: clearance\n    via:",
        "  convoy:",
        ["both are clearance"],
    ),
    Break(
        "by rate and by timetable",
        "per_day: 1 per week",
        "per_day: 1 per week\n    timetable: [2018-03-05]",
        "  convoy:",
        ["either `per_day` or `timetable`"],
    ),
    Break("vehicles missing", "    vehicles: 20\n", "", "  convoy:", ["how many `vehicles`"]),
    Break("walkers missing", "    people: 12\n", "", "  walk:", ["how many `people`"]),
    Break(
        "walkers that ride", "people: 12", "people: 12\n    vehicles: 2", "  walk:", ["no vehicles"]
    ),
    Break("riders that walk", "    via:", "    people: 9\n    via:", "  convoy:", ["`mode: foot`"]),
    Break(
        "walkers led", "people: 12", "people: 12\n    lead: soft", "  walk:", ["no lead vehicle"]
    ),
    # ---- ground and threats
    Break("area of a place", "area: river}", "area: lake}", "area: lake", ["no area 'lake'"]),
    Break(
        "place in no area",
        "  bravo: {",
        "  delta: {latitude: 17.0, longitude: 0.0, kind: town, violence: 1 per year}\n  bravo: {",
        "  delta: {",
        ["no road touches it", "`area`"],
    ),
    Break("moods", "share: 0.7,", "share: 0.6,", "regimes:", ["must sum to 1", "0.9"]),
    Break("no such chain", "dwell: 15 days", "dwell: 90 days", "regimes:", ["no chain stays so"]),
    Break(
        "area of a shock",
        "{area: river, from: 2018-03-10",
        "{area: rio, from: 2018-03-10",
        "rio",
        ["'rio'"],
    ),
    Break(
        "shock backwards",
        "until: 2018-03-12",
        "until: 2018-03-02",
        "03-02",
        ["the end must be later"],
    ),
    Break(
        "area of a closure",
        "{area: river, from: 2018-03-20",
        "{area: rio, from: 2018-03-20",
        "rio",
        ["'rio'"],
    ),
    Break(
        "closure backwards",
        "until: 2018-03-21",
        "until: 2018-03-20",
        "- {area: river, from: 2018-03-20",
        ["the end must be later"],
    ),
    Break("month", "{3: 2 per", "{13: 2 per", "13: 2", ["13 is not a month", "1 to 12"]),
    Break("initiators", "controlled: 16 %", "controlled: 6 %", "initiators", ["sum to 1", "0.9"]),
    Break("unknown initiator", "victim-op", "victims-op", "victims-op", ["'victim-operated'"]),
    Break(
        "more follows than strikes",
        "  initiators",
        "  ambush_follows: 0.9\n  second_device: 0.2\n  initiators",
        "ieds:",
        ["above 1 together"],
    ),
    Break(
        "nobody caught", "mean: 4, disp", "mean: 0.5, disp", "mean: 0.5", ["one person at least"]
    ),
    Break("no round", "rounds: {mean: 5", "rounds: {mean: 0.5", "  indirect_fire:", ["one round"]),
    Break("who are hit", "killed: 0.02\n", "killed: 0.9\n", "  indirect_fire:", ["sum to 1.1"]),
    Break("unknown camp", "  charlie: {ind", "  charly: {ind", "  charly: {ind", ["'charlie'"]),
    Break(
        "camp in a town", "  charlie: {ind", "  bravo: {ind", "  bravo: {ind", ["a base is wanted"]
    ),
    Break(
        "warning that exposes",
        "  charlie: {ind",
        "  charlie: {cover: 0.8, ind",
        "  charlie: {cover",
        ["cover_warned is below cover"],
    ),
    Break("others", "host_forces: 0.4", "host_forces: 0.95", "others: {", ["above 1 together"]),
    Break("adversary", "warnings:", "adversary: {mode: fix}\nwarnings:", "fix", ["'responding'"]),
    Break(
        "fixed on nothing",
        "    usual_traffic: 12\n",
        "",
        "adversary:",
        ["no road has any"],
    ),
    # ---- measures and policies
    Break(
        "path of nothing",
        "evacuation.authorisation: {",
        "evacuation.authorization: {",
        "authorization: {",
        ["matches nothing", "did you mean 'authorisation'"],
    ),
    Break(
        "in none of the entries",
        "patrols.*.jammers",
        "patrols.*.jamers",
        "jamers: 0.8",
        ["'jamers' is in none of the entries"],
    ),
    Break(
        "first part of path",
        "patrols.*.jammers",
        "programmes.*.jammers",
        "programmes.",
        ["no 'programmes'"],
    ),
    Break(
        "patched above one", "jammers: 0.8", "jammers: 1.8", "1.8", ["at most 1", "walk.jammers"]
    ),
    Break(
        "patch with wrong unit",
        "evacuation.call: {times: 1.1}",
        "evacuation.call: {plus: 3 km}",
        "plus: 3 km",
        ["a duration is wanted"],
    ),
    Break(
        "bare number for a duration",
        "evacuation.call: {times: 1.1}",
        "evacuation.call: 20",
        "evacuation.call: 20",
        ["no unit"],
    ),
    Break(
        "times a mapping",
        "evacuation.call: {times: 1.1}",
        "evacuation.ambulance: {times: 2}",
        "ambulance: {times",
        ["cannot be multiplied"],
    ),
    Break(
        "times and plus", "{times: 1.1}", "{times: 1.1, plus: 1 min}", "plus: 1", ["one of them"]
    ),
    Break("negative times", "{times: 1.1}", "{times: -1}", "times: -1", ["negative"]),
    Break(
        "measure that wins by counting",
        "evacuation.call: {times: 1.1}",
        "horizon: {times: 0.5}",
        "horizon: {times",
        ["may not change 'horizon'"],
    ),
    Break(
        "measure that wins by sending people home",
        "evacuation.call: {times: 1.1}",
        "units.A.companies: {times: 0.5}",
        "units.A.comp",
        ["228 people, not 318", "who is counted"],
    ),
    Break(
        "no evidence",
        "    evidence: {grade: C, source: somebody, range: 0.5-0.9}\n",
        "",
        "  jammers:\n",
        ["'evidence' is missing"],
    ),
    Break("evidence grade", "grade: C", "grade: E", "grade: E", ["'A', 'B', 'C' or 'D'"]),
    Break("cost without year", "1.2 M USD per year", "1.2 M USD", "1.2 M USD", ["per year"]),
    Break(
        "no changes",
        "    changes:\n      evacuation.authorisation: {times: 0.5}",
        "    changes: {}",
        "changes: {}",
        ["at least 1"],
    ),
    Break(
        "measures that undo",
        "evacuation.authorisation: {times: 0.5}",
        "patrols.*.jammers: 0.5",
        "both: [",
        ["replaces", "'jammers' has changed before"],
    ),
    Break("applied by hand", "policies:", "applied: [jammers]\npolicies:", "applied:", ["itself"]),
    # ---- YAML
    Break(
        "not closed",
        "{exponential: 60 days}",
        "{exponential: 60 days",
        "  initiators",
        ["not valid YAML"],
    ),
    Break("tab", "  soft: 1.0", "\tsoft: 1.0", "\tsoft", ["not valid YAML"]),
    Break("tag", "dwell: 1 h", "dwell: !!python/object/apply:os.system [ls]", "!!python", ["tag"]),
    Break("alias of nothing", "dwell: 1 h", "dwell: *nothing", "*nothing", ["refers to nothing"]),
    Break(
        "alias of itself", "search:\n", "search: &loop\n  again: *loop\n", "*loop", ["to itself"]
    ),
    Break("second document", "search:\n", "---\nsearch:\n", "---", ["second document"]),
    Break("merge key", "  short:\n", "  short:\n    <<: {dwell: 2 h}\n", "<<", ["use `extends`"]),
]


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.name)
def test_broken_file_is_answered_with_its_line(case: Break, small: str, tmp_path: Path) -> None:
    if case.name == "cannot fly there":
        small = small.replace("range: 600 km", "range: 60 km")
        case = Break(case.name, case.old, case.new, "range: 60 km", ["nearest hospital and back"])
    if case.name == "fixed on nothing":
        small = small.replace("warnings:", "adversary: {mode: fixed}\nwarnings:")
    assert small.count(case.old) >= 1, "the case no longer fits the small scenario"
    text = small.replace(case.old, case.new, 1)
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"broken\.yaml:\d+: ") as caught:
        load(path)
    line = text[: text.index(case.at.lstrip("\n"))].count("\n") + 1
    named = [problem for problem in caught.value.problems if problem.line == line]
    assert named, f"line {line} is not named in:\n{caught.value}"
    said = "\n".join(map(str, named))
    for words in case.says:
        assert words in said, said
    assert isinstance(caught.value, InputError)
    assert caught.value.exit_status == 2


def test_there_are_at_least_150_ways_to_break_a_file() -> None:
    assert len({case.name for case in BREAKS}) == len(BREAKS) >= 150


def test_all_errors_come_at_once_in_the_order_of_the_file(small: str, tmp_path: Path) -> None:
    text = small.replace("30 days", "30", 1).replace("area: river", "area: rivr", 1)
    text = text.replace("  soft: 1.0", "  soft: 0.9").replace("at: alpha", "at: alpa")
    path = tmp_path / "many.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="no unit") as caught:
        load(path)
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) == 4
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_an_error_is_one_readable_line(small: str, tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(small.replace("dwell: 1 h", "dwell: 2 km"), encoding="utf-8")
    with pytest.raises(ScenarioError, match="2 km") as caught:
        load(path)
    assert str(caught.value) == (
        f"{path}:83: patrols.short.dwell: '2 km' is a length; "
        "a duration is wanted, such as 45 min, 1.5 h or 14 days"
    )
