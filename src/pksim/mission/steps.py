"""The clock of each step on the way from wounding to surgery: together they are the whole way."""

from pksim.engine import now, rule
from pksim.mission.story import World
from pksim.mission.terms import (
    IN_ASSET,
    IN_AUTHORISATION,
    IN_CALL,
    IN_DISTANCE,
    IN_LANDING_ZONE,
    IN_NIGHT,
    IN_QUEUE,
    IN_READINESS,
    IN_RESUSCITATION,
    IN_WEATHER,
)


@rule
def enter(world: World, person: int, step: int) -> None:
    """The casualty is in this step from now on; the step before has taken so long."""
    c = world.casualties
    if c.step[person] != step:
        spend(world, person, c.step[person], now(world) - c.step_since[person])
        c.step[person] = step
        c.step_since[person] = now(world)


@rule
def spend(world: World, person: int, step: int, minutes: float) -> None:
    """Add minutes to the clock of a step."""
    c = world.casualties
    if step == IN_CALL:
        c.in_call[person] += minutes
    elif step == IN_AUTHORISATION:
        c.in_authorisation[person] += minutes
    elif step == IN_ASSET:
        c.in_asset[person] += minutes
    elif step == IN_WEATHER:
        c.in_weather[person] += minutes
    elif step == IN_NIGHT:
        c.in_night[person] += minutes
    elif step == IN_READINESS:
        c.in_readiness[person] += minutes
    elif step == IN_DISTANCE:
        c.in_distance[person] += minutes
    elif step == IN_LANDING_ZONE:
        c.in_landing_zone[person] += minutes
    elif step == IN_QUEUE:
        c.in_queue[person] += minutes
    elif step == IN_RESUSCITATION:
        c.in_resuscitation[person] += minutes


@rule
def start_steps(world: World, person: int) -> None:
    """At the point of wounding every clock stands at nothing, and that of the call runs."""
    c = world.casualties
    c.step[person] = IN_CALL
    c.step_since[person] = now(world)
    c.in_call[person] = 0.0
    c.in_authorisation[person] = 0.0
    c.in_asset[person] = 0.0
    c.in_weather[person] = 0.0
    c.in_night[person] = 0.0
    c.in_readiness[person] = 0.0
    c.in_distance[person] = 0.0
    c.in_landing_zone[person] = 0.0
    c.in_queue[person] = 0.0
    c.in_resuscitation[person] = 0.0
