"""Ways to break what must fit together: places and roads, people, patrols."""

from tests.scenario.breaks import Break

BREAKS = [
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
    Break(
        "a patrol a minute", "per_day: 3\n", "per_day: 1500\n", "per_day: 1500", ["1000.0 or less"]
    ),
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
]
