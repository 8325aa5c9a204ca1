"""The words of the pandemic that are kept as numbers."""

# Where people infect each other: in the order of `pksim.scenario.covid_spread.Factors`.
SETTINGS = 5
SECTION, PLATOON, CAMP, CREW, WARD = range(SETTINGS)
# Where else an infection may come from.
TOWN, GATE, ARRIVAL, SEED = range(SETTINGS, SETTINGS + 4)
SOURCES = ("section", "platoon", "camp", "crew", "ward", "town", "gate", "arrival", "seed")

# Stages of an illness, mild first.
SYMPTOMATIC, SEVERE, CRITICAL, FATAL = range(4)

# Kinds of test.
NO_TEST, PCR_TEST, ANTIGEN_TEST = range(-1, 2)

# Priority for a bed, after the wounded (1 to 3): in intensive care beside T2, in the ward last.
INTENSIVE_CARE_PRIORITY, WARD_PRIORITY = 2, 5
