"""What is said of each kind of event, and of whom: one sentence for every line of a trace."""

from __future__ import annotations

from collections.abc import Callable

from pksim.mission import events as ev
from pksim.mission.covid.words import SOURCES
from pksim.mission.terms import INITIATORS

(
    COLUMN, DEVICE, INCIDENT, CASUALTY, LIFT, PERSON, UNIT, AREA, OUTBREAK, REQUEST, CASE, CAMPAIGN,
    NO_ONE,
) = range(13)  # fmt: skip
"""What the subject number of an event may mean; an outbreak is one of violence, a case of COVID-19.
"""

Say = Callable[[float], str]


def clock_time(minutes: float) -> str:
    """Minutes as people say them: ``35 s``, ``47 min``, ``2 h 05 min``, ``3.4 days``."""
    if minutes < 1.0:
        return f"{minutes * 60.0:.0f} s"
    if minutes < 90.0:
        return f"{minutes:.0f} min"
    if minutes < 1440.0:
        return f"{int(minutes) // 60} h {int(minutes) % 60:02d} min"
    return f"{minutes / 1440.0:.1f} days"


def _just(words: str) -> Say:
    """The same words whatever the value is."""
    return lambda _: words


def _of(words: str) -> Say:
    """Words around the value as it stands."""
    return words.format


def _count(noun: str, words: str, plural: str = "") -> Say:
    """Words around a number of things."""
    many = plural or f"{noun}s"
    return lambda value: words.format(f"{value:,.0f} {noun if value == 1 else many}")


def _time(words: str) -> Say:
    """Words around a length of time in minutes."""
    return lambda value: words.format(clock_time(value))


def _since(words: str, begin: str) -> Say:
    """What happens, and how long after something else."""
    return lambda value: (
        f"{words}, {clock_time(value)} after {begin}" if value > 0.0 else f"{words}, at once"
    )


def _after(words: str) -> Say:
    """What happens to a casualty, and how long after wounding."""
    return _since(words, "wounding")


def _found(value: float) -> str:
    column = "a column on foot" if value == 0 else _count("vehicle", "a column of {}")(value)
    return f"is found by {column}, and removed"


def _against(value: float) -> str:
    return "is laid in place of one removed" + (", against others than the mission" * bool(value))


def _infected(value: float) -> str:
    return f"is infected {INFECTED[SOURCES[int(value)]]}"


def _let_out(value: float) -> str:
    rest = (
        _count("newcomer", "{} can still infect others")(value) if value else "none is infectious"
    )
    return f"lets its newcomers go about: {rest}"


INFECTED = {
    "section": "in the section",
    "platoon": "in the platoon",
    "camp": "in camp",
    "crew": "on the march",
    "ward": "in hospital",
    "town": "in a town",
    "gate": "by somebody from outside the gate",
    "arrival": "before coming here",
    "seed": "somewhere, at first",
}
"""Where people are infected, as the end of a sentence."""

HURT = _count("person", "{} hurt or killed", "people")

