"""Devices and who lays them, attacks on columns and camps, harm to others."""

import math

import numpy as np

from pksim.mission.build.columns import Columns, between_events, reals, up_to, whole
from pksim.mission.build.plan import Plan
from pksim.mission.terms import (
    AMBUSH,
    CAUSES,
    COMPLEX_ATTACK,
    INDIRECT_FIRE,
    INITIATORS,
    RADIO_CONTROLLED,
    VIOLENCE,
)
from pksim.scenario.distances import driven, network, per_day
from pksim.scenario.threats import Camp, CasualtyLaw, IndirectFire


def threat_columns(plan: Plan) -> Columns:
    """All that is done to the mission on purpose."""
    return {
        **_devices(plan),
        **_adversary(plan),
        **_attacks(plan),
        "camps": _camps(plan),
        **_others(plan),
        "scores": {"killed_outright": np.zeros(CAUSES)},
    }


# --- devices ----------------------------------------------------------------------------


def _devices(plan: Plan) -> Columns:
    scenario, ieds, search = plan.scenario, plan.scenario.ieds, plan.scenario.search
    chance = ieds.trigger_per_vehicle
    wear = -math.log1p(-chance) if chance < 1.0 else math.inf
    follows = 0.0 if scenario.threats.ambush is None else ieds.ambush_follows
    return {
        "ieds": {
            "traffic_weight": ieds.traffic_weight,
            "traffic_memory": ieds.traffic_memory,
            "wear": wear * scenario.reporting,
            "until_civilian": between_events(ieds.civilian_triggering),
            "until_finder": between_events(ieds.found_by_others),
            "until_tip": between_events(ieds.tips),
            "lifetime": plan.law(ieds.lifetime),
            "jammer_effect": ieds.jammer_effect,
            # of the strikes that were reported; none is known of the others
            "ambush_follows": follows / scenario.reporting,
            "second_device": ieds.second_device,
            "night_factor": ieds.night_factor,
        },
        "search": {
            "finds": search.finds,
            "foot_finds": search.foot_finds,
            "lead_finds": search.finds if search.lead_finds is None else search.lead_finds,
            "clearance_finds": search.clearance_finds,
            "on_foot": search.on_foot,
            "foot_exposed": search.foot_exposed,
        },
        "initiators": _initiators(plan),
        "drones": {
            "sees_devices": scenario.drones.sees_devices,
            "sees_ambushes": scenario.drones.sees_ambushes,
            "acted_on": scenario.drones.acted_on,
        },
        "warnings": _warnings(plan),
    }


def _initiators(plan: Plan) -> Columns:
    """The share of radio control, and cumulative shares of the others among themselves."""
    shares = [plan.scenario.ieds.initiators.get(kind, 0.0) for kind in INITIATORS]  # type: ignore[call-overload]
    radio = shares[RADIO_CONTROLLED]
    others = [s / (1.0 - radio) if radio < 1.0 else 1.0 for s in shares[1:]]
    return {"radio": radio, "up_to": np.concatenate([[0.0], up_to(others)])}


def _warnings(plan: Plan) -> Columns:
    warnings = plan.scenario.warnings
    cells = len(plan.units) * len(plan.network.segments)
    return {
        "memory": 0.0 if warnings is None else warnings.memory,
        "shared_after": math.inf if warnings is None else warnings.shared_after,
        "known_from": np.full(cells, math.inf),
        "known_until": np.full(cells, -math.inf),
    }


def _adversary(plan: Plan) -> Columns:
    adversary = plan.scenario.adversary
    return {
        "adversary": {
            "responds": int(adversary.mode == "responding"),
            "displacement": adversary.displacement,
            "onto_others": adversary.onto_others,
            "time_constant": adversary.time_constant,
            "jammed": _share_jammed(plan),
        }
    }


def _share_jammed(plan: Plan) -> float:
    """The share of radio-controlled devices that jammers stop, by vehicle-km driven."""
    scenario = plan.scenario
    graph = network(scenario)
    km = {
        name: per_day(p, scenario) * p.vehicles * driven(p, graph)
        for name, p in scenario.patrols.items()
    }
    covered = sum(km[name] * p.jammers for name, p in scenario.patrols.items())
    return scenario.ieds.jammer_effect * covered / sum(km.values()) if sum(km.values()) else 0.0


