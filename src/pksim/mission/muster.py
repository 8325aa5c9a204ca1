"""Who goes: the fit people of the platoon on duty, and what may keep a column in camp."""

from pksim.engine import draw, now, record, rule
from pksim.mission.events import CAVEAT, CLOSED, NO_CREW, NO_DRIVERS, WEATHER
from pksim.mission.people import is_fit
from pksim.mission.programmes import (
    is_contractors,
    is_team,
    platoon_on_duty,
    programme_of,
    seats_taken,
)
from pksim.mission.story import World
from pksim.mission.streams import PATROL_WEATHER
from pksim.mission.terms import DRIVER, EOD, FIT, NIGHT, FOOT, NOBODY, ON_TASK
from pksim.mission.weather import is_foul

# --- what may keep it -------------------------------------------------------------------


@rule
def may_leave(world: World, key: int, route: int) -> bool:
    """Whether nothing forbids the column to leave; a patrol that may not is counted, with why."""
    programmes = world.programmes
    programme = programme_of(key)
    unit, home = programmes.unit[programme], programmes.base[programme]
    areas = world.routes.areas[route] if route >= 0 else -1
    if is_team(world, key):
        return not has_caveat(world, unit, programmes.capability[programme], areas)
    if is_closed(world, areas):
        record(world, CLOSED, key, home, 1.0)
        return False
    if is_forbidden(world, programme, areas):
        record(world, CAVEAT, key, home, 1.0)
        return False
    if stays_for_the_weather(world, key, home):
        record(world, WEATHER, key, home, 1.0)
        return False
    return True


@rule
def is_closed(world: World, areas: int) -> bool:
    """Whether the way leads through an area that is closed now; `areas` has a bit for each."""
    closed = world.closures
    for number in range(len(closed.areas)):
        in_time = closed.begins[number] <= now(world) < closed.ends[number]
        if in_time and (closed.areas[number] & areas) != 0:
            return True
    return False


@rule
def is_forbidden(world: World, programme: int, areas: int) -> bool:
    """Whether the unit has a caveat against this kind of column, its hour or its way to go."""
    programmes = world.programmes
    unit = programmes.unit[programme]
    if has_caveat(world, unit, programmes.capability[programme], areas):
        return True
    if programmes.night[programme] == 1 and has_caveat(world, unit, NIGHT, areas):
        return True
    return programmes.on_foot[programme] > 0 and has_caveat(world, unit, FOOT, areas)


@rule
def has_caveat(world: World, unit: int, capability: int, areas: int) -> bool:
    """Whether a caveat in force now names the unit (or all), this capability and these areas."""
    caveats = world.caveats
    for number in range(len(caveats.unit)):
        concerned = caveats.unit[number] in (NOBODY, unit)
        in_time = caveats.begins[number] <= now(world) < caveats.ends[number]
        there = (caveats.areas[number] & areas) != 0
        if caveats.capability[number] == capability and concerned and in_time and there:
            return True
    return False


@rule
def stays_for_the_weather(world: World, key: int, home: int) -> bool:
    """Whether foul weather over its base keeps a patrol in camp."""
    place = home - world.distances.segments[0]
    if not is_foul(world, world.sites.area[place]):
        return False
    return draw(world, PATROL_WEATHER, key, 0) < world.calendar.foul_grounds[0]


# --- the crew ---------------------------------------------------------------------------


@rule
def muster(world: World, march: int) -> bool:
    """Crew the column; if too few are fit it does not leave, and is counted."""
    m, programmes = world.marches, world.programmes
    key, programme = m.key[march], m.programme[march]
    m.wanted[march] = people_wanted(world, march)
    m.first_person[march] = NOBODY
    m.people[march] = 0
    if programmes.specialists[programme] == 1:
        take_specialists(world, march)
    else:
        take_platoons(world, march)
    if m.people[march] < programmes.minimum[programme] * m.wanted[march]:
        return stays(world, march, NO_CREW, m.people[march])
    drivers = drivers_of(world, march)
    if drivers < vehicles_to_drive(world, march):
        return stays(world, march, NO_DRIVERS, drivers)
    take_seats(world, march, key)
    return True


@rule
def stays(world: World, march: int, why: int, people: int) -> bool:
    """The column stays in camp; those who had fallen in are dismissed. Always false."""
    m = world.marches
    if not is_team(world, m.key[march]):
        record(world, why, m.key[march], m.home[march], people)
    dismiss(world, march)
    return False


@rule
def people_wanted(world: World, march: int) -> int:
    """Uniformed people for all vehicles, or on foot."""
    m = world.marches
    wanted = world.programmes.on_foot[m.programme[march]]
    for vehicle in range(m.vehicles[march]):
        wanted += seats_taken(world, m.key[march], vehicle)
    return wanted


@rule
def vehicles_to_drive(world: World, march: int) -> int:
    """Vehicles that uniformed people drive; specialists drive their own."""
    m = world.marches
    if world.programmes.specialists[m.programme[march]] == 1:
        return 0
    driven = 0
    for vehicle in range(m.vehicles[march]):
        if not is_contractors(world, m.key[march], vehicle):
            driven += 1
    return driven


@rule
def take_platoons(world: World, march: int) -> None:
    """The platoon on duty, and while people are wanted the next ones of the unit."""
    m, units = world.marches, world.units
    unit = m.unit[march]
    duty = platoon_on_duty(world, m.key[march])
    size, platoons = units.platoon_size[unit], units.platoons[unit]
    for i in range(platoons):
        first = units.first[unit] + (duty + i) % platoons * size
        for person in range(first, first + size):
            if m.people[march] >= m.wanted[march]:
                return
            take(world, march, person)


@rule
def take_specialists(world: World, march: int) -> None:
    """People of the unit with the job EOD."""
    m, units = world.marches, world.units
    first = units.first[m.unit[march]]
    for person in range(first, first + units.strength[m.unit[march]]):
        if m.people[march] >= m.wanted[march]:
            return
        if world.people.job[person] == EOD:
            take(world, march, person)


@rule
def take(world: World, march: int, person: int) -> None:
    """One person falls in, if fit."""
    people, m = world.people, world.marches
    if not is_fit(world, person):
        return
    people.state[person] = ON_TASK
    people.next[person] = m.first_person[march]
    people.vehicle[person] = NOBODY
    m.first_person[march] = person
    m.people[march] += 1


@rule
def drivers_of(world: World, march: int) -> int:
    """Drivers among those who fell in."""
    drivers = 0
    person = world.marches.first_person[march]
    while person != NOBODY:
        if world.people.job[person] == DRIVER:
            drivers += 1
        person = world.people.next[person]
    return drivers


@rule
def take_seats(world: World, march: int, key: int) -> None:
    """The crew mounts, vehicle by vehicle in order of march; on foot nobody sits."""
    m = world.marches
    if m.vehicles[march] == 0:
        return
    vehicle, left = 0, seats_taken(world, key, 0)
    person = m.first_person[march]
    while person != NOBODY:
        while left <= 0 and vehicle < m.vehicles[march] - 1:
            vehicle += 1
            left = seats_taken(world, key, vehicle)
        world.people.vehicle[person] = vehicle
        left -= 1
        person = world.people.next[person]


@rule
def dismiss(world: World, march: int) -> None:
    """Whoever is still with the column is free for another task."""
    person = world.marches.first_person[march]
    while person != NOBODY:
        if world.people.state[person] == ON_TASK:
            world.people.state[person] = FIT
        person = world.people.next[person]
    world.marches.first_person[march] = NOBODY
