"""Who goes: the fit people of the platoon on duty, and what may keep a column in camp."""

from pksim.engine import draw, now, record, rule
from pksim.mission.duty import off_task
from pksim.mission.events import CAVEAT, CLOSED, NO_CREW, NO_DRIVERS, WEATHER
from pksim.mission.programmes import (
    is_team,
    number_of,
    platoon_on_duty,
    programme_of,
    seats_taken,
)
from pksim.mission.story import World
from pksim.mission.streams import PATROL_WEATHER
from pksim.mission.terms import DRIVER, FIT, FOOT, NIGHT, NOBODY, ON_TASK
from pksim.mission.weather import is_foul

# --- what may keep it -------------------------------------------------------------------


@rule
def may_leave(world: World, key: int, route: int) -> bool:
    """Whether nothing forbids the column to leave; a patrol that may not is counted, with why."""
    programmes = world.programmes
    programme = programme_of(key)
    unit, home = programmes.unit[programme], programmes.base[programme]
    if is_team(world, key):
        area = world.segments.area[world.calls.segment[number_of(key)]]
        return not has_caveat(world, unit, programmes.capability[programme], 1 << area)
    areas = world.routes.areas[route]
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
    programme = m.programme[march]
    want_people(world, march)
    m.first_person[march] = NOBODY
    m.people[march] = 0
    m.drivers[march] = 0
    m.seated[march] = 0
    if programmes.specialists[programme] != NOBODY:
        take_specialists(world, march)
    else:
        take_platoons(world, march)
    if m.people[march] < programmes.minimum[programme] * m.wanted[march]:
        return stays(world, march, NO_CREW, m.people[march])
    if m.drivers[march] < m.to_drive[march]:
        return stays(world, march, NO_DRIVERS, m.drivers[march])
    note_accident_risk(world, march)
    return True


@rule
def note_accident_risk(world: World, march: int) -> None:
    """Accidents expected in a km, and people killed outright in each, in a mean vehicle."""
    m, accidents = world.marches, world.accidents
    vehicles = m.vehicles[march]
    factor = world.units.accident_factor[m.unit[march]]
    m.accidents_per_km[march] = accidents.per_vehicle_km[0] * vehicles * factor
    expected = world.protection.expected_killed[world.protection.crash[0]]
    m.victims[march] = 0.0
    if vehicles > 0:
        m.victims[march] = expected * m.people[march] / vehicles


@rule
def stays(world: World, march: int, why: int, people: int) -> bool:
    """The column stays in camp; those who had fallen in are dismissed. Always false."""
    m = world.marches
    if not is_team(world, m.key[march]):
        record(world, why, m.key[march], m.home[march], people)
    dismiss(world, march)
    return False


@rule
def want_people(world: World, march: int) -> None:
    """Uniformed people for all vehicles, or on foot; specialists drive their own vehicles."""
    m, programmes = world.marches, world.programmes
    programme = m.programme[march]
    wanted, driven = programmes.on_foot[programme], 0
    for vehicle in range(m.vehicles[march]):
        seats = seats_taken(world, m.key[march], vehicle)
        wanted += seats
        driven += seats > 0
    if programmes.crew[programme] > 0:
        wanted = min(wanted, programmes.crew[programme])
    m.wanted[march] = wanted
    m.to_drive[march] = driven if programmes.specialists[programme] == NOBODY else 0


@rule
def take_platoons(world: World, march: int) -> None:
    """The platoon on duty, and while people are wanted the next ones of the unit, or its bubble."""
    m, units = world.marches, world.units
    unit = m.unit[march]
    duty = platoon_on_duty(world, m.key[march])
    size, platoons = units.platoon_size[unit], units.platoons[unit]
    together = world.bubbles.platoons[0]
    for i in range(platoons):
        platoon = (duty + i) % platoons
        if together == 0 or platoon // together == duty // together:
            take(world, march, units.first[unit] + platoon * size, size)
        if m.people[march] >= m.wanted[march]:
            return


@rule
def take_specialists(world: World, march: int) -> None:
    """People of the unit with the job of the team."""
    m, units, people = world.marches, world.units, world.people
    job = world.programmes.specialists[m.programme[march]]
    first = units.first[m.unit[march]]
    for person in range(first, first + units.strength[m.unit[march]]):
        if people.job[person] == job and m.people[march] < m.wanted[march]:
            take(world, march, person, 1)


@rule
def take(world: World, march: int, first: int, posts: int) -> None:
    """The fit among these posts fall in, until nobody more is wanted; seats are left to drivers."""
    people, m = world.people, world.marches
    last, taken, drivers = m.first_person[march], 0, 0
    wanted = m.wanted[march] - m.people[march]
    seats = m.wanted[march] - m.to_drive[march] - m.people[march] + m.drivers[march]
    for person in range(first, first + posts):
        drives = people.job[person] == DRIVER
        if taken < wanted and people.state[person] == FIT and (drives or taken - drivers < seats):
            people.state[person] = ON_TASK
            people.march[person] = march
            people.next[person] = last
            last = person
            taken += 1
            drivers += drives
    m.first_person[march] = last
    m.people[march] += taken
    m.drivers[march] += drivers


@rule
def mount(world: World, march: int) -> None:
    """Tell who sits where, vehicle by vehicle in order of march; on foot nobody sits.

    It is told only when something happens to the column.
    """
    m, people = world.marches, world.people
    if m.seated[march] == 1:
        return
    m.seated[march] = 1
    vehicle, left = -1, 0
    person = m.first_person[march]
    while person != NOBODY:
        while left <= 0 and vehicle < m.vehicles[march] - 1:
            vehicle += 1
            left = seats_taken(world, m.key[march], vehicle)
        people.vehicle[person] = vehicle
        left -= 1
        person = people.next[person]


@rule
def leave_casualties(world: World, march: int) -> None:
    """Whoever was hurt is no longer with the column: others will look after them."""
    m, people = world.marches, world.people
    person, last = m.first_person[march], NOBODY
    while person != NOBODY:
        if people.state[person] == ON_TASK:
            if last == NOBODY:
                m.first_person[march] = person
            else:
                people.next[last] = person
            last = person
        person = people.next[person]
    if last == NOBODY:
        m.first_person[march] = NOBODY
    else:
        people.next[last] = NOBODY


@rule
def dismiss(world: World, march: int) -> None:
    """Whoever is still with the column is free for another task; who died on the way is not."""
    people = world.people
    person = world.marches.first_person[march]
    while person != NOBODY:
        if people.state[person] == ON_TASK:
            off_task(world, person)
        person = people.next[person]
    world.marches.first_person[march] = NOBODY