# --- attacks ----------------------------------------------------------------------------


def _attacks(plan: Plan) -> Columns:
    """One row of casualty laws for each cause; what a scenario leaves out is harmless."""
    threats = plan.scenario.threats
    laws: list[CasualtyLaw | IndirectFire | None] = [None] * CAUSES
    laws[AMBUSH], laws[COMPLEX_ATTACK] = threats.ambush, threats.complex_attack
    laws[INDIRECT_FIRE], laws[VIOLENCE] = threats.indirect_fire, threats.violence
    fire, violence, ambush = threats.indirect_fire, threats.violence, threats.ambush
    return {
        "attacks": {
            "harmless": reals(
                1.0 if law is None else getattr(law, "harmless", 0.0) for law in laws
            ),
            "caught": reals(0.0 if law is None else law.caught.mean for law in laws),
            "dispersion": reals(1.0 if law is None else law.caught.dispersion for law in laws),
            "killed": reals(0.0 if law is None else law.killed for law in laws),
            "t1": reals(0.0 if law is None else law.killed + law.t1 for law in laws),
            "t2": reals(0.0 if law is None else law.killed + law.t1 + law.t2 for law in laws),
        },
        "ambush": {
            "halted_factor": 1.0 if ambush is None else ambush.halted_factor,
            "night_factor": 1.0 if ambush is None else ambush.night_factor,
        },
        "fire": {
            "rounds": 1.0 if fire is None else fire.rounds.mean,
            "dispersion": 1.0 if fire is None else fire.rounds.dispersion,
            "hit": 0.0 if fire is None else fire.hit,
        },
        "violence": {
            "lasts": 0 if violence is None else plan.law(violence.lasts),
            "civilians": 0.0 if violence is None else violence.civilians_killed.mean,
            "dispersion": 1.0 if violence is None else violence.civilians_killed.dispersion,
            "deterred": 1.0 if violence is None else violence.deterred,
        },
    }


def _camps(plan: Plan) -> Columns:
    """Camps that are attacked, with the people of the units that live there."""
    scenario = plan.scenario
    named = [(name, camp) for name, camp in scenario.camps.items() if units_at(plan, name)]
    camps: list[Camp] = [camp for _, camp in named]
    lives = [units_at(plan, name) for name, _ in named]
    units = plan.units_in_order
    places = [plan.network.number[name] for name, _ in named]
    protections = {
        field: reals(getattr(camp, field) for camp in camps)
        for field in (
            "gate",
            "stand_off",
            "hardening",
            "cover",
            "cover_warned",
            "cover_seconds",
            "detects",
            "warning_seconds",
        )
    }
    complex_, fire = scenario.threats.complex_attack, scenario.threats.indirect_fire
    return {
        "site": whole(plan.network.site_of(name) for name, _ in named),
        "area": whole(plan.area_of_place[place] for place in places),
        "first_unit": whole(numbers[0] for numbers in lives),
        "units": whole(len(numbers) for numbers in lives),
        "first_person": whole(first_person(plan, numbers[0]) for numbers in lives),
        "people": whole(sum(units[i].strength for i in numbers) for numbers in lives),
        "between": reals(
            between_events(rate)
            for camp in camps
            for rate in (
                camp.complex_attacks if complex_ else 0.0,
                camp.indirect_fire if fire else 0.0,
            )
        ),
        **protections,
    }


def units_at(plan: Plan, base: str) -> list[int]:
    """The numbers of the units at a base, which follow each other."""
    return [number for number, unit in enumerate(plan.units_in_order) if unit.base == base]


def first_person(plan: Plan, unit: int) -> int:
    """The first row of a unit's people."""
    return sum(before.strength for before in plan.units_in_order[:unit])


def _others(plan: Plan) -> Columns:
    others = plan.scenario.others
    return {
        "others": {
            "mean_hurt": 0.0 if others is None else others.hurt.mean,
            "dispersion": 1.0 if others is None else others.hurt.dispersion,
            "share_killed": 0.0 if others is None else others.killed,
            "host_forces": 0.0 if others is None else others.host_forces,
            "contractors": 0.0 if others is None else others.contractors,
            "hurt": np.zeros(3),
            "killed": np.zeros(3),
        }
    }
