"""The terms of the trade that are kept as numbers: severities, causes, whereabouts, ends."""

NOBODY = -1

# Severity, worst first. T1 needs surgery at once, T2 surgery that can wait, T3 none.
KILLED, T1, T2, T3, UNHURT = range(5)

# Causes, as the register of fatalities keeps them; road and camp accidents are one cause there.
IED, ROAD_ACCIDENT, CAMP_ACCIDENT = range(3)

# Where a casualty is.
ON_THE_GROUND, ABOARD, IN_HOSPITAL = range(3)

# How it ended, so far.
IN_CARE, DEAD, ON_DUTY, SENT_HOME = range(4)
