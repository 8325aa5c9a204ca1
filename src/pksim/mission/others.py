"""Harm to people who are not the mission's uniformed: counted beside the headline."""

from pksim.engine import draw, record, rule
from pksim.engine.counts import binomial, negative_binomial
from pksim.mission.events import OTHERS_HURT
from pksim.mission.story import World
from pksim.mission.streams import OTHERS_HURT as HOW_MANY
from pksim.mission.streams import OTHERS_KILLED, OTHERS_WHO
from pksim.mission.terms import CIVILIANS, CONTRACTORS, HOST_FORCES


@rule
def harm_others(world: World, key: int, segment: int) -> None:
    """A device has functioned on host forces, contractors of others, or civilians."""
    others = world.others
    luck = draw(world, OTHERS_WHO, key, 0)
    who = CIVILIANS
    if luck < others.host_forces[0]:
        who = HOST_FORCES
    elif luck < others.host_forces[0] + others.contractors[0]:
        who = CONTRACTORS
    harm(world, key, key, segment, who)


@rule
def harm_contractors(world: World, luck: int, device: int, segment: int) -> None:
    """A device has functioned under a vehicle that contractors of the mission drive."""
    harm(world, luck, device, segment, CONTRACTORS)


@rule
def harm(world: World, luck: int, key: int, segment: int, who: int) -> None:
    """Some people of a group are hurt by the device of this key, a share of them killed."""
    others = world.others
    hurt = negative_binomial(
        draw(world, HOW_MANY, luck, 0), others.mean_hurt[0], others.dispersion[0]
    )
    killed = binomial(draw(world, OTHERS_KILLED, luck, 0), hurt, others.share_killed[0])
    others.hurt[who] += hurt
    others.killed[who] += killed
    record(world, OTHERS_HURT, key, segment, hurt)
