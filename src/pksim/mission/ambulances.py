"""Ambulances: teams that go by road as columns of their own, and what they do there and at home."""

from pksim.engine import now, rule
from pksim.mission.destinations import keep_places
from pksim.mission.lifts import leave, stand_down, take_aboard, unload
from pksim.mission.orders import promised_step
from pksim.mission.programmes import ORDINALS, is_team, number_of, programme_of
from pksim.mission.story import World
from pksim.mission.terms import IN_LANDING_ZONE, NOBODY


@rule
def ambulance_key(world: World, lift: int) -> int:
    """The key of the column that is this lift."""
    programme = world.teams.first_programme[0] + world.lifts.asset[lift]
    return programme * ORDINALS + world.lifts.call[lift]


@rule
def lift_of(world: World, key: int) -> int:
    """The lift that a column is; `NOBODY` if it is no ambulance."""
    if not is_team(world, key):
        return NOBODY
    return world.calls.lift[number_of(key)]


@rule
def ambulance_leaves(world: World, key: int) -> None:
    """It is on its way."""
    if lift_of(world, key) != NOBODY:
        leave(world, lift_of(world, key))


@rule
def cannot_leave(world: World, key: int) -> bool:
    """It found no crew, or may not go: the desk must find something else. False for others."""
    lift = lift_of(world, key)
    if lift == NOBODY:
        return False
    team = programme_of(key) - world.teams.first_programme[0]
    stand_down(world, lift)
    world.teams.out[team] -= 1
    world.teams.unable_until[team] = now(world) + world.desk.looks_again[0]
    return True


@rule
def arrive_at_casualties(world: World, march: int) -> None:
    """It has arrived, and loads."""
    lift = lift_of(world, world.marches.key[march])
    if lift != NOBODY:
        promised_step(world, lift, IN_LANDING_ZONE)


@rule
def load_ambulance(world: World, march: int) -> int:
    """Everybody for whom there is a seat is aboard. Gives one of them, `NOBODY` if nobody is."""
    lift = lift_of(world, world.marches.key[march])
    if lift == NOBODY:
        return NOBODY
    take_aboard(world, lift)
    keep_places(world, lift)
    return world.lifts.first_aboard[lift]


@rule
def unload_ambulance(world: World, march: int) -> int:
    """It is back at its facility. Gives one of those aboard, `NOBODY` if nobody is."""
    key = world.marches.key[march]
    lift = lift_of(world, key)
    if lift == NOBODY:
        return NOBODY
    world.teams.out[programme_of(key) - world.teams.first_programme[0]] -= 1
    unload(world, lift)
    return world.lifts.first_aboard[lift]
