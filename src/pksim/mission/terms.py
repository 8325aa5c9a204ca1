"""The terms of the trade that are kept as numbers: severities, causes, states, ends."""

NOBODY = -1
NOWHERE = -1

# Severity, worst first. T1 needs surgery at once, T2 surgery that can wait, T3 none.
KILLED, T1, T2, T3, UNHURT = range(5)

# Causes of casualties. The register of fatalities knows malicious acts and accidents.
IED, ROAD_ACCIDENT, CAMP_ACCIDENT, AMBUSH, COMPLEX_ATTACK, INDIRECT_FIRE, VIOLENCE = range(7)
CAUSES = 7
MALICIOUS = (IED, AMBUSH, COMPLEX_ATTACK, INDIRECT_FIRE, VIOLENCE)
ACCIDENTS = (ROAD_ACCIDENT, CAMP_ACCIDENT)

CAUSE_NAMES = (
    "ied",
    "road accident",
    "camp accident",
    "ambush",
    "complex attack",
    "indirect fire",
    "violence",
)

# By what somebody is hurt, as far as it decides what a tourniquet can do.
MOUNTED, DISMOUNTED, FIRE = range(3)

# Where a casualty is.
ON_THE_GROUND, ABOARD, IN_OWN_VEHICLES, IN_HOSPITAL, ABROAD = range(5)

# What fetches casualties.
BY_AIR, BY_AMBULANCE, BY_OWN_VEHICLES = range(3)

# How it ended, so far.
IN_CARE, DEAD, ON_DUTY, SENT_HOME = range(4)

# States of a person; `DEAD` means the same for casualty and person.
FIT, ON_TASK, SICK, ISOLATED, QUARANTINED, HURT, EVACUATED = 0, 2, 3, 4, 5, 6, 7

# Jobs and capabilities, in the order of `pksim.scenario.people`.
JOBS = ("rifle", "driver", "medic", "surgeon", "aircrew", "eod", "staff")
RIFLE, DRIVER, MEDIC, SURGEON, AIRCREW, EOD, STAFF = range(7)
CAPABILITIES = ("patrol", "convoy", "escort", "clearance", "night", "foot", "team")
PATROL, CONVOY, ESCORT, CLEARANCE, NIGHT, FOOT, TEAM = range(7)
AGE_BANDS = ("20s", "30s", "40s", "50s")

# How a column looks for devices.
POSTURES = ("mounted", "dismount", "lead vehicle", "clearance")
SEARCH_MOUNTED, SEARCH_DISMOUNTED, SEARCH_LEAD_VEHICLE, SEARCH_CLEARANCE = range(4)

# Initiators of devices.
INITIATORS = ("radio-controlled", "victim-operated", "command-wire", "vehicle-borne")
RADIO_CONTROLLED = 0

# Who else is hurt.
CIVILIANS, HOST_FORCES, CONTRACTORS = range(3)

# Steps of the chain from wounding to surgery, and what comes after.
STEPS = 10
(
    IN_CALL,
    IN_AUTHORISATION,
    IN_ASSET,
    IN_WEATHER,
    IN_NIGHT,
    IN_READINESS,
    IN_DISTANCE,
    IN_LANDING_ZONE,
    IN_QUEUE,
    IN_RESUSCITATION,
) = range(STEPS)
OUT_OF_CHAIN = STEPS
