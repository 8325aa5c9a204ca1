"""Hospitals: operating teams, intensive-care beds and ward beds, and who needs which."""

from pksim.engine import rule
from pksim.mission.laws import drawn
from pksim.mission.story import World
from pksim.mission.streams import PERSON_INTENSIVE_STAY, PERSON_WARD_STAY
from pksim.mission.terms import T1, T3


@rule
def triage(world: World, person: int) -> int:
    """Place in every queue: the most urgent first."""
    return world.casualties.severity[person]


@rule
def needs_surgery(world: World, person: int) -> bool:
    """T1 at once, T2 when a team is free, T3 not."""
    return world.casualties.severity[person] < T3


@rule
def needs_intensive_care(world: World, person: int) -> bool:
    """T1 casualties recover in intensive care, where the hospital has any."""
    beds = world.hospitals.intensive_beds[hospital_of(world, person)]
    return world.casualties.severity[person] == T1 and beds > 0


@rule
def needs_ward(world: World, person: int) -> bool:
    """Everybody goes through the ward, where the hospital has one."""
    return world.hospitals.ward_beds[hospital_of(world, person)] > 0


@rule
def hospital_of(world: World, person: int) -> int:
    """The hospital that treats the casualty."""
    return world.casualties.hospital[person]


@rule
def operating_team(world: World, person: int) -> int:
    """The operating teams of the casualty's hospital."""
    return world.hospitals.operating_teams[hospital_of(world, person)]


@rule
def intensive_care_bed(world: World, person: int) -> int:
    """The intensive-care beds of the casualty's hospital."""
    return world.hospitals.intensive_care[hospital_of(world, person)]


@rule
def ward_bed(world: World, person: int) -> int:
    """The ward beds of the casualty's hospital."""
    return world.hospitals.ward[hospital_of(world, person)]


@rule
def intensive_care_stay(world: World, person: int) -> float:
    """Minutes in intensive care."""
    law = world.hospitals.intensive_care_stay[hospital_of(world, person)]
    return drawn(world, law, PERSON_INTENSIVE_STAY, world.casualties.key[person], 0)


@rule
def ward_stay(world: World, person: int) -> float:
    """Minutes in the ward."""
    law = world.hospitals.ward_stay[hospital_of(world, person)]
    return drawn(world, law, PERSON_WARD_STAY, world.casualties.key[person], 0)
