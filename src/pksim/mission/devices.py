"""Devices in the road: each lies there until it is met, set off by others, found, or fails."""

from pksim.engine import end, free_row, hold, now, process, rule, spawn
from pksim.mission.adversary import lay_again
from pksim.mission.calls import EOD_TEAM, call_to_segment
from pksim.mission.events import DEVICE_CIVILIAN, DEVICE_FOUND_BY_OTHERS
from pksim.mission.laws import time_until
from pksim.mission.others import harm_others
from pksim.mission.patrols import column
from pksim.mission.roadside import KNOWN, is_in_place, take_away, tell_removal
from pksim.mission.story import Story, World
from pksim.mission.terms import NOBODY
from pksim.mission.warning import warn


@process
def device(world: World, me: int, device: int) -> Story:
    """A device in the road, until others set it off or find it, or it fails with age.

    A column may have met it first; then there is nothing left to tell. If somebody tells the
    mission of it, or a drone saw it laid, an EOD team goes out.
    """
    if is_told_of(world, device):
        yield hold(until_told(world, device))
        team = call_eod(world, device)
        if team != NOBODY:
            yield spawn(column, team)
    yield hold(time_until(world.devices.goes_at[device], now(world)))
    if is_in_place(world, device):
        goes_by_itself(world, device)
    free_row(world, world.devices, device)
    yield end()


@rule
def is_told_of(world: World, device: int) -> bool:
    """Whether the mission will hear of the device before it goes by itself."""
    return world.devices.told_at[device] < world.devices.goes_at[device]


@rule
def until_told(world: World, device: int) -> float:
    """Minutes until the mission hears of it."""
    return time_until(world.devices.told_at[device], now(world))


@rule
def call_eod(world: World, device: int) -> int:
    """The mission knows: the segment is marked, and an EOD team ordered if one is in reach."""
    devices = world.devices
    if not is_in_place(world, device):
        return NOBODY
    devices.state[device] = KNOWN
    warn(world, devices.segment[device], NOBODY)
    return call_to_segment(world, EOD_TEAM, devices.segment[device], devices.key[device])


@rule
def goes_by_itself(world: World, device: int) -> None:
    """The end that was in store for a device which no column has met."""
    devices = world.devices
    how = devices.goes_how[device]
    tell_removal(world, device, how)
    if how == DEVICE_CIVILIAN:
        harm_others(world, devices.key[device], devices.segment[device])
    take_away(world, device)
    if how == DEVICE_FOUND_BY_OTHERS:
        lay_again(world, device)
