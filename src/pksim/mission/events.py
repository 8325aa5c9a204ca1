"""What the journal tells: the kinds of events, and what subject, place and value mean for each.

`place` is a *site* (see geography): a segment, or a place after all segments; -1 for none. Subjects
are patrol keys, device keys, or rows of the incidents, lifts and casualties of the run.
"""

(
    PATROL_LEFT,  #          patrol      base     vehicles
    PATROL_CUT_SHORT,  #     patrol      segment  hours since it left
    PATROL_RETURNED,  #      patrol      base     hours since it left
    PATROL_DRIVEN,  #        patrol      base     vehicle-km
    DEVICE_LAID,  #          device      segment  1 if radio-controlled
    DEVICE_FOUND,  #         device      segment  vehicles of the patrol that found it
    DEVICE_JAMMED,  #        device      segment  1 if it comes back with another initiator
    DEVICE_STRIKES,  #       device      segment  vehicle of the column, counted from 0
    DEVICE_CIVILIAN,  #      device      segment  days in the road
    DEVICE_FOUND_BY_OTHERS,  # device    segment  days in the road
    DEVICE_EXPIRED,  #       device      segment  days in the road
    STRIKE,  #               incident    segment  people hurt or killed
    STRIKE_HARMLESS,  #      incident    segment  people exposed
    ACCIDENT,  #             incident    site     1 if somebody is killed outright
    WOUNDED,  #              casualty    site     severity (1, 2, 3)
    FIRST_AID,  #            casualty    site     minutes since wounding
    MEDICAL_CARE,  #         casualty    site     minutes since wounding
    PICKED_UP,  #            casualty    site     minutes since wounding
    AT_HOSPITAL,  #          casualty    site     minutes since wounding
    SURGERY,  #              casualty    site     minutes since wounding
    KILLED_IN_ACTION,  #     casualty    site     minutes since wounding
    DIED_OF_WOUNDS,  #       casualty    site     minutes since wounding
    DEATH_IN_ACCIDENT,  #    casualty    site     minutes since wounding
    DEATH_BY_ILLNESS,  #     ordinal     -1       1
    RETURNED_TO_DUTY,  #     casualty    site     minutes since wounding
    REPATRIATED,  #          casualty    site     minutes since wounding
    LIFT_LEFT,  #            lift        site     minutes since the incident
    LIFT_DELIVERED,  #       lift        site     casualties aboard
    SICK_ADMITTED,  #        ordinal     site     1
    PATROL_HALTED,  #        patrol      segment  hours since it left
) = range(30)

KINDS = (
    "patrol left",
    "patrol cut short",
    "patrol returned",
    "patrol driven",
    "device laid",
    "device found",
    "device jammed",
    "device strikes",
    "device triggered by civilians",
    "device found by others",
    "device expired",
    "strike",
    "strike without casualty",
    "accident",
    "wounded",
    "first aid",
    "medical care",
    "picked up",
    "at hospital",
    "surgery",
    "killed in action",
    "died of wounds",
    "death in accident",
    "death by illness",
    "returned to duty",
    "repatriated",
    "lift left",
    "lift delivered",
    "sick admitted",
    "patrol halted",
)
"""The names of the kinds, in order."""
