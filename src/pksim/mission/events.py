"""What the journal tells: the kinds of events, and what subject, place and value mean for each.

`place` is a *site* (see geography): a segment, or a place after all segments; -1 for none. Subjects
are keys of columns and devices, or rows of the incidents, lifts, casualties and people of the run.
"""

(
    PATROL_LEFT,  #          column      base     uniformed people in it
    PATROL_CUT_SHORT,  #     column      segment  hours since it left
    PATROL_RETURNED,  #      column      base     hours since it left
    PATROL_DRIVEN,  #        column      base     vehicle-km
    DEVICE_LAID,  #          device      segment  initiator
    DEVICE_FOUND,  #         device      segment  vehicles of the column that found it
    DEVICE_JAMMED,  #        device      segment  1
    DEVICE_STRIKES,  #       device      segment  vehicle of the column, counted from 0
    DEVICE_CIVILIAN,  #      device      segment  days in the road
    DEVICE_FOUND_BY_OTHERS,  # device    segment  days in the road
    DEVICE_EXPIRED,  #       device      segment  days in the road
    STRIKE,  #               incident    segment  people hurt or killed
    STRIKE_HARMLESS,  #      incident    segment  people exposed
    ACCIDENT,  #             incident    site     people hurt or killed
    WOUNDED,  #              casualty    site     severity (1, 2, 3)
    FIRST_AID,  #            casualty    site     minutes since wounding
    MEDICAL_CARE,  #         casualty    site     minutes since wounding
    PICKED_UP,  #            casualty    site     minutes since wounding
    AT_HOSPITAL,  #          casualty    site     minutes since wounding
    SURGERY,  #              casualty    site     minutes since wounding
    KILLED_IN_ACTION,  #     casualty    site     minutes since wounding
    DIED_OF_WOUNDS,  #       casualty    site     minutes since wounding
    DEATH_IN_ACCIDENT,  #    casualty    site     minutes since wounding
    DEATH_BY_ILLNESS,  #     person      base     1
    RETURNED_TO_DUTY,  #     casualty    site     minutes since wounding
    REPATRIATED,  #          casualty    site     minutes since wounding
    LIFT_LEFT,  #            lift        site     minutes since the call
    LIFT_DELIVERED,  #       lift        site     casualties aboard
    SICK_ADMITTED,  #        person      base     1
    PATROL_HALTED,  #        column      segment  hours since it left
    NO_CREW,  #              column      base     fit people that the platoons could give
    NO_DRIVERS,  #           column      base     drivers among them
    CAVEAT,  #               column      base     1
    CLOSED,  #               column      base     1
    WEATHER,  #              column      base     1
    TEAM_LEFT,  #            column      base     people in it
    TEAM_ARRIVED,  #         column      segment  minutes since the call
    TEAM_RETURNED,  #        column      base     hours since it left
    TEAM_DRIVEN,  #          column      base     vehicle-km
    DEVICE_CLEARED,  #       device      segment  days in the road; by a clearance column
    DEVICE_REMOVED,  #       device      segment  days in the road; by an EOD team after a tip
    DEVICE_SEEN,  #          device      segment  1; by a drone while it was laid
    DEVICE_LAID_AGAIN,  #    device      segment  1 if against others
    SWEPT,  #                column      segment  devices there before the sweep
    AMBUSHED,  #             incident    site     people hurt or killed
    AMBUSH_HARMLESS,  #      incident    site     people caught and spared
    AMBUSH_AVERTED,  #       column      segment  1; the party was seen by a drone
    COMPLEX_ATTACKED,  #     incident    base     people hurt or killed
    CORE_REACHED,  #         incident    base     1
    FIRED_ON,  #             incident    base     people hurt or killed
    FIRE_HARMLESS,  #        incident    base     rounds
    VIOLENCE_BROKE_OUT,  #   event       town     1
    CIVILIANS_KILLED,  #     event       town     civilians killed around a town
    INTERPOSED,  #           incident    town     people hurt or killed
    DEATH_SELF_INFLICTED,  # person      base     1
    FELL_SICK,  #            person      base     minutes away from duty
    ROTATED,  #              unit        base     people exchanged
    MOOD_CHANGED,  #         area        -1       multiplier of its hazards from now on
    FOUL_WEATHER,  #         area        -1       minutes
    OTHERS_HURT,  #          device      segment  not of the uniformed: hurt or killed
    CONTRACTORS_STRUCK,  #   incident    segment  1; a strike on a vehicle that civilians drive
    CALLED_FOR,  #           call        site     0
    LIFT_ORDERED,  #         lift        site     expected minutes to the facility
    RETASKED,  #             lift        site     triage category of whom it goes to instead
    STOOD_DOWN,  #           lift        site     0; nobody left to fetch, weather, night, no crew
    DIVERTED,  #             lift        place    minutes to the other facility
    STAGED,  #               casualty    place    minutes since wounding; no surgery there
    ONWARD,  #               casualty    place    minutes since wounding; out of the country
    BLOOD_SHORT,  #          casualty    place    units left
    INFECTION,  # case      base     where (in the order of `pksim.mission.covid.words.SOURCES`)
    SYMPTOMS,  # case      base     minutes since infection
    SEVERE_CASE,  # case      base     1
    CRITICAL_CASE,  # case      base     1
    CASE_ADMITTED,  # case      base     1; in a ward or intensive care
    NO_INTENSIVE_CARE,  # case      base     1; critical, and no bed came free
    LEFT_COUNTRY,  # case      base     1; critical, flown out
    CASE_FLOWN,  # case      base     minutes that the helicopter was away
    DEATH_BY_COVID,  # case      base     minutes since infection
    ISOLATION,  # person    base     minutes that it is to last
    CONFIRMED,  # case      base     minutes since infection
    TRACED,  # case      base     people whom it brings into quarantine
    TESTED,  # -         base     tests (a case, a unit's newcomers or a routine round)
    FALSE_ALARM,  # person    base     1
    RELEASED,  # unit      base     newcomers let out who can still infect others
    VACCINATED,  # campaign  -1       doses of a day
) = range(85)

KINDS = (
    "patrol left",
    "patrol cut short",
    "patrol returned",
    "patrol driven",
    "device laid",
    "device found",
    "device jammed",
    "device strikes",
    "device triggered by others",
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
    "cancelled: too few fit",
    "cancelled: no drivers",
    "cancelled: caveat",
    "cancelled: area closed",
    "cancelled: weather",
    "team left",
    "team arrived",
    "team returned",
    "team driven",
    "device cleared",
    "device removed after a tip",
    "device seen by drone",
    "device laid again",
    "segment swept",
    "ambush",
    "ambush without casualty",
    "ambush averted",
    "complex attack",
    "core reached",
    "indirect fire",
    "indirect fire without casualty",
    "violence broke out",
    "civilians killed",
    "interposed",
    "self-inflicted death",
    "fell sick",
    "unit rotated",
    "threat level changed",
    "foul weather",
    "others hurt",
    "contractors struck",
    "evacuation called",
    "lift ordered",
    "lift retasked",
    "lift stood down",
    "lift diverted",
    "at facility without surgery",
    "onward evacuation",
    "blood ran short",
    "infection",
    "symptoms",
    "severe covid",
    "critical covid",
    "covid admitted",
    "no intensive care",
    "covid patient flown out",
    "covid patient flown to hospital",
    "death by covid",
    "isolated",
    "covid confirmed",
    "contacts traced",
    "tested",
    "false alarm",
    "newcomers let out",
    "vaccinated",
)
"""The names of the kinds, in order."""
