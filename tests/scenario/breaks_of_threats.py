"""Ways to break ground, threats, measures and policies."""

from tests.scenario.breaks import Break

BREAKS = [
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
        "evacuation.own_vehicles: {times: 2}",
        "own_vehicles: {times",
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
]
