"""The evacuation desk: when something has changed it looks at the board and sends who can go."""

from pksim.engine import process, rule, spawn, wait
from pksim.mission.ambulances import ambulance_key
from pksim.mission.evacuation import lift
from pksim.mission.orders import make_orders, until_next_look
from pksim.mission.patrols import column
from pksim.mission.signals import desk_called
from pksim.mission.story import Story, World
from pksim.mission.terms import BY_AMBULANCE, NOBODY


@process
def evacuation_desk(world: World, me: int, _: int) -> Story:
    """Orders for everybody who waits, at each call, launch authority, return, dawn and change."""
    while True:
        make_orders(world)
        order = first_order(world)
        while order != NOBODY:
            if is_ambulance(world, order):
                yield spawn(column, ambulance_key(world, order))
            else:
                yield spawn(lift, order)
            order = next_order(world, order)
        yield wait(desk_called(), until_next_look(world))


@rule
def first_order(world: World) -> int:
    """An order that was given at this look at the board; `NOBODY` for none."""
    return world.board.first_order[0]


@rule
def next_order(world: World, lift: int) -> int:
    """The order given before it."""
    return world.lifts.next_order[lift]


@rule
def is_ambulance(world: World, lift: int) -> bool:
    """Whether an ambulance team goes."""
    return world.lifts.by[lift] == BY_AMBULANCE
