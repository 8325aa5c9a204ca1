"""Ways to break the form of a file: keys, quantities, laws, YAML."""

from tests.scenario.breaks import Break

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
