"""A column meets devices: found, jammed, or a strike; and what may follow a strike."""

from pksim.engine import draw, formula, now, record, rule
from pksim.mission.adversary import lay_again
from pksim.mission.ambushes import OCCASIONS, open_fire
from pksim.mission.calls import EOD_TEAM, QUICK_REACTION, needs
from pksim.mission.events import DEVICE_FOUND, DEVICE_JAMMED, DEVICE_STRIKES
from pksim.mission.halts import make_halt
from pksim.mission.incidents import device_of, new_incident
from pksim.mission.injuries import expose_on_foot, expose_vehicle, tell_strike
from pksim.mission.others import harm_contractors
from pksim.mission.people import exposed
from pksim.mission.programmes import is_contractors, vehicle_class
from pksim.mission.roadside import NO_DEVICE, is_in_place, next_device, take_away
from pksim.mission.search import is_searched_on_foot, search_finds
from pksim.mission.story import World
from pksim.mission.streams import (
    DEVICE_FOLLOWED,
    DEVICE_FOLLOWED_AFTER,
    DEVICE_JAMMER_PRESENT,
    DEVICE_JAMMER_WORKS,
    DEVICE_NEIGHBOUR,
)
from pksim.mission.sun import is_dark
from pksim.mission.terms import IED, NOBODY, RADIO_CONTROLLED
from pksim.mission.warning import warn

FIRE_FOLLOWS, DEVICE_FOLLOWS = 0, 1
SECOND = 2**38  # added to a device's key: the luck of the device that follows it


@rule
def device_strikes(world: World, march: int) -> int:
    """The next device of the segment that functions under the column; `NOBODY` if none does.

    On the way to it, devices that would have functioned are found or jammed.
    """
    m = world.marches
    while m.device[march] != NO_DEVICE:
        device = m.device[march]
        m.device[march] = next_device(world, device)
        if not is_in_place(world, device) or not is_tripped(world, march, device):
            continue
        if search_finds(world, march, device):
            find(world, march, device)
        elif is_jammed(world, march, device):
            jam(world, device)
        else:
            return strike(world, march, device)
    return NOBODY


# --- meeting it -------------------------------------------------------------------------


@rule
def is_tripped(world: World, march: int, device: int) -> bool:
    """Whether a vehicle of the column would set the device off if nothing were done about it.

    Each vehicle that passes wears the device's own resistance down by the same amount; it is
    tripped by the vehicle that uses up the rest. A column on foot counts as one vehicle.
    """
    devices, vehicles = world.devices, max(world.marches.vehicles[march], 1)
    if devices.on_others[device] == 1:
        return False
    wear = wear_per_vehicle(world, march)
    devices.vehicle[device] = vehicle_that_trips(devices.resistance[device], wear)
    if devices.vehicle[device] < vehicles:
        return True
    devices.resistance[device] -= wear * vehicles
    return False


@rule
def wear_per_vehicle(world: World, march: int) -> float:
    """How much one vehicle wears a device down: more for exposed units, more or less by night."""
    segment = world.marches.segment[march]
    wear = world.ieds.wear[0]
    wear *= exposed(world, world.marches.unit[march], world.segments.area[segment])
    if is_dark(world, segment, now(world)):
        wear *= world.ieds.night_factor[0]
    return wear


@formula
def vehicle_that_trips(resistance: float, wear: float) -> int:
    """Which of the vehicles ever to pass trips the device, counted from 0.

    With `wear` = -log(1 - chance) each vehicle trips it with that chance if none did before.
    """
    if wear <= 0.0:
        return 2**53
    return int(min(resistance / wear, 2.0**53))


@rule
def is_jammed(world: World, march: int, device: int) -> bool:
    """Whether the device is radio-controlled and a jammer is there that works against it."""
    if world.devices.initiator[device] != RADIO_CONTROLLED:
        return False
    key = world.devices.key[device]
    carried = world.programmes.jammers[world.marches.programme[march]]
    there = draw(world, DEVICE_JAMMER_PRESENT, key, 0) < carried
    return there and draw(world, DEVICE_JAMMER_WORKS, key, 0) < world.ieds.jammer_effect[0]


# --- what comes of it -------------------------------------------------------------------


@rule
def find(world: World, march: int, device: int) -> None:
    """The column has found the device, marks it, and waits until it is gone."""
    devices, m = world.devices, world.marches
    segment = devices.segment[device]
    record(world, DEVICE_FOUND, devices.key[device], segment, m.vehicles[march])
    take_away(world, device)
    lay_again(world, device)
    warn(world, segment, m.unit[march])
    needs(world, march, EOD_TEAM)
    make_halt(world, march)


