"""Who an attack catches and how badly: one law of casualties for all attacks but devices.

With some probability nobody is caught; else a negative binomial number of people. Cover and armour
spare some of them, each by their own luck, so better protection never hurts anybody it spared
before.
"""

from pksim.engine import draw, rule
from pksim.engine.counts import negative_binomial
from pksim.mission.incidents import add_casualty
from pksim.mission.story import World
from pksim.mission.streams import (
    ATTACK_CAUGHT,
    ATTACK_HARMLESS,
    ATTACK_SEVERITY,
    ATTACK_SPARED,
)
from pksim.mission.terms import AMBUSH, DISMOUNTED, FIRE, KILLED, T1, T2, T3, VIOLENCE

PERSONS_CAUGHT_AT_MOST = 200  # beyond every incident on record


@rule
def caught_by(world: World, cause: int, event: int, occasion: int) -> int:
    """How many people an attack catches; `occasion` tells its rounds apart."""
    law = world.attacks
    if draw(world, ATTACK_HARMLESS, event, cause) < law.harmless[cause]:
        return 0
    luck = draw(world, ATTACK_CAUGHT, event * PERSONS_CAUGHT_AT_MOST + occasion, cause)
    more = negative_binomial(luck, law.caught[cause] - 1.0, law.dispersion[cause])
    return min(1 + more, PERSONS_CAUGHT_AT_MOST)


@rule
def is_spared(world: World, cause: int, incident: int, seat: int, chance: float) -> bool:
    """Whether cover or armour, which spare this share, spare the person at this seat.

    Whoever is exposed counts towards the expected deaths, by the share that is not spared.
    """
    key = world.incidents.key[incident] + seat
    world.scores.killed_outright[cause] += (1.0 - chance) * world.attacks.killed[cause]
    return draw(world, ATTACK_SPARED, key, 0) < chance


@rule
def hit(world: World, cause: int, incident: int, seat: int, person: int) -> None:
    """Somebody is hit: killed outright, T1, T2 or T3 by the shares of the attack."""
    law = world.attacks
    luck = draw(world, ATTACK_SEVERITY, world.incidents.key[incident] + seat, 0)
    severity = T3
    if luck < law.killed[cause]:
        severity = KILLED
    elif luck < law.t1[cause]:
        severity = T1
    elif luck < law.t2[cause]:
        severity = T2
    add_casualty(world, incident, seat, severity, person, mechanism_of(cause))


@rule
def mechanism_of(cause: int) -> int:
    """By what people are hurt who sit in no vehicle: fire, or blast and fragments."""
    return FIRE if cause in (AMBUSH, VIOLENCE) else DISMOUNTED