WORDS: dict[int, tuple[int, Say]] = {
    ev.PATROL_LEFT: (COLUMN, _count("person", "leaves the gate with {}", "people")),
    ev.PATROL_HALTED: (COLUMN, _of("halts, {:.1f} hours after leaving")),
    ev.PATROL_CUT_SHORT: (COLUMN, _of("turns back, {:.1f} hours after leaving")),
    ev.PATROL_RETURNED: (COLUMN, _of("is back after {:.1f} hours")),
    ev.PATROL_DRIVEN: (COLUMN, _of("has driven {:,.0f} vehicle-km")),
    ev.NO_CREW: (COLUMN, _count("person", "stays in camp: only {} fit", "people")),
    ev.NO_DRIVERS: (COLUMN, _count("driver", "stays in camp: only {} fit")),
    ev.CAVEAT: (COLUMN, _just("stays in camp: the unit may not do this")),
    ev.CLOSED: (COLUMN, _just("stays in camp: its way leads through a closed area")),
    ev.WEATHER: (COLUMN, _just("stays in camp: foul weather")),
    ev.TEAM_LEFT: (COLUMN, _count("person", "leaves the gate with {}", "people")),
    ev.TEAM_ARRIVED: (COLUMN, _time("is there, {} after the call")),
    ev.TEAM_RETURNED: (COLUMN, _of("is back after {:.1f} hours")),
    ev.TEAM_DRIVEN: (COLUMN, _of("has driven {:,.0f} vehicle-km")),
    ev.SWEPT: (COLUMN, _count("device", "sweeps the road; there were {}")),
    ev.AMBUSH_AVERTED: (COLUMN, _just("is warned by a drone, and no ambush comes of it")),
    ev.DEVICE_LAID: (DEVICE, lambda value: f"is laid in the road, {INITIATORS[int(value)]}"),
    ev.DEVICE_SEEN: (DEVICE, _just("was seen by a drone while it was laid")),
    ev.DEVICE_LAID_AGAIN: (DEVICE, _against),
    ev.DEVICE_FOUND: (DEVICE, _found),
    ev.DEVICE_JAMMED: (DEVICE, _just("is stopped by a jammer")),
    ev.DEVICE_STRIKES: (DEVICE, lambda value: f"functions at vehicle {value + 1:.0f} of a column"),
    ev.DEVICE_CIVILIAN: (DEVICE, _of("is set off by others after {:.1f} days")),
    ev.DEVICE_FOUND_BY_OTHERS: (DEVICE, _of("is found by others after {:.1f} days")),
    ev.DEVICE_EXPIRED: (DEVICE, _of("has decayed after {:.1f} days")),
    ev.DEVICE_CLEARED: (DEVICE, _of("is cleared by a sweep after {:.1f} days")),
    ev.DEVICE_REMOVED: (DEVICE, _of("is removed by a team that was told of it, after {:.1f} days")),
    ev.OTHERS_HURT: (
        DEVICE,
        _count("person", "hurts or kills {} not of the mission's uniformed", "people"),
    ),
    ev.STRIKE: (INCIDENT, lambda value: f"a strike, {HURT(value)}"),
    ev.STRIKE_HARMLESS: (INCIDENT, _of("nobody is hurt of {:.0f} exposed")),
    ev.CONTRACTORS_STRUCK: (INCIDENT, _just("a strike on a vehicle that civilians drive")),
    ev.ACCIDENT: (INCIDENT, lambda value: f"an accident, {HURT(value)}"),
    ev.AMBUSHED: (INCIDENT, lambda value: f"an ambush, {HURT(value)}"),
    ev.AMBUSH_HARMLESS: (INCIDENT, _of("nobody is hurt of {:.0f} under fire")),
    ev.COMPLEX_ATTACKED: (INCIDENT, lambda value: f"a complex attack, {HURT(value)}"),
    ev.CORE_REACHED: (INCIDENT, _just("the bomb is past the gate")),
    ev.FIRED_ON: (INCIDENT, lambda value: f"indirect fire, {HURT(value)}"),
    ev.FIRE_HARMLESS: (INCIDENT, _count("round", "nobody is hurt by {}")),
    ev.INTERPOSED: (INCIDENT, lambda value: f"a column steps between, {HURT(value)}"),
    ev.WOUNDED: (CASUALTY, _of("is wounded, T{:.0f}")),
    ev.FIRST_AID: (CASUALTY, _after("gets first aid")),
    ev.MEDICAL_CARE: (CASUALTY, _after("gets enhanced field care")),
    ev.PICKED_UP: (CASUALTY, _after("is taken aboard")),
    ev.STAGED: (CASUALTY, _after("must go on from a facility without surgery")),
    ev.AT_HOSPITAL: (CASUALTY, _after("arrives in hospital")),
    ev.BLOOD_SHORT: (CASUALTY, _count("unit", "gets no blood, {} left")),
    ev.SURGERY: (CASUALTY, _after("is in surgery")),
    ev.ONWARD: (CASUALTY, _after("leaves for a hospital out of the country")),
    ev.KILLED_IN_ACTION: (CASUALTY, _after("dies, killed in action")),
    ev.DIED_OF_WOUNDS: (CASUALTY, _after("dies of wounds")),
    ev.DEATH_IN_ACCIDENT: (CASUALTY, _after("dies of the accident")),
    ev.RETURNED_TO_DUTY: (CASUALTY, _after("returns to duty")),
    ev.REPATRIATED: (CASUALTY, _after("goes home")),
    ev.CALLED_FOR: (REQUEST, _just("is on the board of the desk")),
    ev.LIFT_ORDERED: (LIFT, _time("is ordered, and expected in hospital in {}")),
    ev.RETASKED: (LIFT, _of("is sent to somebody worse hurt instead, T{:.0f}")),
    ev.STOOD_DOWN: (LIFT, _just("stands down before it has left")),
    ev.LIFT_LEFT: (LIFT, _since("sets out", "the call")),
    ev.DIVERTED: (LIFT, _time("flies on to another hospital, {} away")),
    ev.LIFT_DELIVERED: (LIFT, _of("delivers {:.0f} alive")),
    ev.FELL_SICK: (PERSON, _time("falls sick, away from duty for {}")),
    ev.SICK_ADMITTED: (PERSON, _just("is sick, and takes a bed")),
    ev.DEATH_BY_ILLNESS: (PERSON, _just("dies of an illness")),
    ev.DEATH_SELF_INFLICTED: (PERSON, _just("dies, self-inflicted or other")),
    ev.ROTATED: (UNIT, _count("person", "goes home: {} are exchanged", "people")),
    ev.MOOD_CHANGED: (AREA, _of("hazards are {:.2g} times the usual from now on")),
    ev.FOUL_WEATHER: (AREA, _time("foul weather for {}")),
    ev.INFECTION: (CASE, _infected),
    ev.SYMPTOMS: (CASE, _since("has symptoms", "infection")),
    ev.SEVERE_CASE: (CASE, _just("is severely ill")),
    ev.CRITICAL_CASE: (CASE, _just("is critical, and needs intensive care")),
    ev.CASE_ADMITTED: (CASE, _just("has a bed")),
    ev.NO_INTENSIVE_CARE: (CASE, _just("has had no bed in intensive care")),
    ev.LEFT_COUNTRY: (CASE, _just("is flown out of the country")),
    ev.CASE_FLOWN: (CASE, _time("is flown to hospital; the helicopter is away for {}")),
    ev.DEATH_BY_COVID: (CASE, _since("dies of COVID-19", "infection")),
    ev.CONFIRMED: (CASE, _since("is confirmed by a test", "infection")),
    ev.TRACED: (CASE, _count("contact", "brings {} into quarantine")),
    ev.ISOLATION: (PERSON, _time("is isolated for {}")),
    ev.FALSE_ALARM: (PERSON, _just("is found by a test, and not infected")),
    ev.RELEASED: (UNIT, _let_out),
    ev.VACCINATED: (CAMPAIGN, _count("dose", "{} given")),
    ev.TESTED: (NO_ONE, _count("test", "{} for COVID-19")),
    ev.VIOLENCE_BROKE_OUT: (OUTBREAK, _just("violence breaks out between communities")),
    ev.CIVILIANS_KILLED: (
        OUTBREAK,
        _count("civilian", "the violence ends, {} killed"),
    ),
}
"""For every kind of event: whom the subject number means, and what is said of them."""

IN_HOSPITAL = (ev.AT_HOSPITAL, ev.SURGERY, ev.DIED_OF_WOUNDS, ev.RETURNED_TO_DUTY, ev.REPATRIATED)
"""Events of a casualty that are told at the hospital it is in, not where it was hurt."""
