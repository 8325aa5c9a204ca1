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
PATROL_CONTRACTORS = 105
PATROL_WEATHER = 106
PATROL_DAYS = 107
AMBUSH_DUE = 110
AMBUSH_VEHICLE = 111
TEAM_READY = 120
TEAM_WORKS = 121

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
DEVICE_ONTO_OTHERS = 212
DEVICE_CLEARED = 213
DEVICE_TIP = 214
DEVICE_SEEN = 215
DEVICE_NEIGHBOUR = 216
DEVICE_FOLLOWED = 217
DEVICE_FOLLOWED_AFTER = 218
OTHERS_WHO = 220
OTHERS_HURT = 221
OTHERS_KILLED = 222

# --- injuries: entity = the device's key, or the person's -------------------------------
VEHICLE_CLASS = 300
VEHICLE_DEFEATS = 301
VEHICLE_OCCUPANTS = 302
VEHICLE_LATENT = 303
PERSON_LATENT = 304
ATTACK_HARMLESS = 310
ATTACK_CAUGHT = 311
ATTACK_WHO = 312
ATTACK_SPARED = 313
ATTACK_SEVERITY = 314

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
PERSON_EXTREMITY = 409
PERSON_BLOOD = 410
PERSON_ONWARD = 411

# --- evacuation: entity = the incident's key, or the helicopter ---------------------------
INCIDENT_CALL = 500
INCIDENT_AUTHORISATION = 501
INCIDENT_READINESS = 503
INCIDENT_LOADING = 504
INCIDENT_REFUSED = 505
INCIDENT_HOT = 506
INCIDENT_SAFE = 507
INCIDENT_ISOLATED = 508
INCIDENT_HOIST = 509
AIRCRAFT_ABSENT_AT_FIRST = 520
AIRCRAFT_BREAKS = 521
AIRCRAFT_REPAIR = 522
AIRCRAFT_TASKED = 523
AIRCRAFT_TASKING = 524

# --- background: entity = the ordinal of the event --------------------------------------
ILLNESS_DEATHS = 600
ILLNESS_ADMISSIONS = 601
ILLNESS_STAY = 602
ILLNESS_PLACE = 603
ROAD_ACCIDENTS = 604
CAMP_ACCIDENTS = 605
CAMP_ACCIDENT_PLACE = 606
ACCIDENT_SEVERITY = 607
ILLNESS_AWAY = 609
ILLNESS_ADMITTED = 610
SELF_INFLICTED = 611
ACCIDENT_VEHICLE = 612

# --- areas, camps, towns: entity = their number ------------------------------------------
REGIME_FIRST = 700
REGIME_DWELL = 701
REGIME_NEXT = 702
WEATHER_SPELL = 710
WEATHER_LASTS = 711
EXPOSURE = 720
COMPLEX_ATTACKS = 730
GATE_HOLDS = 731
INDIRECT_FIRES = 740
ROUNDS = 741
ROUND_HITS = 742
RADAR_WARNS = 744
SCHEDULED_WHO = 745
VIOLENCE_EVENTS = 750
VIOLENCE_LASTS = 751
VIOLENCE_CIVILIANS = 752
DRONE_WATCHES = 760
DRONE_SEES = 761

STREAMS = {name: value for name, value in globals().items() if name.isupper()}
"""Every purpose by name."""
