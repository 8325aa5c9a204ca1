"""Attacks on camps: complex attacks with vehicle bombs, and indirect fire."""

import math

from pksim.engine import draw, formula, process, record, rule, spawn, wait
from pksim.engine.counts import negative_binomial
from pksim.engine.distributions import exponential
from pksim.mission.duty import next_in_camp, somebody_in_camp
from pksim.mission.evacuation import response
from pksim.mission.events import COMPLEX_ATTACKED, CORE_REACHED, FIRE_HARMLESS, FIRED_ON
from pksim.mission.harm import PERSONS_CAUGHT_AT_MOST, caught_by, hit, is_spared
from pksim.mission.incidents import new_incident
from pksim.mission.people import exposed
from pksim.mission.regimes import is_due, until_due
from pksim.mission.signals import mood_changed
from pksim.mission.story import Story, World
from pksim.mission.streams import (
    ATTACK_WHO,
    COMPLEX_ATTACKS,
    GATE_HOLDS,
    INDIRECT_FIRES,
    RADAR_WARNS,
    ROUND_HITS,
    ROUNDS,
)
from pksim.mission.terms import COMPLEX_ATTACK, INDIRECT_FIRE, NOBODY

ORDINALS = 2**32  # attacks on one camp: the number of an attack is camp * ORDINALS + ordinal
ROUNDS_AT_MOST = 100
KINDS_OF_ATTACK = 2
WITH_BOMBS, INDIRECT = range(KINDS_OF_ATTACK)  # a series is camp * KINDS_OF_ATTACK + kind


@process
def camp_attacks(world: World, me: int, series: int) -> Story:
    """Attacks of one kind on one camp, a Poisson process on the threat clock of its area."""
    area = area_of(world, series)
    ordinal = 0
    due = 0.0
    while True:
        due += until_next(world, series, ordinal)
        while not is_due(world, area, due):
            yield wait(mood_changed(area), until_due(world, area, due))
        yield spawn(response, attack(world, series, ordinal))
        ordinal += 1


@rule
def camp_of(series: int) -> int:
    """The camp of a series of attacks."""
    return series // KINDS_OF_ATTACK


@rule
def area_of(world: World, series: int) -> int:
    """The threat area of the camp."""
    return world.camps.area[camp_of(series)]


@rule
def until_next(world: World, series: int, ordinal: int) -> float:
    """Minutes of the threat clock to the next attack, fewer where the units there are exposed."""
    camp = camp_of(series)
    purpose = COMPLEX_ATTACKS if series % KINDS_OF_ATTACK == WITH_BOMBS else INDIRECT_FIRES
    minutes = exponential(draw(world, purpose, camp, ordinal), world.camps.between[series])
    return spread_over(minutes, camp_exposed(world, camp))


@rule
def attack(world: World, series: int, ordinal: int) -> int:
    """The attack that is due. Gives the incident."""
    camp = camp_of(series)
    if series % KINDS_OF_ATTACK == WITH_BOMBS:
        return complex_attack(world, camp, camp * ORDINALS + ordinal)
    return indirect_fire(world, camp, camp * ORDINALS + ordinal)


@rule
def camp_exposed(world: World, camp: int) -> float:
    """What multiplies the hazards of a camp: the mean over the people of its units."""
    camps, units = world.camps, world.units
    total = 0.0
    for unit in range(camps.first_unit[camp], camps.first_unit[camp] + camps.units[camp]):
        total += units.strength[unit] * exposed(world, unit, camps.area[camp])
    return total / camps.people[camp]


@formula
def spread_over(minutes: float, factor: float) -> float:
    """Minutes to an event that comes `factor` times as often; never if it does not."""
    return minutes / factor if factor > 0.0 else math.inf


# --- complex attack ---------------------------------------------------------------------


@rule
def complex_attack(world: World, camp: int, event: int) -> int:
    """A vehicle bomb functions at the gate or in the core. Gives the incident.

    Whoever it catches is spared by hardening, or by stand-off if the gate holds.
    """
    camps = world.camps
    site = camps.site[camp]
    incident = new_incident(world, COMPLEX_ATTACK, event, site)
    spared = camps.hardening[camp]
    if draw(world, GATE_HOLDS, event, 0) < camps.gate[camp]:
        spared = spared_by_both(spared, 1.0 - camps.stand_off[camp])
    else:
        record(world, CORE_REACHED, incident, site, 1.0)
    number = caught_by(world, COMPLEX_ATTACK, event, 0)
    catch(world, COMPLEX_ATTACK, incident, camp, event, 0, number, spared)
    record(world, COMPLEX_ATTACKED, incident, site, world.incidents.hurt[incident])
    return incident


@formula
def spared_by_both(one: float, other: float) -> float:
    """The share that two protections spare together, each by itself."""
    return 1.0 - (1.0 - one) * (1.0 - other)


@rule
def catch(
    world: World,
    cause: int,
    incident: int,
    camp: int,
    event: int,
    seat: int,
    number: int,
    spared: float,
) -> int:
    """People of a camp who are together are caught; those not spared are hit. The next seat."""
    camps = world.camps
    first, people = camps.first_person[camp], camps.people[camp]
    person = somebody_in_camp(world, first, people, draw(world, ATTACK_WHO, event, seat))
    last = min(seat + number, PERSONS_CAUGHT_AT_MOST)
    while seat < last and person != NOBODY:
        if not is_spared(world, cause, incident, seat, spared):
            hit(world, cause, incident, seat, person)
        seat += 1
        person = next_in_camp(world, first, people, person)
    return seat


# --- indirect fire ----------------------------------------------------------------------


@rule
def indirect_fire(world: World, camp: int, event: int) -> int:
    """Rounds fall, some of them where people are; cover spares a share. Gives the incident."""
    camps, fire = world.camps, world.fire
    site = camps.site[camp]
    incident = new_incident(world, INDIRECT_FIRE, event, site)
    cover = share_under_cover(world, camp, event)
    more = negative_binomial(
        draw(world, ROUNDS, event, 0), fire.rounds[0] - 1.0, fire.dispersion[0]
    )
    rounds = min(1 + more, ROUNDS_AT_MOST)
    seat = 0
    for number in range(rounds):
        if draw(world, ROUND_HITS, event, number) < fire.hit[0]:
            caught = caught_by(world, INDIRECT_FIRE, event, number)
            seat = catch(world, INDIRECT_FIRE, incident, camp, event, seat, caught, cover)
    record(world, FIRED_ON, incident, site, world.incidents.hurt[incident])
    if world.incidents.hurt[incident] == 0:
        record(world, FIRE_HARMLESS, incident, site, rounds)
    return incident


@rule
def share_under_cover(world: World, camp: int, event: int) -> float:
    """The share of people under cover when rounds fall: more if a radar gave warning."""
    camps = world.camps
    if draw(world, RADAR_WARNS, event, 0) >= camps.detects[camp]:
        return camps.cover[camp]
    return under_cover(
        camps.cover[camp],
        camps.cover_warned[camp],
        camps.warning_seconds[camp],
        camps.cover_seconds[camp],
    )


@formula
def under_cover(unwarned: float, warned: float, seconds: float, constant: float) -> float:
    """The share that has reached cover after some seconds of warning."""
    return unwarned + (warned - unwarned) * -math.expm1(-seconds / constant)
