"""COVID-19, person by person, in the calendar of patrols and evacuation.

Only the infected carry processes, so that a mission without cases pays nothing. Whoever becomes
infected is written down by `infection.catch`, wherever that happens; `outbreak` lets each case take
its course. People are kept from duty by `pksim.mission.people`, for whatever reason.
"""
