"""Who is fit for duty, and what keeps the others from it.

Somebody may be kept from duty for several reasons at once, each a bit of `people.kept`, and is fit
again when the last of them has gone.
"""

from pksim.engine import now, rule
from pksim.mission.story import World
from pksim.mission.terms import (
    DEAD,
    EVACUATED,
    FIT,
    HURT,
    ISOLATED,
    NOBODY,
    QUARANTINED,
    SICK,
)

# Why somebody is kept from duty.
ILL, UNWELL, APART, IN_QUARANTINE, AFTER_DOSE = 1, 2, 4, 8, 16


# --- states -----------------------------------------------------------------------------


@rule
def is_fit(world: World, person: int) -> bool:
    """Whether the person can be given a task."""
    return world.people.state[person] == FIT


@rule
def is_in_camp(world: World, person: int) -> bool:
    """Whether the person is in camp: fit or kept from duty, and on no task."""
    state = world.people.state[person]
    return state in (FIT, SICK, ISOLATED, QUARANTINED)


@rule
def somebody_in_camp(world: World, first: int, people: int, luck: float) -> int:
    """Somebody in camp among `people` rows from `first`, beginning where luck falls."""
    start = int(luck * people)
    for i in range(people):
        person = first + (start + i) % people
        if is_in_camp(world, person):
            return person
    return NOBODY


@rule
def next_in_camp(world: World, first: int, people: int, after: int) -> int:
    """The next person in camp among these rows after one of them; `NOBODY` if there is no other."""
    for i in range(1, people):
        person = first + (after - first + i) % people
        if is_in_camp(world, person):
            return person
    return NOBODY


@rule
def fall_sick(world: World, person: int) -> int:
    """The person is sick; gives who that is, for `recover_from_illness`."""
    if is_fit(world, person):
        keep_from_duty(world, person, ILL)
    return world.people.arrived[person]


@rule
def recover_from_illness(world: World, person: int, arrived: int) -> None:
    """Back to duty, unless somebody else holds the post by now."""
    if world.people.arrived[person] == arrived:
        let_back(world, person, ILL)


@rule
def back_to_duty(world: World, person: int, arrived: int) -> None:
    """A casualty is fit again, unless somebody else holds the post by now."""
    people = world.people
    mended = people.state[person] in (HURT, EVACUATED)
    if people.arrived[person] == arrived and mended:
        off_task(world, person)


@rule
def set_state(world: World, person: int, arrived: int, state: int) -> None:
    """What has become of somebody, unless another holds the post now; no list counts the dead."""
    if world.people.arrived[person] == arrived:
        world.people.state[person] = state
        if state == DEAD:
            set_kept(world, person, 0)


# --- kept from duty ---------------------------------------------------------------------


@rule
def keep_from_duty(world: World, person: int, why: int) -> None:
    """From now on there is a reason more; whoever is on a task finishes it."""
    set_kept(world, person, world.people.kept[person] | why)


@rule
def let_back(world: World, person: int, why: int) -> None:
    """A reason has gone; others may be left."""
    set_kept(world, person, world.people.kept[person] & ~why)


@rule
def set_kept(world: World, person: int, kept: int) -> None:
    """The reasons that keep somebody from duty; the sick list counts whom they do."""
    people = world.people
    if kept != people.kept[person]:
        count_kept(world, people.kept[person], kept)
        people.kept[person] = kept
    if is_in_camp(world, person):
        off_task(world, person)


@rule
def off_task(world: World, person: int) -> None:
    """Whoever comes from a task, or from hospital, is fit unless something keeps him or her."""
    people = world.people
    kept = people.kept[person] & world.sick_list.counts[people.job[person]]
    state = FIT
    if (kept & APART) != 0:
        state = ISOLATED
    elif (kept & IN_QUARANTINE) != 0:
        state = QUARANTINED
    elif kept != 0:
        state = SICK
    people.state[person] = state


@rule
def count_kept(world: World, before: int, after: int) -> None:
    """Keep count of those away by COVID-19: unwell or isolated, or else in quarantine."""
    days = world.sick_list
    if now(world) > days.since[0]:  # those of an instant, while some come and others go, are none
        days.most[0] = max(days.most[0], days.unwell[0] + days.quarantined[0])
    days.unwell_minutes[0] += days.unwell[0] * (now(world) - days.since[0])
    days.quarantined_minutes[0] += days.quarantined[0] * (now(world) - days.since[0])
    days.since[0] = now(world)
    days.unwell[0] += is_away_unwell(after) - is_away_unwell(before)
    days.quarantined[0] += is_away_well(after) - is_away_well(before)


@rule
def is_away_unwell(kept: int) -> int:
    """1 for whoever is unwell or isolated."""
    return int((kept & (UNWELL | APART)) != 0)


@rule
def is_away_well(kept: int) -> int:
    """1 for whoever is kept from duty by a measure alone."""
    return int((kept & (UNWELL | APART)) == 0 and (kept & (IN_QUARANTINE | AFTER_DOSE)) != 0)