@rule
def jam(world: World, device: int) -> None:
    """The device was set off and did not function: it is wasted, and the column drives on."""
    devices = world.devices
    record(world, DEVICE_JAMMED, devices.key[device], devices.segment[device], 1.0)
    take_away(world, device)


@rule
def strike(world: World, march: int, device: int) -> int:
    """A device functions under a vehicle, or among the searchers on foot. Gives the incident."""
    devices, m = world.devices, world.marches
    key, segment, vehicle = devices.key[device], devices.segment[device], devices.vehicle[device]
    on_foot = is_searched_on_foot(world, march, device)
    record(world, DEVICE_STRIKES, key, segment, vehicle)
    take_away(world, device)
    warn(world, segment, m.unit[march])
    needs(world, march, EOD_TEAM)
    make_halt(world, march)
    expect_more(world, march, key)
    incident = new_incident(world, IED, key, segment)
    if on_foot:
        reach_those_on_foot(world, march, incident)
    else:
        functions_under(world, march, incident, vehicle)
    tell_strike(world, incident, not on_foot and is_contractors(world, m.key[march], vehicle))
    return incident


@rule
def functions_under(world: World, march: int, incident: int, vehicle: int) -> None:
    """The vehicle struck, and its neighbour where they drive too close."""
    reach_vehicle(world, march, incident, vehicle)
    m = world.marches
    luck = draw(world, DEVICE_NEIGHBOUR, world.incidents.key[incident], 0)
    close = luck < world.programmes.neighbour[m.programme[march]]
    if close and vehicle + 1 < m.vehicles[march]:
        reach_vehicle(world, march, incident, vehicle + 1)


@rule
def reach_vehicle(world: World, march: int, incident: int, vehicle: int) -> None:
    """One vehicle within reach: contractors are counted beside, uniformed people one by one."""
    key = world.marches.key[march]
    if is_contractors(world, key, vehicle):
        luck = world.incidents.key[incident] + vehicle
        harm_contractors(world, luck, device_of(world, incident), world.incidents.site[incident])
    else:
        protection = vehicle_class(world, key, vehicle)
        people = expose_vehicle(world, march, incident, vehicle, protection)
        score(world, people, protection)


@rule
def reach_those_on_foot(world: World, march: int, incident: int) -> None:
    """The searchers, or those who have dismounted, are within reach."""
    people = expose_on_foot(world, march, incident, world.search.foot_exposed[0])
    score(world, people, world.protection.foot[0])


@rule
def score(world: World, people: int, protection: int) -> None:
    """Count those expected to be killed outright among people within reach."""
    world.scores.killed_outright[IED] += people * world.protection.expected_killed[protection]


# --- what follows -----------------------------------------------------------------------


@rule
def expect_more(world: World, march: int, key: int) -> None:
    """Whether fire or a second device follows the strike while the column stands, and when.

    What is to follow an earlier strike stays due.
    """
    m = world.marches
    if m.follow_on[march] != NOBODY:
        return
    luck = draw(world, DEVICE_FOLLOWED, key, 0)
    if luck < world.ieds.ambush_follows[0]:
        m.follow_on[march] = FIRE_FOLLOWS
    elif luck < world.ieds.ambush_follows[0] + world.ieds.second_device[0]:
        m.follow_on[march] = DEVICE_FOLLOWS
    halt = m.halted_until[march] - now(world)
    m.follow_on_at[march] = now(world) + halt * draw(world, DEVICE_FOLLOWED_AFTER, key, 0)
    m.follow_on_key[march] = key


@rule
def follow_on(world: World, march: int) -> int:
    """What follows a strike, once its time has come; `NOBODY` if nothing does."""
    m = world.marches
    kind = m.follow_on[march]
    if kind == NOBODY or now(world) < m.follow_on_at[march]:
        return NOBODY
    m.follow_on[march] = NOBODY
    if kind == FIRE_FOLLOWS:
        needs(world, march, QUICK_REACTION)
        return open_fire(world, march, m.luck[march] * OCCASIONS + OCCASIONS - 1)
    return second_device(world, march, m.follow_on_key[march] + SECOND)


@rule
def second_device(world: World, march: int, key: int) -> int:
    """A second device functions among those who have dismounted. Gives the incident."""
    m = world.marches
    record(world, DEVICE_STRIKES, key, m.segment[march], 0)
    incident = new_incident(world, IED, key, m.segment[march])
    reach_those_on_foot(world, march, incident)
    tell_strike(world, incident, False)
    return incident
