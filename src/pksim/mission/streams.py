"""The registered purposes of random numbers: one number for each kind of luck.

A random number is addressed by (purpose, entity, occasion), so the same device, vehicle or casualty
meets the same luck under every policy. A purpose that is given out is **never renumbered and never
used for something else**: old seeds would tell other stories. New purposes go at the end of their
block of a hundred.
"""

# --- patrols: entity = the patrol's key (programme and departure)
PATROL_LEAVES = 100
PATROL_ROUTE = 101
PATROL_HALT = 103
PATROL_TURNS_BACK = 104

# --- devices: entity = the device's key (area and ordinal), or the area for its emplacements
DEVICE_EMPLACED = 200
DEVICE_SEGMENT = 201
DEVICE_INITIATOR = 202
DEVICE_CIVILIAN_TRIGGER = 203
DEVICE_FINDER = 204
DEVICE_LIFETIME = 205
DEVICE_RESISTANCE = 206
DEVICE_SEARCH_ON_FOOT = 207
DEVICE_SEARCH_FINDS = 208
DEVICE_JAMMER_PRESENT = 209
DEVICE_JAMMER_WORKS = 210
DEVICE_DISPLACED = 211

# --- injuries: entity = the device's key, or the person's -------------------------------
VEHICLE_CLASS = 300
VEHICLE_DEFEATS = 301
VEHICLE_OCCUPANTS = 302
VEHICLE_LATENT = 303
PERSON_LATENT = 304

# --- survival and care: entity = the person's key ---------------------------------------
PERSON_THRESHOLD = 400
PERSON_BUDDY_AID = 401
PERSON_BUDDY_DELAY = 402
PERSON_MEDICAL_TEAM = 403
PERSON_RESUSCITATION = 404
PERSON_SURGERY = 405
PERSON_INTENSIVE_STAY = 406
PERSON_WARD_STAY = 407
PERSON_DUTY = 408

# --- evacuation: entity = the incident's key --------------------------------------------
INCIDENT_CALL = 500
INCIDENT_AUTHORISATION = 501
INCIDENT_SERVICEABLE = 502
INCIDENT_READINESS = 503
INCIDENT_LOADING = 504

# --- background: entity = the ordinal of the event --------------------------------------
ILLNESS_DEATHS = 600
ILLNESS_ADMISSIONS = 601
ILLNESS_STAY = 602
ILLNESS_PLACE = 603
ROAD_ACCIDENTS = 604
CAMP_ACCIDENTS = 605
CAMP_ACCIDENT_PLACE = 606
ACCIDENT_SEVERITY = 607

STREAMS = {name: value for name, value in globals().items() if name.isupper()}
"""Every purpose by name."""
